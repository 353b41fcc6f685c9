"""terminal.py COMMAND...: runs it on a pseudo-terminal, prints what it wrote, ends as it did."""
import os
import pty
import sys

os.environ.setdefault("TERM", "xterm")
status = pty.spawn(sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
