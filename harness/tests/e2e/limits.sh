#!/bin/sh
# limits.sh CASE: a server that takes only so many requests in a second. What it says to the others is no
# refusal, no fail and no error: it is asked again, more slowly, and the run says so.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
mode=RequireAndVerifyClientCert

run 0 "$MTLSPEC" pki pki
port=$(free_port)

serve() {
	start python3 "$SOURCE/harness/tests/e2e/limiter.py" pki "$port" "$@"
	started_listening "$port"
}

# asks STATUS OPTION...: two cells, of a good client and of nobody
asks() {
	wanted_status=$1
	shift
	run "$wanted_status" "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --tls 1.3 \
		--events events.jsonl client-certificate/good client-certificate/none "$@"
	cp output said
	run 0 python3 "$EVENTS" complete events.jsonl
	cp said output
}

judged_well() {
	same "$(events show events.jsonl by verdict=pass | sort | tr '\n' ' ')" 'http 200 http 403 ' "answers"
}

slowed="127.0.0.1:$port: limits the rate"
case $1 in
without-a-word | both-drivers)
	serve 5 429
	driver=tls
	[ "$1" = without-a-word ] || driver=both
	asks 0 --driver $driver
	says "^$slowed (429): slowed to [0-9.]* connections per second\$"
	judged_well
	;;
seconds | date)
	serve 2 429 "$1"
	asks 0
	judged_well
	says "$slowed (429)"
	;;
unavailable)
	serve 2 503 seconds
	asks 0
	judged_well
	says "$slowed (503)"
	;;
overloaded) # without Retry-After nobody says that it will be better soon
	serve 2 503
	asks 3
	says 'HTTP 503'
	says_not "$slowed"
	;;
endless)
	serve 0 429
	asks 3
	file_says events.jsonl 'it limits the rate: HTTP 429 for the 8th time, .*give --rate N'
	says_not 'FAIL'
	;;
told) # by the user, or by the target's file: then nothing is to be found out
	serve 5 429
	asks 0 --rate 0.8
	judged_well
	says_not "$slowed"
	printf 'title: mine\nconnect: 127.0.0.1:%s\nrate: 0.8\nmodes: {%s: {setting: on}}\n' "$port" $mode >mine.yaml
	printf 'refuses_by: [alert, http 403]\n' >>mine.yaml
	run 0 "$MTLSPEC" check mine.yaml
	run 0 "$MTLSPEC" run --target mine.yaml --pki pki --tls 1.3 client-certificate/good \
		client-certificate/none
	says_not 'limits the rate'
	sed -i 's/^rate: .*/rate: fast/' mine.yaml
	run 2 "$MTLSPEC" check mine.yaml
	says "mine.yaml:3:7: error: 'rate' must be connections per second, from 0.01 to 10000"
	run 2 "$MTLSPEC" run --rate 0
	says '^mtlspec run: --rate 0: connections per second, from 0.01 to 10000'
	;;
*) exit 1 ;;
esac
finish
