#!/bin/sh
# own_pki.sh CASE: certificates that the user brings, made by openssl here.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
. "$SOURCE/harness/tests/e2e/own_ca.sh"
need openssl
mode=RequireAndVerifyClientCert

# own_crl CA: CA.crl.pem, which lists nobody
own_crl() {
	: >index.txt
	printf '[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=2\n' \
		>ca.conf
	run 0 openssl ca -config ca.conf -gencrl -keyfile "$1.key" -cert "$1.pem" -out "$1.crl.pem"
}

own_ca root 5

case $1 in
below)
	# the root's key is in a safe; what is launched is told the root
	own_ca_below issuing root 0
	own_crl root
	rm root.key
	need nginx
	run 0 "$MTLSPEC" run --target nginx --mode $mode --client-ca root.pem \
		--client-ca issuing.pem,issuing.key --client-crl root.crl.pem --events events.jsonl
	says ' 0 fail, 0 error'
	same "$(events show events.jsonl verdict scenario=revocation/revoked)" pass "the revoked one"
	same "$(events show events.jsonl verdict scenario=client-certificate/expired)" pass "the expired"
	same "$(events show events.jsonl reason scenario=chain/intermediate-not-ca)" \
		"the given CA allows no intermediates below it (pathlen 0)" "one below it"
	run 0 "$MTLSPEC" run --target nginx --mode $mode --client-ca root.pem \
		--client-ca issuing.pem,issuing.key revocation/ client-certificate/good --events events.jsonl
	same "$(events show events.jsonl reason scenario=revocation/revoked | cut -d, -f1)" \
		"the client CAs' revocation lists need that of 'CN=root" "the list of the root"
	run 2 "$MTLSPEC" run --client-ca issuing.pem,issuing.key
	says "must be told which CA to trust"
	# what runs already knows the root: a service that trusts it, and takes the chain as it comes
	port=$(free_port)
	backend=$(free_port)
	run 0 "$MTLSPEC" pki pki
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert pki/server.pem \
		--key pki/server.key --client-ca root.pem --backend "127.0.0.1:$backend"
	started_listening "$port"
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --server-ca pki/server-ca.pem \
		--backend "127.0.0.1:$backend" --client-ca issuing.pem,issuing.key --events events.jsonl
	says ' 0 fail, 0 error'
	[ "$(events count events.jsonl verdict=pass)" -ge 45 ] || flunk "few passes"
	# both CAs in one file, the root first
	cat root.pem issuing.pem >both.pem
	run 0 "$MTLSPEC" pki mine --client-ca both.pem,issuing.key
	run 0 openssl verify -CAfile root.pem -untrusted mine/credentials/client.pem \
		mine/credentials/client.pem
	[ ! -e mine/ca/client-issuing.key ] || flunk "the CA's key was copied"
	;;
weak)
	# a right server refuses everybody below it: that is no fault of the server, and said before
	need_target nginx
	run 0 openssl req -x509 -newkey rsa:1024 -nodes -keyout weak.key -out weak.pem -days 5 \
		-subj "/O=ours/CN=weak"
	run 3 "$MTLSPEC" run --target nginx --mode $mode --client-ca weak.pem,weak.key \
		--events events.jsonl client-certificate/
	says '^mtlspec: the certificate of /O=ours/CN=weak has a key of RSA with 1024 bits, which servers'
	same "$(events show events.jsonl verdict)" error "what can't be judged"
	file_says events.jsonl 'no control: .* has a key of RSA with 1024 bits'
	# a CA below it that is signed with SHA-1; what a root says of itself nobody reads
	own_ca strong 5
	run 0 openssl req -x509 -new -sha1 -key strong.key -out strong.pem -days 5 -subj "/CN=strong"
	new_key below.key
	run 0 openssl req -new -key below.key -out below.csr -subj "/O=ours/CN=below"
	printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n' >ca.ext
	run 0 openssl x509 -req -sha1 -in below.csr -CA strong.pem -CAkey strong.key -CAcreateserial \
		-out below.pem -days 4 -extfile ca.ext
	run 0 "$MTLSPEC" run --target nginx --mode $mode --client-ca strong.pem,strong.key \
		client-certificate/
	says_not 'servers of today'
	run 3 "$MTLSPEC" run --target nginx --mode $mode --client-ca strong.pem \
		--client-ca below.pem,below.key client-certificate/
	says '^mtlspec: the certificate of /O=ours/CN=below is signed with ecdsa-with-SHA1'
	says ' 0 pass, 0 fail,'
	;;
no-room)
	# as mkcert makes it: clients directly below the root
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout dev.key \
		-out dev.pem -days 5 -subj "/O=ours/CN=dev" -addext basicConstraints=critical,CA:TRUE,pathlen:0 \
		-addext keyUsage=critical,keyCertSign
	run 0 "$MTLSPEC" run --client-ca dev.pem,dev.key --events events.jsonl
	says ' 0 fail, 0 error'
	same "$(events show events.jsonl verdict scenario=client-certificate/good)" pass "the good one"
	same "$(events show events.jsonl verdict scenario=chain/intermediate-not-ca)" skip "one below it"
	;;
forms)
	own_client good root
	printf 'open sesame\n' >passphrase
	run 0 openssl pkcs12 -export -legacy -in good.pem -inkey good.key -certfile root.pem \
		-passout file:passphrase -out good.p12
	run 0 openssl pkcs12 -export -in root.pem -inkey root.key -passout file:passphrase -out root.p12
	run 0 openssl x509 -in root.pem -outform DER -out root.der
	run 0 openssl x509 -in root.pem -trustout -out trusted.pem
	run 0 openssl pkey -in root.key -outform DER -out root.key.der
	run 0 openssl crl2pkcs7 -nocrl -certfile root.pem -out root.p7b
	set -- run --target reference --mode $mode client-certificate/
	run 0 "$MTLSPEC" "$@" --client-ca root.p12 --key-passphrase-file passphrase
	says ' 0 fail, 0 error, .* [0-9]* skip'
	run 0 "$MTLSPEC" "$@" --client-ca root.der,root.key.der
	says ' 0 fail, 0 error, .* [0-9]* skip'
	for root in trusted.pem root.p7b; do
		run 0 "$MTLSPEC" "$@" --client-ca $root --credential client=good.p12 \
			--key-passphrase-file passphrase
		says ' 0 fail, 0 error'
	done
	cat root.pem good.pem >upside-down.pem
	run 0 "$MTLSPEC" "$@" --client-ca root.pem --credential client=upside-down.pem,good.key
	says ' 0 fail, 0 error'
	run 2 "$MTLSPEC" "$@" --client-ca root.p12
	says '^mtlspec: root.p12: it is PKCS#12 under a passphrase, and none was given'
	# without the provider that knows the algorithms of old: our trouble, and said
	run 2 env OPENSSL_MODULES="$work" "$MTLSPEC" "$@" --client-ca root.pem \
		--credential client=good.p12 --key-passphrase-file passphrase
	says '^mtlspec: good.p12: it is PKCS#12 with algorithms of old (such as RC2), and this OpenSSL has'
	says 'convert it: openssl pkcs12 -legacy -nodes -in good.p12 -out new.pem'
	printf '\376\355\376\355\0\0\0\2' >keystore
	run 2 "$MTLSPEC" "$@" --client-ca keystore
	says '^mtlspec: keystore: it is a Java keystore (JKS); convert it: keytool -importkeystore'
	run 2 "$MTLSPEC" "$@" --client-ca root.pem --credential client=good.csr,good.key
	says '^mtlspec: good.csr: no certificate can be read: it holds a certificate request'
	run 2 "$MTLSPEC" "$@" --client-crl root.pem --client-ca root.pem,root.key
	says '^mtlspec: root.pem: no CRL can be read: it holds a certificate'
	;;
nameless)
	# SPIFFE's: the subject is empty, the name a URI
	new_key svid.key
	run 0 openssl req -new -key svid.key -out svid.csr -subj /
	printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth,serverAuth\n%s\n' \
		subjectAltName=critical,URI:spiffe://example.test/workload >svid.ext
	run 0 openssl x509 -req -in svid.csr -CA root.pem -CAkey root.key -CAcreateserial -out svid.pem \
		-days 2 -extfile svid.ext
	run 0 "$MTLSPEC" run --client-ca root.pem --credential client=svid.pem,svid.key \
		--target reference --target nginx --mode $mode --events events.jsonl
	says ' 0 fail, 0 error'
	same "$(events show events.jsonl verdict scenario=identity/presented)" pass "who it is"
	# and of one's own making
	sed '/^  client:$/,/^ *eku/s/subject: .*/subject: {}/' "$SOURCE/ca-fixtures/pki.yaml" >pki.yaml
	run 0 "$MTLSPEC" run --pki-file pki.yaml --target reference --target nginx --mode $mode
	says ' 0 fail, 0 error'
	;;
ca)
	# everything is minted under it, for what we launch and for clients that we judge
	run 0 "$MTLSPEC" run --client-ca root.pem,root.key
	says ' 0 fail, 0 error, 0 xfail, 0 xpass, [0-9]* skip'
	run 0 "$MTLSPEC" pki pki --client-ca root.pem,root.key
	run 0 openssl verify -CAfile root.pem -untrusted pki/credentials/client.pem \
		pki/credentials/client.pem
	run 2 openssl verify -CAfile root.pem -untrusted pki/credentials/client-impostor-ca.pem \
		pki/credentials/client-impostor-ca.pem
	same "$(openssl x509 -in pki/client-ca.pem)" "$(openssl x509 -in root.pem)" "the trusted CA"
	[ ! -e pki/ca/client-root.key ] || flunk "the CA's key was copied"
	;;
nginx)
	need nginx
	run 0 "$MTLSPEC" run --target nginx --mode $mode --client-ca root.pem,root.key
	says ' 0 fail, 0 error, .* [0-9]* skip'
	;;
external)
	# a server that trusts our CA, and was told nothing else by mtlspec
	run 0 "$MTLSPEC" pki pki
	port=$(free_port)
	backend=$(free_port)
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode $mode --cert pki/server.pem \
		--key pki/server.key --client-ca root.pem --backend "127.0.0.1:$backend"
	started_listening "$port"
	set -- --target "127.0.0.1:$port" --mode $mode --backend "127.0.0.1:$backend" \
		--server-ca pki/server-ca.pem --events events.jsonl
	run 0 "$MTLSPEC" run "$@" --client-ca root.pem,root.key
	says ' 0 fail, 0 error'
	[ "$(events count events.jsonl verdict=pass)" -ge 50 ] || flunk "few passes"
	# with a good client of ours alone, what needs the CA's key is skipped, the rest is not
	own_client good root
	run 0 "$MTLSPEC" run "$@" --credential client=good.pem,good.key
	says ' 0 fail, 0 error'
	same "$(events show events.jsonl verdict scenario=chain/wrong-ca)" pass "the wrong CA"
	same "$(events show events.jsonl verdict scenario=client-certificate/good)" pass "the good one"
	same "$(events show events.jsonl verdict scenario=client-certificate/expired)" skip "expired"
	same "$(events show events.jsonl reason scenario=client-certificate/expired)" \
		"it needs the key of the client CA (--client-ca CERT,KEY)" "the reason"
	# and what was written beforehand does as well
	run 0 "$MTLSPEC" pki own --credential client=good.pem,good.key --client-ca root.pem
	run 0 "$MTLSPEC" run "$@" --pki own
	same "$(events show events.jsonl verdict scenario=chain/wrong-ca)" pass "the wrong CA"
	same "$(events show events.jsonl verdict scenario=client-certificate/expired)" skip "expired"
	# a good client of another CA is no good there
	own_ca other 5
	own_client stranger other
	run 3 "$MTLSPEC" run "$@" --credential client=stranger.pem,stranger.key client-certificate/good
	says 'the good client is refused'
	same "$(events show events.jsonl verdict)" error "the verdicts on a server that is right"
	says 'reproduce .* --credential client=stranger.pem,stranger.key'
	;;
launched)
	# whom to trust must be known where mtlspec writes the configuration
	own_client good root
	run 2 "$MTLSPEC" run --credential client=good.pem,good.key
	says "^mtlspec: target 'reference' must be told which CA to trust.*--client-ca CERT"
	run 0 "$MTLSPEC" run --credential client=good.pem,good.key --client-ca root.pem
	says ' 0 fail, 0 error'
	;;
encrypted)
	printf 'open sesame\nnot this\n' >passphrase
	run 0 openssl pkey -in root.key -aes256 -passout pass:'open sesame' -out locked.key
	run 0 "$MTLSPEC" run --client-ca root.pem,locked.key --key-passphrase-file passphrase \
		client-certificate/
	says ' 0 fail, 0 error'
	run 2 "$MTLSPEC" run --client-ca root.pem,locked.key
	says '^mtlspec: locked.key: the key is encrypted, and no passphrase was given (--key-passphrase-file FILE)'
	echo wrong >passphrase
	run 2 "$MTLSPEC" run --client-ca root.pem,locked.key --key-passphrase-file passphrase
	says '^mtlspec: locked.key: the key is encrypted, and the passphrase does not open it'
	;;
refused)
	own_client good root
	own_ca other 5
	set -- run --target reference
	run 2 "$MTLSPEC" "$@" --client-ca root.pem,other.key
	says '^mtlspec: other.key: the key does not belong to the certificate of root.pem'
	run 2 "$MTLSPEC" "$@" --client-ca good.pem,good.key
	says '^mtlspec: good.pem: it is no CA certificate'
	run 2 "$MTLSPEC" "$@" --client-ca root.pem
	says 'a good client is needed'
	run 2 "$MTLSPEC" "$@" --client-ca absent.pem,root.key
	says '^mtlspec: absent.pem'
	run 2 "$MTLSPEC" "$@" --client-ca root.key,root.key
	says '^mtlspec: root.key: no certificate can be read'
	run 2 "$MTLSPEC" "$@" --client-ca root.pem,
	says 'CERT or CERT,KEY is wanted'
	run 2 "$MTLSPEC" "$@" --credential good.pem,good.key
	says 'NAME=CERT,KEY is wanted'
	run 2 "$MTLSPEC" "$@" --credential nobody=good.pem,good.key
	says '^mtlspec: nobody: there is no credential of that name'
	run 2 "$MTLSPEC" "$@" --credential client=good.pem,root.key
	says '^mtlspec: root.key: the key does not belong to the certificate of good.pem'
	run 2 "$MTLSPEC" "$@" --credential client=good.pem,good.key --client-ca other.pem
	says '^mtlspec: good.pem: it does not lead to the CA that was given'
	run 0 "$MTLSPEC" pki pki
	run 2 "$MTLSPEC" "$@" --pki pki --client-ca root.pem,root.key
	says 'without --pki'
	run 2 "$MTLSPEC" pki other-pki --client-ca root.pem,other.key
	says '^mtlspec: other.key: the key does not belong'
	[ ! -e other-pki ] || flunk "something was written"
	# days that have passed
	run 0 openssl x509 -req -in good.csr -CA root.pem -CAkey root.key -days -1 -out old.pem
	run 2 "$MTLSPEC" "$@" --credential client=old.pem,good.key
	says '^mtlspec: old.pem: the certificate has expired: it was valid until '
	;;
*) exit 1 ;;
esac
finish
