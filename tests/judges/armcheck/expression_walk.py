"""Every expression of a template: syntax, functions, and the parameters and variables that it names."""
import dataclasses
import difflib
import re

from expressions import FUNCTIONS, ExpressionError, calls, is_expression

TYPE_NAME = re.compile(r"'[\w.]+/[\w./]+'$")


@dataclasses.dataclass
class Names:
    """What expressions of one template may name."""

    parameters: dict
    variables: dict
    functions: set

    @classmethod
    def of(cls, template):
        own = {f"{group.get('namespace', '')}.{name}".lower() for group in template.get("functions") or [] for name in group.get("members", {})}
        return cls(template.get("parameters") or {}, template.get("variables") or {}, own)

    def known(self, kind):
        pool = self.parameters if kind == "parameters" else self.variables
        loops = pool.get("copy") if isinstance(pool.get("copy"), list) else []
        return {name.lower() for name in pool} | {loop["name"].lower() for loop in loops if isinstance(loop, dict) and "name" in loop}


def inner_scope(deployment):
    properties = deployment.get("properties") or {}
    return str((properties.get("expressionEvaluationOptions") or {}).get("scope", "outer")).lower() == "inner"


class ExpressionWalk:
    """Visits all strings; `used` gathers (parameters or variables, lower-case name)."""

    def __init__(self, names, found):
        self.names, self.found, self.used = names, found, set()

    def visit(self, value, path):
        if isinstance(value, dict):
            for key, inner in self.without_inner_template(value).items():
                if key != "$schema":
                    self.visit(key, f"{path}.{key}")
                    self.visit(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                self.visit(inner, f"{path}[{index}]")
        elif is_expression(value):
            self.expression(value, path)
        elif isinstance(value, str) and value.startswith("[") and not value.startswith("[[") and "(" in value and not value.endswith("]"):
            self.found.warn(path, f"looks like an unterminated expression: {value[:60]!r}")

    @staticmethod
    def without_inner_template(value):
        """A nested template in inner scope has names of its own and is walked by itself."""
        properties = value.get("properties")
        if str(value.get("type")).lower() != "microsoft.resources/deployments" or not isinstance(properties, dict) or not inner_scope(value):
            return value
        return {**value, "properties": {key: inner for key, inner in properties.items() if key != "template"}}

    def expression(self, value, path):
        try:
            found = calls(value[1:-1])
        except ExpressionError as error:
            return self.found.error(path, f"expression syntax: {error} in {value[:90]}")
        for function, arguments in found:
            self.call(function, arguments, path)
        return None

    def call(self, function, arguments, path):
        name = function.lower()
        if name not in FUNCTIONS and name not in self.names.functions and not name.startswith(("list", "__bicep.")):
            near = difflib.get_close_matches(name, FUNCTIONS, 1)
            self.found.error(path, f"unknown function {function!r}" + (f" - did you mean {near[0]!r}?" if near else ""))
        if name in ("parameters", "variables") and len(arguments) == 1 and isinstance(arguments[0], str):
            wanted = arguments[0].strip("'")
            self.used.add((name, wanted.lower()))
            if wanted.lower() not in self.names.known(name):
                self.found.error(path, f"{name}('{wanted}') is not declared")
        if name == "resourceid" and arguments and all(isinstance(argument, str) for argument in arguments):
            self.resource_id(arguments, path)

    def resource_id(self, arguments, path):
        kinds = [argument for argument in arguments if TYPE_NAME.match(argument)]
        if not kinds:
            return self.found.error(path, "resourceId without a type")
        segments = len(kinds[0].split("/")) - 1
        if len(arguments) - arguments.index(kinds[0]) - 1 != segments:
            self.found.error(path, f"resourceId: {kinds[0]} needs {segments} name segments")
        return None
