#!/bin/sh
# front.sh CASE: what comes at the front of a proxy is what its upstream said, or trouble.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need_target nginx-upstream

# careless DIRECTIVES: a copy of that target with them beside its location
careless() {
	mkdir -p proxy
	cp "$SOURCE"/harness/targets/nginx-upstream/* proxy/
	sed -i "s|location / {|$1\n&|" proxy/nginx.conf
	grep -qF error_page proxy/nginx.conf || flunk "nothing was changed"
}
page='location = /ours { return 200 "all is well"; }'

case $1 in
right)
	run 0 "$MTLSPEC" run --target nginx-upstream --target reference-client front/ --events events.jsonl
	says ' 0 fail, 0 error,'
	same "$(events count events.jsonl verdict=pass scenario=front/status/answers=503)" 4 "503 is passed on"
	same "$(events show events.jsonl reason scenario=front/status/answers=503 verdict=skip | sort -u)" \
		"reference-client is no proxy: it has no front where somebody asks" "skipped"
	;;
papered-over)
	# it refuses its upstream, and says that all is well
	careless "$page error_page 502 =200 /ours;"
	run 1 "$MTLSPEC" run --target ./proxy --tls 1.3 front/ server-certificate/wrong-ca --mode NoClientCert \
		--events events.jsonl
	says 'it refused the server (close, http 200), but reports success (http 200)'
	for scenario in front/kept-answer front/methods/method=POST server-certificate/wrong-ca; do
		same "$(events show events.jsonl verdict "scenario=$scenario")" fail "$scenario"
	done
	same "$(events show events.jsonl verdict scenario=front/status/answers=404)" pass "an answer"
	;;
made-well)
	# it makes a success of its upstream's trouble
	careless "$page proxy_intercept_errors on; error_page 503 =200 /ours;"
	run 1 "$MTLSPEC" run --target ./proxy --tls 1.3 front/ --mode NoClientCert --events events.jsonl
	same "$(events show events.jsonl reason scenario=front/status/answers=503)" "answered with http 200" "the reason"
	same "$(events where events.jsonl verdict=fail | sed 's/@.*//')" front/status/answers=503 "fails"
	;;
*) exit 1 ;;
esac
finish
