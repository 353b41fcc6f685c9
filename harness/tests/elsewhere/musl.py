"""musl.py COMPILE_COMMANDS WORK: every C file of ours compiles against musl's headers without a warning.

The libraries that we use are glibc builds here, so that nothing can be linked; their headers are used.
musl has no argp: its place takes glibc's header without what glibc alone understands, as argp-standalone
has it.
"""
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HEADERS = ("openssl", "curl", "nghttp2", "uv.h", "uv", "yaml.h", "jansson.h", "jansson_config.h", "libxml2/libxml",
           "unicode", "check.h", "check_stdint.h")
WITH_VALUE = ("-o", "-MF", "-MT", "-isystem", "-I")


def multiarch():
    told = subprocess.run(["gcc", "-print-multiarch"], capture_output=True, text=True, check=True)
    return "/usr/include/" + told.stdout.strip()


def borrow_headers(work):
    """Folders with the libraries' headers and none of glibc's."""
    folders = []
    for number, base in enumerate(("/usr/include", multiarch())):
        folder = os.path.join(work, str(number))
        os.mkdir(folder)
        folders.append(folder)
        for name in HEADERS:
            if os.path.exists(os.path.join(base, name)):
                os.symlink(os.path.join(base, name), os.path.join(folder, os.path.basename(name)))
    with open("/usr/include/argp.h", encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"^(__BEGIN_DECLS|__END_DECLS|#include <bits/.*)$", "", text, flags=re.M)
    with open(os.path.join(folders[0], "argp.h"), "w", encoding="utf-8") as file:
        file.write(text.replace("__THROW", ""))
    return folders


def command_for(entry, folders):
    """The entry's definitions, our own include folders and warnings, for musl's compiler."""
    words = iter(shlex.split(entry["command"]))
    out = ["musl-gcc", "-fsyntax-only", "-Werror"]
    for word in words:
        if word in WITH_VALUE:
            next(words)
        elif word.startswith(("-D", "-W", "-std=")) or (
                word.startswith("-I") and not word.startswith("-I/usr")):
            out.append(word)
    for folder in folders:
        out += ["-isystem", folder]
    return out + [entry["file"]]


def compiles(entry, folders):
    told = subprocess.run(command_for(entry, folders), cwd=entry["directory"], capture_output=True,
                          text=True, stdin=subprocess.DEVNULL)
    if told.returncode:
        print(told.stderr, end="")
    return told.returncode == 0


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        entries = {entry["file"]: entry for entry in json.load(file)}
    folders = borrow_headers(os.path.abspath(sys.argv[2]))
    with ThreadPoolExecutor(2) as pool:
        good = list(pool.map(lambda entry: compiles(entry, folders), entries.values()))
    print(f"{len(good)} files, {good.count(False)} do not compile")
    return 0 if len(good) > 100 and all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
