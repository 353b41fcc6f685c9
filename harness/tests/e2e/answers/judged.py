"""judged.py EVENTS ANSWERS kept-out|let-in|untold: was each target that ANSWERS lists (`NAME PORT` a line)
judged so, in both versions? Prints what was not, by the names of the answers."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import events  # noqa: E402

# verdict and outcome of those that must stay out, and of the good one (None: whatever they are; he fails,
# too, where nobody asks for his certificate)
WANTED = {"kept-out": [("pass", "reject"), ("pass", "accept")],
          "let-in": [("fail", "accept"), (None, "accept")],
          "untold": [("error", None), ("error", None)]}
VERSIONS = {"tls1.2", "tls1.3"}
FEW_REJECTIONS = 10


def wrong_with(cells, wanted):
    bad, good = ([c for c in cells if c["expected"] == kind] for kind in ("reject", "accept"))
    if len(bad) < FEW_REJECTIONS or not good or {c["tls"] for c in cells} != VERSIONS:
        yield f"{len(bad)} rejections and {len(good)} acceptances were looked for"
    for kind, wants in zip((bad, good), WANTED[wanted]):
        for cell in kind:
            got = cell["verdict"], cell["observed"]
            if any(want not in (None, was) for want, was in zip(wants, got)):
                yield f"{cell['scenario']}/{cell['tls']}: {got[0]}, {got[1]} by {cell['by']} ({cell['reason']})"


path, answers, wanted = sys.argv[1:]
judged = events.cells(path)
faults = []
for line in pathlib.Path(answers).read_text(encoding="ascii").splitlines():
    name, port = line.split()
    here = [cell for cell in judged if cell["target"].endswith(f":{port}")]
    faults += [f"{name}: {what}" for what in wrong_with(here, wanted)]
print("\n".join(faults) or f"all {wanted}")
sys.exit(bool(faults))
