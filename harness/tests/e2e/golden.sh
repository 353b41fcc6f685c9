# golden.sh TARGET: a run of the whole catalogue says of each cell what it said before (golden/TARGET.txt, made
# by golden.py). What was meant to change is renewed with
#   build/mtlspec run --target TARGET --events e.jsonl; SOURCE=$PWD python3 harness/tests/e2e/golden.py e.jsonl
# into that file, and read as a diff.
. "$SOURCE/harness/tests/e2e/expect.sh"
here=$SOURCE/harness/tests/e2e
need_target "$1"
"$MTLSPEC" run --target "$1" --events events.jsonl >output 2>&1 </dev/null
run 0 python3 "$EVENTS" complete events.jsonl
run 0 python3 "$here/golden.py" events.jsonl
cp stdout now.txt
run 0 diff -u "$here/golden/$1.txt" now.txt
finish
