#!/bin/sh
# renewal.sh CASE: files of a running target are replaced between two of its connections.
. "$SOURCE/harness/tests/e2e/expect.sh"
need_target nginx-upstream

# a copy that is told otherwise: copy SIGNAL DONE
copy() {
	cp -R "$SOURCE/harness/targets/nginx-upstream" copy
	sed -i "s/^reload:.*/reload: {signal: $1, done: $2}/" copy/target.yaml
}

case $1 in
right)
	# each round begins with what the first began with
	run 0 "$MTLSPEC" run --target nginx-upstream renewal/ --repeat 2
	says '8 cells: 8 pass'
	;;
others)
	need_target stunnel-upstream
	run 0 "$MTLSPEC" run --target stunnel-upstream renewal/
	says '4 cells: 4 pass'
	;;
stale)
	# it opens its logs again, and nothing else: the old files stay in force
	copy USR1 'reopening logs'
	run 1 "$MTLSPEC" run --target ./copy renewal/ --keep kept
	says '4 fail, 0 error'
	says 'step 2 of 3 (a server of the old CA, after another has taken its place): it trusted the'
	for script in kept/cells/*/reproduce.sh; do
		run 0 sh "$script"
	done
	run 1 "$MTLSPEC" run --target ./copy renewal/client-certificate
	says 'step 2 of 2 (with the one that has taken its place): it presented another chain'
	;;
unproved)
	# nothing is said of one that was not seen to reload
	copy HUP 'no such words'
	sed -i '/^reload:/a start_timeout_ms: 300' copy/target.yaml
	run 3 "$MTLSPEC" run --target ./copy renewal/old-ca
	says 'not done: its log did not say "no such words" within 1800 ms'
	says '0 fail, 2 error'
	;;
passed-over)
	# what is started anew each time has no old file, and who can't be told is told so
	run 0 "$MTLSPEC" list cells --target curl --target haproxy-upstream
	says_not 'renewal/.*@curl'
	says 'renewal/old-ca@haproxy-upstream.*does not say how it is made to read its files again'
	run 77 "$MTLSPEC" run --target curl renewal/
	says 'curl is started anew for each connection'
	;;
*) exit 1 ;;
esac
finish
