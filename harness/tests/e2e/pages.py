"""What a person or a CI server would trip over in a report.

    pages.py html FILE [EVENTS]    self-contained, no script, every link leads somewhere, names for
                                   all that a screen reader announces
    pages.py junit FILE EVENTS     unique names, counts that agree with the events

Prints what is wrong; exit status 1 if there is anything.
"""
import collections
import html.parser
import json
import os
import sys
import xml.etree.ElementTree

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
LOADS = {"src", "srcset", "background", "action", "formaction", "poster", "data"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.open, self.faults, self.words = [], [], [], [], []
        self.inputs, self.labels, self.style = [], [], ""
        self.captioned = True

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag in ("script", "iframe", "object", "embed", "base", "img"):
            self.faults.append(f"<{tag}>")
        if tag == "link" and known != {"rel": "stylesheet", "href": "report.css"}:
            self.faults.append(f"<link> to {known}")
        if tag not in VOID:
            self.open.append(tag)
        self.see_access(tag, known)
        for name, value in attrs:
            if name.startswith("on") or name in LOADS:
                self.faults.append(f"<{tag} {name}={value!r}>")
            if name == "id":
                self.ids.append(value)
            if name == "style":
                self.faults.append(f"<{tag} style={value!r}>: blocked where only report.css is allowed")
            if name == "href" and tag != "link":
                self.links.append(value)

    def see_access(self, tag, known):
        """What somebody who does not see the page, or has no mouse, needs."""
        if tag in ("thead", "tbody") and not self.captioned:
            self.faults.append(f"a table without caption, line {self.getpos()[0]}")
        if tag in ("table", "caption"):
            self.captioned = tag == "caption"
        if tag == "th" and known.get("scope") not in ("row", "col"):
            self.faults.append(f"<th> without scope, line {self.getpos()[0]}")
        if known.get("role") in ("region", "group") and not known.get("aria-label"):
            self.faults.append(f"<{tag} role> without a name, line {self.getpos()[0]}")
        if tag == "input":
            self.inputs.append(known.get("id"))
        if tag == "label":
            self.labels.append(known.get("for"))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            for word in ("@import", "url(", "http:", "https:"):
                if word in data:
                    self.faults.append(f"{word} in the style sheet")
            self.style += data
        else:
            self.words.append(data)


def read_cells(path):
    with open(path, encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    return [line for line in lines if line["event"] == "cell"]


def check_html(path, events=None):
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    page = Page()
    page.feed(text)
    page.close()
    yield from page.faults
    if not text.startswith("<!DOCTYPE html>") or page.open:
        yield f"no whole page: open at its end: {page.open}"
    for name, count in collections.Counter(page.ids).items():
        if count > 1:
            yield f"id {name} is there twice"
    known = set(page.ids)
    if sorted(page.inputs) != sorted(page.labels):
        yield f"inputs {page.inputs} but labels for {page.labels}"
    for landmark in ("<header>", "<main>", "<footer>", '<html lang="en">', "<title>"):
        if text.count(landmark) != 1:
            yield f"{landmark} is there {text.count(landmark)} times"
    beside = os.path.join(os.path.dirname(path), "report.css")
    if os.path.exists(beside):
        with open(beside, encoding="utf-8") as stream:
            if stream.read().strip() != page.style.strip():
                yield "report.css is not the page's own style"
    for link in page.links:
        if link.startswith("#") and link[1:] not in known:
            yield f"{link} leads nowhere"
        elif not link.startswith(("#", "https://")):
            yield f"a link to {link}"
    said = " ".join(page.words)
    for cell in read_cells(events) if events else []:
        if cell["verdict"] != "pass" and not (cell["scenario"] in said and cell["reason"] in said):
            yield f"{cell['id']} is not explained"


def check_junit(path, events):
    root = xml.etree.ElementTree.parse(path).getroot()
    suites = list(root.iter("testsuite"))
    cases = list(root.iter("testcase"))
    names = [(case.get("classname"), case.get("name")) for case in cases]
    if len(set(names)) != len(names):
        yield "a name is there twice"
    tags = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for suite in suites:
        if int(suite.get("tests")) != len(suite.findall("testcase")):
            yield f"{suite.get('name')}: tests={suite.get('tests')}"
        for count, tag in tags.items():
            found = len(suite.findall(f"testcase/{tag}"))
            if int(suite.get(count, 0)) != found:
                yield f"{suite.get('name')}: {count}={suite.get(count)}, but {found}"
    cells = read_cells(events)
    if len(cells) != len(cases):
        yield f"{len(cases)} test cases for {len(cells)} cells"
    for verdict, tag in (("fail", "failure"), ("error", "error")):
        judged = sum(cell["verdict"] == verdict for cell in cells)
        found = len(root.findall(f".//testcase/{tag}"))
        if judged != found:
            yield f"{found} <{tag}> for {judged} {verdict}"
    for element in root.iter("failure"):
        if not element.get("message"):
            yield "a failure without a message"


if __name__ == "__main__":
    kind, *paths = sys.argv[1:]
    found_faults = list({"html": check_html, "junit": check_junit}[kind](*paths))
    print("\n".join(found_faults) or "nothing wrong")
    sys.exit(1 if found_faults else 0)
