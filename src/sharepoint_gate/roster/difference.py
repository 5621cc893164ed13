"""What one version of a roster says differently from another, in a few lines for whoever must decide."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from sharepoint_gate.roster.model import Roster
from sharepoint_gate.roster.suggest import listed

_SECTIONS = ("organisations", "people", "cases", "exceptions")
_WHOLE = ("partnership", "agreement", "channel")
# Where something stands in the file is no part of what it says.
_PLACES = {"place", "stage_place"}
_MOST = 6


def differences(before: Roster, after: Roster) -> tuple[str, ...]:
    """Return one line for each section that differs; none when the two say the same."""
    lines = [f"{name} is written anew" for name in _WHOLE if _other(before, after, name)]
    for name in _SECTIONS:
        told = "; ".join(_told(getattr(before, name), getattr(after, name)))
        lines += [f"{name}: {told}"] if told else []
    return tuple(lines)


def _other(before: Roster, after: Roster, name: str) -> bool:
    return bool(_changed_keys(getattr(before, name), getattr(after, name)))


def _told(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[str]:
    gone, new = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    if gone:
        yield f"gone: {_some(gone)}"
    if new:
        yield f"new: {_some(new)}"
    changed = {key: _changed_keys(before[key], after[key]) for key in sorted(before.keys() & after.keys())}
    told = [f"{key} ({listed(keys)})" for key, keys in changed.items() if keys]
    if told:
        yield f"changed: {_some(told)}"


def _some(names: list[str]) -> str:
    more = len(names) - _MOST
    return f"{', '.join(names[:_MOST])} and {more} more" if more > 0 else listed(names)


def _changed_keys(before: Any, after: Any) -> list[str]:
    names = [one.name for one in fields(before) if one.name not in _PLACES]
    return [name for name in names if _plain(getattr(before, name)) != _plain(getattr(after, name))]


def _plain(value: Any) -> Any:
    """Return a value without the places in it: people on a case remember theirs."""
    if isinstance(value, Mapping):
        return {key: getattr(one, "roles", one) for key, one in value.items()}
    return value
