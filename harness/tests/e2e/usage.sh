#!/bin/sh
# usage.sh CASE: what the program says about itself, and that all documented options are taken.
. "$SOURCE/harness/tests/e2e/expect.sh"

commands="run init list check pki serve fetch selftest report diff baseline doctor explain schema completion help version"
case $1 in
help)
	run 0 "$MTLSPEC" --help
	for command in $commands; do
		says "^  $command "
		run 0 "$MTLSPEC" "$command" --help
		says "^Usage: mtlspec $command"
		same "$(cat stderr)" "" "error output of --help"
		run 0 "$MTLSPEC" "$command" --usage
		run 0 "$MTLSPEC" --help
	done
	for command in $commands; do
		run_as_is 0 "$MTLSPEC" "$command" --help
		cp stdout long
		run_as_is 0 "$MTLSPEC" "$command" -h
		cmp stdout long || flunk "$command -h is another help"
		run_as_is 0 "$MTLSPEC" help "$command"
		cmp stdout long || flunk "help $command is another help"
	done
	run_as_is 0 "$MTLSPEC" --help
	cp stdout long
	run_as_is 0 "$MTLSPEC" help
	cmp stdout long || flunk "help is another help"
	run_as_is 2 "$MTLSPEC" help runn
	says "did you mean 'run'?"
	run_as_is 2 "$MTLSPEC" help run list
	# topics; where a command has the word, the file's name
	run_as_is 0 "$MTLSPEC" help
	says '^`mtlspec help TOPIC` tells a kind of file: scenario, pki.yaml, target, expected, rules.$'
	for topic in scenario target pki.yaml expected rules; do
		run_as_is 0 "$MTLSPEC" help $topic
		says "^${topic%.yaml}: "
		says '^Keys$'
		same "$(cat stderr)" "" "error output of help $topic"
		# what stands there as an example is one
		sed -n '/^Example$/,$s/^    //p' stdout >example
		run 0 "$MTLSPEC" check example
	done
	run_as_is 0 "$MTLSPEC" help scenario.yaml
	run_as_is 2 "$MTLSPEC" help scenaro
	says "did you mean 'scenario'?"
	# the same in man's language
	for topic in scenario target pki expected rules; do
		run_as_is 0 "$MTLSPEC" completion man $topic
		says '^.SH KEYS$'
	done
	run_as_is 2 "$MTLSPEC" completion man scenaro
	says 'did you mean scenario?'
	run_as_is 2 "$MTLSPEC" completion bash scenario
	run_as_is 0 "$MTLSPEC" version
	says '^mtlspec [0-9][0-9.]*$'
	run 0 "$MTLSPEC" --version
	says '^mtlspec [0-9][0-9.]*$'
	run 2 "$MTLSPEC"
	says '^Usage: mtlspec'
	;;
words)
	# the closest word, or those that have it in them
	run 2 "$MTLSPEC" run --mode require
	says 'such client-auth mode; did you mean RequireAnyClientCert or RequireAndVerifyClientCert?'
	run 2 "$MTLSPEC" run --mode VERIFYCLIENT
	says 'did you mean VerifyClientCertIfGiven?'
	run 2 "$MTLSPEC" run --mode no-client-certt
	says 'did you mean NoClientCert?'
	run 2 "$MTLSPEC" run --mode fff
	says_not 'did you mean'
	run 2 "$MTLSPEC" run --defect any_ca
	says 'did you mean accept-any-ca?'
	run 2 "$MTLSPEC" run --target reference+any-ca
	says "target 'reference+any-ca': there is no defect 'any-ca'$"
	run 2 "$MTLSPEC" run --target reference+ignore-ekus
	says "did you mean 'ignore-eku'?"
	# options, too, wherever they stand; the value of another is none
	for words in '--repot-dir out' '--repot-dir=out' '--client --no-such --repot-dir out' '-vt x --repot-dir'; do
		# shellcheck disable=SC2086
		run_as_is 2 "$MTLSPEC" run $words
		says "^mtlspec run: unrecognized option '--repot-dir'; did you mean --report-dir?$"
	done
	run_as_is 2 "$MTLSPEC" run --xyz
	says "^mtlspec run: unrecognized option '--xyz'$"
	# what may be cut may be cut, and what stands behind -- is no option
	run_as_is 0 "$MTLSPEC" list --scenar "$SOURCE/scenarios"
	run_as_is 2 "$MTLSPEC" run -- --repot-dir
	says "no scenario '--repot-dir'"
	run_as_is 2 "$MTLSPEC" list cells --granulartiy cell
	says 'did you mean --granularity?'
	run_as_is 2 "$MTLSPEC" hepl
	says "did you mean 'help'?"
	run 2 "$MTLSPEC" run --target nginx+ignore-eku
	says "target 'nginx+ignore-eku' takes no defects: that is for the reference$"
	# each side has its own
	run 2 "$MTLSPEC" run --target reference+ignore-name
	says "target 'reference+ignore-name': 'ignore-name' is a defect of a client$"
	run 2 "$MTLSPEC" run --target reference-client --defect ignore-eku
	says "target 'reference-client': 'ignore-eku' is a defect of a server$"
	;;
addresses)
	# one error, which says what to write; none about options that would have been right with it
	set -- --mode RequireAndVerifyClientCert --server-ca "$SOURCE/README.md" --host x
	while read -r written meant; do
		run 2 "$MTLSPEC" run --target "$written" "$@"
		same "$(grep -c error output)" 1 "errors of $written"
		says "$meant"
	done <<-'END'
		127.0.0.1:99999 '99999' is no port in '127.0.0.1:99999' (1 to 65535)
		https://host:8443 scheme and path: host:8443$
		https://host:8443/a?b scheme and path: host:8443$
		::1:8443 write \[::1\]:8443$
		host: the port is missing; write host:443$
		127.0.0.1 HOST:PORT: 127.0.0.1:443$
		joe@host:1 write host:1$
	END
	;;
options)
	# every option that --help names is taken; one that needs a value says so without
	for command in $commands; do
		run 0 "$MTLSPEC" "$command" --help
		# (but those that may have one: --lf[=EVENTS])
		sed 's/--[a-z][a-z-]*\[=[A-Z]*\]//g' stdout | grep -o -e '--[a-z][a-z-]*=\{0,1\}' | sort -u >options
		while read -r option; do
			case $option in
			--help | --usage | *-) ;;
			*=)
				run 2 "$MTLSPEC" "$command" "${option%=}"
				says "option '${option%=}' requires an argument"
				;;
			*)
				run 2 "$MTLSPEC" "$command" "$option=value"
				says "option '$option' doesn't allow an argument"
				;;
			esac
		done <options
	done
	;;
explain)
	run_as_is 0 "$MTLSPEC" explain
	for kind in scenario cell alert rule defect class verdict exit mode; do
		says "^  $kind  *[a-z]"
	done
	run_as_is 0 "$MTLSPEC" explain client-certificate/expired
	says '^client-certificate/expired: An expired client certificate$'
	says '^  sent  *our client presents client-expired (expired yesterday)$'
	says '^  *RequireAndVerifyClientCert  *reject by alert certificate_expired$'
	says '^  *RFC 5280 6.1.3 (a)(2): Each certificate is valid now$'
	# of steps each, with what else it says
	run_as_is 0 "$MTLSPEC" explain reload/bad-ca
	says '^  step 1  *a stranger, after'
	says '^  with  *do: {replace: {client_ca: garbage}, reload}$'
	# of many in one file the first
	run_as_is 0 "$MTLSPEC" explain routing/names
	says '^  scenarios  *[0-9]*, one for each combination'
	run_as_is 0 "$MTLSPEC" explain routing/names/sni=home,host=home,client=client
	says_not '^  scenarios '
	cell=client-certificate/expired@nginx:RequireAndVerifyClientCert/tls1.3
	run_as_is 0 "$MTLSPEC" explain $cell
	says '^  setting  *ssl_verify_client on;$'
	says "^  run it  *mtlspec run --target nginx --cell $cell$"
	run_as_is 0 "$MTLSPEC" explain client-certificate/expired@10.0.0.1:8443:NoClientCert/tls1.2
	says '^  target  *10.0.0.1:8443, which is not among'
	says '^  expected  *accept$'
	run_as_is 0 "$MTLSPEC" explain chain/wrong-ca@reference+ignore-eku:RequireAndVerifyClientCert/tls1.3
	says '^  defect  *ignore-eku: it takes from a client'
	run_as_is 0 "$MTLSPEC" explain unknown_ca
	says '^unknown_ca: alert 48 of TLS$'
	says '^  expected  *.*chain/'
	run_as_is 0 "$MTLSPEC" explain RFC 5280 6.1.3 '(a)(2)'
	says '^  covered by .*client-certificate/expired, '
	# several words are one, or each for itself
	run_as_is 0 "$MTLSPEC" explain let in
	same "$(grep -c '^[^ ]' stdout)" 1 meanings
	run_as_is 0 "$MTLSPEC" explain xpass 48
	says '^xpass: a verdict$'
	says '^unknown_ca: '
	# all meanings of one
	run_as_is 0 "$MTLSPEC" explain 0
	says '^close_notify: '
	says '^exit 0: '
	# what was not known does not hide what was
	run_as_is 2 "$MTLSPEC" explain xpass unknown_ac
	says '^xpass: a verdict$'
	says "nothing is called 'unknown_ac'; did you mean unknown_ca?$"
	run_as_is 2 "$MTLSPEC" explain qqqqqqqq
	says 'alone says what can be explained'
	# a scenario of one's own, and what is wrong with it
	mkdir mine
	cp "$SOURCE/scenarios/client-certificate/expired.yaml" mine/lapsed.yaml
	run_as_is 0 "$MTLSPEC" explain mine/lapsed.yaml
	says '^lapsed: An expired client certificate$'
	run_as_is 0 "$MTLSPEC" explain --scenarios mine lapsed
	# with a certificate of one's own
	printf 'extend: builtin\ncredentials:\n  client-bob: {like: client, defect: is bob}\n' >bob-pki.yaml
	sed 's/present: client-expired/present: client-bob/' mine/lapsed.yaml >bob.yaml
	run_as_is 0 "$MTLSPEC" explain --pki-file bob-pki.yaml ./bob.yaml
	says 'presents client-bob (is bob)$'
	run_as_is 2 "$MTLSPEC" explain ./bob.yaml
	says "unknown credential 'client-bob'"
	run_as_is 0 "$MTLSPEC" explain --pki-variant shared-ca lapsed --scenarios mine
	run_as_is 2 "$MTLSPEC" explain --pki-variant shared-c lapsed --scenarios mine
	run_as_is 2 "$MTLSPEC" explain --scenarios mine chain/wrong-ca
	sed -i 's/^target:/targt:/' mine/lapsed.yaml
	run_as_is 2 "$MTLSPEC" explain mine/lapsed.yaml
	says "unknown key 'targt'"
	says_not 'nothing is called'
	;;
list)
	run 0 "$MTLSPEC" list
	find "$SOURCE/scenarios" -name '*.yaml' ! -name rules.yaml >files
	same "$(count_lines stdout)" "$(count_lines files)" scenarios
	says '^client-certificate/expired  *An expired client certificate$'
	says '^routing/names/  *[0-9][0-9]* scenarios: SNI ${sni}, Host ${host}'
	run 0 "$MTLSPEC" list scenarios
	run 0 "$MTLSPEC" list targets
	for file in "$SOURCE"/harness/targets/*/target.yaml; do
		says "^$(basename "$(dirname "$file")") "
	done
	says '^nginx-vhosts '
	run 0 "$MTLSPEC" list credentials
	says '^client  *no defect$'
	run 0 "$MTLSPEC" list modes
	same "$(tr '\n' ' ' <stdout)" "NoClientCert RequestClientCert RequireAnyClientCert \
VerifyClientCertIfGiven RequireAndVerifyClientCert " modes
	run 0 "$MTLSPEC" list defects
	says '^accept-any-ca  *server$'
	says '^ignore-name  *client$'
	mkdir mine
	cp "$SOURCE/scenarios/client-certificate/expired.yaml" mine/lapsed.yaml
	run 0 "$MTLSPEC" list --scenarios mine
	same "$(count_lines stdout)" 1 scenarios
	says '^lapsed '
	run 2 "$MTLSPEC" list everything
	says 'everything: one of scenarios, targets, credentials, modes, defects, rules, cells is wanted$'
	run 2 "$MTLSPEC" list cred
	says 'is wanted; did you mean credentials?'
	# files of one's own, with the options that `run` has for them
	run 0 "$MTLSPEC" list scenarios chain/ mine/lapsed.yaml
	says '^lapsed '
	says '^chain/impostor-ca '
	says_not '^client-certificate/'
	run 2 "$MTLSPEC" list scenarios chian/
	says "did you mean 'chain/'?"
	sed '/^deviations:/,$d; s/^title:.*/title: ours/' "$SOURCE/harness/targets/reference/target.yaml" >ours.yaml
	run 0 "$MTLSPEC" list targets --target ours.yaml -t nginx
	same "$(count_lines stdout)" 2 targets
	says '^ours  *server  *ours$'
	printf 'extend: builtin\ncredentials:\n  client-bob: {like: client, defect: is bob}\n' >bob-pki.yaml
	run 0 "$MTLSPEC" list credentials --pki-file bob-pki.yaml
	says '^client-bob  *is bob$'
	run 0 "$MTLSPEC" list credentials --pki-variant shared-ca
	run 2 "$MTLSPEC" list credentials --pki-variant shared-c
	run 2 "$MTLSPEC" list modes NoClientCert
	;;
check)
	run 0 "$MTLSPEC" check
	says '^mtlspec: .*[1-9][0-9]* files.*nothing is wrong'
	run 0 "$MTLSPEC" check "$SOURCE/scenarios" "$SOURCE/harness/targets/nginx" \
		"$SOURCE/ca-fixtures/pki.yaml" "$SOURCE/scenarios/client-certificate/expired.yaml"
	sed 's/^target:/targt:/' "$SOURCE/scenarios/client-certificate/expired.yaml" >bad.yaml
	run 2 "$MTLSPEC" check bad.yaml "$SOURCE/scenarios"
	says "^bad.yaml:[0-9]*:1: error: unknown key 'targt'"
	run 2 "$MTLSPEC" check absent.yaml
	# known by what is in them
	cp "$SOURCE/harness/targets/reference/target.yaml" box
	cp "$SOURCE/ca-fixtures/pki.yaml" certificates
	cp "$SOURCE/scenarios/client-certificate/expired.yaml" target.yaml
	run 0 "$MTLSPEC" check box certificates target.yaml
	run 2 "$MTLSPEC" run ./certificates
	says "error: no scenario, but a file for --pki-file"
	# with the options that `run` has for files of one's own
	printf 'extend: builtin\ncredentials:\n  client-bob: {like: client, defect: is bob}\n' >bob-pki.yaml
	mkdir mine
	sed 's/present: client-expired/present: client-bob/' \
		"$SOURCE/scenarios/client-certificate/expired.yaml" >mine/bob.yaml
	for what in mine/bob.yaml mine '--scenarios mine'; do
		# shellcheck disable=SC2086
		run 2 "$MTLSPEC" check $what
		says "^mine/bob.yaml:[0-9]*:[0-9]*: error: unknown credential 'client-bob'"
		# shellcheck disable=SC2086
		run 0 "$MTLSPEC" check $what --pki-file bob-pki.yaml
	done
	run 2 "$MTLSPEC" check mine/bob.yaml --pki-file bob-pki.yaml --pki-variant shared-c
	run 0 "$MTLSPEC" check --target nginx --scenarios mine --pki-file bob-pki.yaml
	run 2 "$MTLSPEC" check --target ngnix
	run 0 "$MTLSPEC" check --target nginx
	;;
check-program-absent)
	# a check is not a run: a program that is not installed is no error of the file
	cp -R "$SOURCE/harness/targets/nginx" mine
	chmod -R u+w mine
	sed -i 's/^program:.*/program: no-such-program/' mine/target.yaml
	run 0 "$MTLSPEC" check mine
	says '^mtlspec: mine/target.yaml: no-such-program is not installed .*: its cells are skips$'
	;;
select)
	# ids, folders, globs, files, modes, versions, cells; and several at once
	while read -r cells arguments; do
		# shellcheck disable=SC2086
		run 0 "$MTLSPEC" run $arguments
		says "^mtlspec: $cells cells:"
	done <<-END
		10 client-certificate/expired
		20 client-certificate/expired client-certificate/none
		10 possession/
		14 --mode NoClientCert --mode RequestClientCert --tls 1.3 client-certificate/*ne key-types/
		5 client-certificate/expired --tls 1.3
		1 --cell client-certificate/expired@reference:NoClientCert/tls1.3
		2 --cell client-certificate/expired@*:NoClientCert/*
	END
	run 0 "$MTLSPEC" run "$SOURCE/scenarios/client-certificate/expired.yaml"
	says '^mtlspec: 10 cells:'
	;;
narrowed)
	# by words of the cells' ids
	run 0 "$MTLSPEC" run -k 'client-certificate/none and not (tls1.2 or RequireAny)'
	says '^mtlspec: 4 cells:'
	run 0 "$MTLSPEC" list cells -k '*/expired@*:NoClientCert/*'
	same "$(cat stdout)" "client-certificate/expired@reference:NoClientCert/tls1.2
client-certificate/expired@reference:NoClientCert/tls1.3" cells
	run 0 "$MTLSPEC" run --match='expired and not(expired)or NoClientCert and /none@'
	says '^mtlspec: 2 cells:'
	run 2 "$MTLSPEC" run -k 'expired and'
	says "run: -k 'expired and': it ends where a word is wanted"
	run 4 "$MTLSPEC" run -k no-such-thing
	# those that failed last: of the run that wrote where this one writes, or of a file
	set -- client-certificate/expired client-certificate/none --mode RequireAndVerifyClientCert
	run 0 "$MTLSPEC" run "$@" --lf --report-dir out
	says '^mtlspec: nothing failed last: all is run$'
	says '^mtlspec: 4 cells: 4 pass'
	run 1 "$MTLSPEC" run "$@" --defect ignore-expiry --report-dir out
	cp out/events.jsonl failed.jsonl
	for left in 2 4; do
		run 0 "$MTLSPEC" run "$@" --lf --report-dir out
		says "^mtlspec: $left cells: $left pass"
	done
	run 0 "$MTLSPEC" run "$@" --last-failed=failed.jsonl
	says '^mtlspec: 2 cells: 2 pass'
	run 4 "$MTLSPEC" run client-certificate/none --lf=failed.jsonl
	run 2 "$MTLSPEC" run --lf=absent.jsonl
	run 2 "$MTLSPEC" run --lf
	says 'run: --lf: of which run?'
	# the first failure ends it; the rest is there, and not judged
	run 1 "$MTLSPEC" run chain/ --jobs 1 --defect accept-any-ca --exitfirst --events first.jsonl
	says '^mtlspec: stopped at the first failure (-x)$'
	says ' 1 fail, 0 error, .* [1-9][0-9]* not-run; 1 let in;'
	run 0 "$MTLSPEC" report first.jsonl
	says 'cells  reference: the run stopped at a failure or error before this cell$'
	run 0 "$MTLSPEC" run client-certificate/expired -x
	says ' 0 not-run;'
	;;
serve)
	run 2 "$MTLSPEC" serve
	says 'server or backend'
	run 2 "$MTLSPEC" serve proxy
	run 2 "$MTLSPEC" serve server
	says '--cert and --key are needed'
	run 3 "$MTLSPEC" serve server --cert absent --key absent --mode NoClientCert
	says '^mtlspec: .*absent'
	run 2 "$MTLSPEC" serve server --host a.test
	says 'NAME,MODE,CA,ADDRESS:PORT is wanted'
	run 2 "$MTLSPEC" serve server --host a.test,Sometimes,,127.0.0.1:1
	says "no client-auth mode 'Sometimes'"
	run 2 "$MTLSPEC" serve server --host a.test,NoClientCert,,127.0.0.1:1
	says 'neither it nor --cert and --key say its certificate'
	run 2 "$MTLSPEC" serve server --cert c --key k --host a.test,VerifyClientCertIfGiven,,127.0.0.1:1
	says 'it needs a CA, or --client-ca'
	run 3 "$MTLSPEC" serve server --cert absent --key absent --host a.test,NoClientCert,,127.0.0.1:1
	says '^mtlspec: host a.test: .*absent'
	run 3 "$MTLSPEC" serve backend --listen 203.0.113.1:80
	says '^mtlspec: .*203.0.113.1'
	;;
*) exit 1 ;;
esac
finish
