# Sourced by the tests of set-up and install scripts, with `chosen` set: a private folder `work`, whose bin/
# holds stand-ins for programs, and whose `calls` is what they were asked.
work=$(mktemp -d "${TMPDIR:-/tmp}/mtlspec setup-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/bin"
: >"$work/calls"
export WORK="$work"

flunk() {
	printf 'FAILED %s: %s\n' "$chosen" "$*"
	cat "$work/calls" "$work/output" 2>/dev/null
	exit 1
}

# stand_in NAME TEXT: a program of that name, as a shell script
stand_in() {
	printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}
