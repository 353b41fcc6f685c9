"""Who may include what.

The edges come from the LINK lists in the CMakeLists.txt files, so there is one place to change.
  - A source includes headers of its own module and of modules in its LINK list, no others.
  - A module links only to modules whose add_subdirectory() comes before its own.
  - An outside library's header stands only where OUTSIDE says.
  - A test may use what its LINK list brings along, and unit.h; headers in a tests folder serve
    that folder only, unless it is a module, which other tests LINK. Other header names are
    unique, because includes are flat.
harness/main.c and folders without a module (bench programs) are at the top and may include all.
"""
import os
import re

import lint

OUTSIDE = [
    # header, what the path of a file that may include it begins with (or has in it), why
    (r"yaml\.h", ["harness/config/"], "only config/ reads YAML: use node.h"),
    (r"uv\.h", ["harness/net/", "harness/peer/", "harness/drive/", "harness/doctor/", "harness/launch/",
                 "harness/cell/", "harness/keep/", "harness/run/"],
     "only net/, peer/, drive/ and what runs a plan have a loop, sockets and processes"),
    (r"openssl/.*", ["harness/tls/", "ca-fixtures/", "harness/identity/", "harness/drive/http_driver",
                     "harness/tests/e2e/hostile_peer", "harness/tests/e2e/careless"],
     "only tls/, ca-fixtures/, identity/ and the http driver's hook know OpenSSL"),
    (r"nghttp2/.*", ["harness/peer/leg_http2", "harness/peer/tests/test_leg_http2"], "only that dialect of our server's leg knows nghttp2"),
    (r"curl/.*", ["harness/drive/http_"], "only the http driver knows libcurl"),
    (r"jansson\.h", ["reports/event/", "reports/structured/", "reports/tests/"],
     "only reports/event and reports/structured know JSON: use json_out.h"),
    (r"libxml/.*", ["reports/structured/"], "only reports/structured writes XML"),
    (r"check\.h", ["/tests/"], "Check is for tests"),
]


def _lists(call, keyword):
    """The words after `keyword` in a CMake call, up to the next keyword."""
    match = re.search(rf"\b{keyword}\b((?:\s+[^A-Z\s][^\s]*|\s+[A-Z]\w*::\w+)*)", call)
    return match.group(1).split() if match else []


def _calls(text, function):
    text = re.sub(r"#[^\n]*", "", text)
    return [m.group(1) for m in re.finditer(rf"\b{function}\(([^)]*)\)", text)]


class Tree:
    def __init__(self, root):
        self.folder_of = {}  # module -> folder
        self.links = {}  # folder -> modules that sources there may use
        self.order = []
        self.owner = {}  # header name -> module
        self.findings = []
        for path in lint.files(root, "CMakeLists.txt"):
            self._read_list(root, path)
        top = lint.read(root, "CMakeLists.txt") if os.path.exists(
            os.path.join(root, "CMakeLists.txt")) else ""
        folders = [c.split()[0] for c in _calls(top, "add_subdirectory")]
        self.order = [m for f in folders for m, g in self.folder_of.items() if g == f]

    def _read_list(self, root, path):
        folder = os.path.dirname(path)
        text = lint.read(root, path)
        for call in _calls(text, "mtlspec_module"):
            name = _lists(call, "NAME")[0]
            self.folder_of[name] = folder
            self.links.setdefault(folder, {})[name] = (path, set(_lists(call, "LINK")))
        for function in ("mtlspec_unit_test", "mtlspec_fuzzer"):
            for call in _calls(text, function):
                name = _lists(call, "NAME")[0]
                self.links.setdefault(folder, {})[name] = (path, set(_lists(call, "LINK")))

    def module_at(self, path):
        """The innermost module around a path, or None."""
        folder = os.path.dirname(path)
        while folder:
            for module, home in self.folder_of.items():
                if home == folder:
                    return module
            folder = os.path.dirname(folder)
        return None

    def _closure(self, modules):
        seen = set()
        todo = list(modules)
        while todo:
            module = todo.pop()
            if module not in seen and module in self.folder_of:
                seen.add(module)
                todo += self.links[self.folder_of[module]][module][1]
        return seen

    def allowed(self, path):
        """Modules whose headers the source may include, or None for all."""
        own = self.module_at(path)
        if not own:
            return None
        if lint.is_test(path):
            targets = self.links.get(os.path.dirname(path), {})
            return self._closure({own}.union(*(links for _, links in targets.values())))
        return {own} | self.links[self.folder_of[own]][own][1]


def _check_order(tree):
    for module in tree.order:
        path, links = tree.links[tree.folder_of[module]][module]
        before = tree.order[:tree.order.index(module)]
        for link in sorted(links):
            if link not in before:
                yield path, 1, (f"{module} links to {link}, which does not stand before it in the "
                                "top CMakeLists.txt: arrows point downwards only")


def _check_outside(path, line, header):
    for pattern, places, why in OUTSIDE:
        fine = any(p in path if p[0] == "/" else path.startswith(p) for p in places)
        if re.fullmatch(pattern, header) and not fine:
            yield path, line, f"<{header}>: {why}"


def _check_own(tree, owner, root, path, line, header):
    if lint.is_test(path) and (header == "unit.h" or os.path.exists(
            os.path.join(root, os.path.dirname(path), header))):
        return
    allowed = tree.allowed(path)
    module = owner.get(header)
    if header not in owner:
        yield path, line, f'"{header}" is no header that may be used here'
    elif module and allowed is not None and module not in allowed:
        yield path, line, (f'"{header}" belongs to {module}, which {tree.module_at(path)} does not '
                           "LINK: move the code, or add the edge if it points downwards")


def _check_includes(tree, owner, root, path):
    text = lint.without_comments(lint.read(root, path))
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', text, re.M):
        line = lint.line_of(text, match.start(2))
        yield from _check_outside(path, line, match.group(2))
        if match.group(1) == '"':
            yield from _check_own(tree, owner, root, path, line, match.group(2))


def check(root):
    tree = Tree(root)
    owner = {}
    for path in lint.files(root, ".h"):
        name = os.path.basename(path)
        if lint.is_test(path) and os.path.dirname(path) not in tree.folder_of.values():
            continue
        if name in owner:
            yield path, 1, f"a second header named {name}: includes are flat"
        owner[name] = tree.module_at(path)
    yield from _check_order(tree)
    for path in lint.sources(root):
        if not path.startswith("harness/tests/bench/"):
            yield from _check_includes(tree, owner, root, path)


if __name__ == "__main__":
    lint.main(check)
