"""A template as a whole: its keys, its declarations, its expressions; then each resource in it."""
import json
import re

from expression_walk import ExpressionWalk, Names
from findings import Findings
from parameter_file import PYTHON_TYPES, is_of
from expressions import is_expression

KEYS = {"$schema", "contentVersion", "languageVersion", "apiProfile", "metadata", "parameters", "variables", "functions", "resources", "outputs", "definitions", "extensions", "imports"}
PARAMETER_KEYS = {
    "type", "defaultValue", "allowedValues", "minValue", "maxValue", "minLength", "maxLength", "metadata", "nullable", "$ref", "items",
    "properties", "additionalProperties", "prefixItems", "discriminator", "sealed",
}
SCHEMA = re.compile(
    r"https://schema\.management\.azure\.com/schemas/(2015-01-01|2019-04-01|2018-05-01|2019-08-01)/"
    r"(deployment|subscriptionDeployment|managementGroupDeployment|tenantDeployment)Template\.json#?$"
)


def check_template(types, template, found, path="$", outer=None):
    """`outer`: the names of the template around a nested one that evaluates in outer scope."""
    if not isinstance(template, dict):
        return found.error(path, "template is not an object")
    check_keys(template, found, path)
    for name, parameter in (template.get("parameters") or {}).items():
        check_parameter(parameter, f"{path}.parameters.{name}", found)
    for name, output in (template.get("outputs") or {}).items():
        if "type" not in output and "$ref" not in output:
            found.error(f"{path}.outputs.{name}", "missing type")
        if "value" not in output and "copy" not in output:
            found.error(f"{path}.outputs.{name}", "missing value")
    names = outer or Names.of(template)
    walk = ExpressionWalk(names, found)
    walk.visit({key: value for key, value in template.items() if key not in ("$schema", "metadata")}, path)
    if outer is None:
        unused(names, walk.used, found, path)
    return check_resources(types, template, names, found, path)


def check_keys(template, found, path):
    for key in template:
        if key not in KEYS:
            found.error(path, f"unknown template key {key!r}")
    for key in ("$schema", "contentVersion", "resources"):
        if key not in template:
            found.error(path, f"missing {key!r}")
    if not SCHEMA.match(template.get("$schema", "")):
        found.error(f"{path}.$schema", f"unknown $schema {template.get('$schema')!r}")
    for key, limit in (("parameters", 256), ("outputs", 64)):
        if len(template.get(key) or {}) > limit:
            found.error(path, f"more than {limit} {key}")


def check_parameter(parameter, path, found):
    kind = str(parameter.get("type")).lower()
    if "type" not in parameter and "$ref" not in parameter:
        return found.error(path, "missing type")
    if "$ref" not in parameter and kind not in PYTHON_TYPES:
        found.error(path, f"unknown type {parameter['type']!r}")
    for key in parameter:
        if key not in PARAMETER_KEYS:
            found.error(path, f"unknown key {key!r}")
    default, allowed = parameter.get("defaultValue"), parameter.get("allowedValues")
    if default is None or is_expression(default):
        return None
    if not is_of(default, kind):
        found.error(path, f"defaultValue {json.dumps(default)[:40]} is not a {kind}")
    if allowed and default not in allowed and not (isinstance(default, list) and all(item in allowed for item in default)):
        found.error(path, "defaultValue not in allowedValues")
    return None


def unused(names, used, found, path):
    for kind, pool in (("parameters", names.parameters), ("variables", names.variables)):
        for name in pool:
            if name != "copy" and (kind, name.lower()) not in used:
                found.warn(f"{path}.{kind}.{name}", "never used")


def check_resources(types, template, names, found, path):
    from resource_check import ResourceCheck  # each calls the other: a deployment holds a template

    resources = template.get("resources", [])
    symbolic = isinstance(resources, dict)
    if symbolic and not str(template.get("languageVersion", "")).startswith(("2.", "1.1")):
        found.error(path, "symbolic-name resources need languageVersion 2.0")
    items = [(f"{path}.resources.{name}", r) for name, r in resources.items()] if symbolic else [(f"{path}.resources[{n}]", r) for n, r in enumerate(resources)]
    check = ResourceCheck(types, names, found, set(resources) if symbolic else None, [r for _, r in items if isinstance(r, dict)])
    for where, resource in items:
        check.resource(where, resource)


def check_nested(types, template, names, found, path, inner):
    """The template inside a deployment. In outer scope its expressions are those of the template around it, which has walked them."""
    inside = Findings()
    check_template(types, template, inside, path, None if inner else names)
    found.extend(item for item in inside if inner or not re.search(r"expression|declared|unknown function", item[2]))
