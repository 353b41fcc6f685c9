#!/bin/sh
# From a fresh checkout to a verdict in one command:
#   sh harness/quickstart.sh [--no-install]
# Installs the Debian packages that are missing (as root, or through sudo after asking), builds
# build/mtlspec, and runs the catalogue against the built-in reference server and, where it is
# installed, nginx. Exit status: mtlspec's own (0: as expected), 2: packages are missing, 3: the
# build failed.
set -u
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 2
. "$root/harness/setup.sh"

install=yes
for option; do
	case $option in
	--no-install) install=no ;;
	-h | --help)
		sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
		exit 0
		;;
	*) refuse 2 "quickstart.sh: unknown option '$option' (known: --no-install)" ;;
	esac
done

cd "$root" && mkdir -p build || exit 2
log=$root/build/quickstart.log
: >"$log" || exit 2

say "writes     $root/build; the run uses ${TMPDIR:-/tmp}"
set_up $install "$BUILD_PACKAGES" ""
build release build mtlspec

set -- --target reference
if command -v nginx >/dev/null; then
	set -- "$@" --target nginx
else
	say "nginx      is not installed: only the reference server is tested"
fi
say "run        build/mtlspec run $* --report-dir build/report"
"$root/build/mtlspec" run "$@" --report-dir "$root/build/report"
status=$?
if [ -f "$root/build/report/index.html" ]; then
	say "report     $root/build/report/index.html"
else
	say "report     none was written"
fi
exit $status
