#!/bin/sh
# frameworks.sh CASE: what harness/ci has for other test frameworks, in a small project of somebody's own.
. "$SOURCE/harness/tests/e2e/expect.sh"
cp -R "$SOURCE/harness/tests/package/consumer" project
cd project || exit 1
words="--target reference --target ./broken --target ./missing --mode RequireAndVerifyClientCert --tls 1.3"
words="$words client-certificate/expired client-certificate/good"
expired=client-certificate/expired@broken:RequireAndVerifyClientCert/tls1.3

case $1 in
pytest)
	need python3
	python3 -c 'import pytest' 2>/dev/null || { echo "skipped: pytest is not installed" && exit 77; }
	cp "$SOURCE/harness/ci/pytest_mtlspec.py" .
	echo 'pytest_plugins = ["pytest_mtlspec"]' >conftest.py
	printf '[pytest]\nmtlspec = %s\n' "$words" >pytest.ini
	printf 'def test_of_its_own():\n    pass\n' >test_own.py
	set -- python3 -m pytest -p no:cacheprovider -rA
	run 1 "$@"
	says '1 failed, 4 passed, 2 skipped'
	says "^FAILED mtlspec::$expired"
	says '^PASSED mtlspec::client-certificate/good@broken:RequireAndVerifyClientCert/tls1.3$'
	says '^PASSED mtlspec::client-certificate/expired@reference:'
	says '^SKIPPED .*mtlspec-test-no-such-program'
	says '^  reproduce  .*--target ./broken'
	says_not 'Traceback\|runtest'
	# its own choice of tests is the run's, too
	run 1 "$@" -k 'expired and broken'
	says '1 failed, 6 deselected'
	run 0 "$@" --mtlspec ''
	says '1 passed'
	run 0 "$@" --mtlspec "$words --expected expected.yaml"
	says '4 passed, 2 skipped, 1 xfailed'
	# of some rounds the worst
	run 1 "$@" --mtlspec "$words --repeat 2"
	says '1 failed, 4 passed, 2 skipped'
	# what mtlspec can't run is told once, by its words
	run 4 "$@" --mtlspec '--target no-such-target'
	says 'mtlspec list cells: exit 2'
	says 'no-such-target'
	;;
go)
	need go
	export GOCACHE="$work/cache" GOPATH="$work/path" GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
	mkdir mtlspec
	cp "$SOURCE"/harness/ci/go/*.go mtlspec
	printf 'module example.org/project\n\ngo 1.19\n' >go.mod
	# shellcheck disable=SC2086 # one argument for each
	quoted=$(printf '"%s", ' $words)
	cat >own_test.go <<-END
		package project

		import (
			"os"
			"strings"
			"testing"

			"example.org/project/mtlspec"
		)

		func TestMutualTLS(t *testing.T) {
			words := []string{$quoted}
			mtlspec.Run(t, append(words, strings.Fields(os.Getenv("MORE"))...)...)
		}
	END
	run 1 go test -v .
	says "^    --- FAIL: TestMutualTLS/$expired"
	says '^    --- PASS: TestMutualTLS/client-certificate/good@broken:'
	says '^    --- PASS: TestMutualTLS/client-certificate/expired@reference:'
	says '^    --- SKIP: TestMutualTLS/client-certificate/good@missing:'
	says 'mtlspec-test-no-such-program'
	says '  reproduce  .*--target ./broken'
	run 0 env MORE='--expected expected.yaml' go test -v .
	says 'expected to fail: '
	run 1 env MORE='--mode Nonsense' go test .
	says 'mtlspec run: exit 2'
	run 0 go vet ./...
	;;
*) exit 1 ;;
esac
finish
