"""A lint that can't fail is no lint: each is shown small bad trees and must find what is wrong in
them, and a good one, in which it must find nothing. `python3 selftest.py LINT`"""
import importlib
import os
import sys
import tempfile

import lint

TOP = "add_subdirectory(harness/base)\nadd_subdirectory(harness/model)\n"
BASE = "mtlspec_module(NAME base SOURCES a.c)\n"
MODEL = "mtlspec_module(NAME model SOURCES m.c LINK base\n\tPRIVATE OpenSSL::SSL)\n"
LAYERS = {"CMakeLists.txt": TOP, "harness/base/CMakeLists.txt": BASE, "harness/base/a.h": "",
          "harness/model/CMakeLists.txt": MODEL, "harness/model/m.h": ""}
SAMPLES = {"harness/base/tests/CMakeLists.txt": "mtlspec_module(NAME samples SOURCES s.c LINK base)\n",
           "harness/base/tests/s.h": "", "harness/model/tests/t.c": '#include "s.h"\n'}
LONG_BODY = "void f(void)\n{\n" + "\tg();\n" * 60 + "}\n"
IFS = "".join(f"\tif (x == {i})\n\t\tg();\n" for i in range(16))
PEM_BEGIN = "-----BEGIN " + "CERTIFICATE-----\n"

# lint, tree, what a finding must say (None: nothing may be found)
CASES = [
    ("layers", {**LAYERS, "harness/model/m.c": '#include "a.h"\n#include "m.h"\n'}, None),
    ("layers", {**LAYERS, "harness/base/a.c": '#include "m.h"\n'}, "belongs to model"),
    ("layers", {**LAYERS, "harness/base/a.c": '/*\n#include "m.h"\n*/\n'}, None),
    ("layers", {**LAYERS, "harness/model/m.c": '#include "gone.h"\n'}, "no header that may"),
    ("layers", {**LAYERS, "harness/model/m.c": "#include <yaml.h>\n"}, "only config/"),
    ("layers", {**LAYERS, "harness/model/m.c": "#  include <uv.h>\n"}, "only net/"),
    ("layers", {**LAYERS, "harness/model/m.h": "#include <openssl/ssl.h>\n"}, "know OpenSSL"),
    ("layers", {**LAYERS, "harness/model/m.c": "#include <curl/curl.h>\n"}, "libcurl"),
    ("layers", {**LAYERS, "harness/drive/http_driver.c": "#include <curl/curl.h>\n"}, None),
    ("layers", {**LAYERS, "harness/model/a.h": ""}, "second header"),
    ("layers", {**LAYERS, "harness/base/CMakeLists.txt": BASE.replace(")", " LINK model)")},
     "arrows point downwards"),
    ("layers", {**LAYERS, "harness/base/tests/t.c": '#include "m.h"\n',
                "harness/base/tests/CMakeLists.txt":
                "mtlspec_unit_test(NAME t SOURCES t.c LINK base CASES a b)\n"}, "belongs to model"),
    ("layers", {**LAYERS, "harness/model/tests/t.c": '#include "unit.h"\n#include "a.h"\n',
                "harness/tests/unit.h": "#include <check.h>\n",
                "harness/model/tests/CMakeLists.txt":
                "mtlspec_unit_test(NAME t SOURCES t.c LINK model CASES a b)\n"}, None),
    ("layers", {**LAYERS, "harness/base/tests/own.h": "", "harness/model/tests/own.h": "",
                "harness/base/tests/t.c": '#include "own.h"\n'}, None),
    ("layers", {**LAYERS, "harness/base/tests/own.h": "",
                "harness/base/a.c": '#include "own.h"\n'}, "no header that may"),
    ("layers", {**LAYERS, **SAMPLES, "harness/model/tests/CMakeLists.txt":
                "mtlspec_unit_test(NAME t SOURCES t.c LINK samples model CASES a b)\n"}, None),
    ("layers", {**LAYERS, **SAMPLES, "harness/model/tests/CMakeLists.txt":
                "mtlspec_unit_test(NAME t SOURCES t.c LINK model CASES a b)\n"}, "belongs to samples"),
    ("layers", {**LAYERS, "harness/base/a.c": "#include <check.h>\n"}, "Check is for tests"),
    ("prose", {"harness/base/a.c": "\t/* " + "x" * 90 + " */\n"}, None),
    ("prose", {"harness/base/a.c": "\t\t/* " + "x" * 90 + " */\n"}, "104 columns"),
    ("prose", {"harness/base/a.h": "/* What a.c, b.c and\n * c.c share. */\n"}, "lists who includes"),
    ("prose", {"harness/base/a.c": "static int f(void)\n{\n}\n",
               "harness/base/b.c": "static int f(\n\tint x)\n{\n}\n"}, "a second static f()"),
    ("prose", {"harness/base/a.c": "static int f(void);\nstatic void on_data(void)\n{\n}\n",
               "harness/base/b.c": "static void on_data(void)\n{\n}\n",
               "harness/model/c.c": "static int f(void)\n{\n}\n"}, None),
    ("calls", {"harness/base/a.c": "/* strcpy(a, b) */ char *s = \"exit(1)\";\n"}, None),
    ("calls", {"harness/base/a.c": "void f(void)\n{\n\tstrcpy(a, b);\n}\n"}, "a.c:3: strcpy()"),
    ("calls", {"harness/base/a.c": "sprintf (a, b);"}, "sprintf()"),
    ("calls", {"harness/base/a.c": "x = system(a);"}, "no shell"),
    ("calls", {"harness/run/a.c": "exit(1);"}, "only main.c exits"),
    ("calls", {"harness/main.c": "exit(1);", "harness/net/a.c": "_exit(127);"}, None),
    ("calls", {"harness/tls/a.c": "_exit(1);"}, "forked child"),
    ("calls", {"harness/tls/a.c": "printf(a);"}, "console report"),
    ("calls", {"harness/tls/a.c": "fprintf(out, a);"}, None),
    ("calls", {"harness/tls/a.c": "fprintf(\n\tstderr, a);"}, "fprintf() to stderr"),
    ("calls", {"harness/tls/a.c": "fputs(a, stdout);"}, "fputs() to stdout"),
    ("calls", {"harness/cmd/a.c": "printf(a); fputs(a, stderr);",
               "harness/tls/tests/a.c": "printf(a);"}, None),
    ("calls", {"harness/tls/tests/a.c": "strcat(a, b);"}, "strcat()"),
    ("calls", {"harness/tls/a.c": "p = malloc(3);"}, "fatal_alloc"),
    ("calls", {"harness/tls/a.c": "fatal_strdup(s); node->free(x); my_exit(2); q->exit(1);"}, None),
    ("size", {"harness/a.c": LONG_BODY.replace("\tg();\n", "", 20)}, None),
    ("size", {"harness/a.c": LONG_BODY}, "a function of 62 lines"),
    ("size", {"harness/tests/a.c": LONG_BODY}, None),
    ("size", {"harness/a.c": "int x;\n" * 501}, "501 lines"),
    ("size", {"harness/a.h": "int x;\n" * 500}, None),
    ("complexity", {"harness/a.c": "int f(int x)\n{\n\treturn x;\n}\n"}, None),
    ("complexity", {"harness/a.c": "int f(int x)\n{\n" + IFS + "\treturn x;\n}\n"},
     "f has complexity 17"),
    ("format", {"harness/a.c": "int f(int x)\n{\n\treturn x;\n}\n"}, None),
    ("format", {"harness/a.c": "int f(int x) { return x; }\n"}, "not as"),
    ("format", {"harness/a.h": "int  x;\n"}, "not as"),
    ("scripts", {"a.sh": "#!/bin/sh\nif true; then :; fi\n", "b.py": "x = 1\n"}, None),
    ("scripts", {"a.sh": "#!/bin/sh\nif true; then\n"}, "sh -n"),
    ("scripts", {".ci/run": "#!/usr/bin/env bash\nx=(\n"}, "bash -n"),
    ("scripts", {"b.py": "def f(:\n"}, "b.py:1"),
    ("shell", {"a.sh": "#!/bin/sh\ncd / && pwd\n", "b.sh": ". ./c.sh\necho \"$x\"\n"}, None),
    ("shell", {"a.sh": "#!/bin/sh\nx=(1 2)\necho \"$x\"\n"}, "a.sh:2: "),
    ("shell", {"harness/targets/a/install": "#!/bin/sh\ncd $(pwd)\n"}, "SC2046"),
    ("tree", {"README.md": "see ca-fixtures/pki.yaml and pki/root/ca\n", ".gitignore": "x\n",
              "harness/a.c": "", ".ci/run": "", "CMakeLists.txt": ""}, None),
    ("tree", {"Makefile": ""}, "Makefile is not one of the names"),
    ("tree", {".github/a.md": "", ".ci/run": ""}, None),
    ("tree", {"docs/a.md": ""}, "docs is not one of the names"),
    ("tree", {"README.md": "cd " + "/work" + "/main\n"}, "a path of one machine"),
    ("tree", {"harness/a.c": 'f("/home' + '/me/x");\n'}, "a path of one machine"),
    ("tree", {"harness/a.txt": PEM_BEGIN + "M" * 64 + "\n"}, "a PEM block"),
    ("tree", {"harness/a.c": '"' + PEM_BEGIN[:-1] + '\\n"\n"' + "M" * 64 + '\\n"'}, "a PEM block"),
    ("tree", {"harness/a.c": 'strstr(text, "' + PEM_BEGIN[:-1] + '");\n'}, None),
    ("tree", {"ca-fixtures/ca.pem": ""}, "a fixture file"),
]


def write(root, tree):
    for path, text in tree.items():
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as file:
            file.write(text)


def run_case(name, tree, wanted, style):
    with tempfile.TemporaryDirectory() as root:
        write(root, tree)
        if name == "format":
            write(root, {".clang-format": style})
        found = [f"{p}:{line}: {text}" for p, line, text in importlib.import_module(name).check(root)]
    if wanted is None:
        return not found, found
    return any(wanted in text for text in found), found


def main():
    name = sys.argv[1]
    here = os.path.dirname(os.path.abspath(__file__))
    style = lint.read(os.path.join(here, "../../.."), ".clang-format")
    cases = [case for case in CASES if case[0] == name]
    bad = 0
    try:
        for _, tree, wanted in cases:
            ok, found = run_case(name, tree, wanted, style)
            if not ok:
                bad += 1
                print(f"{sorted(tree)}: wanted {wanted or 'nothing'}, found {found}")
    except lint.CannotLook as reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    print(f"{len(cases)} trees, {bad} judged wrongly")
    sys.exit(0 if cases and not bad else 1)


if __name__ == "__main__":
    main()
