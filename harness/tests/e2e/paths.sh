#!/bin/sh
# paths.sh TARGET...: shipped targets with a protected path: nobody comes to it by another way.
# paths.sh careless: an nginx that compares the path as it is written is found out.
. "$SOURCE/harness/tests/e2e/expect.sh"

# Each has paths that were let in and that were refused, and saw at the backend what was asked for.
watch() {
	need python3
	for target; do
		need_target "$target"
		run 0 "$MTLSPEC" run --target "$target" --events events.jsonl
		python3 -B "$SOURCE/harness/tests/e2e/paths.py" events.jsonl >faults ||
			flunk "$target: $(head -n 20 faults)"
	done
}

careless() {
	need_target nginx-paths
	mkdir bad
	cp "$SOURCE/harness/targets/nginx/target.yaml" bad/target.yaml
	cp "$SOURCE/harness/targets/nginx/paths.target.yaml" bad/bad.yaml
	# shellcheck disable=SC2016 # these are nginx's
	sed -e '/^\t\tlocation ${path.private}/,/^\t\t}/d' \
		-e 's/^\t\tlocation \/ {/&\nset $who $ssl_client_verify$request_uri;\nif ($who ~ "^(NONE|FAILED.*)${path.private}") { return 403; }/' \
		"$SOURCE/harness/targets/nginx/paths.conf" >bad/paths.conf
	run 1 "$MTLSPEC" run --target ./bad/bad.yaml --events events.jsonl paths/
	says 'FAIL *paths/'
	says_not ' [1-9][0-9]* error,'
	sed -n 's/.*"id":"\([^"]*\)".*"verdict":"fail".*"reason":"\([^"]*\)".*/\1 \2/p' events.jsonl >found
	file_says found '^paths/dots/as=dots,client=none@.* asked for /open/../private/: that is /private/'
	file_says found '^paths/encoded/as=encoded-letter@'
	! grep '^paths/nobody@' found || flunk "it protects nothing"
}

case $1 in
careless) careless ;;
*) watch "$@" ;;
esac
finish
