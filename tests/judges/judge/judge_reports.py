"""Reports for programs: each has the shape that is published (JSON) or standardised (SARIF 2.1.0), both say the same, and every place is where they say it is; lists, too."""
import json
import pathlib
import re
import shutil
import tempfile
import urllib.parse

import jsonschema

from report_lists import untrue
from report_places import misplaced
from tree import INSTALLED, NothingToJudge, Tree

ROOT = pathlib.Path(__file__).resolve().parents[3]
WRITTEN = INSTALLED / "reports"  # by runner/reports.py
PUBLISHED = ROOT / "docs/findings.schema.json"
STANDARD = INSTALLED / "sarif/schema.json"
LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
URI = re.compile(r"(?:[A-Za-z0-9._~/:-]|%[0-9A-F]{2})+")


def judge(written, full):
    folders = sorted(file.parent for file in written.root.glob("*/exit"))
    if not folders:
        raise NothingToJudge(f"no reports in {written.root}")
    published, standard = strict(json.loads(PUBLISHED.read_text())), json.loads(STANDARD.read_text())
    shapes = {"json": jsonschema.Draft202012Validator(published), "sarif": jsonschema.Draft4Validator(standard)}
    return [f"{folder.name}: {line}" for folder in folders for line in both(folder, shapes)] + unseen(folders) + [f"lists: {line}" for line in untrue(written.root / "lists", strict)]


def strict(schema):
    """The published schema as it is for this release: what it does not name is not there."""
    if isinstance(schema, dict):
        inner = {key: strict(value) for key, value in schema.items()}
        return {**inner, "additionalProperties": False} if "properties" in schema else inner
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


def both(folder, shapes):
    """Findings about the two reports of one blueprint."""
    reports = {}
    for form, shape in shapes.items():
        try:
            reports[form] = json.loads((folder / f"report.{form}").read_bytes().decode())
        except ValueError as broken:
            yield f"{form}: {broken}"
            return
        errors = [f"{form}: {error.json_path}: {error.message[:200]}" for error in shape.iter_errors(reports[form])]
        yield from errors
        if errors:
            return
    said, run = reports["json"], reports["sarif"]["runs"][0]
    yield from counts(folder, said)
    yield from (f"json: {line}" for finding in said["findings"] for line in misplaced(folder, finding))
    if len(said["findings"]) != len(run["results"]):
        yield f"{len(said['findings'])} findings as JSON, {len(run['results'])} as SARIF"
    for finding, result in zip(said["findings"], run["results"]):
        yield from (f"sarif: {finding['code']} at {finding['path']}: {line}" for line in other(finding, result, run))


def counts(folder, said):
    """The sums, and the exit codes that follow from them."""
    found = [finding["severity"] for finding in said["findings"]]
    for severity, field in (("error", "errors"), ("warning", "warnings"), ("advice", "advice")):
        if said[field] != found.count(severity):
            yield f"json: {field} is {said[field]}, and there are {found.count(severity)}"
    for line in (folder / "exit").read_text().splitlines():
        if line.split()[1] != ("1" if "error" in found else "0"):
            yield f"the exit code is that of {line!r}, with {found.count('error')} errors"


def other(finding, result, run):
    """Where the result of SARIF says something else than the finding."""
    rules = run["tool"]["driver"]["rules"]
    expected = {
        "ruleId": finding["code"], "level": LEVELS[finding["severity"]],
        "rule": (finding["code"], finding["name"]), "logical": [finding["path"]] if finding["path"] else [],
        "places": [place(finding["primary"])] if finding["primary"] else [],
        "fixes": [(place(finding["patch"]), finding["patch"]["replacement"])] if finding["patch"] else [],
    }
    rule = rules[result["ruleIndex"]] if 0 <= result["ruleIndex"] < len(rules) else {}
    locations = result.get("locations", [])
    changes = [change for fix in result.get("fixes", []) for change in fix["artifactChanges"]]
    read = {
        "ruleId": result["ruleId"], "level": result["level"],
        "rule": (rule.get("id"), rule.get("name")), "logical": [each["fullyQualifiedName"] for at in locations for each in at.get("logicalLocations", [])],
        "places": [physical(at["physicalLocation"]["artifactLocation"], at["physicalLocation"]["region"]) for at in locations if "physicalLocation" in at],
        "fixes": [(physical(change["artifactLocation"], each["deletedRegion"]), each["insertedContent"]["text"]) for change in changes for each in change["replacements"]],
    }
    for what in expected:
        if read[what] != expected[what]:
            yield f"{what}: {read[what]}, which should be {expected[what]}"
    related = [physical(at["physicalLocation"]["artifactLocation"], at["physicalLocation"]["region"]) for at in result.get("relatedLocations", [])]
    if related != [place(spot) for spot in finding["related"] if spot["file"] != "defaults"]:
        yield f"relatedLocations: {related}"
    if not result["message"]["text"].startswith(finding["title"]):
        yield f"message: {result['message']['text'][:80]!r} does not begin with the title"
    uris = re.findall(r'"uri": "([^"]*)"', json.dumps(result))
    yield from (f"{uri!r} is no URI" for uri in uris if not URI.fullmatch(uri))


def place(spot):
    """(file, first line, first column, last line, last column) of a place in JSON."""
    return (spot["file"], spot["start"]["line"], spot["start"]["column"], spot["end"]["line"], spot["end"]["column"])


def physical(artifact, region):
    """The same of one in SARIF."""
    return (urllib.parse.unquote(artifact["uri"]), region["startLine"], region["startColumn"], region["endLine"], region["endColumn"])


def unseen(folders):
    """What no report shows is not judged: each severity, and each thing that a finding may have or lack."""
    findings = [finding for folder in folders for finding in loaded(folder)]
    seen = {
        **{severity: any(finding["severity"] == severity for finding in findings) for severity in LEVELS},
        **{f"{field}, {there}": any(bool(finding[field]) == there for finding in findings) for field in ("primary", "related", "patch", "path") for there in (True, False)},
        "two files": any(spot["file"] != finding["primary"]["file"] for finding in findings if finding["primary"] for spot in finding["related"]),
        "beyond ASCII": any(ord(char) > 0xFFFF for finding in findings for char in finding["title"] + finding["path"]),
    }
    return [f"no report shows this: {what}" for what, there in seen.items() if not there]


def loaded(folder):
    """The findings of a report; one that is broken has been named already."""
    try:
        return json.loads((folder / "report.json").read_bytes())["findings"]
    except ValueError:
        return []


BREAKS = [
    ("two-files", "report.json", '"severity": "error"', '"severity": "fatal"', "'fatal' is not one of"),
    ("words", "report.json", '"related": [', '"spare": 1, "related": [', "'spare' was unexpected"),
    ("tab", "report.json", '"code": ', '"kode": ', "'kode' was unexpected"),
    ("unknown-key", "report.json", '"column": ', '"column": 1', "is not where"),
    ("cascade", "report.json", '"errors": ', '"errors": 1', "json: errors is 1"),
    ("beyond-ascii", "report.sarif", '"startColumn": ', '"startColumn": 1', "places: "),
    ("names", "report.sarif", '"level": "error",', '"level": "note",', "level: note"),
    ("network", "report.sarif", '"level": "error"', '"level": "advice"', "'advice' is not one of"),
    ("secrets", "report.sarif", '"ruleIndex": ', '"ruleIndex": 1', "sarif: "),
    ("allowances", "report.sarif", '"message": {', '"massage": {', "'message' is a required property"),
    ("numbers", "report.sarif", "%20", " ", "is no URI"),
    ("clean", "exit", "json 0", "json 1", "the exit code is that of 'json 1'"),
    ("differs", "report.json", "{", "note\n{", "json: Expecting value"),
    ("lists", "values/bank.json", '"origin": "bank.yaml:', '"origin": "bank.yaml:9', "is no line of bank.yaml"),
    ("lists", "values/shop.json", '"value": ', '"worth": ', "'worth' was unexpected"),
    ("lists", "names/bank.json", '"length": ', '"length": 1', "names/bank: "),
    ("lists", "addresses/bank.json", '"demand": ', '"demand": 1', "addresses/bank: "),
    ("lists", "addresses/shop.json", '"free": ', '"free": 1', "are free"),
]


def selftest():
    """Reports that are good, each broken in a way of its own."""
    if not all((WRITTEN / name / file).exists() for name, file, *_ in BREAKS):
        raise NothingToJudge(f"no reports in {WRITTEN}")
    with tempfile.TemporaryDirectory(prefix="aksgen-selftest-") as folder:
        shutil.copytree(WRITTEN, pathlib.Path(folder, "reports"))
        for name, file, old, new, _ in BREAKS:
            path = pathlib.Path(folder, "reports", name, file)
            text = path.read_bytes().decode()
            if old not in text:
                raise ValueError(f"{name}/{file}: {old!r} is not there to be broken")
            path.write_bytes(text.replace(old, new, 1).encode())
        said = list(judge(Tree(pathlib.Path(folder, "reports")), False))
    return [f"not rejected: {name}/{file}: {old!r} -> {new!r}" for name, file, old, new, expect in BREAKS if not any(line.startswith(f"{name}: ") and expect in line for line in said)]
