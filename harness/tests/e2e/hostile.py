"""hostile.py EVENTS OUT: the same run as if whoever is tested had a say in every free text.

Each gets all characters below U+0100 but NUL, a word too long for any column, and markup.
"""
import json
import sys

FREE = {"title", "why", "rules", "command", "started", "program_version", "openssl_version", "version",
        "file", "by", "reason", "deviation", "defect", "setting", "fix", "reproduce",
        "reproduce_openssl", "reproduce_curl", "instance_log", "role", "driver", "trouble",
        "http_excerpt", "server_trust_error", "subject", "output", "server_name", "link",
        "uncovered", "partly", "extent", "url", "kind"}
HARM = ("</code></dd><script>alert(1)</script>\" onfocus='x' style=\"position:fixed " +
        "".join(map(chr, range(1, 256))) + "W" * 400)


def poison(value, key=None):
    if isinstance(value, str):
        return value + HARM if key in FREE else value
    if isinstance(value, list):
        return [poison(item, key) for item in value]
    if isinstance(value, dict):
        return {name: rows(item) if name in ("moments", "facts") and isinstance(item, list)
                else poison(item, name) for name, item in value.items()}
    return value


def rows(items):
    """[us, sender, what, bytes] and [name, value, wrong]: the last text of a row is free."""
    for row in items:
        last = max((i for i, item in enumerate(row) if isinstance(item, str)), default=None)
        if last is not None and (len(row) == 3 or last == 2):
            row[last] += HARM
    return items


with open(sys.argv[1], encoding="utf-8") as given, open(sys.argv[2], "w", encoding="utf-8") as out:
    for line in given:
        out.write(json.dumps(poison(json.loads(line))) + "\n")
