"""Our charts with their values files, and values for what only a deployment knows."""
import json
import re

import jsonschema
import yaml

from tree import NothingToJudge

# Plausible values for what the schema requires and the values file leaves to `--set-string`: the first that the schema takes.
PLAUSIBLE = [
    "00000000-0000-4000-8000-00000000000a", "1.0.0", "sha256:" + "0" * 64, "judged", "example.azurecr.io", "example.azurecr.io/judged", "judged.example.com",
    "https://judged.example.com/", "InstrumentationKey=00000000-0000-4000-8000-00000000000a", "10.0.0.4", "1",
]


def apps(tree):
    """(app, chart folder, values files), sorted."""
    found = ours(tree.apps)
    if not found:
        raise NothingToJudge("no apps/*/chart/Chart.yaml")
    return found


def ours(folder):
    """Charts that are written here, below a folder: (name, chart folder, values files), sorted."""
    return [(chart.parent.parent.name, chart.parent, sorted(chart.parent.parent.glob("values*.yaml"))) for chart in sorted(folder.glob("*/chart/Chart.yaml"))]


def merged(default, value):
    """Helm's merge: maps merge, all else replaces."""
    if not (isinstance(default, dict) and isinstance(value, dict)):
        return value
    return {**default, **{key: merged(default.get(key), inner) for key, inner in value.items()}}


def read(file):
    return yaml.safe_load(file.read_text()) or {} if file.exists() else {}


def schema_of(chart):
    file = chart / "values.schema.json"
    return json.loads(file.read_text()) if file.exists() else None


def supplied(chart, values_file):
    """`--set-string` words for each path that the schema requires and the values do not give; a path that cannot be filled stays out."""
    schema, values, words = schema_of(chart), merged(read(chart / "values.yaml"), read(values_file)), []
    if schema is None:
        return []
    reader = jsonschema.validators.validator_for(schema, jsonschema.Draft7Validator)(schema)
    for _ in range(100):
        wanted = next(filter(None, map(hole, reader.iter_errors(values))), None)
        if wanted is None:
            break
        path, value = wanted
        put(values, path, value)
        words += ["--set-string", f"{'.'.join(escape(step) for step in path)}={value}"]
    return words


def hole(error):
    """(path, value) that would mend an error about a value not given: left out, or an empty string in its place."""
    path = [str(step) for step in error.absolute_path]
    if any(isinstance(step, int) for step in error.absolute_path):
        return None
    if error.validator == "required":
        name = next(name for name in error.validator_value if name not in error.instance)
        inner = (error.schema.get("properties") or {}).get(name) or {}
        return ([*path, name], value) if (value := plausible(inner)) else None
    if error.validator in ("minLength", "pattern", "format") and error.instance == "":
        return (path, value) if (value := plausible(error.schema)) else None
    return None


def plausible(schema):
    if schema.get("type") not in (None, "string"):
        return None
    candidates = [*schema.get("examples", []), *schema.get("enum", []), schema.get("const"), schema.get("default"), *PLAUSIBLE]
    return next((text for text in candidates if isinstance(text, str) and text and jsonschema.Draft7Validator(schema).is_valid(text)), None)


def put(values, path, value):
    for step in path[:-1]:
        values = values.setdefault(step, {})
    values[path[-1]] = value


def escape(step):
    """A step of a path as `--set` wants it."""
    return re.sub(r"([.,=\\\[\]])", r"\\\1", step)
