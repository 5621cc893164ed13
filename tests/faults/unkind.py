"""Nights of the small partnership in a tenant that is unkind: what to set, and what must hold after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.harness import Rehearsal, Spoken
from tests.e2e.journey import people, rows

CHANNEL = "Reviews/"
UNIT = {"s01", "s02", "s03"}
Readers = dict[str, set[str]]
CLEAN = ("everybody sees what they should", "There is nothing to do")


def expected() -> Readers:
    """Return who should read each file once the weekend is mended, from the table."""
    found: Readers = {}
    for row in rows("small_expected_access.csv"):
        found.setdefault(row["file"], set()).add(row["reader"])
    return found


def files(state: Any) -> dict[str, Any]:
    """Return the channel's files by path below the channel's folder."""
    items = (item for drive in state["drives"] for item in drive["items"] if not item["folder"])
    return {item["path"].removeprefix(CHANNEL): item for item in items if item["path"].startswith(CHANNEL)}


def able(scene: Rehearsal) -> Readers:
    """Return who can open each file besides the business unit, by the tenant's own reckoning."""
    found = {}
    for path, item in files(scene.admin("GET", "/state").body).items():
        access = [one for one in scene.access(item["id"]) if one["role"] and "key" in one]
        found[path] = {one["key"] for one in access} - UNIT
    return {path: names for path, names in found.items() if names}


@dataclass(frozen=True, slots=True)
class UnkindNight:
    """One run of the gate, and who gained anything while it ran."""

    spoken: Spoken
    gained: list[tuple[str, str, str]]
    writes: list[dict[str, Any]]

    @property
    def states(self) -> list[str]:
        """How the changes ended."""
        return [one["state"] for one in self.spoken.data["outcomes"]]

    @property
    def answers(self) -> set[tuple[str, int]]:
        """The last word of each path that was written to, with the status of the answer."""
        return {(entry["path"].rpartition("/")[2], entry["status"]) for entry in self.writes}

    @property
    def beside(self) -> list[tuple[str, str, str]]:
        """Who gained what nobody meant them to have; the business unit apart."""
        meant = expected()
        return [
            (who, path, role)
            for who, path, role in self.gained
            if who not in UNIT and (role != "read" or who not in meant.get(path, set()))
        ]


def spend(scene: Rehearsal, *, env: Mapping[str, str] | None = None, json: bool = True) -> UnkindNight:
    """Run the nightly job, whatever it ends in."""
    mark = max(entry["n"] for entry in scene.journal())
    spoken = scene.gate("reconcile", *(["--json"] if json else []), wanted=None, env=env)
    journal = scene.journal(mark)
    state = scene.admin("GET", "/state").body
    names, paths = people(state), {item["id"]: path for path, item in files(state).items()}
    gained = []
    for entry in journal:
        had = {(one["person"], one["item"]) for one in entry["lost"]}
        fresh = [one for one in entry["gained"] if (one["person"], one["item"]) not in had]
        gained += [(names[one["person"]], paths.get(one["item"], one["item"]), one["role"]) for one in fresh]
    writes = [entry for entry in journal if entry["write"] and entry["app"] == "reconciler"]
    return UnkindNight(spoken, gained, writes)


def harm(scene: Rehearsal, route: str, kind: str, nth: int = 1, count: int = 1) -> None:
    """Ask the emulator for a fault."""
    answer = scene.admin("POST", "/faults", {"route": route, "kind": kind, "nth": nth, "count": count})
    assert answer.status < 300, answer


def behave(scene: Rehearsal, **quirks: Any) -> None:
    """Set quirks; a double underscore stands for the point in their names."""
    answer = scene.admin("PUT", "/quirks", {name.replace("__", "."): value for name, value in quirks.items()})
    assert answer.status < 300, answer


def check_in_sync(scene: Rehearsal, gone: frozenset[str] = frozenset()) -> None:
    """Check that nothing is left to do and each file has exactly its readers, but for those who are gone."""
    scene.gate("plan", "--exit-code")
    meant = {path: names - gone for path, names in expected().items()}
    assert able(scene) == {path: names for path, names in meant.items() if names}
    members = {
        one["key"] for channel in scene.admin("GET", "/state").body["channels"] for one in channel["members"]
    }
    assert members == UNIT
