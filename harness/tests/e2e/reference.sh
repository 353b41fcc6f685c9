#!/bin/sh
# The whole catalogue against our own server: every cell passes, and the event file tells it all.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

run 0 "$MTLSPEC" run --events events.jsonl
says ' 0 fail, 0 error, 0 xfail, 0 xpass, .* skip, 0 not-run;'
run 0 python3 "$EVENTS" complete events.jsonl
# who is refused gets no session: nothing to come back with
same "$(events show events.jsonl scenario verdict=skip | sed 's/refused-.*/refused/' |
	sort -u | tr '\n' ' ')" "early-data/refused resumption/refused " "skips"
[ "$(events show events.jsonl scenario verdict=pass | grep -c '^resumption/')" -ge 7 ] || flunk "few sessions"
# each of those has modes of its own
grep -v '"scenario":"resumption/\|"scenario":"early-data/refused' events.jsonl >others.jsonl
mv others.jsonl events.jsonl
cells=$(events count events.jsonl)
[ "$cells" -ge 275 ] || flunk "only $cells cells"
same "$(events count events.jsonl verdict=pass)" "$cells" "passes"
# what is refused, is refused by an alert of the server and with a living peer
same "$(events show events.jsonl control observed=reject)" pass "control of the rejections"
same "$(events count events.jsonl expected=reject backend=true)" 0 "rejections seen by the backend"
same "$(events count events.jsonl expected=reject alert=null by=alert)" 0 "alerts without a name"
for mode in NoClientCert RequestClientCert RequireAnyClientCert VerifyClientCertIfGiven RequireAndVerifyClientCert; do
	[ "$(events count events.jsonl mode=$mode)" -ge 50 ] || flunk "few cells of $mode"
done
same "$(events show events.jsonl tls | tr '\n' ' ')" "tls1.0 tls1.1 tls1.2 tls1.3 " "versions"
finish
