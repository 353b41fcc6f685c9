#!/bin/sh
# Who the backend is told that the client is, where the client says so itself.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

copy_nginx() {
	need nginx
	cp -R "$SOURCE/harness/targets/nginx" proxy
	chmod -R u+w proxy
}

case $1 in
passed-on)
	# a proxy that sets no subject of its own, and so passes the client's on
	copy_nginx
	sed -i '/proxy_set_header X-SSL-Client-Subject/d' proxy/nginx.conf
	run 1 "$MTLSPEC" run --target proxy --driver both --mode VerifyClientCertIfGiven \
		--events events.jsonl identity/
	events where events.jsonl verdict=fail tls=tls1.3 >failed
	printf 'identity/%s@VerifyClientCertIfGiven\n' connection-option forged-nobody forged-other-case \
		forged-presented presented | diff - failed >output || flunk "other cells fail (>)"
	file_says events.jsonl '"forged":"x-ssl-client-subject: CN=admin.mtlspec.test,O=mtlspec"'
	;;
look-alike)
	# nginx passes names with '_' on only if told to: a note, and with --strict a failure
	copy_nginx
	sed -i 's/ssl_verify_depth 3;/ssl_verify_depth 3; underscores_in_headers on;/' proxy/nginx.conf
	run 0 "$MTLSPEC" run --target proxy --mode VerifyClientCertIfGiven identity/
	says 'the backend was also told "x_ssl_client_subject'
	run 1 "$MTLSPEC" run --target proxy --mode VerifyClientCertIfGiven --strict \
		--events events.jsonl identity/forged-underscore
	same "$(events count events.jsonl verdict=fail)" 2 fails
	;;
not-told)
	copy_nginx
	sed -i '/^identity:/,/^  fingerprint:/d' proxy/target.yaml
	run 77 "$MTLSPEC" run --target proxy --events events.jsonl identity/
	same "$(events count events.jsonl verdict=skip)" 80 skips
	says 'proxy sets no identity headers that a client could forge'
	says 'proxy does not tell its backend who the client is'
	;;
both-drivers)
	run 0 "$MTLSPEC" run --driver both --events events.jsonl identity/
	same "$(events count events.jsonl verdict=pass)" 80 passes
	same "$(events show events.jsonl by scenario=identity/space-before-colon)" "http 400" refusals
	;;
*) exit 1 ;;
esac
finish
