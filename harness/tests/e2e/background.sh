# Sourced after expect.sh by tests that have something running beside them. Whatever `start` has
# started is ended, by its process id, when the test ends, and so is what it has started itself.
started=

end_started() {
	for pid in $started; do
		# a stopped process would not see the end coming
		kill "$pid" 2>/dev/null && kill -CONT "$pid" 2>/dev/null
	done
	for pid in $started; do
		# ours and unreaped, so that the id can't be another's by now
		wait_gone "$pid" || kill -KILL "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	started=
}
trap 'end_started; cd / && rm -rf "$work"' EXIT

# start COMMAND...: in the background; its id in $pid, what it prints in ./background.N.
count_started=0
start() {
	count_started=$((count_started + 1))
	"$@" >"background.$count_started" 2>&1 </dev/null &
	pid=$!
	started="$started $pid"
}

# within SECONDS COMMAND...: asks again and again until it is true; false when the time is over.
within() {
	over=$(($(date +%s%N) + $1 * 1000000000))
	shift
	until "$@"; do
		[ "$(date +%s%N)" -lt $over ] || return 1
		sleep 0.02
	done
}

# gone PID...: none of them runs any more. A zombie that nobody has reaped yet does not run.
gone() {
	for process; do
		case $(cut -d ' ' -f 3 "/proc/$process/stat" 2>/dev/null) in
		'' | Z | X) ;;
		*) return 1 ;;
		esac
	done
}

wait_gone() {
	within 60 gone "$@"
}

# children PID, descendants PID: process ids, one a line.
children() {
	cat "/proc/$1/task/$1/children" 2>/dev/null | tr -s ' ' '\n' | sed '/^$/d'
}

descendants() {
	for child in $(children "$1"); do
		printf '%s\n' "$child"
		descendants "$child"
	done
}

# free_ports N: that many TCP ports of the loopback interface that nobody has at the moment, one a line.
free_ports() {
	python3 -c 'import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held), sep="\n")' "$1"
}

free_port() {
	free_ports 1
}

# listens PORT: somebody listens there (on 127.0.0.1; state 0A).
listens() {
	grep -q "^ *[0-9]*: 0100007F:$(printf %04X "$1") 00000000:0000 0A" /proc/net/tcp
}

# started_listening PORT: the last thing started does, before long.
started_listening() {
	within 60 listens "$1" || flunk "nobody listens: $(cat "background.$count_started")"
}

# judged EVENTS N: the event file holds at least N judged cells; those that are skipped are so at once.
judged() {
	[ -f "$1" ] && [ "$(grep '^{"event":"cell"' "$1" | grep -vc '"verdict":"skip"')" -ge "$2" ]
}

# mid_run EVENTS: waits until the run that writes them is well under way.
mid_run() {
	within 300 judged "$1" 40 || flunk "the run does not get under way: $(cat background.*)"
}
