#!/bin/sh
# second.sh CASE: several requests on one connection, each judged by itself; what the answer and the log say.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# server WORD: the target folder `second`
server() {
	mkdir -p second
	cp "$SOURCE/harness/tests/e2e/second/second.py" second/
	sed "s/WORD/$1/" "$SOURCE/harness/tests/e2e/second/target.yaml" >second/target.yaml
}

# ask WORDS...: second.yaml, with these lines in it
ask() {
	printf 'title: Twice\nwhy: It is asked twice.\nrules: [RFC 9112 9.3]\ntarget: server\n' >second.yaml
	printf '%s\n' "$@" >>second.yaml
}

case $1 in
open)
	# refused once, then let in
	server looks
	ask 'client: {present: none}' 'request: {times: 2}' 'expect: {RequireAndVerifyClientCert: reject}'
	run 1 "$MTLSPEC" run --target second --tls 1.3 second.yaml --events events.jsonl
	says 'refused the first time, accepted'
	says '1 let in'
	# which one request does not show
	ask 'client: {present: none}' 'expect: {RequireAndVerifyClientCert: reject}'
	run 0 "$MTLSPEC" run --target second --tls 1.3 second.yaml
	# nor one that is accepted by what comes first
	ask 'client: {present: client}' 'request: {times: 3}' 'expect: {RequireAndVerifyClientCert: accept}'
	run 0 "$MTLSPEC" run --target second --tls 1.3 second.yaml --events events.jsonl
	grep -q '"role":"subject, request 3"' events.jsonl || flunk "no third request"
	;;
told)
	# somebody at first, then nobody
	server forgets
	ask 'client: {present: client}' 'request: {times: 2}' 'identity: presented' \
		'expect: {RequireAndVerifyClientCert: accept}'
	run 1 "$MTLSPEC" run --target second --tls 1.3 second.yaml --keep kept
	says 'accepted, but'
	says '1 deceived'
	for script in kept/cells/*/reproduce.sh; do
		run 2 sh "$script"
		says 'it asks again when it is answered'
	done
	server looks
	run 0 "$MTLSPEC" run --target second --tls 1.3 second.yaml
	;;
closes)
	# that is its right, and nothing was asked
	server closes
	ask 'client: {present: client}' 'request: {times: 2}' 'expect: {RequireAndVerifyClientCert: accept}'
	run 77 "$MTLSPEC" run --target second --tls 1.3 second.yaml
	says 'closes the connection after 1 of 2 requests'
	run 77 "$MTLSPEC" run --target second --tls 1.3 second.yaml --driver http
	says 'libcurl asks once on each of our connections'
	;;
words)
	server looks
	ask 'client: {present: client}' 'expect:' '  RequireAndVerifyClientCert:' '    outcome: accept' \
		'    says: "x-who: ${client.subject}"' '    says_not: "${client.serial}"' \
		'    header: {X-Who: "${client.subject}"}' '    log: "answered 0 of ${client.subject} at"'
	run 0 "$MTLSPEC" run --target second --driver both --tls 1.3 second.yaml --events events.jsonl
	for change in 's/x-who: /x-who: not /' 's/says_not: .*/says_not: x-who/' \
		's/{X-Who: .*/{X-Who: somebody}/' 's/answered 0/answered 1/'; do
		ask 'client: {present: client}' 'expect:' '  RequireAndVerifyClientCert:' '    outcome: accept' \
			'    says: "x-who: ${client.subject}"' '    says_not: "${client.serial}"' \
			'    header: {X-Who: "${client.subject}"}' '    log: "answered 0 of ${client.subject} at"'
		sed -i "$change" second.yaml
		run 1 "$MTLSPEC" run --target second --tls 1.3 second.yaml
		says 'the answer does not say\|the answer says\|head is another\|its log does not say'
	done
	# what runs already writes where we don't look
	ask 'client: {present: client}' 'expect: {RequireAndVerifyClientCert: {outcome: accept, log: x}}'
	run 77 "$MTLSPEC" run --target 127.0.0.1:1 --mode RequireAndVerifyClientCert second.yaml
	says "we don't see its log"
	;;
*) exit 1 ;;
esac
finish
