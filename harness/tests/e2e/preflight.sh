#!/bin/sh
# preflight.sh CASE: what is found out of something that runs already before anything is judged: by few
# connections, and where it can't be judged in one line.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
APP=$SOURCE/harness/tests/e2e/answers/app.py
mode=RequireAndVerifyClientCert
FEW_CONNECTIONS=8
FEW_LINES=30
WITHIN_SECONDS=5

run 0 "$MTLSPEC" pki pki
port=$(free_port)

# ends_at_once PLACE PATTERN OPTION...: of the whole catalogue is told in a few lines, and once, that nothing
# can be tried there, and why
ends_at_once() {
	place=$1
	pattern=$2
	shift 2
	before=$(date +%s)
	run 3 "$MTLSPEC" run --target "$place" --mode $mode --pki pki --events events.jsonl "$@"
	[ $(($(date +%s) - before)) -le $WITHIN_SECONDS ] || flunk "it takes its time"
	says "^ERROR $place: [0-9]* cells not tried"
	same "$(grep -c '^ERROR\|^FAIL' output)" 1 "findings"
	[ "$(count_lines output)" -le $FEW_LINES ] || flunk "$(count_lines output) lines"
	same "$(events count events.jsonl verdict=pass)" 0 "passes"
	same "$(events count events.jsonl verdict=fail)" 0 "failures"
	events show events.jsonl reason verdict=error >output
	says "$pattern"
	same "$(count_lines output)" 1 "reasons"
}

# connections_before CONNECTED: how many of those were of no cell
connections_before() {
	python3 - "$1" events.jsonl <<-'END'
		import json, sys
		lines = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
		print(int(sys.argv[1]) - sum(len(cell.get("attempts", [])) for cell in lines if cell["event"] == "cell"))
	END
}

# few_before PLACES OPTION...: a run costs few more connections than its cells do, for each place
few_before() {
	places=$1
	shift
	connected=background.$count_started
	had=$(count_lines "$connected")
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --events events.jsonl "$@"
	before=$(connections_before $(($(count_lines "$connected") - had)))
	[ "$before" -ge $((3 * places)) ] || flunk "only $before connections: who looks at nobody and a stranger?"
	[ "$before" -le $((FEW_CONNECTIONS * places)) ] || flunk "$before connections for $places places"
}

case $1 in
connections)
	for name in 200 404 changing; do
		end_started
		start python3 "$APP" --verify on pki/server.pem pki/server.key pki/client-ca.pem "$port=$name"
		started_listening "$port"
		few_before 1 --tls 1.3 client-certificate/good
		few_before 1 --tls 1.2 client-certificate/good
		few_before 2 --tls 1.2 --tls 1.3 client-certificate/good client-certificate/none
	done
	# each path of a step is a place of its own
	cat >paths.yaml <<-END
		title: two paths
		why: Each has its own answer for the good client.
		rules: [RFC 8446 4.4.2.4]
		target: server
		modes: [$mode]
		steps:
		  - {name: a, client: {present: none}, path: /404/a, expect: {reject: certificate_required}}
		  - {name: b, client: {present: none}, path: /500/b, expect: {reject: certificate_required}}
	END
	few_before 2 --tls 1.3 paths.yaml
	;;
closed-port)
	ends_at_once "127.0.0.1:$port" 'nothing listens'
	;;
no-such-host)
	# a name that no resolver is asked for
	ends_at_once 'no..such:8443' 'not known\|no such host\|resolve'
	;;
no-tls)
	start python3 "$APP" "$port"
	started_listening "$port"
	ends_at_once "127.0.0.1:$port" 'does not speak TLS'
	;;
untrusted)
	need openssl
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.key \
		-out own.pem -days 2 -subj /CN=own -addext subjectAltName=DNS:api.example.test
	start python3 "$APP" --verify on own.pem own.key pki/client-ca.pem "$port"
	started_listening "$port"
	ends_at_once "127.0.0.1:$port" '--server-ca'
	ends_at_once "127.0.0.1:$port" 'made out to api.example.test.*--server-name' --server-ca own.pem
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --server-ca own.pem \
		--server-name api.example.test client-certificate/
	;;
several)
	# one that can't be judged does not keep the others from it
	start python3 "$APP" --verify on pki/server.pem pki/server.key pki/client-ca.pem "$port"
	started_listening "$port"
	closed=$(free_port)
	run 3 "$MTLSPEC" run --target "127.0.0.1:$closed" --target "127.0.0.1:$port" --mode $mode --pki pki \
		--events events.jsonl client-certificate/
	same "$(events show events.jsonl verdict "target=127.0.0.1:$port")" pass "the one that runs"
	same "$(events show events.jsonl verdict "target=127.0.0.1:$closed")" error "the one that does not"
	;;
*) exit 1 ;;
esac
finish
