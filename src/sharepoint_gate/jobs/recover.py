"""Recover: close what a cut run left open, by looking, before anything new is done (law 10).

A run that was killed leaves intents without an outcome. The next run names the cut in the trail, and writes
the outcome that a fresh observation shows; it sends nothing for it. What is still wrong is in the new plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sharepoint_gate.access.observed import Observation, ObservedPermission
from sharepoint_gate.jobs.change_data import Intended, intended
from sharepoint_gate.jobs.effect import find, is_gone, is_reader_link, people_on
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.store import OpenIntent, TrailStore
from sharepoint_gate.trail.events import EventKind, OutcomeState
from sharepoint_gate.trail.record import event_of
from sharepoint_gate.trail.unfinished import open_intents


@dataclass(frozen=True, slots=True)
class Cut:
    """A run that left something open, and its changes without a certain outcome.

    Attributes:
        finished: Whether it came to its end, and only the fate of these changes was not known then.
    """

    run_id: str
    open_intents: tuple[OpenIntent, ...]
    finished: bool = False


def find_cuts(trail: TrailStore) -> Sequence[Cut]:
    """Return every run that left something open, in order.

    That is a run that never finished; and one that did, while a change had no outcome yet, or one that is not
    known for sure.
    """
    intents, cut = _doubtful(trail), trail.unfinished_runs()
    runs = dict.fromkeys((*cut, *(intent.run_id for intent in intents)))
    return [
        Cut(run, tuple(intent for intent in intents if intent.run_id == run), run not in cut) for run in runs
    ]


def _doubtful(trail: TrailStore) -> Sequence[OpenIntent]:
    found = open_intents(trail.records(), doubtful=True)
    return [OpenIntent(run_id, change_id, record) for (run_id, change_id), record in found.items()]


def close_cuts(journal: Journal, cuts: Sequence[Cut], observation: Observation) -> None:
    """Write down each cut and, for each open change, what the observation shows of it."""
    for cut in cuts:
        changes = [_closing(intent, observation) for intent in cut.open_intents]
        finished = {"finished": True} if cut.finished else {}
        journal.note(EventKind.RUN_INTERRUPTED, {"interrupted": cut.run_id, "open": changes, **finished})


def _closing(intent: OpenIntent, observation: Observation) -> dict[str, object]:
    wanted = intended(event_of(intent.record).data)
    state = _STATES[took_effect(wanted, observation)]
    return {"change_id": intent.change_id, "state": state.value, "path": wanted.path, "change": wanted.change}


_ON_ITEMS = frozenset({"delete-permission", "revoke-people", "grant-readers"})
_STATES = {True: OutcomeState.APPLIED, False: OutcomeState.FAILED, None: OutcomeState.UNCERTAIN}


def took_effect(wanted: Intended, observation: Observation) -> bool | None:
    """Tell whether the observation shows what an earlier run set out to do; None when it cannot be seen."""
    if wanted.change == "reset-inheritance":
        return None  # Graph does not tell; the next run looks before it resets
    if wanted.change.endswith("member") or wanted.change == "set-member-role":
        return _member_shows(wanted, observation)
    if wanted.change == "invite-guest":
        # Nobody there yet proves nothing: it may have left, and is not sent again.
        return True if observation.accounts.get(wanted.person) else None
    if wanted.change not in _ON_ITEMS:
        return None
    item = observation.items.get(wanted.item_id)
    if item is None:
        # A file that is gone gives nobody access, where the whole library was seen.
        return None if observation.unread else wanted.change != "grant-readers"
    return None if item.permissions is None else _item_shows(wanted, item.permissions)


def _item_shows(wanted: Intended, permissions: Sequence[ObservedPermission]) -> bool:
    if wanted.change == "delete-permission":
        return is_gone(permissions, wanted.permission_id)
    if wanted.change == "revoke-people":
        link = find(permissions, wanted.permission_id)
        return link is None or people_on(link).isdisjoint(wanted.people)
    return any(people_on(one).issuperset(wanted.people) for one in permissions if is_reader_link(one))


def _member_shows(wanted: Intended, observation: Observation) -> bool | None:
    if observation.members is None:
        return None
    roles = {member.object_id: member.role for member in observation.members}
    if wanted.change == "remove-member":
        return wanted.object_id not in roles
    return roles.get(wanted.object_id) == wanted.role
