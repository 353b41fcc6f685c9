"""The shell commands in the examples of harness/ci, found by their indentation.

  ci_blocks.py FILE WORD [NAME=VALUE...]   the one block of FILE that holds WORD, where each
                                           ${{ NAME }} has its value
  ci_blocks.py FILE                        how many blocks there are

Also says (exit status 1) where a line runs mtlspec or install.sh outside of what it takes for a block.
"""
import re
import sys

# `run: |`, `- |`, `- run: |` open a block of deeper lines; `run: TEXT`, `RUN TEXT` and `sh '''` too
OPENS = re.compile(r"^\s*(?:- )?(?:run: )?\|$|^\s*sh '''$")
WHOLE = re.compile(r"^\s*(?:- )?run: (?!\|)(.+)$|^RUN (.+)$")
COMMAND = re.compile(r"\bmtlspec (?:run|report|pki|list)\b|install\.sh")


def indentation(line):
    return len(line) - len(line.lstrip())


def dedent(lines):
    least = min((indentation(line) for line in lines if line.strip()), default=0)
    return "\n".join(line[least:] for line in lines) + "\n"


def blocks(lines):
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        whole = WHOLE.match(line)
        if whole:
            text = [whole.group(1) or whole.group(2)]
            while text[-1].endswith("\\"):
                text.append(lines[at])
                at += 1
            yield "\n".join(text) + "\n"
        elif OPENS.match(line):
            begin = at
            while at < len(lines) and (not lines[at].strip() or
                                       indentation(lines[at]) > indentation(line)):
                at += 1
            yield dedent(lines[begin:at])
        elif COMMAND.search(line) and not re.match(r"\s*(#|//)", line):
            sys.exit(f"a command that no test would run: {line.strip()}")


def main(path, word=None, *values):
    with open(path, encoding="utf-8") as file:
        found = list(blocks(file.read().splitlines()))
    if word is None:
        print(len(found))
        return
    found = [block for block in found if word in block]
    if len(found) != 1:
        sys.exit(f"{path}: {len(found)} blocks hold {word}")
    text = found[0]
    for value in values:
        name, _, value = value.partition("=")
        text = text.replace("${{ " + name + " }}", value)
    if "${{" in text:
        sys.exit(f"{path}: an expression without a value: {text}")
    print(text, end="")


main(*sys.argv[1:])
