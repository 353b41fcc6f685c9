#!/bin/sh
# files.sh CASE: what is wrong with the user's files or words is told once, clearly and with its
# place, with exit 2 and nothing run.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

good=$SOURCE/scenarios/client-certificate/expired.yaml
target=$SOURCE/harness/targets/reference
pki=$SOURCE/ca-fixtures/pki.yaml

# frugal STATUS COMMAND...: as `run`, and within ten seconds of a processor's time
frugal() {
	wanted_status=$1
	shift
	run "$wanted_status" sh -c 'ulimit -t 10 && exec "$@"' sh "$@"
}

# diagnosed N ARGUMENT...: `mtlspec run ARGUMENT...` ends with 2, N diagnostics and no report.
diagnosed() {
	wanted_count=$1
	shift
	frugal 2 "$MTLSPEC" run --report-dir reports "$@"
	same "$(grep -c 'error: \|^mtlspec' output)" "$wanted_count" "number of diagnostics"
	[ ! -s stdout ] || flunk "a diagnostic on standard output"
	[ ! -e reports ] || flunk "something was run"
}

# scenario_with SED...: x.yaml, a good scenario with a change.
scenario_with() {
	sed "$@" "$good" >x.yaml
	! cmp -s "$good" x.yaml || flunk "nothing was changed"
}

case $1 in
misspelt-key)
	scenario_with 's/^target:/targt:/'
	diagnosed 1 ./x.yaml
	says "x.yaml:[0-9]*:1: error: unknown key 'targt'"
	says '^ *[0-9]* | targt: server'
	says '^ *|  *^'
	says "did you mean 'target'"
	;;
misspelt-target-key)
	cp -R "$target" mine
	chmod -R u+w mine
	sed -i 's/^refuses_by:/refused_by:/' mine/target.yaml
	diagnosed 1 --target mine
	says "mine/target.yaml:[0-9]*:1: error: unknown key 'refused_by'"
	says "did you mean 'refuses_by'"
	;;
misspelt-pki-key)
	sed 's/^variants:/varants:/' "$pki" >pki.yaml
	diagnosed 1 --pki-file pki.yaml
	says "pki.yaml:[0-9]*:1: error: unknown key 'varants'"
	says "did you mean 'variants'"
	;;
duplicate-key)
	scenario_with 's/^target: server/&\n&/'
	diagnosed 1 ./x.yaml
	says "x.yaml:[0-9]*:1: error: .*'target'"
	;;
ill-typed)
	scenario_with 's/^target: .*/target: [server]/'
	diagnosed 1 ./x.yaml
	says "x.yaml:[0-9]*:9: error: "
	;;
unterminated)
	scenario_with 's/^client: {.*/client: {present: client-expired/'
	diagnosed 1 ./x.yaml
	says "x.yaml:[0-9]*:[0-9]*: error: "
	;;
two-mistakes)
	scenario_with -e 's/^target:/targt:/' -e 's/client-expired/client-expird/'
	diagnosed 2 ./x.yaml
	says "unknown key 'targt'"
	says "unknown credential 'client-expird'"
	;;
two-files)
	scenario_with 's/^target:/targt:/'
	cp -R "$target" mine
	chmod -R u+w mine
	sed -i 's/^refuses_by:/refused_by:/' mine/target.yaml
	diagnosed 2 --target mine ./x.yaml
	says "x.yaml:"
	says "mine/target.yaml:"
	;;
directory)
	mkdir x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml: error: is a directory'
	;;
absent)
	diagnosed 1 ./x.yaml
	says 'x.yaml: error: No such file or directory'
	;;
unreadable)
	# a folder in the way of a file: nobody, not even root, can read through it
	: >file
	diagnosed 1 ./file/x.yaml
	says 'file/x.yaml: error: Not a directory'
	;;
empty)
	: >x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml:1:1: error: the file is empty'
	;;
only-comments)
	echo '# later' >x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml:[0-9]*:1: error: '
	;;
two-documents)
	scenario_with '$s/$/\n---\ntitle: another/'
	diagnosed 1 ./x.yaml
	says 'x.yaml:[0-9]*:[0-9]*: error: '
	;;
huge)
	yes 'x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' | head -c 10485760 >x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml: error: 10485760 bytes'
	;;
huge-target)
	mkdir mine
	yes 'x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' |
		head -c 10485760 >mine/target.yaml
	diagnosed 1 --target mine
	says 'mine/target.yaml: error: 10485760 bytes'
	;;
junk)
	head -c 4096 "$MTLSPEC" >x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml:1:[0-9]*: error: '
	# no byte of it may reach the terminal as it is
	tr -d '\n\t -~' <output | grep -q '[[:cntrl:]]' && flunk "control bytes in the diagnostic"
	;;
alias-bomb)
	{
		echo 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
		for i in 1 2 3 4 5 6 7 8 9; do
			j=$((i - 1))
			echo "a$i: &a$i [*a$j, *a$j, *a$j, *a$j, *a$j, *a$j, *a$j, *a$j, *a$j, *a$j]"
		done
	} >x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml:1:5: error: .*aliases'
	;;
deep)
	head -c 200000 /dev/zero | tr '\0' '[' >x.yaml
	diagnosed 1 ./x.yaml
	says 'x.yaml:1:[0-9]*: error: '
	;;
unknown-credential)
	scenario_with 's/client-expired/client-expird/'
	diagnosed 1 ./x.yaml
	says "x.yaml:[0-9]*:[0-9]*: error: unknown credential 'client-expird'"
	says "did you mean 'client-expired'"
	;;
unknown-alert)
	scenario_with 's/Given: {reject: certificate_expired}/Given: {reject: certificate_expried}/'
	diagnosed 1 ./x.yaml
	says "did you mean 'certificate_expired'"
	;;
like-cycle)
	awk '
		/^  client-expired:/ { print "  client-expired: {like: client-b}"
			print "  client-b: {like: client-expired}"; skip = 1; next }
		skip && /^    / { next }
		{ skip = 0; print }
	' "$pki" >pki.yaml
	diagnosed 1 --pki-file pki.yaml
	says "pki.yaml:[0-9]*:[0-9]*: error: .*like"
	says 'client-expired\|client-b'
	;;
issuer-cycle)
	awk '
		/^authorities:/ { print; print "  one: {subject: {CN: one}, issuer: two}"
			print "  two: {subject: {CN: two}, issuer: one}"; next }
		{ print }
	' "$pki" >pki.yaml
	diagnosed 1 --pki-file pki.yaml
	says "pki.yaml:[0-9]*:[0-9]*: error: .*issue"
	;;
unknown-issuer)
	awk '/^authorities:/ { print; print "  one: {subject: {CN: one}, issuer: client-rot}"; next }
		{ print }' "$pki" >pki.yaml
	diagnosed 1 --pki-file pki.yaml
	says "pki.yaml:[0-9]*:[0-9]*: error: .*client-rot"
	;;
template-name)
	cp -R "$SOURCE/harness/targets/nginx" mine
	chmod -R u+w mine
	sed -i 's/${server_cert}/${server_crt}/' mine/nginx.conf
	diagnosed 1 --target mine
	says "mine/nginx.conf:[0-9]*:[0-9]*: error: .*server_crt"
	;;
template-absent)
	cp -R "$SOURCE/harness/targets/nginx" mine
	chmod -R u+w mine
	rm mine/nginx.conf
	diagnosed 1 --target mine
	says "mine/.*nginx.conf"
	;;
unknown-mode)
	frugal 2 "$MTLSPEC" run --report-dir reports --mode RequireAndVerify
	says '^mtlspec run: --mode RequireAndVerify: no such client-auth mode'
	;;
unknown-target)
	diagnosed 1 --target nginks
	says "unknown target 'nginks'"
	says 'nginx'
	;;
unknown-scenario)
	diagnosed 1 client-certificate/expird
	says "no scenario 'client-certificate/expird'"
	;;
unknown-cell)
	diagnosed 1 --cell client-certificate/expird@reference:NoClientCert/tls1.3
	says "no cell 'client-certificate/expird@"
	;;
unknown-command)
	run 2 "$MTLSPEC" rnu
	says "^mtlspec: there is no command 'rnu'; did you mean 'run'?"
	;;
unknown-option)
	for command in run list check pki serve report; do
		run 2 "$MTLSPEC" $command --no-such-option
		says "^mtlspec $command: unrecognized option '--no-such-option'"
		same "$(count_lines output)" 2 "lines (the error and where help is)"
	done
	;;
bad-values)
	while read -r option; do
		# shellcheck disable=SC2086
		run 2 "$MTLSPEC" run --report-dir reports $option
		says "^mtlspec run: ${option%% *}"
		[ ! -e reports ] || flunk "something was run"
	done <<-END
		--jobs 0
		--jobs many
		--jobs 100000
		--repeat 0
		--repeat 1x
		--timeout -1
		--tls 1.4
		--tls ssl3
		--driver curl
		--defect ignore-expirey
		--backend 127.0.0.1
		--backend 127.0.0.1:0
		--backend 127.0.0.1:65536
	END
	;;
unwritable)
	: >file
	run 2 "$MTLSPEC" run --report-dir file/reports
	says '^mtlspec: .*file/reports'
	run 2 "$MTLSPEC" run --events file/events.jsonl
	says '^mtlspec: .*file/events.jsonl'
	run 2 "$MTLSPEC" run --pki file
	says '^mtlspec: .*file'
	;;
event-file)
	printf '{"event":"plan","schema":1\n{"event":"cell"}\n' >events.jsonl
	run 2 "$MTLSPEC" report events.jsonl --report-dir reports
	says 'events.jsonl:1:[0-9]*: error: '
	[ ! -e reports ] || flunk "something was rendered"
	: >events.jsonl
	run 2 "$MTLSPEC" report events.jsonl
	says 'events.jsonl:.*error: '
	run 2 "$MTLSPEC" report absent.jsonl
	says 'absent.jsonl: .*No such file'
	run 2 "$MTLSPEC" report .
	says 'is a directory'
	;;
no-file)
	# what is no file is refused at once, wherever one is named: nobody writes into these pipes
	mkdir piped-target piped
	mkfifo pipe pipe.yaml piped/x.yaml piped-target/target.yaml
	run 0 "$MTLSPEC" run client-certificate/good --tls 1.3 --events good.jsonl
	run 0 "$MTLSPEC" pki mine
	RUN_SECONDS=120
	cp -R "$SOURCE/harness/targets/nginx" with-pipe
	chmod -R u+w with-pipe
	rm with-pipe/nginx.conf
	mkfifo with-pipe/nginx.conf
	client=mine/credentials/client
	while read -r arguments; do
		# shellcheck disable=SC2086
		run 2 "$MTLSPEC" $arguments
		says 'is a pipe, not a file'
	done <<-END
		run ./pipe.yaml
		run --scenarios piped
		run --target piped-target
		run --target piped-target/target.yaml
		run --target with-pipe
		run --pki-file pipe
		run --expected pipe
		run --compare pipe
		run --client-ca pipe
		run --client-ca $PWD/mine/client-ca.pem,pipe
		run --credential client=pipe,$client.key
		run --credential client=$client.pem,pipe
		run --credential client=$client.pem,$client.key --key-passphrase-file pipe
		run --target 127.0.0.1:1 --mode NoClientCert --server-ca pipe
		check pipe.yaml
		check with-pipe
		pki out --client-ca pipe
		report pipe
		report good.jsonl --compare pipe
		diff pipe good.jsonl
		diff good.jsonl pipe
		baseline check pipe good.jsonl
		baseline check pipe.yaml pipe
	END
	run 3 "$MTLSPEC" serve server --mode NoClientCert --cert pipe --key pipe
	says 'pipe: is a pipe, not a file'
	rm "$client.key"
	mkfifo "$client.key"
	run 2 "$MTLSPEC" run --pki mine
	says 'client.key: is a pipe, not a file'
	run 2 "$MTLSPEC" report /dev/zero
	says '/dev/zero: is a device, not a file'
	run 2 "$MTLSPEC" run --events pipe
	says 'pipe: nobody reads this pipe'
	run 3 "$MTLSPEC" report good.jsonl --junit pipe
	says 'pipe: nobody reads this pipe'
	GITHUB_STEP_SUMMARY=pipe run 3 "$MTLSPEC" report good.jsonl --github
	says 'pipe: nobody reads this pipe'
	;;
pipes)
	# what the caller's shell holds open is read: cat events | mtlspec report /dev/stdin, <(zcat events.gz)
	run 0 "$MTLSPEC" run client-certificate/good --tls 1.3 --events good.jsonl
	run 0 sh -c 'cat good.jsonl | "$1" report /dev/stdin' sh "$MTLSPEC"
	says '^mtlspec: 5 cells: 5 pass'
	run 0 sh -c '"$1" report /dev/stdin <good.jsonl' sh "$MTLSPEC"
	need bash
	run 0 bash -c '"$1" diff <(cat good.jsonl) <(cat good.jsonl)' bash "$MTLSPEC"
	# a line that does not end is not waited for
	run 2 sh -c '"$1" report /dev/stdin </dev/zero' sh "$MTLSPEC"
	run 2 sh -c 'cat /dev/zero | "$1" report /dev/stdin' sh "$MTLSPEC"
	says 'a line of [0-9]* bytes; at most'
	;;
*) exit 1 ;;
esac
finish
