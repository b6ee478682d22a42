"""Every key of a third-party release's values exists in that chart's own values, in a comment among them, or in its schema: most charts take a misspelt key in silence."""
import difflib
import json
import re

import jsonschema
import yaml

from selftest import Break
from tree import SHARED

MISSING = object()
# What a chart hands on as it is, to a program or to a pod, though its defaults hold a part of it.
HANDED_ON = {"kube-prometheus-stack": ["$.grafana.grafana.ini"], "opentelemetry-collector": ["$.config"], "tempo": ["$.securityContext"]}


def chart_of(tree, release):
    """The chart of a release: the folder's name, else the one known chart that a file of the folder names."""
    known = {path.name for path in (SHARED / "charts").iterdir() if path.is_dir()}
    if release.name in known:
        return release.name
    text = "\n".join(file.read_text() for file in sorted(release.iterdir()) if file.is_file())
    named = {name for name in known if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    return named.pop() if len(named) == 1 else None


def without_foreign_references(schema):
    """The schema without what only the network could resolve: such a place takes anything."""
    if isinstance(schema, list):
        return [without_foreign_references(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str) and not schema["$ref"].startswith("#"):
        return {"additionalProperties": True}
    return {key: without_foreign_references(value) for key, value in schema.items() if key != "$id"}


def over(defaults, value):
    """Helm's merge: maps merge, all else replaces, null takes a default away."""
    if not (isinstance(defaults, dict) and isinstance(value, dict)):
        return value
    merged = {**defaults, **{key: over(defaults.get(key), inner) for key, inner in value.items()}}
    return {key: inner for key, inner in merged.items() if not (key in value and inner is None)}


def shown(text):
    """Paths of keys that values show in comments below a map, such as `# maxUnavailable: 1`: in line with its keys is the sign of the comment, or what it says."""
    above, paths = [], set()
    for line in text.splitlines():
        if found := re.match(r"( *)(#+ *)?([a-z][A-Za-z0-9]*):(?= |$)(.*)", line):
            indent, comment, key = len(found[1]), found[2] or "", found[3]
            if comment:
                for column in (indent, indent + len(comment)):
                    paths.add(".".join(["$", *(name for at, name in above if at < column), key]))
            else:
                above = [(at, name) for at, name in above if at < indent]
                above += [] if found[4].strip() else [(indent, key)]
    return paths


def parts_of(folder):
    """The charts that a chart brings with it, by the key of their values: nothing where one is not known here, and any key goes."""
    for part in (yaml.safe_load((folder / "Chart.yaml").read_text()) or {}).get("dependencies") or []:
        if part["name"] != "crds":
            yield part.get("alias") or part["name"], Chart(part["name"]) if (SHARED / "charts" / part["name"] / "values.yaml").exists() else None


class Chart:
    """A chart's default values, what they show in comments and, where it has one, its schema."""

    def __init__(self, name):
        folder = SHARED / "charts" / name
        text = (folder / "values.yaml").read_text()
        self.defaults, self.shown = yaml.safe_load(text), shown(text)
        schema = folder / "values.schema.json"
        self.schema = without_foreign_references(json.loads(schema.read_text())) if schema.exists() else None
        self.handed_on = set(HANDED_ON.get(name, ()))
        for part, below in parts_of(folder):
            if below is None:
                self.handed_on.add(f"$.{part}")
                continue
            self.defaults[part] = over(below.defaults, self.defaults.get(part) or {})
            self.shown |= {f"$.{part}{path.removeprefix('$')}" for path in below.shown}

    def resolve(self, schema):
        while isinstance(schema, dict) and "$ref" in schema:
            target = self.schema
            for step in schema["$ref"].removeprefix("#").strip("/").split("/"):
                target = target[step] if step else target
            schema = target
        return schema if isinstance(schema, dict) else None

    def free(self, default, schema):
        """Any key goes: an empty map by default, or a schema that says of more keys what they hold. That it merely allows others beside those that it names says nothing of what the chart reads."""
        declared = schema or {}
        more = declared.get("additionalProperties") not in (None, False, *([True] if declared.get("properties") else []))
        if more or declared.get("patternProperties"):
            return True
        return default in ({}, None, MISSING) and not declared.get("properties")

    def unknown(self, default, schema, value, path):
        """Findings for keys that neither the defaults nor the schema know."""
        schema = self.resolve(schema)
        if not isinstance(value, dict) or path in self.handed_on:
            return
        properties, defaults = (schema or {}).get("properties") or {}, default if isinstance(default, dict) else {}
        if self.free(default, schema):
            return
        for key, inner in value.items():
            if key in properties or key in defaults:
                yield from self.unknown(defaults.get(key, MISSING), properties.get(key), inner, f"{path}.{key}")
            elif f"{path}.{key}" not in self.shown:
                near = difflib.get_close_matches(str(key), [*properties, *defaults], 1, 0.6)
                yield f"{path}.{key}: the chart knows no such key" + (f" - did you mean {near[0]!r}?" if near else "")

    def wrong(self, value):
        """What the chart's own schema says of these values over its defaults, as Helm asks it."""
        if self.schema is not None:
            merged = over(self.defaults, value)
            for error in jsonschema.validators.validator_for(self.schema, jsonschema.Draft7Validator)(self.schema).iter_errors(merged):
                yield f"${''.join(f'.{step}' for step in error.absolute_path)}: {error.message[:160]}"


def judge(tree, full):
    findings = []
    for file in tree.files("*/values*.yaml", under=tree.releases):
        if (file.parent / "chart/Chart.yaml").exists():
            continue  # a chart of ours: the judge `helm` has its schema
        name = chart_of(tree, file.parent)
        if name is None:
            findings.append(f"{tree.relative(file)}: no one chart known at charts/ is named in {tree.relative(file.parent)}")
            continue
        chart, value = Chart(name), yaml.safe_load(file.read_text()) or {}
        findings += [f"{tree.relative(file)}: {line}" for line in [*chart.unknown(chart.defaults, chart.schema, value, "$"), *chart.wrong(value)]]
    return findings


BREAKS = [
    Break("releases/certificate/chart/Chart.yaml", "", None, "releases/certificate/values-main.yaml: no one chart known"),
    Break("releases/kured/values.yaml", "rebootDays", "rebotDays", "did you mean 'rebootDays'"),
    Break("releases/external-dns/values.yaml", "txtOwnerId", "txtOwner", "did you mean 'txtOwnerId'"),
    Break("releases/ingress/values.yaml", "  replicaCount: 2", "  replicas: 2", "$.controller.replicas: the chart knows no such key"),
    Break("releases/ingress/values.yaml", "replicaCount: 2", "replicaCount: two", "is not of type 'integer'", alone=True),
    Break("releases/ingress-nginx/values.yaml", "  maxUnavailable: 1", "  maxUnavailible: 1", "$.controller.maxUnavailible: the chart knows no such key"),
    Break("releases/ingress-nginx/values.yaml", "    limits:", "    maxUnavailable:", "$.controller.resources.maxUnavailable: the chart knows no such key"),
]
