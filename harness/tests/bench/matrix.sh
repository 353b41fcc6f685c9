#!/bin/sh
# The whole matrix, every target that is installed, in one run: where the time goes, by target. On a
# machine that does something else beside, only the CPU times mean anything.
# Usage: matrix.sh MTLSPEC [ARGUMENT of mtlspec run...]
set -eu
command -v python3 >/dev/null || { echo "skip: python3 is not installed"; exit 77; }
exec python3 "$(dirname "$0")/matrix.py" "$@"
