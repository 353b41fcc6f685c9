#!/bin/sh
# exit_code.sh CODE: the shortest way to each exit status that `run` promises.
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
	run 0 "$MTLSPEC" run --strict
	need nginx
	run 0 "$MTLSPEC" run $one --target nginx --mode RequireAndVerifyClientCert
	run 1 "$MTLSPEC" run $one --target nginx --mode RequireAndVerifyClientCert --strict
	says 'http 400'
	;;
*) exit 1 ;;
esac
finish
