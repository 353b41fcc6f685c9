#!/bin/sh
# A target that tells the backend of connections that it has refused, or never seen: it can't guess
# their tokens, so that nobody's verdict is its to change.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

run 0 "$MTLSPEC" run --target "$SOURCE/harness/tests/e2e/accuser" --repeat 4 \
	--cell 'client-certificate/*' --mode RequireAndVerifyClientCert --events events.jsonl
[ "$(events count events.jsonl verdict=pass)" -ge 40 ] || flunk "few passes"
says ' 0 fail, 0 error,'
finish
