#!/bin/sh
# ocsp.sh: whom the reference server lets in by the answers of a responder that is not ours (openssl's),
# and where nobody can be asked.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3
need openssl

# certificate NAME SERIAL EXTENSIONS: of `own-ca`
certificate() {
	run 0 openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" \
		-subj "/CN=$1"
	printf '%s\n' "$3" >"$1.ext"
	run 0 openssl x509 -req -in "$1.csr" -CA own-ca.pem -CAkey own-ca.key -set_serial "$2" -days 2 \
		-extfile "$1.ext" -out "$1.pem"
}

# fetch STATUS CLIENT: a request to the server, without a certificate where there is no client
fetch() {
	wanted_status=$1
	certificate=
	[ -z "$2" ] || certificate="--cert $2.pem --key $2.key"
	# shellcheck disable=SC2086 # two options and their values
	run "$wanted_status" "$MTLSPEC" fetch --connect 127.0.0.1 --ca pki/server-ca.pem $certificate \
		"https://server.mtlspec.test:$port/"
	says "HTTP $([ "$wanted_status" = 0 ] && echo 200 || echo 400)"
}

run 0 "$MTLSPEC" pki pki
run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own-ca.key \
	-out own-ca.pem -days 2 -subj /CN=own-ca
responder=$(free_port)
address="authorityInfoAccess=OCSP;URI:http://127.0.0.1:$responder/ask?x"
certificate good 16 "$address"
certificate revoked 17 "$address"
certificate plain 18 'keyUsage=digitalSignature'
certificate named 19 'authorityInfoAccess=OCSP;URI:http://localhost:1/'
certificate nobody 20 'authorityInfoAccess=OCSP;URI:http://127.0.0.1:1/'
certificate made 21 'extendedKeyUsage=OCSPSigning'
for client in good:10:V: revoked:11:R:250101000000Z; do
	serial=${client#*:}
	printf '%s\t301230000000Z\t%s\t%s\tunknown\t/CN=%s\n' "$(echo "$client" | cut -d : -f 3)" \
		"$(echo "$client" | cut -d : -f 4)" "${serial%%:*}" "${client%%:*}"
done >index

start python3 -B "$SOURCE/harness/tests/e2e/responder.py" "$responder" -index index -CA own-ca.pem -nmin 5
started_listening "$responder"
port=$(free_port)
start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode VerifyClientCertIfGiven --cert pki/server.pem \
	--key pki/server.key --client-ca own-ca.pem --ocsp 10000 --tickets
started_listening "$port"

fetch 0 ''
# RFC 6960 4.2.2.2: the CA, and whom it has made its responder; not just anybody of whom it is the CA
for signer in own-ca made; do
	echo $signer >answer
	fetch 0 good
	fetch 1 revoked
done
echo revoked >answer
fetch 1 good
# no answer, and nobody who could give one
rm answer
for client in good plain named nobody; do
	fetch 1 $client
done
finish
