"""Grants that a run has in hand: written down as intents before the freeze, and without an outcome yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_removals import Target
from sharepoint_gate.jobs.change_data import Intended, intended
from sharepoint_gate.ports.store import OpenIntent, TrailStore
from sharepoint_gate.trail.events import Json
from sharepoint_gate.trail.record import event_of

# A request that is older than this was answered long ago, or never left: the run that wrote it down is gone.
OLDEST = timedelta(minutes=15)
# A freeze names nobody anew, whatever becomes of its removals.
OF_A_FREEZE = "freeze-"
_GIVES = frozenset({"grant-readers", "revoke-people", "add-member", "set-member-role"})


def in_hand(trail: TrailStore, target: Target, at: datetime) -> Sequence[OpenIntent]:
    """Return the open intents that may be giving something to what is frozen.

    ``revoke-people`` is among them: where a service cannot take off one person, the link is made anew for
    those who stay.
    """
    return [one for one in trail.open_intents() if _concerns(one, target, at)]


def _concerns(intent: OpenIntent, target: Target, at: datetime) -> bool:
    event = event_of(intent.record)
    wanted = intended(event.data)
    if intent.run_id.startswith(OF_A_FREEZE) or wanted.change not in _GIVES or event.at < at - OLDEST:
        return False
    if target.subject.kind is FreezeKind.CASE:
        return f"/{target.subject.subject}/" in f"/{wanted.path}/"
    return not _people(wanted, event.data).isdisjoint(target.accounts)


def _people(wanted: Intended, data: Json) -> set[str]:
    named: set[str] = {*wanted.people, wanted.object_id}
    for key in ("readers", "remaining"):
        more = data.get(key, ())
        named |= {str(one) for one in more} if isinstance(more, list | tuple) else set()
    return named
