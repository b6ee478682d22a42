"""A value of a template against the type that Azure publishes for it."""
import difflib
import json
import re

from azure_types import DEPLOY_TIME_CONSTANT, READ_ONLY, REQUIRED, resolve
from expressions import is_expression


def short(value):
    return json.dumps(value)[:60]


class Values:
    """Checks of one resource's values; `types` is the table that its references point into."""

    def __init__(self, types, found):
        self.types, self.found = types, found

    def check(self, reference, value, path):
        if is_expression(value) or value is None:
            return
        if isinstance(value, str) and value.startswith("[["):
            value = value[1:]
        declared = resolve(self.types, reference)
        kind = declared["$type"]
        if kind == "AnyType":
            return
        getattr(self, f"check_{kind}")(declared, value, path)

    def check_StringType(self, declared, value, path):
        if not isinstance(value, str):
            return self.found.error(path, f"expected string, got {short(value)}")
        self.bounds(len(value), declared.get("minLength"), declared.get("maxLength"), path, "characters")
        pattern = declared.get("pattern")
        try:
            if pattern and not re.search(pattern, value):
                self.found.error(path, f"{value!r} does not match {pattern}")
        except re.error:
            self.found.warn(path, f"the pattern {pattern!r} of the data cannot be read here")

    def check_StringLiteralType(self, declared, value, path):
        if value != declared["value"]:
            self.found.error(path, f"{value!r} must be {declared['value']!r}")

    def check_IntegerType(self, declared, value, path):
        if isinstance(value, bool) or not isinstance(value, int):
            return self.found.error(path, f"expected integer, got {short(value)}")
        self.bounds(value, declared.get("minValue"), declared.get("maxValue"), path, "")

    def check_BooleanType(self, declared, value, path):
        if not isinstance(value, bool):
            self.found.error(path, f"expected boolean, got {short(value)}")

    def check_NullType(self, declared, value, path):
        self.found.error(path, "expected null")

    def check_ArrayType(self, declared, value, path):
        if not isinstance(value, list):
            return self.found.error(path, f"expected array, got {short(value)}")
        self.bounds(len(value), declared.get("minLength"), declared.get("maxLength"), path, "items")
        for index, item in enumerate(value):
            self.check(declared["itemType"], item, f"{path}[{index}]")

    def check_UnionType(self, declared, value, path):
        elements = [(reference, resolve(self.types, reference)) for reference in declared["elements"]]
        literals = [element["value"] for _, element in elements if element["$type"] == "StringLiteralType"]
        others = [reference for reference, element in elements if element["$type"] != "StringLiteralType"]
        if isinstance(value, str) and value in literals:
            return
        for other in others:
            before = len(self.found)
            self.check(other, value, path)
            if len(self.found) == before:
                if literals and isinstance(value, str):
                    self.undocumented(value, literals, path)
                return
            del self.found[before:]
        self.found.error(path, f"{short(value)} matches no alternative" if others else f"{short(value)} not in {literals}")

    def undocumented(self, value, literals, path):
        """An open enum takes any string; one that is nearly a documented value is a slip."""
        near = [word for word in literals if word.lower() == value.lower()] or difflib.get_close_matches(value, literals, 1, 0.75)
        if near:
            self.found.error(path, f"{value!r}: did you mean {near[0]!r}? (open enum {literals[:12]})")
        else:
            self.found.warn(path, f"{value!r} is not a documented value {literals[:12]}")

    def check_DiscriminatedObjectType(self, declared, value, path):
        if not isinstance(value, dict):
            return self.found.error(path, f"expected object, got {short(value)}")
        name, elements = declared["discriminator"], declared["elements"]
        chosen = value.get(name)
        if is_expression(chosen):
            return
        if chosen is None:
            return self.found.error(path, f"missing discriminator {name!r} (one of {list(elements)})")
        if chosen not in elements:
            return self.found.error(f"{path}.{name}", f"{chosen!r} not in {list(elements)}")
        element = resolve(self.types, elements[chosen])
        self.properties({**declared["baseProperties"], **element["properties"]}, element.get("additionalProperties"), value, path)

    def check_ObjectType(self, declared, value, path):
        if not isinstance(value, dict):
            return self.found.error(path, f"expected object, got {short(value)}")
        self.properties(declared["properties"], declared.get("additionalProperties"), value, path)

    def bounds(self, number, lowest, highest, path, unit):
        if lowest is not None and number < lowest:
            self.found.error(path, f"{number} {unit} below the minimum {lowest}".replace("  ", " "))
        if highest is not None and number > highest:
            self.found.error(path, f"{number} {unit} above the maximum {highest}".replace("  ", " "))

    def properties(self, declared, additional, value, path, skip=()):
        """The properties of an object: each known and of its type, none read-only, none that is required left out."""
        given = dict(value)
        loops = given.pop("copy", None) if "copy" not in declared else None
        if isinstance(loops, list):
            self.loops(declared, loops, given, path)
        elif loops is not None:
            given["copy"] = loops
        for name, inner in given.items():
            if name in skip:
                continue
            known = declared.get(name)
            if known is not None:
                if known["flags"] & READ_ONLY and not known["flags"] & DEPLOY_TIME_CONSTANT:
                    self.found.error(f"{path}.{name}", "is read-only")
                else:
                    self.check(known["type"], inner, f"{path}.{name}")
            elif additional is not None and not is_expression(name):
                self.check(additional, inner, f"{path}.{name}")
            elif not is_expression(name):
                self.found.error(path, f"unknown property {name!r}{suggestion(name, declared)}")
        for name, known in declared.items():
            if known["flags"] & REQUIRED and name not in given and name not in skip:
                self.found.error(path, f"missing required {name!r}")

    def loops(self, declared, loops, given, path):
        """Property copies: each stands for an array property."""
        for index, loop in enumerate(loops):
            where = f"{path}.copy[{index}]"
            if not isinstance(loop, dict) or not {"name", "count", "input"} <= set(loop):
                self.found.error(where, "copy needs name, count, input")
            elif loop["name"] not in declared:
                self.found.error(where, f"unknown property {loop['name']!r}")
            else:
                given.setdefault(loop["name"], None)
                array = resolve(self.types, declared[loop["name"]]["type"])
                if array["$type"] == "ArrayType":
                    self.check(array["itemType"], loop["input"], f"{path}.copy[{loop['name']}]")


def suggestion(name, declared):
    same = [other for other in declared if other.lower() == name.lower()]
    near = difflib.get_close_matches(name, list(declared), 1, 0.6)
    if same:
        return f" (case: {same[0]!r})"
    return f" - did you mean {near[0]!r}?" if near else f"; allowed: {', '.join(sorted(declared))[:160]}"
