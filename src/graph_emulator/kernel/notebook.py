"""Writes each new shape of a whole test run to a file, at once, so that even a killed process leaves its own.

The environment names the folder. Whatever process or tenant answers while it is set adds a file there, and
somebody can hold all of it to the published types when the run is over.
"""

import os
from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from graph_emulator.kernel.masking import masked

VARIABLE = "GRAPH_EMULATOR_RECORD"
SIGN_IN = "openid"
_PLAIN: dict[type, int] = {str: -1, int: -2, bool: -3, type(None): -4, float: -5}
# Names whose few values are published one by one: another value is another shape.
_TELLING = frozenset(
    {
        *("@odata.type", "changeType", "externalUserState", "lifecycleEvent", "membershipType", "roles"),
        *("scope", "sharingCapability", "status", "type", "userType"),
    }
)


class Numbers:
    """Gives each shape of JSON a number of its own; what is alike has the same.

    A shape is the names and the JSON types at every depth, and the values where a few are published one by
    one. The rows of a list count together, whatever their order.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def of(self, value: object) -> int:
        """Return the number of a value's shape."""
        plain = _PLAIN.get(type(value))
        if plain is not None:
            return plain
        if isinstance(value, dict):
            shape: list[Hashable] = []
            for (
                name,
                part,
            ) in value.items():  # two of three parts are plain: this walk is taken at each answer
                number = None if name in _TELLING else _PLAIN.get(type(part))
                shape += (name, self._part(name, part) if number is None else number)
            return self._number(tuple(shape))
        if isinstance(value, list | tuple):
            return self._number(frozenset([self.of(row) for row in value]))
        return self._number(type(value).__name__)

    def _part(self, name: str, part: object) -> int:
        if name not in _TELLING or isinstance(part, dict):
            return self.of(part)
        if isinstance(part, list):
            return self._number(frozenset([(name, self._part(name, one)) for one in part]))
        return self._number((name, part) if isinstance(part, str) else type(part).__name__)

    def _number(self, shape: Hashable) -> int:
        number = self._known.get(shape)
        if number is None:
            number = self._known[shape] = len(self._known)
        return number


class Notebook:
    """One process's file of shapes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = _fresh(folder)
        self._numbers = Numbers()
        self._seen: set[Hashable] = set()

    def note(self, place: Mapping[str, Any], asked: object, said: object) -> None:
        """Write what is new about a request and its answer; what was seen before at this place is left out.

        Args:
            place: Version, route, status and query. An answer counts for all but the query.
            asked: The request's JSON, or None.
            said: The answer's JSON, or None. Of a collection the new rows are kept.
        """
        at = (place["version"], place["route"], place["status"])
        line: dict[str, Any] = {}
        if asked is not None and self._is_new((*at, "asked", self._numbers.of(asked))):
            line["request"] = asked
        rows = said.get("value") if isinstance(said, dict) else None
        if isinstance(said, dict) and isinstance(rows, list):
            outer = {name: part for name, part in said.items() if name != "value"}
            new = [row for row in rows if self._is_new((*at, "row", self._numbers.of(row)))]
            if self._is_new((*at, "many", self._numbers.of(outer))) or new:
                line["answer"] = {**said, "value": new}
        elif self._is_new((*at, "said", self._numbers.of(said))):
            line["answer"] = said
        if line:
            self._write({**place, **line})

    def _is_new(self, shape: Hashable) -> bool:
        if shape in self._seen:
            return False
        self._seen.add(shape)
        return True

    def _write(self, line: dict[str, Any]) -> None:
        kept = masked(line, at_sign_in=line["version"] == SIGN_IN)
        os.write(self._file, msgspec.json.encode(kept) + b"\n")


def notebook() -> Notebook | None:
    """Return this process's notebook, or None when the environment names no folder."""
    folder = os.environ.get(VARIABLE)
    return _notebook_of(folder, os.getpid()) if folder else None


@cache
def _notebook_of(folder: str, _process: int) -> Notebook:
    """Return the one notebook of a process: its tenants share what was seen."""
    return Notebook(Path(folder))


def _fresh(folder: Path) -> int:
    """Open a file that nobody has; process ids come again in a long run."""
    number = 0
    while True:
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            return os.open(folder / f"{os.getpid()}-{number}.jsonl", flags, 0o600)
        except FileExistsError:
            number += 1
