#!/bin/sh
# usage.sh CASE: what the program says about itself, and that all documented options are taken.
. "$SOURCE/harness/tests/e2e/expect.sh"

commands="run list check pki serve report diff baseline doctor completion"
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
		grep -o -e '--[a-z][a-z-]*=\{0,1\}' stdout | sort -u >options
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
list)
	run 0 "$MTLSPEC" list
	find "$SOURCE/scenarios" -name '*.yaml' >files
	same "$(count_lines stdout)" "$(count_lines files)" scenarios
	says '^client-certificate/expired  *An expired client certificate$'
	run 0 "$MTLSPEC" list scenarios
	run 0 "$MTLSPEC" list targets
	for file in "$SOURCE"/harness/targets/*/target.yaml; do
		says "^$(basename "$(dirname "$file")") "
	done
	run 0 "$MTLSPEC" list credentials
	says '^client  *no defect$'
	run 0 "$MTLSPEC" list modes
	same "$(tr '\n' ' ' <stdout)" "NoClientCert RequestClientCert RequireAnyClientCert \
VerifyClientCertIfGiven RequireAndVerifyClientCert " modes
	run 0 "$MTLSPEC" list defects
	says '^accept-any-ca$'
	mkdir mine
	cp "$SOURCE/scenarios/client-certificate/expired.yaml" mine/lapsed.yaml
	run 0 "$MTLSPEC" list --scenarios mine
	same "$(count_lines stdout)" 1 scenarios
	says '^lapsed '
	run 2 "$MTLSPEC" list everything
	says 'everything: one of scenarios, targets, credentials, modes, defects, cells is wanted$'
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
serve)
	run 2 "$MTLSPEC" serve
	says 'server or backend'
	run 2 "$MTLSPEC" serve proxy
	run 2 "$MTLSPEC" serve server
	says '--cert and --key are needed'
	run 3 "$MTLSPEC" serve server --cert absent --key absent --mode NoClientCert
	says '^mtlspec: .*absent'
	run 3 "$MTLSPEC" serve backend --listen 203.0.113.1:80
	says '^mtlspec: .*203.0.113.1'
	;;
*) exit 1 ;;
esac
finish
