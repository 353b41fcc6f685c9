#!/bin/sh
# rules.sh CASE: coverage by requirement, from the registry to the reports.
. "$SOURCE/harness/tests/e2e/expect.sh"

# registry LINE...: rules.yaml of the folder mine, with a source of its own
registry() {
	mkdir -p mine
	printf '%s\n' 'sources:' '  - {id: POLICY, title: What our auditors ask for, kind: evaluation}' 'rules:' "$@" \
		>mine/rules.yaml
}

# scenario NAME RULES: mine/NAME.yaml
scenario() {
	mkdir -p mine
	sed "s/^rules:/rules: $2/; /^  - RFC/d" "$SOURCE/scenarios/client-certificate/expired.yaml" >"mine/$1.yaml"
}

case $1 in
list)
	run 0 "$MTLSPEC" list --rules
	says '^RFC 5280 6.1.3 (a)(2)  *[A-Z]'
	same "$(grep -A1 '^RFC 5280 6.1.3 (a)(2) ' stdout | grep -c ' client-certificate/expired, ')" 1 "who covers it"
	for source in 'RFC 8446' 'RFC 5246' 'RFC 5280' 'RFC 9525' 'RFC 6125' 'RFC 2818' 'RFC 6066' 'RFC 9440' 'NDcPP' \
		'BSI TR-03116-TS' 'CWE'; do
		says "^${source}[ -]"
	done
	says '^    not covered: [a-zA-Z]'
	says '^    but for: [a-zA-Z]'
	# below each rule who covers it, or why nobody does
	same "$(grep -c '^[^ ]' stdout)" "$(grep '^    ' stdout | grep -vc '^    but for: ')" "rules, and what is said"
	cp stdout all
	run 0 "$MTLSPEC" list rules
	cmp stdout all || flunk "list rules is not list --rules"
	run 0 "$MTLSPEC" list rules 'CWE-29*' NDcPP 'RFC 5280 6.1.3'
	says '^CWE-298 '
	says '^NDcPP FCS_TLSS_EXT.2.1 test 1a '
	says '^RFC 5280 6.1.3 (b) '
	says_not '^CWE-300\|^RFC 5280 6.1.4'
	run 2 "$MTLSPEC" list rules CWE-2977
	says "there is no rule 'CWE-2977'"
	says "did you mean 'CWE-297'?"
	;;
unknown)
	# a copy of what is shipped keeps to its registry
	cp -r "$SOURCE/scenarios" mine
	run 0 "$MTLSPEC" check --scenarios mine
	sed -i 's/RFC 5280 6.1.3 (a)(2)/RFC 5280 6.1.3 (a)(22)/' mine/client-certificate/expired.yaml
	line=$(grep -n '(a)(22)' mine/client-certificate/expired.yaml | cut -d: -f1)
	run 2 "$MTLSPEC" check --scenarios mine
	says "^mine/client-certificate/expired.yaml:$line:[0-9]*: error: 'RFC 5280 6.1.3 (a)(22)' is not among the rules of RFC"
	says "did you mean 'RFC 5280 6.1.3 (a)(2)'?"
	says 'if it is one, add it in mine/rules.yaml'
	# so does one file of it
	run 2 "$MTLSPEC" check mine/client-certificate/expired.yaml --scenarios mine
	# nothing is run
	run 2 "$MTLSPEC" run --scenarios mine
	says "'RFC 5280 6.1.3 (a)(22)' is not among"
	# who has left the registry behind may name what he likes, and is told of the slip
	rm mine/rules.yaml
	run 0 "$MTLSPEC" check --scenarios mine
	says "expired.yaml:$line:[0-9]*: 'RFC 5280 6.1.3 (a)(22)' is not among the rules of RFC 5280 that are known"
	;;
own)
	registry '  - {id: POLICY 4.1, title: Expired certificates are refused}' \
		'  - {id: POLICY 4.2, title: Fire drills, uncovered: no certificate is burnt}'
	scenario lapsed '[POLICY 4.1, RFC 5280 6.1.3 (a)(2)]'
	run 0 "$MTLSPEC" check --scenarios mine
	run 0 "$MTLSPEC" list rules --scenarios mine
	says '^POLICY 4.1  *Expired'
	says '^    lapsed$'
	says '^    not covered: no certificate is burnt$'
	# of the shipped registry what they name, and nothing else
	says '^RFC 5280 6.1.3 (a)(2) '
	same "$(grep -c '^[^ ]' stdout)" 3 rules
	registry '  - {id: POLICY 4.1, title: t}' '  - {id: POLICY 4.3, title: t}'
	run 2 "$MTLSPEC" check --scenarios mine
	says "^mine/rules.yaml:5:10: error: no scenario covers rule 'POLICY 4.3'"
	registry '  - {id: POLICY 4.1, title: t, uncovered: not yet}'
	run 2 "$MTLSPEC" check --scenarios mine
	says "^mine/rules.yaml:4:43: error: rule 'POLICY 4.1' has a reason not to be covered, and is by lapsed"
	# an unfinished list is no reason not to run
	registry '  - {id: POLICY 4.1, title: t}' '  - {id: POLICY 4.3, title: t}'
	run 0 "$MTLSPEC" run --scenarios mine --json results.json
	run 0 python3 -c 'import json; print([(r["id"], r["state"]) for r in json.load(open("results.json"))["rules"]])'
	says "('RFC 5280 6.1.3 (a)(2)', 'all pass'), ('POLICY 4.1', 'all pass'), ('POLICY 4.3', 'not covered')"
	;;
report)
	need python3
	run 1 "$MTLSPEC" run --defect ignore-expiry --report-dir out
	for row in 'RFC 5280 6.1.3 (a)(2):failures' 'CWE-298:failures' 'CWE-297:not in this run' \
		'RFC 8446 4.2.5:not covered' 'NDcPP FCS_TLSS_EXT.2.1 test 2:all pass'; do
		run 0 python3 -c 'import json, sys; print(*["%s:%s" % (r["id"], r["state"])
			for r in json.load(open("out/results.json"))["rules"]], sep="\n")'
		says "^$row\$"
	done
	file_says out/summary.md '^### Requirements'
	file_says out/summary.md '^| NDcPP | '
	file_says out/index.html '<a href="#rules">Requirements</a>'
	file_says out/index.html '<th scope="row"><strong>CWE-298</strong>'
	run 0 python3 "$SOURCE/harness/tests/e2e/pages.py" html out/index.html out/events.jsonl
	# a scenario that was chosen tells of what it is about
	run 0 "$MTLSPEC" run client-certificate/expired --json one.json
	run 0 python3 -c 'import json; print(*[r["id"] for r in json.load(open("one.json"))["rules"]], sep="\n")'
	says '^CWE-298$'
	says_not '^CWE-297$'
	;;
older)
	need python3
	# what was written before there was a registry
	run 1 "$MTLSPEC" run --defect ignore-expiry --report-dir out
	run 0 python3 -c 'import json
lines = [json.loads(line) for line in open("out/events.jsonl")]
assert lines[0].pop("rules") and lines[0].pop("rule_sources")
open("older.jsonl", "w").writelines(json.dumps(line) + "\n" for line in lines)'
	run 0 "$MTLSPEC" report older.jsonl --report-dir older
	run 0 python3 "$SOURCE/harness/tests/e2e/pages.py" html older/index.html older.jsonl
	! grep -q 'Requirements' older/index.html older/summary.md || flunk "requirements of nothing"
	;;
*)
	flunk "no such case: $1"
	;;
esac
finish
