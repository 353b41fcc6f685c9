#!/bin/sh
# All tests, through ctest, whose summary is the end of the output and whose status is ours:
#   sh harness/check.sh [--all] [--no-install] [-L LABEL]
# --all          also what takes long: every test again under AddressSanitizer, each fuzz target for
#                half a minute, clang, musl's headers, a newer OpenSSL; and it gets the targets that are no
#                Debian packages, such as Traefik
# --no-install   checks the packages, installs none; tests that lack a tool are skipped
# -L LABEL       only tests with that label (unit, lint, e2e, fuzz, ...)
set -u
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 2
. "$root/harness/setup.sh"
SERVICES="$SERVICES $TEST_SERVICES"

install=yes
all=OFF
label=
while [ $# -gt 0 ]; do
	case $1 in
	--all) all=ON ;;
	--no-install) install=no ;;
	-L)
		[ $# -gt 1 ] || refuse 2 "check.sh: -L needs a label"
		shift
		label=$1
		;;
	-h | --help)
		sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
		exit 0
		;;
	*) refuse 2 "check.sh: unknown option '$1' (known: --all --no-install -L LABEL)" ;;
	esac
	shift
done

cd "$root" && mkdir -p build || exit 2
log=$root/build/check.log
: >"$log" || exit 2

if [ $all = ON ]; then
	SERVICES="$SERVICES $ALL_SERVICES"
	say "writes     $root/build, build-asan and build-fuzz beside it, and what is no Debian package to" \
		"${XDG_CACHE_HOME:-${HOME:-}/.cache}/mtlspec/targets; tests use ${TMPDIR:-/tmp}"
	set_up $install "$BUILD_PACKAGES" "$TEST_PACKAGES $TEST_CLIENTS $ALL_PACKAGES $(absent $ALL_PROGRAMS)"
	[ $install = no ] || get_targets
	build asan build-asan all
	if command -v clang >/dev/null; then
		build clang build-clang all
		build fuzz build-fuzz fuzzers
	fi
else
	say "writes     $root/build; tests use ${TMPDIR:-/tmp}"
	set_up $install "$BUILD_PACKAGES" "$TEST_PACKAGES $TEST_CLIENTS"
fi
build release build all -DMTLSPEC_ALL_CHECKS=$all

say "tests      ctest in build"
if [ "$label" ]; then
	set -- -L "$label"
fi
# half of the tests wait for somebody most of the time
exec ctest --test-dir "$root/build" -j"$(($(getconf _NPROCESSORS_ONLN) + 1))" --output-on-failure --no-tests=error "$@" </dev/null
