#!/bin/sh
# Evidence that comes after the verdict: a target that refuses a client and forwards its request all
# the same, once the next one has been served. What had passed must become a failure.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

run 1 "$MTLSPEC" run --target "$SOURCE/harness/tests/e2e/late" --tls 1.3 --repeat 40 -j 2 \
	--cell 'client-certificate/none@*' --mode RequireAndVerifyClientCert --events events.jsonl
says 'FAIL client-certificate/none@late:RequireAndVerifyClientCert/tls1.3'
says 'reached the backend after the client had been refused'
says 'exit 1$'
finish
