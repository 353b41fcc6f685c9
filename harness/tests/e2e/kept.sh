#!/bin/sh
# kept.sh CASE: programs that ask twice, over one connection or two.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# twice HOW: a target of that name
twice() {
	mkdir "$1" && sed "s|^values:.*|values: {how: $1, script: '$SOURCE/harness/tests/e2e/kept/twice.py'}|" \
		"$SOURCE/harness/tests/e2e/kept/target.yaml" >"$1/target.yaml"
}

case $1 in
right)
	twice right
	run 0 "$MTLSPEC" run --target ./right --target curl --tls 1.3 kept-connection/ kept-session/ \
		--events events.jsonl
	says '20 pass, 0 fail, 0 error'
	# the first request was made, and is told apart
	same "$(grep -c "the first request's connection: HTTP request, the first of two" events.jsonl)" 20 "cells"
	;;
keeps)
	twice keeps
	run 1 "$MTLSPEC" run --target ./keeps --tls 1.3 kept-connection/ kept-session/ --events events.jsonl --keep kept
	says '10 cells: 0 pass, 10 fail'
	says "kept by the server's name alone"
	says_not 'by hand'
	events show events.jsonl reason scenario=kept-connection/unverified >output
	says '^its request went over the connection of an earlier one, which had verified nobody (exit status 0)$'
	events show events.jsonl reason scenario=kept-connection/nobody >output
	says "^its request went over the connection of an earlier one, which was made with another certificate or none"
	events show events.jsonl reason scenario=kept-session/unverified >output
	says '^its request went over the session of an earlier one, which had verified nobody (exit status 0)$'
	same "$(events show events.jsonl first scenario=kept-session/nobody | sort -u)" \
		"first with no certificate, leaving a session" "how they differ"
	same "$(events count events.jsonl wrong_ca=fail)" 0 "a control that says it twice"
	same "$(events count events.jsonl class='let in')" 2 "let in"
	same "$(events count events.jsonl class=deceived)" 8 "deceived"
	# and with TLS 1.2, where a ticket holds the certificate that was shown
	run 1 "$MTLSPEC" run --target ./keeps --tls 1.2 kept-session/another-identity
	for script in kept/cells/*/reproduce.sh; do
		run 2 sh "$script"
		says 'it asks twice on one connection'
	done
	;;
once)
	twice once
	run 3 "$MTLSPEC" run --target ./once --tls 1.3 --mode RequestClientCert kept-connection/another-identity
	says '0 fail, 1 error'
	says 'it did not send$'
	;;
unable)
	run 0 "$MTLSPEC" run --target wget kept-connection/nobody client-presents/none
	says "wget does not say that it has 'first-nobody', which the scenario requires"
	;;
*) exit 1 ;;
esac
finish
