#!/bin/sh
# defect.sh NAME: a server with this defect turns exactly the cells of defects.txt red, and each of
# them says what was accepted. `defect.sh table`: the table names every defect that there is.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
table=$SOURCE/harness/tests/e2e/defects.txt

if [ "$1" = table ]; then
	run 0 "$MTLSPEC" list defects
	same "$(sed '/^#/d; /^$/d; s/ .*//' "$table" | sort -u | tr '\n' ' ')" \
		"$(sort stdout | tr '\n' ' ')" "defects in the table"
	finish
fi

awk -v defect="$1" '
	BEGIN {
		mode["N"] = "NoClientCert"; mode["R"] = "RequestClientCert"; mode["A"] = "RequireAnyClientCert"
		mode["G"] = "VerifyClientCertIfGiven"; mode["V"] = "RequireAndVerifyClientCert"
	}
	$1 == defect { for (i = 1; i <= length($3); i++) print $2 "@" mode[substr($3, i, 1)] }
' "$table" | LC_ALL=C sort >wanted
[ -s wanted ] || flunk "defects.txt does not name $1"

run 1 "$MTLSPEC" run --defect "$1" --events events.jsonl --junit junit.xml \
	--html index.html
cp output console
run 0 python3 "$EVENTS" complete events.jsonl
for version in tls1.2 tls1.3; do
	events where events.jsonl verdict=fail tls=$version >failed
	steps=$((steps + 1))
	diff wanted failed >difference || {
		mv difference output
		flunk "$version: other cells fail (>) than should (<)"
	}
done
failed=$(events count events.jsonl verdict=fail)
same "$failed" $((2 * $(count_lines wanted))) fails
# it gives no sessions
same "$(events show events.jsonl scenario verdict=skip | grep -vc '^resumption/')" 0 "other skips"
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
*)
	same "$(events show events.jsonl observed verdict=fail)" accept outcome
	events show events.jsonl reason verdict=fail | sed 's/^step [0-9]* of [0-9]* ([^)]*): //' >reasons
	same "$(grep -vc '^accepted (http 200, the backend saw the request)' reasons)" 0 "other reasons"
	;;
esac
same "$(events show events.jsonl class verdict=fail)" "$class" "class of the failures"
file_says console "^failures: $failed $class$"
file_says junit.xml "<failure type=\"$class\""
# every report names each of them; the console at least the first of each group of equals
events show events.jsonl scenario verdict=fail >scenarios
while read -r scenario; do
	file_says junit.xml "$scenario@reference"
	file_says index.html "$scenario"
done <scenarios
file_says console "^FAIL $(head -n 1 scenarios)@reference"
file_says console 'presented '
finish
