"""SOURCE=REPOSITORY golden.py EVENTS: what an event file says of each cell, without what may differ
between two runs.

Left out are times, tokens, keys, ports, paths, the order and sizes of messages, and how a connection ended
(FIN or RST is a race). Cells of a scenario that say the same stand as one, so that the text stays readable:
golden/*.txt hold it for runs of the whole catalogue, golden.sh compares them.
"""
import json
import os
import re
import sys

# of a cell: what is not said elsewhere and is the same each time
CELL = ["verdict", "expected", "level", "observed", "by", "alert", "alert_from", "expected_alert",
        "handshake_client", "backend", "control", "wrong_ca", "deviation", "reason", "side",
        "credential", "steps"]
EXPLAINED = ["defect", "setting", "fix", "directive", "link", "reproduce"]  # where not all is well
# of the facts: what changes from run to run, or says nothing
RACES = {"end", "moments", "duration_us", "connect_errno", "output", "proxy_header", "connections", "cipher",
         "connected", "offered", "http_excerpt", "first_ca_names", "signature_schemes"}
# depend on what this libssl puts into its ClientHello
SIZES = {"hello_records", "hello_pieces"}
SECRET = {"certificate", "fingerprint", "serial", "chain"}  # of an identity
PATTERNS = [
    (r"/[^ '\"]*/mtlspec-\w{6}/", "WORK/"),
    (r"('?)SOURCE/build[^/ ]*/mtlspec\1", "mtlspec"),
    (r"SOURCE/harness/targets/", "TARGETS/"),
    (r"127\.0\.0\.1:\d+", "ADDRESS"),
    (r"\b(port|PORT) \d+", "PORT"),
    (r"[0-9a-f]{32,}", "HEX"),
    (r"\bhttp(_status=| )50[23]\b", r"http\g<1>50x"),  # of one proxy now this, now that
]


def plain(value):
    """As words: no braces, nothing that is null or false."""
    if isinstance(value, dict):
        items = [f"{key}={plain(item)}" for key, item in value.items()
                 if item not in (None, False, "", [], {})]
        return "(" + " ".join(items) + ")"
    if isinstance(value, list):
        return "[" + "; ".join(plain(item) for item in value) + "]"
    return value if isinstance(value, str) else json.dumps(value)


def facts_of(attempt):
    facts = {key: "..." if key in SIZES and value else value for key, value in attempt["facts"].items() if key not in RACES}
    if facts.get("identity"):
        facts["identity"] = {key: "..." if key in SECRET else value
                             for key, value in facts["identity"].items()}
    return facts


def attempt_line(attempt):
    words = [attempt.get("step"), attempt["role"], attempt["driver"], attempt["credential"],
             attempt["outcome"], attempt["by"]]
    return ", ".join(word for word in words if word) + " " + plain(facts_of(attempt))


def described(cell):
    keys = CELL if cell["verdict"] == "pass" else CELL + EXPLAINED
    lines = [plain({key: cell.get(key) for key in keys})]
    lines += ["  " + attempt_line(attempt) for attempt in cell.get("attempts", [])]
    text = "\n".join(lines).replace(cell["id"], "ID").replace(cell["tls"], "TLS")
    text = text.replace(cell["mode"], "MODE")
    text = text.replace(os.environ["SOURCE"] + "/", "SOURCE/")
    for pattern, replacement in PATTERNS:
        text = re.sub(pattern, replacement, text)
    return text


def main(path):
    with open(path, encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    cells = {line["id"]: line for line in lines if line["event"] == "cell"}
    seen = {}
    for name in sorted(cells):
        cell = cells[name]
        alike = seen.setdefault((cell["scenario"], cell["target"]), {})
        alike.setdefault(described(cell), []).append(f"{cell['mode']}/{cell['tls']}")
    for (scenario, target), alike in sorted(seen.items()):
        for text, places in alike.items():
            print(f"{scenario}@{target}: {' '.join(places)}")
            print("\t" + text.replace("\n", "\n\t"))


if __name__ == "__main__":
    main(sys.argv[1])
