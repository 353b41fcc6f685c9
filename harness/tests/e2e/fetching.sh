#!/bin/sh
# fetching.sh CASE: whoever goes to the addresses in a certificate before it is verified is found out, and
# nobody else.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
export MTLSPEC
need python3

# fetcher WHEN WHAT: in ./fetching
fetcher() {
	rm -rf fetching
	cp -R "$SOURCE/harness/tests/e2e/fetching" fetching
	chmod -R u+w fetching
	sed -i "s/^  - at-once\$/  - $1/; s/^  - ocsp\$/  - $2/" fetching/target.yaml
}

# judged STATUS OPTION...
judged() {
	wanted=$1
	shift
	run "$wanted" "$MTLSPEC" run --target fetching --tls 1.2 --events events.jsonl fetch/stranger "$@"
}

case $1 in
server)
	for what in ocsp crl ca_issuers; do
		fetcher at-once $what
		judged 1
		says "it went to the address for \"$what\" that stands in this certificate"
		same "$(events count events.jsonl verdict=fail class=otherwise)" 2 "failures, one in each mode"
	done
	# who is known to do so can say it
	printf '%s\n' 'deviations:' '  - {cells: ["fetch/stranger@*"], observed: reject, reason: it does,' \
		'    link: "https://example.org/1"}' '  - {cells: ["fetch/stranger@*"], observed: accept, reason: it does,' \
		'    link: "https://example.org/1"}' >>fetching/target.yaml
	fetcher never ocsp
	judged 0
	same "$(events count events.jsonl verdict=pass)" 2 passes
	# no other driver sees less
	fetcher at-once ocsp
	judged 1 --driver http
	same "$(events count events.jsonl verdict=fail class=otherwise)" 2 "failures through libcurl"
	;;
late)
	# after the verdict: another cell is under way meanwhile
	fetcher later ocsp
	judged 1 --jobs 1 --repeat 10 --mode RequireAndVerifyClientCert
	says 'it went to the address for "ocsp" that stands in this certificate'
	[ "$(events count events.jsonl verdict=fail 'by=late fetch')" -ge 1 ] || flunk "no late evidence"
	;;
client)
	for when in at-once never; do
		[ $when = never ] && status=0 || status=1
		run $status "$MTLSPEC" run --client "python3 '$SOURCE/harness/tests/e2e/fetching/fetching.py' client $when \
crl \${host} \${port} \${name} \${server_ca}" --mode NoClientCert --events events.jsonl fetch/strange-server server-certificate/wrong-ca
		same "$(events show events.jsonl verdict scenario=server-certificate/wrong-ca)" pass "the other stranger"
	done
	;;
others)
	# each certificate is of one connection alone, and not to be had where it could not be made
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode RequireAndVerifyClientCert \
		--cert pki/server.pem --key pki/server.key --client-ca pki/client-ca.pem
	started_listening "$port"
	run 77 "$MTLSPEC" run --target "127.0.0.1:$port" --mode RequireAndVerifyClientCert --pki pki fetch/stranger
	says 'the addresses that it names are those of one connection'
	# whose certificate names none, has none to go to
	sed 's/client-addresses/client-wrong-ca/' "$SOURCE/scenarios/fetch/stranger.yaml" >own.yaml
	run 2 "$MTLSPEC" check own.yaml
	says "own.yaml:[0-9]*:[0-9]*: error: 'fetches': the certificate of 'client-wrong-ca' names no addresses"
	;;
*)
	flunk "no such case: $1"
	;;
esac
finish
