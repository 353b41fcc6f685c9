#!/bin/sh
# newer.sh CASE: mtlspec as it is built, with the libraries of a newer OpenSSL (see `get`). It compresses
# certificates and offers other groups and signature algorithms than the one that we are built with.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
sh "$SOURCE/harness/tests/openssl/get" >got 2>&1 || {
	printf 'skipped: %s\n' "$(tail -n 1 got)"
	exit 77
}
libraries=$(sed -n '$s/.*: //p' got)
LD_LIBRARY_PATH=$(dirname "$libraries")
export LD_LIBRARY_PATH
run 0 "$MTLSPEC" doctor reference
says '^openssl  *ok  *OpenSSL 3\.[2-9]'
says '^handshakes  *ok '
says 'TLS by OpenSSL/3\.[2-9]'

case $1 in
reference)
	run 0 "$MTLSPEC" run --target reference --driver both
	says ' 0 fail, 0 error, 0 xfail, 0 xpass, [0-9]* skip, 0 not-run;'
	# nothing is skipped but what needs a session of it
	says '^skipped:$'
	same "$(sed -n '/^skipped:$/,/^$/p' output | grep -c ' cells ')" 1 "reasons to skip"
	says 'cells   reference: the target gives no session that could be resumed'
	run 1 "$MTLSPEC" run --defect skip-possession-proof
	says 'possession/wrong-key@reference'
	says ' 0 error, '
	;;
nginx)
	need_target nginx
	run 0 "$MTLSPEC" run --target nginx
	says ' 0 fail, 0 error,'
	# which has inherited our library so far
	cp -r "$SOURCE/harness/targets/nginx" its-own
	printf "environment: {LD_LIBRARY_PATH: ''}\n" >>its-own/target.yaml
	run 0 "$MTLSPEC" run --target ./its-own
	says ' 0 fail, 0 error,'
	;;
curl)
	need_target curl
	run 0 "$MTLSPEC" run --target curl
	says ' 0 fail, 0 error,'
	;;
unit)
	find "$BUILD" -type f -name 'test_*' -perm -u+x >tests
	[ "$(count_lines tests)" -gt 20 ] || flunk "few unit tests in $BUILD"
	while read -r test; do
		run 0 env CK_FORK=no "$test"
		says '^100%: Checks: [1-9]'
	done <tests
	;;
*) exit 1 ;;
esac
finish
