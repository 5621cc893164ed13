"""Scopes: given back once a case is closed and an item's list is that of its folder.

The look that a night judged by is some minutes old by now, so that each item and its folder are read again
before anything is written; what cannot be given back is counted, for an administrator.

Source: ISA §8.6, ADR-0005
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sharepoint_gate.access.observed import ItemId, ObservedItem, Unread
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.access.scopes import is_like_above, scopes_to_give_back
from sharepoint_gate.errors import GraphError, WriteUncertainError
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.recover import RESET, settle_resets
from sharepoint_gate.jobs.think import Thought
from sharepoint_gate.ports.scopes import OpensScopes, ScopeWriter
from sharepoint_gate.ports.store import MemoryStore, OpenIntent
from sharepoint_gate.ports.tenant import TenantReader
from sharepoint_gate.roster.model import Mode
from sharepoint_gate.trail.events import EventKind, OutcomeState

Doubts = Mapping[ItemId, Sequence[OpenIntent]]
NO_DOUBTS: Doubts = {}
NO_WAY = "nothing is set up here that could give them back"
MOST_A_NIGHT = 200
"""So many a night: a large case is given back over some nights, and no night is held up by it."""


@dataclass(frozen=True, slots=True)
class ScopesBack:
    """What became of permissions of their own that nobody needs.

    Attributes:
        given: How many items inherit again, seen by a fresh look.
        waiting: How many wait for an administrator, or for another night.
        why: What keeps them; empty when nothing does.
    """

    given: int = 0
    waiting: int = 0
    why: str = ""


class Gives(Protocol):
    """The part of a bench that is needed here."""

    @property
    def reader(self) -> TenantReader:
        """Reads the tenant."""
        ...

    @property
    def memory(self) -> MemoryStore:
        """Knows which items have permissions of their own."""
        ...

    @property
    def open_scopes(self) -> OpensScopes | None:
        """Opens what resets; None where there is none."""
        ...


async def give_back(
    thought: Thought, bench: Gives, journal: Journal, doubts: Doubts = NO_DOUBTS
) -> ScopesBack:
    """Give back what nobody needs, one item after the other.

    Args:
        thought: What was seen.
        bench: What it works with.
        journal: Takes what is done.
        doubts: Earlier resets whose fate is not known: the first look at their item settles them (law 10).

    Raises:
        LawError: The door stopped a request.
    """
    spare = [one for one in scopes_to_give_back(thought.world, doubts) if _may_write(thought, one)]
    if not spare:
        return ScopesBack()
    if bench.open_scopes is None:
        return ScopesBack(0, len(spare), NO_WAY)
    now = spare[:MOST_A_NIGHT]
    try:
        async with bench.open_scopes(_permit(thought, now)) as writer:
            giving = _Giving(thought, bench, journal, writer, doubts)
            given = [one for number, one in enumerate(now, start=1) if await giving.give(number, one)]
    except GraphError as error:
        return ScopesBack(0, len(spare), f"{error.what} {error.why}".strip())
    return ScopesBack(len(given), len(spare) - len(given), giving.why)


def _permit(thought: Thought, items: Sequence[ObservedItem]) -> WritePermit:
    """Return a permit that holds the resetting of these items, and nothing else."""
    site = thought.site
    nothing = WritePermit(site.drive_id, site.team_id, site.channel_id, {}, {}, frozenset(), {})
    return replace(nothing, reset_items=frozenset(one.id for one in items))


def _may_write(thought: Thought, item: ObservedItem) -> bool:
    """Tell whether anything may be written here: not where the gate only observes."""
    place = place_of(thought.world.observation, item)
    observed = place is None or place.case in thought.plan.observed_cases
    return thought.plan.mode is Mode.ENFORCE and not observed


@dataclass(slots=True)
class _Giving:
    thought: Thought
    bench: Gives
    journal: Journal
    writer: ScopeWriter
    doubts: Doubts
    why: str = ""

    async def give(self, number: int, item: ObservedItem) -> bool:
        """Give one item's scope back; tell whether a look shows that it has none any more."""
        try:
            if await self._is_still_spare(item):
                return await self._reset(f"s{number:04d}", item)
        except GraphError as error:
            self.why = f"{error.what} {error.why}".strip()
        return False

    async def _is_still_spare(self, item: ObservedItem) -> bool:
        parent = item.parent_id
        if parent is None:
            return False
        wanted: list[ItemId] = [item.id, parent]
        found = await self.bench.reader.permissions(self.thought.site.drive_id, wanted)
        here, above = found[item.id], found[parent]
        if isinstance(here, Unread) or isinstance(above, Unread):
            return False
        return is_like_above(here, above)

    async def _reset(self, change_id: str, item: ObservedItem) -> bool:
        stands = await self.writer.has_own(item.id, folder=item.is_folder)
        settled = OutcomeState.FAILED if stands else OutcomeState.APPLIED
        settle_resets(self.journal, self.doubts.get(item.id, ()), settled)
        if not stands:
            self.bench.memory.remember_scopes((), [item.id])
            return True
        self._note_intent(change_id, item)
        state, why = await self._write(item)
        # Told before it is forgotten: forgotten first, a cut in between would leave it untold for ever.
        self.journal.outcome(change_id, state, why)
        if state is OutcomeState.APPLIED:
            self.bench.memory.remember_scopes((), [item.id])
        self.why = why or self.why
        return state is OutcomeState.APPLIED

    async def _write(self, item: ObservedItem) -> tuple[OutcomeState, str]:
        lost = ""
        try:
            await self.writer.reset(item.id, folder=item.is_folder)
        except WriteUncertainError as error:
            lost = error.what
        except GraphError as error:
            return OutcomeState.FAILED, error.what
        try:
            stands = await self.writer.has_own(item.id, folder=item.is_folder)
        except GraphError as error:
            return OutcomeState.UNCERTAIN, f"{lost} it could not be read back: {error.what}".strip()
        if not stands:
            return OutcomeState.APPLIED, ""
        return (
            (OutcomeState.UNCERTAIN, lost) if lost else (OutcomeState.FAILED, "a fresh look does not show it")
        )

    def _note_intent(self, change_id: str, item: ObservedItem) -> None:
        data = {"change": RESET, "item_id": item.id, "path": item.path}
        reason = "The case is closed, and the item has the list of its folder."
        self.journal.note(EventKind.INTENT, {"change_id": change_id, "step": RESET, **data, "reason": reason})
