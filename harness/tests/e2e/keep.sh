#!/bin/sh
# keep.sh CASE: what `run --keep DIR` leaves of cells that fail, and that reproduce.sh shows them again,
# and no longer once the kept configuration is mended.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need openssl
need curl
mode=RequireAndVerifyClientCert

# spoil TARGET FILE SED: ./spoilt is that target with one thing wrong
spoil() {
	need_target "$1"
	cp -R "$SOURCE/harness/targets/$1" spoilt
	chmod -R u+w spoilt
	sed -i -e "$3" "spoilt/$2"
}

# again STATUS CELL: the one reproduce.sh of cells that match
again() {
	set -- "$1" kept/cells/$2
	[ $# -eq 2 ] && [ -d "$2" ] || flunk "not one folder, but: $*"
	run "$1" sh "$2/reproduce.sh"
}

# nothing_left: nor does anything run on that reproduce.sh started
nothing_left() {
	left=$(ls -d "${TMPDIR:-/tmp}"/mtlspec-again-* 2>/dev/null)
	same "$left" "" "work folders left"
}

# each reproduce.sh in a place of its own, so that those of others are not taken for left ones
TMPDIR=$work/tmp
mkdir "$TMPDIR"
export TMPDIR

case $1 in
accept)
	# let in by nginx, which should have refused; with the good client's identity at the backend
	spoil nginx nginx.conf 's/ssl_verify_client .*/ssl_verify_client off;/'
	run 1 "$MTLSPEC" run --target spoilt --mode $mode --tls 1.3 --keep kept --events events.jsonl \
		--junit junit.xml --html report.html client-certificate/expired client-certificate/none
	cell=kept/cells/client-certificate_expired@spoilt_${mode}_tls1.3
	says "^  kept  *$cell\$"
	file_says report.html "$cell"
	file_says events.jsonl "\"kept\":\"$cell\""
	file_says junit.xml "\[\[ATTACHMENT|$cell/transcript.txt\]\]"
	for line in '^verdict  *fail$' '^connection 3: good client after$' 'client  ClientHello' \
		'^  HTTP answer  *200$' '^  backend  *saw the request$' '^    verified  *NONE$'; do
		file_says $cell/transcript.txt "$line"
	done
	file_says $cell/timeline.txt "$(printf '^1\t[0-9]*\tclient\t[0-9]*\tClientHello$')"
	file_says $cell/keys.log '^CLIENT_TRAFFIC_SECRET_0 [0-9a-f]* [0-9a-f]*$'
	same "$(stat -c %a $cell/keys.log kept/pki/credentials/client-expired.key | tr '\n' ' ')" \
		"600 600 " modes
	cmp -s $cell/credential.key kept/pki/credentials/client-expired.key || flunk "another key"
	file_says $cell/target/nginx.conf 'ssl_verify_client off;'
	mv kept moved && mv moved kept
	again 0 '*expired*'
	says '^subject (client-expired): in the run http 200; now http 200$'
	again 0 '*none*'
	sed -i 's/ssl_verify_client off/ssl_verify_client on/' kept/targets/*/nginx.conf
	again 1 '*expired*'
	says '^subject (client-expired): in the run http 200; now http 400$'
	again 1 '*none*'
	;;
http)
	# refused by nginx with an HTTP answer, wrongly; and the driver `http` has a key log, too
	spoil nginx nginx.conf 's|${client_ca}|${dir}/../pki/server-ca.pem|'
	run 1 "$MTLSPEC" run --target spoilt --mode VerifyClientCertIfGiven --tls 1.2 --driver http \
		--keep kept client-certificate/good
	file_says kept/cells/*good*/keys.log '^CLIENT_RANDOM '
	again 0 '*good*'
	says '^subject (client): in the run http 400; now http 400$'
	sed -i 's|pki/server-ca.pem|pki/client-ca.pem|' kept/targets/*/nginx.conf
	again 1 '*good*'
	;;
alert)
	spoil haproxy haproxy.cfg 's|${client_ca}|${dir}/../pki/server-ca.pem|'
	run 1 "$MTLSPEC" run --target spoilt --mode $mode --tls 1.3 --keep kept client-certificate/good
	file_says kept/cells/*good*/transcript.txt '^  alert  *unknown_ca (48) from the server$'
	again 0 '*good*'
	says '^subject (client): in the run alert 48; now alert 48$'
	# refused in another way is not the same
	cp kept/targets/*/haproxy.cfg was.cfg
	sed -i -e 's/verify required/verify none/' \
		-e '/^frontend/a http-request deny deny_status 403' kept/targets/*/haproxy.cfg
	again 1 '*good*'
	says '^subject (client): in the run alert 48; now http 403$'
	cp was.cfg kept/targets/*/haproxy.cfg
	sed -i 's|pki/server-ca.pem|pki/client-ca.pem|' kept/targets/*/haproxy.cfg
	again 1 '*good*'
	says '^subject (client): in the run alert 48; now http 200$'
	;;
shared)
	# two cells of one configuration; no openssl for one thing; and a target that remembers
	run 1 "$MTLSPEC" run --target reference --defect second-time-lucky,optional-means-off --tls 1.3 \
		--mode $mode --keep kept client-certificate/ chain/ protocol/unsolicited-certificate
	same "$(ls kept/targets)" reference-0 "configurations"
	again 0 'chain_wrong-ca@*'
	again 0 'client-certificate_expired@*'
	;;
identity)
	spoil nginx nginx.conf 's/X-SSL-Client-Subject $ssl_client_s_dn;/X-SSL-Client-Subject "CN=boss";/'
	run 1 "$MTLSPEC" run --target spoilt --mode $mode --tls 1.3 --keep kept client-certificate/good
	again 0 '*good*'
	sed -i 's/"CN=boss"/$ssl_client_s_dn/' kept/targets/*/nginx.conf
	again 1 '*good*'
	;;
forged)
	# a header of the client's own making, which the backend takes for the proxy's word
	spoil nginx nginx.conf 's/Verify $ssl_client_verify/Verify $http_x_ssl_client_verify/'
	run 1 "$MTLSPEC" run --target spoilt --mode RequestClientCert --tls 1.3 --keep kept identity/
	again 0 '*forged-nobody*'
	sed -i 's/$http_x_ssl_client_verify/$ssl_client_verify/' kept/targets/*/nginx.conf
	again 1 '*forged-nobody*'
	says '^  the backend was told: in the run x-ssl-client-verify: SUCCESS; now NONE$'
	;;
broken)
	# it does not even start
	spoil nginx nginx.conf 's/daemon off;/daemon off; nonsense;/'
	run 3 "$MTLSPEC" run --target spoilt --mode $mode --tls 1.3 --keep kept client-certificate/expired
	again 0 '*expired*'
	says 'unknown directive "nonsense"'
	sed -i 's/nonsense;//' kept/targets/*/nginx.conf
	again 1 '*expired*'
	;;
program)
	spoil curl target.yaml 's/^    - --cacert$/    - --insecure\n    - --cacert/'
	run 1 "$MTLSPEC" run --target spoilt --mode $mode --tls 1.3 --keep kept server-certificate/expired
	file_says kept/cells/*expired*/keys.log '^SERVER_TRAFFIC_SECRET_0 '
	again 0 '*expired*'
	says 'in the run reached: yes, request came: yes, told: success, certificate shown: yes; now yes, yes, success, yes$'
	sed -i '/--insecure/d' kept/targets/spoilt*/target.sh
	again 1 '*expired*'
	;;
stdin)
	spoil openssl target.yaml '/verify_return_error/d'
	run 1 "$MTLSPEC" run --target spoilt --mode NoClientCert --tls 1.2 --keep kept \
		server-certificate/self-signed
	again 0 '*self-signed*'
	sed -i 's/was -quiet/was -verify_return_error)" "$(was -quiet/' kept/targets/spoilt*/target.sh
	again 1 '*self-signed*'
	;;
running)
	# nothing is started but the backend, where that is ours
	need python3
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
	backend=$(free_port)
	for server_mode in RequestClientCert $mode; do
		start "$MTLSPEC" serve server "--listen=127.0.0.1:$port" "--mode=$server_mode" \
			"--backend=127.0.0.1:$backend" --cert pki/server.pem --key pki/server.key \
			--client-ca pki/client-ca.pem
		started_listening "$port"
		if [ "$server_mode" = RequestClientCert ]; then
			run 1 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --tls 1.3 --pki pki \
				--backend "127.0.0.1:$backend" --keep kept chain/wrong-ca
			again 0 '*wrong-ca*'
			says '^subject (client-wrong-ca): in the run http 200; now http 200$'
		else
			again 1 '*wrong-ca*'
			says '^subject (client-wrong-ca): in the run http 200; now alert 48$'
		fi
		end_started
	done
	;;
led)
	# a command of the user's, which finds its server by https_proxy in the run
	if ! unshare -rm true 2>/dev/null; then
		printf 'skipped: no mount namespace here\n'
		exit 77
	fi
	mkdir elsewhere
	printf '%s --cacert "$2" "$1"\n' 'curl -sk --fail' >elsewhere/careless.sh
	run 1 env -C elsewhere "$MTLSPEC" run --client 'sh careless.sh ${url} ${server_ca}' --tls 1.3 \
		--mode NoClientCert --keep ../kept server-certificate/wrong-ca
	again 0 '*wrong-ca*'
	sed -i 's/-sk/-s/' elsewhere/careless.sh
	again 1 '*wrong-ca*'
	;;
cannot)
	# openssl has no word for it; the command of mtlspec is told
	need_target nginx
	run 1 "$MTLSPEC" run --target nginx --strict --mode $mode --tls 1.3 --keep kept \
		protocol/unsolicited-certificate
	again 2 '*unsolicited*'
	says "^mtlspec shows it: .* run --target nginx --strict --cell '.*unsolicited.*'\$"
	;;
steps)
	# the second connection takes up the session of the first
	cat >kept-session.yaml <<-'END'
		title: a session
		why: to be shown again
		rules: [none]
		target: server
		modes: [VerifyClientCertIfGiven]
		steps:
		  - {name: first, client: {present: client}, save_session: s, expect: accept}
		  - {name: second, client: {present: none}, resume: s, expect: {reject: http 403}}
	END
	spoil nginx nginx.conf 's/ssl_session_cache off/ssl_session_cache shared:s:1m/;s/_tickets off/_tickets on/'
	run 1 "$MTLSPEC" run --target spoilt --tls 1.2 --keep kept ./kept-session.yaml
	grep -q -e '-sess_in session-0' kept/cells/*/reproduce.sh || flunk "no session is taken up"
	again 0 '*session*'
	sed -i 's/ssl_verify_client optional/ssl_verify_client on/; s/ssl_session_cache shared:s:1m/ssl_session_cache off/; s/_tickets on/_tickets off/' kept/targets/*/nginx.conf
	again 1 '*session*'
	;;
upstream)
	spoil nginx-upstream nginx.conf 's/proxy_ssl_verify on/proxy_ssl_verify off/'
	run 1 "$MTLSPEC" run --target spoilt --mode NoClientCert --tls 1.2 --keep kept \
		server-certificate/expired
	again 0 '*expired*'
	sed -i 's/proxy_ssl_verify off/proxy_ssl_verify on/' kept/targets/*/nginx.conf
	again 1 '*expired*'
	;;
passing)
	run 0 "$MTLSPEC" run --target reference --mode $mode --tls 1.3 --keep kept client-certificate/good
	says_not '^  kept'
	[ ! -e kept ] || flunk "something is kept of cells that pass"
	mkdir kept
	echo mine >kept/file
	run 2 "$MTLSPEC" run --target reference --keep kept client-certificate/good
	says 'kept: there is something in that folder already; nothing is overwritten'
	same "$(cat kept/file)" mine "what was there"
	run 2 "$MTLSPEC" run --target reference --keep kept/file client-certificate/good
	says '^mtlspec: .*kept/file'
	run 2 "$MTLSPEC" run --target reference --keep kept/file/new client-certificate/good
	says '^mtlspec: .*kept/file'
	;;
full)
	unshare -rm true 2>/dev/null || {
		printf 'skipped: no mount namespace here\n'
		exit 77
	}
	# room for some of it; the reports are elsewhere and complete
	mkdir kept
	run 1 unshare -rm sh -c 'mount -t tmpfs -o size=64k tmpfs kept && exec "$@"' sh "$MTLSPEC" run \
		--target reference --defect optional-means-off --mode VerifyClientCertIfGiven --keep kept \
		--events events.jsonl --junit junit.xml client-certificate/ chain/
	says '^mtlspec: cannot keep .*No space left on device'
	file_says events.jsonl '^{"event":"end"'
	file_says junit.xml '</testsuites>'
	;;
*) flunk "no case $1" ;;
esac
nothing_left
finish
