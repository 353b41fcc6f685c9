#!/bin/sh
# sequence.sh CASE: several connections of one target that is the client, in order, each with a
# server of its own.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

cat >sequence.yaml <<'END'
title: A server that changes its certificate
why: Whoever was trusted once is not trusted for ever.
rules: [RFC 5280 6.1.1 (d)]
target: client
client: {present: client}
modes: [RequireAndVerifyClientCert]
steps:
  - name: the good server
    server: {present: server, staple: good}
    presents: configured
    expect: accept
  - name: one of a CA that nobody trusts
    server: {present: server-wrong-ca, ca_names: other-root}
    expect: {reject: unknown_ca}
  - name: the good server again
    server: {present: server}
    expect: accept
END

# roles: what each connection was for
roles() {
	python3 - events.jsonl <<-'END'
		import json, sys
		for line in open(sys.argv[1], encoding="utf-8"):
		    cell = json.loads(line)
		    if cell["event"] == "cell" and cell["tls"] == "tls1.3":
		        for a in cell["attempts"]:
		            print(a["step"] + ":", a["role"], a["credential"], a["outcome"])
	END
}

whole='the good server: subject server accept
one of a CA that nobody trusts: subject server-wrong-ca reject
one of a CA that nobody trusts: again server-wrong-ca reject
one of a CA that nobody trusts: good server after server accept
the good server again: subject server accept'

case $1 in
program)
	need_target curl
	run 0 "$MTLSPEC" run --target curl sequence.yaml --events events.jsonl
	same "$(events count events.jsonl verdict=pass)" 2 passes
	same "$(roles)" "$whole" connections
	;;
proxy)
	need_target haproxy-upstream
	run 0 "$MTLSPEC" run --target haproxy-upstream sequence.yaml --events events.jsonl
	same "$(events count events.jsonl verdict=pass)" 2 passes
	same "$(roles)" "$whole" connections
	;;
careless)
	# what it lets pass is told by its step, and shown again without us
	need_target curl
	sed -i '/presents:/d; s/^client:.*/client: {present: none}/; s/^modes:.*/modes: [RequestClientCert]/' sequence.yaml
	run 1 "$MTLSPEC" run --client 'curl -sS --insecure ${url} --connect-to ${name}:${port}:${host}:${port}' \
		sequence.yaml --events events.jsonl --keep kept
	says 'step 2 of 3 (one of a CA that nobody trusts): it trusted the server'
	for script in kept/cells/*/reproduce.sh; do
		run 0 sh "$script"
		says 'one of a CA that nobody trusts: subject'
	done
	# the steps are told one name, and configured once
	sed -i 's/server: {present: server}/server: {present: server, name: other.test}/' sequence.yaml
	run 2 "$MTLSPEC" check sequence.yaml
	says "sequence.yaml:15:37: error: the target is told one name for all steps"
	;;
*) exit 1 ;;
esac
finish
