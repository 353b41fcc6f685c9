#!/bin/sh
# client_lists.sh TARGET...: clients that can be told revocation lists of servers, in one run. What is not
# installed is a skip; what they do otherwise their files declare.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

for target; do
	set -- "$@" --target "$target"
	shift
done
# (how long a busy machine takes is not what is asked for)
"$MTLSPEC" run "$@" --tls 1.3 --timeout 60000 server-revocation/ --events events.jsonl >output 2>&1
status=$?
[ $status -ne 77 ] || {
	echo "skipped: none of them is installed"
	exit 77
}
same $status 0 "exit status"
says ' 0 fail, 0 error,.* 0 xpass,.* 0 not-run;'
same "$(events count events.jsonl expected=reject verdict=pass control=fail)" 0 "passes without control"
same "$(events show events.jsonl observed scenario=server-revocation/two-cas-revoked/server=server-second-revoked \
	verdict=pass | sort -u)" reject "a server that the second CA has revoked"
finish
