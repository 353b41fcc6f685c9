#!/bin/sh
# The program of a tutorial's target in tutorials.sh: nginx as mtlspec starts it (-p DIR ...), and beside
# it what a reader of the tutorial types. What curl says goes to the file BY_HAND.
stopped=
trap 'stopped=1' TERM # mtlspec may be done before curl
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
dir=$2
set -u
nginx "$@" &
server=$!

pki=$dir/../pki
main=$(sed -n 's/.*listen 127.0.0.1:\([0-9]*\) ssl;/\1/p' "$dir/nginx.conf" | tail -n 1)
tls=$(sed -n 's/.*listen 127.0.0.1:\([0-9]*\) ssl;/\1/p' "$dir/nginx.conf" | head -n 1)
if [ -e "$pki/credentials/client-one-name.pem" ]; then
	ca=$pki/ca/one-name-root.pem
	client=$pki/credentials/client-one-name
else
	ca=$pki/server-ca.pem
	client=$pki/credentials/client
fi

# try LABEL PORT OPTION...
try() {
	label=$1
	port=$2
	shift 2
	status=$(curl -s -o "$dir/answer" -w '%{http_code}' --max-time 10 --retry 20 --retry-delay 1 \
		--retry-connrefused "$@" "https://localhost:$port/")
	result=$?
	printf '%s: exit %s, http %s, %s\n' "$label" "$result" "$status" \
		"$(sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' "$dir/answer" 2>/dev/null | head -n 1)"
}

{
	try 'tls none' "$tls"
	try 'tls --insecure' "$tls" --insecure
	try 'tls --cacert' "$tls" --cacert "$ca"
	try 'mtls --insecure' "$main" --insecure
	try 'mtls --cacert' "$main" --cacert "$ca"
	try 'mtls --cacert --cert --key' "$main" --cacert "$ca" --cert "$client.pem" --key "$client.key"
} >"$BY_HAND" 2>&1
while [ ! "$stopped" ]; do
	wait "$server"
	kill -0 "$server" 2>/dev/null || break
done
kill "$server" 2>/dev/null
wait "$server"
