#!/bin/sh
# reload.sh CASE: files of a server are replaced between two connections to it.
. "$SOURCE/harness/tests/e2e/expect.sh"

# a copy of the reference that reloads otherwise: copy RELOAD
copy() {
	cp -R "$SOURCE/harness/targets/reference" copy
	sed -i "s|^reload:.*|reload: $1|" copy/target.yaml
}

case $1 in
right)
	# each round begins with what the first began with
	run 0 "$MTLSPEC" run --target reference reload/ resumption/ca-gone resumption/after-restart --repeat 2
	says ' 0 fail, 0 error'
	;;
unproved)
	# nothing is said of one that was not seen to reload
	copy '{signal: USR1, done: no such words}'
	sed -i '/^reload:/a start_timeout_ms: 300' copy/target.yaml
	run 3 "$MTLSPEC" run --target ./copy reload/new-ca
	says '"no such words" within 1800'
	says '0 fail, 2 error'
	;;
ended)
	# who ends over a bad file serves nobody: that is no answer. Over a good one it is trouble
	copy '{signal: HUP, done: never}'
	run 77 "$MTLSPEC" run --target ./copy reload/bad-ca
	says 'copy ends over what it is told to read'
	run 3 "$MTLSPEC" run --target ./copy reload/new-ca
	says '0 fail, 2 error'
	;;
command)
	# by its status it says whether it has
	copy '{command: [--version]}'
	run 1 "$MTLSPEC" run --target ./copy reload/old-ca --mode RequireAndVerifyClientCert
	says 'step 2 of 3 (a client of that CA, after another has taken its place): accepted'
	run 0 rm -r copy
	copy '{command: [--no-such-option]}'
	run 3 "$MTLSPEC" run --target ./copy reload/old-ca --mode RequireAndVerifyClientCert
	says 'not done: its command exited with status'
	;;
passed-over)
	run 0 "$MTLSPEC" list cells --target go --target 127.0.0.1:1 --mode RequireAndVerifyClientCert
	says 'reload/old-ca@.*runs already: its files are not ours to replace'
	;;
*) exit 1 ;;
esac
finish
