"""Template expressions `[...]`: reading them, and the functions that Azure has."""
import re

FUNCTIONS = set(
    """add and any array base64 base64tojson base64tostring bool cidrhost cidrsubnet coalesce concat contains copyindex createarray createobject
    datauri datauritostring datetimeadd datetimefromepoch datetimetoepoch deployer deployment div empty endswith environment equals
    extensionresourceid fail false filter first flatten float format getsecret greater greaterorequals groupby guid if indexfromend indexof int
    intersection items join json lambda lambdavariables last lastindexof length less lessorequals list listaccountsas listadminkeys
    listcallbackurl listchannelwithkeys listclusteradmincredential listclusterusercredential listconnectionstrings listcredentials listhostkeys
    listkeys listkeyvalue listpackage listquerykeys listsecrets liststatus listupgrades listvalue loadfileasbase64 managementgroup
    managementgroupresourceid map mapvalues max min mod mul newguid not null objectkeys or outer padleft parameters parsecidr pickzones
    providers range reduce reference references replace resourcegroup resourceid resourceinfo secret shallowmerge skip sort split startswith
    string sub subscription subscriptionresourceid substring take tenant tenantresourceid tobase64 tologicalzone tologicalzones tolower
    toobject tophysicalzone tophysicalzones toupper trim true tryget tryindexfromend union uniquestring uri uricomponent uricomponenttostring
    utcnow variables""".split()
)
TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w.$-]*)|(-?\d+(?:\.\d+)?)|([()\[\],.?]))")
TEXT, WORD, NUMBER, MARK = 1, 2, 3, 4


class ExpressionError(Exception):
    """The expression cannot be read; the text says why."""


def is_expression(value):
    return isinstance(value, str) and value.startswith("[") and value.endswith("]") and not value.startswith("[[")


def calls(expression):
    """Every call in an expression (without its brackets): (function, arguments), a literal argument as its source text."""
    return Reader(expression).read()


class Reader:
    """A recursive-descent reader that keeps the calls."""

    def __init__(self, text):
        self.tokens, self.at, self.calls = list(tokens(text)), 0, []

    def read(self):
        self.expression()
        if self.at != len(self.tokens):
            raise ExpressionError(f"trailing {self.tokens[self.at][1]!r}")
        return self.calls

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (0, "")

    def next_is(self, mark):
        return self.peek() == (MARK, mark)

    def eat(self, mark):
        if not self.next_is(mark):
            raise ExpressionError(f"expected {mark!r} before {self.peek()[1] or 'end'!r}")
        self.at += 1

    def maybe(self, mark):
        if self.next_is(mark):
            self.at += 1

    def expression(self):
        node = self.primary()
        while self.peek()[0] == MARK and self.peek()[1] in ".[?":
            self.maybe("?")
            if self.next_is("."):
                self.eat(".")
                self.maybe("?")
                if self.peek()[0] != WORD:
                    raise ExpressionError("expected a property name after '.'")
                self.at += 1
            elif self.next_is("["):
                self.eat("[")
                self.maybe("?")
                self.expression()
                self.eat("]")
            else:
                raise ExpressionError("expected '.' or '[' after '?'")
            node = ("access", node)
        return node

    def primary(self):
        kind, text = self.peek()
        if kind in (TEXT, NUMBER):
            self.at += 1
            return text
        if kind != WORD:
            raise ExpressionError(f"unexpected {text or 'end'!r}")
        self.at += 1
        if not self.next_is("("):
            raise ExpressionError(f"identifier {text!r} without (")
        self.eat("(")
        arguments = []
        while not self.next_is(")"):
            if arguments:
                self.eat(",")
            arguments.append(self.expression())
        self.eat(")")
        self.calls.append((text, arguments))
        return ("call", text, arguments)


def tokens(text):
    position = 0
    for match in TOKEN.finditer(text):
        if text[position:match.start()].strip():
            raise ExpressionError(f"bad characters {text[position:match.start()]!r}")
        position = match.end()
        yield match.lastindex, match.group(match.lastindex)
    if text[position:].strip():
        raise ExpressionError(f"cannot read {text[position:][:30]!r}")
