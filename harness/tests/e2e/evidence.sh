#!/bin/sh
# evidence.sh CASE: what `run --keep` hands over to somebody else: traffic that tshark shows decrypted,
# sums of all files, and links to them in the report.
. "$SOURCE/harness/tests/e2e/expect.sh"
mode=RequireAndVerifyClientCert

# keep_all OPTION...: ./kept, of a run in which all goes well
keep_all() {
	rm -rf kept
	run 0 "$MTLSPEC" run --mode $mode --keep kept --keep-all "$@"
}

# shows CELL FIELD [FILTER]: ./output has that field of the packets of its traffic
shows() {
	set -- "$2" "${3:-$2}" kept/cells/$1/traffic.pcapng
	[ $# -eq 3 ] && [ -f "$3" ] || flunk "not one file, but: $*"
	run 0 tshark -r "$3" -Y "$2" -T fields -e "$1"
	cp stdout output
}

# sound CELL: nothing is malformed, missing, twice or out of order, and no checksum is wrong
sound() {
	shows "$1" frame.number "_ws.malformed or tcp.analysis.lost_segment or tcp.analysis.retransmission or \
tcp.analysis.out_of_order or tcp.analysis.ack_lost_segment or tcp.checksum.status == 0"
	same "$(cat output)" "" "packets that are not sound"
}

# In clear: without the keys in the file there would be no request.
case $1 in
server)
	need tshark
	for driver in tls http; do
		keep_all --target reference --driver $driver client-certificate/expired
		same "$(ls kept/cells | wc -l)" 2 "cells that passed, and are kept"
		for tls in 1.2 1.3; do
			shows "*tls$tls" frame.comment
			says '^connection 1: subject$'
			says '^connection 3: good client after$'
			# who is refused in TLS 1.3 may have asked before
			shows "*tls$tls" http.request.uri
			says '^/mtlspec/[0-9a-f]*$'
			[ $tls = 1.3 ] || same "$(count_lines output)" 1 "requests in clear"
			shows "*tls$tls" http.response.code
			same "$(cat output)" 200 "answers in clear"
			shows "*tls$tls" tls.alert_message.desc 'tls.alert_message.level == 2'
			same "$(sort -u output)" 45 "fatal alerts"
			sound "*tls$tls"
			shows "*tls$tls" tcp.dstport 'tcp.flags.syn == 1 and tcp.flags.ack == 0'
			same "ports_were='main:$(sort -u output) " \
				"$(sed -n 's/^\(ports_were=.* \).*/\1/p' kept/targets/*/target.sh)" "the target's port"
		done
	done
	same "$(stat -c %a kept/cells/*/traffic.pcapng | sort -u)" 600 mode
	;;
client)
	need tshark
	need_target curl
	keep_all --target curl server-certificate/expired
	for tls in 1.2 1.3; do
		shows "*tls$tls" tls.alert_message.desc 'tls.alert_message.level == 2'
		same "$(sort -u output)" 45 "fatal alerts of the client"
		shows "*tls$tls" http.request.uri
		same "$(grep -c '^/mtlspec/[0-9a-f]*$' output)" 1 "requests to the good server"
		shows "*tls$tls" tcp.srcport 'http.response.code == 200'
		cp output from
		shows "*tls$tls" tcp.dstport http.request.uri
		same "$(cat output)" "$(cat from)" "port of our server"
		sound "*tls$tls"
	done
	;;
proxy)
	# both legs: HTTP that asks its front, and what comes to our server by TLS
	need tshark
	need_target haproxy-upstream
	keep_all --target haproxy-upstream --tls 1.3 server-certificate/good
	shows '*' http.request.uri 'http.request and not tls'
	cp output front
	shows '*' http.request.uri 'http.request and tls'
	same "$(cat output)" "$(cat front)" "what was asked, and what came"
	sound '*'
	;;
plain)
	# what is not TLS: a PROXY header before it, and HTTP in its place
	need tshark
	keep_all --target reference --tls 1.3 hello/proxy-header-good protocol/plain-http
	shows '*proxy-header*' proxy.src.ipv4
	says '^192\.0\.2\.'
	shows '*plain-http*' http.request.uri 'http.request and not tls'
	says '^/mtlspec/'
	for cell in '*proxy-header*' '*plain-http*'; do
		sound "$cell"
	done
	;;
cut)
	# who sends without end costs no more than there is room for, and that is said
	need tshark
	need python3
	# how much of it is read before it is too much is the kernel's affair
	tries=0
	until grep -q '^  traffic left out *[1-9][0-9]* bytes$' kept/cells/*/transcript.txt 2>/dev/null; do
		[ $((tries += 1)) -le 20 ] || flunk "nothing was left out in 20 runs"
		rm -rf kept
		run 3 "$MTLSPEC" run --client "python3 '$SOURCE/harness/tests/e2e/evidence/much.py' \${url} \${server_ca}" \
			--tls 1.3 --mode NoClientCert --keep kept server-certificate/good
		says 'a request larger'
	done
	shows '*' frame.comment
	says '^not kept before this: 0 bytes from us, [1-9][0-9]* to us$'
	size=$(stat -c %s kept/cells/*/traffic.pcapng)
	[ "$size" -gt 1048576 ] && [ "$size" -lt 4194304 ] || flunk "$size bytes of traffic"
	# what is there is decrypted
	shows '*' tls.handshake.type 'tls.handshake.type == 20'
	says '^20$'
	;;
sums)
	# whoever changes a file, adds one or takes one away is found out by the first two
	need python3
	mkdir sub
	run 1 "$MTLSPEC" run --target reference --defect ignore-expiry --mode $mode --tls 1.3 --keep 'sub/kept #1' \
		--report-dir sub/out --html elsewhere.html client-certificate/expired client-certificate/good
	cell=client-certificate_expired@reference_${mode}_tls1.3
	run 0 env -C 'sub/kept #1' sha256sum -c --strict SHA256SUMS
	find 'sub/kept #1' -type f ! -name SHA256SUMS | sed 's|^sub/kept #1/||' | sort >files
	sed 's/^[0-9a-f]*  //' 'sub/kept #1/SHA256SUMS' | sort >named
	same "$(diff files named)" "" "files without a sum"
	echo more >>"sub/kept #1/cells/$cell/transcript.txt"
	run 1 env -C 'sub/kept #1' sha256sum -c SHA256SUMS
	says "^cells/$cell/transcript.txt: FAILED\$"
	for name in transcript.txt timeline.txt traffic.pcapng keys.log target.log reproduce.sh SHA256SUMS; do
		file_says 'sub/kept #1/README.md' "$name"
	done
	# from where each page is
	cell=$(printf '%s' "$cell" | sed 's/@/%40/')
	file_says sub/out/index.html "href=\"../kept%20%231/cells/$cell/\""
	file_says sub/out/index.html "href=\"../kept%20%231/cells/$cell/traffic.pcapng\""
	file_says elsewhere.html "href=\"sub/kept%20%231/cells/$cell/transcript.txt\""
	# and where the folder is gone it has no link
	mv 'sub/kept #1' moved
	run 0 "$MTLSPEC" report sub/out/events.jsonl --html later.html
	file_says later.html "sub/kept #1/cells"
	! grep -q 'href="[^"]*cells/' later.html || flunk "a link to nothing"
	;;
usage)
	run 2 "$MTLSPEC" run --target reference --keep-all client-certificate/good
	says '--keep-all: which folder? Name it by --keep DIR'
	# what is not run leaves nothing
	keep_all --target reference --tls 1.3 client-certificate/good protocol/plain-http server-certificate/good
	same "$(ls kept/cells | wc -l)" "$(sed -n 's/.*: \([0-9]*\) pass,.*/\1/p' output)" "cells"
	run 0 sh kept/cells/*good*/reproduce.sh
	says '^subject (client): in the run http 200; now http 200$'
	;;
*) flunk "no case $1" ;;
esac
finish
