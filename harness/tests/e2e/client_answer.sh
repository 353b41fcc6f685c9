#!/bin/sh
# client_answer.sh: clients that go on only with the answer that they want.
. "$SOURCE/harness/tests/e2e/expect.sh"
need curl

# client WANTED CA URL [OPTION...]: it ends well where the answer has this line
cat >client <<-'END_OF_CLIENT'
	wanted=$1 ca=$2 url=$3
	shift 3
	curl -q --silent --include --suppress-connect-headers --cacert "$ca" "$@" "$url" | tr -d '\r' >answer-$$ || exit 2
	echo "it got $(head -n 1 answer-$$)"
	exec grep -qxF -e "$wanted" answer-$$
END_OF_CLIENT
set -- --tls 1.3 --mode NoClientCert server-certificate/good server-certificate/wrong-ca

# judge STATUS WANTED [OPTION...]: the client that wants this line, against a good server and a bad one
judge() {
	judged=$1 wanted=$2
	shift 2
	run "$judged" "$MTLSPEC" run --tls 1.3 --mode NoClientCert server-certificate/good server-certificate/wrong-ca "$@" \
		--client "sh client '$wanted' \${server_ca} \${url}${more-}"
}

# the usual answer is not what it wants, and that is said
judge 3 'HTTP/1.1 201 Created'
says 'and was answered: `answer` in its file or --answer'
judge 0 'HTTP/1.1 201 Created' --answer 201
judge 0 'HTTP/1.1 201 Created' --success 'says it got HTTP/1.1 200'
judge 0 'HTTP/1.1 201 Created' --success wire
judge 0 'Docker-Distribution-Api-Version: registry/2.0' --answer registry
# known by what is asked for: no option
more=/v2/
judge 0 'Docker-Distribution-Api-Version: registry/2.0'
printf '{"a": 1}\n' >answer.json
more=
judge 0 '{"a": 1}' --answer @answer.json
# the command that shows a failure again says all that was said
more=' --insecure'
judge 1 'HTTP/1.1 201 Created' --answer 201 --success 0
says 'run --client .* --answer 201 --success 0 '
# and so does the one that openssl shows
if unshare -rm true 2>/dev/null; then
	judge 1 'HTTP/1.1 201 Created' --answer 201 --success 'says it got HTTP/1.1 201' --keep kept
	run 0 sh kept/cells/*wrong-ca*/reproduce.sh
fi

# a file says it in full
mkdir mine && cat >mine/target.yaml <<-END_OF_FILE
	title: Mine
	program: sh
	client:
	  kind: program
	  args: ["$work/client", "token: \${path}", "\${server_ca}", "\${url}", --connect-to, "::\${host}:\${port}"]
	  answer: {status: 203, headers: ["X-Mine: 1"], body: "token: /mtlspec/\${token}\n"}
END_OF_FILE
run 0 "$MTLSPEC" run --target ./mine "$@"

run 2 "$MTLSPEC" run --answer 200
says '^error: --answer and --success are for --client COMMAND'
judge 2 x --answer registri
says "did you mean 'registry'?"
judge 2 x --answer 200 --answer 201
judge 2 x --success 300
says "'300' is no exit status"

# git itself, where it is installed
if command -v git >/dev/null; then
	run 0 "$MTLSPEC" run "$@" \
		--client 'env GIT_SSL_CAINFO=${server_ca} GIT_TERMINAL_PROMPT=0 git ls-remote ${url}'
	# it asks for a file below its URL, of openssl too
	cp -R "$SOURCE/harness/targets/git" careless
	sed -i 's/^    - ls-remote/    - -c\n    - http.sslVerify=false\n&/' careless/target.yaml
	run 1 "$MTLSPEC" run --target ./careless "$@" --keep kept-git
	run 0 sh kept-git/cells/*wrong-ca*/reproduce.sh
fi
finish
