"""What the formatter does not look at, in C sources.

  - No line of more than 100 columns (a tab has 4), in comments either.
  - No comment tells who includes a header or what other files share it: that is asked of the compiler, and is
    wrong the next day.
  - Within a module no two files have a static function of one name: whoever looks for it would find two. What
    every file of a kind has by its kind (IDIOMS) may.
"""
import collections
import os
import re

import lint

COLUMNS = 100
TAB = 4
# callbacks of the loop; the verbs of a driver or a peer; a command's and a report's own parts
IDIOMS = re.compile(r"on_\w+|finish|let_go|read_answer|answer|close_connection|parse|print|render|head|row|"
                    r"counts|totals|targets|summary|compare|by_\w+|collect|put_line|add|bad|refuse|nothing")


def width(line):
    columns = 0
    for character in line:
        columns += TAB - columns % TAB if character == "\t" else 1
    return columns


def _check_columns(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if width(line) > COLUMNS:
            yield path, number, f"{width(line)} columns; at most {COLUMNS}"


def _check_comments(path, text):
    for comment in re.finditer(r"/\*.*?\*/", text, re.S):
        said = re.sub(r"\s*\n[ \t]*\*?[ \t]*", " ", comment.group(0))
        if re.search(r"nobody else includes|\w\.c (and|or) [^.;:]*\w\.c share\b", said):
            yield path, lint.line_of(text, comment.start()), (
                "a comment that lists who includes this: say what it is for")


def _statics(text):
    code = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)
    for match in re.finditer(r"^static [^;={}()]*?\b(\w+)\([^{};]*\)\s*\{", code, re.M):
        yield match.group(1), lint.line_of(code, match.start())


def check(root):
    homes = collections.defaultdict(dict)
    for path in lint.sources(root):
        text = lint.read(root, path)
        yield from _check_columns(path, text)
        yield from _check_comments(path, text)
        if not path.endswith(".c") or lint.is_test(path):
            continue
        for name, line in _statics(text):
            first = homes[os.path.dirname(path)].setdefault(name, path)
            if first != path and not IDIOMS.fullmatch(name):
                yield path, line, f"a second static {name}() in this module: {first} has one"


if __name__ == "__main__":
    lint.main(check)
