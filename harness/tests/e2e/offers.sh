#!/bin/sh
# offers.sh NAME: a client that offers little, a row of offers.txt. It is right, and never accused.
. "$SOURCE/harness/tests/e2e/expect.sh"

row=$(grep "^$1 " "$SOURCE/harness/tests/e2e/offers.txt") || flunk "no row for $1"
field() {
	printf '%s\n' "$row" | cut -d '|' -f "$1" | sed 's/^ *//; s/ *$//'
}
takes=$(field 3)
program=$(field 2)
need "$program"

# copied FOLDER: ./offers is the shipped target, to be changed
copied() {
	cp -R "$SOURCE/harness/targets/$1" offers
	chmod -R u+w offers
}

case $program in
curl)
	set -- --client "curl -s --fail --cacert "'${server_ca}'" $takes "'${url}'
	;;
openssl)
	copied openssl
	for word in $takes; do
		sed -i "/^ *- -quiet/i\\    - '$word'" offers/target.yaml
	done
	file_says offers/target.yaml "'$word'"
	set -- --target ./offers
	;;
nginx)
	copied nginx-upstream
	case $takes in
	*proxy_ssl_protocols*) sed -i "s/proxy_ssl_protocols .*/$takes/" offers/nginx.conf ;;
	*) sed -i "s/proxy_ssl_protocols .*/& $takes/" offers/nginx.conf ;;
	esac
	set -- --target ./offers
	;;
nghttpx)
	copied nghttpx-upstream
	sed -i "s,proto=http/1.1,$takes," offers/nghttpx.conf
	file_says offers/nghttpx.conf "$takes"
	set -- --target ./offers
	;;
esac
# shellcheck disable=SC2046 # words of their own
run "$(field 5)" "$MTLSPEC" run "$@" $(field 4) --mode NoClientCert --timeout 60000 --events events.jsonl \
	server-certificate/good server-certificate/wrong-ca server-certificate/expired \
	server-certificate/bad-name server-certificate/wrong-key
tr '\n' ' ' <output | tr -s ' ' >said
mv said output
says "$(field 6 | sed 's/\$$/ /')"
same "$(events count events.jsonl verdict=fail)" 0 "accusations"

# what went out is what was meant, each time, and of one kind
run 0 python3 - "$(field 7)" <<-'END'
	import json, sys
	served = 0
	for line in open("events.jsonl"):
	    cell = json.loads(line)
	    for attempt in cell.get("attempts", []):
	        facts = attempt["facts"]
	        assert sys.argv[1] != "-", cell["id"]
	        assert facts["served"] == "as meant", (cell["id"], facts["served"])
	        kind = sys.argv[1].partition("+")[2]
	        assert facts.get("twin") == (attempt["credential"] + "+" + kind if kind else None), cell["id"]
	        served += 1
	assert served >= 14 or sys.argv[1] == "-", served
END

# what trusts anybody is found out, and by which HTTP
if [ "$1" = proxy-h2 ]; then
	printf 'insecure=yes\n' >>offers/nghttpx.conf
	run 1 "$MTLSPEC" run --target ./offers --tls 1.3 --keep kept server-certificate/wrong-ca
	says 'openssl s_server -accept 127.0.0.1:8443 -alpn h2 -tls1_3'
	run 2 sh kept/cells/*/reproduce.sh
	says 'the client speaks HTTP/2 alone'
fi
finish
