#!/bin/sh
# copied.sh NAME: a target adds itself from a folder outside the repository, under another name.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

copy() {
	cp -R "$SOURCE/harness/targets/$1" "$2"
	chmod -R u+w "$2"
}

case $1 in
reference | nginx)
	[ "$1" = reference ] || need "$1"
	copy "$1" our-proxy
	run 0 "$MTLSPEC" check our-proxy
	run 0 "$MTLSPEC" run --target our-proxy --events events.jsonl
	says '^our-proxy '
	same "$(events show events.jsonl target)" our-proxy target
	run 0 python3 "$EVENTS" complete events.jsonl
	[ "$(events count events.jsonl)" -ge 275 ] || flunk "few cells"
	;;
file)
	# another target file of the same folder is a target of its own, and stands beside the first
	copy reference our-proxy
	cp our-proxy/target.yaml our-proxy/debug.yaml
	run 0 "$MTLSPEC" run --target ./our-proxy/debug.yaml --target "$work/our-proxy" \
		--events events.jsonl client-certificate/
	same "$(events show events.jsonl target | tr '\n' ' ')" "debug our-proxy " targets
	;;
own-program)
	# a program in the folder itself, named relative to it, however the folder is named
	copy reference our-proxy
	printf '#!/bin/sh\nexec "%s" "$@"\n' "$MTLSPEC" >our-proxy/proxy
	chmod +x our-proxy/proxy
	sed -i 's|^program: .*|program: ./proxy|' our-proxy/target.yaml
	for name in "$work/our-proxy" our-proxy ./our-proxy our-proxy/target.yaml; do
		run 0 "$MTLSPEC" run --target "$name" client-certificate/good
		says ' 10 pass, 0 fail, 0 error'
	done
	;;
environment)
	# variables of the target file reach the program
	copy reference our-proxy
	printf '#!/bin/sh\n[ "$GREETING" = "hello at 127.0.0.1" ] || exit 9\nexec "%s" "$@"\n' "$MTLSPEC" \
		>our-proxy/proxy
	chmod +x our-proxy/proxy
	sed -i "s|^program: .*|program: $work/our-proxy/proxy|" our-proxy/target.yaml
	echo "environment: {GREETING: 'hello at \${host}'}" >>our-proxy/target.yaml
	run 0 "$MTLSPEC" run --target our-proxy client-certificate/good
	;;
connect)
	# `connect` in a file says the same as HOST:PORT on the command line
	. "$SOURCE/harness/tests/e2e/background.sh"
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
	backend=$(free_port)
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --cert pki/server.pem \
		--key pki/server.key --client-ca pki/client-ca.pem --crl pki/client-ca.crl.pem \
		--backend "127.0.0.1:$backend"
	started_listening "$port"
	mkdir remote
	cat >remote/target.yaml <<-END
		title: it runs already
		connect: 127.0.0.1:$port
		modes: {RequireAndVerifyClientCert: {setting: by hand}}
		features: [{name: crl}]
		refuses_by: [alert]
		identity:
		  verified: {header: X-SSL-Client-Verify, value: SUCCESS, none: NONE}
		  subject: {header: X-SSL-Client-Subject, form: rfc2253}
	END
	run 0 "$MTLSPEC" run --target remote --pki pki --backend "127.0.0.1:$backend" \
		--mode RequireAndVerifyClientCert --events events.jsonl
	# which CAs something that runs already is meant to name is not known, and this one keeps no sessions
	same "$(events count events.jsonl verdict=skip scenario=protocol/ca-names)" 2 skips
	same "$(events where events.jsonl verdict=skip | sed 's/@.*//' | grep -v '^resumption/\|^early-data/\|^post-handshake/\|^fetch/\|^reload/\|^revocation/' | sort -u)" \
		protocol/ca-names "skips"
	same "$(events count events.jsonl verdict=pass)" \
		$(($(events count events.jsonl) - $(events count events.jsonl verdict=skip))) passes
	same "$(events count events.jsonl scenario=revocation/revoked verdict=pass)" 2 "revoked"
	;;
not-installed)
	copy nginx our-proxy
	sed -i 's/^program: .*/program: no-such-proxy/' our-proxy/target.yaml
	run 77 "$MTLSPEC" run --target our-proxy --report-dir reports
	says 'no-such-proxy'
	says 'apt-get install nginx-light'
	says " 0 pass, 0 fail, 0 error,.* $(events count reports/events.jsonl) skip"
	# beside one that is there, it is a skip and no reason for another status
	run 0 "$MTLSPEC" run --target our-proxy --target reference client-certificate/good
	says ' 10 pass, 0 fail,.* 10 skip'
	;;
*) exit 1 ;;
esac
finish
