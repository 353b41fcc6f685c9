#!/bin/sh
# client_proxy.sh: a client that is led to our server by a proxy which it speaks TLS to.
. "$SOURCE/harness/tests/e2e/expect.sh"
need curl
need python3
curl --version | grep -q HTTPS-proxy || {
	echo "skipped: this curl speaks no TLS to proxies"
	exit 77
}

scenarios="server-certificate/good server-certificate/wrong-ca client-presents/configured"
to_proxy='--proxy ${tls_proxy} --proxy-cert ${client_cert} --proxy-key ${client_key}'
to_server='--cert ${client_cert} --key ${client_key} ${url}'

# judge STATUS OPTION...: curl with these, through the proxy
judge() {
	judged=$1
	shift
	# shellcheck disable=SC2086
	run "$judged" "$MTLSPEC" run --tls 1.3 --mode RequireAndVerifyClientCert $scenarios --client "curl -q --silent $to_proxy $* $to_server" \
		--events events.jsonl
}

judge 0 '--proxy-cacert ${server_ca} --cacert ${server_ca}'
says ' 0 fail, 0 error'
# both ask it for its certificate
same "$(events show events.jsonl verdict scenario=client-presents/configured | sort -u)" pass "client-presents/configured"
file_says events.jsonl '"proxy: connection 1: CertificateRequest"'
file_says events.jsonl '"proxy: connection 1: CertificateVerify"'

# what it thinks of the server is no business of the proxy's, nor the other way round
judge 1 '--proxy-cacert ${server_ca} --insecure'
says 'it trusted the server: its request came'
judge 3 '--cacert ${server_ca}'
says ' 0 pass, 0 fail'
says 'proxy (alert unknown_ca)'
finish
