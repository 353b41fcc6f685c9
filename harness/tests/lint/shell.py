"""Shell scripts as shellcheck wants them, from its warnings on; its hints are a matter of taste."""
import re
import shutil
import subprocess

import lint
import scripts

# `CDPATH= cd` is meant so, and what a script sources, or is sourced by, sets and uses variables too
EXCLUDED = "SC1007,SC1091,SC2034,SC2154"


def check(root):
    if not shutil.which("shellcheck"):
        raise lint.CannotLook("shellcheck is not installed")
    for path in lint.files(root):
        shell = scripts.shell_of(root, path)
        if shell not in ("sh", "bash", "dash"):
            continue
        told = subprocess.run(
            ["shellcheck", "-f", "gcc", "-S", "warning", "-s", shell, "-e", EXCLUDED, path],
            cwd=root, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        for line in told.stdout.splitlines():
            match = re.match(r".*?:(\d+):\d+: (.*)", line)
            yield path, int(match.group(1)), match.group(2)


if __name__ == "__main__":
    lint.main(check)
