#!/bin/sh
# baseline.sh CASE: expected failures and comparisons, as a project uses them over time.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

case $1 in
life)
	# failures are recorded, then excused, then fixed: the entry must go
	run 1 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --defect ignore-expiry --events broken.jsonl
	run 2 "$MTLSPEC" baseline update expected.yaml broken.jsonl
	says 'reason TEXT is wanted'
	[ ! -e expected.yaml ] || flunk "a file without a reason"
	run 0 "$MTLSPEC" baseline update expected.yaml broken.jsonl --reason 'waits for 3.2'
	says '^mtlspec baseline: 1 entry added$'
	run 0 "$MTLSPEC" baseline check expected.yaml broken.jsonl
	run 0 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --defect ignore-expiry --expected expected.yaml --events excused.jsonl --junit excused.xml
	says ' 4 xfail,'
	says 'waits for 3.2 (expected: expected.yaml:2)'
	file_says excused.xml 'type="xfail"'
	run 0 "$MTLSPEC" baseline check expected.yaml excused.jsonl
	run 0 "$MTLSPEC" baseline prune expected.yaml excused.jsonl
	says ' 0 cell patterns removed'
	run 0 "$MTLSPEC" baseline update expected.yaml excused.jsonl --reason again
	says '^mtlspec baseline: 0 entries added$'
	run 5 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --expected expected.yaml --events fixed.jsonl
	says '^XPASS client-certificate/expired@reference'
	says 'take the entry out'
	says '^expected.yaml:2: some of its cells pass now, 4 of 4 cells: waits for 3.2'
	run 5 "$MTLSPEC" baseline check expected.yaml fixed.jsonl
	run 0 "$MTLSPEC" baseline prune expected.yaml fixed.jsonl
	says ' 4 cell patterns removed'
	run 0 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --expected expected.yaml
	says_not expected.yaml
	;;
states)
	cat >expected.yaml <<-'EOF'
		expected:
		  - cells: ["client-certificate/expired@reference:*"]
		    observed: accept by http 204
		    reason: another signature
		  - cells: ["client-certificate/not-yet-valid@reference:*"]
		    reason: too old
		    until: 2020-01-31
		  - cells: ["client-certificate/renamed@*"]
		    reason: stale
	EOF
	run 1 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --defect ignore-expiry --mode RequireAndVerifyClientCert --expected expected.yaml --events events.jsonl
	says '^FAIL client-certificate/expired@reference'
	file_says events.jsonl 'not the failure that expected.yaml:2 expects: fail, accept by http 204'
	says '^expected.yaml:2: some of its cells fail otherwise now, 1 of 1 cells'
	says '^expected.yaml:5: is past its last day (2020-01-31)'
	says '^expected.yaml:8: names no cell of this plan: stale$'
	run 1 "$MTLSPEC" baseline check expected.yaml events.jsonl
	says '^mtlspec baseline: 3 entries, 3 not in order, 2 cells fail unexpectedly$'
	;;
wrong)
	printf 'expected:\n  - cells: [x]\n    raeson: y\n    until: soon\n' >expected.yaml
	run 2 "$MTLSPEC" run --expected expected.yaml --events events.jsonl
	says 'expected.yaml:3:5: error: .*raeson'
	says "did you mean 'reason'"
	[ ! -e events.jsonl ] || flunk "something was run"
	run 2 "$MTLSPEC" run --expected absent.yaml
	says '^absent.yaml: error: No such file'
	says '(--expected); .mtlspec baseline update. writes one'
	run 2 "$MTLSPEC" baseline mend a b
	says 'check, update or prune'
	run 2 "$MTLSPEC" baseline check absent.yaml absent.jsonl
	;;
diff)
	run 0 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --events good.jsonl
	run 1 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --defect ignore-expiry --events broken.jsonl
	run 1 "$MTLSPEC" diff good.jsonl broken.jsonl
	says '^regressed$'
	says '^  client-certificate/expired@reference:RequireAndVerifyClientCert/tls1.3$'
	says '^    now     fail: accept by http 200$'
	says '^mtlspec diff: 4 regressed, 0 fixed, '
	run 0 "$MTLSPEC" diff broken.jsonl good.jsonl
	says '^mtlspec diff: 0 regressed, 4 fixed, '
	run 0 "$MTLSPEC" diff good.jsonl good.jsonl
	same "$(count_lines stdout)" 1 "lines where nothing changed"
	run 1 "$MTLSPEC" diff --json good.jsonl broken.jsonl
	cp stdout diff.json
	run 0 python3 -c 'import json; assert json.load(open("diff.json"))["counts"]["regressed"] == 4'
	run 1 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --defect ignore-expiry --compare good.jsonl --report-dir reports
	says '^changed since '
	says '^mtlspec diff: 4 regressed'
	file_says reports/summary.md '4 regressed'
	# accepting a failure fixes nothing
	run 0 "$MTLSPEC" baseline update accepted.yaml broken.jsonl --reason later
	run 0 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --defect ignore-expiry --expected accepted.yaml \
		--compare broken.jsonl --report-dir accepted
	says '^accepted by baseline$'
	says '^mtlspec diff: 0 regressed, 0 fixed, 4 accepted by baseline, '
	file_says accepted/summary.md '^- accepted by baseline: .*client-certificate/expired@'
	file_says accepted/index.html '>accepted by baseline</span>'
	run 0 "$MTLSPEC" diff broken.jsonl accepted/events.jsonl
	says '^    now     xfail: accept by http 200$'
	run 1 "$MTLSPEC" diff accepted/events.jsonl broken.jsonl
	says '^no longer accepted$'
	run 5 "$MTLSPEC" run client-certificate/expired client-certificate/not-yet-valid client-certificate/good client-certificate/none --tls 1.3 --expected accepted.yaml --compare accepted/events.jsonl \
		--events mended.jsonl
	says '^stale declaration$'
	run 5 "$MTLSPEC" diff accepted/events.jsonl mended.jsonl
	run 2 "$MTLSPEC" diff good.jsonl absent.jsonl
	run 2 "$MTLSPEC" run --compare absent.jsonl --events none.jsonl
	[ ! -e none.jsonl ] || flunk "something was run"
	;;
*) exit 1 ;;
esac
finish
