"""vhosts.py EVENTS: did the grid of names, Hosts, sessions and certificates mean something? Prints what is
missing. Whom a product lets between is for the run to tell, not for this list.
"""
import sys

import events

path = sys.argv[1]
cells = [cell for cell in events.cells(path) if cell["scenario"].startswith("routing/")]
passed = [cell for cell in cells if cell["verdict"] == "pass"]
let_in = [cell for cell in passed if cell["observed"] == "accept"]
refused = [cell for cell in passed if cell["observed"] == "reject"]
faults = []
for what, count, least in (("passes", len(passed), 200), ("let in", len(let_in), 8),
                           ("refused", len(refused), 60)):
    if count < least:
        faults.append(f"{count} {what}, where at least {least} are to be expected")
for cell in refused:
    if cell["control"] != "pass":
        faults.append(f"{cell['id']}: a refusal without control")
hosts = {attempt["facts"].get("answered_by") for cell in let_in for attempt in cell["attempts"]
         if attempt["facts"].get("backend")}
if len(hosts - {None}) < 3:
    faults.append(f"only {hosts} answered")
print("\n".join(faults) or "all there")
sys.exit(bool(faults))
