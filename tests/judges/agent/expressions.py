"""Expressions of Azure Pipelines: those in `${{ }}`, of conditions, and in `$[ ]`. What is not known here is refused, not guessed."""
import re

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*)|(?P<mark>[().,\[\]]))")
WHOLE = re.compile(r"\$\{\{((?:[^'}]|'(?:[^']|'')*'|\}(?!\}))*)\}\}")


class Unknown(Exception):
    """An expression that Azure DevOps would refuse, or that is not known here."""


def spoken(value):
    """A value as it stands in a text."""
    if isinstance(value, bool):
        return str(value)
    return "" if value is None else str(value)


def alike(left, right):
    """As `eq` has it: the right one is made what the left one is, and texts are alike in any case."""
    if isinstance(left, bool):
        return left == truth(right)
    return spoken(left).lower() == spoken(right).lower()


def truth(value):
    return value if isinstance(value, bool) else value not in (None, "", 0)


def refuse(what):
    raise Unknown(what)


FUNCTIONS = {
    "eq": alike,
    "ne": lambda left, right: not alike(left, right),
    "and": lambda *values: all(map(truth, values)),
    "or": lambda *values: any(map(truth, values)),
    "not": lambda value: not truth(value),
    "in": lambda needle, *values: any(alike(needle, value) for value in values),
    "replace": lambda text, old, new: spoken(text).replace(old, new),
    "join": lambda separator, values: separator.join(map(spoken, values)),
}


class Reader:
    """One expression, read from the left. `names` are the roots that it may know: mappings in mappings; `functions` those beside the ones that are always there."""

    def __init__(self, text, names, functions):
        self.text, self.names, self.functions, self.at, self.tokens = text, names, {**FUNCTIONS, **functions}, 0, []
        rest = text.strip()
        while rest:
            found = TOKEN.match(rest) or refuse(f"{text!r} is no expression")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            rest = rest[found.end():].strip()

    def next(self, *wanted):
        kind, word = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")
        if wanted and word not in wanted:
            refuse(f"{self.text!r} has {word!r} where {' or '.join(wanted)} is to be")
        self.at += 1
        return kind, word

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def whole(self):
        value = self.value()
        if self.at != len(self.tokens):
            refuse(f"{self.text!r} goes on after its end")
        return value

    def value(self):
        kind, word = self.next()
        if kind == "text":
            return word[1:-1].replace("''", "'")
        if kind == "number":
            return word
        if kind != "name":
            refuse(f"{self.text!r} has no value where one is to be")
        if word.lower() in ("true", "false"):
            return word.lower() == "true"
        return self.called(word) if self.peek() == "(" else self.member(word)

    def called(self, word):
        self.next("(")
        values = []
        while self.peek() != ")":
            if values:
                self.next(",")
            values.append(self.value())
        self.next(")")
        return self.functions.get(word, lambda *_: refuse(f"there is no function {word}"))(*values)

    def member(self, word):
        """A name with its members. A root must be there, and of `parameters` each; of all else an absent member is nothing."""
        found = self.names[word] if word in self.names else refuse(f"{word} is not known here: {self.text!r}")
        while self.peek() in (".", "["):
            _, mark = self.next()
            member = self.next()[1] if mark == "." else self.value()
            if mark == "[":
                self.next("]")
            if word == "parameters" and member not in found:
                refuse(f"there is no parameter {member}: {self.text!r}")
            found = found.get(member) if isinstance(found, dict) else None
        return found


def evaluate(text, names, functions=None):
    return Reader(text, names, functions or {}).whole()
