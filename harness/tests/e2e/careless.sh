#!/bin/sh
# careless.sh MISTAKE: a client with that mistake (a row of careless/table.txt) is caught and told by its
# name, in both TLS versions. `none`: the same client without a mistake is accused of nothing.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
: "${CARELESS_CLIENT:?the program of careless/}"
here=$SOURCE/harness/tests/e2e/careless

run 0 "$MTLSPEC" pki pki
mkdir client
sed -e "s|^program: .*|program: $CARELESS_CLIENT|; s|MISTAKE|$1|; s|OTHER_CA|$work/pki/ca/other-root.pem|" \
	"$here/target.yaml" >client/target.yaml
set -- "$1" "$MTLSPEC" run --target client --pki pki --mode NoClientCert --mode RequestClientCert \
	--events events.jsonl server-certificate/ client-presents/

mistake=$1
shift
if [ "$mistake" = none ]; then
	run 0 "$@"
	says ' 0 fail, 0 error,.* 2 skip,'
	says "client does not say that it has 'encrypted-key'"
	[ "$(events count events.jsonl verdict=pass)" -ge 75 ] || flunk "few passes"
	finish
fi

row=$(grep "^$mistake | " "$here/table.txt") || flunk "no row for $mistake"
scenarios=${row#* | } words=${row##* | }
scenarios=${scenarios% | *}
[ "$scenarios" != 'BAD SERVERS' ] || scenarios="client-presents/untrusted-server
	$(cat "$SOURCE/harness/tests/e2e/known-bad/everything-and-addresses.txt")"

# expected: each of them with each TLS version that it is run in
expected() {
	for scenario in $scenarios; do
		case $scenario in
		tls1.?-only) echo "server-certificate/$scenario ${scenario%-only}" ;;
		*/*) printf '%s tls1.2\n%s tls1.3\n' "$scenario" "$scenario" ;;
		*) printf 'server-certificate/%s tls1.2\nserver-certificate/%s tls1.3\n' "$scenario" "$scenario" ;;
		esac
	done
}

run 1 "$@"
tr -s ' \n' ' ' <output >said
run 0 python3 "$EVENTS" complete events.jsonl
expected | sort >wanted
for version in tls1.0 tls1.1 tls1.2 tls1.3; do
	events where events.jsonl verdict=fail tls=$version | sed "/^\$/d; s/@.*/ $version/"
done | sort -u | diff wanted - >output || flunk "others fail than the table says"
mv said output
says "$(printf '%s\n' "$words" | sed 's/[][\\.*^$]/\\&/g')"
finish
