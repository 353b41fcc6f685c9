# opening.sh CASE: how a connection begins (scenario_opening.h). What was meant has gone out, or nothing is said of
# the target.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# say WORDS: good.yaml, in which a good client begins so
say() {
	printf 'title: A beginning\nwhy: It is tried here.\nrules: [RFC 8446 5.1]\ntarget: server\n' >good.yaml
	printf 'client: {present: client}\n%s\nexpect: {RequireAndVerifyClientCert: accept}\n' "$1" >>good.yaml
}

# try STATUS OPTION...: good.yaml, against the built-in server
try() {
	wanted=$1
	shift
	run "$wanted" "$MTLSPEC" run good.yaml --target reference --events events.jsonl "$@"
	run 0 python3 "$EVENTS" complete events.jsonl
}

case $1 in
sent)
	say 'fragment: {record: 20, segment: 7, pause: 1ms}'
	try 0
	same "$(events count events.jsonl verdict=pass)" 2 passes
	file_says events.jsonl '"ClientHello in [0-9]* records of up to 20 bytes"'
	file_says events.jsonl '"ClientHello in [0-9]* pieces of up to 7 bytes"'
	file_says events.jsonl '"hello_records":[0-9][0-9]*,"hello_pieces":[0-9][0-9]*,'
	say 'hello: {extension: 30000, grease: true}'
	try 0
	;;
unmeant)
	# it is our own trouble, whatever came of it
	say 'fragment: {record: 16384}'
	try 3
	file_says events.jsonl 'our ClientHello fits in one record of 16384 bytes: it was not split'
	say 'fragment: {segment: 16384}'
	try 3
	file_says events.jsonl 'our ClientHello fits in one piece of 16384 bytes: it was not split'
	same "$(events show events.jsonl verdict)" error verdicts
	;;
refused)
	# what is no TLS is refused to everybody, and the good client gets through as ever
	for words in 'preface: "\r\n"' 'preface: {hex: "ff 00"}' 'preface: {request: true}' \
		'via: {proxy_protocol: 1}' 'via: {proxy_protocol: 2}'; do
		say "$words"
		try 1
		same "$(events show events.jsonl class verdict=fail)" 'shut out' "class: $words"
		sed -i 's/: accept}/: reject}/' good.yaml
		try 0
		same "$(events count events.jsonl verdict=pass control=pass)" 2 "passes: $words"
	done
	;;
drivers)
	say 'fragment: {record: 64}'
	try 77 --driver http
	file_says events.jsonl 'libcurl begins a connection in its own way alone'
	try 0 --driver both
	same "$(grep -c '"driver":"http"' events.jsonl)" 0 'connections of libcurl'
	;;
kept)
	# openssl can't do the same, and says so
	need openssl
	run 1 "$MTLSPEC" run hello/records-nobody --defect whole-hello-only --mode RequireAndVerifyClientCert \
		--tls 1.3 --keep kept
	run 2 sh kept/cells/*/reproduce.sh
	says 'this cannot be shown by openssl alone: openssl begins a connection in its own way alone'
	says 'mtlspec shows it: .*--defect whole-hello-only .*--cell'
	;;
plain)
	# a port that serves what it can read without TLS, and asks for a certificate where there is some
	need_target nginx
	cp -R "$SOURCE/harness/targets/nginx" open
	chmod -R u+w open
	sed -i 's|^		location / {|		error_page 497 = @plain;\n		location @plain { proxy_pass http://backend; }\n&|' \
		open/nginx.conf
	run 1 "$MTLSPEC" run hello/ --target open --mode RequireAndVerifyClientCert --events events.jsonl
	same "$(events where events.jsonl verdict=fail tls=tls1.3)" \
		hello/request-before-nobody@RequireAndVerifyClientCert fails
	same "$(events show events.jsonl class verdict=fail)" 'let in' class
	file_says events.jsonl '"answered_in_plain":true'
	;;
expected)
	# a server behind a load balancer: who comes without the header is nobody's client
	need_target haproxy
	cp -R "$SOURCE/harness/targets/haproxy" behind
	chmod -R u+w behind
	sed -i 's/^	bind .* ssl /&accept-proxy /' behind/haproxy.cfg
	run 3 "$MTLSPEC" run client-certificate/ --target behind --mode RequireAndVerifyClientCert --tls 1.3
	for version in 1 2; do
		sed -i '/^expects_proxy_protocol/d' behind/target.yaml
		printf 'expects_proxy_protocol: %s\n' $version >>behind/target.yaml
		run 0 "$MTLSPEC" run client-certificate/ chain/ hello/ protocol/ --target behind \
			--mode RequireAndVerifyClientCert --events events.jsonl
		same "$(events show events.jsonl scenario verdict=skip | tr '\n' ' ')" \
			'hello/proxy-header-1-nobody hello/proxy-header-2-nobody hello/proxy-header-good ' skips
		[ "$(events count events.jsonl verdict=pass expected=reject)" -gt 40 ] || flunk "few refusals"
	done
	run 77 "$MTLSPEC" run client-certificate/good --target behind --driver http
	run 0 "$MTLSPEC" run client-certificate/good --target behind --driver both
	;;
*) exit 1 ;;
esac
finish
