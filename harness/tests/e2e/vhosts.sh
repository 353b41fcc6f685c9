#!/bin/sh
# vhosts.sh TARGET: a shipped target with virtual hosts against what is about them: nobody gets between.
. "$SOURCE/harness/tests/e2e/expect.sh"
need python3
need_target "$1"
run 0 sh -c '"$@" || [ $? -eq 1 ]' sh "$MTLSPEC" run --target "$1" --events events.jsonl
says ' 0 error,.* 0 xpass,.* 0 not-run;'
python3 -B "$SOURCE/harness/tests/e2e/vhosts.py" events.jsonl >faults || flunk "$(head -n 20 faults)"
finish
