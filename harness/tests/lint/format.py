"""Every C file is as `clang-format -i` leaves it. Other versions format otherwise, so only 14 looks."""
import re
import shutil
import subprocess

import lint

VERSION = "14"


def _tool():
    for name in (f"clang-format-{VERSION}", "clang-format"):
        if not shutil.which(name):
            continue
        told = subprocess.run([name, "--version"], capture_output=True, text=True).stdout
        if re.search(rf"version {VERSION}\.", told):
            return name
    raise lint.CannotLook(f"clang-format {VERSION} is not installed (Debian package clang-format)")


def check(root):
    tool = _tool()
    paths = lint.sources(root)
    if not paths:
        return
    told = subprocess.run([tool, "--dry-run", "-Werror", *paths], cwd=root, capture_output=True,
                          text=True).stderr
    for match in re.finditer(r"^(.+?):(\d+):\d+: error: .*clang-format-violations", told, re.M):
        yield match.group(1), match.group(2), f"not as `{tool} -i` leaves it"


if __name__ == "__main__":
    lint.main(check)
