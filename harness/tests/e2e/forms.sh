# forms.sh CASE: what a scenario says of one connection it can say in either form, at its top or as a step, and
# both are judged alike.
. "$SOURCE/harness/tests/e2e/expect.sh"

# say TITLE: simple.yaml and step.yaml from the words on standard input
say() {
	cat >words
	for form in simple step; do
		printf 'title: %s\nwhy: It is said in two ways.\nrules: [RFC 8446]\ntarget: %s\n' "$1" \
			"${side:-server}" >$form.yaml
		[ ! -f head.yaml ] || cat head.yaml >>$form.yaml
	done
	cat words >>simple.yaml
	{
		printf 'steps:\n  - name: the only one\n'
		sed 's/^/    /' words
	} >>step.yaml
}

# both STATUS OPTION...: runs each form; the verdict, the outcome and the reason are the same
both() {
	wanted=$1
	shift
	for form in simple step; do
		run "$wanted" "$MTLSPEC" run "$@" $form.yaml --events $form.jsonl
		python3 - $form.jsonl <<-'END' | sort >$form.said
			import json, re, sys
			for line in open(sys.argv[1], encoding="utf-8"):
			    cell = json.loads(line)
			    if cell["event"] != "cell":
			        continue
			    reason = re.sub(r"step 1 of 1 \(the only one\): |[0-9a-f]{32}|\n", "", cell["reason"] or "")
			    made = [(a["role"], a["credential"], a["outcome"], a["by"]) for a in cell.get("attempts", [])]
			    print(cell["mode"], cell["tls"], cell["verdict"], cell["observed"], cell["by"], cell["control"],
			          cell["deviation"] is None, reason, made)
		END
	done
	[ -s simple.said ] || flunk "no cells"
	run 0 diff simple.said step.said
}

case $1 in
version)
	# the good client comes in a version that the server speaks
	echo 'tls: [tls1.1]' >head.yaml
	say 'A server that must not speak TLS 1.1' <<-'END'
		client: {present: client}
		expect: {RequireAndVerifyClientCert: {reject: protocol_version}}
	END
	both 0 --target reference
	same "$(events count step.jsonl verdict=pass)" 1 passes
	;;
identity)
	say 'The backend is told who it is' <<-'END'
		client: {present: client}
		identity: presented
		expect: {RequireAndVerifyClientCert: accept, RequestClientCert: accept}
	END
	both 0 --target reference
	say 'An admin by word of mouth' <<-'END'
		client: {present: none, forge_identity: same-name}
		identity: nobody
		expect: {RequestClientCert: accept, VerifyClientCertIfGiven: accept}
	END
	both 0 --target reference
	both 1 --target reference --defect trust-forged-identity
	;;
unsolicited)
	say 'A certificate that nobody asked for' <<-'END'
		client: {present: none, unsolicited_certificate: true}
		expect: {NoClientCert: {reject: unexpected_message}}
	END
	both 0 --target reference
	both 77 --target reference --driver http
	;;
place)
	say 'Another name, host and path' <<-'END'
		client: {present: client, trust: insecure}
		sni: other.mtlspec.test
		host: third.mtlspec.test
		path: /elsewhere
		expect: {RequireAndVerifyClientCert: {outcome: accept, http_status: 200, says: third.mtlspec.test}}
	END
	both 0 --target reference
	both 0 --target reference --driver both
	sed -i 's/says: third/says: fourth/' simple.yaml step.yaml
	both 1 --target reference
	file_says step.said 'the answer does not say "fourth.mtlspec.test"'
	;;
request)
	say 'A method, and headers of our own' <<-'END'
		client: {present: client}
		request: {method: POST, headers: ["X-Colour: blue", "X-Colour: green"]}
		expect: {RequireAndVerifyClientCert: {outcome: accept, says: "X-Colour: green"}}
	END
	sed -i 's/X-Colour: green"}}/x-colour: green"}}/' simple.yaml step.yaml
	both 0 --target reference
	both 0 --target reference --driver both
	for method in HEAD PUT DELETE OPTIONS TRACE Own-Method; do
		sed -i "s/method: [A-Za-z-]*/method: $method/; s/, says: .*/}}/" simple.yaml step.yaml
		both 0 --target reference --driver both
	done
	# as it is written, with a body behind it
	sed -i 's/method: [A-Za-z-]*/method: POST, body: "a=b", target: "http:\/\/${host}\/.\/x\/\/..\/%79?z"/' simple.yaml step.yaml
	both 0 --target reference --driver both
	sed -i 's/method: POST, body: "a=b", target: "[^"]*"/method: Own-Method/' simple.yaml step.yaml
	# what is refused is refused for each method, and shown again with it
	sed -i 's/present: client/present: client-wrong-ca/; s/{outcome: accept}/accept/' simple.yaml step.yaml
	run 1 "$MTLSPEC" run --target reference step.yaml --keep kept
	for script in kept/cells/*/reproduce.sh; do
		run 0 sh "$script"
		run 0 grep -q 'method=Own-Method' "$script"
	done
	;;
ours)
	say 'Without the CA' <<-'END'
		client: {present: none, trust: nothing}
		expect: {we_refuse: unknown_ca}
	END
	both 0 --target reference --mode RequestClientCert
	;;
all-modes)
	say 'Everybody is let in' <<-'END'
		client: {present: client}
		expect: accept
	END
	both 0 --target reference
	same "$(events count simple.jsonl verdict=pass)" 10 cells
	;;
client)
	need_target curl
	side=client
	echo 'client: {present: none}' >head.yaml
	say 'A server of nobody' <<-'END'
		server: {present: server-wrong-ca}
		presents: nothing
		expect: {RequestClientCert: {reject: unknown_ca}}
	END
	both 0 --target curl
	same "$(events count simple.jsonl verdict=pass)" 2 cells
	both 1 --client 'curl -sS --insecure ${url} --connect-to ${name}:${port}:${host}:${port}'
	file_says step.said 'it trusted the server: its request came, and it took the answer'
	;;
*) exit 1 ;;
esac
finish
