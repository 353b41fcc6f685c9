"""Functions that may not be called, or only in certain files, and what to use instead."""
import re

import lint

CONSOLE = ("harness/cmd/", "harness/main.c", "reports/text/console", "harness/base/fatal.c",
           "harness/base/diag.c")
BANNED = [
    # functions, where they are fine, whether tests may, what to do instead
    (r"strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strtok|strncat", (), False,
     "no bound: use buf.h or arena_printf"),
    (r"atoi|atol|atoll|atof", (), False, "no errors: use strtol and look at its end"),
    (r"system|popen", (), False, "no shell: net/process.h starts programs"),
    (r"perror", (), False, "name the file and the reason in `why`"),
    (r"exit|quick_exit", ("harness/main.c",), True, "only main.c exits: return the failure"),
    (r"_exit|_Exit", ("harness/net/", "harness/main.c"), True,
     "only a forked child of net/ ends so, and main.c"),
    (r"abort", ("harness/base/fatal.c",), True, "use FATAL, which says why"),
    (r"malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf|vasprintf",
     ("harness/base/fatal.c",), True, "out of memory is fatal: use arena.h or fatal_alloc"),
    (r"sleep|usleep|nanosleep", (), False, "wait for an event or a deadline, not for a while"),
    (r"printf|vprintf|puts|putchar", CONSOLE, True, "only cmd/ and the console report print"),
    (r"tmpnam|tempnam|mktemp", (), False, "use tmpdir.h"),
    (r"rand|srand|random", (), True, "use OpenSSL's RAND_bytes, or a counter"),
]
STREAM = re.compile(r"\b(fprintf|vfprintf|fputs|fputc|putc|fwrite|fflush)\s*\([^;]*?\b(stdout|stderr)\b")


def _allowed(path, places, tests):
    return any(path.startswith(p) for p in places) or (tests and lint.is_test(path))


def check(root):
    for path in lint.sources(root):
        text = lint.code_only(lint.read(root, path))
        for names, places, tests, instead in BANNED:
            if _allowed(path, places, tests):
                continue
            for match in re.finditer(rf"(?<![\w.>])({names})\s*\(", text):
                yield path, lint.line_of(text, match.start()), f"{match.group(1)}(): {instead}"
        if _allowed(path, CONSOLE, True):
            continue
        for match in STREAM.finditer(text):
            yield path, lint.line_of(text, match.start()), (
                f"{match.group(1)}() to {match.group(2)}: only cmd/ and the console report print")


if __name__ == "__main__":
    lint.main(check)
