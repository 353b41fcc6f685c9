#!/bin/sh
# drivers.sh CHOICE TARGET [MODE...]: our TLS engine and libcurl come to the same verdicts, in one run
# (both) or in two (http). What libcurl can't do is a skip that says so.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
choice=$1 target=$2
need_target "$target"
shift 2
for mode; do
	shift
	set -- "$@" --mode "$mode"
done

# of what is no other code of ours one version is enough
least=100
case $target in
reference | nginx) ;;
*) set -- "$@" --tls 1.3 client-certificate/ chain/ key-types/ identity/ hello/ && least=35 ;;
esac

case $choice in
both)
	# it may fail, if it fails alike: a disagreement is an error
	run 0 sh -c '"$@" || [ $? -eq 1 ]' sh \
		"$MTLSPEC" run --target "$target" "$@" --driver both --events events.jsonl
	says ' 0 error,.* 0 xpass,'
	run 0 python3 "$EVENTS" complete events.jsonl
	same "$(events show events.jsonl driver)" both driver
	both=$(grep -c '"driver":"tls","credential".*"driver":"http","credential"' events.jsonl)
	# all but keys that nobody could show, and what libcurl can't do
	decided=$(($(events count events.jsonl) - $(events count events.jsonl verdict=skip) - \
		$(events count events.jsonl verdict=pass observed=null)))
	run 0 "$MTLSPEC" list cells --target "$target" "$@" --driver http
	decided=$((decided - $(grep -c '  skip: libcurl ' stdout)))
	[ "$decided" -ge $least ] || flunk "few cells"
	[ "$both" -ge $((decided - 10)) ] || flunk "only $both cells of $decided went through both"
	;;
http)
	run 0 "$MTLSPEC" run --target "$target" --tls 1.3 --events tls.jsonl
	run 0 "$MTLSPEC" run --target "$target" --tls 1.3 --driver http --events http.jsonl
	run 0 python3 "$EVENTS" complete http.jsonl
	run 0 python3 "$EVENTS" agree tls.jsonl http.jsonl
	same "$(events count http.jsonl verdict=skip reason=null)" 0 "skips without a reason"
	same "$(events show http.jsonl driver)" http driver
	[ "$(events count http.jsonl)" -ge $((2 * $(events count http.jsonl verdict=skip))) ] || flunk "mostly skips"
	# what libcurl can't do the plan says before anything runs; all else that is no skip by our engine is none
	run 0 "$MTLSPEC" list cells --target "$target" --tls 1.3 --driver http
	sed -n 's/  *skip: libcurl .*//p' stdout | sort >unable
	grep '"verdict":"skip"' http.jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort >skipped
	grep '"verdict":"skip"' tls.jsonl | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort >skipped_by_us
	same "$(sort -u unable skipped_by_us | comm -13 - skipped)" "" "skips of libcurl's alone"
	;;
*) exit 1 ;;
esac
finish
