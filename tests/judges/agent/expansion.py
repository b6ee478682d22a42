"""A pipeline as Azure DevOps expands it before anything runs: its parameters, `${{ }}` everywhere, templates in the place of their calls."""
import re

import yaml

from expressions import WHOLE, Unknown, evaluate, spoken
from variables import Variables

BRANCHING = re.compile(r"\$\{\{\s*(if\s+(?P<condition>.*?)|else)\s*\}\}", re.DOTALL)

SCRIPTS = ("bash", "inlineScript")


def load(file):
    if not file.is_file():
        raise Unknown(f"there is no template {file.name}")
    return yaml.safe_load(file.read_text())


def expand(file, variables, given=None):
    """The document of a pipeline or a template without any expression in it: `variables` are those that are known before a run."""
    document = load(file)
    names = {"parameters": taken(file, document.pop("parameters", []), given or {}), "variables": Variables(variables)}
    return filled(document, names, file)


def taken(file, declared, given):
    """The parameters of a file with the values that they have."""
    for name in given.keys() - {each["name"] for each in declared}:
        raise Unknown(f"{file.name} takes no parameter {name}")
    values = {}
    for each in declared:
        if each["name"] not in given and "default" not in each:
            raise Unknown(f"{file.name} is not given its parameter {each['name']}")
        value = values[each["name"]] = given.get(each["name"], each.get("default"))
        if each.get("type") == "boolean" and spoken(value).lower() not in ("true", "false"):
            raise Unknown(f"the parameter {each['name']} of {file.name} is true or false, not {value!r}")
        if each.get("type") == "boolean":
            values[each["name"]] = spoken(value).lower() == "true"
        if "values" in each and value not in each["values"]:
            raise Unknown(f"the parameter {each['name']} of {file.name} cannot be {value!r}")
    return values


def filled(node, names, file):
    if isinstance(node, str):
        return text(node, names)
    if isinstance(node, dict):
        return mapping(node, names, file)
    if isinstance(node, list):
        return [entry for each in node for entry in entries(each, names, file)]
    return node


def text(node, names):
    whole = WHOLE.fullmatch(node.strip())
    if whole:
        return evaluate(whole[1], names)
    return WHOLE.sub(lambda found: spoken(evaluate(found[1], names)), node)


def mapping(node, names, file):
    """Of keys that are `if` and `else`, what stands in the one that holds takes its place."""
    out, done = {}, True
    for key, value in node.items():
        branch = BRANCHING.fullmatch(str(key))
        if branch is None:
            if key in SCRIPTS:
                out["origin"] = value  # as it is written, whatever it becomes here
            out[text(str(key), names)] = filled(value, names, file)
            continue
        holds = evaluate(branch["condition"], names) if branch["condition"] else not done
        done = bool(holds) or (not branch["condition"] and done)
        if holds:
            out.update(filled(value, names, file))
    return out


def entries(each, names, file):
    """What an entry of a list becomes: itself, a list in a branch, or what a template holds of the kind that is wanted here."""
    if isinstance(each, dict) and len(each) == 1 and (branch := BRANCHING.fullmatch(str(next(iter(each))))):
        if not branch["condition"]:
            raise Unknown(f"{file.name}: else in a list is not known here")
        return filled(next(iter(each.values())), names, file) if evaluate(branch["condition"], names) else []
    one = filled(each, names, file)
    if not isinstance(one, dict) or "template" not in one:
        return [one]
    inside = expand(file.parent / one["template"], names["variables"], one.get("parameters"))
    if len(inside) != 1 or not isinstance(found := next(iter(inside.values())), list):
        raise Unknown(f"{one['template']} is no template of steps")
    return found
