"""The one way of writing a JSON value as bytes, so that equal values have equal hashes.

Source: rfc:8785
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

import rfc8785

# Up to this many characters an integer is exact as a double, whatever its sign.
_SHORT = 15
# The first byte, in UTF-8, of characters from U+E000 on. Below it, order by code point (Python's) and order
# by UTF-16 unit (the standard's) are the same.
_ORDERS_DIFFER = 0xEE


class NotCanonicalError(ValueError):
    """Bytes that are no JSON, or JSON that is written in another way than the canonical one."""


class _FullRulesError(ValueError):
    """The value holds a number that only the standard's own rules can judge."""


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a JSON value.

    Args:
        value: None, bool, int, float, str, and lists, tuples and mappings of them.

    Raises:
        ValueError: The value cannot be written: a number that is not finite or too large, a lone surrogate,
            a key that is no text, or a type that JSON does not have.

    Source: rfc:8785
    """
    return rfc8785.dumps(_plain(value))


def parse_canonical(body: bytes) -> object:
    """Return the value of canonical bytes.

    Raises:
        NotCanonicalError: Any other bytes would have to be written for the same value.
    """
    try:
        text = body.decode("utf-8")
        return _parse(body, text)
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("not in canonical form") from error


def instant(at: datetime) -> str:
    """Return a time as the trail and the store write it: UTC, six decimals, ending in Z.

    Raises:
        ValueError: The time has no zone, so nobody could say which instant it means.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be written down")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value


def _parse(body: bytes, text: str) -> object:
    if body.isascii() or max(body) < _ORDERS_DIFFER:
        try:
            return _parse_quickly(text)
        except _FullRulesError:
            pass
    value = _FULL.decode(text)
    if rfc8785.dumps(value) != body:
        raise NotCanonicalError
    return value


def _parse_quickly(text: str) -> object:
    """Judge text without fractions, large integers or rare characters by the standard library alone.

    There its sorted, compact form is the canonical one; it is several times faster, and each run verifies
    the whole trail.
    """
    value = _QUICK.decode(text)
    if _COMPACT.encode(value) != text:
        raise NotCanonicalError
    return value


def _short_int(digits: str) -> int:
    if len(digits) > _SHORT:
        raise _FullRulesError
    return int(digits)


def _needs_full_rules(_text: str) -> NoReturn:
    raise _FullRulesError


def _int_as_double(digits: str) -> int | float:
    # The standard knows doubles only: a large whole number is written with all its digits.
    return int(digits) if len(digits) <= _SHORT else float(digits)


def _refuse(_text: str) -> NoReturn:
    raise NotCanonicalError


_QUICK = json.JSONDecoder(parse_int=_short_int, parse_float=_needs_full_rules, parse_constant=_refuse)
_FULL = json.JSONDecoder(parse_int=_int_as_double, parse_constant=_refuse)
_COMPACT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
