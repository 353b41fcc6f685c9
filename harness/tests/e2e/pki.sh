#!/bin/sh
# pki.sh CASE: `mtlspec pki DIR`, for hand use.
. "$SOURCE/harness/tests/e2e/expect.sh"

case $1 in
written)
	need openssl
	umask 022
	run 0 "$MTLSPEC" pki new/pki
	says 'start with new/pki/README.md'
	same "$(cat stdout)" "" "standard output"
	run 0 "$MTLSPEC" list credentials
	sed 's/ .*//' stdout >names
	[ "$(count_lines names)" -ge 20 ] || flunk "few credentials"
	while read -r name; do
		case $name in server*) continue ;; esac
		grep -q -e "credentials/$name\.\*\`" new/pki/README.md || flunk "README.md does not name $name"
		for ending in pem key der both.pem encrypted.key p12; do
			[ -s "new/pki/credentials/$name.$ending" ] || flunk "no $name.$ending"
		done
	done <names
	# every private key is its owner's alone, whatever the umask
	same "$(find new/pki -name '*.key' ! -perm 0600; find new/pki -name '*.p12' ! -perm 0600
		find new/pki -name '*.both.pem' ! -perm 0600)" "" "keys that others can read"
	same "$(grep -rl 'PRIVATE KEY' new/pki | while read -r file; do
		find "$file" ! -perm 0600
	done)" "" "files with keys that others can read"
	[ "$(grep -rl 'PRIVATE KEY' new/pki | wc -l)" -ge 40 ] || flunk "few keys"
	# and other people's tools can use it
	run 0 openssl verify -purpose sslclient -CAfile new/pki/client-ca.pem \
		-untrusted new/pki/credentials/client.pem new/pki/credentials/client.pem
	run 0 openssl verify -purpose sslserver -CAfile new/pki/server-ca.pem \
		-untrusted new/pki/server.pem new/pki/server.pem
	run 2 openssl verify -purpose sslclient -CAfile new/pki/client-ca.pem \
		-untrusted new/pki/credentials/client-expired.pem new/pki/credentials/client-expired.pem
	says 'certificate has expired'
	passphrase=$(find new/pki -name '*passphrase*')
	run 0 openssl pkey -in new/pki/credentials/client.encrypted.key -passin "file:$passphrase" -noout
	run 0 openssl pkcs12 -in new/pki/credentials/client.p12 -passin "file:$passphrase" -noout
	;;
kept)
	run 0 "$MTLSPEC" pki pki
	(cd pki && find . -type f -exec cksum {} + | LC_ALL=C sort) >before
	run 2 "$MTLSPEC" pki pki
	says '^mtlspec: already there, nothing was written: .*pki/'
	(cd pki && find . -type f -exec cksum {} + | LC_ALL=C sort) >after
	cmp before after || flunk "something was changed"
	run 0 "$MTLSPEC" pki --force pki
	(cd pki && find . -type f -exec cksum {} + | LC_ALL=C sort) >after
	same "$(awk '{print $3}' before | sort)" "$(awk '{print $3}' after | sort)" "names of the files"
	grep '/client.key$' before >a
	grep '/client.key$' after >b
	cmp -s a b && flunk "--force has kept the keys"
	# one file in the way is enough
	mkdir other
	mkdir other/credentials
	echo mine >other/credentials/client.key
	run 2 "$MTLSPEC" pki other
	same "$(find other -type f)" other/credentials/client.key "files"
	same "$(cat other/credentials/client.key)" mine "the file in the way"
	;;
links)
	# --force overwrites what is there, not what that points to: no key goes where a link says
	run 0 "$MTLSPEC" pki pki
	(cd pki && grep -rl 'PRIVATE KEY' . && find . -name '*.p12' && find . -name '*passphrase*') >secrets
	echo theirs >theirs
	chmod 644 theirs
	mkdir elsewhere
	mv pki/credentials elsewhere
	ln -s ../elsewhere/credentials pki/credentials
	while read -r file; do
		ln -sf "$PWD/theirs" "pki/$file"
	done <secrets
	run 0 "$MTLSPEC" pki --force pki
	same "$(cat theirs)" theirs "what the links point to"
	same "$(while read -r file; do
		find "pki/$file" ! -type f
		find "pki/$file" ! -perm 0600
	done <secrets)" "" "secrets that are links, or that others can read"
	# a folder may be somewhere else
	[ -s elsewhere/credentials/client.key ] || flunk "no key in the folder that is linked"
	;;
odd-folder)
	# certificates can be anywhere; ready configurations only where their paths can be said
	run 0 "$MTLSPEC" pki 'my pki'
	says 'no ready configurations are written: .*my pki'
	[ -s 'my pki/credentials/client.key' ] || flunk "no certificates"
	[ ! -e 'my pki/snippets' ] || flunk "ready configurations"
	run 0 "$MTLSPEC" run client-certificate/good --pki 'my pki' --tls 1.3
	;;
variant)
	run 0 "$MTLSPEC" pki --pki-variant shared-ca pki
	cmp -s pki/client-ca.pem pki/server-ca.pem || flunk "two CAs in the variant with one"
	run 0 "$MTLSPEC" run --pki-variant shared-ca
	says ' 0 fail, 0 error'
	run 2 "$MTLSPEC" pki --pki-variant shared-cat new
	says "shared-cat"
	[ ! -e new ] || flunk "something was written"
	;;
unwritable)
	: >file
	run 2 "$MTLSPEC" pki file/pki
	says '^mtlspec: .*file/pki'
	run 2 "$MTLSPEC" pki file
	says '^mtlspec: .*file'
	run 2 "$MTLSPEC" pki
	run 2 "$MTLSPEC" pki one two
	[ ! -e one ] || flunk "something was written"
	;;
*) exit 1 ;;
esac
finish
