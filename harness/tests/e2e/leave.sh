#!/bin/sh
# leave.sh CASE: the signals that ask us to leave, other than in mid-run (interrupt.sh).
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

exists() {
	[ -e "$1" ]
}

# waits PID: it has learnt of the three signals (bits 1, 2 and 15; a sanitizer catches others) and sleeps
waits() {
	caught=$(sed -n 's/^SigCgt:.*\(....\)$/\1/p' "/proc/$1/status")
	grep -q 'S (sleeping)' "/proc/$1/status" && [ $((0x${caught:-0} & 0x4003)) -eq $((0x4003)) ]
}

# serve_backend COMMAND...: `mtlspec serve backend`, by way of COMMAND
serve_backend() {
	port=$(free_port)
	start "$@" "$MTLSPEC" serve backend "--listen=127.0.0.1:$port"
	started_listening "$port"
}

case $1 in
nohup)
	start nohup "$MTLSPEC" run --repeat 2 --events events.jsonl
	mid_run events.jsonl
	kill -HUP "$pid"
	wait "$pid"
	same $? 0 "exit status"
	run 0 python3 "$EVENTS" complete events.jsonl
	same "$(events count events.jsonl verdict=not-run)" 0 "cells not run"
	;;
at-once)
	# it comes before anything is read: kept back by who starts us, or while a file is waited for
	for signal in HUP INT TERM; do
		number=$(python3 -c "import signal; print(int(signal.SIG$signal))")
		run $((128 + number)) python3 -c "import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIG$signal])
os.kill(os.getpid(), signal.SIG$signal)
os.execv(sys.argv[1], sys.argv[1:])" "$MTLSPEC" run --report-dir $signal --junit $signal.xml
		run 0 python3 "$EVENTS" complete $signal/events.jsonl
		file_says $signal/events.jsonl '"event":"end".*"not_run":[1-9]'
		[ -s $signal/index.html ] && [ -s $signal.xml ] || flunk "no report after SIG$signal"
		mkfifo $signal.yaml
		# nobody writes to it, and nobody closes it
		exec 9<>$signal.yaml
		start "$MTLSPEC" run --report-dir none --pki-file /dev/fd/9
		within 60 waits "$pid" || flunk "it does not wait for its file"
		kill -$signal "$pid"
		wait "$pid"
		same $? $((128 + number)) "exit status while it waits"
		file_says background.$count_started 'interrupted (.*): nothing was run'
		[ ! -e none ] || flunk "reports of nothing"
	done
	;;
early)
	# as soon as there is an event file there will be reports of it
	for signal in HUP INT TERM; do
		start "$MTLSPEC" run --target nginx --target reference --report-dir $signal
		within 20 exists $signal/events.jsonl || flunk "no event file: $(cat background.*)"
		kill -$signal "$pid"
		wait "$pid"
		same $? $((128 + $(python3 -c "import signal; print(int(signal.SIG$signal))"))) "exit status"
		run 0 python3 "$EVENTS" complete $signal/events.jsonl
		[ -s $signal/index.html ] || flunk "no report after SIG$signal"
	done
	;;
serve)
	for signal in HUP INT TERM; do
		serve_backend env
		kill -$signal "$pid"
		wait "$pid"
		same $? 0 "exit status after SIG$signal"
	done
	serve_backend nohup
	kill -HUP "$pid"
	run 0 python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/')"
	kill -TERM "$pid"
	wait "$pid"
	same $? 0 "exit status under nohup"
	;;
*) flunk "no case $1" ;;
esac
finish
