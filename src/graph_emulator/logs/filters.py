"""`$filter` of the directory's logs: eq, ge, le, startswith and any, joined by and.

Source: graph:api/directoryaudit-list#optional-query-parameters
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from graph_emulator.kernel.clock import ClockError, parse_instant
from graph_emulator.kernel.numbers import number_in

Row = Mapping[str, Any]
Test = Callable[[Row], bool]
_TEXT = r"'((?:[^']|'')*)'"
_PATH = r"([A-Za-z]+(?:/[A-Za-z]+)*)"
_COMPARED = re.compile(rf"{_PATH}\s+(eq|ge|le)\s+(?:{_TEXT}|(\S+))")
_STARTS = re.compile(rf"startswith\(\s*{_PATH}\s*,\s*{_TEXT}\s*\)", re.IGNORECASE)
_ANY = re.compile(r"([A-Za-z]+)/any\(\s*(\w+)\s*:\s*(.*)\)")
_AND = re.compile(r"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)")


class LogFilterError(ValueError):
    """A filter that cannot be read, or names what cannot be filtered."""


def log_filter(text: str, properties: Mapping[str, str]) -> Test:
    """Return the test of a filter; text is compared without regard to case.

    Args:
        text: The filter, for example `activityDisplayName eq 'Add user' and activityDateTime ge 2026-...`.
        properties: Which paths it may name; each is `text`, `instant` or `number`. A path into the
            rows of a collection is named with the collection first.

    Raises:
        LogFilterError: It is not of this language.
    """
    tests = [_clause(clause.strip(), properties) for clause in _AND.split(text)]
    return lambda row: all(test(row) for test in tests)


def _clause(text: str, properties: Mapping[str, str]) -> Test:
    every = _ANY.fullmatch(text)
    if every is None:
        return _plain(text, properties)
    name, variable, inner = every.groups()
    prefix = f"{name}/"
    own = {f"{variable}/{path.removeprefix(prefix)}": form for path, form in properties.items()}
    own = {path: form for path, form in own.items() if f"{prefix}{path.partition('/')[2]}" in properties}
    test = _plain(inner.strip(), own, skip=1)
    return lambda row: any(test(each) for each in row.get(name) or ())


def _plain(text: str, properties: Mapping[str, str], skip: int = 0) -> Test:
    starts = _STARTS.fullmatch(text)
    if starts is not None:
        return _starts(starts[1], _unquoted(starts[2]), properties, skip)
    compared = _COMPARED.fullmatch(text)
    if compared is None:
        raise LogFilterError(f"syntax error in '{text}'")
    path, operator, quoted, bare = compared.groups()
    wanted = _value(_form(path, properties), _unquoted(quoted), bare)
    if operator == "eq":
        return lambda row: _folded(_at(row, path, skip)) == wanted
    if _form(path, properties) == "text":
        raise LogFilterError(f"'{operator}' is not supported for '{path}'")
    later = operator == "ge"
    return lambda row: _ordered(_at(row, path, skip), wanted, later=later)


def _starts(path: str, start: str | None, properties: Mapping[str, str], skip: int) -> Test:
    if _form(path, properties) != "text" or start is None:
        raise LogFilterError(f"'startswith' is not supported for '{path}'")
    wanted = start.casefold()
    return lambda row: str(_at(row, path, skip) or "").casefold().startswith(wanted)


def _form(path: str, properties: Mapping[str, str]) -> str:
    if path not in properties:
        raise LogFilterError(f"the property '{path}' cannot be filtered")
    return properties[path]


def _value(form: str, quoted: str | None, bare: str | None) -> Any:
    if form == "text" and quoted is not None:
        return quoted.casefold()
    if form == "number" and bare is not None and number_in(bare) >= 0:
        return number_in(bare)
    if form == "instant" and bare is not None:
        try:
            return parse_instant(bare)
        except ClockError as error:
            raise LogFilterError(str(error)) from error
    raise LogFilterError(f"'{quoted if bare is None else bare}' is not a value here")


def _ordered(value: Any, wanted: Any, *, later: bool) -> bool:
    found = _folded(value)
    return bool(found >= wanted if later else found <= wanted)


def _at(row: Row, path: str, skip: int) -> Any:
    value: Any = row
    for name in path.split("/")[skip:]:
        value = (value or {}).get(name)
    return value


def _folded(value: Any) -> Any:
    """Return a value as it is compared; an instant in text as an instant."""
    if not isinstance(value, str):
        return value
    try:
        return parse_instant(value)
    except ClockError:
        return value.casefold()


def _unquoted(text: str | None) -> str | None:
    return None if text is None else text.replace("''", "'")
