"""paths.py EVENTS: did the ways to a protected path mean something? Prints what is missing."""
import sys

import events

cells = [cell for cell in events.cells(sys.argv[1])
         if cell["scenario"].startswith("paths/") and cell["verdict"] != "skip"]
let_in = [cell for cell in cells if cell["observed"] == "accept"]
refused = [cell for cell in cells if cell["observed"] == "reject"]
faults = [cell["id"] + ": " + cell["verdict"] for cell in cells if cell["verdict"] != "pass"]
for what, count, least in (("cells", len(cells), 79), ("let in", len(let_in), 8),
                           ("refused", len(refused), 25)):
    if count < least:
        faults.append(f"{count} {what}, where at least {least} are to be expected")
faults += [f"{cell['id']}: a refusal without control" for cell in refused if cell["control"] != "pass"]
asked = {attempt["facts"].get("backend_asked") for cell in cells for attempt in cell["attempts"]
         if attempt["facts"].get("backend")}
if not {"/private/", "/open/"} <= asked:
    faults.append(f"the backend was asked for {asked} alone")
print("\n".join(faults) or "all there")
sys.exit(bool(faults))
