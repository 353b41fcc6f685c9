#!/bin/sh
# options.sh CASE: `documented` wants a test for every option that a --help names; the other cases are
# those of options that no other test is about.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

# served COMMAND...: mtlspec does that on $port, with the certificates in ./pki
served() {
	end_started
	start "$MTLSPEC" "$@" --listen "127.0.0.1:$port" --cert pki/server.pem --key pki/server.key \
		--client-ca pki/client-ca.pem
	started_listening "$port"
}

case $1 in
documented)
	run 0 "$MTLSPEC" --help
	sed -n 's/^  \([a-z]\{1,\}\) .*/\1/p' stdout >commands
	[ -s commands ] || flunk "no commands"
	# shellcheck disable=SC2046
	run 0 python3 "$SOURCE/harness/tests/e2e/options.py" "$MTLSPEC" "$SOURCE/harness/tests" \
		$(cat commands)
	# and it can find one missing
	mkdir none
	run 1 python3 "$SOURCE/harness/tests/e2e/options.py" "$MTLSPEC" none run
	says '^run --target$'
	;;
jobs)
	# one after the other is in the plan's order
	set -- chain/ client-certificate/ --mode RequireAndVerifyClientCert --tls 1.3
	run 0 "$MTLSPEC" list cells "$@"
	cp stdout plan
	run 0 "$MTLSPEC" run "$@" --jobs 1 --events events.jsonl
	sed -n 's/^{"event":"cell","id":"\([^"]*\)".*/\1/p' events.jsonl >judged
	run 0 cmp plan judged
	run 2 "$MTLSPEC" run --jobs 0
	;;
timeout)
	port=$(free_port)
	start python3 "$SOURCE/harness/tests/e2e/silent.py" "$port"
	started_listening "$port"
	run 3 "$MTLSPEC" run --target "127.0.0.1:$port" --mode NoClientCert client-certificate/good --timeout 70
	says ' 2 error'
	;;
recipe)
	need openssl
	sed 's/CN: client.mtlspec.test/CN: somebody.mtlspec.test/' "$SOURCE/ca-fixtures/pki.yaml" >mine.yaml
	run 0 "$MTLSPEC" pki --pki-file mine.yaml pki
	run 0 openssl x509 -noout -subject -in pki/credentials/client.pem
	says 'somebody.mtlspec.test'
	run 0 "$MTLSPEC" run client-certificate/good --pki-file mine.yaml --html page.html
	file_says page.html 'somebody.mtlspec.test'
	# one name more than the built-in recipe has
	printf 'extend: builtin\ncredentials:\n  client-bob: {like: client, subject: {CN: bob}}\n' >bob-pki.yaml
	sed 's/present: client-expired/present: client-bob/' \
		"$SOURCE/scenarios/client-certificate/expired.yaml" >bob.yaml
	run 2 "$MTLSPEC" run bob.yaml
	says "^bob.yaml:[0-9]*:[0-9]*: error: unknown credential 'client-bob'"
	run 1 "$MTLSPEC" run bob.yaml client-certificate/good --pki-file bob-pki.yaml
	says '^FAIL bob@'
	says_not 'FAIL client-certificate'
	;;
passphrase)
	need openssl
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -passout pass:sesame \
		-keyout root.key -out root.pem -days 2 -subj /CN=mine
	echo sesame >passphrase
	run 0 "$MTLSPEC" pki --client-ca root.pem,root.key --key-passphrase-file passphrase pki
	run 0 openssl x509 -noout -issuer -in pki/ca/client-issuing.pem
	says 'CN = mine'
	echo wrong >passphrase
	run 2 "$MTLSPEC" pki --client-ca root.pem,root.key --key-passphrase-file passphrase other
	;;
serve)
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
	set -- client-certificate/good client-certificate/expired --target "127.0.0.1:$port" \
		--mode RequireAndVerifyClientCert --pki pki
	served serve server --tls-max 1.2
	run 0 "$MTLSPEC" run "$@" --tls 1.2
	run 3 "$MTLSPEC" run "$@" --tls 1.3
	says 'alert protocol_version'
	served serve server --tls-min 1.3
	run 0 "$MTLSPEC" run "$@" --tls 1.3
	run 3 "$MTLSPEC" run "$@" --tls 1.2
	served serve server --defects ignore-expiry
	# it answers each client with what it knows of him
	run 1 "$MTLSPEC" run "$@" --accepted 'x-ssl-client-verify: SUCCESS'
	says '^FAIL client-certificate/expired@'
	back=$(free_port)
	served serve server --protect /private/ --mode VerifyClientCertIfGiven --backend "127.0.0.1:$back"
	printf 'title: mine\nconnect: 127.0.0.1:%s\nmodes: {VerifyClientCertIfGiven: {setting: it}}\n' "$port" >my.yaml
	echo 'paths: [{role: private, path: /private/, mode: RequireAndVerifyClientCert}]' >>my.yaml
	run 0 "$MTLSPEC" run paths/nobody paths/good paths/dots --target ./my.yaml --pki pki \
		--backend "127.0.0.1:$back"
	says ': 20 cells: 20 pass,'
	need openssl
	served serve server --tickets
	set -- openssl s_client -connect "127.0.0.1:$port" -tls1_2 -cert pki/credentials/client.pem \
		-cert_chain pki/credentials/client.pem -key pki/credentials/client.key
	run 0 "$@" -sess_out session
	says '^New, TLSv1.2'
	run 0 "$@" -sess_in session
	says '^Reused, TLSv1.2'
	;;
report)
	run 0 "$MTLSPEC" run client-certificate/good --tls 1.3 --css run.css --events old.jsonl
	run 1 "$MTLSPEC" run client-certificate/expired --tls 1.3 --defect ignore-expiry --events new.jsonl
	run 0 "$MTLSPEC" report new.jsonl --css again.css --compare old.jsonl
	says '^changed since '
	file_says run.css '^:root'
	file_says again.css '^:root'
	;;
*) exit 1 ;;
esac
finish
