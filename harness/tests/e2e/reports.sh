#!/bin/sh
# reports.sh CASE: every report comes from the event file alone, can be made again, is well-formed.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# a run with something of everything that needs no other program: fails, passes, a dead target
run_mixed() {
	run 1 "$MTLSPEC" run --defect ignore-expiry,crash-on-expired --report-dir reports "$@"
}

case $1 in
again)
	run_mixed
	run 0 "$MTLSPEC" report reports/events.jsonl --html again.html --junit again.xml
	cmp reports/index.html again.html || flunk "another HTML report"
	cmp reports/junit.xml again.xml || flunk "another JUnit report"
	# numbers and times are written alike in every locale
	run 0 env LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 "$MTLSPEC" report reports/events.jsonl --junit de.xml \
		--json de.json
	cmp reports/junit.xml de.xml && cmp reports/results.json de.json || flunk "another locale, another report"
	run 0 "$MTLSPEC" report reports/events.jsonl --junit again.xml
	# once more, elsewhere, to a folder, with the text for people being the same
	cp output again.console
	mkdir elsewhere
	cp reports/events.jsonl elsewhere/renamed
	run 0 "$MTLSPEC" report elsewhere/renamed --report-dir elsewhere/reports
	cmp reports/index.html elsewhere/reports/index.html || flunk "it depends on the event file's name"
	cmp reports/junit.xml elsewhere/reports/junit.xml || flunk "it depends on the event file's name"
	cmp output again.console || flunk "another summary"
	run 0 "$MTLSPEC" report --quiet reports/events.jsonl --junit -
	cmp stdout reports/junit.xml || flunk "another JUnit report on standard output"
	same "$(cat stderr)" "" "text of --quiet"
	;;
junit)
	need xmllint
	run_mixed
	run 0 xmllint --noout --nonet --schema "$SOURCE/reports/schema/junit.xsd" reports/junit.xml
	run 0 python3 "$SOURCE/harness/tests/e2e/pages.py" junit reports/junit.xml reports/events.jsonl
	;;
html)
	run_mixed
	run 0 python3 "$SOURCE/harness/tests/e2e/pages.py" html reports/index.html reports/events.jsonl
	run 0 python3 "$SOURCE/harness/tests/e2e/contrast.py" reports/report.css
	# every reason, log and subject in the hand of whoever is tested
	run 0 python3 "$SOURCE/harness/tests/e2e/hostile.py" reports/events.jsonl hostile.jsonl
	run 0 "$MTLSPEC" report hostile.jsonl --report-dir hostile
	run 0 python3 "$SOURCE/harness/tests/e2e/pages.py" html hostile/index.html
	file_says hostile/index.html '&lt;script&gt;alert'
	;;
torn)
	run_mixed
	# killed in the middle of a line: the cells before it count, all others were not run
	total=$(events count reports/events.jsonl)
	head -n 101 reports/events.jsonl >torn.jsonl
	sed -n '102{s/\(.\{200\}\).*/\1/p;}' reports/events.jsonl | tr -d '\n' >>torn.jsonl
	run 0 "$MTLSPEC" report torn.jsonl --report-dir torn
	says "^mtlspec: $total cells:.* $((total - 100)) not-run"
	says 'exit 130'
	file_says torn/junit.xml 'interrupted'
	same "$(grep -c '<testcase' torn/junit.xml)" "$total" "test cases in JUnit"
	file_says torn/index.html 'not-run\|not run'
	run 0 python3 "$SOURCE/harness/tests/e2e/pages.py" html torn/index.html
	# without its last line only
	sed '$d' reports/events.jsonl >endless.jsonl
	run 0 "$MTLSPEC" report endless.jsonl
	says " 0 not-run"
	;;
console)
	run_mixed
	last=$(tail -n 1 stdout)
	printf '%s\n' "$last" | grep -q '^mtlspec: [0-9]* cells: [0-9]* pass, .*; exit 1$' ||
		flunk "the last line is: $last"
	wanted="$(events count reports/events.jsonl) cells"
	for verdict in pass fail error xfail xpass skip; do
		wanted="${wanted}[:,] $(events count reports/events.jsonl verdict=$verdict) $verdict"
	done
	printf '%s\n' "$last" | grep -q "^mtlspec: $wanted, 0 not-run;" ||
		flunk "its counts are not those of the events ($wanted): $last"
	# where a program reads a report, or the events, they are out of its way
	for taken in --json --events; do
		run 1 "$MTLSPEC" run client-certificate/expired --defect ignore-expiry $taken -
		grep -q '^FAIL ' stdout && flunk "results in the midst of $taken"
		grep -q '^FAIL ' stderr || flunk "no results beside $taken"
	done
	run_mixed
	# in the form that the README promises
	for word in expected observed control why rule reproduce; do
		says "^  $word  *[^ ]"
	done
	# no terminal: no colour, no progress line
	tr -d '\n\t -~' <output | grep -q '[[:cntrl:]]' && flunk "control bytes"
	;;
folded)
	# many failures of one cause are one block; all of them are told where that is asked for, or where they are few
	set -- chain/ --defect accept-any-ca --mode RequireAndVerifyClientCert
	run_as_is 1 "$MTLSPEC" run "$@" --events events.jsonl
	says '^LET IN reference: [1-9][0-9]* cells'
	says '^    chain/impostor-ca$'
	says_not '^FAIL '
	[ "$(count_lines stdout)" -lt 60 ] || flunk "$(count_lines stdout) lines"
	for command in 'run --verbose' 'report events.jsonl --verbose'; do
		case $command in run*) status=1 ;; *) status=0 && set -- ;; esac
		# shellcheck disable=SC2086
		run_as_is $status "$MTLSPEC" $command "$@"
		says '^FAIL chain/[a-z-]*@reference:RequireAndVerifyClientCert/tls1.2$'
		says '^  *and [0-9]* more cells: .*chain/'
		says_not '^LET IN '
	done
	run_as_is 1 "$MTLSPEC" run client-certificate/expired --defect ignore-expiry --mode RequireAndVerifyClientCert
	says '^FAIL client-certificate/expired@reference:RequireAndVerifyClientCert/tls1.3$'
	says '^  control  *[^ ]'
	;;
looks)
	# what goes where, and how much; colour where it is asked for
	esc=$(printf '\033')
	set -- client-certificate/expired client-certificate/none --defect ignore-expiry
	run_as_is 1 "$MTLSPEC" run "$@" --events events.jsonl
	same "$(sed 's/ .*: let in: / ID: /; s/ID: accepted.*/ID: accepted/' stderr)" "first ID: accepted" "on standard error"
	says_not "$esc"
	run_as_is 1 "$MTLSPEC" run "$@" --quiet --report-dir out
	same "$(cat stderr)" "" "on standard error"
	same "$(count_lines stdout)" 1 lines
	says '^mtlspec: 20 cells: 16 pass, 4 fail, .*; 4 let in; .*; exit 1$'
	while read -r look environment options; do
		# shellcheck disable=SC2046,SC2086
		run_as_is 1 env $(echo "$environment" | tr , ' ') "$MTLSPEC" run "$@" $options
		case $look in
		colour) says "^$esc\[1;31mLET IN$esc\[0m " ;;
		*) says_not "$esc" ;;
		esac
	done <<-END
		colour X=x --color=always
		colour NO_COLOR=1,FORCE_COLOR=0 --color always
		colour FORCE_COLOR=1
		plain FORCE_COLOR=1 --color=never
		plain FORCE_COLOR=1,NO_COLOR=1
		plain FORCE_COLOR=0
		plain FORCE_COLOR= --color auto
	END
	run_as_is 0 "$MTLSPEC" report events.jsonl --color always
	says "$esc\[1;31mLET IN"
	run_as_is 2 "$MTLSPEC" run --color sometimes
	for command in 'run client-certificate/good --durations 3' 'report events.jsonl --durations 3'; do
		# shellcheck disable=SC2086
		run_as_is 0 "$MTLSPEC" $command
		same "$(sed -n '/^took longest:$/,/^$/s/^  [0-9]*\.[0-9]* s  *//p' stdout | grep -c '@reference:')" 3 cells
	done
	;;
terminal)
	# on a terminal there is a progress line, and colour unless NO_COLOR is set
	if ! python3 -c 'import os; os.openpty()' 2>/dev/null; then
		echo "skipped: no pseudo-terminal can be had here"
		exit 77
	fi
	run 0 python3 "$SOURCE/harness/tests/e2e/terminal.py" "$MTLSPEC" run client-certificate/
	esc=$(printf '\033')
	says "$esc\[[0-9;]*m"
	cr=$(printf '\r')
	says "$cr.*reference"
	run 0 env NO_COLOR=1 python3 "$SOURCE/harness/tests/e2e/terminal.py" "$MTLSPEC" run \
		client-certificate/
	says_not "$esc\[[0-9;]*m"
	run 1 env COLUMNS=50 python3 "$SOURCE/harness/tests/e2e/terminal.py" "$MTLSPEC" run chain/ --color=never \
		--defect accept-any-ca
	says_not "$esc\[[0-9;]*m"
	says '^    chain/.*'
	tr -d '\r' <stdout | grep '^    chain/' | awk 'length > 50 { exit 1 }' || flunk "lines that are too long"
	run 0 env TERM=dumb python3 "$SOURCE/harness/tests/e2e/terminal.py" "$MTLSPEC" run \
		client-certificate/
	says_not "$esc\[[0-9;]*m"
	;;
reproduce)
	# the command that a failure shows brings the same failure again
	run 1 "$MTLSPEC" run --defect ignore-expiry --tls 1.3 --events events.jsonl
	command=$(sed -n 's/^  reproduce  *//p' output | head -n 1)
	[ "$command" ] || flunk "no reproduction"
	run 1 sh -c "$command"
	says '^FAIL [a-z-]*/[a-z-]*@reference'
	says ' 0 pass, 1 fail,'
	# and so it does with every option that matters, from folders with a blank in their names
	mkdir 'my files' 'my files/tree'
	printf 'extend: builtin\ncredentials:\n  client-bob: {like: client, subject: {CN: bob}}\n' \
		>'my files/bob pki.yaml'
	sed 's/present: client-expired/present: client-bob/' \
		"$SOURCE/scenarios/client-certificate/expired.yaml" >'my files/bob.yaml'
	cp 'my files/bob.yaml' 'my files/tree/inside.yaml'
	sed 's/^title:.*/title: ours/' "$SOURCE/harness/targets/reference/target.yaml" >'my files/ours.yaml'
	run 1 "$MTLSPEC" run -t reference -t 'my files/ours.yaml' --pki-file 'my files/bob pki.yaml' \
		--scenarios 'my files/tree' 'my files/bob.yaml' inside --tls 1.3 --driver both \
		--pki-variant shared-ca --timeout 4000 --strict --mode RequireAndVerifyClientCert
	sed -n 's/^  reproduce  *//p' output >commands
	same "$(count_lines commands)" 4 commands
	while read -r command; do
		for word in --pki-file --pki-variant --scenarios --driver --timeout --strict; do
			case $command in *" $word "*) ;; *) flunk "no $word in $command" ;; esac
		done
		run 1 sh -c "$command"
		says ' 0 pass, 1 fail,'
	done <commands
	;;
places)
	# each report in a place of its own, and the event file on standard output
	run 0 "$MTLSPEC" run client-certificate/good --events events.jsonl --html page.html \
		--junit a.xml --junit b.xml
	cmp a.xml b.xml || flunk "two JUnit reports differ"
	grep -q '</html>' page.html || flunk "no HTML report"
	run 0 "$MTLSPEC" run client-certificate/good --events events.jsonl --report-dir deep/er/reports
	run 0 python3 "$EVENTS" complete events.jsonl
	[ -f deep/er/reports/junit.xml ] || flunk "no report in a new folder"
	run 0 "$MTLSPEC" run client-certificate/good --events other.jsonl --junit -
	file_says stdout '^<?xml'
	;;
cover)
	# what a report that is handed over says of itself, from the run, and by `report` in its place
	run 0 "$MTLSPEC" run client-certificate/good --title 'Our <gateways>' --tester 'the platform team' \
		--scope 'all of them' --report-dir out
	file_says out/index.html '<title>Our &lt;gateways&gt;: '
	file_says out/index.html '<dt>tested by</dt><dd>the platform team</dd>'
	file_says out/summary.md '^## Our &lt;gateways&gt;: '
	file_says out/summary.md '^Tested by: the platform team$'
	run 0 python3 -c '
import json
run = json.load(open("out/results.json"))
assert (run["title"], run["tester"], run["scope"]) == ("Our <gateways>", "the platform team", "all of them")'
	run 0 "$MTLSPEC" report -q out/events.jsonl --title 'For the auditors' --tester us --scope 'one of them' \
		--markdown other.md
	file_says other.md '^## For the auditors: '
	file_says other.md '^Tested by: us$'
	file_says other.md '^Scope: one of them$'
	run 0 "$MTLSPEC" report -q out/events.jsonl --title '' --markdown -
	file_says stdout '^## mtlspec: '
	file_says stdout '^Scope: all of them$'
	;;
writers)
	# every writer's file, from a run and again from its events, and what a GitHub job gets
	run_mixed --claims claims --junit-strict strict.xml --markdown summary.md --json results.json \
		--ctrf ctrf.json --tap run.tap --sarif run.sarif
	run 0 "$MTLSPEC" report -q reports/events.jsonl --claims again --junit-strict again.xml \
		--markdown again.md --json again.json --ctrf again.ctrf --tap again.tap --sarif again.sarif
	cmp strict.xml again.xml && cmp summary.md again.md && cmp results.json again.json &&
		cmp ctrf.json again.ctrf && cmp run.tap again.tap && cmp run.sarif again.sarif &&
		cmp claims/reference.claim.json again/reference.claim.json || flunk "not the same again"
	cmp summary.md reports/summary.md && cmp results.json reports/results.json ||
		flunk "the folder has another report"
	total=$(events count reports/events.jsonl)
	for file in results.json ctrf.json run.sarif claims/reference.claim.json; do
		run 0 python3 -m json.tool "$file" /dev/null
	done
	same "$(grep -c '^\(not \)\{0,1\}ok ' run.tap)" "$total" "test points"
	same "$(grep -c '^not ok ' run.tap)" "$(events count reports/events.jsonl verdict=fail)" "failures"
	file_says claims/reference.claim.json '"state": "refuted"'
	echo before >step
	GITHUB_STEP_SUMMARY=$work/step run 0 "$MTLSPEC" report -q reports/events.jsonl --github
	same "$(head -n 1 step)" before "summary of an earlier step"
	tail -n +2 step | cmp - summary.md || flunk "another summary for GitHub"
	file_says stdout '^::error title=mtlspec crashed%3A client-certificate/expired@reference'
	[ "$(count_lines stdout)" -le 10 ] || flunk "more annotations than GitHub takes"
	GITHUB_STEP_SUMMARY=/dev/null/none run 3 "$MTLSPEC" report -q reports/events.jsonl --github
	says 'cannot write the summary'
	if command -v xmllint >/dev/null; then
		run 0 xmllint --noout --nonet --schema "$SOURCE/reports/schema/junit-strict.xsd" strict.xml
	fi
	;;
*) exit 1 ;;
esac
finish
