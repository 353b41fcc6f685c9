#!/bin/sh
# versions.sh CASE: what a target does not speak, and how it says so; what it speaks that it must not.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
mode=RequireAndVerifyClientCert
run 0 "$MTLSPEC" pki pki

# serve TLS_WORDS: an nginx that answers by itself; its port in $port
serve() {
	need nginx
	port=$(free_port)
	mkdir -p "nginx.$port"
	cat >"nginx.$port/nginx.conf" <<-END
		daemon off;
		pid $work/nginx.$port/pid;
		events {}
		http {
			access_log off;
			client_body_temp_path $work/nginx.$port/body;
			proxy_temp_path $work/nginx.$port/proxy;
			fastcgi_temp_path $work/nginx.$port/fastcgi;
			uwsgi_temp_path $work/nginx.$port/uwsgi;
			scgi_temp_path $work/nginx.$port/scgi;
			ssl_protocols $1;
			ssl_ciphers ALL:@SECLEVEL=0;
			ssl_certificate $work/pki/server.pem;
			ssl_certificate_key $work/pki/server.key;
			ssl_client_certificate $work/pki/client-ca.pem;
			ssl_crl $work/pki/client-ca.crl.pem;
			ssl_verify_depth 5;
			server {
				listen 127.0.0.1:$port ssl;
				ssl_verify_client on;
				location / { return 200 "ok\n"; }
			}
		}
	END
	start nginx -p "$work/nginx.$port" -c "$work/nginx.$port/nginx.conf" -e stderr
	started_listening "$port"
}

# behind VERSION HOW: a door before that server, which refuses that version
behind() {
	door=$(free_port)
	start python3 "$SOURCE/harness/tests/e2e/versions.py" "$door" "$port" "$1" "$2"
	started_listening "$door"
}

# told SCENARIO TLS MEMBER: of that cell
told() {
	events show events.jsonl "$3" "scenario=$1" "tls=tls$2"
}

case $1 in
close | reset | 40 | 70 | 80)
	# handshake_failure, protocol_version, internal_error; and the good client gets in with the other
	serve 'TLSv1.2 TLSv1.3'
	how=$1
	for version in 1.2 1.3; do
		other=1.$((5 - ${version#1.}))
		behind $version "$how"
		set -- --target "127.0.0.1:$door" --mode $mode --pki pki --events events.jsonl
		run 0 "$MTLSPEC" run "$@" client-certificate/ protocol/tls1.1-only
		same "$(events show events.jsonl verdict tls=tls$version)" skip "the version that is refused"
		same "$(events show events.jsonl verdict tls=tls$other)" pass "the other"
		same "$(told protocol/tls1.1-only 1.1 verdict)" pass "the version of old"
		tr -s ' \n' ' ' <output >told
		file_says told "127.0.0.1:$door does not speak tls$version"
		file_says told "it refused the good client by [a-z_ ]*, and took him in tls$other"
		# asked for, also alone
		run 3 "$MTLSPEC" run "$@" --tls $version client-certificate/
		same "$(events show events.jsonl verdict)" error "what was asked for"
		file_says events.jsonl "does not speak tls$version.*; but --tls asks for it"
		# by its file
		mkdir -p named
		cat >named/target.yaml <<-END
			title: it runs already
			connect: 127.0.0.1:$door
			tls: {tls$version: x}
			modes: {$mode: {setting: by hand}}
		END
		run 3 "$MTLSPEC" run --target named --pki pki --events events.jsonl client-certificate/
		same "$(events show events.jsonl verdict tls=tls$version)" error "what its file names"
		file_says events.jsonl "does not speak tls$version.*; but .tls. in its target file names it"
	done
	;;
launched)
	# a folder that says nothing of versions
	need_target nginx
	cp -R "$SOURCE/harness/targets/nginx" own
	chmod -R u+w own
	sed -i '/^tls:/d' own/target.yaml
	sed -i 's/ssl_protocols .*/ssl_protocols TLSv1.2;/' own/nginx.conf
	run 0 "$MTLSPEC" run --target own --mode $mode --events events.jsonl client-certificate/
	same "$(events show events.jsonl verdict tls=tls1.3)" skip "what it does not speak"
	same "$(events show events.jsonl verdict tls=tls1.2)" pass "what it does"
	;;
client)
	# and the other side: python that ends at 1.2
	cat >get.py <<-'END'
		import ssl, sys, urllib.request
		context = ssl.create_default_context(cafile=sys.argv[1])
		context.maximum_version = ssl.TLSVersion.TLSv1_2
		opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
		opener.open(sys.argv[2]).read()
	END
	run 0 "$MTLSPEC" run --client "python3 $work/get.py \${server_ca} \${url}" --events events.jsonl \
		server-certificate/good server-certificate/expired server-certificate/tls1.1-only
	same "$(events show events.jsonl verdict mode=NoClientCert tls=tls1.3)" skip "what it does not speak"
	same "$(events show events.jsonl verdict mode=NoClientCert tls=tls1.2)" pass "what it does"
	file_says events.jsonl 'python3 does not offer TLS 1.3'
	;;
old)
	# whatever else it speaks, and in which version it answers
	for row in 'TLSv1 TLSv1.1 TLSv1.2:fail fail' 'TLSv1 TLSv1.2:fail fail' 'TLSv1.1 TLSv1.2:pass fail' \
		'TLSv1.2:pass pass' 'TLSv1.1:error fail' 'TLSv1:fail fail'; do
		serve "${row%%:*}"
		status=1
		[ "$row" != 'TLSv1.2:pass pass' ] || status=0
		run $status "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki \
			--events events.jsonl client-certificate/good protocol/tls1.0-only protocol/tls1.1-only
		same "$(told protocol/tls1.0-only 1.0 verdict) $(told protocol/tls1.1-only 1.1 verdict)" \
			"${row#*:}" "TLS 1.0 and 1.1 of ${row%%:*}"
		case $row in
		*TLSv1.2*)
			same "$(told client-certificate/good 1.2 verdict)" pass "the good client of $row"
			same "$(told client-certificate/good 1.3 verdict)" skip "what $row does not speak"
			;;
		*)
			same "$(events show events.jsonl verdict scenario=client-certificate/good)" error \
				"what can't be judged"
			file_says events.jsonl 'speaks nothing newer than tls1.[01], so no control can be made'
			;;
		esac
		end_started
	done
	;;
*) exit 1 ;;
esac
finish
