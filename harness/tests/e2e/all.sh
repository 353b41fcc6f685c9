#!/bin/sh
# all.sh CASE: every target that is built in, in one run.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

case $1 in
selected)
	# what is not installed is a skip for each of its cells, and one line on the console; here nothing
	# is on PATH, so that it depends on the sbin folders and the cache what else is there
	mkdir bin
	for topic in client-certificate server-certificate; do
		mkdir -p "scenarios/$topic"
		cp "$SOURCE/scenarios/$topic/good.yaml" "scenarios/$topic"
	done
	run 0 env PATH="$work/bin" XDG_CACHE_HOME="$work/cache" "$MTLSPEC" run --target all \
		--scenarios scenarios --mode RequireAndVerifyClientCert --events events.jsonl
	cp output console
	# (those that are made for scenarios of their own have no cell here)
	grep -L '^scenarios:' "$SOURCE"/harness/targets/*/target.yaml |
		sed 's|/target.yaml$||; s|.*/||' | sort >names
	events show events.jsonl target | sort -u >seen
	same "$(cat seen)" "$(cat names)" "targets"
	says '^not installed:$'
	for name in curl caddy caddy-upstream python node envoy traefik; do
		same "$(grep -c " $name: .* is not installed (" console)" 1 "lines about $name"
	done
	same "$(events show events.jsonl verdict target=reference)" pass "the reference"
	same "$(events count events.jsonl verdict=error)" 0 "errors"
	;;
beside)
	# one that is named beside it is not there twice, and keeps its place
	run 0 "$MTLSPEC" list cells --target reference --target all --mode NoClientCert \
		client-certificate/good
	same "$(sed 's/.*@\(.*\):.*/\1/' stdout | uniq | head -n 1)" reference "the first"
	same "$(sed 's/.*@\(.*\):.*/\1/' stdout | uniq | sort | uniq -d)" "" "those that are there twice"
	;;
whole)
	# Side by side nothing breaks, and every deviation that a target file declares happens, or it would be an
	# xpass. What a target lets through without anybody having written it down is its own affair: it is counted.
	# (Each product has the whole catalogue by itself: servers.sh, vhosts.sh, clients.sh. Clients that start an
	# interpreter for each of their connections, or wait for their next scrape, take long: not here.)
	set -- aiohttp grpcio httpx python requests ruby node undici java-http java-urlconnection curl-gnutls prometheus
	"$MTLSPEC" list targets | sed 's/ .*//' | grep -vxF -e "$(printf '%s\n' "$@")" >names
	set --
	while read -r name; do
		set -- "$@" --target "$name"
	done <names
	"$MTLSPEC" run "$@" client-certificate/ identity/forged-presented client-presents/ \
		server-certificate/good server-certificate/wrong-ca kept-session/ --report-dir reports >output 2>&1 &&
		status=0 || status=$?
	[ $status -le 1 ] || flunk "exit status $status"
	same "$(events count reports/events.jsonl verdict=error)" 0 "errors"
	same "$(events count reports/events.jsonl verdict=xpass)" 0 "declared deviations that did not happen"
	same "$(events count reports/events.jsonl verdict=not-run)" 0 "cells that were not run"
	run 0 python3 "$EVENTS" complete reports/events.jsonl
	printf '%s cells fail\n' "$(events count reports/events.jsonl verdict=fail)"
	;;
*) exit 1 ;;
esac
finish
