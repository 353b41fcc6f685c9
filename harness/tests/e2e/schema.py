"""Files against a JSON Schema: `schema.py SCHEMA FILE...` says "taken: FILE" of each, or "refused: FILE"
and below it where and why. Exit status 77 where python3-jsonschema or python3-yaml is missing.
"""
import json
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.2 (core schema), as editors read it: `on`, `no` and days are texts."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
        ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789")]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for path in paths:
        with open(path, encoding="utf-8") as file:
            errors = list(validator.iter_errors(yaml.load(file, Loader)))
        print(f"{'refused' if errors else 'taken'}: {path}")
        for error in errors:
            best = jsonschema.exceptions.best_match([error])
            print(f"    {'/'.join(map(str, best.absolute_path))}: {best.message[:200]}")


main(*sys.argv[1:])
