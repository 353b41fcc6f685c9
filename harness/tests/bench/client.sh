#!/bin/sh
# What a cell of a client program costs: the good server asked by curl, one connection after the
# other, beside the same command by hand in a loop against the reference server. Only the ratio of
# one run means anything. Usage: client.sh MTLSPEC [CONNECTIONS]
set -eu

program=$1
connections=${2:-400}
host=server.mtlspec.test
work=$(mktemp -d)
server_pid=
backend_pid=

clean_up() {
	for pid in $server_pid $backend_pid; do
		kill "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

for tool in curl awk; do
	command -v $tool >/dev/null || { echo "skip: $tool is not installed"; exit 77; }
done

port=$((20000 + $$ % 10000))
backend=$((port + 1))
"$program" pki "$work/pki" 2>/dev/null
"$program" serve backend --listen 127.0.0.1:$backend &
backend_pid=$!
"$program" serve server --mode NoClientCert --listen 127.0.0.1:$port --backend 127.0.0.1:$backend \
	--cert "$work/pki/server.pem" --key "$work/pki/server.key" \
	--client-ca "$work/pki/client-ca.pem" &
server_pid=$!

# as in harness/targets/curl/target.yaml
by_hand() {
	curl -q --silent --show-error --fail --noproxy '*' --connect-to ::127.0.0.1:$port \
		--cacert "$work/pki/server-ca.pem" --cert "$work/pki/credentials/client.pem" \
		--key "$work/pki/credentials/client.key" https://$host:$port/ >/dev/null 2>"$work/error"
}
tries=0
until by_hand; do
	tries=$((tries + 1))
	[ $tries -lt 100 ] || { cat "$work/error"; echo "the reference server does not answer"; exit 3; }
	sleep 0.02
done

# Turn and turn about, and the best round of each: whatever else runs on the machine only adds.
milliseconds() { date +%s%3N; }
best_ours=
best_hand=
round=0
while [ $round -lt 3 ]; do
	a=$(milliseconds)
	"$program" run --target curl -j 1 --repeat "$connections" --events "$work/events" \
		--cell 'server-certificate/good@curl:NoClientCert/tls1.3*' 2>"$work/out" ||
		{ tail -n 20 "$work/out"; exit 3; }
	b=$(milliseconds)
	# that it really made: its controls count as well
	made=$(sed -n 's/^mtlspec: .*; \([0-9]*\) connections.*/\1/p' "$work/out")
	left=$made
	while [ "$left" -gt 0 ]; do
		by_hand || { cat "$work/error"; exit 3; }
		left=$((left - 1))
	done
	c=$(milliseconds)
	[ -n "$best_ours" ] && [ "$best_ours" -le $((b - a)) ] || best_ours=$((b - a))
	[ -n "$best_hand" ] && [ "$best_hand" -le $((c - b)) ] || best_hand=$((c - b))
	round=$((round + 1))
done

awk -v n="$made" -v ours="$best_ours" -v hand="$best_hand" 'BEGIN {
	printf "%d connections of curl, one after the other\n", n
	printf "mtlspec run        %.2f ms each\n", ours / n
	printf "by hand, in a loop %.2f ms each\n", hand / n
	printf "mtlspec : by hand  %.2f\n", ours / hand
}'
