#!/bin/sh
# Evidence that comes after the verdict: a target that refuses a client and forwards its request all
# the same, when the next one comes. What had passed must become a failure; only of the last one is
# nothing more heard. One connection at a time, so that "the next one" is another cell's.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

run 1 "$MTLSPEC" run --target "$SOURCE/harness/tests/e2e/late" --tls 1.3 --repeat 4 --jobs 1 \
	--cell 'client-certificate/none@*' --mode RequireAndVerifyClientCert --events events.jsonl
says 'FAIL client-certificate/none@late:RequireAndVerifyClientCert/tls1.3'
says 'reached the backend after the client had been refused'
says 'exit 1$'
same "$(events count events.jsonl verdict=fail 'by=late forward')" 3 "failures by late evidence"
# which makes the last round, of which nothing was heard, one that differs from the others
same "$(events show events.jsonl reason by=null)" \
	"unstable: 3 accept, 1 reject in 4 rounds (reject in 4)" "the reason of the last"
finish
