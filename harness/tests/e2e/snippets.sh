#!/bin/sh
# snippets.sh NAME|all|modes: products set up by hand from what `mtlspec pki` wrote beside the
# certificates.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
mode=RequireAndVerifyClientCert

need curl

write_pki() {
	port=$(free_port)
	backend=$(free_port)
	run 0 "$MTLSPEC" pki --force pki --listen "127.0.0.1:$port" --backend "127.0.0.1:$backend" "$@"
}

# command NAME: how its README says that it is started
command_of() {
	sed -n "/^## $1: /,/^## /s/^    cd /cd /p" pki/snippets/README.md
}

# Some listen before they have read their configuration, and close what comes until then; whether a
# backend is there does not matter here, a hang does.
greets() {
	curl -s -o /dev/null --max-time 2 --cacert pki/server-ca.pem --cert pki/credentials/client.pem \
		--key pki/credentials/client.key --connect-to "server.mtlspec.test:443:127.0.0.1:$port" \
		https://server.mtlspec.test/
	case $? in
	0 | 28 | 52 | 56) return 0 ;;
	*) return 1 ;;
	esac
}

# try NAME ARGUMENT...: starts it, and runs mtlspec with these arguments as well
try() {
	command=$(command_of "$1")
	[ -n "$command" ] || flunk "README.md tells no command of $1"
	start sh -c "$command"
	started_listening "$port"
	within 60 greets || flunk "$1 does not come up: $(cat background.*)"
	shift
	run 0 "$MTLSPEC" run --target "127.0.0.1:$port" --mode $mode --pki pki --driver both "$@"
	says ' 0 fail, 0 error'
	end_started
}

case $1 in
all)
	need python3
	write_pki
	tried=0
	for folder in pki/snippets/*/; do
		name=$(basename "$folder")
		grep -q "^## $name: " pki/snippets/README.md || flunk "README.md does not name $name"
		grep -rn '[$]{' "$folder" && flunk "a name is left in the template of $name"
		if sed -n "/^## $name: /,/^## /p" pki/snippets/README.md | grep -q 'not installed here'; then
			printf '%s is not installed\n' "$name"
			continue
		fi
		printf 'trying %s\n' "$name"
		write_pki
		# some look for their backend when they start, and take it for dead where it is not there yet
		start "$MTLSPEC" serve backend --listen "127.0.0.1:$backend"
		started_listening "$backend"
		try "$name" client-certificate/good client-certificate/none chain/wrong-ca
		tried=$((tried + 1))
	done
	[ $tried -gt 0 ] || exit 77
	;;
modes)
	write_pki --mode NoClientCert
	file_says pki/snippets/nginx/nginx.conf 'ssl_verify_client off;'
	file_says pki/snippets/README.md "mode \*\*NoClientCert\*\*, listen on \*\*127.0.0.1:$port\*\*"
	run 2 "$MTLSPEC" pki other --mode Sometimes
	says "no such client-auth mode"
	# somebody else's snippets stay as they are
	mkdir -p mine/snippets
	run 2 "$MTLSPEC" pki mine
	says '^mtlspec: already there, nothing was written: mine/snippets'
	same "$(ls mine)" snippets "what is there"
	;;
*)
	need "$1"
	write_pki
	try "$1" --backend "127.0.0.1:$backend"
	;;
esac
finish
