"""Recover: close what a cut run left open, by looking, before anything new is done (law 10).

A run that was killed leaves intents without an outcome. The next run names the cut in the trail, and writes
the outcome that a fresh observation shows; it sends nothing for it. What is still wrong is in the new plan.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sharepoint_gate.access.observed import Observation
from sharepoint_gate.jobs.change_data import Intended, intended
from sharepoint_gate.jobs.effect import find, is_reader_link, people_on
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.store import OpenIntent, TrailStore
from sharepoint_gate.trail.events import EventKind, OutcomeState


@dataclass(frozen=True, slots=True)
class Cut:
    """A run that did not finish, and its changes without an outcome."""

    run_id: str
    open_intents: tuple[OpenIntent, ...]


def find_cuts(trail: TrailStore) -> Sequence[Cut]:
    """Return every run that started and never finished, in order."""
    intents = trail.open_intents()
    return [
        Cut(run, tuple(intent for intent in intents if intent.run_id == run))
        for run in trail.unfinished_runs()
    ]


def close_cuts(journal: Journal, cuts: Sequence[Cut], observation: Observation) -> None:
    """Write down each cut and, for each open change, what the observation shows of it."""
    for cut in cuts:
        changes = [_closing(intent, observation) for intent in cut.open_intents]
        journal.note(EventKind.RUN_INTERRUPTED, {"interrupted": cut.run_id, "open": changes})


def _closing(intent: OpenIntent, observation: Observation) -> dict[str, object]:
    wanted = intended(json.loads(intent.record.body)["data"])
    state = OutcomeState.APPLIED if took_effect(wanted, observation) else OutcomeState.FAILED
    return {"change_id": intent.change_id, "state": state.value, "path": wanted.path, "change": wanted.change}


def took_effect(wanted: Intended, observation: Observation) -> bool:
    """Tell whether the observation shows what an earlier run set out to do; False when it cannot be seen."""
    if wanted.change.endswith("member") or wanted.change == "set-member-role":
        return _member_shows(wanted, observation)
    item = observation.items.get(wanted.item_id)
    if item is None or item.permissions is None:
        return False
    named = frozenset().union(*(people_on(one) for one in item.permissions if is_reader_link(one)))
    if wanted.change == "delete-permission":
        return find(item.permissions, wanted.permission_id) is None
    if wanted.change == "revoke-people":
        return not named & set(wanted.people)
    return set(wanted.people) <= named


def _member_shows(wanted: Intended, observation: Observation) -> bool:
    if observation.members is None:
        return False
    roles = {member.object_id: member.role for member in observation.members}
    if wanted.change == "remove-member":
        return wanted.object_id not in roles
    return roles.get(wanted.object_id) == wanted.role
