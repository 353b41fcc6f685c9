"""McCabe complexity of at most 15, measured by pmccabe."""
import os
import shutil
import subprocess

import lint

COMPLEXITY_MAX = 15


def check(root):
    if not shutil.which("pmccabe"):
        raise lint.CannotLook("pmccabe is not installed (Debian package pmccabe)")
    paths = lint.files(root, ".c")
    if not paths:
        return
    listed = subprocess.run(["pmccabe", *paths], cwd=root, capture_output=True, text=True,
                            check=True, env={**os.environ, "LC_ALL": "C"}).stdout
    for row in listed.splitlines():
        columns = row.split("\t")
        if int(columns[0]) > COMPLEXITY_MAX:
            place, _, name = columns[5].partition(": ")
            path, _, line = place.rstrip(")").partition("(")
            yield path, line, f"{name} has complexity {columns[0]}; at most {COMPLEXITY_MAX}"


if __name__ == "__main__":
    lint.main(check)
