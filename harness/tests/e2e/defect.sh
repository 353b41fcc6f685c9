#!/bin/sh
# defect.sh NAME: a server with this defect turns exactly the cells of defects.txt red, in the modes that are
# looked at there and in TLS 1.3, and each of them says what was accepted, in every report. (selftest.sh has all
# defects, without the words.)
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
table=$SOURCE/harness/tests/e2e/defects.txt

awk -v defect="$1" '
	BEGIN {
		mode["N"] = "NoClientCert"; mode["R"] = "RequestClientCert"; mode["A"] = "RequireAnyClientCert"
		mode["G"] = "VerifyClientCertIfGiven"; mode["V"] = "RequireAndVerifyClientCert"
	}
	$1 == defect && $4 != "tls1.2" { for (i = 1; i <= length($3); i++) print $2 "@" mode[substr($3, i, 1)] }
' "$table" | LC_ALL=C sort >named
[ -s named ] || flunk "defects.txt does not name $1"
defect=$1
set --
for mode in $(sed 's/.*@//' named | sort -u); do
	set -- "$@" --mode "$mode"
done

run 1 "$MTLSPEC" run --defect "$defect" --tls 1.3 "$@" --events events.jsonl --junit junit.xml \
	--html index.html
cp output console
set -- "$defect"
# (some scenarios are for TLS 1.2 alone)
events show events.jsonl scenario | sed 's|/[a-z_]*=.*||' | sort -u | sed 's/.*/^&@/' >of_version
grep -f of_version named >wanted
run 0 python3 "$EVENTS" complete events.jsonl
# What a scenario fans out into is one row there; and those that do something to the server (`do:`) are
# left to the defects that are about it.
grep -lr '^ *\(- \)\{0,1\}do:' "$SOURCE/scenarios" | sed "s|^$SOURCE/scenarios/|^|; s|\.yaml\$|@|" >doers
[ -s doers ] || flunk "nobody does anything"
events where events.jsonl verdict=fail | sed '/^$/d; s|/[a-z_]*=[^@]*@|@|' | LC_ALL=C sort -u >failing
for each in failing wanted; do
	grep -vf doers $each >$each.left || :
done
steps=$((steps + 1))
diff wanted.left failing.left >difference || {
	mv difference output
	flunk "other cells fail (>) than should (<)"
}
failed=$(events count events.jsonl verdict=fail)
[ "$failed" -ge "$(count_lines wanted.left)" ] || flunk "$failed fails"
# who is refused gets no session, and none for early data either; it asks in the handshake
same "$(events show events.jsonl scenario verdict=skip | sed '/^$/d' | grep -vc '^resumption/refused-\|^early-data/refused-\|^post-handshake/')" 0 "other skips"
skipped=$(events count events.jsonl verdict=skip)
same "$(events count events.jsonl verdict=pass)" $(($(events count events.jsonl) - failed - skipped)) passes
same "$(grep -c '<failure' junit.xml)" "$failed" "failures in JUnit"

class='let in'
case $1 in
crash-on-expired)
	class=crashed
	same "$(events show events.jsonl reason verdict=fail | sed 's/:.*//' | sort -u)" \
		"the target died of it" "reason"
	;;
forward-before-verify)
	same "$(events show events.jsonl backend verdict=fail)" true "requests at the backend"
	file_says console 'reached the backend before the client was refused'
	;;
second-time-lucky)
	same "$(events show events.jsonl observed verdict=fail)" accept outcome
	file_says console 'refused the first time, accepted the second time'
	;;
trust-forged-identity)
	class=deceived
	same "$(events show events.jsonl observed verdict=fail)" accept outcome
	file_says console 'what the client said of itself reached the backend'
	file_says console 'x-ssl-client-subject: CN=admin'
	;;
presented-is-verified)
	class=deceived
	same "$(events show events.jsonl observed verdict=fail)" accept outcome
	events show events.jsonl reason verdict=fail | sed 's/^step [0-9]* of [0-9]* ([^)]*): //' >reasons
	same "$(grep -vc 'Verify: SUCCESS" for a certificate that was not verified$' reasons)" 0 "other reasons"
	;;
early-is-nobodys)
	class=deceived
	file_says console 'the backend was told'
	;;
*)
	same "$(events show events.jsonl observed verdict=fail)" accept outcome
	events show events.jsonl reason verdict=fail | sed 's/^step [0-9]* of [0-9]* ([^)]*): //' >reasons
	same "$(grep -vc '^accepted (http 200, the backend saw the request)\|^the request reached the backend' reasons)" 0 "other reasons"
	;;
esac
same "$(events show events.jsonl class verdict=fail)" "$class" "class of the failures"
file_says console "^failures: $failed $class$"
file_says junit.xml "<failure type=\"$class\""
# every report names each of them; the console at least the first of each group of equals
events show events.jsonl scenario verdict=fail | sort -u >scenarios
while read -r scenario; do
	file_says junit.xml "$scenario@reference"
	file_says index.html "$scenario"
done <scenarios
file_says console "^FAIL $(head -n 1 scenarios)@reference"
file_says console 'presented '
finish
