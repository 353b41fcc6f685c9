#!/bin/sh
# full.sh CASE: where what is to be told can't be written, no command may look like success.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
one=client-certificate/expired

# unheard STATUS COMMAND...: with its output into a full device, and closed
unheard() {
	status=$1
	shift
	run "$status" sh -c '"$@" >/dev/full' sh "$@"
	says '^mtlspec: cannot write to standard output: '
	run "$status" sh -c '"$@" >&-' sh "$@"
	says '^mtlspec: cannot write to standard output: '
}

# small STATUS COMMAND...: where ./small has room for little
small() {
	wanted_status=$1
	shift
	mkdir -p small
	run "$wanted_status" unshare -rm sh -c 'mount -t tmpfs -o size=64k tmpfs small && exec "$@"' sh "$@"
}

case $1 in
stdout)
	run 0 "$MTLSPEC" run $one --events events.jsonl
	printf 'expected:\n  - {cells: ["%s@*"], reason: never seen}\n' "$one" >expected.yaml
	unheard 3 "$MTLSPEC" --help
	unheard 3 "$MTLSPEC" --version
	for command in run list check pki serve report diff baseline doctor completion; do
		unheard 3 "$MTLSPEC" $command --help
	done
	for what in scenarios targets credentials modes defects cells 'cells --format=ctest'; do
		unheard 3 "$MTLSPEC" list $what
	done
	unheard 3 "$MTLSPEC" completion man
	unheard 3 "$MTLSPEC" doctor reference
	unheard 3 "$MTLSPEC" diff events.jsonl events.jsonl
	unheard 3 "$MTLSPEC" diff --json events.jsonl events.jsonl
	unheard 3 "$MTLSPEC" report --json - events.jsonl
	unheard 3 "$MTLSPEC" baseline check expected.yaml events.jsonl
	unheard 3 "$MTLSPEC" run $one --json -
	says ' 10 pass, 0 fail'
	# what says worse is not covered up
	unheard 1 "$MTLSPEC" run $one --json - --defect ignore-expiry
	unheard 3 "$MTLSPEC" run $one
	unheard 3 "$MTLSPEC" report events.jsonl
	# who says nothing there has nothing to be lost
	run 0 sh -c '"$@" >&-' sh "$MTLSPEC" report -q events.jsonl --junit junit.xml
	;;
stderr)
	for closed in '2>/dev/full' '2>&-'; do
		run 3 sh -c "\"\$@\" $closed" sh "$MTLSPEC" run $one --json -
		run 1 sh -c "\"\$@\" $closed" sh "$MTLSPEC" run $one --json - --defect ignore-expiry
		run 3 sh -c "\"\$@\" $closed" sh "$MTLSPEC" check "$SOURCE/scenarios/$one.yaml"
		run 2 sh -c "\"\$@\" $closed" sh "$MTLSPEC" run no-such-scenario
	done
	# closed, it is no file that is opened later
	run 0 sh -c '"$@" 2>&-' sh "$MTLSPEC" run $one --events events.jsonl
	run 0 python3 "$EVENTS" complete events.jsonl
	;;
events)
	# verdicts are shown all the same, and the other reports made
	for to in '/dev/full' '- >/dev/full'; do
		run 3 sh -c "\"\$@\" --events $to" sh "$MTLSPEC" run $one --junit junit.xml
		says 'No space left on device'
		says ' 10 pass, 0 fail.* exit 3$'
		file_says junit.xml '</testsuites>'
		run 1 sh -c "\"\$@\" --events $to" sh "$MTLSPEC" run $one --defect ignore-expiry
		says ' 4 fail, '
	done
	run 0 "$MTLSPEC" run $one --events - --junit junit.xml
	mv stdout events.jsonl
	run 0 python3 "$EVENTS" complete events.jsonl
	;;
disk)
	unshare -rm true 2>/dev/null || {
		printf 'skipped: no mount namespace here\n'
		exit 77
	}
	small 3 "$MTLSPEC" run client-certificate/ --events small/events.jsonl --junit junit.xml
	says '^mtlspec: small/events.jsonl: No space left on device'
	says '^mtlspec: [0-9]* cells: .* 0 fail, 0 error, .* 0 not-run'
	file_says junit.xml '</testsuites>'
	small 1 "$MTLSPEC" run client-certificate/ --report-dir small --defect ignore-expiry
	says '^mtlspec: cannot write the report: .*No space left on device'
	says '^mtlspec: [0-9]* cells: .* 0 not-run'
	small 3 "$MTLSPEC" pki small/pki
	says '^mtlspec: .*No space left on device'
	says_not 'force'
	run 0 "$MTLSPEC" run $one --events events.jsonl
	small 3 "$MTLSPEC" report events.jsonl --report-dir small
	says '^mtlspec: cannot write the report: .*No space left on device'
	run 1 "$MTLSPEC" run $one --defect ignore-expiry --events bad.jsonl
	small 3 sh -c 'cat /dev/zero >small/fill 2>/dev/null; exec "$@"' sh "$MTLSPEC" baseline update \
		small/expected.yaml bad.jsonl --reason known
	says '^mtlspec: .*No space left on device'
	run 3 env GITHUB_STEP_SUMMARY=/dev/full "$MTLSPEC" report --github events.jsonl
	says '^mtlspec: cannot write the summary: /dev/full: No space left on device'
	;;
serve)
	port=$(free_port)
	start sh -c 'exec "$@" >/dev/full' sh "$MTLSPEC" serve backend "--listen=127.0.0.1:$port"
	started_listening "$port"
	run 0 python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/')"
	kill "$pid"
	wait "$pid"
	same $? 3 "exit status"
	;;
pipe)
	# a reader that has seen enough costs nothing but what it did not want to see
	mkfifo pipe
	head -c 1 pipe >/dev/null &
	run 3 sh -c '"$@" >pipe' sh "$MTLSPEC" run $one --events - --junit junit.xml
	says 'Broken pipe'
	says ' 10 pass, 0 fail'
	file_says junit.xml '</testsuites>'
	;;
*) flunk "no case $1" ;;
esac
finish
