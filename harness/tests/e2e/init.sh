#!/bin/sh
# init.sh CASE: a file for what runs already, made by looking at it; it runs as it stands.
. "$SOURCE/harness/tests/e2e/expect.sh"
. "$SOURCE/harness/tests/e2e/background.sh"
port=$(free_port)

# served MODE [OPTION...]: the reference server, with the certificates in ./pki
served() {
	mode=$1
	shift
	start "$MTLSPEC" serve server --listen "127.0.0.1:$port" --mode "$mode" --cert pki/server.pem \
		--key pki/server.key --client-ca pki/client-ca.pem "$@"
	started_listening "$port"
}

# with_openssl OPTION...: openssl s_server with a certificate of its own
with_openssl() {
	need openssl
	run 0 openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.key \
		-out own.pem -days 2 -subj /CN=own -addext subjectAltName=DNS:a.example,IP:127.0.0.1
	start openssl s_server -accept "127.0.0.1:$port" -cert own.pem -key own.key -www "$@"
	started_listening "$port"
}

case $1 in
modes)
	run 0 "$MTLSPEC" pki pki
	for mode in NoClientCert VerifyClientCertIfGiven RequireAndVerifyClientCert; do
		served $mode
		rm -f mtlspec.yaml
		run 0 "$MTLSPEC" init "127.0.0.1:$port"
		says 'mtlspec.yaml is written; look at it, then: mtlspec run$'
		file_says mtlspec.yaml "^mode: $mode$"
		file_says mtlspec.yaml "^target: \"127.0.0.1:$port\"$"
		file_says mtlspec.yaml '^server-name: "127.0.0.1"$'
		file_says mtlspec.yaml '^#   and comes from CN=mtlspec server root'
		file_says mtlspec.yaml '^#   TLS 1.2: yes'
		file_says mtlspec.yaml '^#   TLS 1.3: yes'
		run 0 "$MTLSPEC" check mtlspec.yaml
		sed -i 's/^# pki: .*/pki: pki/' mtlspec.yaml
		run 0 "$MTLSPEC" run client-certificate/ --tls 1.3
		says ' 0 fail, 0 error'
		end_started
	done
	file_says mtlspec.yaml '^#   it wants clients of CN=mtlspec client root'
	file_says mtlspec.yaml 'gets alert certificate_required$'
	;;
own)
	# its root is kept beside, and trusted by the file
	with_openssl -no_tls1_3 -alpn http/1.1
	mkdir there
	run 0 "$MTLSPEC" init "127.0.0.1:$port" --output there/mine.yaml
	says 'then: mtlspec run --project there/mine.yaml$'
	run 0 cmp there/mtlspec-server-ca.pem own.pem
	file_says there/mine.yaml '^#   TLS 1.3: no (alert protocol_version)$'
	file_says there/mine.yaml '^#   ALPN, of h2 and http/1.1: http/1.1$'
	file_says there/mine.yaml '^#   its certificate is made out to a.example, 127.0.0.1$'
	file_says there/mine.yaml '^server-ca: "mtlspec-server-ca.pem"$'
	run 0 "$MTLSPEC" run --project there/mine.yaml client-certificate/good
	says '^mtlspec: 2 cells: 1 pass, 0 fail, 0 error, 0 xfail, 0 xpass, 1 skip'
	# nothing is written over
	cp there/mine.yaml kept
	run 2 "$MTLSPEC" init "127.0.0.1:$port" --output there/mine.yaml
	says 'there/mine.yaml: is there already, and not overwritten$'
	run 0 cmp kept there/mine.yaml
	echo mine >mtlspec-server-ca.pem
	run 0 "$MTLSPEC" init "127.0.0.1:$port" --server-name a.example
	file_says mtlspec.yaml '^server-name: "a.example"$'
	file_says mtlspec.yaml '^# server-ca: '
	same "$(cat mtlspec-server-ca.pem)" mine "a file of that name"
	# a name that it does not bear
	run 0 "$MTLSPEC" init "127.0.0.1:$port" --server-name b.example --output -
	says '^server-name: "a.example"$'
	;;
nobody)
	run 3 "$MTLSPEC" init "127.0.0.1:$port"
	says "127.0.0.1:$port: Connection refused$"
	# something, but no TLS
	run 0 "$MTLSPEC" pki pki
	start "$MTLSPEC" serve backend --listen "127.0.0.1:$port"
	started_listening "$port"
	run 3 "$MTLSPEC" init "127.0.0.1:$port"
	says "127.0.0.1:$port: it speaks neither TLS 1.2 nor 1.3$"
	[ ! -e mtlspec.yaml ] || flunk "a file for nobody"
	for wrong in '' localhost https://localhost/ 'localhost:443 localhost:444'; do
		# shellcheck disable=SC2086
		run 2 "$MTLSPEC" init $wrong
	done
	run 2 "$MTLSPEC" init localhost:443 --server-name 'a b'
	;;
*) exit 1 ;;
esac
finish
