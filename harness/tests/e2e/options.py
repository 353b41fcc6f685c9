"""Has each documented option a test? Those that `mtlspec COMMAND --help` names, and that stand on no
line of a test beside that command, one a line.

    options.py PROGRAM FOLDER COMMAND...

A line of a script goes on after a backslash. Lines that speak of every option, such as those of
run/usage, name none and count for nothing.
"""
import pathlib
import re
import subprocess
import sys

# an option where the help has it: first in its line, perhaps after the short one
LISTED = re.compile(r"^  +(?:-\w, |    )(--[a-z][a-z-]*)", re.M)


def documented(program, command):
    told = subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True)
    return [option for option in LISTED.findall(told.stdout)
            if option not in ("--help", "--usage", "--version")]


def lines(folder):
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix in (".sh", ".py", ".txt", ".yaml") and path.is_file():
            yield from re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8")).splitlines()


def main(program, folder, *commands):
    tested = list(lines(folder))
    missing = []
    count = 0
    for command in commands:
        for option in documented(program, command):
            count += 1
            used = re.compile(rf"\b{command}\b.*(?<![\w-]){option}(?![\w-])")
            if not any(used.search(line) for line in tested):
                missing.append(f"{command} {option}")
    print("\n".join(missing), f"{count} options", sep="\n")
    sys.exit(bool(missing) or not count)


main(*sys.argv[1:])
