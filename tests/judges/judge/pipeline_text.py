"""Azure Pipelines as their readers see them: strings, template calls with what is passed, the files that are named, the scripts inside."""
import re

import yaml

PARAMETER = re.compile(r"\$\{\{\s*parameters\.(\w+)\s*\}\}")
AZURE_MACRO = re.compile(r"\$\{\{.*?\}\}|\$\([A-Za-z_][\w.]*\)")
MACRO = re.compile(AZURE_MACRO.pattern + r"|\$\{[A-Za-z_][^}]*\}|\$[A-Za-z_]\w*")
OPEN = "*"  # in the place of what only a run knows; as a pattern it must still match something
FOLDERS = "infrastructure|scripts|releases|namespaces|storage|apps|pipelines"
# A path into the output tree: one of its folders at a border, with what leads to it, and what follows.
PATH = re.compile(rf"(?<![\w./*-])(?:[\w.*-]+/)*?((?:{FOLDERS})/[\w./*-]+)")
NUMBERED = re.compile(r"(?<![\w/*-])\d\d-[\w-]+\.sh\b")


def strings(node, key=""):
    """(key, string) for every string below a node; the items of a list have the list's key."""
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from strings(value, str(name))
    elif isinstance(node, list):
        for value in node:
            yield from strings(value, key)


def mappings(node):
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from mappings(value)
    elif isinstance(node, list):
        for value in node:
            yield from mappings(value)


def filled(node, values):
    """The node with `${{ parameters.x }}` as the caller passed it."""
    if isinstance(node, str):
        whole = PARAMETER.fullmatch(node.strip())
        if whole and whole.group(1) in values:
            return values[whole.group(1)]
        return PARAMETER.sub(lambda match: str(values[match.group(1)]) if isinstance(values.get(match.group(1)), (str, int, float)) else match.group(0), node)
    if isinstance(node, dict):
        return {key: filled(value, values) for key, value in node.items()}
    return [filled(value, values) for value in node] if isinstance(node, list) else node


def declared(document):
    """The parameters of a template with their defaults; both ways of declaring them."""
    given = document.get("parameters") if isinstance(document, dict) else None
    if isinstance(given, dict):
        return dict(given)
    return {entry["name"]: entry["default"] for entry in given or [] if isinstance(entry, dict) and "default" in entry}


def expand(tree, file, passed=None, depth=0):
    """(file, document as the caller filled it) for a pipeline and every template that it calls. A call of what is not there yields None in the document's place."""
    if not file.is_file() or depth > 8:
        yield file, None
        return
    document = yaml.safe_load(file.read_text())
    document = filled(document, {**declared(document), **(passed or {})})
    yield file, document
    for mapping in mappings(document):
        template = mapping.get("template")
        if isinstance(template, str):
            yield from expand(tree, place(tree, file, template), mapping.get("parameters") or {}, depth + 1)


def place(tree, file, template):
    """Where a template is: relative to its caller, or, with a leading slash, from the repository's root, in which the tree stands somewhere."""
    name = template.removesuffix("@self")
    if name.startswith("/"):
        return tree.root / "pipelines" / name.split("pipelines/", 1)[-1]
    return (file.parent / name).resolve()


def named_paths(text):
    """Paths into the tree that a string names, as patterns."""
    plain = MACRO.sub(OPEN, text)
    return [path.rstrip("./") for path in PATH.findall(plain)] + [f"scripts/{name}" for name in NUMBERED.findall(plain)]


def as_bash(script):
    """A script with its macros as variables: Azure puts their text in before bash starts, quotes or not."""
    return AZURE_MACRO.sub(lambda match: "${AZURE_" + re.sub(r"\W+", "_", match.group(0)).strip("_").upper() + "}", script)
