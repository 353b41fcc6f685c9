#!/bin/sh
# own_service.sh CASE: a service of somebody's own says in its target file, or the command line does, where
# it is asked, what with, and what its answers mean.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
. "$SOURCE/harness/tests/e2e/behind_nginx.sh"
mode=RequireAndVerifyClientCert

run 0 "$MTLSPEC" pki pki
port=$(free_port)

# app_up [NAME]: the application, in plain, at $app
app_up() {
	app=$(free_port)
	start python3 "$APP" "$app=${1:-200}"
	started_listening "$app"
}

# target_file KEY...: ./target.yaml of what listens at $port, with a line for each
target_file() {
	printf '%s\n' "title: a service of our own" "connect: 127.0.0.1:$port" \
		"modes: {$mode: {setting: as its owner says}}" "$@" >target.yaml
}

# checked: the target file is right
checked() {
	run 0 "$MTLSPEC" check target.yaml
}

# all_judged STATUS OPTION...: a run of some scenarios with these options
all_judged() {
	wanted_status=$1
	shift
	run "$wanted_status" "$MTLSPEC" run --pki pki --events events.jsonl "$@" chain/wrong-ca \
		client-certificate/good client-certificate/none client-certificate/expired
	[ "$(events count events.jsonl expected=reject)" -ge 6 ] || flunk "few were judged"
}

# kept_out OPTION...: whoever must stay out does, and the good one gets in
kept_out() {
	all_judged 0 "$@"
	says ' 0 fail, 0 error,.* 0 skip,'
}

# let_in OPTION...: they all got in
let_in() {
	all_judged 1 "$@"
	says ' 0 error,.* 0 skip,'
	same "$(events show events.jsonl verdict expected=reject)" fail "verdict of the bad"
	same "$(events show events.jsonl observed expected=reject)" accept "what they met"
	same "$(events show events.jsonl observed scenario=client-certificate/good)" accept "the good one"
}

# doors VERIFY: of one nginx that verifies, or does not, before the application
doors() {
	end_started
	app_up
	nginx_up "$port" <<-END
		server {
		    listen 127.0.0.1:$port ssl;
		    ssl_verify_client $1;
		    location / { proxy_pass http://127.0.0.1:$app; }
		}
	END
}

case $1 in
refuses-by)
	# the application itself turns away who was not verified, by a status of its choice
	for status in 401 404 302 303 418 511; do
		end_started
		nginx_up "$port" <<-END
			server {
			    listen 127.0.0.1:$port ssl;
			    ssl_verify_client optional;
			    error_page 495 =$status @no;
			    location / {
			        if (\$ssl_client_verify != SUCCESS) { return $status; }
			        return 200 "ok\n";
			    }
			    location @no { return $status; }
			}
		END
		target_file "refuses_by: [http 400, http $status]"
		checked
		kept_out --target target.yaml
		same "$(events show events.jsonl by scenario=client-certificate/none)" "http $status" "refusal"
	done
	# said on the command line, for what has no file; 401 need not be said, 511 must be
	kept_out --target "127.0.0.1:$port" --mode $mode --refused 511
	all_judged 3 --target "127.0.0.1:$port" --mode $mode
	same "$(events show events.jsonl verdict expected=reject)" error "511 alone"
	;;
words)
	# in words: a header line, the body, the status line
	nginx_up "$port" <<-END
		server {
		    listen 127.0.0.1:$port ssl;
		    ssl_verify_client optional;
		    error_page 495 =200 @no;
		    location / {
		        if (\$ssl_client_verify != SUCCESS) { rewrite ^ /no last; }
		        return 200 "the records\n";
		    }
		    location = /no { internal; add_header X-Access denied; return 200 "go away\n"; }
		    location @no { add_header X-Access denied; return 200 "go away\n"; }
		}
	END
	set -- --target "127.0.0.1:$port" --mode $mode
	all_judged 3 "$@"
	same "$(events show events.jsonl verdict expected=reject)" error "a success of another kind"
	for text in 'X-Access: denied' 'go away'; do
		kept_out "$@" --refused "$text"
		kept_out "$@" --refused "$text" --driver http
	done
	target_file "accepted: [the records]" "refuses_by: [go away]"
	checked
	kept_out --target target.yaml --driver both
	target_file "accepted: [http 200]"
	checked
	let_in --target target.yaml
	;;
any-answer)
	# there is nothing at the path that we ask for: what the good one gets is the measure
	for name in 404 401 302; do
		end_started
		app_up $name
		nginx_up "$port" <<-END
			server {
			    listen 127.0.0.1:$port ssl;
			    ssl_verify_client on;
			    location / { proxy_pass http://127.0.0.1:$app; }
			}
		END
		kept_out --target "127.0.0.1:$port" --mode $mode
		same "$(events show events.jsonl by scenario=client-certificate/good)" "http $name" "his answer"
	done
	;;
asked-with)
	# its path, and the token that it wants beside the certificate
	doors on
	set -- --target "127.0.0.1:$port" --mode $mode --path /api/health
	kept_out "$@"
	same "$(events show events.jsonl by scenario=client-certificate/good)" 'http 401' "without a token"
	set -- "$@" --header 'Authorization: Bearer sesame' --header 'Accept: application/json'
	kept_out "$@" --driver both
	same "$(events show events.jsonl by scenario=client-certificate/good)" 'http 200' "with a token"
	target_file 'path: /api/health' 'headers: ["Authorization: Bearer sesame"]'
	checked
	kept_out --target target.yaml --driver both
	same "$(events show events.jsonl by scenario=client-certificate/good)" 'http 200' "by the file"
	doors off
	let_in "$@" --keep kept
	says "reproduce .*--path /api/health .*--header 'Authorization: Bearer sesame'"
	sed -n 's/^  reproduce  *//p' output | head -n 1 >again
	sed -n 's/^  with curl  *//p' output | head -n 1 >with-curl
	find kept/cells -name reproduce.sh | head -n 1 >kept-scripts
	let_in --target target.yaml
	# what it printed and kept shows the same
	PATH=$(dirname "$MTLSPEC"):$PATH
	run 1 sh ./again
	says ' 1 fail, 0 error,'
	run 0 sh ./with-curl
	says "the application's 200\|HTTP.* 200"
	need openssl
	run 0 sh "$(cat kept-scripts)"
	says 'now http 200'
	;;
ill-said)
	set -- "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki
	run 2 "$@" --path api
	says "--path.*'api' is no path"
	run 2 "$@" --path '/a b'
	run 2 "$@" --header 'Authorization'
	says '--header'
	run 2 "$@" --header "$(printf 'A: b\r\nX-Mtlspec-Token: c')"
	run 2 "$@" --accepted ''
	run 2 "$@" --refused ''
	run 2 "$@" --accepted 'http 999'
	for line in 'path: api' 'headers: [Authorization]' 'accepted: [http 999]' 'refuses_by: [""]' \
		'accepted_if: {path: /api}' 'accepted_if: {says: ok}'; do
		target_file "$line"
		run 2 "$MTLSPEC" check target.yaml
		says 'target.yaml:4:[0-9]*: error: '
	done
	;;
open-beside)
	# a load balancer's path is open to all on purpose: the control goes where the step does
	nginx_up "$port" <<-END
		server {
		    listen 127.0.0.1:$port ssl;
		    ssl_verify_client optional;
		    location = /healthz { return 200 "alive\n"; }
		    location = /api {
		        if (\$ssl_client_verify != SUCCESS) { return 403; }
		        return 200 "ok\n";
		    }
		    location / { return 404; }
		}
	END
	cat >paths.yaml <<-END
		title: /healthz is open, /api is not
		why: Load balancers have no certificate.
		rules: [RFC 8446 4.4.2.4]
		target: server
		modes: [$mode]
		steps:
		  - {name: health, client: {present: none}, path: /healthz, expect: accept}
		  - {name: good, client: {present: client}, path: /api, expect: {outcome: accept, http_status: 200}}
		  - {name: nobody, client: {present: none}, path: /api, expect: {reject: http 403}}
	END
	set -- "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --events events.jsonl
	run 0 "$@" paths.yaml
	says ' 2 pass, 0 fail, 0 error,'
	# where /api is open, too, it is a finding
	end_started
	sed -i '/ssl_client_verify/d' nginx/servers
	cp nginx/servers servers
	nginx_up "$port" <servers
	run 1 "$@" paths.yaml
	says ' 2 fail, 0 error,'
	says 'step 3 of 3 (nobody)'
	# what everybody gets at a path that nobody named is no finding: name one
	run 3 "$@" client-certificate/
	same "$(events count events.jsonl verdict=fail)" 0 "accusations"
	events show events.jsonl reason verdict=error >output
	says 'everybody is served at /mtlspec/.*--path'
	run 1 "$@" client-certificate/ --path /api
	same "$(events show events.jsonl verdict scenario=client-certificate/none)" fail "by its path"
	;;
accepted-if)
	# what a running service says at one path, as nothing of ours can stand in it
	nginx_up "$port" <<-END
		server {
		    listen 127.0.0.1:$port ssl;
		    ssl_verify_client on;
		    location = /api { return 200 "state: ok\n"; }
		    location / { return 404; }
		}
	END
	target_file 'serves_file: /api'
	run 2 "$MTLSPEC" check target.yaml
	says 'target.yaml:4:[0-9]*: error: .*accepted_if'
	target_file 'accepted_if: {path: /api, says: "state: ok"}'
	checked
	kept_out --target target.yaml --driver both
	same "$(events show events.jsonl by scenario=client-certificate/good)" 'http 200' "his answer"
	# where the good one does not get it there is nothing to measure by
	target_file 'accepted_if: {path: /api, says: "state: well"}'
	all_judged 3 --target target.yaml
	same "$(events count events.jsonl verdict=pass)" 0 "passes"
	events show events.jsonl reason verdict=error >output
	says 'state: ok'
	end_started
	sed -i 's/ssl_verify_client on/ssl_verify_client off/' nginx/servers
	cp nginx/servers servers
	nginx_up "$port" <servers
	target_file 'accepted_if: {path: /api, says: "state: ok"}'
	let_in --target target.yaml
	;;
by-name)
	# one name has the service, every other is misdirected; the application knows one path
	app_up 404
	nginx_up "$port" <<-END
		server { listen 127.0.0.1:$port ssl default_server; return 421; }
		server {
		    listen 127.0.0.1:$port ssl;
		    server_name server.mtlspec.test;
		    ssl_verify_client on;
		    location / { proxy_pass http://127.0.0.1:$app; }
		    location /api { proxy_pass http://127.0.0.1:$app/greeting; }
		}
	END
	cat >api.yaml <<-END
		title: Nobody at /api
		why: The API is what must be closed.
		rules: [RFC 8446 4.4.2.4]
		target: server
		modes: [$mode]
		steps:
		  - name: nobody
		    client: {present: none}
		    path: /api
		    sni: server.mtlspec.test
		    expect: {reject: http 400}
		  - name: somebody
		    client: {present: client}
		    path: /api
		    sni: server.mtlspec.test
		    expect: {outcome: accept, http_status: 200, says: "hello CN=client.mtlspec.test"}
	END
	target_file 'server_name: server.mtlspec.test'
	checked
	kept_out --target target.yaml
	same "$(events show events.jsonl by scenario=client-certificate/good)" 'http 404' "his answer"
	run 0 "$MTLSPEC" run --target target.yaml --pki pki api.yaml
	says ' 2 pass, 0 fail, 0 error,'
	target_file 'path: /api'
	kept_out --target target.yaml
	;;
what-you-have)
	# the table in README.md: who holds which key can have what judged
	doors on
	set -- "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --server-ca pki/server-ca.pem \
		--events events.jsonl
	have=0 ca=pki/ca/client-root issuing=pki/ca/client-issuing client=pki/credentials/client
	for key in --pki:pki "--client-ca:$ca.pem,$ca.key" \
		"--client-ca:$ca.pem --client-ca:$issuing.pem,$issuing.key" \
		"--credential:client=$client.pem,$client.key"; do
		# shellcheck disable=SC2046
		run 0 "$@" $(printf '%s\n' "$key" | tr ':' ' ')
		says ' 0 fail, 0 error,'
		have=$((have + 1))
		events where events.jsonl verdict=pass | sed 's/@.*//' >judged.$have
	done
	# (the addresses in a certificate are those of one connection, and those of a folder are made)
	grep -v '^fetch/' judged.2 >made
	run 0 cmp judged.1 made
	sort -u judged.2 >whole
	sort -u judged.3 >part
	comm -23 whole part | grep -v '^chain/\|^key-types/.*-ca$' >output
	same "$(cat output)" '' "what an issuing CA can't make beside chains"
	for scenario in chain/wrong-ca chain/self-signed client-certificate/none client-certificate/expired \
		chain/impostor-ca; do
		file_says judged.3 "^$scenario\$"
	done
	for scenario in chain/wrong-ca client-certificate/none client-certificate/good; do
		file_says judged.4 "^$scenario\$"
	done
	[ -z "$(sort -u judged.4 | comm -13 part - | tee output | grep -v '^chain/missing-intermediate$')" ] ||
		flunk "judged without a key, but not with one"
	# nothing: not one refusal counts, and whoever gets in is told
	"$@" --path / >/dev/null 2>&1
	same "$(events count events.jsonl expected=reject verdict=pass)" 0 "refusals that count"
	doors off
	run 1 "$@" --path /
	same "$(events show events.jsonl verdict scenario=chain/wrong-ca)" fail "a stranger"
	;;
launched)
	# a service without anything behind it, which mtlspec starts itself
	mkdir service
	cp "$APP" service/
	cat >service/target.yaml <<-'END'
		title: an application with TLS of its own
		program: python3
		files: [{name: app.py, from: app.py}]
		args: ["${dir}/app.py", --verify, "${mode.verify}", "${server_cert}", "${server_key}", "${client_ca}",
		  "${port}=401"]
		backend: none
		path: /
		modes:
		  NoClientCert: {setting: CERT_NONE, values: {verify: "off"}}
		  VerifyClientCertIfGiven: {setting: CERT_OPTIONAL, values: {verify: optional}}
		  RequireAndVerifyClientCert: {setting: CERT_REQUIRED, values: {verify: "on"}}
	END
	run 0 "$MTLSPEC" check service
	set -- "$MTLSPEC" run --target service --events events.jsonl client-certificate/ chain/wrong-ca
	run 0 "$@"
	says ' 0 fail, 0 error,'
	same "$(events show events.jsonl verdict mode=$mode)" pass "verdicts of the mode"
	same "$(events show events.jsonl by scenario=client-certificate/good verdict=pass)" 'http 401' "his answer"
	run 0 "$@" --driver both --mode $mode
	# it does not verify what it is set up to
	sed -i 's/{verify: "on"}/{verify: "off"}/' service/target.yaml
	run 1 "$@" --mode $mode
	says ' 0 error,'
	same "$(events show events.jsonl verdict expected=reject)" fail "whoever comes"
	# nobody waits for a backend that is not there
	sed -i '/^backend:/d; /^path:/d' service/target.yaml
	run 3 "$@" --mode $mode
	events show events.jsonl reason verdict=error >output
	says 'backend: none'
	;;
*) exit 1 ;;
esac
finish
