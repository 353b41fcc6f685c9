#!/bin/sh
# interrupt.sh SIGNAL TARGET: Ctrl-C and its like in mid-run end it at once, with all
# reports written and nothing left behind; kill -9 of the runner leaves no target behind either.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
need xmllint
[ "$2" = reference ] || need "$2"

mkdir tmp
TMPDIR=$work/tmp
export TMPDIR
start "$MTLSPEC" run --target "$2" --repeat 20 --report-dir reports
runner=$pid
mid_run reports/events.jsonl
family=$(descendants "$runner")
[ "$(printf '%s\n' "$family" | grep -c .)" -ge 4 ] || flunk "where are its targets? ($family)"
before=$(date +%s%N)
kill "-$1" "$runner"
wait "$runner" 2>/dev/null
status=$?
took=$((($(date +%s%N) - before) / 1000000))
wait_gone $family || flunk "left behind: $(ps -o pid,args $family 2>&1)"
if [ "$1" = KILL ]; then
	same $status 137 "exit status"
	# what was judged until then can still be rendered
	run 0 "$MTLSPEC" report reports/events.jsonl --report-dir reports
	says 'exit 130\|interrupted'
	says ' [1-9][0-9]* not-run'
else
	case $1 in
	INT) same $status 130 "exit status" ;;
	TERM) same $status 143 "exit status" ;;
	esac
	# 0.3 s on an idle machine; a busy one, or AddressSanitizer, is no fault of the program's
	limit=10000
	[ $took -lt $limit ] || flunk "it took $took ms"
	cp background.1 output
	says "interrupted\|exit $status"
	says ' [1-9][0-9]* not-run'
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	same "$(tail -n 1 reports/events.jsonl | grep -c '"interrupted":true')" 1 "interrupted runs"
	same "$(ls tmp)" "" "what is left in TMPDIR"
fi
same "$(events count reports/events.jsonl verdict=fail)" 0 fails
same "$(events count reports/events.jsonl verdict=error)" 0 errors
run 0 xmllint --noout --nonet --huge --schema "$SOURCE/reports/schema/junit.xsd" reports/junit.xml
tail -c 20 reports/index.html | grep -q '</html>' || flunk "no whole HTML report"
finish
