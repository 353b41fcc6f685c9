"""Files of at most 500 lines (a word of warning from 400 on), functions of at most 50.

Functions are found by their braces in the first column, which the format lint guarantees. Test
functions may be longer: they are lists of cases.
"""
import lint

FILE_MAX = 500
FILE_WARN = 400
FUNCTION_MAX = 50


def _functions(text):
    start = None
    for number, line in enumerate(text.splitlines(), 1):
        if line == "{":
            start = number
        elif line.startswith("}") and start:
            yield start, number - start + 1
            start = None


def check(root):
    for path in lint.files(root, ".c", ".h", ".py", ".sh", ".cmake"):
        text = lint.read(root, path)
        lines = len(text.splitlines())
        if lines > FILE_MAX:
            yield path, 1, f"{lines} lines; at most {FILE_MAX}: split it by concept"
        elif lines > FILE_WARN:
            print(f"{path}:1: note: {lines} lines, close to the end of {FILE_MAX}")
        if not path.endswith((".c", ".h")) or lint.is_test(path):
            continue
        for line, length in _functions(text):
            if length > FUNCTION_MAX:
                yield path, line, f"a function of {length} lines; at most {FUNCTION_MAX}"


if __name__ == "__main__":
    lint.main(check)
