#!/bin/sh
# one_at_a_time.sh CASE: a server that runs already and takes the next connection when the last one has ended.
# Sixteen at once would wait in line past their deadline.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
mode=RequireAndVerifyClientCert
says_so='serves one connection at a time: its cells are run one by one'

run 0 "$MTLSPEC" pki pki
port=$(free_port)

judges() {
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --events events.jsonl "$@"
	cp output said
	run 0 python3 "$EVENTS" complete events.jsonl
	same "$(events count events.jsonl verdict=pass)" "$(events count events.jsonl)" passes
	cp said output
}

case $1 in
slow) # so slow that no sixteen come through before the deadline
	start python3 "$SOURCE/harness/tests/e2e/one_at_a_time.py" pki "$port" 0.5
	started_listening "$port"
	judges --tls 1.3 --timeout 3000 client-certificate/
	says "^127.0.0.1:$port: $says_so\$"
	;;
openssl)
	need openssl
	start openssl s_server -accept "127.0.0.1:$port" -cert pki/server.pem -cert_chain pki/server.pem \
		-key pki/server.key -CAfile pki/client-ca.pem -Verify 5 -verify_return_error -www
	started_listening "$port"
	judges client-certificate/
	says "^127.0.0.1:$port: $says_so\$"
	;;
side-by-side) # as slow, but for all at once
	start python3 "$SOURCE/harness/tests/e2e/one_at_a_time.py" pki "$port" 0.4 side-by-side
	started_listening "$port"
	judges --tls 1.3 client-certificate/good client-certificate/none
	says_not "$says_so"
	;;
*) exit 1 ;;
esac
finish
