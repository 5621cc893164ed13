"""How one unquoted word of a file is read, and which words YAML would read as something else.

Only whole numbers, true, false, dates, instants and texts are read. Everything that YAML turns into another
value behind its writer's back is a trap: it is told, and never guessed.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MINYEAR, UTC, date, datetime
from typing import TypeAlias

Scalar: TypeAlias = str | int | bool | date | datetime | None

_MAY_BE_SPECIAL = frozenset("0123456789+-.~=<nNyYtTfFoO")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?.*")
_SEXAGESIMAL = re.compile(r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?")
_FRACTION = re.compile(r"[-+]?(\d[\d_]*\.\d*|\.\d+)([eE][-+]?\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_ODD_WHOLE = re.compile(r"[-+]?(0[0-7_]+|0o[0-7]+|0x[0-9a-fA-F_]+|0b[01_]+|\d[\d_]*)")
_SWITCHES = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_LONGEST_WHOLE = 18


@dataclass(frozen=True, slots=True)
class Trap:
    """An unquoted word that would be read as another value: what, why and what to write."""

    what: str
    why: str
    mend: str


def plain_value(text: str) -> Scalar | Trap:
    """Read one unquoted word."""
    if not text:
        return None
    if text[0] not in _MAY_BE_SPECIAL:
        return text
    for reader in (_word, _number, _moment, _odd):
        value = reader(text)
        if value is not text:
            return value
    return text


def _word(text: str) -> Scalar | Trap:
    lower = text.lower()
    if lower in {"~", "null"}:
        return None
    if lower in {"true", "false"}:
        return lower == "true"
    if lower in _SWITCHES:
        return _quote(text, f"YAML reads it as the switch value {_SWITCHES[lower]}, not as a word")
    if text in {"=", "<<"}:
        return Trap(
            f"{text} is a special sign of YAML",
            "it would pull values in from elsewhere",
            "write each value out",
        )
    return text


def _number(text: str) -> Scalar | Trap:
    if _WHOLE.fullmatch(text) and len(text) <= _LONGEST_WHOLE:
        return int(text)
    return text


def _moment(text: str) -> Scalar | Trap:
    if _DATE.fullmatch(text):
        return _read_date(text)
    if _INSTANT.fullmatch(text):
        return _read_instant(text)
    return text


def _read_date(text: str) -> Scalar | Trap:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Trap(
            f"{text} is no day of the calendar", _calendar(text), "write a day that exists, as year-month-day"
        )


def _calendar(text: str) -> str:
    """Return in plain words why a day does not exist."""
    year, month = int(text[:4]), int(text[5:7])
    if year < MINYEAR:
        return f"there is no year {text[:4]}"
    try:
        first = date(year, month, 1)
    except ValueError:
        return f"there is no month {text[5:7]}"
    return f"{first:%B} {year} has {monthrange(year, month)[1]} days"


def _read_instant(text: str) -> Scalar | Trap:
    mend = "write it like 2026-03-04T10:12:00Z"
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        return Trap(f"{text} is no date and time", str(error), mend)
    if instant.tzinfo is None:
        return Trap(
            f"{text} does not say in which time zone", "the same words are an hour apart in summer", mend
        )
    return instant.astimezone(UTC)


def _odd(text: str) -> Scalar | Trap:
    if _SEXAGESIMAL.fullmatch(text):
        return _quote(text, "YAML reads it as a number to the base of 60")
    if _FRACTION.fullmatch(text):
        return _quote(text, "YAML reads it as a decimal number, so 1.10 would become 1.1")
    if _ODD_WHOLE.fullmatch(text):
        return _quote(
            text, "YAML reads it as another whole number (octal, hexadecimal or with its signs dropped)"
        )
    return text


def _quote(text: str, why: str) -> Trap:
    return Trap(f"{text} is not read as it is written", why, f'if it is a word, write it in quotes: "{text}"')
