"""The one way of writing a value.

Source: rfc:8785
"""

from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest

from sharepoint_gate.trail.canonical import NotCanonicalError, canonical, instant, parse_canonical


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ({"b": 1, "a": [True, False, "x"]}, '{"a":[true,false,"x"],"b":1}'),
        (MappingProxyType({"a": (1, 2)}), '{"a":[1,2]}'),
        ([MappingProxyType({"a": 1})], '[{"a":1}]'),
        ({"b": (MappingProxyType({"a": 1}),)}, '{"b":[{"a":1}]}'),
        ('tab\t quote" \x01 é €', '"tab\\t quote\\" \\u0001 é €"'),
        ([0.5, 1e21, 1.0, -0.0], "[0.5,1e+21,1,0]"),
        (1e20, "100000000000000000000"),
        (9007199254740991, "9007199254740991"),
        # By UTF-16 unit, as the standard asks, the emoji stands before the ligature; by code point after it.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
    ],
)
def test_value_is_written_as_the_standard_says_and_read_back(value: object, text: str) -> None:
    """Writing gives the standard's text, and reading takes that text."""
    body = canonical(value)
    assert body == text.encode()
    assert canonical(parse_canonical(body)) == body


@pytest.mark.parametrize(
    "body",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1,"a":1}',
        b'"\\u0061"',
        b'"\\/"',
        b"-0",
        b"1.0",
        b"0.50",
        b"1E3",
        b"9007199254740993",
        b"NaN",
        b"[Infinity]",
        b"1e999",
        b"[1",
        b"",
        b"\xff",
        b"\xef\xbb\xbf1",
        b'"\\ud800"',
        b'{"\\ud800":0.5}',
        '{"\ufb33":1,"\U0001f600":2}'.encode(),
        "1".encode("utf-16"),
        b"[" * 100_000 + b"]" * 100_000,
        b"9" * 5_000,
    ],
)
def test_other_bytes_are_not_canonical(body: bytes) -> None:
    """Bytes that the gate would have written differently were not written by the gate."""
    with pytest.raises(NotCanonicalError):
        parse_canonical(body)


@pytest.mark.parametrize("code", [*range(0x80), 0xA0, 0x2028, 0xD7FF, 0xE000, 0xFFFF, 0x10000])
def test_each_character_has_one_spelling(code: int) -> None:
    """Written out or escaped: of the ways to spell a character, the standard's is taken and no other."""
    body = canonical(chr(code))
    spellings = {f'"{chr(code)}"', f'"\\u{code:04x}"', f'"\\u{code:04X}"'}
    assert parse_canonical(body) == chr(code)
    for other in spellings - {body.decode()}:
        with pytest.raises(NotCanonicalError):
            parse_canonical(other.encode())


@pytest.mark.parametrize("value", [float("nan"), 2**53, "\ud800", {1: 2}, {"\ud800": 1}, object()])
def test_value_that_json_cannot_hold_is_refused(value: object) -> None:
    """What cannot be read back is not written."""
    with pytest.raises(ValueError, match=r".*"):
        canonical(value)


def test_instant_is_utc_with_six_decimals() -> None:
    """Times sort as text, whatever zone they came in."""
    summer = timezone(timedelta(hours=1))
    assert instant(datetime(2026, 3, 30, 0, 30, tzinfo=summer)) == "2026-03-29T23:30:00.000000Z"
    assert datetime.fromisoformat(instant(datetime(2026, 3, 1, tzinfo=UTC))).tzinfo == UTC


def test_time_without_a_zone_is_refused() -> None:
    """Nobody could say later which instant it meant."""
    with pytest.raises(ValueError, match="zone"):
        instant(datetime(2026, 3, 29, 1, 30))  # noqa: DTZ001 - the missing zone is what is tested
