#!/bin/sh
# asks_later.sh CASE: servers that ask for the certificate after the handshake.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

# server WORD: the target folder `later`
server() {
	mkdir -p later
	cp "$SOURCE/harness/tests/e2e/asks_later/asks_later.py" later/
	sed "s/WORD/$1/" "$SOURCE/harness/tests/e2e/asks_later/target.yaml" >later/target.yaml
}

case $1 in
right)
	server awaits
	run 0 "$MTLSPEC" run --target later post-handshake/ --events events.jsonl
	says ' 0 fail, 0 error,'
	[ "$(events count events.jsonl verdict=pass)" -ge 8 ] || flunk "few passes"
	grep -q '"asked_late":true' events.jsonl || flunk "nobody was asked late"
	run 0 "$MTLSPEC" run --target later --driver http post-handshake/not-offered
	run 0 "$MTLSPEC" run --target reference post-handshake/ --events events.jsonl
	same "$(events count events.jsonl verdict=pass)" "$(events count events.jsonl)" "cells of our own"
	;;
forgets)
	server forgets
	run 1 "$MTLSPEC" run --target later --mode RequireAndVerifyClientCert post-handshake/wrong-ca \
		post-handshake/nobody --keep kept
	says 'reached the backend before the client was refused'
	says '^failures: 2 let in'
	for script in kept/cells/*/reproduce.sh; do
		run 0 sh "$script"
	done
	run 1 "$MTLSPEC" run --target later --mode VerifyClientCertIfGiven post-handshake/presented
	says 'accepted, but the backend was'
	;;
offers)
	# openssl is told not to offer it either
	server forgets
	run 1 "$MTLSPEC" run --target later --mode RequireAndVerifyClientCert post-handshake/not-offered --keep kept
	for script in kept/cells/*/reproduce.sh; do
		run 0 sh "$script"
		file_says "$script" 'no_renegotiation'
	done
	;;
by-hand)
	# our own server, started by hand, in both ways that a client can be served out of turn
	run 0 "$MTLSPEC" pki pki
	for way in post-handshake early-data; do
		port=$(free_port)
		if [ $way = early-data ]; then
			start "$MTLSPEC" serve server --early-data --listen "127.0.0.1:$port" --cert pki/server.pem \
				--key pki/server.key --client-ca pki/client-ca.pem
		else
			start "$MTLSPEC" serve server --post-handshake --listen "127.0.0.1:$port" --cert pki/server.pem \
				--key pki/server.key --client-ca pki/client-ca.pem
		fi
		started_listening "$port"
		run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --pki pki --mode RequireAndVerifyClientCert \
			--feature $way "$way/*"
		says ' 0 fail, 0 error,'
	done
	;;
*) exit 1 ;;
esac
finish
