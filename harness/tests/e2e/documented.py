"""The commands in Markdown files, one a line: those in fences without a language and in indented
blocks, and what stands in backticks and begins with `build/mtlspec`.

    documented.py FILE...

A link to a file of the repository that is not there is told, with exit status 1.
"""
import os
import re
import sys

BEGINS = re.compile(r"(?:build/)?mtlspec [a-z]|sh [\w.]+/")


def commands(text):
    fence = None
    for line in text.splitlines():
        opened = re.match(r"\s*```(\w*)", line)
        if opened:
            fence = opened.group(1) if fence is None else None
        elif fence == "" or (fence is None and re.match(r"    |\t", line)):
            command = re.sub(r"\s+# .*", "", line.strip())
            if BEGINS.match(command):
                yield command
        elif fence is None:
            yield from re.findall(r"`(build/mtlspec [^`]+)`", line)


def broken_links(path, text):
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if not os.path.exists(os.path.join(os.path.dirname(path), link)):
            yield link


def main(*paths):
    broken = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        broken += broken_links(path, text)
        for found in commands(text):
            print(found)
    sys.exit(f"links to nowhere: {' '.join(broken)}" if broken else 0)


main(*sys.argv[1:])
