#!/bin/sh
# pinned.sh: a client that looks at nothing but the good server's public key, which it has pinned, is
# caught by each server that is bad in anything else.
. "$SOURCE/harness/tests/e2e/expect.sh"
need curl
need openssl

run 0 "$MTLSPEC" pki pki
openssl x509 -in pki/server.pem -pubkey -noout >pin.pem || flunk "no public key"
run 1 "$MTLSPEC" run --pki pki --client "curl -s --fail -k --pinnedpubkey $PWD/pin.pem "'${url}' \
	--mode NoClientCert --events events.jsonl server-certificate/
says ' 0 error,'
# it is let in by whatever it must not trust; but for a key that is another or can't sign, and versions
events where events.jsonl expected=reject observed=reject | sed 's/@.*//' | sort -u >output
same "$(tr '\n' ' ' <output)" \
	"server-certificate/tls1.0-only server-certificate/tls1.1-only server-certificate/wrong-key " \
	"what it refuses"
for scenario in bad-name client-eku-only cn-beside-other-san cn-only expired impostor-ca intermediate-not-ca \
	missing-intermediate name-constraint not-yet-valid self-signed sha1-signature tampered-signature wrong-ca; do
	events where events.jsonl observed=accept "scenario=server-certificate/$scenario" |
		grep -q . || flunk "$scenario: not caught"
done
finish
