#!/bin/sh
# fetch.sh CASE: the reference client, by hand, against the reference server.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
need python3

name=server.mtlspec.test
# serve CREDENTIAL: the server, with that certificate, at $port
serve() {
	port=$(free_port)
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --cert "pki/credentials/$1.pem" \
		--key "pki/credentials/$1.key" --client-ca pki/client-ca.pem --tickets
	started_listening "$port"
	served=$pid
}
# fetch STATUS OPTION...
fetch() {
	wanted_status=$1
	shift
	run "$wanted_status" "$MTLSPEC" fetch --connect 127.0.0.1 --ca pki/server-ca.pem "$@"
}
me="--cert pki/credentials/client.pem --key pki/credentials/client.key"

run 0 "$MTLSPEC" pki pki
case $1 in
answers)
	serve server
	# shellcheck disable=SC2086 # two options and their values
	fetch 0 $me "https://$name:$port/"
	says '^HTTP 200, [0-9]* bytes$'
	# two requests, and each as itself
	# shellcheck disable=SC2086
	fetch 0 $me --first "https://$name:$port/first" --first-cert pki/credentials/client-p384.pem \
		--first-key pki/credentials/client-p384.key "https://$name:$port/"
	says '^first: HTTP 200'
	says '^HTTP 200'
	# nobody is turned away, which in TLS 1.3 comes when the request is out
	fetch 1 "https://$name:$port/"
	says "^mtlspec: https://$name:$port/: .*certificate required"
	# shellcheck disable=SC2086
	fetch 1 $me "https://other.mtlspec.test:$port/"
	says 'hostname mismatch'
	# shellcheck disable=SC2086
	fetch 0 $me --defects ignore-name "https://other.mtlspec.test:$port/"
	run 1 "$MTLSPEC" fetch --connect 127.0.0.1 "https://$name:$port/"
	says 'unable to get local issuer certificate\|self-signed certificate in certificate chain'
	fetch 1 "http://$name:$port/"
	says 'it leads away from TLS'
	fetch 1 "https://$name:$(free_port)/"
	says 'Connection refused'
	;;
options)
	# each by what it changes
	serve server
	client=pki/credentials/client
	fetch 0 --cert $client.pem --key $client.key --crl pki/server-ca.crl.pem "https://$name:$port/"
	fetch 0 --cert $client.pem --key $client.key --follow --tls-min 1.2 --tls-max 1.2 "https://$name:$port/"
	fetch 1 --cert $client.pem --key $client.key --tls-min 1.3 --tls-max 1.2 "https://$name:$port/"
	says 'no protocols available'
	# shellcheck disable=SC2086
	fetch 0 $me --first "https://other.mtlspec.test:$port/" --first-cert $client.pem --first-key $client.key \
		"https://$name:$port/"
	says 'hostname mismatch'
	# shellcheck disable=SC2086
	fetch 0 $me --first "https://other.mtlspec.test:$port/" --first-cert $client.pem --first-key $client.key \
		--first-insecure "https://$name:$port/"
	says '^first: HTTP 200'
	# a key under a passphrase, which nobody is asked for
	fetch 0 --cert $client.pem --key $client.encrypted.key --key-passphrase-file pki/credentials/passphrase.txt \
		"https://$name:$port/"
	fetch 1 --cert $client.pem --key $client.encrypted.key "https://$name:$port/"
	says 'no private key of that certificate'
	echo another >another
	fetch 1 --cert $client.pem --key $client.encrypted.key --key-passphrase-file another "https://$name:$port/"
	says 'no private key of that certificate'
	fetch 1 --cert $client.pem --key $client.encrypted.key --key-passphrase-file pki/credentials/passphrase.txt \
		--defects forget-encrypted-key "https://$name:$port/"
	says 'certificate required'
	serve server-revoked
	# shellcheck disable=SC2086
	fetch 0 $me "https://$name:$port/"
	# shellcheck disable=SC2086
	fetch 1 $me --crl pki/server-ca.crl.pem "https://$name:$port/"
	says 'revoked'
	;;
usage)
	run 2 "$MTLSPEC" fetch
	says 'which URL?'
	fetch 2 --cert x "https://$name/"
	says 'one is of no use without the other'
	fetch 2 --key-passphrase-file x "https://$name/"
	says 'there is no --key to open'
	fetch 2 --defects ignore-eku "https://$name/"
	says "clients have no 'ignore-eku'"
	fetch 1 "ftp://$name/"
	says 'neither https:// nor http://'
	run 1 "$MTLSPEC" fetch --ca nowhere.pem "https://$name/"
	says 'nowhere.pem: '
	;;
again)
	# it asks, reads its files again, asks, and leaves when it is asked to
	serve server
	# shellcheck disable=SC2086
	start "$MTLSPEC" fetch --again --connect 127.0.0.1 --ca pki/server-ca.pem $me "https://$name:$port/"
	within 60 grep -q '^asking again and again$' "background.$count_started" || flunk "it does not begin"
	kill -HUP "$pid"
	within 60 grep -q '^the files are read again$' "background.$count_started" || flunk "it does not say so"
	kill -TERM "$pid"
	wait_gone "$pid" || flunk "it stays"
	gone "$served" && flunk "the server is gone"
	;;
*) exit 1 ;;
esac
finish
