"""matrix.py MTLSPEC [ARGUMENT...]: runs every target that is built in, and prints where the time went."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

PHASES = ("start_us", "controls_us", "cells_us", "stop_us", "cpu_us")


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(us):
    return f"{us / 1e6:9.2f}"


with tempfile.TemporaryDirectory() as folder:
    events = os.path.join(folder, "events.jsonl")
    began = time.monotonic()
    run = subprocess.run(
        [sys.argv[1], "run", "--target", "all", "--events", events, *sys.argv[2:]],
        capture_output=True, text=True)
    wall = time.monotonic() - began
    cpu = cpu_seconds()
    if run.returncode not in (0, 1):
        sys.exit(run.stdout[-4000:] + run.stderr[-4000:])
    with open(events, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]

connections = {}
for line in lines:
    if line["event"] == "cell":
        connections[line["target"]] = connections.get(line["target"], 0) + len(line["attempts"])
rows = {}
for instance in lines[-1]["instances"]:
    row = rows.setdefault(instance["target"], {"instances": 0, "cells": 0, **dict.fromkeys(PHASES, 0)})
    row["instances"] += 1
    for key in ("cells", *PHASES):
        row[key] += instance[key]

print("seconds, summed up over instances that run side by side; CPU: of the target's processes")
print(f"{'target':<24}{'instances':>10}{'cells':>7}{'conns':>7}"
      + "".join(f"{name:>9}" for name in ("start", "controls", "cells", "stop", "CPU", "CPU/conn")))
for name, row in sorted(rows.items(), key=lambda item: -item[1]["cpu_us"]):
    each = row["cpu_us"] / 1000 / max(1, connections[name])
    print(f"{name:<24}{row['instances']:>10}{row['cells']:>7}{connections[name]:>7}"
          + "".join(seconds(row[key]) for key in PHASES) + f"{each:6.1f} ms")
targets = sum(row["cpu_us"] for row in rows.values()) / 1e6
print(run.stdout.strip().splitlines()[-1])
print(f"wall {wall:.1f} s; CPU {cpu:.1f} s: targets {targets:.1f} s, mtlspec itself {cpu - targets:.1f} s; "
      f"{cpu / wall:.2f} processors busy by us of {os.cpu_count()}")
