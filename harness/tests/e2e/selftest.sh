#!/bin/sh
# selftest.sh CASE: does the catalogue catch what it is there for, and does `mtlspec selftest` tell if not?
# `rows` prints the rows of defects.txt, of what the program prints on standard input:
#   build/mtlspec selftest | sh harness/tests/e2e/selftest.sh rows
rows() {
	awk 'NF < 3 { exit }
		{ defect = $1; $1 = ""; n = split($0, parts, ", ")
		for (i = 1; i <= n; i++) { $0 = parts[i]; $1 = $1; print defect, $0 } }'
}
if [ "$1" = rows ]; then
	rows
	exit
fi

. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
table=$SOURCE/harness/tests/e2e/defects.txt

# scenario NAME EXPECT MORE...: in scenarios/some/, about a good client where none is asked for
scenario() {
	mkdir -p scenarios/some
	printf '%s\n' 'title: somebody' 'why: to see' 'rules: [RFC 8446 4.4.2]' 'target: server' \
		'client: {present: client}' "expect: {$2}" >"scenarios/some/$1.yaml"
	[ -z "$3" ] || printf '%s\n' "$3" >>"scenarios/some/$1.yaml"
}

case $1 in
matrix)
	# each defect by exactly those scenarios, in exactly those modes and versions
	run 0 "$MTLSPEC" selftest --events events.jsonl --json results.json --html index.html
	rows <stdout >got
	grep -v '^#' "$table" >wanted
	steps=$((steps + 1))
	diff wanted got >difference || {
		mv difference output
		flunk "others are caught by others (>) than should be (<)"
	}
	defects=$("$MTLSPEC" list defects | wc -l)
	[ "$defects" -ge 120 ] || flunk "only $defects defects"
	says "^mtlspec selftest: $defects defects, $defects killed; 0 false alarms in [0-9]* cells$"
	# the reports say the same, and beside it are about the references alone
	run 0 python3 "$EVENTS" complete events.jsonl
	run 0 python3 -c '
import json
run = json.load(open("results.json"))
for defect in run["selftest"]["defects"]:
    for by in defect["caught_by"]:
        print(defect["name"], by["scenario"], by["modes"])
assert not run["selftest"]["false_alarms"] and run["exit_code"] == 0
assert {cell["target"] for cell in run["cells"]} == {
	"reference", "reference-vhosts", "reference-client", "reference-daemon"}
'
	cp stdout told
	run 0 diff wanted told
	file_says index.html '<section id="kills">'
	same "$(grep -c 'NOT CAUGHT' index.html)" 0 "defects that live, on the page"
	run 0 "$MTLSPEC" report events.jsonl --html again.html --exit-code
	rows <stdout >told
	run 0 diff wanted told
	run 0 diff index.html again.html
	;;
modes)
	# where the table of defects does not look for one, no other scenario would find it
	run 0 "$MTLSPEC" selftest --all-modes --defect crash-on-expired --defect resume-as-unverified --jobs 8
	rows <stdout | cut -d ' ' -f 1,2 >got
	grep '^crash-on-expired \|^resume-as-unverified ' "$table" | cut -d ' ' -f 1,2 >wanted
	run 0 diff wanted got
	;;
clean)
	# without a defect it is never accused
	run 0 "$MTLSPEC" selftest --repeat 3 --defect accept-self-signed
	cells=$("$MTLSPEC" list cells | wc -l)
	told=$(sed -n 's/.*; 0 false alarms in \([0-9]*\) cells$/\1/p' output)
	[ "${told:-0}" -gt $((2 * cells)) ] || flunk "$told cells in 3 rounds of $cells"
	;;
lives)
	# the catalogue without the scenarios that catch it
	cp -R "$SOURCE/scenarios" scenarios
	rm scenarios/possession/wrong-key.yaml scenarios/post-handshake/wrong-key.yaml
	run 1 "$MTLSPEC" selftest --scenarios scenarios --defect skip-possession-proof
	says '^skip-possession-proof  *NOT CAUGHT$'
	says '^mtlspec selftest: 1 defects, 0 killed; 0 false alarms'
	;;
idle)
	# it catches nothing, and does not say what it is there for
	scenario idle 'RequireAnyClientCert: either'
	run 1 "$MTLSPEC" selftest --scenarios scenarios some/idle
	says '^catch nothing, and do not say what they confirm:$'
	says '^  some/idle$'
	scenario idle 'RequireAnyClientCert: either' 'confirms: that it may go either way'
	run 0 "$MTLSPEC" selftest --scenarios scenarios some/idle
	says '^  some/idle: that it may go either way$'
	says_not 'do not say'
	run 0 "$MTLSPEC" list scenarios --scenarios scenarios
	says '^some/idle .*(confirms)$'
	;;
clients)
	# a scenario of one's own for clients meets all their defects: this one is caught, and says so
	mkdir -p scenarios/some
	sed '/^confirms:/d' "$SOURCE/scenarios/server-certificate/bad-name.yaml" >scenarios/some/name.yaml
	run 1 "$MTLSPEC" selftest --scenarios scenarios --defect ignore-name --defect wildcard-in-label
	says '^ignore-name  *some/name NV$'
	says '^wildcard-in-label  *NOT CAUGHT$'
	;;
accused)
	# it demands what is not right
	scenario wrong 'RequireAnyClientCert: reject'
	run 1 "$MTLSPEC" selftest --scenarios scenarios --defect ignore-eku --repeat 2
	says '^false alarms: the reference has no defect here$'
	says '^  some/wrong@reference:RequireAnyClientCert/tls1.3#2$'
	says ' 4 false alarms in 4 cells$'
	;;
*) exit 1 ;;
esac
finish
