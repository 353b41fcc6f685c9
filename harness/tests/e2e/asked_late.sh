#!/bin/sh
# asked_late.sh DRIVER: a server that protects some paths only asks for the certificate when it has seen the
# request: after the handshake in TLS 1.3 (RFC 8446 4.6.2), by a second one in TLS 1.2. Good and bad
# certificates are shown then, and judged.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need_target apache
mode=RequireAndVerifyClientCert

cp -R "$SOURCE/harness/targets/apache" late
chmod -R u+w late
sed -i 's/^SSLVerifyClient ${mode.verify}/SSLVerifyClient none/
	s/^<Location \/>/&\n\tSSLVerifyClient ${mode.verify}/' late/httpd.conf
same "$(grep -c '^SSLVerifyClient none$\|^	SSLVerifyClient ${mode.verify}$' late/httpd.conf)" 2 "lines"

run 0 "$MTLSPEC" run --target late --mode $mode --driver "$1" --events events.jsonl client-certificate/ chain/
run 0 python3 "$EVENTS" complete events.jsonl
same "$(events show events.jsonl tls verdict=pass scenario=client-certificate/good | sort -u | tr '\n' ' ')" \
	"tls1.2 tls1.3 " "versions in which the good client gets in"
same "$(events count events.jsonl verdict=pass)" "$(events count events.jsonl)" "passes"
file_says events.jsonl 'CertificateRequest (after the handshake)'
file_says events.jsonl '"certificate_requested":true'
says_not 'not asked'
finish
