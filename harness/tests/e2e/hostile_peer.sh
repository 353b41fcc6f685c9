#!/bin/sh
# hostile_peer.sh MANNER: a peer of bad manners (hostile_peer.c, a row of hostile_peer.txt) costs no
# more than its own connections: each ends by its deadline, the good client is served beside them, and
# both drivers say the same. `serving`: such a client of our own server.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
: "${HOSTILE_PEER:?the program of hostile_peer.c}"
DEADLINE_MS=1500

run 0 "$MTLSPEC" pki pki
port=$(free_port)

# What others keep busy is not ours to judge: only what never ends.
ends_in_time() {
	run 0 python3 "$EVENTS" quick "$1" 20
}

if [ "$1" = serving ]; then
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode RequestClientCert \
		--cert pki/server.pem --key pki/server.key --client-ca pki/client-ca.pem
	started_listening "$port"
	server=$pid
	start "$HOSTILE_PEER" client "$port"
	# others are served beside it
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode RequestClientCert --pki pki \
		--cell 'client-certificate/good@*' --cell 'client-certificate/none@*' --timeout 30000
	says ' 0 fail, 0 error,'
	# and it is left after a while, which ends it
	within 60 gone "$pid" || flunk "is never left"
	gone "$server" && flunk "the server is gone"
	finish
fi

row=$(grep "^$1 " "$SOURCE/harness/tests/e2e/hostile_peer.txt") || flunk "no row for $1"
field() {
	printf '%s\n' "$row" | cut -d '|' -f "$1" | sed 's/^ *//; s/ *$//'
}
start "$HOSTILE_PEER" "$port" pki "$1" bad
started_listening "$port"
case $(field 3) in
pass) status=0 ;;
fail) status=1 ;;
error) status=3 ;;
esac
for driver in tls http; do
	run $status "$MTLSPEC" run --target "127.0.0.1:$port" --pki pki --driver $driver \
		--mode RequireAndVerifyClientCert --path / --accepted 200 --timeout $DEADLINE_MS \
		--tls "$(field 2)" -j 2 --keep "kept-$driver" --events "$driver.jsonl" --cell 'client-certificate/none@*' \
		--cell 'client-certificate/good@*' --cell 'chain/wrong-ca@*'
	says_not 'ERROR: AddressSanitizer\|runtime error'
	same "$(events show $driver.jsonl verdict expected=reject)" "$(field 3)" "verdict with $driver"
	key=by
	[ "$(field 3)" != error ] || key=reason
	events show $driver.jsonl $key expected=reject >output
	says "$(field 4)"
	ends_in_time $driver.jsonl
done
finish
