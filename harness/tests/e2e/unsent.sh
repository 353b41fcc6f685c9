#!/bin/sh
# unsent.sh CASE: a server whose CertificateRequest leaves out our key. What did not go out proves
# nothing, whatever became of the connection.
. "$SOURCE/harness/tests/e2e/expect.sh"
need nginx
need python3

offered="the server's CertificateRequest offers rsa_pss_rsae_sha256, rsa_pkcs1_sha256"

# A right nginx that takes RSA keys only.
rsa_only() {
	cp -R "$SOURCE/harness/targets/nginx" rsa-only
	chmod -R u+w rsa-only
	sed -i 's/^\t\tssl_certificate_key .*/&\n\t\tssl_conf_command ClientSignatureAlgorithms RSA-PSS+SHA256:RSA+SHA256;/' \
		rsa-only/nginx.conf
	file_says rsa-only/nginx.conf ClientSignatureAlgorithms
}

# All is an error, with that reason, but where no certificate is asked for.
no_verdicts() {
	unasked=$(events count events.jsonl mode=NoClientCert)
	same "$(events count events.jsonl verdict=fail)" 0 "accusations"
	same "$(events count events.jsonl verdict=pass)" "$unasked" "passes"
	same "$(events count events.jsonl verdict=error)" \
		$(($(events count events.jsonl) - unasked)) "errors"
	for mode in RequestClientCert RequireAnyClientCert VerifyClientCertIfGiven \
		RequireAndVerifyClientCert; do
		same "$(events count events.jsonl "mode=$mode" verdict=pass)" 0 "passes in $mode"
	done
	events show events.jsonl reason verdict=error >reasons
	same "$(grep -c -F "$offered; client has a P-256 key, which can sign with none of them" reasons)" \
		"$(count_lines reasons)" "reasons"
}

case $1 in
whole)
	rsa_only
	run 3 "$MTLSPEC" run --target ./rsa-only --events events.jsonl
	run 0 python3 "$EVENTS" complete events.jsonl
	no_verdicts
	;;
strict)
	rsa_only
	for driver in http both; do
		run 3 "$MTLSPEC" run --target ./rsa-only --driver $driver --strict --events events.jsonl \
			client-certificate/good client-certificate/none client-certificate/no-eku \
			client-certificate/expired client-certificate/no-digital-signature
		no_verdicts
	done
	;;
facts)
	# the offered schemes stand in the connection, and in the reports that are made of it
	rsa_only
	sed -e 's/^  client:$/&\n    key: rsa2048/' -e 's/^  client-wrong-key:$/&\n    key: p256/' \
		"$SOURCE/ca-fixtures/pki.yaml" >rsa.yaml
	run 3 "$MTLSPEC" run --target ./rsa-only --pki-file rsa.yaml --events events.jsonl \
		--report-dir reports key-types/ client-certificate/ possession/
	same "$(events show events.jsonl reason scenario=key-types/p384 verdict=error)" \
		"$offered; client-p384 has a P-384 key, which can sign with none of them" "the reason"
	same "$(events count events.jsonl verdict=fail)" 0 "accusations"
	# to take such keys is a must
	same "$(events where events.jsonl verdict=error | sed 's/@.*//' | sort -u | tr '\n' ' ')" \
		"key-types/p384 possession/wrong-key " "errors"
	# and such keys are left to the server
	same "$(events where events.jsonl observed=null verdict=pass | sed 's/@.*//' | sort -u | tr '\n' ' ')" \
		"key-types/ed25519 key-types/rsa-pss " "cells that were not tried"
	python3 - <<-'END' || flunk "facts of the connections"
		import json
		for line in open("events.jsonl"):
		    cell = json.loads(line)
		    for attempt in cell.get("attempts", []):
		        facts = attempt["facts"]
		        unsent = facts["sent"] == "empty list" and attempt["credential"] != "none"
		        schemes = ["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"] if unsent else None
		        assert facts.get("signature_schemes") == schemes, attempt
		        assert ("unsent" in facts) == unsent, attempt
	END
	run 0 "$MTLSPEC" report --html again.html events.jsonl
	file_says again.html "client-p384 has a P-384 key"
	run 3 "$MTLSPEC" run --target ./rsa-only --pki-file rsa.yaml --strict --events events.jsonl \
		key-types/
	same "$(events count events.jsonl scenario=key-types/ed25519 verdict=pass)" 10 "not tried"
	;;
*) exit 1 ;;
esac
finish
