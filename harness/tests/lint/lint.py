"""What the lints share: which files are ours, and how a finding is told.

Each lint is a script with `check(root)`, which yields (path, line, text); `python3 NAME.py ROOT`
prints them as path:line: text and exits 1 if there is any, 77 (with the reason) if it can't look.
A file that is not known to git yet counts too; build folders and ignored files do not.
"""
import os
import re
import subprocess
import sys


class CannotLook(Exception):
    """A tool that the lint needs is missing."""


def _walk(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in (".git", "__pycache__") and
                      not (folder == root and re.match(r"build(-|$)", f))]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root)


def _git_files(root):
    if not os.path.exists(os.path.join(root, ".git")):
        return None
    try:
        # the checkout may belong to another user (a mounted folder in a container)
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-co",
             "--exclude-standard", "-z"],
            capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return [os.fsdecode(p) for p in listed.split(b"\0") if p]


def files(root, *endings):
    """Paths relative to root, with `/`, of our files with one of the endings (all, if none)."""
    found = _git_files(root)
    if found is None:
        found = list(_walk(root))
    return sorted(p for p in set(found) if p.endswith(endings or "") and
                  os.path.isfile(os.path.join(root, p)))


def sources(root):
    return files(root, ".c", ".h")


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def is_test(path):
    return "tests" in path.split("/")[:-1]


def blank(match):
    """Same length, same lines, nothing else: positions stay true."""
    return re.sub(r"[^\n]", " ", match.group(0))


def without_comments(text):
    return re.sub(r'/\*.*?\*/|//[^\n]*|("(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')',
                  lambda m: m.group(0) if m.group(1) else blank(m), text, flags=re.S)


def code_only(text):
    """C without comments and without what stands in quotes."""
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, without_comments(text))


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def main(check):
    count = 0
    try:
        for path, line, text in check(sys.argv[1]):
            print(f"{path}:{line}: {text}")
            count += 1
    except CannotLook as reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    print(f"{count} findings" if count else "nothing found")
    sys.exit(1 if count else 0)
