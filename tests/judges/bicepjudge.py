#!/usr/bin/env python3
"""Judge Bicep and ARM templates with Azure's own compiler and deployment engine: $BICEP, or the one on PATH. No network, no account.

  bicepjudge.py lint ROOT             every *.bicep and *.bicepparam below ROOT: no compiler or linter message under bicepconfig.json
                                      (every linter rule an error), and `bicep format` changes nothing
  bicepjudge.py predict TEMPLATE      the resources that a deployment of TEMPLATE would ask for, as sorted JSON. TEMPLATE: .bicep, ARM .json, or a
                                      .bicepparam, which brings its own values
  bicepjudge.py same A B [C...]       all templates predict the same resources and outputs as the first; else a diff
      --parameters FILE               parameter file (deploymentParameters JSON) for predict and same
      --subscription-id / --resource-group / --location    the deployment's scope

Exit 0 when clean, 1 with findings, 2 when a template does not compile or a file is missing.
"""
import argparse
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from bicepengine import Refused, compiler, snapshot  # noqa: E402

SUBSCRIPTION, LOCATION = "00000000-0000-0000-0000-000000000001", "westeurope"
CONFIG = pathlib.Path(__file__).resolve().parent / "bicepconfig.json"
# A module's deployment name differs between two spellings of the same thing; what it refers to does not.
MODULE = re.compile(r"resourceId\([^()]*'Microsoft\.Resources/deployments', (?:format\([^()]*(?:\([^()]*(?:\([^()]*\))?[^()]*\))?[^()]*\)|'[^']*')\)")
ESCAPES = {"\\": "\\\\", "'": "\\'", "${": "\\${", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def bicep(*arguments):
    return subprocess.run([compiler(), *map(str, arguments)], capture_output=True, text=True)


def lint(root):
    """Findings of compiler, linter and formatter, over a copy."""
    root = pathlib.Path(root).resolve()
    sources, parameters = sorted(root.rglob("*.bicep")), sorted(root.rglob("*.bicepparam"))
    if not sources:
        raise Refused(f"{root}: no .bicep file")
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "copy")
        shutil.copytree(root, copy)
        for kind in ["bicep", *(["bicepparam"] if parameters else [])]:
            findings += lint_kind(copy, kind)
        for path in [*sources, *parameters]:
            name = path.relative_to(root)
            before, after = path.read_text(), (copy / name).read_text()
            findings += difflib.unified_diff(before.splitlines(), after.splitlines(), str(name), "bicep format", lineterm="", n=1)
            if before and not before.endswith("\n"):
                findings.append(f"{name}: no newline at the end")
    return findings


def lint_kind(copy, kind):
    linted = bicep("lint", "--pattern", f"{copy}/**/*.{kind}", "--config", CONFIG)
    said = (linted.stdout + linted.stderr).replace(f"{copy}/", "")
    findings = [line for line in said.splitlines() if line.strip()]
    if linted.returncode and not findings:
        findings.append(f"bicep lint exited {linted.returncode} over *.{kind}")
    formatted = bicep("format", "--pattern", f"{copy}/**/*.{kind}", "--newline-kind", "LF", "--insert-final-newline")
    if formatted.returncode:
        findings.append(f"bicep format exited {formatted.returncode}: {formatted.stderr.strip()}")
    return findings


def literal(value, indent=""):
    """A JSON value as Bicep writes it."""
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if isinstance(value, str):
        for plain, escaped in ESCAPES.items():
            value = value.replace(plain, escaped)
        return f"'{value}'"
    inner = indent + "  "
    if isinstance(value, list):
        return "[" + "".join(f"\n{inner}{literal(item, inner)}" for item in value) + f"\n{indent}]"
    return "{" + "".join(f"\n{inner}{literal(key)}: {literal(item, inner)}" for key, item in value.items()) + f"\n{indent}}}"


def canonical(node):
    """Object order, and the order in which resources are listed, carry no meaning; every other order does."""
    if isinstance(node, dict):
        return {key: canonical(node[key]) for key in sorted(node)}
    return [canonical(item) for item in node] if isinstance(node, list) else node


def predict(template, parameters=None, subscription=SUBSCRIPTION, location=LOCATION, group=None):
    """What the engine would ask Azure for."""
    template = pathlib.Path(template).resolve()
    if not template.exists():
        raise Refused(f"{template}: no such file")
    try:
        if template.suffix == ".bicepparam":
            found = snapshot(template, subscription, location, group)
        else:
            with tempfile.TemporaryDirectory() as folder:
                source = pathlib.Path(folder, "values.bicepparam")
                source.write_text(f"using '{os.path.relpath(template, os.path.realpath(folder))}'\n" + "".join(values(parameters)))
                found = snapshot(source, subscription, location, group)
    except Refused as words:
        raise Refused(f"{template.name}: {words}") from words
    resources = sorted((canonical(r) for r in found["predictedResources"]), key=lambda r: (r["id"].lower(), r["type"]))
    return {"predictedResources": resources, "outputs": canonical(found.get("outputs", {})), "diagnostics": found.get("diagnostics", [])}


def values(file):
    """The lines of a .bicepparam that say what a JSON parameter file says; a vault's secret is not known before the deployment."""
    for name, entry in (json.loads(pathlib.Path(file).read_text())["parameters"] if file else {}).items():
        yield f"param {name} = {literal(entry['value'] if 'value' in entry else f'secret-of-{name}')}\n"


def same(paths, **options):
    """The differences of every other template to the first."""
    texts = [MODULE.sub("<module>", json.dumps(predict(path, **options), indent=1)).splitlines() for path in paths]
    diff = [line for path, text in zip(paths[1:], texts[1:]) for line in difflib.unified_diff(texts[0], text, str(paths[0]), str(path), lineterm="", n=4)]
    return diff, sum('"apiVersion"' in line for line in texts[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["lint", "predict", "same"])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--parameters", metavar="FILE")
    parser.add_argument("--subscription-id", default=SUBSCRIPTION)
    parser.add_argument("--resource-group")
    parser.add_argument("--location", default=LOCATION)
    options = parser.parse_args()
    if options.verb == "same" and len(options.paths) < 2:
        parser.error("same takes two templates or more")
    try:
        return work(options)
    except Refused as words:
        print(words, file=sys.stderr)
        return 2


def work(options):
    scope = {"parameters": options.parameters, "subscription": options.subscription_id, "location": options.location, "group": options.resource_group}
    if options.verb == "lint":
        findings = [line for root in options.paths for line in lint(root)]
        print("\n".join(findings) or "clean")
        return 1 if findings else 0
    if options.verb == "predict":
        for path in options.paths:
            print(json.dumps(predict(path, **scope), indent=1))
        return 0
    diff, resources = same(options.paths, **scope)
    print("\n".join(diff) if diff else f"same: {resources} resources")
    return 1 if diff else 0


if __name__ == "__main__":
    sys.exit(main())
