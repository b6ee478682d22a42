"""Check ARM templates against Azure's own type data, offline.

  python armcheck --data DIR TEMPLATE.json...      DIR: one JSON file a resource type and API version

Per resource: a known type and version; unknown, misspelt or mis-cased properties; required and read-only ones; types, enums, bounds,
patterns, discriminators; the segments of its name. Per template: the keys allowed; names, functions and syntax in expressions; parameters
and variables never used; dependsOn; duplicates; copy; nested templates with what is passed to them; symbolic names.
Parameter files (`--parameters TEMPLATE=FILE`): each parameter declared, none without a default left out, each of its type.
Exit 1 with any error, or with any warning under --strict.
"""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from azure_types import AzureTypes  # noqa: E402
from findings import Findings  # noqa: E402
from parameter_file import check_parameters  # noqa: E402
from template import check_template  # noqa: E402


def read(path, found):
    try:
        return json.loads(pathlib.Path(path).read_text())
    except (ValueError, OSError) as error:
        found.error("$", f"JSON: {error}")
        return None


def main():
    parser = argparse.ArgumentParser(prog="armcheck", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("templates", nargs="*", metavar="TEMPLATE.json")
    parser.add_argument("--data", required=True, metavar="DIR")
    parser.add_argument("--parameters", action="append", default=[], metavar="TEMPLATE=FILE")
    parser.add_argument("--strict", action="store_true", help="a warning fails, too")
    options = parser.parse_args()
    types, failed = AzureTypes(options.data), False
    jobs = [(path, None) for path in options.templates] + [tuple(pair.split("=", 1)) for pair in options.parameters]
    for path, parameters in jobs:
        found = Findings()
        template = read(path, found)
        values = read(parameters, found) if parameters else None
        if template is not None and parameters is None:
            check_template(types, template, found)
        elif template is not None and values is not None:
            check_parameters(template, values, found)
        for severity, where, message in found:
            print(f"{parameters or path}: {severity}: {where}: {message}")
        failed |= found.errors > 0 or (options.strict and len(found) > 0)
    return 1 if failed else 0


sys.exit(main())
