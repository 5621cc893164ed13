"""The word that somebody probably meant."""

import re
from collections.abc import Collection
from difflib import get_close_matches

_TOO_MANY = 500
_ALIKE = 0.65
_ENOUGH = 4


def closest(word: str, options: Collection[str]) -> str | None:
    """Return the option most like a word; None when none is near or there are too many to compare.

    An option with other digits is another person, case or folder, however alike it looks: u13 is no slip
    for u12, and who believed it would name the wrong person. Noughts before a number make no other one:
    RR-2026-1 is a slip for RR-2026-001.
    """
    if len(options) > _TOO_MANY:
        return None
    wanted = word.casefold()
    by_folded = {option.casefold(): option for option in sorted(options) if _same_numbers(option, wanted)}
    found = get_close_matches(wanted, by_folded, n=1, cutoff=_ALIKE) or _begun(wanted, by_folded)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, options: Collection[str], otherwise: str) -> str:
    """Return the question ``did you mean ...?``, or another advice when nothing is near."""
    near = closest(word, options)
    return f"did you mean {near}?" if near else otherwise


def _same_numbers(word: str, other: str) -> bool:
    return _digits(word) == _digits(other) or _numbers(word) == _numbers(other)


def _digits(word: str) -> str:
    return "".join(sign for sign in word if sign.isdecimal())


def _numbers(word: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", word)]


def _begun(word: str, options: Collection[str]) -> list[str]:
    """Return the one option that a shortened word begins; nothing where several begin so."""
    found = [option for option in options if option.startswith(word)] if len(word) >= _ENOUGH else []
    return found if len(found) == 1 else []


def listed(options: Collection[str]) -> str:
    """Return options as a list for a sentence, in their order."""
    return ", ".join(options)
