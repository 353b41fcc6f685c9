#!/bin/sh
# lapse.sh CASE: what was valid when the run began lapses in it. Nobody is blamed for that: what needs it is
# an error from then on, with the hour, and said in one line.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
mode=RequireAndVerifyClientCert

# How many seconds a run may have: one that comes to judging here and now, and then some.
life() {
	began=$(date +%s)
	run 0 "$MTLSPEC" run --mode $mode --tls 1.3 client-certificate/good
	life=$((4 + 3 * ($(date +%s) - began)))
}

# short_lived NAME: a recipe in which it is good for some seconds
short_lived() {
	life
	sed "s/^  $1:\$/&\n    valid: {from: -1h, until: +${life}s}/" "$SOURCE/ca-fixtures/pki.yaml" >recipe.yaml
	! cmp -s recipe.yaml "$SOURCE/ca-fixtures/pki.yaml" || flunk "no $1 in the recipe"
}

# More rounds than can be done until then; what is left of them costs nothing.
endless="-j 1 --repeat 3000 --mode $mode --tls 1.3 --pki-file recipe.yaml --events events.jsonl"

# lapsed WHAT: nothing else is wrong, and it ended by that
lapsed() {
	run 3 "$MTLSPEC" run $endless "$@"
	cp output console
	same "$(events count events.jsonl verdict=fail)" 0 fails
	[ "$(events count events.jsonl verdict=error)" -gt 0 ] || flunk "no error"
	events show events.jsonl reason verdict=error >reasons
	same "$(grep -vc "^the $what lapsed at [0-9:]* UTC, in mid-run\$" reasons)" 0 "other reasons"
	cp console output
}

case $1 in
client | client-root)
	# whatever is judged leans on the good client, and on the CA that is trusted
	short_lived "$1"
	what="credential 'client'"
	[ "$1" = client ] || what="authority 'client-root'"
	lapsed client-certificate/good client-certificate/expired
	says "^mtlspec: the $what lapses at [0-9:]* UTC: "
	says "^mtlspec: the $what lapsed at [0-9:]* UTC, in mid-run: what was not judged"
	;;
server)
	# our own servers', where the target is the client; and a target's
	need curl
	short_lived server
	what="credential 'server'"
	lapsed --target curl server-certificate/good server-certificate/expired
	says "^mtlspec: the $what lapsed at"
	lapsed client-certificate/good
	;;
one-of-many)
	# what leans on others is judged as before
	life
	sed "s/^  client-p384: {like: client,/& valid: {from: -1h, until: +${life}s},/" \
		"$SOURCE/ca-fixtures/pki.yaml" >recipe.yaml
	what="credential 'client-p384'"
	lapsed key-types/p384 client-certificate/good
	same "$(events show events.jsonl scenario verdict=error)" key-types/p384 "what can't be judged"
	;;
before)
	# it never was any good for this run
	sed 's/^  client-root:$/&\n    valid: {from: -60d, until: -1d}/' "$SOURCE/ca-fixtures/pki.yaml" >recipe.yaml
	run 0 "$MTLSPEC" pki old --pki-file recipe.yaml
	run 2 "$MTLSPEC" run --target 127.0.0.1:1 --mode $mode --server-ca old/ca/client-root.pem
	says 'client-root.pem: the certificate has expired'
	run 2 "$MTLSPEC" run --client-ca old/ca/client-root.pem,old/ca/client-root.key
	says 'client-root.pem: the certificate has expired'
	;;
*) exit 1 ;;
esac
finish
