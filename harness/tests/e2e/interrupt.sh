#!/bin/sh
# interrupt.sh SIGNAL TARGET: Ctrl-C and its like in mid-run end it at once, with all
# reports written and nothing left behind; kill -9 of the runner leaves no target behind either.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
need xmllint
case $2 in
reference | strays) ;;
*) need_target "$2" ;;
esac

# The reference, and three daemons of its own that nobody finds by group, session or parent: one of them
# is not impressed by SIGTERM, one has changed its user where that can be done.
mark=3000.$$
make_strays() {
	other=
	[ "$(id -u)" -ne 0 ] || other='setpriv --reuid=65534 --clear-groups'
	cat >strays.sh <<-END
		#!/bin/sh
		[ "\$1" != --version ] || exec "$MTLSPEC" --version
		(setsid sleep $mark >/dev/null 2>&1 &)
		(setsid sh -c 'trap "" TERM; exec sleep $mark' >/dev/null 2>&1 &)
		(setsid $other sleep $mark >/dev/null 2>&1 &)
		exec "$MTLSPEC" "\$@"
	END
	chmod +x strays.sh
	cp -R "$SOURCE/harness/targets/reference" strays
	chmod -R u+w strays
	sed -i "s|^program:.*|program: $work/strays.sh|" strays/target.yaml
}

strays() {
	for process in /proc/[0-9]*; do
		tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q "^sleep $mark " && echo "${process#/proc/}"
	done
}

no_strays() {
	[ -z "$(strays)" ]
}

# a test that fails leaves nothing behind either
trap 'no_strays || kill -KILL $(strays); end_started; cd / && rm -rf "$work"' EXIT

target=$2
[ "$2" != strays ] || {
	make_strays
	target=./strays
}
mkdir tmp
TMPDIR=$work/tmp
export TMPDIR
start "$MTLSPEC" run --target "$target" --repeat 20 --report-dir reports client-certificate/
runner=$pid
mid_run reports/events.jsonl
family=$(descendants "$runner")
[ "$(printf '%s\n' "$family" | grep -c .)" -ge 2 ] || flunk "where are its targets? ($family)"
[ "$2" != strays ] || ! no_strays || flunk "where are the strays?"
kill "-$1" "$runner"
wait "$runner" 2>/dev/null
status=$?
if [ "$1" = KILL ]; then
	wait_gone $family || flunk "left behind: $(ps -o pid,args $family 2>&1)"
	within 60 no_strays || flunk "strays are left: $(strays | tr '\n' ' ')"
	same $status 137 "exit status"
	# what was judged until then can still be rendered
	run 0 "$MTLSPEC" report reports/events.jsonl --report-dir reports
	says 'exit 130\|interrupted'
	says ' [1-9][0-9]* not-run'
else
	wait_gone $family || flunk "left behind: $(ps -o pid,args $family 2>&1)"
	no_strays || flunk "strays are left: $(strays | tr '\n' ' ')"
	case $1 in
	HUP) same $status 129 "exit status" ;;
	INT) same $status 130 "exit status" ;;
	TERM) same $status 143 "exit status" ;;
	esac
	cp background.1 output
	says "interrupted\|exit $status"
	says ' [1-9][0-9]* not-run'
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	same "$(tail -n 1 reports/events.jsonl | grep -c '"interrupted":true')" 1 "interrupted runs"
	same "$(ls -A tmp)" "" "what is left in TMPDIR"
fi
same "$(events count reports/events.jsonl verdict=fail)" 0 fails
same "$(events count reports/events.jsonl verdict=error)" 0 errors
run 0 xmllint --noout --nonet --huge --schema "$SOURCE/reports/schema/junit.xsd" reports/junit.xml
tail -c 20 reports/index.html | grep -q '</html>' || flunk "no whole HTML report"
finish
