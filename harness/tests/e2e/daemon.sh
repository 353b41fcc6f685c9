#!/bin/sh
# daemon.sh CASE: a client that is launched once, and connects when it likes.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# daemon HOW: a target of that name
daemon() {
	mkdir "$1" && sed "s|^values:.*|values: {how: $1, script: '$SOURCE/harness/tests/e2e/daemon/daemon.py'}|" \
		"$SOURCE/harness/tests/e2e/daemon/target.yaml" >"$1/target.yaml"
}

case $1 in
right)
	daemon fresh
	run 0 "$MTLSPEC" run --target ./fresh renewal/ server-certificate/expired server-certificate/wrong-ca client-presents/ \
		--repeat 2 --events events.jsonl
	says ' 0 fail, 0 error'
	same "$(events show events.jsonl driver scenario=renewal/old-ca | sort -u)" daemon driver
	;;
stale)
	# one goes on with what it has, the other with the old CA beside the new one
	daemon never
	daemon adds
	run 1 "$MTLSPEC" run --target ./never --target ./adds renewal/
	says '8 fail, 0 error'
	says 'step 2 of 3 (a server of the old CA, after another has taken its place): it trusted the'
	says 'step 2 of 2 (with the one that has taken its place): it presented another chain'
	;;
careless)
	daemon careless
	run 1 "$MTLSPEC" run --target ./careless server-certificate/expired --keep kept
	says 'observed   accept: its request was answered, our server got 78 bytes of application data'
	for script in kept/cells/*/reproduce.sh; do
		run 2 sh "$script"
		says 'a daemon connects when it likes'
	done
	;;
*) exit 1 ;;
esac
finish
