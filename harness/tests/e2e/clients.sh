#!/bin/sh
# clients.sh TARGET [PART]: a shipped client against all scenarios of its side. It may fail where clients
# are known to differ, but nothing that clients.txt lists; every cell is decided, with its control.
# Of those that take long to start a PART: tls1.3 (that version alone), few (some scenarios).
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need_target "$1"

least=40
case ${2-} in
'') set -- "$1" server-certificate/ client-hello/ client-presents/ ;;
tls1.3) set -- "$1" server-certificate/ client-hello/ client-presents/ --tls 1.3 && least=20 ;;
few)
	set -- "$1" client-presents/configured --mode NoClientCert --mode RequireAndVerifyClientCert
	for scenario in good wrong-ca bad-name; do
		set -- "$@" "server-certificate/$scenario"
	done
	least=4
	;;
*) flunk "no such part: $2" ;;
esac
run 0 sh -c '"$@" || [ $? -eq 1 ]' sh "$MTLSPEC" run --events events.jsonl --target "$@"
says ' 0 error,.* 0 xpass,.* 0 not-run;'
run 0 python3 "$EVENTS" complete events.jsonl
events where events.jsonl verdict=fail | sed 's/@.*//' | sort -u >failed
sed '/^#/d' "$SOURCE/harness/tests/e2e/clients.txt" | sort -u >agreed
comm -12 failed agreed >output
same "$(count_lines output)" 0 "fails in scenarios of clients.txt"

# The good server is let in everywhere, and a refusal counts only with that control.
same "$(events show events.jsonl verdict scenario=server-certificate/good)" pass "the good server"
same "$(events count events.jsonl expected=reject verdict=pass control=fail)" 0 "passes without control"
[ "$(events count events.jsonl expected=reject verdict=pass observed=reject)" -ge $least ] ||
	flunk "few refusals"
# No feature was lost on the way: at most the three names that are addresses, the CRL, and the key under a
# passphrase are skipped.
[ "$(events count events.jsonl verdict=skip)" -le 12 ] || flunk "many skips"
finish
