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
*) set -- "$@" --tls 1.3 && least=35 ;;
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
	# all but the certificate out of turn, which libcurl can't send, and keys that nobody could show
	decided=$(($(events count events.jsonl) - $(events count events.jsonl verdict=skip) - \
		$(events count events.jsonl verdict=pass observed=null)))
	# and sessions, which libcurl keeps to itself
	decided=$((decided - $(grep '"scenario":"resumption/' events.jsonl | grep -vc '"verdict":"skip"')))
	[ "$decided" -ge $least ] || flunk "few cells"
	[ "$both" -ge $((decided - 10)) ] || flunk "only $both cells of $decided went through both"
	;;
http)
	run 0 "$MTLSPEC" run --target "$target" --events tls.jsonl
	run 0 "$MTLSPEC" run --target "$target" --driver http --events http.jsonl
	run 0 python3 "$EVENTS" complete http.jsonl
	run 0 python3 "$EVENTS" agree tls.jsonl http.jsonl
	# libcurl keeps its sessions to itself
	grep -v '"scenario":"resumption/' http.jsonl >others.jsonl
	mv others.jsonl http.jsonl
	# and sends a certificate when it is asked, never out of turn
	same "$(events show http.jsonl scenario verdict=skip)" protocol/unsolicited-certificate skips
	same "$(events count http.jsonl verdict=skip)" 10 skips
	same "$(events count http.jsonl verdict=skip reason=null)" 0 "skips without a reason"
	same "$(events show http.jsonl driver)" http driver
	# the plan says so before anything runs
	run 0 "$MTLSPEC" list cells --target "$target" --driver http
	same "$(grep -v '^resumption/' stdout | grep -c '  skip: ')" 10 "skips in the list"
	;;
*) exit 1 ;;
esac
finish
