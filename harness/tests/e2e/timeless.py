"""timeless.py FILE: a report without what may differ between two runs of one plan.

That is: times, the work folder, and the number of connections, since each shard makes its own controls.
"""
import re
import sys

PATTERNS = [
    (r'"(duration(_us|_ms)?|connections|start|stop)": \d+', r'"\1": 0'),
    (r'"started": "[^"]*"', '"started": ""'),
    (r'\btime="[0-9.]+"', 'time=""'),
    (r'\btimestamp="[^"]*"', 'timestamp=""'),
    (r"/mtlspec-\w{6}/", "/mtlspec-work/"),
    (r"\d+ connections in [0-9.]+ m?s", "connections"),
]

with open(sys.argv[1], encoding="utf-8") as stream:
    text = stream.read()
for pattern, replacement in PATTERNS:
    text = re.sub(pattern, replacement, text)
sys.stdout.write(text)
