#!/bin/sh
# stability.sh TARGET: fifty rounds of the rejections under TLS 1.3, where the refusal races
# with the client's request and with the end of the connection: the same outcome each time.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
[ "$1" = reference ] || need "$1"

mode=RequireAndVerifyClientCert
run 0 "$MTLSPEC" run --target "$1" --tls 1.3 --mode $mode --events once.jsonl
# (those that do something to it, or wait, take their time, and what races is the same)
events show once.jsonl scenario observed=reject | grep -v '^reload/\|^resumption/\|^revocation/ocsp-' >rejected
[ "$(count_lines rejected)" -ge 14 ] || flunk "only $(count_lines rejected) rejections"
# shellcheck disable=SC2046
set -- "$1" $(sed "s|.*|--cell &@$1:$mode/tls1.3|" rejected)
target=$1
shift
run 0 "$MTLSPEC" run --target "$target" --tls 1.3 --mode $mode --repeat 50 \
	--events events.jsonl "$@"
run 0 python3 "$EVENTS" stable events.jsonl
says "^$(count_lines rejected) cells, each 50 times$"
# and what fifty rounds say is what one round says
run 0 python3 "$EVENTS" show once.jsonl alert observed=reject
cp stdout once
run 0 python3 "$EVENTS" show events.jsonl alert
same "$(cat stdout)" "$(cat once)" "alerts"
# each bad credential went twice, then the good one
same "$(grep -c '"role":"subject".*"role":"again".*"role":"good client after"' events.jsonl)" \
	"$(events count events.jsonl)" "cells with their three connections"
finish
