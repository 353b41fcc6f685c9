#!/bin/sh
# servers.sh TARGET: a shipped server against all scenarios of its side, judged by servers.py.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need_target "$1"
run 0 sh -c '"$@" || [ $? -eq 1 ]' sh "$MTLSPEC" run --target "$1" --events events.jsonl
says ' 0 error,.* 0 xpass,.* 0 not-run;'
run 0 python3 "$EVENTS" complete events.jsonl
run 0 python3 -B "$SOURCE/harness/tests/e2e/servers.py" events.jsonl "$1" "$SOURCE/harness/tests/e2e/servers.txt"
finish
