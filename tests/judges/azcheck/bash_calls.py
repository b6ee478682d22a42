"""Every `az` call of a bash script, as the words that bash would pass, from shfmt's syntax tree."""
import json
import re
import subprocess

from placeholders import MARK, Splat

WRAPPERS = ("exec", "command", "time", "env", "sudo", "timeout", "retry", "run", "eval", "exists")
READERS = ("read", "mapfile", "readarray", "getopts")
DEPTH = 8  # how far variables are followed into variables
OPTION_LIKE = re.compile(r"(?i)(args|opts|options|params|flags|extra)$")


def nodes(tree):
    """All nodes of the syntax tree, in order."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def literal(word):
    """The text of a word without expansions, else None."""
    parts = word.get("Parts") or []
    plain = parts and all(part["Type"] in ("Lit", "SglQuoted") for part in parts)
    return "".join(part.get("Value", "") for part in parts) if plain else None


class Script:
    """One script: its variables, its arrays, and its calls as (line, words)."""

    def __init__(self, text, shfmt):
        parsed = subprocess.run([shfmt, "-ln", "bash", "--to-json"], input=text, text=True, capture_output=True)
        if parsed.returncode:
            raise SyntaxError(f"bash syntax: {parsed.stderr.strip()}")
        tree = json.loads(parsed.stdout)
        self.variables, self.arrays = {}, {}  # a value None: not known here
        for node in nodes(tree):
            self.remember(node)
        self.calls = sorted((call for node in nodes(tree) if (call := self.call(node))), key=lambda call: call[0])

    def remember(self, node):
        assigned = node.get("Assigns") or (node.get("Args") if node.get("Type") == "DeclClause" else None) or []
        for assignment in assigned:
            name = (assignment.get("Name") or {}).get("Value")
            if name and assignment.get("Array"):
                self.arrays.setdefault(name, []).extend(assignment["Array"].get("Elems") or [])
            elif name:
                self.variables.setdefault(name, []).append(assignment.get("Value") or {"Parts": []})
        if node.get("Type") == "ForClause" and (node.get("Loop") or {}).get("Name"):
            self.variables.setdefault(node["Loop"]["Name"]["Value"], []).append(None)
        if node.get("Type") == "CallExpr" and node.get("Args") and literal(node["Args"][0]) in READERS:
            for word in node["Args"][1:]:
                name = literal(word)
                if name and re.match(r"^[A-Za-z_]\w*$", name):
                    self.variables.setdefault(name, []).append(None)

    def call(self, node):
        if node.get("Type") != "CallExpr" or not node.get("Args"):
            return None
        leading = [literal(word) for word in node["Args"]]
        if "az" not in leading[:6]:
            return None
        at = leading.index("az")
        if at and leading[0] not in WRAPPERS and not (leading[0] or "").endswith(("retry", "run")):
            return None
        return node["Pos"]["Line"], [text for word in node["Args"][at + 1:] for text in self.words(word)]

    def words(self, word, depth=0):
        """What one word of the script becomes: several words, where an array or an unquoted value splits."""
        return Expansion(self, word, depth).words()

    def parameter(self, part, depth):
        """(kind, value) of `$x`: array of words, splat, text, or open."""
        name, index = (part.get("Param") or {}).get("Value", "?"), part.get("Index")
        whole = index and literal(index) in ("@", "*")
        if whole and name in self.arrays and depth < DEPTH:
            return "array", [text for element in self.arrays[name] for text in self.words(element.get("Value") or {"Parts": []}, depth + 1)]
        if whole or name in ("@", "*"):
            return "splat", MARK + name
        expansion = part.get("Exp") or {}
        plain = not index and not any(part.get(key) for key in ("Excl", "Length", "Width", "Slice", "Repl", "Names"))
        values, chosen = self.variables.get(name, []), None
        if plain and not expansion and len(values) == 1:
            chosen = values[0]
        elif plain and expansion.get("Op") in (":-", "-", ":=", "=") and not values:
            chosen = expansion.get("Word")  # ${x:-default}
        if chosen is not None and depth < DEPTH:
            words = self.words(chosen, depth + 1)
            if len(words) == 1:
                return "text", str(words[0])
        return "open", MARK + name


class Expansion:
    """The expansion of one word."""

    def __init__(self, script, word, depth):
        self.script, self.parts, self.depth = script, word.get("Parts") or [], depth
        self.text, self.done, self.split = "", [], False

    def words(self):
        for part in self.parts:
            self.part(part, False)
        if self.text or not self.split:
            self.done.append(self.text)
        return self.done

    def several(self, words):
        self.done.extend(words)
        self.split = True

    def part(self, part, quoted):
        kind = part["Type"]
        if kind == "Lit":
            joined = part["Value"].replace("\\\n", "")
            self.text += re.sub(r'\\([$`"\\])', r"\1", joined) if quoted else re.sub(r"\\(.)", r"\1", joined)
        elif kind == "SglQuoted":
            self.text += part.get("Value", "")
        elif kind == "DblQuoted":
            self.quoted(part.get("Parts") or [])
        elif kind == "ParamExp":
            self.parameter(part, quoted)
        else:
            self.text += {"ArithmExp": "1", "ProcSubst": "/dev/fd/63", "ExtGlob": MARK + "glob"}.get(kind, MARK + "cmd")

    def quoted(self, parts):
        if len(parts) == 1 and parts[0]["Type"] == "ParamExp":
            kind, value = self.script.parameter(parts[0], self.depth)
            if kind == "array" and not self.text:
                return self.several(value)
            if kind == "splat":
                return self.several([Splat(value)])
        for part in parts:
            self.part(part, True)
        return None

    def parameter(self, part, quoted):
        kind, value = self.script.parameter(part, self.depth)
        if kind == "array":
            self.text += " ".join(value)
        elif kind == "open" and not quoted and len(self.parts) == 1 and OPTION_LIKE.search(value):
            self.several([Splat(value)])
        elif kind == "text" and not quoted and re.search(r"\s", value):
            self.several(value.split())
        else:
            self.text += value
