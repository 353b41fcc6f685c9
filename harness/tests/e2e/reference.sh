#!/bin/sh
# The whole catalogue against our own server: every cell passes, and the event file tells it all.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

run 0 "$MTLSPEC" run --events events.jsonl
says ' 0 fail, 0 error, 0 xfail, 0 xpass, .* skip, 0 not-run;'
run 0 python3 "$EVENTS" complete events.jsonl
# it gives no sessions
grep -v '"scenario":"resumption/' events.jsonl >others.jsonl
mv others.jsonl events.jsonl
cells=$(events count events.jsonl)
[ "$cells" -ge 275 ] || flunk "only $cells cells"
same "$(events count events.jsonl verdict=pass)" "$cells" "passes"
# what is refused, is refused by an alert of the server and with a living peer
same "$(events show events.jsonl control observed=reject)" pass "control of the rejections"
same "$(events count events.jsonl expected=reject backend=true)" 0 "rejections seen by the backend"
same "$(events count events.jsonl expected=reject alert=null by=alert)" 0 "alerts without a name"
# as many in each mode, but for what is told of the unverified, where they are let in, in two versions
set -- "$SOURCE"/scenarios/identity/unverified-*.yaml
told=$((2 * $#))
# and for who speaks no TLS, where a certificate is required
plain=2
each=$(((cells - 2 * told - 2 * plain) / 5))
cells_of() {
	same "$(events count events.jsonl mode=$1)" "$2" "cells of $1"
}
cells_of NoClientCert $each
cells_of RequestClientCert $((each + told))
cells_of RequireAnyClientCert $((each + told + plain))
cells_of VerifyClientCertIfGiven $each
cells_of RequireAndVerifyClientCert $((each + plain))
same "$(events show events.jsonl tls | tr '\n' ' ')" "tls1.0 tls1.1 tls1.2 tls1.3 " "versions"
finish
