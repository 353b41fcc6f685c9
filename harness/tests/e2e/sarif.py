"""sarif.py FILE [EVENTS]: what the schema of SARIF 2.1.0 (OASIS) and GitHub's code scanning ask of a log.

Prints what is wrong; exit status 1 if there is anything. With EVENTS also: a result for each failure."""
import json
import os
import re
import sys

LEVELS = {"none", "note", "warning", "error"}
KINDS = {"notApplicable", "pass", "fail", "review", "open", "informational"}
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
URI = re.compile(r"([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")

# member: (required, what it has to be), by the names of the specification's objects
MESSAGE = {"text": (True, str), "markdown": (False, str), "id": (False, str), "arguments": (False, list)}
DESCRIPTOR = {"id": (True, str), "name": (False, str), "shortDescription": (True, MESSAGE),
              "fullDescription": (False, MESSAGE), "help": (False, MESSAGE), "helpUri": (False, URI),
              "properties": (False, dict)}
COMPONENT = {"name": (True, str), "fullName": (False, str), "version": (True, str),
             "semanticVersion": (True, SEMVER), "informationUri": (False, URI), "rules": (True, [DESCRIPTOR]),
             "notifications": (True, [DESCRIPTOR])}
ARTIFACT = {"uri": (True, URI), "uriBaseId": (False, str)}
LOCATION = {"physicalLocation": (False, {"artifactLocation": (True, ARTIFACT),
                                         "region": (True, {"startLine": (True, int)})}),
            "logicalLocations": (False, [{"name": (True, str), "kind": (False, str)}])}
RESULT = {"ruleId": (True, str), "ruleIndex": (True, int), "kind": (False, KINDS), "level": (True, LEVELS),
          "message": (True, MESSAGE), "locations": (True, [LOCATION]), "partialFingerprints": (True, dict),
          "properties": (False, dict)}
NOTIFICATION = {"descriptor": (True, {"id": (True, str)}), "level": (True, LEVELS), "message": (True, MESSAGE),
                "properties": (False, dict)}
INVOCATION = {"commandLine": (True, str), "startTimeUtc": (True, UTC), "executionSuccessful": (True, bool),
              "exitCode": (True, int), "exitCodeDescription": (True, str),
              "toolExecutionNotifications": (True, [NOTIFICATION])}
BASES = {"%SRCROOT%": (True, {"description": (True, MESSAGE), "uri": (False, URI)})}
RUN = {"tool": (True, {"driver": (True, COMPONENT)}), "invocations": (True, [INVOCATION]),
       "originalUriBaseIds": (True, BASES), "results": (True, [RESULT])}
LOG = {"$schema": (True, URI), "version": (True, {"2.1.0"}), "runs": (True, [RUN])}


def check(value, wanted, place, faults):
    """None of the objects may have a member that the schema does not know."""
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            faults.append(f"{place} is no object")
            return
        faults += [f"{place} has no member {name}" for name in value if name not in wanted]
        for name, (required, kind) in wanted.items():
            if name in value:
                check(value[name], kind, f"{place}.{name}", faults)
            elif required:
                faults.append(f"{place}.{name} is missing")
    elif isinstance(wanted, list):
        for number, item in enumerate(value if isinstance(value, list) else [None]):
            check(item, wanted[0], f"{place}[{number}]", faults)
    elif isinstance(wanted, set):
        if value not in wanted:
            faults.append(f"{place}: {value!r}")
    elif isinstance(wanted, re.Pattern):
        if not isinstance(value, str) or not wanted.fullmatch(value):
            faults.append(f"{place}: {value!r}")
    elif type(value) is not wanted or value == "":
        faults.append(f"{place}: {value!r}")


def unique(items, place, faults):
    if len(set(items)) != len(items):
        faults.append(f"{place}: not unique")


def check_run(run, faults):
    driver = run["tool"]["driver"]
    rules = [rule["id"] for rule in driver["rules"]]
    unique(rules, "rules", faults)
    known = {each["id"] for each in driver["notifications"]}
    for each in run["invocations"][0]["toolExecutionNotifications"]:
        if each["descriptor"]["id"] not in known:
            faults.append(f"notification {each['descriptor']['id']} is not described")
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            faults.append(f"ruleIndex of {result['ruleId']}")
        if len(result["locations"]) != 1 or "physicalLocation" not in result["locations"][0]:
            faults.append("GitHub refuses a result without a file")
        for location in result["locations"]:
            check_place(location["physicalLocation"]["artifactLocation"], run, faults)


def check_place(artifact, run, faults):
    uri, base = artifact["uri"], artifact.get("uriBaseId")
    relative = not re.match(r"[a-z]+:", uri)
    if relative != (base in run["originalUriBaseIds"]) or uri.startswith(("/", "..")):
        faults.append(f"{uri} of base {base}")


def check_failures(run, path, faults):
    cells = [json.loads(line) for line in open(path, encoding="utf-8")]
    failed = {cell["id"] for cell in cells if cell["event"] == "cell" and cell["verdict"] == "fail"}
    told = [result["partialFingerprints"]["mtlspecCell/v1"] for result in run["results"]]
    unique(told, "results", faults)
    if set(told) != failed:
        faults.append(f"{len(failed)} failures, {len(told)} results")
    end = [cell for cell in cells if cell["event"] == "end"]
    if end and end[0]["exit_code"] != run["invocations"][0]["exitCode"]:
        faults.append("another exit code")


def main(path, events=None):
    faults = []
    with open(path, encoding="utf-8") as file:
        log = json.load(file)
    check(log, LOG, "log", faults)
    if not faults:
        check_run(log["runs"][0], faults)
    if events and not faults:
        check_failures(log["runs"][0], events, faults)
    for fault in faults[:20]:
        print(f"{os.path.basename(path)}: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
