"""The one way of writing a JSON value as bytes, so that equal values have equal hashes.

Source: rfc:8785
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

import msgspec
import rfc8785

# Up to this many digits an integer is exact as a double, whatever its sign.
_EXACT_DIGITS = 15


class NotCanonicalError(ValueError):
    """Bytes that are no JSON, or JSON that is written in another way than the canonical one."""


class _NotPlainError(ValueError):
    """The text needs the standard's own rules."""


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
        return _parse_plain(body)
    except (ValueError, RecursionError):
        pass
    try:
        return _parse_by_the_standard(body)
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


def _parse_plain(body: bytes) -> object:
    """Accept the common case quickly, since each run verifies the whole trail; refuse nothing for good.

    Without fractions, long integers and rare characters, sorted and compact JSON is the canonical form.
    """
    marked = body.translate(_MARKS)
    if _RARE in marked or _LONG in marked:
        raise _NotPlainError
    value = _PLAIN_IN.decode(body)
    if _PLAIN_OUT.encode(value) != body:
        raise _NotPlainError
    return value


def _parse_by_the_standard(body: bytes) -> object:
    value = _JSON_IN.decode(body.decode("utf-8"))
    if rfc8785.dumps(value) != body:
        raise NotCanonicalError
    return value


def _not_plain(_text: str) -> NoReturn:
    raise _NotPlainError


def _int_as_double(digits: str) -> int | float:
    # The standard knows doubles only: a large whole number is written with all its digits.
    return int(digits) if len(digits) <= _EXACT_DIGITS else float(digits)


# Below U+E000, order by byte and order by UTF-16 unit, which the standard asks for, are the same. These bytes
# begin the characters from there on.
_FROM_E000 = bytes(range(0xEE, 0x100))
_RARE = b"\xff"
_LONG = b"0" * (_EXACT_DIGITS + 1)
_MARKS = bytes.maketrans(b"123456789" + _FROM_E000, b"0" * 9 + _RARE * len(_FROM_E000))
_PLAIN_IN = msgspec.json.Decoder(float_hook=_not_plain)
_PLAIN_OUT = msgspec.json.Encoder(order="sorted")
_JSON_IN = json.JSONDecoder(parse_int=_int_as_double)
