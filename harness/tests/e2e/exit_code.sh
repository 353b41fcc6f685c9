#!/bin/sh
# exit_code.sh CODE|COMMAND: the shortest way to each exit status that `run`, or COMMAND, promises.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

copy_reference() {
	cp -R "$SOURCE/harness/targets/reference" mine
	chmod -R u+w mine
}

interrupted() { # SIGNAL STATUS
	start "$MTLSPEC" run --repeat 40 --events events.jsonl
	mid_run events.jsonl
	kill "-$1" "$pid"
	wait "$pid"
	same $? "$2" "exit status"
}

one=client-certificate/expired
case $1 in
0) run 0 "$MTLSPEC" run $one ;;
1) run 1 "$MTLSPEC" run $one --defect ignore-expiry ;;
2) run 2 "$MTLSPEC" run no-such-scenario ;;
3) run 3 "$MTLSPEC" run $one --target "127.0.0.1:$(free_port)" --mode NoClientCert ;;
4)
	# each filter finds something, all of them together nothing
	run 4 "$MTLSPEC" run $one --tls 1.1
	says '^mtlspec: nothing selected'
	;;
5)
	copy_reference
	cat >>mine/target.yaml <<-END
		deviations:
		  - {cells: ["$one@*"], observed: reject, reason: never seen, link: "https://example.org/"}
	END
	run 5 "$MTLSPEC" run $one --target mine --mode NoClientCert
	;;
77)
	copy_reference
	sed -i 's/^program:.*/program: no-such-program/' mine/target.yaml
	run 77 "$MTLSPEC" run $one --target mine
	;;
129) interrupted HUP 129 ;;
130) interrupted INT 130 ;;
143) interrupted TERM 143 ;;
precedence)
	# a conformance failure is told even where other cells broke down or passed against expectation
	copy_reference
	cat >>mine/target.yaml <<-END
		deviations:
		  - cells: ["*:NoClientCert/*"]
		    observed: reject
		    reason: never seen
		    link: https://example.org/
	END
	closed=$(free_port)
	mkdir closed
	printf 'title: nobody\nconnect: 127.0.0.1:%s\nmodes: {NoClientCert: {setting: none}}\n' "$closed" \
		>closed/target.yaml
	run 1 "$MTLSPEC" run $one --target mine --target reference --target closed --defect ignore-expiry
	run 3 "$MTLSPEC" run $one --target mine --target closed
	run 5 "$MTLSPEC" run $one --target mine --target reference
	;;
strict)
	# (that libssl ends what is no TLS without a word is no fault of ours; nor that it can't wait for an OCSP
	# responder in the midst of a handshake, which is when the alert would be due)
	lists=$(cd "$SOURCE/scenarios" && find revocation -name '*.yaml' | sed '/ocsp-/d; s/\.yaml$//')
	# shellcheck disable=SC2086 # one word for each
	run 0 "$MTLSPEC" run --strict client-certificate/ chain/ identity/ key-types/ possession/ protocol/ request/ \
		resumption/ $lists early-data/ post-handshake/
	need nginx
	run 0 "$MTLSPEC" run $one --target nginx --mode RequireAndVerifyClientCert
	run 1 "$MTLSPEC" run $one --target nginx --mode RequireAndVerifyClientCert --strict
	says 'http 400'
	;;
report)
	# 0 where it could be rendered; with --exit-code, as the run ended
	set -- "$MTLSPEC" run $one --mode NoClientCert --mode RequireAndVerifyClientCert --events
	run 0 "$@" 0.jsonl
	run 1 "$@" 1.jsonl --defect ignore-expiry
	run 3 "$MTLSPEC" run $one --target "127.0.0.1:$(free_port)" --mode NoClientCert --events 3.jsonl
	run 4 "$@" 4.jsonl --shard 1/1000
	printf 'expected:\n  - {cells: ["%s@*"], reason: never seen}\n' "$one" >expected.yaml
	run 5 "$@" 5.jsonl --expected expected.yaml
	copy_reference
	sed -i 's/^program:.*/program: no-such-program/' mine/target.yaml
	run 77 "$@" 77.jsonl --target mine
	head -n 2 0.jsonl >130.jsonl
	for code in 0 1 3 4 5 77 130; do
		run 0 "$MTLSPEC" report $code.jsonl
		run $code "$MTLSPEC" report --exit-code $code.jsonl
	done
	# of some cells: as a run of them would have ended
	run 1 "$MTLSPEC" run $one client-certificate/good --defect ignore-expiry --target reference --target mine --events some.jsonl
	for each in "1 $one@reference:*" "0 *good@reference:*" "77 *@mine:*" "1 *"; do
		run "${each%% *}" "$MTLSPEC" report some.jsonl --exit-code --cell "${each#* }"
	done
	run 0 "$MTLSPEC" report some.jsonl --cell "$one@reference:*/tls1.3"
	says "^FAIL $one@reference:"
	says_not "@mine\\|tls1.2"
	run 4 "$MTLSPEC" report some.jsonl --cell 'no-such@*'
	says 'no cell of some.jsonl is no-such@\*$'
	# what was skipped can be a failure, and be one all along
	run 1 "$MTLSPEC" report 77.jsonl --no-skip
	says '^skipped, which --no-skip counts as failures:\|^not installed, which --no-skip counts'
	run 0 "$MTLSPEC" report 0.jsonl --no-skip
	run 1 "$@" no-skip.jsonl --target mine --no-skip
	run 1 "$MTLSPEC" report --exit-code no-skip.jsonl --cell '*'
	run 2 "$MTLSPEC" report --exit-code absent.jsonl
	echo junk >junk.jsonl
	run 2 "$MTLSPEC" report junk.jsonl
	run 3 "$MTLSPEC" report 0.jsonl --json absent/report.json
	;;
diff)
	run 0 "$MTLSPEC" run $one --events old.jsonl
	run 1 "$MTLSPEC" run $one --defect ignore-expiry --events new.jsonl
	run 0 "$MTLSPEC" diff old.jsonl old.jsonl
	run 1 "$MTLSPEC" diff old.jsonl new.jsonl
	run 0 "$MTLSPEC" diff new.jsonl old.jsonl
	run 2 "$MTLSPEC" diff old.jsonl
	run 2 "$MTLSPEC" diff old.jsonl absent.jsonl
	;;
baseline)
	run 0 "$MTLSPEC" run $one --events good.jsonl
	run 1 "$MTLSPEC" run $one --defect ignore-expiry --events bad.jsonl
	run 2 "$MTLSPEC" baseline check expected.yaml bad.jsonl
	run 2 "$MTLSPEC" baseline update expected.yaml bad.jsonl
	run 3 "$MTLSPEC" baseline update absent/expected.yaml bad.jsonl --reason known
	run 0 "$MTLSPEC" baseline update expected.yaml bad.jsonl --reason known
	run 0 "$MTLSPEC" baseline check expected.yaml bad.jsonl
	run 5 "$MTLSPEC" baseline check expected.yaml good.jsonl
	run 0 "$MTLSPEC" baseline prune expected.yaml good.jsonl
	run 1 "$MTLSPEC" baseline check expected.yaml bad.jsonl
	;;
list)
	run 0 "$MTLSPEC" list cells
	run 2 "$MTLSPEC" list cells no-such-scenario
	run 2 "$MTLSPEC" list cells --format xml
	run 4 "$MTLSPEC" list cells $one --tls 1.1
	;;
doctor)
	run 0 "$MTLSPEC" doctor reference
	run 2 "$MTLSPEC" doctor no-such-target
	run 3 env TMPDIR="$work/absent" "$MTLSPEC" doctor reference
	;;
*) exit 1 ;;
esac
finish
