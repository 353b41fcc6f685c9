"""The cells of one mtlspec run as tests of pytest. Copy it beside your conftest.py, which says

    pytest_plugins = ["pytest_mtlspec"]

and say in pytest.ini (or with --mtlspec) what follows `mtlspec run`, from the folder of pytest.ini:

    [pytest]
    mtlspec = --target ./my-proxy --mode RequireAndVerifyClientCert --expected expected.yaml

Each cell is a test, "mtlspec::client-certificate/expired@my-proxy:RequireAndVerifyClientCert/tls1.3". All
that -k and the like leave are judged by one run, when the first of them is due. Skips are skips, expected
failures xfail; all else that did not pass has its explanation. MTLSPEC is the program, if it is not on PATH.
Not for pytest-xdist: each of its workers would make a run of its own.
"""
import json
import os
import shlex
import subprocess
import tempfile

import pytest

# as expected, failures, trouble with a target, stale declarations, all skipped: each cell has its verdict
JUDGED = {0, 1, 3, 5, 77}
# of several rounds (--repeat) the worst counts
WORST_FIRST = ["fail", "error", "not-run", "xpass", "xfail", "pass", "skip"]


class Trouble(Exception):
    """What mtlspec says, without a traceback of ours."""


def pytest_addoption(parser):
    text = "words for `mtlspec run`, whose cells are tests; none: no tests"
    parser.addini("mtlspec", text, default="")
    parser.addoption("--mtlspec", metavar="WORDS", help=text)


def pytest_configure(config):
    words = config.getoption("mtlspec")
    config.mtlspec = Run(config, shlex.split(config.getini("mtlspec") if words is None else words))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session, config, items):
    if config.mtlspec.words:
        parent = Cells.from_parent(session, name="mtlspec", nodeid="mtlspec")
        items += [Cell.from_parent(parent, name=cell["id"]) for cell in config.mtlspec.list()]


class Cells(pytest.Collector):
    def collect(self):
        return []


class Cell(pytest.Item):
    def runtest(self):
        verdict, cell = self.config.mtlspec.judged(self.session, self.name)
        if verdict == "skip":
            pytest.skip(cell.get("reason") or "skipped")
        if verdict == "xfail":
            pytest.xfail(cell.get("reason") or "expected")
        if verdict != "pass":
            raise Trouble(self.config.mtlspec.explain(self.name))

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, Trouble):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, None, self.name


class Run:
    def __init__(self, config, words):
        self.root, self.words = config.rootpath, words
        self.folder, self.cells, self.trouble = None, None, None

    def call(self, *words):
        command = [os.environ.get("MTLSPEC", "mtlspec"), *words]
        return subprocess.run(command, cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False)

    def list(self):
        listed = self.call("list", "cells", "--format=json", *self.words)
        if listed.returncode:
            raise pytest.UsageError(f"mtlspec list cells: exit {listed.returncode}\n{listed.stderr}")
        return json.loads(listed.stdout)

    def judged(self, session, name):
        if self.cells is None:
            self.make([item.name for item in session.items if isinstance(item, Cell)])
        if self.trouble:
            raise Trouble(self.trouble)
        rounds = self.cells.get(name, [{"verdict": "not-run"}])
        worst = min(rounds, key=lambda cell: WORST_FIRST.index(cell["verdict"]))
        return worst["verdict"], worst

    def make(self, names):
        """One run of all that are wanted. A filter of the user's own cells would be widened by ours."""
        self.cells = {}
        self.folder = tempfile.TemporaryDirectory(prefix="pytest-mtlspec-")
        own = any(word.startswith("--cell") for word in self.words)
        cells = [] if own else [f"--cell={name}" for name in names]
        made = self.call("run", *self.words, *cells, "--events", self.events())
        if made.returncode not in JUDGED:
            self.trouble = f"mtlspec run: exit {made.returncode}\n{made.stderr}"
            return
        with open(self.events(), encoding="utf-8") as lines:
            for cell in map(json.loads, lines):
                if cell["event"] == "cell":
                    self.cells.setdefault(cell["id"].partition("#")[0], []).append(cell)

    def events(self):
        return os.path.join(self.folder.name, "events.jsonl")

    def explain(self, name):
        told = self.call("report", self.events(), "-v", f"--cell={name}")
        return told.stdout or told.stderr
