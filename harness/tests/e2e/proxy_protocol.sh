#!/bin/sh
# A proxy below HTTP tells the backend of the client by the PROXY protocol only.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need haproxy
cp -R "$SOURCE/harness/tests/e2e/layer4" layer4
chmod -R u+w layer4

# sends WORDS: what HAProxy's `server` line says instead.
sends() {
	sed "s/^values:.*/values: {send: \"$1\"}/" "$SOURCE/harness/tests/e2e/layer4/target.yaml" >layer4/target.yaml
}

case $1 in
v2)
	run 0 "$MTLSPEC" run --target layer4 --events events.jsonl client-certificate/good client-certificate/none
	same "$(events count events.jsonl verdict=pass)" 12 passes
	file_says events.jsonl '"proxy_header":"v2, TLSv1.3, name server.mtlspec.test, client certificate verified, CN client.mtlspec.test"'
	file_says events.jsonl '"proxy_header":"v2, TLSv1.2, name server.mtlspec.test, no client certificate"'
	file_says events.jsonl '"identity":{"verified":"verified","subject":"client.mtlspec.test"}'
	;;
v2-without-name)
	# the header comes, but does not say who the client is
	sends send-proxy-v2-ssl
	run 1 "$MTLSPEC" run --target layer4 --mode VerifyClientCertIfGiven --events events.jsonl \
		client-certificate/good client-certificate/none
	same "$(events where events.jsonl verdict=fail)" client-certificate/good@VerifyClientCertIfGiven fails
	says 'the backend was told no subject in PROXY TLV ssl-cn'
	;;
v1)
	sends send-proxy
	sed -i '/^identity:/,/^  subject:/d' layer4/target.yaml
	run 0 "$MTLSPEC" run --target layer4 --events events.jsonl client-certificate/good
	file_says events.jsonl '"proxy_header":"v1"'
	;;
absent)
	# declared, but not there: the set-up is wrong, nobody is to blame
	sends ''
	run 3 "$MTLSPEC" run --target layer4 --events events.jsonl client-certificate/good
	same "$(events count events.jsonl verdict=error)" 6 errors
	file_says events.jsonl 'the request came without'
	;;
*) exit 1 ;;
esac
finish
