#!/bin/sh
# beside.sh CASE: two runs at one time, and what a run finds that was killed before it.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

# refused PLACE OPTION...: while the run that was started is at work there, and no longer when it is dead
refused() {
	place=$1
	shift
	mid_run "$events"
	run 2 "$MTLSPEC" run client-certificate/good "$@"
	says "^mtlspec: $place: another run is writing there"
	# /proc/locks knows its process, but not on every file system
	[ "$(stat -f -c %T .)" = overlayfs ] || says "(process $pid)"
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	run 0 "$MTLSPEC" run client-certificate/good "$@"
}

case $1 in
report-dir)
	events=out/events.jsonl
	start "$MTLSPEC" run --repeat 20 --report-dir out
	refused out --report-dir out
	# a folder for both is no quarrel of a run with itself
	run 2 "$MTLSPEC" run client-certificate/good --report-dir out --keep out
	says 'there is something in that folder already'
	;;
keep)
	events=events.jsonl
	start "$MTLSPEC" run --repeat 20 --events events.jsonl --keep kept
	refused kept --keep kept
	;;
events)
	events=events.jsonl
	start "$MTLSPEC" run --repeat 20 --events events.jsonl
	before=$pid
	refused events.jsonl --events events.jsonl
	pid=$before
	run 0 python3 "$EVENTS" complete events.jsonl
	# what is no file is for everybody
	start "$MTLSPEC" run --repeat 20 --events /dev/null
	run 0 "$MTLSPEC" run client-certificate/good --events /dev/null
	;;
swept)
	mkdir tmp tmp/mtlspec-abcdef
	TMPDIR=$work/tmp
	export TMPDIR
	start "$MTLSPEC" run --repeat 20 --report-dir out
	mid_run out/events.jsonl
	living=$(find tmp -maxdepth 1 -name 'mtlspec-??????' ! -name mtlspec-abcdef)
	same "$(stat -c %a $living)" 700 "who may look in"
	run 0 "$MTLSPEC" run client-certificate/good
	[ -d "$living" ] || flunk "the folder of a run that lives is gone"
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	[ -d "$living" ] || flunk "nothing was left"
	run 0 "$MTLSPEC" run client-certificate/good
	same "$(ls -A tmp)" mtlspec-abcdef "what is left in TMPDIR"
	;;
*) flunk "no case $1" ;;
esac
finish
