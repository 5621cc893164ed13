"""What to write instead, for each way in which a single value can have the wrong shape."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from sharepoint_gate.roster.suggest import closest

Advice: TypeAlias = tuple[str, str, str]
_DAY_SLIPS = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_YEAR_SLIPS = re.compile(r"(\d{4})[./ -](\d{1,2})[./ -](\d{1,2})")
_PATTERNS = {
    "^[a-z][a-z0-9-]*$": "small letters, digits and hyphens, beginning with a letter",
    "^[a-z0-9][a-z0-9-]*$": "small letters, digits and hyphens",
    "^[A-Z][A-Z0-9]{0,9}$": "one to ten capital letters or digits, beginning with a letter",
    "^[0-9a-f]{64}$": "64 characters of 0-9 and a-f, as `sha256sum FILE` prints them",
    "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$": (
        "an id as Entra shows it, like 11111111-2222-3333-4444-555555555555"
    ),
    "^[A-Za-z0-9][A-Za-z0-9._-]*$": "the name of a file in the same folder, of letters, digits and . _ -",
    "^[A-Za-z0-9][A-Za-z0-9._/-]*$": "letters, digits and . _ / - without spaces",
}

_SLUGS = ("^[a-z][a-z0-9-]*$", "^[a-z0-9][a-z0-9-]*$")


def advise(kind: str, name: str, found: object, context: Mapping[str, Any], message: str) -> Advice:
    """Return what is wrong, why and what to write, for one complaint of pydantic.

    Args:
        kind: Pydantic's name of the complaint.
        name: The key at which the value stands.
        found: The value.
        context: Pydantic's details.
        message: Pydantic's own words, for complaints without words of ours.
    """
    if found is None and not kind.startswith("missing"):
        return f"nothing is written after {name}", "a value is needed", f"complete the line `{name}: ...`"
    teller = _TELLERS.get(kind)
    if teller is None:
        return f"{name}: {shown(found)} does not fit", message, "see the reference page of this file"
    return teller(name, found, context)


def shown(found: object) -> str:
    """Return a value as a person would recognise it, shortened."""
    if isinstance(found, dict):
        return "a group of keys"
    if isinstance(found, list):
        return "a list"
    if isinstance(found, bool):
        return "true" if found else "false"
    text = found.isoformat() if isinstance(found, date) else str(found)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004  (a line of a terminal)


def _text(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    what = f"{name}: {shown(found)} is not a text"
    if isinstance(found, (dict, list)):
        return what, "one word or sentence is expected here", f"write `{name}: a text`"
    return (
        what,
        "unquoted, it is read as another kind of value",
        f'write it in quotes: {name}: "{shown(found)}"',
    )


def _date(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    what = f"{name}: {shown(found)} is not a date"
    why = "dates are written year-month-day, without quotes"
    readings = list(_readings(str(found)))
    if readings == [found]:
        return f'{name}: "{found}" is a text, for it stands in quotes', why, f"write {name}: {found}"
    if not readings:
        return what, why, f"write it like {name}: 2026-03-30"
    if len(readings) == 1:
        return what, why, f"did you mean {readings[0]}?"
    return what, f"{shown(found)} can be read in two ways; {why}", f"write {readings[0]} or {readings[1]}"


def _readings(text: str) -> list[str]:
    found = _YEAR_SLIPS.fullmatch(text.strip())
    orders = [(1, 2, 3)]
    if found is None:
        found = _DAY_SLIPS.fullmatch(text.strip())
        orders = [(3, 2, 1), (3, 1, 2)]
    if found is None:
        return []
    days = [_day(*(int(found[part]) for part in order)) for order in orders]
    return list(dict.fromkeys(day for day in days if day))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _instant(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    return (
        f"{name}: {shown(found)} is not a date and time",
        "the moment matters",
        f"write it like {name}: 2026-03-04T10:12:00Z",
    )


def _choice(name: str, found: object, context: Mapping[str, Any]) -> Advice:
    expected = str(context["expected"])
    options = re.findall(r"'([^']*)'", expected)
    near = closest(str(found), options)
    mend = f"did you mean {near}?" if near else f"write one of: {', '.join(options)}"
    return (
        f"{name}: {shown(found)} is not one of the words for this",
        f"it can be {expected.replace(chr(39), '')}",
        mend,
    )


def _pattern(name: str, found: object, context: Mapping[str, Any]) -> Advice:
    pattern = str(context["pattern"])
    form = _PATTERNS.get(pattern, "in the form that the reference page shows")
    slug = re.sub(r"[^a-z0-9-]+", "-", str(found).strip().lower()).strip("-")
    fits = pattern in _SLUGS and re.fullmatch(pattern, slug) is not None
    mend = f"write {slug}" if fits else "write it in that form"
    return f"{_label(name)}{shown(found)} is not in the form for this", f"it must be {form}", mend


def _label(name: str) -> str:
    """Return a key before its value; an entry of a list has a number and no key."""
    return "" if name.isdecimal() else f"{name}: "


def _whole(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    return (
        f"{name}: {shown(found)} is not a whole number",
        "a number is counted with here",
        "write digits without quotes",
    )


def _least(name: str, found: object, context: Mapping[str, Any]) -> Advice:
    return (
        f"{name}: {shown(found)} is too small",
        f"the least is {context['ge']}",
        f"write {context['ge']} or more",
    )


def _most(name: str, found: object, context: Mapping[str, Any]) -> Advice:
    return (
        f"{name}: {shown(found)} is too large",
        f"the most is {context['le']}",
        f"write {context['le']} or less",
    )


def _short(name: str, _found: object, _context: Mapping[str, Any]) -> Advice:
    return f"{name} is empty", "it must say something", f"complete the line `{name}: ...`"


def _long(name: str, _found: object, context: Mapping[str, Any]) -> Advice:
    most = context["max_length"]
    return (
        f"{name} is too long",
        f"{most} characters are enough for what belongs here",
        "shorten it; no details of a child, ever",
    )


def _list(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    return (
        f"{name}: {shown(found)} is not a list",
        "several can stand here",
        f"write it in square brackets: {name}: [{shown(found)}]",
    )


def _group(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    return (
        f"{name}: {shown(found)} is not a group of keys",
        "`key: value` pairs are expected here",
        "see the reference page",
    )


def _switch(name: str, found: object, _context: Mapping[str, Any]) -> Advice:
    return f"{name}: {shown(found)} is not true or false", "it is a switch", "write true or false"


_TELLERS: dict[str, Callable[[str, object, Mapping[str, Any]], Advice]] = {
    "string_type": _text,
    "date_type": _date,
    "datetime_type": _instant,
    "timezone_aware": _instant,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_from_float": _whole,
    "greater_than_equal": _least,
    "less_than_equal": _most,
    "string_too_short": _short,
    "too_short": _short,
    "string_too_long": _long,
    "list_type": _list,
    "tuple_type": _list,
    "dict_type": _group,
    "model_type": _group,
    "bool_type": _switch,
    "bool_parsing": _switch,
    "path_type": _text,
}
