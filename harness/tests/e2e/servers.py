"""servers.py EVENTS TARGET TABLE: is the run as TABLE (servers.txt) says? Prints what is not.

The target lets in nobody who must not get in, and everybody who must, wherever it verifies or does not
ask. In the two modes between, a version of it may be too strict.
"""
import re
import sys

import events

MODES = ["NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven",
         "RequireAndVerifyClientCert"]
MAY_BE_STRICT = MODES[1:3]
FEW_PASSES = 35
FEW_REFUSALS = 26


def listed(table, target):
    with open(table, encoding="ascii") as lines:
        for line in lines:
            if line.split()[:1] == [target]:
                return line.split()[1:]
    raise SystemExit(f"{table} does not list {target}")


def number(version):
    return [int(part) for part in re.findall(r"\d+", version)]


def excused(table, target, version):
    """The scenarios in which that version of the target may let somebody in."""
    with open(table, encoding="ascii") as lines:
        rows = [line.split() for line in lines if line.startswith("before ")]
    return {scenario for _, end, name, scenario in rows
            if name == target and number(version) < number(end)}


def deceives(table, target):
    """The scenarios in which it is known to tell the backend an untruth, or to keep what it had."""
    with open(table, encoding="ascii") as lines:
        rows = [line.split() for line in lines if line.startswith(("deceives ", "keeps "))]
    return {scenario for _, name, scenario in rows if name == target}


def wrong_in(mode, cells, approximated, deceiving):
    by = {verdict: [c for c in cells if c["verdict"] == verdict] for verdict in events.VERDICTS}
    by["xfail"] = [c for c in by["xfail"] if c["scenario"] not in deceiving]
    good = {c["verdict"] for c in cells if c["scenario"] == "client-certificate/good"}
    refused = [c for c in by["pass"] if c["expected"] == "reject"]
    if good != {"pass"}:
        yield f"the good client: {good}"
    if len(by["pass"]) < FEW_PASSES:
        yield f"{len(by['pass'])} passes"
    if "Verify" in mode and len(refused) < FEW_REFUSALS:
        yield f"{len(refused)} refusals"
    for cell in refused:
        if cell["control"] != "pass":
            yield f"{cell['id']}: a refusal without control"
    for cell in by["fail"]:
        # what a second handshake leads to where no certificate must be good is for the run to tell
        if mode in MAY_BE_STRICT and cell["scenario"].startswith("renegotiation/"):
            continue
        if mode not in MAY_BE_STRICT or cell["expected"] != "accept":
            yield f"{cell['id']}: {cell['observed']}"
    for cell in by["skip"]:  # a product without CRLs, identity headers, sessions, reloads or early data misses those
        if not cell["scenario"].startswith(("revocation/", "identity/", "resumption/", "early-data/", "post-handshake/",
                                            "request/", "reload/", "renegotiation/")):
            yield f"{cell['id']}: {cell['reason']}"
    if bool(by["xfail"]) != approximated or any(c["observed"] != "reject" for c in by["xfail"]):
        yield f"{len(by['xfail'])} known deviations"


def wrong_with(cells, modes, deceiving):
    for mode in MODES:
        here = [cell for cell in cells if cell["mode"] == mode]
        if mode in modes or mode + "~" in modes:
            wrong = wrong_in(mode, here, mode + "~" in modes, deceiving)
            yield from (f"{mode}: {what}" for what in wrong)
        elif not here or any(c["verdict"] != "skip" or not c["reason"] for c in here):
            yield f"{mode}: no skips with a reason"


path, target, table = sys.argv[1:]
run = next(t for t in events.read(path)[0]["targets"] if t["name"] == target)
judged = [cell for cell in events.cells(path)
          if cell["scenario"] not in excused(table, target, run["version"] or "")]
faults = list(wrong_with(judged, listed(table, target), deceives(table, target)))
print("\n".join(faults) or "as listed")
sys.exit(bool(faults))
