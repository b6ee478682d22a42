"""Parameters of pipelines and their templates: the language service reads no expression, so that a name that nobody declares passes it."""
import re

import yaml

from pipeline_text import mappings

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
LITERAL = re.compile(r"'(?:[^']|'')*'")
NAME = re.compile(r"\bparameters\.(\w+)")


def parameters(tree, files):
    """What an expression names and nobody declares, or is declared and never named; what a caller gives that its template does not take, or leaves out that it must have."""
    for file in files:
        text = file.read_text()
        document = yaml.safe_load(text)
        declared = taken(document)
        # A literal in an expression is text.
        used = {name for expression in EXPRESSION.findall(text) for name in NAME.findall(LITERAL.sub("''", expression))}
        for name in sorted(used ^ declared.keys()):
            yield f"{tree.relative(file)}: the parameter {name} is {'not declared' if name in used else 'never used'}"
        for call in mappings(document):
            template = file.parent / str(call.get("template"))
            if "template" not in call or not template.is_file():
                continue
            takes, given = taken(yaml.safe_load(template.read_text())), {name for name in call.get("parameters") or {} if not name.startswith("${{")}
            for name in sorted(given - takes.keys()):
                yield f"{tree.relative(file)}: {call['template']} takes no parameter {name}"
            for name in sorted(name for name, required in takes.items() if required and name not in given):
                yield f"{tree.relative(file)}: {call['template']} is not given its parameter {name}"


def taken(document):
    """The parameters of a file by name, each with whether it must be given."""
    declared = document.get("parameters") if isinstance(document, dict) else None
    return {each["name"]: "default" not in each for each in declared or [] if isinstance(each, dict)}
