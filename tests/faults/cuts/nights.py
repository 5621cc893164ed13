"""A night that is cut, and the nights after it, compared with the one that nobody cut."""

import json
from collections import Counter
from typing import Any

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Outcome, Signature, Undisturbed, check_order, marks, outcome, trail
from tests.faults.cuts.places import PLACES
from tests.faults.cuts.points import Passing, Point

UNSURE = 6
"""What a night ends in that has a mail of unknown fate."""


def last_entry(scene: Rehearsal) -> int:
    """Return the number of the journal's last entry."""
    return max(int(one["n"]) for one in scene.journal())


def cut_at(scene: Rehearsal, point: Point, since: int = 0) -> bool:
    """Spend a night that is killed at a point; tell whether it came so far."""
    ended = run(scene, Passing(point), "reconcile")
    assert ended.killed or ended.code in {0, UNSURE}, ended.out
    check_nobody_gained(scene, since)
    return ended.killed


def check_nobody_gained(scene: Rehearsal, since: int = 0) -> None:
    """Check that whoever the gate let in, after an entry of the journal, may read that very file."""
    state = scene.admin("GET", "/state").body
    place, names = PLACES[scene.name], {one["id"]: one["key"] for one in state["users"]}
    paths = {item["id"]: path for path, item in place.files(state).items()}
    for entry in scene.journal(since):
        if entry["app"] != "reconciler":
            continue
        had = {(one["person"], one["item"]) for one in entry["lost"]}
        for one in entry["gained"]:
            who, path = names[one["person"]], paths.get(one["item"], "")
            meant = who in place.expected.get(path, set()) and one["role"] == "read"
            # Whose role sank is told as having lost one and gained the other.
            sank = (one["person"], one["item"]) in had and one["role"] == "read"
            assert who in place.unit or meant or sank, (who, path, entry["path"])


def complete(scene: Rehearsal) -> tuple[int, Any]:
    """Spend the next night, two hours later; return its code and what it told."""
    assert scene.admin("POST", "/clock", {"advance": "PT2H"}).status < 300
    spoken = scene.gate("reconcile", "--json", wanted=None)
    assert spoken.code in {0, UNSURE}, spoken
    return spoken.code, json.loads(spoken.out)


def check_as_undisturbed(
    scene: Rehearsal, undisturbed: Undisturbed, since: int, code: int, night: Any
) -> None:
    """Check that everything is as if nothing had been cut, or that a person is told of what is in doubt."""
    wanted, now, events = undisturbed.outcome, outcome(scene), trail(scene)
    begun, ended, cut = marks(events)
    assert begun == ended + cut
    check_order(scene, since)
    assert now.shape == wanted.shape
    assert now.readers == wanted.readers
    _check_told(now, wanted)
    _check_mails(now, undisturbed, code, night)
    _check_changes(now, undisturbed, events, night)


def _check_told(now: Outcome, wanted: Outcome) -> None:
    assert not wanted.told - now.told, wanted.told - now.told
    more = now.told - wanted.told
    # Whose access outlived the night that was to end it is told as an exposure, with its end.
    begun, over = _places(more, "exposure-begun"), _places(more, "exposure-ended")
    assert {kind for kind, *_ in more} <= {"exposure-begun", "exposure-ended"}
    assert begun <= over, begun - over
    # And what the night could not end itself, the one after it sees gone.
    still_open = _places(wanted.told, "exposure-begun") - _places(wanted.told, "exposure-ended")
    assert over - begun <= still_open, over - begun - still_open
    assert all(now.told[one] == 1 for one in now.told if one[0] == "exposure-begun")


def _places(told: Counter[Signature], kind: str) -> Counter[str]:
    return Counter(place for name, place, *_ in told.elements() if name == kind)


def _check_mails(now: Outcome, undisturbed: Undisturbed, code: int, night: Any) -> None:
    lost = sum((undisturbed.outcome.mails - now.mails).values())
    # A notice of exposures bears the number of the last one.
    beyond = {one for one in now.mails - undisturbed.after.mails if not one.startswith("exposure/")}
    assert not beyond
    assert set(now.mails.values()) == {1}
    assert code == (UNSURE if "mail-uncertain" in _kinds(night["mail"]["findings"]) else 0)
    if code == 0:
        assert not {one for one in undisturbed.outcome.mails - now.mails if not one.startswith("exposure/")}
    else:
        assert lost >= 1


def _check_changes(now: Outcome, undisturbed: Undisturbed, events: list[dict[str, Any]], night: Any) -> None:
    wanted, after = undisturbed.outcome, undisturbed.after
    assert now.applied <= after.applied, now.applied - after.applied
    lost = {kind for kind, *_ in wanted.applied - now.applied}
    if now.guests != wanted.guests:
        # Whether the invitation left is not known, so that it never leaves again by itself (law 12).
        assert "invite-guest" in lost
        assert "invitation-waits" in _kinds(night["findings"])
        lost -= {"invite-guest"}
    # Graph does not tell whether a reset that got no answer was done; the record does not claim it.
    assert lost <= {
        one["change"]
        for event in events
        if event["kind"] == "run-interrupted"
        for one in event["data"]["open"]
        if (one["change"], one["state"]) == ("reset-inheritance", "uncertain")
    }, lost


def _kinds(findings: list[dict[str, Any]]) -> list[str]:
    return [one["kind"] for one in findings]
