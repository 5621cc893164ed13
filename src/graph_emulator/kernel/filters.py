"""`$filter`: the part of OData's filter language that the directory and Teams document for these resources.

Source: graph:concepts/filter-query-parameter
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Predicate = Callable[[Row], bool]
_WORD = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z][A-Za-z0-9_]*(?:/\$?[A-Za-z][A-Za-z0-9_]*)?|\d+|[():,])")
_COUNT = "/$count"
_DEEPEST = 100  # more than anybody writes, and far less than what Python can go down
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "eq": str.__eq__,
}


class FilterError(ValueError):
    """A filter that cannot be read, or that names a property which cannot be filtered."""


class Filter(NamedTuple):
    """A filter that was read.

    Attributes:
        keep: Whether a row is kept.
        advanced: The operator that only an advanced query has, or None.
    """

    keep: Predicate
    advanced: str | None


def parse_filter(text: str, properties: Mapping[str, str]) -> Predicate:
    """Return the predicate of a filter that needs no advanced query.

    Raises:
        FilterError: It is not of this language, or needs an advanced query.
    """
    found = read_filter(text, properties)
    if found.advanced is not None:
        raise FilterError(f"the operator '{found.advanced}' is not supported")
    return found.keep


def read_filter(text: str, properties: Mapping[str, str]) -> Filter:
    """Return what a filter describes; text is compared without regard to case.

    Args:
        text: The filter, for example `mail eq 'a@b.example' or otherMails/any(x:x eq 'a@b.example')`.
        properties: Which properties it may name; each is `text`, `bool` or `list`.

    Raises:
        FilterError: It is not of this language.
    """
    words = _words(text)
    if sum(word == "(" or word.casefold() == "not" for word in words) > _DEEPEST:
        raise FilterError("the filter is too complex")
    parser = _Parser(words, properties)
    predicate = parser.either()
    if parser.words:
        raise FilterError(f"unexpected '{parser.words[0]}'")
    return Filter(predicate, parser.advanced)


def _words(text: str) -> list[str]:
    words = []
    at = 0
    while text[at:].strip():
        match = _WORD.match(text, at)
        if match is None:
            raise FilterError(f"syntax error at position {at}")
        words.append(match[1])
        at = match.end()
    return words


class _Parser:
    def __init__(self, words: list[str], properties: Mapping[str, str]) -> None:
        self.words = words
        self.properties = properties
        self.advanced: str | None = None

    def either(self) -> Predicate:
        return self._joined("or", self._both, any)

    def _both(self) -> Predicate:
        return self._joined("and", self._one, all)

    def _joined(self, word: str, operand: Callable[[], Predicate], join: Callable[[Any], bool]) -> Predicate:
        operands = [operand()]
        while self.words and self.words[0].lower() == word:
            self._next()
            operands.append(operand())
        return operands[0] if len(operands) == 1 else lambda row: join(each(row) for each in operands)

    def _one(self) -> Predicate:
        word = self._next()
        if word == "(":
            inner = self.either()
            self._expect(")")
            return inner
        if word.lower() == "not":
            self.advanced = "not"
            negated = self._one()
            return lambda row: not negated(row)
        return self._of_property(word)

    def _of_property(self, word: str) -> Predicate:
        if word.lower() in {"startswith", "endswith"}:
            return self._edge(word)
        if word.lower().endswith("/any"):
            return self._any_of(word[:-4])
        if word.endswith(_COUNT):
            return self._count_of(word.removesuffix(_COUNT))
        return self._comparison(word)

    def _edge(self, word: str) -> Predicate:
        self._expect("(")
        name = self._property(self._next(), "text")
        edge = self._edge_value(word)
        test = _TESTS[word.lower()]
        return lambda row: test(str(row.get(name) or "").casefold(), edge)

    def _edge_value(self, word: str) -> str:
        self._expect(",")
        edge: str = self._literal("text")
        self._expect(")")
        if word.lower() == "endswith":
            self.advanced = "endsWith"
        return edge

    def _any_of(self, name: str) -> Predicate:
        self._property(name, "list")
        self._expect("(")
        variable = self._next()
        self._expect(":")
        word, wanted = self._inner_test(variable)
        self._expect(")")
        test = _TESTS[word]
        return lambda row: any(test(str(each).casefold(), wanted) for each in row.get(name) or ())

    def _inner_test(self, variable: str) -> tuple[str, str]:
        word = self._next()
        if word.lower() in {"startswith", "endswith"}:
            self._expect("(")
            self._expect(variable)
            return word.lower(), self._edge_value(word)
        if word != variable:
            raise FilterError(f"'{variable}' expected, not '{word}'")
        self._expect("eq")
        return "eq", self._literal("text")

    def _count_of(self, name: str) -> Predicate:
        self._property(name, "list")
        self.advanced = "$count"
        operator, number = self._next(), self._next()
        if operator not in {"eq", "ne"} or number not in {"0", "1"}:
            raise FilterError("a collection is counted with eq or ne, against 0 or 1")
        return lambda row: (len(row.get(name) or ()) == int(number)) is (operator == "eq")

    def _comparison(self, name: str) -> Predicate:
        form = self._property(name, "text", "bool")
        operator = self._next()
        if operator == "in":
            return self._among(name, form)
        if operator not in {"eq", "ne"}:
            raise FilterError(f"the operator '{operator}' is not supported for '{name}'")
        if operator == "ne":
            self.advanced = "ne"
        wanted = self._literal(form)
        return lambda row: (_folded(row.get(name)) == wanted) is (operator == "eq")

    def _among(self, name: str, form: str) -> Predicate:
        self._expect("(")
        wanted = [self._literal(form)]
        while (word := self._next()) == ",":
            wanted.append(self._literal(form))
        if word != ")":
            raise FilterError(f"unexpected '{word}'")
        return lambda row: _folded(row.get(name)) in wanted

    def _property(self, name: str, *forms: str) -> str:
        form = self.properties.get(name)
        if form is None or form not in forms:
            raise FilterError(f"the property '{name}' cannot be filtered like this")
        return form if len(forms) > 1 else name

    def _literal(self, form: str) -> Any:
        word = self._next()
        if word == "null":
            return None
        if form == "bool" and word in {"true", "false"}:
            return word == "true"
        if form == "text" and word.startswith("'"):
            return word[1:-1].replace("''", "'").casefold()
        raise FilterError(f"'{word}' is not a value here")

    def _expect(self, wanted: str) -> None:
        word = self._next()
        if word != wanted:
            raise FilterError(f"'{wanted}' expected, not '{word}'")

    def _next(self) -> str:
        if not self.words:
            raise FilterError("the expression ends too early")
        return self.words.pop(0)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
