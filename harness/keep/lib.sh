# What every reproduce.sh of a kept cell shares (mtlspec run --keep DIR; reports/README.md). POSIX sh, with openssl
# and curl for all that is TLS or HTTP; sed, awk, timeout and setsid beside them. A proxy's backend is
# `mtlspec serve backend`, which speaks no TLS.
#
# The caller has set $cell and calls, once for each connection and with its values in variables:
#   ask     our client:  role credential tls sni name host path method body port trusts by saw seen lines options
#   serve   our server:  role credential tls name target verify answer ca_names staple schemes reached came told shown
# `by`, `saw`, `seen`, `reached`, `came`, `told` and `shown` are what was seen in the run and must be seen
# again. settle, before the others and with the values of ask, waits for the good client's answer. Between them
#   put FROM TO, reload SIGNAL DONE: a file below pki/ in the place of the target's own; it reads them again
# At its end: finish.
#
# The target's configuration stands in targets/ as it ran, with target.sh, which says how. It is started
# below a new work folder and on ports that are free now.
set -u
umask 077
kept=$(cd "$cell/../.." && pwd -P) || exit 2
# its paths stand in the target's configuration, which may have no way to quote them
case $(cd "${TMPDIR:-/tmp}" && pwd -P) in
*[!A-Za-z0-9/._+@-]*)
	printf 'the work folder is in /tmp, not in TMPDIR: not every configuration can say that path\n' >&2
	TMPDIR=/tmp
	;;
esac
WORK=$(mktemp -d "${TMPDIR:-/tmp}/mtlspec-again-XXXXXX") || exit 2
differs=0 asked=0 loaded= started= running= holders= server= ports_now=
led_by= under= more_trust= run_in= backend= address=

trouble() {
	printf 'trouble: %s\n' "$*" >&2
	exit 2
}

is_over() {
	! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

# stop SIGNAL PID: and whatever is left of its group.
stop() {
	kill -s "$1" "$2" 2>/dev/null
	tries=0
	while ! is_over "$2" && [ $tries -lt 30 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	kill -s KILL -- "-$2" 2>/dev/null || kill -s KILL "$2" 2>/dev/null
	wait "$2" 2>/dev/null
}

clear_away() {
	for pid in $holders $server; do stop TERM "$pid"; done
	for pid in $running; do stop "$pid_signal" "$pid"; done
	cd / && rm -rf "$WORK"
}
pid_signal=TERM
trap clear_away EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

cannot() {
	printf 'this cannot be shown by openssl alone: %s\nmtlspec shows it: %s\n' "$1" "$2" >&2
	exit 2
}

finish() {
	[ $differs -eq 0 ] && printf 'the same is seen again\n' || printf 'it is NOT the same\n'
	exit $differs
}

# await_server FILE PID: until s_server says there that it listens.
await_server() {
	tries=0
	while ! grep -q '^ACCEPT' "$1" 2>/dev/null; do
		! is_over "$2" || return 1
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.1
	done
}

# A port that nobody has: held until all are chosen, so that no two are the same.
free_port() {
	rm -f "$WORK/held" # or the line of the last one is read
	openssl s_server -accept 127.0.0.1:0 -cert "$kept/pki/server.pem" -key "$kept/pki/server.key" \
		>"$WORK/held" 2>&1 </dev/null &
	holders="$holders $!"
	await_server "$WORK/held" $! || trouble "no free port: $(cat "$WORK/held")"
	found=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$WORK/held")
}

# From the folder and the ports of the run to those of now; in two steps, so that none is taken twice.
choose_ports() {
	printf 's|%s|%s|g\n' "$work_was" "$WORK" >"$WORK/translation"
	: >"$WORK/second"
	number=0 ports_now=
	for entry in $ports_were; do
		free_port
		number=$((number + 1))
		ports_now="$ports_now ${entry%%:*}:$found"
		printf 's/\\b%s\\b/@mtlspec-port-%s@/g\n' "${entry#*:}" $number >>"$WORK/translation"
		printf 's/@mtlspec-port-%s@/%s/g\n' $number "$found" >>"$WORK/second"
	done
	cat "$WORK/second" >>"$WORK/translation"
	for pid in $holders; do stop TERM "$pid"; done
	holders=
}

port_now() {
	for entry in $ports_now; do
		[ "${entry%%:*}" != "$1" ] || printf '%s\n' "${entry#*:}"
	done
}

was() {
	printf '%s\n' "$1" | sed -f "$WORK/translation"
}

# A file of the configuration, into the new work folder.
place() {
	sed -f "$WORK/translation" <"$here/$1" >"$WORK/$folder/$1"
}

# read_target NAME: target.sh, the work folder and, unless it runs already, its files.
read_target() {
	loaded=$1 here=$kept/targets/$1
	. "$here/target.sh" || trouble "no $here/target.sh"
	[ -d "$WORK/pki" ] || cp -Rp "$kept/pki" "$WORK/pki" || trouble "no certificates"
	[ -d "$WORK/$pki_folder" ] || cp -Rp "$WORK/pki" "$WORK/$pki_folder" || trouble "no certificates"
	(cd "$WORK/pki" && cat "$trust" $more_trust) >"$WORK/trusted.pem" || trouble "no CA to trust"
	[ "$kind" != running ] || return 0
	choose_ports
	mkdir -p "$WORK/$folder" && files || trouble "cannot write the configuration"
}

# await PORT PID: until it takes connections.
await() {
	tries=0
	while ! timeout 5 openssl s_client -connect "127.0.0.1:$1" </dev/null 2>&1 | grep -q '^CONNECTED'; do
		! is_over "$2" || return 1
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.1
	done
}

start_backend() {
	[ -x "$mtlspec" ] || mtlspec=$(command -v mtlspec) || trouble "no mtlspec for the backend"
	said=$WORK/backend-${1##*:}.out
	"$mtlspec" serve backend "--listen=$1" >"$said" 2>&1 </dev/null &
	server="$server $!"
	await "${1##*:}" $! || trouble "no backend: $(cat "$said")"
}

# Once: the target that the cell ran on, and its backend.
start() {
	[ -z "$started" ] || return 0
	started=yes
	[ -n "$loaded" ] || read_target "$(basename "$(cd "$cell/target" && pwd -P)")"
	[ -z "$backend" ] || start_backend "$backend"
	[ "$kind" != running ] || return 0
	for entry in $ports_now; do
		case $entry in
		backend:* | host*) start_backend "127.0.0.1:${entry#*:}" ;;
		esac
	done
	(cd "$WORK/$folder" && launch) >"$WORK/target.out" 2>&1 </dev/null &
	running=$! pid_signal=$stop_signal
	await "$(port_now main)" $running || {
		printf 'the target does not take connections; it says:\n'
		tail -n 8 "$WORK/target.out"
	}
}

# present NAME: "$WORK/leaf.pem" and the rest of its chain, exactly as it is sent.
present() {
	source=$WORK/pki/credentials/$1
	awk '/-----BEGIN CERT/ { n++ } n == 1' "$source.pem" >"$WORK/leaf.pem" &&
		awk '/-----BEGIN CERT/ { n++ } n > 1' "$source.pem" >"$WORK/chain.pem" || trouble "no $source.pem"
}

compare() {
	printf '%s (%s): in the run %s; now %s\n' "$role" "$credential" "$1" "$2"
}

# What s_client saw, in a few words.
tell_how() {
	status=$(sed -n '1s/^HTTP[^ ]* \([0-9][0-9]*\).*/\1/p' "$WORK/answer")
	alert=$(sed -n 's/.*SSL alert number \([0-9]*\).*/\1/p' "$WORK/told" | head -n 1)
	if [ -n "$status" ]; then
		how="http $status"
	elif grep -q 'connect:errno\|Connection refused' "$WORK/told"; then
		how="no connection"
	elif [ -n "$alert" ]; then
		how="alert $alert"
	elif grep -q 'certificate verify failed' "$WORK/told"; then
		how=untrusted
	elif [ $ended -eq 124 ]; then
		how=deadline
	else
		how=close
	fi
}

# A close may swallow the alert that came with it.
same_how() {
	case "$by/$how" in
	"$how/$how" | "close/alert "* | "alert "*/close) return 0 ;;
	whatever/*) return 0 ;;
	"anything but http 2xx/http 2"*) return 1 ;;
	"anything but http 2xx/"*) return 0 ;;
	esac
	return 1
}

# Each line NAME: VALUE is what the backend's answer reflects; a header that came twice is joined.
same_seen() {
	printf '%s' "$seen" | while IFS= read -r line; do
		got=$(tr -d '\r' <"$WORK/answer" | awk -v name="${line%%: *}: " '
			index(tolower($0), name) == 1 {
				value = substr($0, length(name) + 1)
				all = count++ ? all ", " value : value
			}
			END { print all }')
		[ "$got" = "${line#*: }" ] || {
			printf '  the backend was told: in the run %s; now %s\n' "$line" "$got"
			exit 1
		}
	done
}

same_saw() {
	[ "$saw" != - ] || return 0
	got=no
	! cat "$WORK"/backend-*.out | grep -q "^$token " || got=yes
	[ $got = "$saw" ] || {
		printf '  the backend saw it: in the run %s; now %s\n' "$saw" $got
		return 1
	}
}

client_options() {
	set -- -connect "$where" -quiet "$tls" -cipher ALL:@SECLEVEL=0 -legacy_server_connect -no-CApath
	case $options in *session*) ;; *) set -- "$@" -no_ticket ;; esac
	# a server may ask for the certificate when it has seen the path
	case $tls$options in
	*-no_renegotiation*) ;;
	-tls1_3*) set -- "$@" -enable_pha ;;
	esac
	case $sni in
	'' | *:* | *.*.*.*[0-9]) set -- "$@" -noservername ;;
	*) set -- "$@" -servername "$sni" ;;
	esac
	case $name in
	'') ;;
	*:* | *.*.*.*[0-9]) set -- "$@" -verify_ip "$name" ;;
	*) set -- "$@" -verify_hostname "$name" ;;
	esac
	case $trusts in
	root) set -- "$@" -verify_return_error -CAfile "$WORK/trusted.pem" ;;
	nothing) set -- "$@" -verify_return_error -no-CAfile -no-CAstore ;;
	esac
	[ "$credential" = none ] || {
		present "$credential"
		set -- "$@" -cert "$WORK/leaf.pem" -key "$source.key"
		[ ! -s "$WORK/chain.pem" ] || set -- "$@" -cert_chain "$WORK/chain.pem"
	}
	cd "$WORK" || exit 2
	exec timeout 10 openssl s_client "$@" $options
}

# $lines: what else stands in its head
put_request() {
	printf '%s %s HTTP/1.1\r\nHost: %s\r\nx-mtlspec-token: %s\r\nConnection: close\r\n' \
		"$method" "$path" "$host" "$token"
	printf '%s' "$lines" | sed 's/$/\r/'
	printf '\r\n%s' "$body"
}

# The same without TLS.
ask_plainly() {
	set -- -H "Host: $host" -H "x-mtlspec-token: $token" "http://$where/" --request-target "$path"
	[ -z "$body" ] || set -- --data-binary "$body" -H 'Content-Type:' "$@"
	[ "$method" != GET ] || [ -z "$body" ] || set -- -X GET "$@"
	[ "$method" = GET ] || set -- -X "$method" "$@"
	[ "$method" != HEAD ] || set -- --head "$@"
	while IFS= read -r line; do
		[ -z "$line" ] || set -- -H "$line" "$@"
	done <<-END
		$lines
	END
	curl -q -sS -i --noproxy '*' --max-time 10 "$@"
}

connect() {
	asked=$((asked + 1)) token=reproduce-$asked
	where=${address:-127.0.0.1:$(port_now "$port")}
	if [ "$tls" = plain ]; then
		ask_plainly >"$WORK/answer" 2>"$WORK/told"
	else
		put_request | (client_options) >"$WORK/answer" 2>"$WORK/told"
	fi
	ended=$?
	tell_how
}

# It may listen before it has read everything.
settle() {
	start
	tries=0
	while [ $tries -lt 50 ]; do
		connect
		case $how in "$by") return ;; 'no connection') break ;; esac
		tries=$((tries + 1))
		sleep 0.1
	done
	differs=1
	compare "$by" "$how"
}

ask() {
	start
	connect
	compare "$by" "$how"
	same_how && same_saw && same_seen || differs=1
}

server_options() {
	present "$credential"
	set -- -accept "127.0.0.1:$upstream" -HTTP "$tls" -cipher ALL:@SECLEVEL=0 -no_ticket -num_tickets 0 -state \
		-cert "$WORK/leaf.pem" -key "$source.key" $verify
	[ ! -s "$WORK/chain.pem" ] || set -- "$@" -cert_chain "$WORK/chain.pem"
	[ -z "$staple" ] || set -- "$@" -status_file "$cell/$staple"
	case $verify/$ca_names in
	/*) ;;
	*/none) set -- "$@" -verifyCAfile "$WORK/pki/client-ca.pem" ;;
	*/) set -- "$@" -CAfile "$WORK/pki/client-ca.pem" ;;
	*) set -- "$@" -verifyCAfile "$WORK/pki/client-ca.pem" -CAfile "$WORK/pki/$ca_names" ;;
	esac
	[ -z "$schemes" ] || set -- "$@" -client_sigalgs "$schemes"
	mkdir -p "$WORK/www/mtlspec" && cd "$WORK/www" || exit 2
	printf 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n' >mtlspec/reproduce
	[ -z "$answer" ] || cp "$cell/$answer" mtlspec/reproduce
	# git asks for a file below its URL
	if grep -qi '^content-type: application/x-git' mtlspec/reproduce; then
		mv mtlspec/reproduce refs && mkdir -p mtlspec/reproduce/info &&
			mv refs 'mtlspec/reproduce/info/refs?service=git-upload-pack'
	fi
	exec timeout 60 openssl s_server "$@"
}

# A file that the target is configured with, for one of the same name and other content.
put() {
	start
	cp "$WORK/pki/$1" "$WORK/fresh" && mv "$WORK/fresh" "$WORK/$pki_folder/$2" || trouble "cannot replace $2"
}

# Until its log says so.
reload() {
	start
	before=$(wc -c <"$WORK/target.out")
	kill -s "$1" "$running"
	tries=0
	until tail -c "+$((before + 1))" "$WORK/target.out" | grep -qF -e "$2"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || trouble "the reload was not done: it does not say \"$2\""
		sleep 0.1
	done
}

# A program that has to be led here by a proxy finds the name in a hosts file of its own instead.
lead() {
	unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY
	[ "$led_by" = environment ] && unshare -rm true 2>/dev/null ||
		cannot "the program is led to its server by a proxy, which openssl is not" \
			"$(sed -n 's/^see it again *//p' "$cell/transcript.txt")"
	printf '127.0.0.1 %s\n' "${name%.}" | cat - /etc/hosts >"$WORK/hosts"
	printf 'mount --bind "%s/hosts" /etc/hosts && exec "$@"\n' "$WORK" >"$WORK/under"
	chmod 644 "$WORK/hosts"
	under=$WORK/under
}

# The program, to its end or for 15 seconds.
run_program() {
	input=/dev/null
	[ ! -f "$here/target.stdin" ] || {
		sed -f "$WORK/translation" <"$here/target.stdin" >"$WORK/input"
		input=$WORK/input
	}
	(cd "${run_in:-$WORK/$folder}" && launch) >"$WORK/target.out" 2>&1 <"$input" &
	running=$!
	tries=0
	while ! is_over $running && [ $tries -lt 150 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	is_over $running || stop TERM $running
	wait $running
	ended=$? running= got_told=failure
	case " $success " in *" $ended "*) got_told=success ;; esac
	[ -z "$success_says" ] || grep -qF -e "$success_says" "$WORK/target.out" || got_told=failure
}

# Did anybody begin a handshake with our server? A connection alone may be a proxy's look whether it is there.
is_reached() {
	grep -q '^SSL_accept:.*read client hello\|alert write:fatal:[^d]' "$WORK/server.err"
}

# A proxy may listen before it knows where to go.
ask_front() {
	tries=0
	while :; do
		status=$(curl -q -s -o "$WORK/answer" -w '%{http_code}' --noproxy '*' --max-time 10 \
			-H "Host: $name" "http://127.0.0.1:$(port_now main)/mtlspec/reproduce")
		tries=$((tries + 1))
		[ "$reached" = yes ] && ! is_reached && [ $tries -lt 50 ] || break
		sleep 0.1
	done
	got_told=failure
	case $status in 2*) got_told=success ;; esac
}

# A client that verifies at the end has sent its certificate before it gives up: where that was seen in
# the run, the server gets the time to say so before it is stopped.
await_certificate() {
	tries=0
	until [ "$shown" != yes ] || grep -q '^depth=' "$WORK/server.err" || [ $tries -ge 30 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
}

serve() {
	[ "$loaded" = "$target" ] || read_target "$target"
	[ "$kind" != proxy ] || start
	[ -z "$led_by" ] || lead
	upstream=$(port_now upstream)
	rm -f "$WORK/server.out"
	(server_options) >"$WORK/server.out" 2>"$WORK/server.err" </dev/null &
	server=$!
	await_server "$WORK/server.out" $server || trouble "no server: $(cat "$WORK/server.err")"
	if [ "$kind" = proxy ]; then
		ask_front
	else
		run_program
	fi
	await_certificate
	stop TERM $server
	server= got_reached=no got_came=no got_shown=no
	! is_reached || got_reached=yes
	! grep -q '^FILE:' "$WORK/server.err" || got_came=yes
	[ "$kind:${success-}" != program:wire ] || [ $got_came = no ] || got_told=success
	! grep -q '^depth=' "$WORK/server.err" || got_shown=yes
	compare "reached: $reached, request came: $came, told: $told, certificate shown: $shown" \
		"$got_reached, $got_came, $got_told, $got_shown"
	if [ "$came" = 'not with success' ]; then
		[ "$got_came/$got_told" != yes/success ] || differs=1
		return
	fi
	[ "$reached" = $got_reached ] && [ "$came" = $got_came ] &&
		{ [ "$told" = $got_told ] || [ "$told" = none ]; } &&
		{ [ "$shown" = - ] || [ "$shown" = $got_shown ]; } || differs=1
}
