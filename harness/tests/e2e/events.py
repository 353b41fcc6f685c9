"""Questions about event files, for the whole-run tests.

    events.py complete FILE             is it what event.h promises? Prints the number of cells
    events.py count FILE KEY=VALUE...   cells in which each key has that value (null, true: JSON; a.b: of an object)
    events.py where FILE KEY=VALUE...   their scenario@mode, each once, sorted
    events.py show FILE KEY FILTER...   the values of one key in those cells, each once, sorted
    events.py stable FILE               has each cell the same outcome, by and alert in every round?
    events.py quick FILE SECONDS        has each connection ended within so many seconds? (none: no)
    events.py agree FILE FILE           have the two runs the same verdict and outcome in each cell?

A question that is answered with no is told on standard output, with exit status 1.
"""
import collections
import json
import sys

# every judged cell has these, always
KEYS = ["event", "id", "scenario", "target", "mode", "tls", "driver", "verdict", "expected",
        "observed", "by", "alert", "alert_from", "handshake_client", "backend", "control",
        "deviation", "reason", "duration_us"]
VERDICTS = ["pass", "fail", "error", "skip", "xfail", "xpass", "not-run"]


def read(path):
    with open(path, encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def cells(path):
    """The judged cells; a later line replaces an earlier one with the same id."""
    return list({line["id"]: line for line in read(path) if line["event"] == "cell"}.values())


def value_of(cell, key):
    """`a.b` is the key b of the object a."""
    value = cell
    for part in key.split("."):
        value = (value or {}).get(part)
    return value


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


def matching(path, filters):
    wanted = [item.split("=", 1) for item in filters]
    return [c for c in cells(path) if all(text(value_of(c, key)) == value for key, value in wanted)]


def place(cell):
    return f"{cell['scenario']}@{cell['mode']}"


def identity(cell):
    return (f"{cell['scenario']}@{cell['target']}:{cell['mode']}/{cell['tls']}")


def wrong_with(lines):
    plan, end = lines[0], lines[-1]
    if plan["event"] != "plan" or plan["schema"] != 1:
        yield "the first line is no plan of schema 1"
    if end["event"] != "end":
        yield "the last line is no end"
        return
    judged = [line for line in lines[1:-1] if line["event"] == "cell"]
    if len(judged) != len(lines) - 2:
        yield "there is a line that is neither plan nor cell nor end"
    ids = [cell["id"] for cell in judged]
    if sorted(set(ids)) != sorted(ids):
        yield "a cell is judged twice"
    if not end["interrupted"] and sorted(ids) != sorted(plan["cells"]):
        yield "the cells judged are not those planned"
    scenarios = {scenario["id"] for scenario in plan["scenarios"]}
    for cell in judged:
        missing = [key for key in KEYS if key not in cell]
        if missing or list(cell)[:len(KEYS)] != KEYS:
            yield f"{cell['id']}: keys missing or out of order: {missing}"
        if cell["id"].split("#")[0] != identity(cell):
            yield f"{cell['id']}: not made of its scenario, target, mode and version"
        if cell["scenario"] not in scenarios:
            yield f"{cell['id']}: its scenario is not in the plan"
    counted = collections.Counter(cell["verdict"] for cell in judged)
    counted["not-run"] += len(plan["cells"]) - len(judged)
    for verdict in VERDICTS:
        total = end[verdict.replace("-", "_")]
        if total != counted[verdict]:
            yield f"{total} {verdict} in the totals, {counted[verdict]} cells"


def complete(path):
    lines = read(path)
    faults = list(wrong_with(lines))
    print("\n".join(faults) or len(lines) - 2)
    return not faults


def count(path, *filters):
    print(len(matching(path, filters)))
    return True


def where(path, *filters):
    print("\n".join(sorted({place(cell) for cell in matching(path, filters)})))
    return True


def show(path, key, *filters):
    print("\n".join(sorted({text(value_of(cell, key)) for cell in matching(path, filters)})))
    return True


def stable(path):
    seen = collections.defaultdict(collections.Counter)
    for cell in cells(path):
        facts = [(a["role"], a["outcome"], a["by"], a["facts"].get("alert"))
                 for a in cell.get("attempts", [])]
        seen[identity(cell)][json.dumps([cell["verdict"], cell["observed"], cell["by"],
                                         cell["alert"], cell["alert_from"], facts])] += 1
    unstable = {name: facts for name, facts in seen.items() if len(facts) > 1}
    for name, facts in unstable.items():
        print(name, *(f"{times} x {fact}" for fact, times in facts.most_common()), sep="\n\t")
    if not unstable:
        rounds = {sum(facts.values()) for facts in seen.values()}
        print(f"{len(seen)} cells, each {' or '.join(map(str, sorted(rounds)))} times")
    return bool(seen) and not unstable


def quick(path, seconds):
    ends = [(attempt["facts"]["moments"][-1][0] / 1e6, cell["id"]) for cell in cells(path)
            for attempt in cell.get("attempts", []) if attempt["facts"]["moments"]]
    slow = [f"{name}: {after} s" for after, name in ends if after > float(seconds)]
    print("\n".join(slow) or f"{len(ends)} connections")
    return bool(ends) and not slow


def agree(path, other):
    ours = {cell["id"]: cell for cell in cells(path)}
    theirs = {cell["id"]: cell for cell in cells(other)}
    differing = [
        f"{name}: {ours[name]['verdict']} ({ours[name]['by']}) and {theirs[name]['verdict']} "
        f"({theirs[name]['by']}, {theirs[name]['reason']})"
        for name in ours if name in theirs and "skip" not in (
            ours[name]["verdict"], theirs[name]["verdict"]) and any(
                ours[name][key] != theirs[name][key] for key in ("verdict", "observed"))]
    differing += [f"{name}: in one of them only" for name in ours.keys() ^ theirs.keys()]
    print("\n".join(differing) or f"{len(ours)} cells")
    return not differing


QUESTIONS = {f.__name__: f for f in (complete, count, where, show, stable, quick, agree)}

if __name__ == "__main__":
    sys.exit(0 if QUESTIONS[sys.argv[1]](*sys.argv[2:]) else 1)
