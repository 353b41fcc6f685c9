#!/bin/sh
# unsent.sh CASE: a server whose CertificateRequest leaves out our key. A twin with another goes out in
# its place, the same in all else; where there is none, what did not go out proves nothing, whatever
# became of the connection.
. "$SOURCE/harness/tests/e2e/expect.sh"
need nginx
need openssl
need python3
mode=RequireAndVerifyClientCert
# (the whole catalogue is tried by one case alone)
few='client-certificate/ chain/ possession/ key-types/ request/ identity/'

# judge STATUS ARGUMENT...: mtlspec run, on a machine that may be busy
judge() {
	wanted_status=$1
	shift
	run "$wanted_status" "$MTLSPEC" run --timeout 60000 "$@"
}

# asking NAME SCHEMES: ./NAME is a right nginx that takes no other keys.
asking() {
	cp -R "$SOURCE/harness/targets/nginx" "$1"
	chmod -R u+w "$1"
	sed -i "s/^\t\tssl_certificate_key .*/&\n\t\tssl_conf_command ClientSignatureAlgorithms $2;/" \
		"$1/nginx.conf"
	file_says "$1/nginx.conf" ClientSignatureAlgorithms
}

# all_shown TWIN: every connection that was asked showed what was meant, or its cell is of key-types/
# and says that it was not tried; the good client came as that twin, wherever he was asked.
all_shown() {
	python3 - "$1" <<-'END' || flunk "what was shown"
		import json, sys
		good, checked = "client+" + sys.argv[1], 0
		for line in open("events.jsonl"):
		    cell = json.loads(line)
		    for attempt in cell.get("attempts", []):
		        facts, name = attempt["facts"], attempt["credential"]
		        # (of a second handshake that was refused, nobody was asked)
		        if name == "none" or not facts.get("certificate_requested") or "renegotiation" in facts:
		            continue
		        if "unsent" in facts:
		            assert cell["scenario"].startswith("key-types/"), cell["id"]
		            assert cell["observed"] is None and cell["verdict"] in ("pass", "skip"), cell["id"]
		            continue
		        checked += 1
		        assert facts["sent"] == "as meant", (cell["id"], facts["sent"])
		        if name == "client":
		            assert facts["twin"] == good, (cell["id"], facts.get("twin"))
		            assert facts["why_twin"].startswith("client with a"), facts["why_twin"]
		            assert facts["signature_schemes"], cell["id"]
		assert checked > 90, checked
	END
}

# right TWIN [SCENARIO...]: ./asking is not accused, and each of its refusals is one.
right() {
	twin=$1
	shift
	judge 0 --target ./asking --mode $mode --events events.jsonl "$@"
	run 0 python3 "$EVENTS" complete events.jsonl
	same "$(events count events.jsonl verdict=fail)" 0 "accusations"
	same "$(events count events.jsonl verdict=error)" 0 "errors"
	tried=$(($(events count events.jsonl expected=reject) - $(events count events.jsonl expected=reject verdict=skip)))
	same "$(($(events count events.jsonl expected=reject observed=reject) - $(events count events.jsonl \
		expected=reject observed=reject verdict=skip)))" "$tried" "refusals"
	# (a server that keeps no sessions has none to resume, and this one asks in the handshake)
	same "$(events where events.jsonl verdict=skip |
		sed '/^resumption/d; /^early-data/d; /^post-handshake/d; s/[/].*//' | sort -u)" key-types "skips"
	all_shown "$twin"
	# by the other driver, and by both, which must agree
	judge 0 --target ./asking --mode $mode --driver both --events events.jsonl $few
	says ' 0 fail, 0 error'
	all_shown "$twin"
}

# open: the same nginx, told not to verify: who must not get in is found to be in, each of them.
open() {
	sed -i 's/ssl_verify_client .*/ssl_verify_client off;/' asking/nginx.conf
	judge 1 --target ./asking --mode $mode --events events.jsonl \
		client-certificate/ chain/ possession/
	refused=$(events count events.jsonl expected=reject)
	[ "$refused" -ge 25 ] || flunk "few that must be refused: $refused"
	same "$(events count events.jsonl expected=reject verdict=fail observed=accept)" "$refused" "let in"
	# asked for, forgiven where nginx can forgive, by whom it was shown
	sed -i 's/ssl_verify_client .*/ssl_verify_client optional_no_ca;/' asking/nginx.conf
	judge 1 --target ./asking --mode $mode --events events.jsonl \
		chain/wrong-ca chain/impostor-ca chain/self-signed chain/missing-intermediate
	same "$(events count events.jsonl)" \
		"$(events count events.jsonl verdict=fail observed=accept)" "let in, though not verified"
}

# scenario NAME: ./NAME.yaml wants client-NAME to be let in, so that there is something to be kept.
scenario() {
	cat >"$1.yaml" <<-END
		title: One that is to be let in
		why: To have a failure.
		rules: [RFC 5280 6.1]
		target: server
		client: {present: client-$1}
		expect: {RequireAndVerifyClientCert: accept}
	END
}

# No key of the CA that issued the client, so no twin of his.
no_twins() {
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key \
		-out ca.pem -days 5 -subj /CN=ca
	run 0 openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.key \
		-out own.csr -subj /CN=own
	printf 'extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n' >own.ext
	run 0 openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out own.pem \
		-days 2 -extfile own.ext
}

rsa='RSA-PSS+SHA256:RSA+SHA256'
offered="the server's CertificateRequest offers rsa_pss_rsae_sha256, rsa_pkcs1_sha256"

case $1 in
control)
	# the twins of a target's own good client, and of those who are made after her, bear her name
	cat >pki.yaml <<-RECIPE
		extend: builtin
		credentials:
		  client-alice: {like: client, subject: {CN: alice}, san: [dns:alice.test]}
	RECIPE
	asking asking $rsa
	sed -i 's/^modes:/control: {client: client-alice}\nmodes:/' asking/target.yaml
	sed -i -e 's/^http {/&\n\tmap $ssl_client_s_dn $known { default 0; "CN=alice" 1; }/' \
		-e 's/^\t\tlocation .*/&\n\t\t\tif ($known = 0) { return 403; }/' asking/nginx.conf
	set -- --target ./asking --mode $mode --pki-file pki.yaml --events events.jsonl chain/ \
		revocation/ possession/
	judge 0 "$@"
	says ' 0 fail, 0 error'
	for scenario in chain/wrong-ca revocation/revoked possession/wrong-key; do
		same "$(events count events.jsonl scenario=$scenario verdict=pass)" 2 "$scenario"
	done
	sed -i 's/ssl_verify_client .*/ssl_verify_client optional_no_ca;/' asking/nginx.conf
	judge 1 "$@"
	for scenario in chain/wrong-ca chain/impostor-ca chain/self-signed; do
		same "$(events count events.jsonl scenario=$scenario verdict=fail observed=accept)" 2 \
			"$scenario"
	done
	;;
rsa)
	asking asking $rsa
	right rsa2048
	open
	;;
ed25519)
	asking asking ed25519
	right ed25519 $few
	open
	;;
ecdsa)
	# of a good client with an RSA key
	asking asking ECDSA+SHA256
	sed -e 's/^  client:$/&\n    key: rsa2048/' "$SOURCE/ca-fixtures/pki.yaml" >rsa.yaml
	judge 0 --target ./asking --mode $mode --pki-file rsa.yaml --events events.jsonl $few
	says ' 0 fail, 0 error'
	all_shown p256
	;;
modes)
	# in all modes, as in the shipped folder
	asking asking $rsa
	judge 0 --target ./asking --events events.jsonl $few
	says ' 0 fail, 0 error'
	same "$(events count events.jsonl verdict=xpass)" 0 "deviations that are gone"
	all_shown rsa2048
	;;
kinds)
	# which keys a server asks for stands in the cells that try other keys, and in the reports
	asking asking $rsa:ECDSA+SHA384
	judge 0 --target ./asking --mode $mode --tls 1.3 --strict --events events.jsonl \
		--html report.html key-types/
	same "$(events show events.jsonl deviation verdict=pass observed=accept | grep -v '^null$')" \
		"the server asks for keys of these kinds: RSA, P-384" "the note"
	same "$(events where events.jsonl verdict=pass observed=null | sed 's/@.*//' | tr '\n' ' ')" \
		"key-types/ed25519 key-types/ed448 key-types/p521 key-types/rsa-pss " "those that were not tried"
	file_says report.html "the server asks for keys of these kinds: RSA, P-384"
	file_says report.html "ecdsa_secp384r1_sha384"
	# what must be taken is not tried either where it is not asked for: no pass, and no failure
	rm -r asking
	asking asking ed25519
	judge 77 --target ./asking --mode $mode --events events.jsonl key-types/rsa-2048
	same "$(events show events.jsonl reason verdict=skip)" \
		"not tried: the server's CertificateRequest offers ed25519; client-rsa has an RSA key, which can sign with none of them" \
		"the reason"
	;;
shown)
	# a finding is shown again, by hand and by openssl, with the files of the twin
	asking asking $rsa
	sed -i 's/ssl_verify_client .*/ssl_verify_client optional_no_ca;/' asking/nginx.conf
	judge 1 --target ./asking --mode $mode --tls 1.3 --keep kept chain/wrong-ca \
		--html report.html
	says "presented  client-wrong-ca with an RSA key, since the server asks for rsa_pss_rsae_sha256"
	says 'by hand .*-cert pki/credentials/client-wrong-ca+rsa2048.pem'
	says 'with curl .*--key pki/credentials/client-wrong-ca+rsa2048.key'
	file_says report.html "client-wrong-ca with an RSA key, since the server asks for"
	file_says report.html "the server asks for:</span> rsa_pss_rsae_sha256 rsa_pkcs1_sha256</p>"
	cell=$(echo kept/cells/chain_wrong-ca*)
	file_says "$cell/transcript.txt" "in its place .*client with an RSA key"
	file_says "$cell/transcript.txt" '^  server asks for  *rsa_pss_rsae_sha256$'
	cmp -s "$cell/credential.key" kept/pki/credentials/client-wrong-ca+rsa2048.key ||
		flunk "another key"
	run 0 sh "$cell/reproduce.sh"
	says '^subject (client-wrong-ca+rsa2048): in the run http 200; now http 200$'
	# the controls, too, come with their twins
	sed -i 's/ssl_verify_client .*/ssl_verify_client on;/' asking/nginx.conf
	scenario expired
	judge 1 --target ./asking --mode $mode --tls 1.3 expired.yaml --keep kept-expired
	says 'refused (http 400)'
	run 0 sh kept-expired/cells/expired*/reproduce.sh
	run 0 "$MTLSPEC" pki pki
	run 0 openssl pkey -in pki/credentials/client-wrong-ca+rsa2048.key -noout
	file_says pki/README.md 'NAME+KIND.pem'
	# a twin that `mtlspec pki` does not write is not named by a command
	rm -r asking
	asking asking ed448
	sed -i 's/ssl_verify_client .*/ssl_verify_client optional_no_ca;/' asking/nginx.conf
	judge 1 --target ./asking --mode $mode --tls 1.3 chain/wrong-ca --keep kept-too
	says 'reproduce '
	says_not 'by hand'
	run 0 sh kept-too/cells/chain_wrong-ca*/reproduce.sh
	# nor is one that no file can hold
	scenario wrong-key
	judge 1 --target ./asking --mode $mode --tls 1.3 wrong-key.yaml --keep kept-wrong
	says 'refused (alert decrypt_error)'
	run 2 sh kept-wrong/cells/wrong-key*/reproduce.sh
	says "^this cannot be shown by openssl alone: a file can't hold a key like this one"
	;;
folder)
	# certificates from a folder: those of other keys are in it, or made by the keys of its CAs
	asking asking $rsa
	asking edwards ed25519
	run 0 "$MTLSPEC" pki pki
	set -- --mode $mode --pki pki --events events.jsonl $few
	judge 0 --target ./asking "$@"
	says ' 0 fail, 0 error'
	all_shown rsa2048
	judge 0 --target ./edwards "$@"
	says ' 0 fail, 0 error'
	all_shown ed25519
	rm pki/ca/*.key
	judge 0 --target ./asking "$@"
	says ' 0 fail, 0 error'
	judge 3 --target ./edwards "$@" client-certificate/expired
	same "$(events show events.jsonl reason | sed 's/.*ed25519; //' | sort -u)" \
		"client has a P-256 key, which can sign with none of them; the same with another key can't be made: pki holds no key of the CA that issued it)" \
		"the reason"
	;;
none)
	# nothing that rests on nobody's certificate passes or fails, in any mode
	asking asking $rsa
	no_twins
	set -- --target ./asking --client-ca ca.pem --credential client=own.pem,own.key
	for strict in '' --strict; do
		judge 3 "$@" $strict --events events.jsonl client-certificate/ chain/ identity/ possession/
		run 0 python3 "$EVENTS" complete events.jsonl
		unasked=$(events count events.jsonl mode=NoClientCert verdict=pass)
		same "$(events count events.jsonl verdict=fail)" 0 "accusations"
		same "$(events count events.jsonl verdict=pass)" "$unasked" "passes"
		[ "$(events count events.jsonl verdict=error)" -ge 100 ] || flunk "few errors"
		events show events.jsonl reason verdict=error >reasons
		same "$(grep -c -F "$offered; client has a P-256 key, which can sign with none of them; the same with another key needs the key of the CA that issued it (--client-ca CERT,KEY), or give one that has a key which the server asks for (--credential client=CERT,KEY)" reasons)" \
			"$(count_lines reasons)" "reasons"
	done
	# with that key all is well
	judge 0 --target ./asking --client-ca ca.pem,ca.key \
		--credential client=own.pem,own.key --mode $mode --events events.jsonl $few
	says ' 0 fail, 0 error'
	all_shown rsa2048
	;;
*) exit 1 ;;
esac
finish
