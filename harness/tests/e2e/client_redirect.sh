#!/bin/sh
# client_redirect.sh: clients that a good server of ours leads to another one.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need curl

# judge STATUS OPTION...: curl with these; it finds both servers by the proxy that it is given
judge() {
	judged=$1
	shift
	run "$judged" "$MTLSPEC" run --tls 1.3 redirect/ --feature follows-redirects --events events.jsonl --keep kept \
		--client "curl -q --silent --cert \${client_cert} --key \${client_key} $* \${url}"
	run 0 python3 "$EVENTS" complete events.jsonl
}

judge 0 '--location --cacert ${server_ca}'
same "$(events count events.jsonl verdict=pass)" 7 passes
file_says events.jsonl '"the redirecting server: HTTP request with the token"'

# what is verified in the first place only
rm -rf kept
judge 1 '--location --insecure'
same "$(events where events.jsonl verdict=fail | sed 's/@.*//' | sort -u | tr '\n' ' ')" \
	'redirect/bad-name redirect/untrusted ' failures
for script in kept/cells/*/reproduce.sh; do
	run 2 sh "$script"
	says 'it is redirected by another server of ours'
done

# it stays where it is: nothing is known of the others
rm -rf kept
judge 3 '--cacert ${server_ca}'
same "$(events count events.jsonl verdict=error)" 7 errors
file_says events.jsonl 'it did not follow our redirect to'
run 77 "$MTLSPEC" run redirect/ --client 'curl -q --silent --cacert ${server_ca} ${url}'
run 2 "$MTLSPEC" run redirect/ --feature follows-redirects --target curl
says "feature for"
finish
