#!/bin/sh
# The walk-throughs of scenarios/tutorials, each on the target that is set up as its author says.
# tutorials.sh NAME                all steps hold, through both of our clients
# tutorials.sh wrong NAME          a configuration with its author's point taken out is caught, by step
# tutorials.sh by-hand NAME        the commands as a reader types them, while mtlspec uses the same nginx
# tutorials.sh elsewhere           no other target is bothered with them
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

# A copy that keeps its name, to be spoilt.
copy() {
	mkdir copy
	cp -R "$SOURCE/harness/targets/tutorial-$1" copy/
	chmod -R u+w copy
	folder=copy/tutorial-$1
}

# spoil FILE SED: must change something.
spoil() {
	sed "$2" "$folder/$1" >spoilt
	! cmp -s spoilt "$folder/$1" || flunk "$2 changes nothing in $1"
	mv spoilt "$folder/$1"
}

# misses STEP TEXT: the run fails, and says by which step.
misses() {
	run 1 "$MTLSPEC" run --target "$folder" --tls tls1.3 --events events.jsonl --junit junit.xml
	same "$(events show events.jsonl reason verdict=fail | cut -c 1-${#1})" "$1" "what misses first"
	says "$2"
	file_says junit.xml "$1"
}

case $1 in
wrong)
	need_target "tutorial-$2"
	copy "$2"
	case $2 in
	traefik-go)
		spoil dynamic.yaml 's/clientAuthType: ${mode}/clientAuthType: RequireAnyClientCert/'
		misses 'step 9 of 9 (verified: with a certificate of a CA made a minute ago): accepted' \
			'fix *.*clientAuthType'
		says 'step 8 *pass  verified: with a certificate of one'
		;;
	nginx-two-servers)
		spoil nginx.conf 's/ssl_verify_client on;/ssl_verify_client optional;/'
		misses 'step 4 of 8 (mtls: curl --insecure https://localhost/): accepted' \
			'fix *.*ssl_verify_client'
		;;
	nginx-passphrase)
		# without the passphrase nginx does not start: trouble, and no finding
		spoil nginx.conf '/ssl_password_file/d'
		run 3 "$MTLSPEC" run --target "$folder" --events events.jsonl
		says 'before it was ready'
		rm -r copy
		copy "$2"
		spoil nginx.conf 's/ssl_verify_client on;/ssl_verify_client optional_no_ca;/'
		misses 'step 1 of 3 (curl --cacert ca.crt https://localhost/): accepted' 'ssl_verify_client'
		says 'step 3 *fail  with a certificate of the same name'
		;;
	esac
	;;
by-hand)
	need_target "tutorial-$2"
	need curl
	copy "$2"
	spoil target.yaml 's/^program: .*/program: .\/by-hand/'
	# nginx stays until curl has done its part; the client's certificate as files, too
	printf 'stop_timeout_ms: 20000\n' >>"$folder/target.yaml"
	if grep -q ^credentials: "$folder/target.yaml"; then
		spoil target.yaml 's/^credentials: \[/&client-one-name, /'
	else
		printf 'credentials: [client]\n' >>"$folder/target.yaml"
	fi
	cp "$SOURCE/harness/tests/e2e/by_hand.sh" "$folder/by-hand"
	chmod +x "$folder/by-hand"
	BY_HAND=$work/said
	export BY_HAND
	run 0 "$MTLSPEC" run --target "$folder" --tls tls1.3
	case $2 in
	nginx-two-servers)
		file_says said '^tls none: exit 60,'
		file_says said '^tls --insecure: exit 0, http 200, It works'
		file_says said '^tls --cacert: exit 0, http 200, It works'
		file_says said '^mtls --insecure: exit 0, http 400, 400 No required SSL certificate was sent'
		file_says said '^mtls --cacert: exit 0, http 400, 400 No required SSL certificate was sent'
		file_says said '^mtls --cacert --cert --key: exit 0, http 200, It works'
		;;
	nginx-passphrase)
		file_says said '^mtls --cacert: exit 0, http 400, 400 No required SSL certificate was sent'
		file_says said '^mtls --cacert --cert --key: exit 0, http 200,'
		;;
	esac
	;;
elsewhere)
	run 0 "$MTLSPEC" run --target reference --events events.jsonl
	same "$(events count events.jsonl 'scenario=tutorials/*')" 0 "tutorials on the reference"
	run 77 "$MTLSPEC" run --target reference tutorials/
	says 'the scenario is not about reference'
	run 77 "$MTLSPEC" run --target tutorial-nginx-two-servers client-certificate/
	says 'tutorial-nginx-two-servers is set up for other scenarios'
	;;
*)
	need_target "tutorial-$1"
	for driver in tls http both; do
		run 0 "$MTLSPEC" run --target "tutorial-$1" --driver "$driver" --events events.jsonl \
			--junit junit.xml --html page.html
		says '2 pass, 0 fail, 0 error'
		run 0 python3 "$EVENTS" complete events.jsonl
	done
	file_says junit.xml 'step 1  pass  '
	file_says events.jsonl '"steps":\[{"name":'
	;;
esac
finish
