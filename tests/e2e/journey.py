"""The journey of the demo, with everything that the emulator's admin API says about it."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.harness import ROOT, Rehearsal, Spoken

HERE = ROOT / "tests" / "e2e"
CHANNEL = "Case review/"


@dataclass(frozen=True, slots=True)
class Journey:
    """What was said and what the tenant looked like.

    Attributes:
        quiet, mended, again: The three nights as the gate told them (JSON of ``reconcile``).
        plan: The plan before the mending night (JSON of ``plan``), while the site is still open.
        before, after: The admin API's ``state`` around the mending night.
        access: By path, who can open each file after it, by the emulator's own reckoning.
        journal: Every request of the mending night.
        writes_when_quiet: Requests that wrote, in the quiet night and in the last one.
    """

    scene: Rehearsal
    quiet: Any
    plan: Any
    mended: Any
    again: Any
    before: Any
    after: Any
    access: dict[str, list[dict[str, Any]]]
    journal: list[dict[str, Any]]
    writes_when_quiet: list[dict[str, Any]]
    last_plan: Spoken
    verified: Spoken


def travel(scene: Rehearsal) -> Journey:
    """Go through the demo's nights command by command."""
    start = _now(scene)
    quiet = scene.gate("reconcile", "--json").data
    writes = _writes(scene, start)
    scene.weekend()
    before = scene.admin("GET", "/state").body
    plan = scene.gate("plan", "--json").data
    scene.repair()
    mark = _now(scene)
    mended = scene.gate("reconcile", "--json").data
    journal = scene.journal(mark)
    after = scene.admin("GET", "/state").body
    access = {path: scene.access(item["id"]) for path, item in files(after).items()}
    mark = _now(scene)
    again = scene.gate("reconcile", "--json").data
    writes += _writes(scene, mark)
    last_plan = scene.gate("plan", "--exit-code")
    verified = scene.gate("trail", "verify")
    return Journey(
        scene, quiet, plan, mended, again, before, after, access, journal, writes, last_plan, verified
    )


def _now(scene: Rehearsal) -> int:
    return max((entry["n"] for entry in scene.journal()), default=0)


def _writes(scene: Rehearsal, since: int) -> list[dict[str, Any]]:
    return [entry for entry in scene.journal(since) if entry["write"] and entry["app"] != "admin"]


def rows(name: str) -> list[dict[str, str]]:
    """Return a table of expectations."""
    with Path(HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(state: Any) -> dict[str, Any]:
    """Return the channel's files by path below the channel's folder."""
    found = {}
    for drive in state["drives"]:
        for item in drive["items"]:
            if not item["folder"] and item["path"].startswith(CHANNEL):
                found[item["path"].removeprefix(CHANNEL)] = item
    return found


def people(state: Any) -> dict[str, str]:
    """Return the short name of every directory user by object id."""
    return {user["id"]: user["key"] for user in state["users"]}


def gains(state: Any, journal: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return who gained what by the requests of a journal: short name, path and role.

    Somebody whose role sank from write to read is told as having lost one and gained the other: no gain.
    """
    names = people(state)
    paths = {item["id"]: path for path, item in files(state).items()}
    found = []
    for entry in journal:
        had = {(one["person"], one["item"]) for one in entry["lost"]}
        fresh = [one for one in entry["gained"] if (one["person"], one["item"]) not in had]
        found += [(names[one["person"]], paths.get(one["item"], one["item"]), one["role"]) for one in fresh]
    return found
