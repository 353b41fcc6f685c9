#!/bin/sh
# project.sh CASE: options that are kept in mtlspec.yaml and in variables, and targets with names of their
# own.
. "$SOURCE/harness/tests/e2e/expect.sh"
unset MTLSPEC_TARGET MTLSPEC_PROFILE

# two services, each with its folder of the same name
services() {
	for name in a b; do
		mkdir -p "services/$name"
		cp -R "$SOURCE/harness/targets/reference" "services/$name/mtls"
		chmod -R u+w "services/$name"
		sed -i "/^deviations:/,\$d; s/^title:.*/title: service $name/" "services/$name/mtls/target.yaml"
	done
}

# judged TARGET...: these, and no others, in the order of their names
judged() {
	same "$(events show out/events.jsonl target | sort -u | tr '\n' ' ')" "$*" "targets"
}

case $1 in
keys)
	services
	cat >mtlspec.yaml <<-'END'
		# what every run here is about
		target: [billing=services/a/mtls, orders=services/b/mtls]
		mode: RequireAndVerifyClientCert
		tls: "1.3"
		scenario: [client-certificate/good, client-certificate/expired]
		report-dir: out
		jobs: 2
		profiles:
		  strict: {strict: true, target: services/a/mtls, tls: []}
	END
	run 0 "$MTLSPEC" run
	says '^mtlspec: with the options of mtlspec.yaml$'
	says '^mtlspec: 4 cells: 4 pass,'
	judged 'billing orders '
	# the reports say what was run, as if it had been typed
	file_says out/events.jsonl "mtlspec'\{0,1\} run .* --target=billing=services/a/mtls --target=orders=services/b/mtls "
	run 0 "$MTLSPEC" run --profile strict
	says '^mtlspec: with the options of mtlspec.yaml, profile strict$'
	says '^mtlspec: 4 cells: 4 pass,'
	judged 'mtls '
	file_says out/events.jsonl ' --strict'
	# what is typed replaces what is kept
	run 0 "$MTLSPEC" run --profile strict -t reference --tls 1.2 client-certificate/good
	says '^mtlspec: 1 cells: 1 pass,'
	judged 'reference '
	run 0 "$MTLSPEC" run --no-project client-certificate/good --tls 1.3
	says_not 'with the options'
	says '^mtlspec: 5 cells: 5 pass,'
	run 0 "$MTLSPEC" run -q
	says_not 'with the options'
	run 0 "$MTLSPEC" list cells
	same "$(count_lines stdout)" 4 cells
	run 0 "$MTLSPEC" list cells --no-project client-certificate/good --tls 1.3
	same "$(count_lines stdout)" 5 cells
	run 0 "$MTLSPEC" list cells --project mtlspec.yaml --profile strict
	says '@mtls:'
	# tests that are run side by side do not write the same report
	run 0 "$MTLSPEC" list cells --format=ctest --profile strict
	says 'client-certificate/good@mtls:\*\]=\] \[=\[--no-project\]'
	says 'strict'
	says_not 'report-dir'
	says_not '--profile'
	;;
places)
	# from wherever in the repository; paths are relative to the file
	need git
	git init -q .
	services
	mkdir -p deep/er ca
	run 0 "$MTLSPEC" pki pki
	cat >mtlspec.yaml <<-'END'
		target: [services/a/mtls, b=services/b/mtls]
		mode: RequireAndVerifyClientCert
		client-ca: pki/ca/client-root.pem,pki/ca/client-root.key
		scenario: client-certificate/good
		events: events.jsonl
		tls: "1.3"
	END
	cd deep/er || exit 1
	run 0 "$MTLSPEC" run
	says '^mtlspec: with the options of ../../mtlspec.yaml$'
	says '^mtlspec: 2 cells: 2 pass,'
	[ -s ../../events.jsonl ] || flunk "no event file beside the project's"
	cd ../..
	mv mtlspec.yaml deep/other.yaml
	run 2 "$MTLSPEC" run --project deep/other.yaml
	says "^deep/other.yaml:1:10: error: target 'deep/services/a/mtls': there is no file"
	says "^deep/other.yaml:1:28: error: target 'b=deep/services/b/mtls': there is no file\|'deep/services/b/mtls'"
	run 2 "$MTLSPEC" run --project nowhere.yaml
	says 'nowhere.yaml'
	run 2 "$MTLSPEC" run --profile ci
	says "profile 'ci': there is no mtlspec.yaml to have it"
	;;
variables)
	cat >mtlspec.yaml <<-'END'
		target: nginx
		scenario: client-certificate/good
		mode: RequireAndVerifyClientCert
		profiles: {ci: {tls: "1.2"}, other: {tls: "1.3"}}
	END
	export MTLSPEC_TARGET=reference MTLSPEC_PROFILE=ci MTLSPEC_REPORT_DIR=out MTLSPEC_EVENTS=
	run 0 "$MTLSPEC" run
	says '^mtlspec: with the options of mtlspec.yaml, profile ci, MTLSPEC_TARGET, MTLSPEC_REPORT_DIR$\|MTLSPEC_REPORT_DIR, MTLSPEC_TARGET$'
	judged 'reference '
	same "$(events show out/events.jsonl tls)" tls1.2 version
	run 0 "$MTLSPEC" run --profile other --target mine=reference
	judged 'mine '
	same "$(events show out/events.jsonl tls)" tls1.3 version
	run 0 env MTLSPEC_STRICT=1 MTLSPEC_MODE='NoClientCert
RequireAnyClientCert' "$MTLSPEC" run
	same "$(events show out/events.jsonl mode | sort | tr '\n' ' ')" 'NoClientCert RequireAnyClientCert ' modes
	# reports are published: what a variable holds is its own business
	run 0 env MTLSPEC_CELL='client-certificate/*
client-certificate/good@*' MTLSPEC_MATCH='good or zzsecret' "$MTLSPEC" run --timeout 6000
	file_says out/events.jsonl ' --cell=\\"$MTLSPEC_CELL\\" --match=\\"$MTLSPEC_MATCH\\".* --target=\\"$MTLSPEC_TARGET\\".* --timeout 6000"'
	! grep -l 'zzsecret' out/* >output || flunk "it is told"
	run 2 env MTLSPEC_JOBS=many MTLSPEC_STRICT=yes "$MTLSPEC" run
	says '^MTLSPEC_JOBS: error: jobs many: a number from 1 to'
	says "^MTLSPEC_STRICT: error: 'yes': true (or 1), or false (or 0) is wanted$"
	# somebody else's, unless it can only be meant for us
	run 0 env MTLSPEC_IMAGE=x MTLSPEC_TARGETS=y "$MTLSPEC" run
	says '^mtlspec: MTLSPEC_TARGETS is no variable of ours, and passed over; did you mean MTLSPEC_TARGET?$'
	says_not MTLSPEC_IMAGE
	unset MTLSPEC_TARGET
	run 0 env MTLSPEC_NO_PROJECT=1 "$MTLSPEC" run client-certificate/good --tls 1.3
	judged 'reference '
	says_not 'mtlspec.yaml'
	mv mtlspec.yaml mine.yaml
	run 0 env MTLSPEC_PROJECT=mine.yaml MTLSPEC_TARGET=reference "$MTLSPEC" run
	says '^mtlspec: with the options of mine.yaml, profile ci,'
	;;
mistakes)
	# all of them at once, and nothing is run
	cat >mtlspec.yaml <<-'END'
		targets: reference
		mode: [RequireAndVerifyClientCert, noclientcert]
		timeout: soon
		strict: yes
		report-dri: out
		path: no path
		profiles:
		  ci: {jobs: 0, shard: 3/2}
	END
	cp mtlspec.yaml wrong.yaml
	run 2 "$MTLSPEC" run
	says "^mtlspec.yaml:1:1: error: unknown key 'targets' in a project's file$"
	says "did you mean 'target'?"
	says '^mtlspec.yaml:2:36: error: mode noclientcert: no such client-auth mode; did you mean NoClientCert?$'
	says '^mtlspec.yaml:3:10: error: timeout soon: a number from 10 to 600000 is wanted$'
	says "^mtlspec.yaml:4:9: error: 'strict' must be true or false, not 'yes'$"
	says "did you mean 'report-dir'?"
	says '^mtlspec.yaml:6:7: error: path: '
	says '^mtlspec.yaml:8:14: error: jobs 0: a number from 1 to'
	says '^mtlspec.yaml:8:24: error: shard 3/2: I/N is wanted'
	same "$(grep -c ' error: ' output)" 8 errors
	[ ! -e out ] || flunk "something was written"
	run 2 "$MTLSPEC" list cells
	run 2 "$MTLSPEC" check mtlspec.yaml
	same "$(grep -c ' error: ' output)" 8 errors
	# a key is right and its value is not there
	printf 'target: [reference, nginxx]\nprofiles: {ci: {}}\n' >mtlspec.yaml
	run 2 "$MTLSPEC" run
	says "^mtlspec.yaml:1:21: error: unknown target 'nginxx'$"
	run 2 "$MTLSPEC" check .
	says "^./mtlspec.yaml:1:21: error: unknown target 'nginxx'$"
	run 2 "$MTLSPEC" run --profile cii
	says "there is no profile 'cii'$"
	says "did you mean 'ci'?"
	# each at its place, though what is no option stands between
	printf 'scenario: [chain/]\ntls: "1.3"\nprofiles: {ci: {mode: NoClientCert, target: nginxx}}\n' >mtlspec.yaml
	run 2 "$MTLSPEC" run --profile ci
	says "^mtlspec.yaml:3:45: error: unknown target 'nginxx'$"
	printf 'target: reference\n' >mtlspec.yaml
	run 0 "$MTLSPEC" check mtlspec.yaml
	# and beside scenarios it is none of them
	cp "$SOURCE/scenarios/client-certificate/good.yaml" .
	rm wrong.yaml
	run 0 "$MTLSPEC" list --scenarios .
	same "$(count_lines stdout)" 1 scenarios
	;;
fleet)
	# hundreds of addresses
	port=1
	printf 'mode: RequireAndVerifyClientCert\nscenario: client-certificate/good\ntls: "1.3"\ntarget:\n' >mtlspec.yaml
	for i in $(seq 300); do
		printf '  - host-%s=127.0.0.1:%s\n' "$i" "$port"
	done >>mtlspec.yaml
	run 0 "$MTLSPEC" list cells
	same "$(count_lines stdout)" 300 cells
	says '^client-certificate/good@host-300:RequireAndVerifyClientCert/tls1.3$'
	run 3 "$MTLSPEC" run --events events.jsonl
	file_says events.jsonl ' --target=host-299=127.0.0.1:1 --target=host-300=127.0.0.1:1 client-certificate/good -v --events'
	sed -i 's/host-299=.*/host-299=127.0.0.1/' mtlspec.yaml
	run 2 "$MTLSPEC" list cells
	says '^mtlspec.yaml:303:5: error: '
	;;
*) exit 1 ;;
esac
finish
