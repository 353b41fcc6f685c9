"""browser.py CHECK FOLDER: a report folder (index.html, report.css) as headless Chromium shows it.

    phone     no horizontal scrolling at 360 pixels, and the wide tables scroll by themselves
    anchors   a link to a cell opens what it is folded into
    filters   each filter shows what it says, and nothing else of its kind
    requirements  each document's fold shows all of its rules, whatever is filtered, and a rule leads to
              a scenario that is to be seen
    sandbox   served under Jenkins' policy it looks as it does from a file, and asks for nothing more
              than its style sheet; the same page without that would look otherwise

The page has no script and forbids any, so what is measured is a copy with one. Prints what is wrong;
exit status 1 if there is anything, 77 without Chromium.
"""
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--hide-scrollbars"]


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    print("skipped: there is no Chromium")
    sys.exit(77)


def chromium(*arguments):
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run([find_chromium(), *FLAGS, f"--user-data-dir={profile}", *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=200, check=False)
    if done.returncode:
        sys.exit(f"Chromium ended with {done.returncode}: {done.stderr[-500:]!r}")
    return done.stdout.decode("utf-8", "replace")


def screenshot(url, path):
    chromium("--window-size=1000,1400", f"--screenshot={path}", url)
    with open(path, "rb") as stream:
        return stream.read()


def measure(folder, script, width=1000):
    """What the script's last expression is, in a copy of the page that is `width` wide."""
    with open(os.path.join(folder, "index.html"), encoding="utf-8") as stream:
        page = stream.read()
    page = re.sub(r"<meta http-equiv[^>]*>", "", page)
    page = page.replace("</body>", f"<script>parent.postMessage(JSON.stringify({script}), '*')"
                        "</script></body>")
    frame = (f"<title>waiting</title><iframe src=copy.html width={width} height=900></iframe><script>"
             "addEventListener('message', event => document.title = event.data)</script>")
    with tempfile.TemporaryDirectory() as work:
        for name, text in (("copy.html", page), ("frame.html", frame)):
            with open(os.path.join(work, name), "w", encoding="utf-8") as stream:
                stream.write(text)
        shutil.copy(os.path.join(folder, "report.css"), work)
        dump = chromium("--window-size=1200,1000", "--virtual-time-budget=60000", "--dump-dom",
                        f"file://{work}/frame.html")
    title = re.search(r"<title>(.*?)</title>", dump, re.S).group(1)
    return json.loads(title.replace("&quot;", '"').replace("&amp;", "&"))


def check_phone(folder):
    found = measure(folder, """(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        const root = document.documentElement;
        const wide = [...document.querySelectorAll('body *')].filter(e =>
            !e.closest('.scroll, svg, pre, .vh') && e.getBoundingClientRect().right > innerWidth + 1);
        return {width: innerWidth, scroll: root.scrollWidth, lanes: document.querySelectorAll('svg').length,
            wide: wide.slice(0, 5).map(e => e.tagName + '.' + e.className)};
    })()""", 360)
    if found["width"] != 360 or not found["lanes"]:
        yield f"measured something else: {found}"
    if found["scroll"] > 360 or found["wide"]:
        yield f"360 pixels wide, but scrolls: {found}"


def check_anchors(folder):
    with open(os.path.join(folder, "index.html"), encoding="utf-8") as stream:
        name = re.search(r'<a class="\w+" href="#(c\d+)"', stream.read()).group(1)
    dump = chromium("--dump-dom", f"file://{os.path.abspath(folder)}/index.html#{name}")
    # the fold's own tag is the last before the place
    fold = re.findall(r"<details[^>]*>", dump[:dump.index(f'id="{name}"')])[-1]
    if " open" not in fold:
        yield f"#{name} stays folded: {fold}"


def check_filters(folder):
    found = measure(folder, """(() => {
        const seen = selector => [...document.querySelectorAll(selector)].filter(e =>
            e.checkVisibility()).length;
        const result = [];
        for (const input of document.querySelectorAll('.filters input')) {
            const kind = input.id.replace(/^v-/, '.').replace(/^t-/, '.t');
            input.checked = true;
            result.push({id: input.id, kind, all: document.querySelectorAll('.cell').length,
                cells: seen('.cell'), right: /^[.]/.test(kind) ? seen('.cell' + kind) : 0,
                there: /^[.]/.test(kind) ? document.querySelectorAll('.cell' + kind).length : 0,
                empty: [...document.querySelectorAll('.scenario')].filter(e => e.checkVisibility() &&
                    ![...e.querySelectorAll('.cell')].some(c => c.checkVisibility())).length,
                rows: seen('.matrix tbody tr'), differing: seen('.matrix tr.differs')});
            document.getElementById(input.name == 'target' ? 't-all' : 'v-all').checked = true;
            if (input.type == 'checkbox') input.checked = false;
        }
        return result;
    })()""")
    if len(found) < 4:
        yield f"only {len(found)} filters"
    for one in found:
        everything = one["id"] in ("v-all", "t-all", "differ")
        wanted = one["all"] if everything else one["there"]
        if one["cells"] != wanted or (not everything and one["right"] != wanted):
            yield f"{one['id']} shows the wrong cells: {one}"
        if not everything and one["empty"]:
            yield f"{one['id']} shows scenarios without cells: {one}"
        if one["id"] == "differ" and one["rows"] != one["differing"]:
            yield f"rows where targets do not differ: {one}"


def check_requirements(folder):
    found = measure(folder, """(() => {
        document.getElementById('v-fail').checked = true;
        const folds = [...document.querySelectorAll('#rules details')];
        const closed = folds.filter(e => e.querySelector('tbody tr').checkVisibility()).length;
        for (const fold of folds) fold.open = true;
        const rows = [...document.querySelectorAll('#rules tbody tr')];
        document.getElementById('v-all').checked = true;
        const links = [...document.querySelectorAll('#rules td a')];
        return {folds: folds.length, closed, rows: rows.length,
            said: Number(document.querySelector('#rules .many').textContent),
            hidden: rows.filter(e => !e.checkVisibility()).length, links: links.length,
            lost: links.filter(e => !document.querySelector(e.getAttribute('href'))?.checkVisibility()).length};
    })()""")
    if found["folds"] < 10 or found["rows"] < 200 or not found["links"]:
        yield f"measured something else: {found}"
    if found["closed"] or found["hidden"] or found["lost"] or found["rows"] != found["said"]:
        yield f"rules that are not to be seen: {found}"


def serve(folder):
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *_):
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, asked


def check_sandbox(folder):
    with tempfile.TemporaryDirectory() as work:
        plain = screenshot(f"file://{os.path.abspath(folder)}/index.html", f"{work}/a.png")
        server, asked = serve(folder)
        served = screenshot(f"http://127.0.0.1:{server.server_port}/index.html", f"{work}/b.png")
        if plain != served:
            yield "served under the policy it looks otherwise"
        if not set(asked) <= {"/index.html", "/report.css", "/favicon.ico"} or "/report.css" not in asked:
            yield f"it asks for {asked}"
        server.shutdown()
        shutil.copy(os.path.join(folder, "index.html"), work)
        server, asked = serve(work)
        bare = screenshot(f"http://127.0.0.1:{server.server_port}/index.html", f"{work}/c.png")
        server.shutdown()
        if bare == plain:
            yield "the policy was not in force: inline style came through"


if __name__ == "__main__":
    find_chromium()
    checks = {"phone": check_phone, "anchors": check_anchors, "filters": check_filters,
              "requirements": check_requirements, "sandbox": check_sandbox}
    wrong = list(checks[sys.argv[1]](sys.argv[2]))
    print("\n".join(wrong) or "nothing wrong")
    sys.exit(1 if wrong else 0)
