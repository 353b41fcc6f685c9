# Sourced by whole-run tests (POSIX sh). A test is a script that ctest calls with the program's path
# in MTLSPEC and the repository in SOURCE; it runs in a private folder that is removed afterwards.
#
#   . "$SOURCE/harness/tests/e2e/expect.sh"
#   run 1 "$MTLSPEC" run --target reference --defect ignore-expiry   # must exit with 1
#   says 'FAIL .*expired'          # a basic regular expression in what it printed
#   says_not 'error'
#   same "$(count_lines events.jsonl)" 12 "events"
#   finish
#
# Every step is bounded by RUN_SECONDS, far above what it takes. A failed step shows what was printed and ends the test.
: "${MTLSPEC:?the path of the program}" "${SOURCE:?the path of the repository}"
RUN_SECONDS=${RUN_SECONDS:-1200}
# for targets of the tests' own in Python
export PYTHONPATH="$SOURCE/harness/tests/e2e/service" PYTHONDONTWRITEBYTECODE=1

work=$(mktemp -d "${TMPDIR:-/tmp}/mtlspec-e2e-XXXXXX") || exit 1
trap 'cd / && rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work" || exit 1
steps=0

flunk() {
	printf 'FAILED: %s\n' "$*"
	if [ -f output ]; then
		printf -- '--- the last command printed (its end):\n'
		tail -n 60 output
	fi
	exit 1
}

# need PROGRAM: skips the test (77) where it is not installed.
need() {
	PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
	command -v "$1" >/dev/null && return 0
	printf 'skipped: %s is not installed\n' "$1"
	exit 77
}

# need_target NAME: skips the test where mtlspec does not find the program of a shipped target, or what
# it needs beside.
need_target() {
	"$MTLSPEC" list targets --target "$1" >targets || flunk "mtlspec list targets"
	! grep -q "^$1 .*(\(not installed\|needs .*\))\$" targets && return 0
	printf 'skipped: %s\n' "$(cat targets)"
	exit 77
}

# run STATUS COMMAND...: stdout and stderr together in ./output, stdout alone in ./stdout. What a run says is
# read cell by cell here: `mtlspec run` and `mtlspec report` are given -v.
run() {
	wanted=$1
	shift
	case "$1 ${2:-}" in
	"$MTLSPEC run" | "$MTLSPEC report")
		whole_run=$2
		shift 2
		set -- "$MTLSPEC" "$whole_run" -v "$@"
		;;
	esac
	run_as_is "$wanted" "$@"
}

# run_as_is STATUS COMMAND...: the same of what is about the console itself, or the command line
run_as_is() {
	wanted=$1
	shift
	steps=$((steps + 1))
	timeout -k 5 "$RUN_SECONDS" "$@" >stdout 2>stderr </dev/null
	got=$?
	cat stdout stderr >output
	[ $got -ne 124 ] || flunk "no end after $RUN_SECONDS s: $*"
	[ $got -eq "$wanted" ] || flunk "exit status $got instead of $wanted: $*"
}

says() {
	steps=$((steps + 1))
	grep -q -e "$1" output || flunk "does not say: $1"
}

says_not() {
	steps=$((steps + 1))
	! grep -q -e "$1" output || flunk "says: $(grep -e "$1" output | head -n 1)"
}

# same GOT WANTED WHAT
same() {
	steps=$((steps + 1))
	[ "$1" = "$2" ] || flunk "$3: '$1' instead of '$2'"
}

# file_says FILE PATTERN
file_says() {
	steps=$((steps + 1))
	grep -q -e "$2" "$1" || flunk "$1 does not say: $2"
}

count_lines() {
	wc -l <"$1" | tr -d ' '
}

# events QUESTION FILE...: the answer alone; `run 0 python3 "$EVENTS" ...` also wants it to be yes.
EVENTS=$SOURCE/harness/tests/e2e/events.py
events() {
	python3 "$EVENTS" "$@"
}

# A test that checked nothing is no test.
finish() {
	[ $steps -gt 0 ] || flunk "no step was made"
	printf '%s steps\n' "$steps"
	exit 0
}
