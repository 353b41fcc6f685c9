#!/bin/sh
# Cells per second against one nginx, in one run, beside a curl process per connection, an openssl
# s_client process per connection, and nginx's own limit (connections per second of its CPU time).
# Only ratios of one run mean anything. Usage: bench.sh MTLSPEC SOURCE_DIR [CELLS] [PROCESSES]
set -eu

program=$1
source=$2
cells=${3:-20000}
processes=${4:-300}
mode=RequireAndVerifyClientCert
host=server.mtlspec.test
work=$(mktemp -d)
nginx_pid=
backend_pid=

clean_up() {
	for pid in $nginx_pid $backend_pid; do
		kill "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

PATH=$PATH:/usr/sbin:/sbin
for tool in nginx curl openssl awk; do
	command -v $tool >/dev/null || { echo "skip: $tool is not installed"; exit 77; }
done

now() { date +%s.%N; }
rate() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN { printf "%.1f", n / (b - a) }'; }
over() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# user + system ticks of a process
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

port=$((20000 + $$ % 10000))
backend=$((port + 1))
"$program" pki "$work/pki" 2>/dev/null

mkdir "$work/nginx"
sed -e "s|\${workers}|1|; s|\${dir}|$work/nginx|; s|\${backend_host}|127.0.0.1|" \
	-e "s|\${backend_port}|$backend|; s|\${host}|127.0.0.1|; s|\${port}|$port|" \
	-e "s|\${server_name}|$host|; s|\${tls}|TLSv1.2 TLSv1.3|; s|\${mode.verify}|on|" \
	-e "s|\${server_cert}|$work/pki/server.pem|; s|\${server_key}|$work/pki/server.key|" \
	-e "s|\${client_ca}|$work/pki/client-ca.pem|; s|\${crl}||; s|\${mode.rule}||" \
	-e "s|error_log stderr info|error_log stderr crit|" \
	"$source/harness/targets/nginx/nginx.conf" >"$work/nginx/nginx.conf"
nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" -e stderr 2>"$work/nginx/log" &
nginx_pid=$!
tries=0
until worker=$(cat "/proc/$nginx_pid/task/$nginx_pid/children" 2>/dev/null) && [ -n "$worker" ]; do
	tries=$((tries + 1))
	[ $tries -lt 200 ] || { cat "$work/nginx/log"; echo "nginx does not start"; exit 3; }
	sleep 0.02
done
worker=${worker%% *}

run_ours() { # JOBS REPEAT
	"$program" run --target 127.0.0.1:$port --mode $mode --pki "$work/pki" \
		--backend 127.0.0.1:$backend -j "$1" --repeat "$2" --events "$work/events" 2>"$work/out" ||
		{ tail -n 20 "$work/out"; exit 3; }
}

run_ours 16 1
per_round=$(sed -n 's/^mtlspec: \([0-9]*\) cells.*/\1/p' "$work/out")
rounds=$(((cells + per_round - 1) / per_round))
t0=$(ticks "$worker")
a=$(now)
run_ours 16 $rounds
b=$(now)
t1=$(ticks "$worker")
summary=$(tail -n 1 "$work/out")
done_cells=$(echo "$summary" | sed -n 's/^mtlspec: \([0-9]*\) cells.*/\1/p')
connections=$(echo "$summary" | sed -n 's/.*; \([0-9]*\) connections.*/\1/p')
ours_cells=$(rate "$done_cells" "$a" "$b")
ours=$(rate "$connections" "$a" "$b")
limit=$(awk -v n="$connections" -v t=$((t1 - t0)) -v hz="$(getconf CLK_TCK)" \
	'BEGIN { printf "%.1f", n / (t / hz) }')

# the others need somebody behind nginx
"$program" serve backend --listen 127.0.0.1:$backend &
backend_pid=$!
names=$(cd "$work/pki/credentials" && ls ./*.p12 | sed 's|^\./||; s|\.p12$||' | grep '^client' | tr '\n' ' ')

each_credential() { # COMMAND: called with a credential's name, $processes times
	left=$processes
	while [ "$left" -gt 0 ]; do
		for name in $names; do
			[ "$left" -gt 0 ] || break
			"$1" "$work/pki/credentials/$name" || true
			left=$((left - 1))
		done
	done
}
with_curl() {
	curl -s -o /dev/null --cacert "$work/pki/server-ca.pem" --cert "$1.pem" --key "$1.key" \
		--resolve $host:$port:127.0.0.1 https://$host:$port/ 2>/dev/null
}
with_openssl() {
	printf 'GET / HTTP/1.0\r\n\r\n' | openssl s_client -connect 127.0.0.1:$port -servername $host \
		-CAfile "$work/pki/server-ca.pem" -cert "$1.pem" -cert_chain "$1.pem" -key "$1.key" \
		-quiet -ign_eof >/dev/null 2>&1
}

a=$(now); each_credential with_curl; b=$(now)
curl_rate=$(rate "$processes" "$a" "$b")
a=$(now); each_credential with_openssl; b=$(now)
openssl_rate=$(rate "$processes" "$a" "$b")

cat <<END
$done_cells cells, $connections connections (bad credentials go twice, then the good one)
mtlspec              $ours connections/s ($ours_cells cells/s)
curl process each    $curl_rate connections/s
openssl process each $openssl_rate connections/s
nginx's own limit    $limit connections per second of its CPU time
mtlspec : curl                 $(over "$ours" "$curl_rate")  (cells : curl $(over "$ours_cells" "$curl_rate"))
mtlspec : openssl s_client     $(over "$ours" "$openssl_rate")
mtlspec : nginx's own limit    $(over "$ours" "$limit")
END
