#!/bin/sh
# crashes.sh CASE: a worker is killed by a client certificate, the master has another one at once, and writes
# of it when all its connections are judged. Still it is that certificate's cell which fails.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# What OpenSSL calls the certificate: X509_V_ERR_CERT_HAS_EXPIRED, ..._UNABLE_TO_GET_ISSUER_CERT_LOCALLY
expired=10 unknown_issuer=20
all_expired='client-certificate/expired client-certificate/expired-a-minute-ago'

# master CODE WHEN DELAY_MS: the target "master"
master() {
	cp -R "$SOURCE/harness/tests/e2e/crashes" master
	chmod -R u+w master
	sed -i "s/CODE, WHEN, DELAY/\"$1\", $2, \"$3\"/" master/target.yaml
}

# crashed SCENARIO...: they fail for it, in both versions, and all others have passed
crashed() {
	printf '%s@RequireAndVerifyClientCert\n' "$@" | sort >wanted
	events where events.jsonl verdict=fail >failed
	run 0 diff wanted failed
	same "$(events count events.jsonl verdict=pass)" \
		$(($(events count events.jsonl) - 2 * $#)) passes
	run 0 grep -c '"verdict":"fail".*the target died of it: its log says \\"[^"]*exited on signal' events.jsonl
	same "$(cat stdout)" $((2 * $#)) "cells that say so"
}

# judge OPTION...
judge() {
	run 1 "$MTLSPEC" run --target master --mode RequireAndVerifyClientCert --events events.jsonl "$@"
}

case $1 in
one-by-one)
	# judged long before the line comes; the next cell, in which it comes, did not do it
	master $expired silently 200
	judge --jobs 1 client-certificate/expired client-certificate/good client-certificate/not-yet-valid
	crashed client-certificate/expired
	;;
many)
	master $expired silently 60
	judge client-certificate/ chain/ possession/
	crashed $all_expired chain/intermediate-expired
	;;
last)
	# there is no later cell in which it could come
	master $expired silently 300
	judge client-certificate/expired
	crashed client-certificate/expired
	;;
refusing)
	# it dies when the alert is out, so that nothing looks odd
	master $expired refusing 100
	judge client-certificate/expired client-certificate/good client-certificate/not-yet-valid
	crashed client-certificate/expired
	;;
at-the-end)
	# said only when it is asked to end: it has crashed, but who did it can't be told
	master $expired refusing 60000
	run 3 "$MTLSPEC" run --target master --mode RequireAndVerifyClientCert --events events.jsonl \
		client-certificate/expired
	same "$(events show events.jsonl verdict)" error verdicts
	says "one of the target's processes crashed when this or one of 1 others was tried"
	;;
stopping)
	# all of them lived until they were asked to end: no cell did it, but it is said
	master $expired stopping 0
	run 0 "$MTLSPEC" run --target master --mode RequireAndVerifyClientCert --events events.jsonl \
		client-certificate/
	says "master: crashed when it was asked to stop: its log says \"worker [0-9]* exited on signal 11"
	;;
panics)
	# the whole target ends, as programs in Go do: by a status, with their last words in the log
	master $expired panicking 0
	judge client-certificate/
	crashed $all_expired
	;;
controls)
	# the control of a wrong CA kills one each time, which is no cell's doing
	master $unknown_issuer silently 100
	judge chain/wrong-ca client-certificate/expired client-certificate/good
	crashed chain/wrong-ca
	;;
*) exit 1 ;;
esac
finish
