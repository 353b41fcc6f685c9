"""What may lie in the repository: fixed names at the top, no paths of one machine, no fixtures."""
import re

import lint

TOP = {"CMakeLists.txt", "CMakePresets.json", "README.md", "ca-fixtures", "harness", "reports",
       "scenarios"}  # beside them dotfiles and dot folders
# written in two parts, so that this file does not find itself
MACHINE_PATH = re.compile(r"(?<![\w.$})*-])/(?:work|root|home|Users)" r"/[\w.]")
PEM = re.compile(r"-----BEGIN [A-Z0-9 ]+-" r"----(?:\\n|\\r|[\s\"'])*[A-Za-z0-9+/=]{40}")
FIXTURE = (".pem", ".key", ".crt", ".cer", ".der", ".p12", ".pfx", ".csr", ".crl", ".jks")


def _check_text(path, text):
    for match in MACHINE_PATH.finditer(text):
        yield path, lint.line_of(text, match.start()), (
            f"{match.group(0)}...: a path of one machine; say it relative to the repository")
    for match in PEM.finditer(text):
        yield path, lint.line_of(text, match.start()), (
            "a PEM block: fixtures are minted from ca-fixtures/pki.yaml, never committed")


def check(root):
    for path in lint.files(root):
        top = path.split("/", 1)[0]
        if top not in TOP and not top.startswith("."):
            yield path, 1, f"{top} is not one of the names at the top: {' '.join(sorted(TOP))}"
        if path.lower().endswith(FIXTURE):
            yield path, 1, "a fixture file: fixtures are minted, never committed"
        yield from _check_text(path, lint.read(root, path))


if __name__ == "__main__":
    lint.main(check)
