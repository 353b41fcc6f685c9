"""memory.py COMMAND...: runs it (with --events FILE among its arguments) and watches it by /proc.

Prints `KEY VALUE` lines: peaks of its memory (KiB) and of its open descriptors when a fifth of the
cells was judged (`early`) and when all were (`late`), the peak of memory at its end, when the
reports have been made from the event file (`end`), and its exit status.
"""
import os
import subprocess
import sys
import time


def peak_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as stream:
        return next((int(line.split()[1]) for line in stream if line.startswith("VmHWM")), 0)


def watch(command):
    """Samples of (bytes in the event file, peak of memory, open descriptors), and the status."""
    events = command[command.index("--events") + 1]
    samples = []
    with open("console", "wb") as console, subprocess.Popen(
            command, stdout=console, stderr=console, stdin=subprocess.DEVNULL) as child:
        while child.poll() is None:
            try:
                size = os.stat(events).st_size if os.path.exists(events) else 0
                memory = peak_kib(child.pid)
                samples.append((size, memory, len(os.listdir(f"/proc/{child.pid}/fd"))))
            except (FileNotFoundError, ProcessLookupError):
                break
            time.sleep(0.01)
        return samples, child.wait()


def summary(samples, status, size):
    running = [s for s in samples if s[1] and s[0] < size]
    early = [s for s in running if s[0] <= size / 5]
    yield "early", max(s[1] for s in early)
    yield "late", max(s[1] for s in running)
    yield "end", max(s[1] for s in samples)
    yield "early_descriptors", max(s[2] for s in early)
    yield "late_descriptors", max(s[2] for s in running)
    yield "status", status


if __name__ == "__main__":
    taken, ended = watch(sys.argv[1:])
    whole = os.stat(sys.argv[sys.argv.index("--events") + 1]).st_size
    for key, value in summary(taken, ended, whole):
        print(key, value)
