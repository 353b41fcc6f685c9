#!/bin/sh
# Debian's nginx from the shipped folder, and what becomes of the run when the folder is wrong.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need nginx

# A copy outside the repository, to be spoilt.
copy_folder() {
	cp -R "$SOURCE/harness/targets/nginx" proxy
	chmod -R u+w proxy
}

# without FILE PATTERN: takes matching lines out; there must be some.
without() {
	grep -q -e "$2" "$1" || flunk "$1 has no $2"
	grep -v -e "$2" "$1" >shorter
	mv shorter "$1"
}

case $1 in
whole)
	run 0 "$MTLSPEC" run --target nginx --events events.jsonl
	says ' 0 fail, 0 error,.* 0 xpass, .* skip, 0 not-run;'
	run 0 python3 "$EVENTS" complete events.jsonl
	# it gives sessions for early data alone, and then none to who is refused; it asks in the handshake
	same "$(events show events.jsonl scenario verdict=skip |
		grep -vc '^resumption/\|^early-data/refused-\|^post-handshake/')" 0 "other skips"
	# a completed handshake and HTTP 400 is a refusal, but not the one that the RFC names
	[ "$(events count events.jsonl "by=http 400" verdict=pass)" -ge 50 ] || flunk "few passes by 400"
	# (but for a request that is no HTTP, or has no TLS, where 400 is the word; and no word is asked of a
	# session, nor of a list or an answer that does not count)
	same "$(events show events.jsonl scenario "by=http 400" verdict=pass expected=reject \
		deviation=null | grep -v '^resumption/\|^revocation/' | tr '\n' ' ')" "identity/space-before-colon protocol/plain-http " "refusals by 400 without a note"
	# known deviations are of the two modes that nginx only approximates, and all refusals
	[ "$(events count events.jsonl verdict=xfail)" -ge 2 ] || flunk "no known deviation"
	same "$(events show events.jsonl mode verdict=xfail | tr '\n' ' ')" \
		"RequestClientCert RequireAnyClientCert " "modes with deviations"
	same "$(events show events.jsonl observed verdict=xfail)" reject "outcome of the deviations"
	same "$(events show events.jsonl control verdict=xfail)" pass "control of the deviations"
	# an optional certificate is not required, but verified
	same "$(events count events.jsonl scenario=client-certificate/expired observed=accept \
		mode=VerifyClientCertIfGiven)" 0 "expired ones accepted"
	;;
undeclared)
	copy_folder
	without proxy/target.yaml 'client-certificate/expired@\*:RequestClientCert'
	run 1 "$MTLSPEC" run --target proxy --events events.jsonl client-certificate/ chain/
	same "$(events where events.jsonl verdict=fail)" client-certificate/expired@RequestClientCert fails
	says 'client-certificate/expired@proxy:RequestClientCert/tls1.3'
	says_not 'FAIL .*not-yet-valid'
	;;
overdeclared)
	copy_folder
	cat >more.yaml <<-END
		  - cells: ["client-certificate/good@*:RequireAndVerifyClientCert/*"]
		    observed: reject
		    reason: the sun stands too low
		    link: https://example.org/
	END
	sed -i '/^deviations:$/r more.yaml' proxy/target.yaml
	run 5 "$MTLSPEC" run --target proxy --events events.jsonl client-certificate/
	same "$(events where events.jsonl verdict=xpass)" \
		client-certificate/good@RequireAndVerifyClientCert "unexpected passes"
	same "$(events count events.jsonl verdict=fail)" 0 fails
	says '2 xpass'
	;;
verifies-nothing)
	copy_folder
	sed -i 's/values: {verify: "on", rule: ""}/values: {verify: "off", rule: ""}/' proxy/target.yaml
	run 1 "$MTLSPEC" run --target proxy --mode RequireAndVerifyClientCert --events events.jsonl \
		client-certificate/ chain/ possession/ revocation/revoked
	same "$(events count events.jsonl expected=reject observed=accept verdict=pass)" 0 "wrong passes"
	for scenario in client-certificate/expired client-certificate/none chain/wrong-ca \
		chain/self-signed possession/wrong-key revocation/revoked; do
		same "$(events show events.jsonl verdict scenario=$scenario)" fail "$scenario"
	done
	says 'a client of a CA that nobody trusts got in, too'
	;;
one-ca-too-many)
	# verifies, but against a bundle with a CA that nobody should trust
	run 0 "$MTLSPEC" pki pki
	cat pki/client-ca.pem pki/ca/other-root.pem >bundle.pem
	copy_folder
	sed -i "s|\${client_ca}|$work/bundle.pem|" proxy/nginx.conf
	run 1 "$MTLSPEC" run --target proxy --pki pki --mode RequireAndVerifyClientCert \
		--events events.jsonl chain/ client-certificate/
	same "$(events where events.jsonl verdict=fail | sed 's/@.*//' | tr '\n' ' ')" \
		"chain/cross-signed-elsewhere chain/stranger-root-included chain/wrong-ca " fails
	same "$(events show events.jsonl directive.find verdict=fail)" ssl_client_certificate directive
	;;
whole-bundle)
	# the CA of the clients, and all others that were at hand: each is named to each client
	run 0 "$MTLSPEC" pki pki
	cat pki/client-ca.pem pki/ca/*.pem >bundle.pem
	named=$(grep -c BEGIN bundle.pem)
	[ "$named" -gt 17 ] || flunk "few CAs"
	copy_folder
	sed -i "s|\${client_ca}|$work/bundle.pem|" proxy/nginx.conf
	run 1 "$MTLSPEC" run --target proxy --pki pki --mode RequireAndVerifyClientCert --tls 1.3 \
		--events events.jsonl protocol/ca-names client-certificate/good
	same "$(events where events.jsonl verdict=fail)" protocol/ca-names@RequireAndVerifyClientCert fails
	same "$(events show events.jsonl directive.find verdict=fail)" ssl_client_certificate directive
	events show events.jsonl reason verdict=fail >output
	says '^its CertificateRequest names [0-9]* CAs, [0-9]* of them beside those that it is to trust: "CN=.*", ...'
	# what the scenario names itself is right, and may be asked of what runs already, too
	sed 's/ca_names: configured/ca_names: [client-root]/' "$SOURCE/scenarios/protocol/ca-names.yaml" >own.yaml
	run 1 "$MTLSPEC" run --target proxy --pki pki --mode RequireAndVerifyClientCert own.yaml
	run 0 "$MTLSPEC" run --target nginx --mode RequireAndVerifyClientCert own.yaml
	sed -i 's/client-root/clint-root/' own.yaml
	run 2 "$MTLSPEC" check own.yaml
	says "unknown authority 'clint-root'"
	;;
forgives-issuers)
	# whoever has no way to a trusted CA gets in
	copy_folder
	sed -i 's/ssl_verify_client ${mode.verify};/ssl_verify_client optional_no_ca;/' proxy/nginx.conf
	run 1 "$MTLSPEC" run --target proxy --mode RequireAndVerifyClientCert --events events.jsonl \
		chain/ client-certificate/
	same "$(events show events.jsonl verdict scenario=chain/wrong-ca)" fail "the wrong CA"
	same "$(events show events.jsonl verdict scenario=client-certificate/expired)" pass "the expired"
	;;
declared-refusals)
	# sends nobody to a log-in page and says 401 to bad certificates: refusals, because its file says so
	copy_folder
	sed -i -e 's/ssl_verify_client ${mode.verify};/ssl_verify_client optional;/' -e \
		's|${mode.rule}|if ($ssl_client_verify = NONE) { return 302 /login; } error_page 495 =401 @no; \
location @no { return 401; }|' proxy/nginx.conf
	mode=RequireAndVerifyClientCert
	run 3 "$MTLSPEC" run --target proxy --mode $mode client-certificate/ --events silent.jsonl
	same "$(events count silent.jsonl observed=reject)" 0 refusals
	sed -i 's/^refuses_by: .*/refuses_by: [http 302, http 401]/' proxy/target.yaml
	run 0 "$MTLSPEC" check proxy
	run 0 "$MTLSPEC" run --target proxy --mode $mode --driver both client-certificate/ \
		--events events.jsonl
	same "$(events show events.jsonl by scenario=client-certificate/none)" 'http 302' "refusal of nobody"
	same "$(events show events.jsonl by scenario=client-certificate/expired)" 'http 401' \
		"refusal of the expired"
	same "$(events show events.jsonl verdict expected=reject)" pass verdicts
	;;
*) exit 1 ;;
esac
finish
