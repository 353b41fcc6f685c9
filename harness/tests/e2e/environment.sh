#!/bin/sh
# Where the surroundings break down nothing may count as a refusal: verdict error with the reason,
# exit 3, and all reports written. 
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
need xmllint
mode=RequireAndVerifyClientCert

# A target folder of our own, "strange": its program is the given shell command.
strange_target() {
	mkdir strange
	cat >strange/target.yaml <<-END
		title: a strange target
		program: sh
		args: [-c, "$1"]
		start_timeout_ms: ${2:-5000}
		modes: {$mode: {setting: none}}
		refuses_by: [close, alert, http 400]
	END
}

# broken ARGUMENT...: a run of one mode in which every cell must become an error, with a reason that
# `says` can look at afterwards. (What needs CRLs or identity headers may be skipped: not every target has
# them; and what a server that runs already is meant to trust is not known.)
broken() {
	run 3 "$MTLSPEC" run --report-dir reports --mode $mode "$@"
	cp output console
	check_reports
	skips=$(events count reports/events.jsonl verdict=skip)
	others=$(events where reports/events.jsonl verdict=skip | grep -vc '^identity/\|^request/\|^fetch/\|^early-data/\|^post-handshake/\|^reload/\|^resumption/\|^revocation/')
	[ "$others" -le 3 ] || flunk "$skips skips"
	same "$(events count reports/events.jsonl verdict=error)" \
		$(($(events count reports/events.jsonl) - skips)) errors
	same "$(events count reports/events.jsonl reason=null)" 0 "cells without a reason"
	cp console output
}

# its cells are not all tried when one attempt has shown that nobody answers
gives_up_once() {
	# (each instance; cells that do something to it have their own)
	connections=$(sed -n 's/^mtlspec: .*; \([0-9]*\) connections in .*/\1/p' output)
	[ "$connections" -ge 1 ] && [ "$connections" -le 40 ] || flunk "$connections connections"
}

check_reports() {
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	run 0 xmllint --noout --nonet --schema "$SOURCE/reports/schema/junit.xsd" reports/junit.xml
	grep -q '</html>' reports/index.html || flunk "no whole HTML report"
	same "$(events count reports/events.jsonl expected=reject verdict=pass)" 0 \
		"passes among the rejections"
}

# A server certificate and CA bundle written by hand, and a port for somebody with them.
prepare_by_hand() {
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
}

serve_reference() {
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert pki/server.pem \
		--key pki/server.key --client-ca pki/client-ca.pem --crl pki/client-ca.crl.pem "$@"
	started_listening "$port"
}

case $1 in
closed-port)
	broken --target "127.0.0.1:$(free_port)"
	says 'nothing listens there'
	;;
exits-at-once)
	strange_target 'echo no such luck; exit 7'
	broken --target strange
	says 'exited with status 7'
	says 'no such luck'
	;;
killed-at-once)
	strange_target 'kill -9 $$'
	broken --target strange
	says 'killed by signal 9'
	;;
never-listens)
	strange_target 'exec sleep 60' 300
	broken --target strange
	says 'no control: the good client got neither answer nor refusal (client in tls1.[23]: '
	gives_up_once
	;;
program-cannot-start)
	strange_target true
	sed -i 's|^program: .*|program: ./program|' strange/target.yaml
	printf '\177ELF but not really' >strange/program
	chmod +x strange/program
	broken --target strange
	;;
reads-late)
	# it listens before it knows what it serves: that is no trouble, as long as it ends in time
	need openssl
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.key \
		-out own.pem -days 2 -subj /CN=own
	cat own.key >>own.pem
	cp -R "$SOURCE/harness/targets/reference" late
	chmod -R u+w late
	printf '#!/bin/sh\n[ "$1" = serve ] || exec "%s" "$@"\nexec python3 "%s" "%s" "%s" "$@"\n' "$MTLSPEC" \
		"$SOURCE/harness/tests/e2e/reads_late.py" "$work/own.pem" "$MTLSPEC" >late/program
	chmod +x late/program
	sed -i 's|^program: .*|program: ./program|' late/target.yaml
	run 0 "$MTLSPEC" run --target late client-certificate/good
	says ' 10 pass, 0 fail, 0 error'
	;;
starved-start)
	# so many share the processors with it that start_timeout_ms comes before it listens
	cp -R "$SOURCE/harness/targets/reference" starved
	chmod -R u+w starved
	cat >starved/program <<-END
		#!/bin/sh
		[ "\$1" = serve ] || exec "$MTLSPEC" "\$@"
		for i in $(seq $(($(nproc) * 6)) | tr '\n' ' '); do
			while :; do :; done &
			others="\$others \$!"
		done
		sleep 1.5
		kill \$others
		exec "$MTLSPEC" "\$@"
	END
	chmod +x starved/program
	sed -i 's|^program: .*|program: ./program\nstart_timeout_ms: 1000|' starved/target.yaml
	run 0 "$MTLSPEC" run --target starved --mode $mode client-certificate/good
	says ' 2 pass, 0 fail, 0 error'
	;;
killed)
	need nginx
	start "$MTLSPEC" run --target nginx --repeat 10 --report-dir reports client-certificate/ chain/
	runner=$pid
	mid_run reports/events.jsonl
	victim=$(children "$(children "$runner")" | head -n 1)
	orphans=$(descendants "$victim")
	kill -9 "$victim"
	wait "$runner"
	same $? 3 "exit status"
	wait_gone $orphans || flunk "a worker is left"
	cp background.1 console
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	run 0 xmllint --noout --nonet --schema "$SOURCE/reports/schema/junit.xsd" reports/junit.xml
	cp console output
	says 'killed by signal 9 (Killed) in mid-run'
	# the victim's unfinished cells are errors, those before and all others keep their verdicts
	errors=$(events count reports/events.jsonl verdict=error)
	[ "$errors" -gt 0 ] || flunk "no error"
	same "$(events show reports/events.jsonl mode verdict=error | wc -l)" 1 "modes with errors"
	same "$(events count reports/events.jsonl verdict=fail)" 0 fails
	same "$(events count reports/events.jsonl verdict=not-run)" 0 "cells not run"
	same "$(events count reports/events.jsonl verdict=pass control=null)" 0 "passes without control"
	# (but where it waits for an OCSP responder that says nothing)
	same "$(events show reports/events.jsonl scenario expected=reject verdict=pass by=close |
		sed '/^$/d' | grep -vc '^revocation/ocsp-')" 0 "silent passes"
	;;
guardian)
	# what guards the targets is killed itself: they end with it, and others are started with a new one
	start "$MTLSPEC" run --target reference --target curl --repeat 2 --report-dir reports
	runner=$pid
	mid_run reports/events.jsonl
	victim=$(children "$runner")
	orphans=$(descendants "$victim")
	kill -9 "$victim"
	wait "$runner"
	same $? 3 "exit status"
	wait_gone $orphans || flunk "a target is left"
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	[ "$(events count reports/events.jsonl verdict=error)" -gt 0 ] || flunk "no error"
	same "$(events count reports/events.jsonl verdict=fail)" 0 fails
	same "$(events show reports/events.jsonl target verdict=pass | sort -u)" \
		"$(printf 'curl\nreference')" "targets with passes"
	;;
untrusted)
	prepare_by_hand
	serve_reference
	run 0 "$MTLSPEC" pki others
	broken --target "127.0.0.1:$port" --pki others
	says 'trust'
	;;
silent)
	# accepts connections and never says a word
	port=$(free_port)
	start python3 "$SOURCE/harness/tests/e2e/silent.py" "$port"
	started_listening "$port"
	broken --target "127.0.0.1:$port" --timeout 5000
	says 'in time'
	gives_up_once
	;;
silent-after-handshake)
	need openssl
	prepare_by_hand
	mkfifo never
	start sh -c 'exec openssl s_server -quiet -accept "127.0.0.1:$1" -cert pki/server.pem \
		-cert_chain pki/server.pem -key pki/server.key -CAfile pki/client-ca.pem -Verify 5 <never' \
		sh "$port"
	exec 9>never
	started_listening "$port"
	broken --target "127.0.0.1:$port" --pki pki --timeout 5000
	gives_up_once
	;;
silent-backend)
	prepare_by_hand
	backend=$(free_port)
	start python3 "$SOURCE/harness/tests/e2e/silent.py" "$backend"
	started_listening "$backend"
	serve_reference --backend "127.0.0.1:$backend"
	broken --target "127.0.0.1:$port" --pki pki --timeout 5000
	gives_up_once
	;;
no-backend)
	# nobody listens where the target forwards to: it answers 502 to everybody
	prepare_by_hand
	serve_reference --backend "127.0.0.1:$(free_port)"
	broken --target "127.0.0.1:$port" --pki pki --backend "127.0.0.1:$(free_port)"
	says '502'
	# who says nothing of a backend has a service that answers so: it tells good from bad all the same
	run 0 "$MTLSPEC" run --mode $mode --target "127.0.0.1:$port" --pki pki client-certificate/
	says 'the good client gets HTTP 502'
	;;
refuses-everybody)
	# refuses what must be refused, but the good client too: its refusals mean nothing, and it may have
	# been set up for another
	prepare_by_hand
	run 0 "$MTLSPEC" pki others
	mv others/client-ca.pem pki/client-ca.pem
	mv others/client-ca.crl.pem pki/client-ca.crl.pem
	serve_reference
	broken --target "127.0.0.1:$port" --pki pki
	says 'no control: the good client is refused (alert unknown_ca)'
	;;
shuts-out)
	# the same of what mtlspec launches: there the good client is the one that it is set up for
	cp -R "$SOURCE/harness/targets/reference" wrong
	chmod -R u+w wrong
	sed -i 's/\${client_ca}/${authority.server-root.cert}/; $a authorities: [server-root]' wrong/target.yaml
	run 1 "$MTLSPEC" run --report-dir reports --mode $mode --target wrong
	cp output console
	check_reports
	same "$(events show reports/events.jsonl verdict expected=reject)" error \
		"verdicts of the rejections"
	same "$(events show reports/events.jsonl verdict scenario=client-certificate/good)" fail \
		"the good client"
	cp console output
	says 'shut out: the good client is refused (alert unknown_ca)'
	;;
locks-up)
	# right at first; later it refuses everybody for their certificate. A refusal after which the good
	# client is refused as well means nothing.
	prepare_by_hand
	serve_reference
	right=$port
	run 0 "$MTLSPEC" pki others
	port=$(free_port)
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert pki/server.pem \
		--key pki/server.key --client-ca others/client-ca.pem
	started_listening "$port"
	wrong=$port
	port=$(free_port)
	start python3 "$SOURCE/harness/tests/e2e/gate.py" "$port" "$right" 40 "$wrong"
	started_listening "$port"
	run 3 "$MTLSPEC" run --report-dir reports --mode $mode --target "127.0.0.1:$port" --pki pki \
		--cell 'chain/wrong-ca@*' --cell 'chain/self-signed@*' -j 2 --repeat 8
	cp output console
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	same "$(events count reports/events.jsonl)" 32 cells
	[ "$(events count reports/events.jsonl verdict=error)" -ge 16 ] || flunk "few errors"
	same "$(events count reports/events.jsonl verdict=fail)" 0 fails
	same "$(events show reports/events.jsonl control verdict=pass)" pass "control of the passes"
	same "$(events show reports/events.jsonl control verdict=error)" fail "control of the errors"
	;;
*) exit 1 ;;
esac
finish
