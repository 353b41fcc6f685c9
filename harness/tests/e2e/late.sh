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
same "$(events count events.jsonl verdict=fail)" 3 "failures by late evidence"
same "$(events count events.jsonl verdict=pass)" 1 "passes"
finish
