#!/bin/sh
# external.sh CASE: a target that somebody has set up by hand with what `mtlspec pki` wrote.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
mode=RequireAndVerifyClientCert

run 0 "$MTLSPEC" pki pki
port=$(free_port)
backend=$(free_port)

serve_reference() {
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode "$1" --cert pki/server.pem \
		--key pki/server.key --client-ca pki/client-ca.pem --crl pki/client-ca.crl.pem \
		--backend "127.0.0.1:$backend"
	started_listening "$port"
}

own_ca() {
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own-ca.key \
		-out own-ca.pem -days 2 -subj /CN=own
}

# own_certificate NAME: own.pem and own.key
own_certificate() {
	run 0 openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.key \
		-out own.csr -subj /CN=own
	printf 'subjectAltName=DNS:%s\n' "$1" >own.ext
	run 0 openssl x509 -req -in own.csr -CA own-ca.pem -CAkey own-ca.key -CAcreateserial \
		-out own.pem -days 2 -extfile own.ext
}

# The shipped template, its names replaced by hand. MODE [TLS versions [more directives]]
serve_nginx() {
	mkdir -p nginx
	sed -e "s|\${workers}|1|; s|\${dir}|$work/nginx|; s|\${backend_host}|127.0.0.1|" \
		-e "s|\${backend_port}|$backend|; s|\${host}|127.0.0.1|; s|\${port}|$port|" \
		-e "s|\${server_name}|server.mtlspec.test|; s|\${tls}|${2:-TLSv1.2 TLSv1.3}|" \
		-e "s|\${server_cert}|$work/pki/server.pem|; s|\${server_key}|$work/pki/server.key|" \
		-e "s|\${client_ca}|$work/pki/client-ca.pem|; s|\${crl}|ssl_crl $work/pki/client-ca.crl.pem;|" \
		-e "s|\${early}||; s|\${ocsp}||; s|\${mode.verify}|on|; s|\${mode.rule}|${3-}|" \
		"$SOURCE/harness/targets/nginx/nginx.conf" >nginx/nginx.conf
	grep -n '${' nginx/nginx.conf && flunk "a name is left in the template"
	start nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" -e stderr
	started_listening "$port"
}

case $1 in
reference | nginx)
	[ "$1" = reference ] || need "$1"
	"serve_$1" $mode
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki \
		--backend "127.0.0.1:$backend" --events events.jsonl
	run 0 python3 "$EVENTS" complete events.jsonl
	[ "$(events count events.jsonl verdict=pass)" -ge 53 ] || flunk "few passes"
	same "$(events show events.jsonl backend expected=accept verdict=pass)" true "accepted ones"
	same "$(events show events.jsonl backend expected=reject verdict=pass)" false "refused ones"
	;;
versions)
	# what it does not speak is no finding; asked for, it is an error that says so
	need nginx
	for spoken in 1.2 1.3; do
		other=1.$((5 - ${spoken#1.}))
		serve_nginx on TLSv$spoken
		set -- --target "127.0.0.1:$port" --mode $mode --pki pki --backend "127.0.0.1:$backend"
		run 0 "$MTLSPEC" run "$@" --driver both --events events.jsonl
		says ' 0 fail, 0 error'
		says "127.0.0.1:$port does not speak tls$other: it refused the good client by"
		same "$(events count events.jsonl tls=tls$other verdict=pass)" 0 "passes in tls$other"
		[ "$(events count events.jsonl tls=tls$spoken verdict=pass)" -ge 22 ] || flunk "few passes"
		same "$(events show events.jsonl verdict tls=tls1.1)" pass "the version of old"
		run 3 "$MTLSPEC" run "$@" --tls "$other" --tls "$spoken" --events events.jsonl
		# (whether it gives a session is known of who could speak to it)
		grep -v '"scenario":"\(resumption\|early-data\|post-handshake\|renegotiation\)/' events.jsonl >others.jsonl
		mv others.jsonl events.jsonl
		same "$(events count events.jsonl tls=tls$other verdict=skip)" "$(events count \
			events.jsonl tls=tls$spoken verdict=skip)" "skips beside the errors"
		[ "$(events count events.jsonl verdict=error)" -ge 22 ] || flunk "few errors"
		end_started
	done
	;;
revocation)
	# its lists are those that were installed with the rest
	serve_reference $mode
	set -- --target "127.0.0.1:$port" --mode $mode --backend "127.0.0.1:$backend" \
		--server-ca pki/server-ca.pem --events events.jsonl
	run 77 "$MTLSPEC" run "$@" --pki pki revocation/revoked revocation/not-revoked
	same "$(events show events.jsonl reason)" "127.0.0.1:$port does not say that it has 'crl', which the scenario requires: if it has, --feature crl" "the reason"
	run 0 "$MTLSPEC" run "$@" --pki pki --feature crl
	same "$(events show events.jsonl verdict scenario=revocation/revoked)" pass "the revoked one"
	# what is minted in the run can stand in no list
	run 77 "$MTLSPEC" run "$@" --feature crl revocation/revoked \
		--client-ca pki/ca/client-root.pem,pki/ca/client-root.key
	says "its revocation list can't name what is minted in this run"
	run 0 "$MTLSPEC" run "$@" --feature crl --client-ca pki/ca/client-root.pem \
		--credential client=pki/credentials/client.pem,pki/credentials/client.key \
		--credential client-revoked=pki/credentials/client-revoked.pem,pki/credentials/client-revoked.key \
		--client-crl pki/client-ca.crl.pem revocation/
	same "$(events show events.jsonl verdict scenario=revocation/revoked)" pass "a given one"
	run 2 "$MTLSPEC" run "$@" --pki pki --feature clr
	says "feature clr: no scenario requires it"
	says "did you mean 'crl'"
	# a server that was given no list lets it in
	port=$(free_port)
	backend=$(free_port)
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert pki/server.pem \
		--key pki/server.key --client-ca pki/client-ca.pem --backend "127.0.0.1:$backend"
	started_listening "$port"
	run 1 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --backend "127.0.0.1:$backend" \
		--pki pki --feature crl revocation/
	says 'FAIL revocation/revoked'
	says 'reproduce .* --feature crl'
	;;
modes)
	# each of the five by hand
	for mode in $("$MTLSPEC" list modes); do
		port=$(free_port)
		backend=$(free_port)
		serve_reference "$mode"
		run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode "$mode" --pki pki \
			--backend "127.0.0.1:$backend"
		says ' 0 fail, 0 error,'
	done
	;;
plain-http)
	# who speaks no TLS gets what is behind it, or is sent away
	need nginx
	set -- protocol/plain-http --mode $mode --pki pki --events events.jsonl
	serve_nginx on '' "error_page 497 = @plain; location @plain { proxy_pass http://backend; }"
	run 1 "$MTLSPEC" run --target "127.0.0.1:$port" --backend "127.0.0.1:$backend" "$@"
	same "$(events show events.jsonl observed)" accept "who is passed on"
	start "$MTLSPEC" serve backend --listen "127.0.0.1:$backend"
	started_listening "$backend"
	for answer in 'http 400|' 'http 301|error_page 497 =301 https://server.mtlspec.test/;' \
		'http 404|error_page 497 =404 /no; location = /no { internal; return 404; }'; do
		port=$(free_port)
		serve_nginx on '' "${answer#*|}"
		run 0 "$MTLSPEC" run --target "127.0.0.1:$port" "$@"
		same "$(events show events.jsonl verdict)" pass "who is sent away"
		same "$(events show events.jsonl by)" "${answer%%|*}" "in what words"
	done
	;;
wrong-mode)
	# what is said to verify does not
	serve_reference RequestClientCert
	run 1 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki \
		--backend "127.0.0.1:$backend" --events events.jsonl
	same "$(events show events.jsonl verdict scenario=chain/wrong-ca)" fail "the wrong CA"
	same "$(events show events.jsonl verdict scenario=client-certificate/none)" fail "no certificate"
	# a target file has the words for it, but no line: the configuration is not to be seen from here
	mkdir remote
	cat >remote/target.yaml <<-END
		title: it runs already
		connect: 127.0.0.1:$port
		modes: {$mode: {setting: verify_client on}}
		directives: [{decides: verification, find: verify_client}]
	END
	run 1 "$MTLSPEC" run --target remote --pki pki --backend "127.0.0.1:$backend" chain/wrong-ca
	says '^  fix        set `verify_client on`$'
	;;
unobserved)
	# nobody watches the backend: the verdicts rest on what the client sees
	start "$MTLSPEC" serve backend --listen "127.0.0.1:$backend"
	started_listening "$backend"
	serve_reference $mode
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --events events.jsonl
	says '^backend: not observed:'
	says 'cells .*is the client.s word alone'
	run 0 python3 "$EVENTS" complete events.jsonl
	same "$(events show events.jsonl backend)" null "what is known of the backend"
	[ "$(events count events.jsonl verdict=pass)" -ge 53 ] || flunk "few passes"
	[ "$(events count events.jsonl expected=reject verdict=pass)" -ge 30 ] || flunk "few rejections"
	# what it printed is what it was sent: the good client's tokens are there, no refused one's
	file_says background.1 '^[0-9a-f]\{32\} GET /mtlspec/'
	token=$(sed -n '1s/ .*//p' background.1)
	file_says background.1 "^$token GET /mtlspec/$token\$"
	# and a failure says on what it rests
	end_started
	start "$MTLSPEC" serve backend --listen "127.0.0.1:$backend"
	started_listening "$backend"
	serve_reference RequestClientCert
	run 1 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --path / \
		--accepted 'user-agent: mtlspec' chain/wrong-ca
	says 'observed .*accept: HTTP 200, backend: not observed'
	# this backend tells each client what it knows of him: who is another gets another answer
	run 3 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --path / chain/wrong-ca
	says 'reason .*got HTTP 200, '
	;;
own-certificate)
	# a server that keeps its own certificate, under its own name
	need openssl
	own_ca
	own_certificate proxy.example.test
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert own.pem \
		--key own.key --client-ca pki/client-ca.pem --crl pki/client-ca.crl.pem \
		--backend "127.0.0.1:$backend"
	started_listening "$port"
	set -- --target "127.0.0.1:$port" --mode $mode --pki pki --backend "127.0.0.1:$backend"
	run 0 "$MTLSPEC" run "$@" --server-ca own-ca.pem --server-name proxy.example.test --driver both
	says ' 0 fail, 0 error,'
	# without its CA, or under another name, nothing can be said about it, and it is told why
	run 3 "$MTLSPEC" run "$@" client-certificate/good
	says 'own it needs --server-ca FILE'
	run 3 "$MTLSPEC" run "$@" --server-ca own-ca.pem client-certificate/good
	says 'hostname mismatch'
	run 2 "$MTLSPEC" run "$@" --server-ca absent.pem
	says '^mtlspec: absent.pem'
	run 2 "$MTLSPEC" run "$@" --server-ca own.key
	says '^mtlspec: own.key: no certificate'
	run 2 "$MTLSPEC" run "$@" --server-name 'a b'
	says 'neither a DNS name nor an address'
	run 2 "$MTLSPEC" run --target reference --server-name proxy.example.test
	says 'for targets that run already'
	# the command to see a failure again names all of it
	end_started
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode RequestClientCert \
		--cert own.pem --key own.key --backend "127.0.0.1:$backend"
	started_listening "$port"
	run 1 "$MTLSPEC" run "$@" --server-ca own-ca.pem --server-name proxy.example.test chain/wrong-ca
	says 'reproduce .*--server-ca own-ca.pem --server-name proxy.example.test --backend 127.0.0.1:[0-9]* --cell'
	says "s_client -connect 127.0.0.1:$port -servername proxy.example.test .*-CAfile own-ca.pem"
	# and what is kept needs it no more, whatever its form and place
	mkdir "a b"
	openssl x509 -in own-ca.pem -outform DER -out "a b/own ca.der"
	run 1 "$MTLSPEC" run "$@" --server-ca "a b/own ca.der" --server-name proxy.example.test \
		--tls 1.3 --keep kept chain/wrong-ca
	rm -r "a b"
	run 0 sh -c 'sh kept/cells/*/reproduce.sh'
	# openssl and curl take PEM alone: the lines by hand make it first
	openssl x509 -in own-ca.pem -outform DER -out own.der
	openssl crl2pkcs7 -nocrl -certfile own-ca.pem -outform DER -out own.p7
	openssl crl2pkcs7 -nocrl -certfile own-ca.pem -out own.p7b
	for form in own.der own.p7 own.p7b; do
		run 1 "$MTLSPEC" run "$@" --server-ca $form --server-name proxy.example.test --tls 1.3 \
			--path /by-hand chain/wrong-ca
		says "by hand .*openssl .* -in $form -out mtlspec-server-ca.pem; openssl s_client .*-CAfile mtlspec"
		says 'with curl .* -out mtlspec-server-ca.pem; curl .*--cacert mtlspec-server-ca.pem'
		sed -n 's/^ *with curl *//p' output >by_hand.sh
		rm -f mtlspec-server-ca.pem
		sh by_hand.sh >answer 2>&1
		file_says answer 'SSL certificate verify ok'
		sed -n 's/^ *by hand *//p' output >by_hand.sh
		sh by_hand.sh </dev/null >answer 2>&1
		file_says answer 'Verify return code: 0'
	done
	run 2 "$MTLSPEC" run "$@" --server-ca own-ca.pem --server-ca own-ca.pem
	says 'twice: put the CAs into one file'
	;;
host)
	# by a file: an address for a name, and another Host
	mkdir remote
	cat >remote/target.yaml <<-END
		title: it runs already
		connect: localhost:$port
		server_name: 127.0.0.1
		host: elsewhere.example.test:8443
		modes: {$mode: {setting: by hand}}
	END
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert pki/server.pem \
		--key pki/server.key --client-ca pki/client-ca.pem --backend "127.0.0.1:$backend"
	started_listening "$port"
	start python3 "$SOURCE/harness/tests/e2e/hosts.py" "$backend" hosts
	started_listening "$backend"
	run 0 "$MTLSPEC" run --target remote --pki pki client-certificate/good --driver both
	says ' 2 pass, 0 fail, 0 error,'
	same "$(sort -u hosts)" elsewhere.example.test:8443 "Host headers by the file"
	: >hosts
	run 0 "$MTLSPEC" run --target remote --pki pki client-certificate/good --host x.test
	same "$(sort -u hosts)" x.test "Host headers by the option"
	;;
no-mode)
	# it must show that it is in the one that people mean
	start "$MTLSPEC" serve backend --listen "127.0.0.1:$backend"
	started_listening "$backend"
	serve_reference $mode
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --pki pki client-certificate/none
	says 'judged as RequireAndVerifyClientCert'
	end_started
	start "$MTLSPEC" serve backend --listen "127.0.0.1:$backend"
	started_listening "$backend"
	serve_reference RequireAnyClientCert
	run 3 "$MTLSPEC" run --target "127.0.0.1:$port" --pki pki --accepted 'user-agent: mtlspec' \
		client-certificate/none
	says 'it looks like RequireAnyClientCert'
	run 2 "$MTLSPEC" run --target "127.0.0.1:$port" --pki pki --mode NoClientCert --mode $mode
	says 'exactly one --mode'
	;;
no-pki)
	run 2 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki absent
	says '^mtlspec: absent'
	rm pki/credentials/client-expired.pem
	run 2 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki
	says '^mtlspec: .*client-expired'
	;;
backend-taken)
	# our backend can't listen where somebody else does
	start python3 "$SOURCE/harness/tests/e2e/silent.py" "$backend"
	started_listening "$backend"
	run 3 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki \
		--backend "127.0.0.1:$backend" --report-dir reports
	says "backend"
	file_says reports/events.jsonl '^{"event":"end".*"exit_code":3'
	;;
*) exit 1 ;;
esac
finish
