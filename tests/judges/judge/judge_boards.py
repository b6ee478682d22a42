"""Grafana's own types read every dashboard: those that a script writes into a Managed Grafana, and those of the monitoring in clusters, as Helm makes them."""
import json
import pathlib
import re
import tempfile

import yaml

from tree import INSTALLED, NothingToJudge, Tree, objections

BOARDS = INSTALLED / "bin/boards"
DRAWN = re.compile(r"^draw <<'JSON'\n(.*?)^JSON$", re.DOTALL | re.MULTILINE)


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full):
    """Few trees have dashboards; where none of them has, nothing is judged."""
    found = {tree: {place: json.loads(text) for place, text in dashboards(tree)} for tree in trees}
    if not any(found.values()):
        raise NothingToJudge("no dashboards")
    lines = [(tree, line) for tree, boards in found.items() if boards for line in [*twice(boards), *objections(tree, BOARDS, stdin=json.dumps(boards))]]
    return [f"{tree.root.name}: {line}" if len(trees) > 1 else line for tree, line in lines]


def dashboards(tree):
    """Each with where it stands."""
    for script in sorted(tree.scripts.glob("*.sh")):
        for number, text in enumerate(DRAWN.findall(script.read_text()), 1):
            yield f"{tree.relative(script)}, dashboard {number}", text
    for file in sorted(tree.releases.glob("*/values*.yaml")):
        for manifest in (yaml.safe_load(file.read_text()) or {}).get("extraManifests") or []:
            if "grafana_dashboard" in (manifest.get("metadata", {}).get("labels") or {}):
                for name, text in manifest["data"].items():
                    yield f"{tree.relative(file)}, {name}", text.replace("{{`{{`}}", "{{")


def twice(boards):
    """Two of one Grafana under one name: the second would take the place of the first."""
    seen = {}
    for place, board in boards.items():
        key = (place.split(", ")[0], board.get("uid"))
        if key in seen:
            yield f"{place}: its uid is that of {seen[key]}"
        seen[key] = place


GOOD = """draw <<'JSON'
{"uid": "apps", "title": "Apps", "schemaVersion": 39, "annotations": {"list": []}, "templating": {"list": [{"name": "source", "type": "datasource", "query": "prometheus", "refresh": 1}]}, "panels": [
  {"id": 1, "type": "timeseries", "title": "Requests", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0}, "targets": [{"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "${source}"}}], "fieldConfig": {"defaults": {"unit": "s"}, "overrides": []}}
]}
JSON
"""
# What is put in the place of what, and what must be said of it.
BROKEN = [
    ('"title": "Apps"', '"titel": "Apps"', "unexpected field 'titel'"),
    ('"schemaVersion": 39', '"schemaVersion": "39"', "schemaVersion: "),
    ('"w": 12', '"w": 36', "must be <= 24"),
    ('"expr": "up"', '"query": "up"', "unexpected field 'query'"),
    ('"refresh": 1}', '"refreshed": 1}', "unexpected field 'refreshed'"),
    ('"unit": "s"', '"units": "s"', "unexpected field 'units'"),
    (GOOD, GOOD + GOOD, "its uid is that of"),
]


def selftest():
    """The good dashboard passes, each that is broken does not."""
    findings = []
    with tempfile.TemporaryDirectory(prefix="aksgen-boards-") as folder:
        script = pathlib.Path(folder, "scripts/92-grafana.sh")
        script.parent.mkdir()
        for old, new, expect in [("", "", None), *BROKEN]:
            script.write_text(GOOD.replace(old, new, 1))
            said = judge(Tree(folder), False)
            if bool(said) != bool(expect) or not any((expect or "") in line for line in said or [""]):
                findings.append(f"{old[:40]!r} -> {new[:40]!r}: looked for {expect!r} in: {said[:5]}")
    return findings
