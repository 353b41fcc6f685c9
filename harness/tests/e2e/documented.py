"""The commands in Markdown files, one a line: those in fences without a language and in indented
blocks, and what stands in backticks and begins with `build/mtlspec`.

    documented.py FILE...
"""
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


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        for found in commands(file.read()):
            print(found)
