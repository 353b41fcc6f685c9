#!/bin/sh
# Installs mtlspec for everybody on this machine, from the checkout that this script lies in:
#   sh harness/ci/install.sh [--no-install] [PREFIX]
# As root: it installs the Debian (or Ubuntu) packages that the build needs, builds, and puts mtlspec
# under PREFIX, /usr/local if not given. With --no-install the packages must be there.
set -u
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P) || exit 2
. "$root/harness/setup.sh"

install=yes
if [ "${1:-}" = --no-install ]; then
	install=no
	shift
fi
case ${1:-/usr/local} in
/*) prefix=${1:-/usr/local} ;;
*) refuse 2 "install.sh: '$1' is no absolute path" ;;
esac

cd "$root" && mkdir -p build || exit 2
log=$root/build/install.log
: >"$log" || exit 2

set_up $install "$BUILD_PACKAGES" ""
# the man page and completions are made by the program: nothing else that is installed has to be built
build release build mtlspec
quietly cmake --install "$root/build" --prefix "$prefix" ||
	refuse 3 "could not install; the whole log is $log"
say "installed  $prefix/bin/mtlspec"
