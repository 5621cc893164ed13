"""The word that somebody probably meant."""

from collections.abc import Collection
from difflib import get_close_matches

_TOO_MANY = 500
_ALIKE = 0.65


def closest(word: str, options: Collection[str]) -> str | None:
    """Return the option most like a word; None when none is near or there are too many to compare."""
    if len(options) > _TOO_MANY:
        return None
    by_folded = {option.casefold(): option for option in sorted(options)}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=_ALIKE)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, options: Collection[str], otherwise: str) -> str:
    """Return the question ``did you mean ...?``, or another advice when nothing is near."""
    near = closest(word, options)
    return f"did you mean {near}?" if near else otherwise


def listed(options: Collection[str]) -> str:
    """Return options as a list for a sentence, in their order."""
    return ", ".join(options)
