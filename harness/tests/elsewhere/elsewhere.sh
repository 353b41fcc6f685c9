#!/bin/sh
# elsewhere.sh CASE: mtlspec on systems that are not like this one.
. "$SOURCE/harness/tests/e2e/expect.sh"
: "${BUILD:?the build folder}"
RUN_SECONDS=600

case $1 in
musl)
	need python3
	need musl-gcc
	mkdir headers
	run 0 python3 -B "$SOURCE/harness/tests/elsewhere/musl.py" "$BUILD/compile_commands.json" headers
	# it can fail: by a function of glibc alone
	printf '#include <stdlib.h>\nchar *f(void) { return secure_getenv("A") ? canonicalize_file_name("/") : 0; }\n' \
		>glibc.c
	run 0 python3 -c 'import json, os
here = os.getcwd()
print(json.dumps([{"file": f"{here}/glibc.c", "directory": here, "command": "cc -Wall -c glibc.c"}]))'
	cp stdout one.json
	mkdir again
	run 1 python3 -B "$SOURCE/harness/tests/elsewhere/musl.py" one.json again
	says 'canonicalize_file_name'
	;;
argp)
	# a libc without argp: another library is linked, or the want of it is said
	run 1 cmake -S "$SOURCE" -B built -DMTLSPEC_TESTS=OFF -DMTLSPEC_LIBC_HAS_ARGP=OFF
	says 'argp-standalone'
	: >libargp.a
	run 0 cmake -S "$SOURCE" -B built -DARGP_LIBRARY="$work/libargp.a"
	run 0 grep -rqF "$work/libargp.a" built/harness/cmd/CMakeFiles/mtlspec.dir
	;;
packager)
	# no preset, no Check, OpenSSL linked in: whose EVP_DigestVerify would stand there twice
	pkg_config=$(command -v pkg-config) || flunk "no pkg-config"
	printf '#!/bin/sh\ncase " $* " in *" check "*) exit 1 ;; esac\nexec "%s" "$@"\n' "$pkg_config" \
		>pkg-config
	chmod 755 pkg-config
	run 0 cmake -S "$SOURCE" -B built -DMTLSPEC_TESTS=OFF -DOPENSSL_USE_STATIC_LIBS=ON \
		"-DPKG_CONFIG_EXECUTABLE=$work/pkg-config"
	same "$(grep -c -e -Werror built/compile_commands.json)" 0 "files whose warnings are errors"
	run 0 cmake --build built -j2
	says_not 'warning:'
	same "$(find built -name 'test_*' -type f -perm -u+x)" "" "tests"
	run 0 cmake --install built --prefix "$work/installed"
	run 0 readelf -d installed/bin/mtlspec
	says 'NEEDED.*libuv'
	says_not 'NEEDED.*libssl\|NEEDED.*libcrypto'
	program=$work/installed/bin/mtlspec
	run 0 env -i PATH="$PATH" "$program" doctor reference
	run 0 env -i PATH="$PATH" "$program" run --target reference --driver both
	says ' 0 fail, 0 error, 0 xfail, 0 xpass, [0-9]* skip, 0 not-run;'
	run 1 env -i PATH="$PATH" "$program" run --defect skip-possession-proof
	says 'possession/wrong-key@reference'
	says ' 0 error, '
	;;
*) exit 1 ;;
esac
finish
