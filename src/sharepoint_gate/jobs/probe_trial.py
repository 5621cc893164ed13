"""One trial: what the doctor tries with, and each request of it written down, sent and looked at again.

Source: ADR-0005
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedPermission, PermissionId, Unread
from sharepoint_gate.access.probes import Probe, ProbeAnswer, Verdict
from sharepoint_gate.access.probes_tried import TRIES
from sharepoint_gate.errors import GraphError, LawError, UnavailableError, WriteUncertainError
from sharepoint_gate.jobs.effect import find, is_gone, is_reader_link
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.probe_items import TRY
from sharepoint_gate.jobs.probe_looks import because, is_refusal
from sharepoint_gate.jobs.write_item import READ_BACK_WAITS_S
from sharepoint_gate.ports.probing import ProbeReader, ProbeWriter, Version
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.trail.events import EventKind, OutcomeState

T = TypeVar("T")
Entries = tuple[ObservedPermission, ...]
NOT_REACHED = "it was not come to, since something before it did not go as it should"


@dataclass(slots=True)
class Notebook:
    """Writes each request of a doctor down before it leaves, and what became of it."""

    journal: Journal
    _number: int = 0

    def intend(self, change: str, **facts: object) -> str:
        """Write down what is about to be sent; return its change id."""
        self._number += 1
        change_id = f"p{self._number:03d}"
        told = {"change_id": change_id, "change": change, "reason": "to see how this tenant behaves", **facts}
        self.journal.note(EventKind.INTENT, told)
        return change_id

    def ended(self, change_id: str, state: OutcomeState, why: str = "", item_id: str = "") -> None:
        """Write down how it ended."""
        self.journal.note(
            EventKind.OUTCOME, {"change_id": change_id, "state": state.value, "why": why, "item_id": item_id}
        )

    async def send(self, change_id: str, request: Callable[[], Awaitable[T]]) -> T:
        """Send a request; write down a bad end."""
        try:
            return await request()
        except WriteUncertainError as error:
            self.ended(change_id, OutcomeState.UNCERTAIN, error.what)
            raise
        except (GraphError, LawError) as error:
            self.ended(change_id, OutcomeState.FAILED, error.what)
            raise


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The items of one trial: a file, and a folder with two files."""

    file: ItemId
    folder: ItemId
    inner: ItemId
    unshown: ItemId


@dataclass(slots=True)
class Trial:
    """One test account, four own items, and what was found out with them.

    Attributes:
        above: The folders above the own items, the library's root first.
        is_pending: Whether the account is a guest who never signed in.
        harm: What a trial did beside its own items, for a person to put right; expected to stay empty.
    """

    reader: TenantReader
    probing: ProbeReader
    writer: ProbeWriter
    notebook: Notebook
    site: ChannelSite
    person: ObjectId
    is_pending: bool
    own: OwnFiles
    above: Sequence[ItemId]
    paths: Mapping[ItemId, str]
    found: dict[str, tuple[Verdict, str]] = field(default_factory=dict)
    harm: list[str] = field(default_factory=list)

    def tell(self, probe: Probe, verdict: Verdict, seen: str) -> None:
        """Keep an answer."""
        self.found[probe.id] = (verdict, seen)

    def tell_refusal(self, probe: Probe, error: GraphError) -> None:
        """Keep what an error says: refused is no, unanswered cannot be told."""
        self.tell(probe, Verdict.NO if is_refusal(error) else Verdict.UNKNOWN, because(error))

    def answers(self) -> tuple[ProbeAnswer, ...]:
        """Return every answer; what was not come to cannot be told."""
        return tuple(
            ProbeAnswer(probe, *self.found.get(probe.id, (Verdict.UNKNOWN, NOT_REACHED))) for probe in TRIES
        )

    async def read(self, item: ItemId) -> Entries:
        """Return an item's permissions, freshly read."""
        found = (await self.reader.permissions(self.site.drive_id, [item]))[item]
        if isinstance(found, Unread):
            raise UnavailableError("The probe's item could not be read back.", why=found.why)
        return found

    async def do(
        self,
        step: str,
        item: ItemId,
        request: Callable[[], Awaitable[T]],
        shows: Callable[[Entries, T], bool],
        waits: Sequence[float] = READ_BACK_WAITS_S,
    ) -> tuple[T, Entries, bool]:
        """Write down, send, read back; return the answer, the fresh read, and whether it shows the effect."""
        facts = {"item_id": item, "path": self.paths.get(item, ""), "people": [self.person]}
        change_id = self.notebook.intend(TRY, step=step, **facts)
        result = await self.notebook.send(change_id, request)
        entries, seen = await self._seen(item, result, shows, waits)
        state = OutcomeState.APPLIED if seen else OutcomeState.FAILED
        self.notebook.ended(change_id, state, "" if seen else "a fresh read does not show it")
        return result, entries, seen

    async def _seen(
        self, item: ItemId, result: T, shows: Callable[[Entries, T], bool], waits: Sequence[float]
    ) -> tuple[Entries, bool]:
        entries: Entries = ()
        for wait in waits:
            if wait:
                await self.notebook.journal.clock.sleep(wait)
            entries = await self.read(item)
            if shows(entries, result):
                return entries, True
        return entries, False

    async def link(
        self, item: ItemId, version: Version
    ) -> tuple[ObservedPermission, ObservedPermission | None]:
        """Ask for the own link; return it as answered and as freshly read."""
        made, entries, _ = await self.do(
            f"create-link-{version}",
            item,
            lambda: self.writer.create_link(item, self.person, version),
            lambda fresh, answer: find(fresh, answer.id) is not None,
        )
        return made, find(entries, made.id)

    async def delete(self, item: ItemId, permission: PermissionId) -> bool:
        """Delete a permission; return whether a fresh read shows it gone."""
        _, _, gone = await self.do(
            "delete-permission",
            item,
            lambda: self.writer.delete_permission(item, permission),
            lambda fresh, _: is_gone(fresh, permission),
        )
        return gone

    async def wider(self, item: ItemId, made: ObservedPermission) -> str:
        """Return what is wrong with a link, which is then deleted; empty for the gate's own kind."""
        if is_reader_link(made):
            return ""
        link = made.link
        shape = f"{link.scope}/{link.kind}" if link is not None else "no link"
        fate = "deleted again" if await self.delete(item, made.id) else "and it could not be deleted"
        kind = "with download" if link is None or not link.prevents_download else "of another kind"
        return f"a link {kind} came back ({shape}), {fate}"
