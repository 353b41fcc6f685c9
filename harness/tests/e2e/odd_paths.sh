#!/bin/sh
# odd_paths.sh CASE: blanks and other characters, legal in a path, wherever a path is the user's choice.
. "$SOURCE/harness/tests/e2e/expect.sh"
mode=RequireAndVerifyClientCert
odd=$(printf 'a b"c#d$e\\f\047g;h\ni')

case $1 in
tmpdir)
	# judged as anywhere else: products are not accused of what stands in a path
	mkdir "$odd"
	set -- reference
	"$MTLSPEC" list targets >targets || flunk "mtlspec list targets"
	for target in nginx haproxy apache trafficserver squid curl nginx-upstream; do
		grep -q "^$target .*(not installed)\$" targets || set -- "$@" "$target"
	done
	cells=$(printf -- '--target %s ' "$@")
	# shellcheck disable=SC2086
	run 0 env TMPDIR="$work/$odd" "$MTLSPEC" run $cells --mode $mode --tls 1.3 \
		client-certificate/good server-certificate/good
	says '^mtlspec: the work folder is in /tmp, not in TMPDIR='
	says ' 0 fail, 0 error'
	same "$(grep -c 'the work folder' output)" 1 "times that it is said"
	same "$(ls "$odd")" "" "what is left in TMPDIR"
	run 0 env TMPDIR="$work/$odd" "$MTLSPEC" doctor reference
	says '^work-folder .* not in TMPDIR='
	;;
elsewhere)
	# the folder that one works in, the target's, the reports', what is kept, and making it again
	need nginx
	need openssl
	mkdir "$odd"
	cd "$odd" || flunk "cannot enter the folder"
	cp -R "$SOURCE/harness/targets/nginx" proxy
	chmod -R u+w proxy
	sed -i 's/values: {verify: "on", rule: ""}/values: {verify: "off", rule: ""}/' proxy/target.yaml
	run 1 "$MTLSPEC" run --target ./proxy --mode $mode --tls 1.3 client-certificate/expired \
		--report-dir 'my reports' --keep 'my keep' --events 'my events'
	says ' 1 fail, 0 error'
	run 0 "$MTLSPEC" report 'my events' --report-dir 'my reports'
	run 0 sh 'my keep'/cells/*/reproduce.sh
	says 'the same is seen again'
	run 0 env TMPDIR="$PWD" sh 'my keep'/cells/*/reproduce.sh
	says 'the work folder is in /tmp'
	says 'the same is seen again'
	;;
*) exit 1 ;;
esac
finish
