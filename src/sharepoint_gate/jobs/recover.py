"""Recover: close what a cut run left open, by looking, before anything new is done (law 10).

A run that was killed leaves intents without an outcome. The next run names the cut in the trail, and writes
the outcome that a fresh observation shows; it sends nothing for it. What is still wrong is in the new plan.
What no look can tell yet stays open for the next one: it is told once as uncertain, and once as settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.observed import ItemId, Observation, ObservedItem, ObservedPermission
from sharepoint_gate.access.scopes import is_like_above
from sharepoint_gate.jobs.change_data import Intended, intended
from sharepoint_gate.jobs.effect import find, is_gone, is_reader_link, people_on
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.store import OpenIntent, TrailStore
from sharepoint_gate.trail.events import EventKind, OutcomeState
from sharepoint_gate.trail.record import event_of
from sharepoint_gate.trail.unfinished import open_intents, told_doubts


@dataclass(frozen=True, slots=True)
class Cut:
    """A run that left something open, and its changes without a certain outcome.

    Attributes:
        finished: Whether it came to its end, or was told of already, and only the fate of these changes was
            not known then.
        told: The changes of which an earlier look has told that it cannot know.
    """

    run_id: str
    open_intents: tuple[OpenIntent, ...]
    finished: bool = False
    told: frozenset[str] = frozenset()

    @property
    def new(self) -> bool:
        """Whether nothing has told of it, or of one of its changes, yet."""
        return not self.finished or any(one.change_id not in self.told for one in self.open_intents)


@dataclass(frozen=True, slots=True)
class Closed:
    """What a look could tell of what earlier runs left open.

    Attributes:
        told: The cuts that were written down now.
        resets: What is not known yet of inheritance: only a look at the item itself can tell. By item.
    """

    told: Sequence[Cut] = ()
    resets: Mapping[ItemId, Sequence[OpenIntent]] = field(default_factory=dict)


def find_cuts(trail: TrailStore) -> Sequence[Cut]:
    """Return every run that left something open, in order.

    That is a run that never finished; and one that did, while a change had no outcome yet, or one that is not
    known for sure.
    """
    intents, cut = _doubtful(trail), trail.unfinished_runs()
    told = told_doubts(trail.records()) if intents else frozenset()
    runs = dict.fromkeys((*cut, *(intent.run_id for intent in intents)))
    return [
        Cut(
            run,
            tuple(intent for intent in intents if intent.run_id == run),
            run not in cut,
            frozenset(change for of_run, change in told if of_run == run),
        )
        for run in runs
    ]


def _doubtful(trail: TrailStore) -> Sequence[OpenIntent]:
    found = open_intents(trail.records(), doubtful=True)
    return [OpenIntent(run_id, change_id, record) for (run_id, change_id), record in found.items()]


def close_cuts(journal: Journal, cuts: Sequence[Cut], observation: Observation) -> Closed:
    """Write down each cut and, for each open change, what the observation shows of it.

    What was told to be uncertain before, and still is, is not told again.
    """
    written: list[Cut] = []
    resets: dict[ItemId, list[OpenIntent]] = {}
    for cut in cuts:
        news: list[OpenIntent] = []
        changes: list[Mapping[str, object]] = []
        for intent in cut.open_intents:
            wanted = intended(event_of(intent.record).data)
            state = _STATES[took_effect(wanted, observation)]
            if state is OutcomeState.UNCERTAIN and wanted.change == RESET:
                resets.setdefault(wanted.item_id, []).append(intent)
            if state is not OutcomeState.UNCERTAIN or intent.change_id not in cut.told:
                news.append(intent)
                changes.append(_closing(intent, wanted, state))
        if news or not cut.finished:
            finished = {"finished": True} if cut.finished else {}
            journal.note(EventKind.RUN_INTERRUPTED, {"interrupted": cut.run_id, "open": changes, **finished})
            written.append(replace(cut, open_intents=tuple(news)))
    return Closed(tuple(written), resets)


def settle_resets(journal: Journal, intents: Sequence[OpenIntent], state: OutcomeState) -> None:
    """Write down what a look at the item itself has shown of earlier resets of its inheritance."""
    for intent in intents:
        wanted = intended(event_of(intent.record).data)
        told = {"interrupted": intent.run_id, "open": [_closing(intent, wanted, state)], "finished": True}
        journal.note(EventKind.RUN_INTERRUPTED, told)


def _closing(intent: OpenIntent, wanted: Intended, state: OutcomeState) -> Mapping[str, object]:
    return {"change_id": intent.change_id, "state": state.value, "path": wanted.path, "change": wanted.change}


RESET = "reset-inheritance"
_ON_ITEMS = frozenset({"delete-permission", "revoke-people", "grant-readers", RESET})
_STATES = {True: OutcomeState.APPLIED, False: OutcomeState.FAILED, None: OutcomeState.UNCERTAIN}


def took_effect(wanted: Intended, observation: Observation) -> bool | None:
    """Tell whether the observation shows what an earlier run set out to do; None when it cannot be seen."""
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
    if item.permissions is None:
        return None
    return (
        _reset_shows(item, observation) if wanted.change == RESET else _item_shows(wanted, item.permissions)
    )


def _reset_shows(item: ObservedItem, observation: Observation) -> bool | None:
    """A list that is not the folder's is the item's own; with the same list Graph does not tell."""
    above = observation.items.get(item.parent_id) if item.parent_id is not None else None
    if above is None or above.permissions is None or is_like_above(item.permissions or (), above.permissions):
        return None
    return False


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
