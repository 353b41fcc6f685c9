#!/bin/sh
# browser.sh CHECK: the HTML report as headless Chromium shows it (see browser.py).
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
	command -v google-chrome >/dev/null || {
	echo "skipped: there is no Chromium"
	exit 77
}

# fails, passes, a dead target, and texts that mean harm
run 1 "$MTLSPEC" run --defect ignore-expiry,crash-on-expired --report-dir plain
run 0 python3 "$SOURCE/harness/tests/e2e/hostile.py" plain/events.jsonl hostile.jsonl
run 0 "$MTLSPEC" report hostile.jsonl --report-dir reports
run 0 python3 "$SOURCE/harness/tests/e2e/browser.py" "$1" reports
finish
