"""Marks for words of a script whose value is known only when it runs."""

MARK = "ZZVARZZ"


class Splat(str):
    """An expansion to an unknown number of words."""


def is_open(value):
    """The value, or one inside it, is not known before the script runs."""
    if isinstance(value, str):
        return MARK in value
    return isinstance(value, (list, tuple)) and any(is_open(item) for item in value)
