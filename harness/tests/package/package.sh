#!/bin/sh
# package.sh CASE: what `cmake --install` and cpack make of mtlspec works where it is put.
. "$SOURCE/harness/tests/e2e/expect.sh"
: "${BUILD:?the build folder}"
unset MTLSPEC_HOME

install_to() {
	run 0 cmake --install "$BUILD" --prefix "$work/$1"
	program=$work/$1/bin/mtlspec
}

# one test of the consumer's list, by the word that ctest has for it
test_is() {
	grep -q -e "Test *#[0-9]*: $1 \.* *$2" output || flunk "$1 is not $2"
	steps=$((steps + 1))
}

case $1 in
consumer)
	install_to "in stalled"
	# found and run from there alone, with its own data
	run 0 env -i PATH="$PATH" "$program" list targets
	says '^nginx '
	run 1 env -i PATH="$PATH" "$program" run --defect ignore-expiry --mode RequireAndVerifyClientCert \
		--tls 1.3 --keep kept client-certificate/expired
	run 0 env -i PATH="$PATH" sh kept/cells/*/reproduce.sh
	cp -R "$SOURCE/harness/tests/package/consumer" consumer
	run 0 cmake -G Ninja -S consumer -B built "-DCMAKE_PREFIX_PATH=$work/in stalled"
	run 8 ctest --test-dir built --output-on-failure -LE shared
	test_is 'mtlspec/reference/client-certificate/good' Passed
	test_is 'mtlspec/reference/client-certificate/expired' Passed
	test_is 'broken/broken' '.*Failed'
	test_is 'excused/client-certificate/expired@broken:RequireAndVerifyClientCert/tls1.3' Passed
	test_is 'missing/missing' '.*Skipped'
	test_is 'odd \$x "y" name/reference' Passed
	says '^first failure: client-certificate/[a-z-]*@broken:RequireAndVerifyClientCert/tls1.[23]: let in: '
	says 'out of 6$'
	file_says built/Testing/Temporary/LastTest.log 'mtlspec-test-no-such-program'
	run 0 ctest --test-dir built -L '^ours$'
	says 'out of 2$'
	# a list that can't be made is one failing test, never none
	run 0 cmake -G Ninja -S consumer -B built -DWRONG=ON
	run 8 ctest --test-dir built -R '^wrong-shared/'
	test_is 'wrong-shared/discovery' '.*Failed'
	run 8 ctest --test-dir built -R '^wrong/'  --output-on-failure
	test_is 'wrong/discovery' '.*Failed'
	says 'no-such-folder'
	says 'out of 1$'
	# no WILL_FAIL anywhere, and a time-out above our own deadlines
	! grep -rq WILL_FAIL built || flunk "WILL_FAIL"
	grep -ho 'TIMEOUT [0-9]*' built/*-tests.cmake | sort -u >timeouts
	while read -r _ seconds; do
		[ "$seconds" -gt 30 ] || flunk "a time-out of $seconds s"
	done <timeouts
	# what is not there is told when the project is configured
	run 1 cmake -G Ninja -S consumer -B built -DWRONG=OFF -DABSENT=ON
	says 'EXPECTED: there is no$'
	;;
shared)
	# one run serves many tests: each has the verdict of its own cells
	install_to installed
	cp -R "$SOURCE/harness/tests/package/consumer" consumer
	run 0 cmake -G Ninja -S consumer -B built "-DCMAKE_PREFIX_PATH=$work/installed"
	run 8 ctest --test-dir built -L '^shared$' --output-on-failure
	says 'out of 9$'
	test_is 'shared \$x/one-run' Passed
	test_is 'shared \$x/reference/client-certificate/good' Passed
	test_is 'shared \$x/reference/client-certificate/expired' Passed
	test_is 'shared \$x/broken/client-certificate/good' Passed
	test_is 'shared \$x/broken/client-certificate/expired' '.*Failed'
	test_is 'shared \$x/missing/client-certificate/good' '.*Skipped'
	test_is 'shared-cells/client-certificate/expired@broken:RequireAndVerifyClientCert/tls1.3' Passed
	says '^FAIL client-certificate/expired@broken:RequireAndVerifyClientCert/tls1.3$'
	says_not '^FAIL .*@reference'
	same "$(find built -name 'mtlspec-*-events.jsonl' | wc -l | tr -d ' ')" 2 "runs"
	# one of them alone brings its run along
	rm built/mtlspec-*-events.jsonl
	run 0 ctest --test-dir built -R '^shared .x/reference/client-certificate/good$'
	says 'out of 2$'
	# a run that can't be made: nobody has a verdict
	printf 'nonsense: true\n' >>consumer/expected.yaml
	run 8 ctest --test-dir built -R '^shared-cells/'
	says 'shared-cells/discovery'
	run 1 cmake -G Ninja -S consumer -B built -DTWICE=ON
	says 'SHARED_RUN: PREFIX shared-cells/ is that of another'
	;;
deb)
	need cpack
	need dpkg-deb
	need dpkg-shlibdeps
	need file
	run 0 cpack --config "$BUILD/CPackConfig.cmake" -B "$work/made"
	set -- made/mtlspec_*.deb
	[ -f "$1" ] || flunk "no package"
	run 0 dpkg-deb --field "$1" Depends
	says 'libssl3'
	says 'libcurl4'
	run 0 dpkg-deb --extract "$1" root
	run 0 env -i PATH="$PATH" root/usr/bin/mtlspec run client-certificate/good --tls 1.3
	says '^mtlspec: 5 cells: 5 pass'
	run 0 env -i PATH="$PATH" root/usr/bin/mtlspec check
	for kind in $("$MTLSPEC" schema | cut -d' ' -f1); do
		[ -s "root/usr/share/man/man5/mtlspec-$kind.5" ] || flunk "no page of $kind"
		[ -s "root/usr/share/mtlspec/schema/$kind.schema.json" ] || flunk "no schema of $kind"
	done
	;;
alone)
	# quickstart.sh builds the program alone, and what is installed must be there then
	need ninja
	run 0 ninja -C "$BUILD" -t commands mtlspec
	cp output commands
	for page in mtlspec.1 mtlspec.bash _mtlspec mtlspec.fish; do
		file_says commands "> .*/package/$page"
	done
	for kind in $("$MTLSPEC" schema | cut -d' ' -f1); do
		file_says commands "> .*/package/mtlspec-$kind.5"
		file_says commands "> .*/package/$kind.schema.json"
	done
	;;
man)
	need man
	run 0 "$MTLSPEC" completion man
	cp stdout mtlspec.1
	run 0 env MANWIDTH=100 LC_ALL=C.UTF-8 man -P cat -l mtlspec.1
	same "$(cat stderr)" "" "complaints of man"
	for option in --target --report-dir --shard --expected --reason --json --force; do
		says "$option"
	done
	# a page for each kind of file
	for topic in scenario pki target expected rules; do
		run 0 "$MTLSPEC" completion man $topic
		cp stdout mtlspec-$topic.5
		run 0 env MANWIDTH=100 LC_ALL=C.UTF-8 man -P cat -l mtlspec-$topic.5
		same "$(cat stderr)" "" "complaints of man"
		says "^  *mtlspec-$topic - "
	done
	;;
mandoc)
	need mandoc
	# (pages that are made anew with each build have no date)
	for topic in "" scenario pki target expected rules; do
		# shellcheck disable=SC2086
		run 0 "$MTLSPEC" completion man $topic
		mandoc -T lint stdout | grep -v 'WARNING: missing date' >complaints
		same "$(cat complaints)" "" "complaints of mandoc about ${topic:-mtlspec}"
	done
	;;
bash)
	need bash
	run 0 "$MTLSPEC" completion bash
	cp stdout completion
	cat >ask <<-'EOF'
		. ./completion
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_mtlspec
		printf '%s\n' "${COMPREPLY[@]}"
	EOF
	PATH=$(dirname "$MTLSPEC"):$PATH
	run 0 bash ask mtlspec ru
	says '^run$'
	run 0 bash ask mtlspec run --sha
	says '^--shard$'
	run 0 bash ask mtlspec run --driver ht
	says '^http$'
	run 0 bash ask mtlspec run --mode RequireAnd
	says '^RequireAndVerifyClientCert$'
	run 0 bash ask mtlspec run --target ngi
	says '^nginx$'
	run 0 bash ask mtlspec baseline pr
	says '^prune$'
	;;
zsh)
	need zsh
	run 0 "$MTLSPEC" completion zsh
	cp stdout _mtlspec
	run 0 zsh -n _mtlspec
	;;
fish)
	need fish
	run 0 "$MTLSPEC" completion fish
	cp stdout mtlspec.fish
	run 0 fish -c 'source mtlspec.fish; complete -C "mtlspec run --sha"'
	says '^--shard'
	;;
*) exit 1 ;;
esac
finish
