#!/bin/sh
# few_clients.sh TARGET...: shipped clients that take long to start, in one run: each takes the good server
# and refuses a stranger's. What is not installed is a skip.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

for target; do
	set -- "$@" --target "$target"
	shift
done
"$MTLSPEC" run "$@" --tls 1.3 --mode RequireAndVerifyClientCert --events events.jsonl \
	server-certificate/good client-presents/configured >output 2>&1
status=$?
[ $status -ne 77 ] || {
	echo "skipped: none of them is installed"
	exit 77
}
same $status 0 "exit status"
run 0 "$MTLSPEC" run "$@" --tls 1.3 --mode NoClientCert --events strangers.jsonl server-certificate/wrong-ca
says ' 0 error,.* 0 xpass,.* 0 not-run;'
for events in events.jsonl strangers.jsonl; do
	same "$(events count $events verdict=fail)" 0 "fails of $events"
done
same "$(events show strangers.jsonl observed verdict=pass)" reject "strangers"
finish
