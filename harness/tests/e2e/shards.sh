#!/bin/sh
# shards.sh CASE: a plan run in parts and merged says what the undivided run says.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

plan="--defect ignore-expiry,trust-by-name"

# shard I N: its event file is N-I/events.jsonl, so that its command line is that of the whole
shard() {
	mkdir -p "$2-$1"
	(cd "$2-$1" && "$MTLSPEC" run $plan --shard "$1/$2" --events events.jsonl >output 2>&1)
	echo $? >"$2-$1/status"
}

# What may differ between the two: times, how many connections the controls took, the order of
# messages that crossed on the wire.
timeless() {
	python3 "$SOURCE/harness/tests/e2e/timeless.py" "$1"
}

case $1 in
merged)
	mkdir whole
	(cd whole && run_as_is 1 "$MTLSPEC" run $plan --events events.jsonl) || flunk "the undivided run"
	for i in 1 2 3 4; do
		shard $i 4
	done
	same "$(events show whole/events.jsonl reason verdict=error)" "" "errors of the undivided run"
	for i in whole merged; do
		files=whole/events.jsonl
		[ $i = whole ] || files=$(echo 4-3/events.jsonl 4-1/events.jsonl 4-4/events.jsonl 4-2/events.jsonl)
		run 1 "$MTLSPEC" report -e $files --json $i.json --junit $i.xml --tap $i.tap \
			--markdown $i.md --claims $i.claims --ctrf $i.ctrf
		cp output $i.console
		for report in $i.json $i.xml $i.tap $i.md $i.claims/reference.claim.json $i.ctrf $i.console; do
			timeless $report >"$(echo $report | sed "s/^$i/timeless-$i/; s,/,-,")" || flunk "$report"
		done
	done
	for report in .json .xml .tap .md .claims-reference.claim.json .ctrf .console; do
		[ -s "timeless-whole$report" ] || flunk "nothing to compare: $report"
		diff "timeless-whole$report" "timeless-merged$report" >output || flunk "$report differs"
		steps=$((steps + 1))
	done
	same "$(events count whole/events.jsonl)" "$(grep -c '^{"event":"cell"' 4-?/events.jsonl |
		sed 's/.*://' | paste -sd+ - | sed 's/^/echo $((/; s/$/))/' | sh)" "cells in all shards"
	# one shard alone is about its own cells
	run 0 "$MTLSPEC" report 4-2/events.jsonl
	says "^mtlspec: $(grep -c '^{"event":"cell"' 4-2/events.jsonl) cells:.* 0 not-run"
	;;
refused)
	for i in 1 2; do
		shard $i 2
	done
	run 2 "$MTLSPEC" report 2-1/events.jsonl 2-1/events.jsonl
	says 'are the same shard, 1 of 2'
	says 'of 2 shards these are missing: 2'
	plan="--mode RequireAndVerifyClientCert"
	shard 1 3
	run 2 "$MTLSPEC" report 2-1/events.jsonl 3-1/events.jsonl
	says 'are of different plans: another number of shards'
	shard 2 2
	run 2 "$MTLSPEC" report 2-1/events.jsonl 2-2/events.jsonl --json none.json
	says 'are of different plans: other cells'
	[ ! -e none.json ] || flunk "a report of a mixed plan"
	run 0 "$MTLSPEC" run client-certificate/good --events whole.jsonl
	run 2 "$MTLSPEC" report whole.jsonl 2-1/events.jsonl
	says 'whole.jsonl: is no shard'
	for bad in 0/2 3/2 1 1/0 x/y 1/1001; do
		run 2 "$MTLSPEC" run --shard $bad
		says "shard $bad: I/N is wanted"
	done
	;;
services)
	# each tested by itself, in a folder of the same name: told apart by the names that they were given
	for name in billing orders; do
		run 0 "$MTLSPEC" run --target "$name=reference" --tls 1.3 client-certificate/ --events "$name.jsonl"
	done
	# (one of them with a PKI of another name)
	sed 's/CN: client.mtlspec.test/CN: somebody.mtlspec.test/' "$SOURCE/ca-fixtures/pki.yaml" >mine.yaml
	run 1 "$MTLSPEC" run --target stock=reference --tls 1.3 client-certificate/ chain/impostor-ca --events stock.jsonl \
		--defect ignore-expiry --pki-file mine.yaml
	run 1 "$MTLSPEC" report -e billing.jsonl orders.jsonl stock.jsonl --html page.html --json all.json --claims claims
	says '^FAIL client-certificate/expired@stock:'
	says_not '@billing:'
	same "$(ls claims | tr '\n' ' ')" 'billing.claim.json orders.claim.json stock.claim.json ' claims
	for name in billing orders stock; do
		file_says page.html "$name"
	done
	all=$(($(events count billing.jsonl) + $(events count orders.jsonl) + $(events count stock.jsonl)))
	says "^mtlspec: $all cells: "
	run 0 "$MTLSPEC" report billing.jsonl orders.jsonl
	says ' 0 fail, 0 error'
	# and in shards
	for i in 1 2; do
		run 0 "$MTLSPEC" run --target billing=reference --tls 1.3 client-certificate/ --shard $i/2 --events "part$i.jsonl"
	done
	run 0 "$MTLSPEC" report part2.jsonl orders.jsonl part1.jsonl
	says ' 0 fail, 0 error'
	run 2 "$MTLSPEC" report part2.jsonl orders.jsonl
	says 'of 2 shards these are missing: 1'
	run 2 "$MTLSPEC" report billing.jsonl orders.jsonl billing.jsonl
	says 'billing.jsonl: is no shard'
	;;
empty)
	# more machines than cells: nothing tested is never green, yet the whole can be merged
	plan="client-certificate/good --mode NoClientCert"
	total=0
	for i in 1 2 3 4 5; do
		shard $i 5
		case $(cat 5-$i/status) in
		0) total=$((total + 1)) ;;
		4) grep -q "shard $i of 5 has none of the 2 cells" 5-$i/output || flunk "shard $i says nothing" ;;
		*) flunk "exit status $(cat 5-$i/status)" ;;
		esac
	done
	[ $total -ge 1 ] && [ $total -le 2 ] || flunk "$total shards with cells"
	run 0 "$MTLSPEC" report --exit-code 5-?/events.jsonl
	says '^mtlspec: 2 cells: 2 pass'
	;;
killed)
	# kill -9 tears a shard: merged it is interrupted, its cells are not run
	for i in 1 2; do
		shard $i 2
	done
	total=$(events count 2-1/events.jsonl)
	lines=$(count_lines 2-2/events.jsonl)
	head -n $((lines / 2)) 2-2/events.jsonl >torn
	printf '{"event":"cell","id":"chain/' >>torn
	run 130 "$MTLSPEC" report -e 2-1/events.jsonl torn --junit junit.xml
	says " $((lines - 2 - (lines / 2 - 1))) not-run"
	file_says junit.xml 'interrupted'
	;;
*) exit 1 ;;
esac
finish
