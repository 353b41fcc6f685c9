#!/bin/sh
# early.sh CASE: requests that go out with the ClientHello.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3

case $1 in
right)
	run 0 "$MTLSPEC" run --target reference early-data/ --events events.jsonl --keep kept
	says ' 0 fail, 0 error,'
	grep -q '"early":"accepted"' events.jsonl || flunk "no early data was taken"
	grep -q '"early":"rejected"' events.jsonl || flunk "none was taken twice"
	;;
deceived)
	# who asked is told only after the handshake
	run 1 "$MTLSPEC" run --target reference --defect early-is-nobodys early-data/identity --keep kept
	says ' deceived'
	for script in kept/cells/*/reproduce.sh; do
		run 2 sh "$script"
		says 'early data'
	done
	;;
none)
	# sessions alone are its right
	mkdir plain
	sed 's/early: --early-data/early: --tickets/' "$SOURCE/harness/targets/reference/target.yaml" >plain/target.yaml
	run 77 "$MTLSPEC" run --target ./plain early-data/identity early-data/replay
	says 'gives no session that allows early data'
	sed 's/early: --early-data/early: ""/; /- --tickets/d' "$SOURCE/harness/targets/reference/target.yaml" >plain/target.yaml
	run 77 "$MTLSPEC" run --target ./plain early-data/identity early-data/replay
	says 'gives no session that could be resumed'
	;;
again)
	# the same ticket for a second time: a should
	need_target nginx
	run 0 "$MTLSPEC" run --target nginx early-data/replay
	says 'SHOULD be otherwise: the'
	run 1 "$MTLSPEC" run --target nginx early-data/replay --strict
	says 'the request was taken as early data'
	;;
*) exit 1 ;;
esac
finish
