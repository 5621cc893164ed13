"""What is compared after a cut: the tenant, who can read what, the mails, and what the trail tells."""

import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.places import PLACES

Signature = tuple[str, ...]
# The last part of some letters' names stands for the ids of what they lead to.
_MARK = re.compile("/[0-9a-f]{16}$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands once all nights are over.

    Attributes:
        shape: Every permission and member, without the ids that another order of requests would change.
        readers: Who can open which file, by the tenant's own reckoning.
        mails: How often each letter went, by its name without the mark of what it holds.
        applied: How often the trail tells of each change as applied.
        told: How often it tells of each exposure, freeze and place that was given back.
        guests: Who is in the directory.
    """

    shape: Any
    readers: Mapping[str, set[str]]
    mails: Counter[str]
    applied: Counter[Signature]
    told: Counter[Signature]
    guests: Counter[str]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A night that nobody cut.

    Attributes:
        writes: What it wrote to the tenant, in order.
        labels: What each durable step held, in order.
        passed: How many points of each kind it passed.
        outcome: What stood after it.
        after: What stood after the night that follows: a guest who is there by then is asked to accept, and
            what lost its last entry is given back.
    """

    writes: tuple[str, ...]
    labels: tuple[str, ...]
    passed: Mapping[str, int]
    outcome: Outcome
    after: Outcome


def outcome(scene: Rehearsal) -> Outcome:
    """Return what stands now."""
    state, events = scene.admin("GET", "/state").body, trail(scene)
    guests = Counter(
        str(one["key"]) if len(str(one["key"])) < 20 else "somebody new" for one in state["users"]
    )
    return Outcome(shape(state), readers(scene, state), mails(scene), applied(events), told(events), guests)


def readers(scene: Rehearsal, state: Any) -> dict[str, set[str]]:
    """Return who can open each file besides the business unit, by the tenant's own reckoning."""
    place, found = PLACES[scene.name], {}
    for path, item in place.files(state).items():
        access = [one for one in scene.access(item["id"]) if one["role"] and "key" in one]
        found[path] = {one["key"] for one in access} - place.unit
    return {path: names for path, names in found.items() if names}


def shape(state: Any) -> Any:
    """Return what the tenant shows."""
    items = {
        item["path"]: sorted(_shape(one) for one in item["permissions"])
        for drive in state["drives"]
        for item in drive["items"]
    }
    members = [one for channel in state["channels"] for one in channel["members"]]
    return {"items": items, "members": sorted((one["key"], tuple(one["roles"])) for one in members)}


def _shape(permission: dict[str, Any]) -> str:
    link, granted = permission.get("link", {}), permission.get("grantedToV2", {})
    people = sorted(one["user"]["id"] for one in permission.get("grantedToIdentitiesV2", []) if "user" in one)
    names = sorted(str(value.get("displayName")) for value in granted.values())
    structural = any("SharingLinks." in str(value.get("loginName")) for value in granted.values())
    facts = [permission["roles"], link.get("scope"), link.get("type"), link.get("preventsDownload"), people]
    return json.dumps([*facts, "limited access" if structural else names])


def mails(scene: Rehearsal) -> Counter[str]:
    """Return how often each letter went; a mark is told once at most, whatever the gate's ledger says."""
    with closing(sqlite3.connect(scene.state / "rehearsal.sqlite")) as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM mails ORDER BY 1")]
    names = {hashlib.sha256(key.encode()).hexdigest()[:32]: key for key in keys}
    found = scene.admin("GET", "/mail").body
    marks = Counter(one["headers"]["x-sharepoint-gate-key"] for one in found if one["origin"] == "sendMail")
    return Counter(_MARK.sub("", names.get(mark, mark)) for mark in marks.elements())


def trail(scene: Rehearsal) -> list[dict[str, Any]]:
    """Return the trail's events in order, as the database holds them; what is no event is left out."""
    with closing(sqlite3.connect(scene.state / "rehearsal.sqlite")) as connection:
        rows = connection.execute("SELECT body FROM records ORDER BY log, leaf_index").fetchall()
    return [event for (body,) in rows if "run_id" in (event := json.loads(body))]


def applied(events: list[dict[str, Any]]) -> Counter[Signature]:
    """Return how often the trail says that each change was applied."""
    counted: Counter[Signature] = Counter()
    targets: dict[tuple[str, str], Signature] = {}
    for event in events:
        run, data = event["run_id"], event["data"]
        if event["kind"] == "intent":
            targets[run, data["change_id"]] = _target(data)
        elif event["kind"] == "outcome" and data["state"] == "applied":
            counted[targets[run, data["change_id"]]] += 1
        elif event["kind"] == "run-interrupted":
            for one in data["open"]:
                counted[targets[data["interrupted"], one["change_id"]]] += one["state"] == "applied"
    return +counted


def _target(data: dict[str, Any]) -> Signature:
    place = data.get("path") or data.get("object_id") or data.get("person")
    return str(data["change"]), str(place), ",".join(data.get("who", []))


_FACTS = {
    "exposure-begun": ("object", "principal"),
    "exposure-ended": ("object",),
    "frozen": ("subject",),
    "unfrozen": ("subject",),
    "trail-key": ("because",),
    "trail-signed-off": ("reason",),
    "rail-released": ("rail",),
}


def told(events: list[dict[str, Any]]) -> Counter[Signature]:
    """Return how often the trail tells of what is told once."""
    return Counter(
        (one["kind"], *(str(one["data"].get(name)) for name in _FACTS[one["kind"]]))
        for one in events
        if one["kind"] in _FACTS
    )


def marks(events: list[dict[str, Any]]) -> tuple[int, int, int]:
    """Return how many runs the trail tells of as begun, as ended, and as found cut off.

    A later look at changes of a run whose end, or whose cut, was told before is no further cut.
    """
    kinds = Counter(one["kind"] for one in events if not one["data"].get("finished"))
    return kinds["run-started"], kinds["run-finished"], kinds["run-interrupted"]


def check_order(scene: Rehearsal, since: int) -> None:
    """Check law 5: on each item the gate took away first, and gave after that."""
    giving: set[str] = set()
    for entry in scene.journal(since):
        if entry["app"] != "reconciler" or not entry["write"]:
            continue
        had = {(one["person"], one["item"]) for one in entry["lost"]}
        gained = {(one["person"], one["item"]) for one in entry["gained"]}
        for person, item in had - gained:
            assert item not in giving, (person, item, entry["path"])
        giving |= {item for _, item in gained - had}
