#!/bin/sh
# renegotiates.sh CASE: servers that let their clients begin a second handshake.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

# server WORD: the target folder `again`
server() {
	mkdir -p again
	cp "$SOURCE/harness/tests/e2e/renegotiates/renegotiates.py" again/
	sed "s/WORD/$1/" "$SOURCE/harness/tests/e2e/renegotiates/target.yaml" >again/target.yaml
}

case $1 in
right)
	server looks
	run 0 "$MTLSPEC" run --target again renegotiation/ --events events.jsonl
	says ' 0 fail, 0 error,'
	same "$(events count events.jsonl verdict=pass)" 17 "passes"
	grep -q '"renegotiation":"made"' events.jsonl || flunk "no second handshake was made"
	says 'SHOULD be otherwise: accepted'
	run 1 "$MTLSPEC" run --target again --strict renegotiation/refused
	;;
remembers)
	server remembers
	run 1 "$MTLSPEC" run --target again renegotiation/ --keep kept
	says '^failures: 7 deceived'
	says 'accepted, but the backend was told the subject "CN=client.mtlspec.test'
	grep -q 'when a key is pressed' kept/cells/*/README* kept/cells/*/reproduce.sh || flunk "no reason in the folder"
	;;
once)
	# openssl's own server asks once on each connection: whom it has asked is still that one
	need openssl
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
	start openssl s_server -accept "127.0.0.1:$port" -cert pki/server.pem -key pki/server.key \
		-cert_chain pki/server.pem -CAfile pki/client-ca.pem -Verify 3 -verify_return_error -www \
		-client_renegotiation -tls1_2 -quiet
	started_listening "$port"
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --pki pki --mode RequireAndVerifyClientCert --path / \
		renegotiation/ --events events.jsonl
	says ' 0 fail, 0 error,'
	says 'asks for no certificate in a second handshake'
	says 'closes the connection after 1 of 2 requests'
	same "$(events count events.jsonl verdict=pass)" 2 "passes"
	;;
drivers)
	run 0 "$MTLSPEC" run --target reference --driver both renegotiation/ --mode RequireAndVerifyClientCert
	run 77 "$MTLSPEC" run --target reference --driver http renegotiation/nobody --mode RequireAndVerifyClientCert
	says 'libcurl does not renegotiate by itself'
	;;
*) exit 1 ;;
esac
finish
