"""The doctor's questions that are answered by looking.

Source: graph:api/driveitem-delta, graph:resources/permission
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sharepoint_gate.access import probes
from sharepoint_gate.access.classify import is_limited
from sharepoint_gate.access.observed import ItemId, ObservedItem, ObservedPermission, Unread
from sharepoint_gate.access.probes import Probe, ProbeAnswer, Verdict
from sharepoint_gate.errors import AccessDeniedError, BadRequestError, GraphError, ItemNotFoundError
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.probing import Mark, ProbeReader, Room, Token
from sharepoint_gate.ports.site import Library
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader

LOOK_BACK = timedelta(days=30)
_FOLDERS, _FILES = 12, 24
_SHARING = frozenset({"hierarchicalsharing", "deltashowsharingchanges"})
_TERMS_ROLES = frozenset({"Agreement.Read.All", "Agreement.ReadWrite.All"})
_LOG_ROLES = frozenset({"AuditLog.Read.All", "Directory.Read.All"})

Found = tuple[Verdict, str]
Permissions = Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]


@dataclass(frozen=True, slots=True)
class Sample:
    """Some items of the library with their permissions: enough to see how this tenant writes them.

    Attributes:
        above: The folders above the linked file; without one the library's root and the channel's folder.
        folders: Folders that no link stands on.
        linked: A file with a link, where there is one.
    """

    permissions: Permissions
    above: tuple[ItemId, ...]
    folders: tuple[ItemId, ...]
    linked: tuple[ItemId, tuple[ObservedPermission, ...]] | None


@dataclass(frozen=True, slots=True)
class Looks:
    """One look at a tenant, question by question.

    Attributes:
        library: The channel's library with its site, or None where it could not be found.
        address: A person's address to look up.
    """

    reader: TenantReader
    probing: ProbeReader
    clock: Clock
    site: ChannelSite
    library: Library | None
    token: Token
    sample: Sample
    address: str

    async def answer(self) -> Sequence[ProbeAnswer]:
        """Answer every question that looking can answer."""
        questions: tuple[tuple[Probe, Callable[[], Awaitable[Found]]], ...] = (
            (probes.SHARING_HEADERS, self._headers),
            (probes.FOLDERS_ANNOTATED, self._folders),
            (probes.INHERITED_FROM, self._inherited),
            (probes.LINK_URLS, self._addresses),
            (probes.LIMITED_ACCESS, self._limited),
            (probes.FILTER_BY_LINK, self._filter),
            (probes.TERMS_READABLE, self._terms),
            (probes.AUDIT_LOG, self._audit_log),
            (probes.DIRECTORY_LOG, self._directory_log),
            (probes.OTHER_MAILS, self._other_mails),
            (probes.APPLICATION_GRANTS, self._grants),
            (probes.SHAREPOINT_REST, self._rest),
        )
        return [ProbeAnswer(probe, *await _found(ask)) for probe, ask in questions]

    async def _headers(self) -> Found:
        applied = await self.probing.sharing_preferences(self.site.drive_id)
        if applied >= _SHARING:
            return Verdict.YES, "the answer names them as applied"
        if applied & _SHARING:
            return Verdict.NO, "the answer names only some of them as applied"
        return Verdict.NO, "the answer does not name them as applied; it may take full control"

    async def _folders(self) -> Found:
        since = self.clock.now() - LOOK_BACK
        changed = await self.probing.changes_since(self.site.drive_id, since)
        if any(one.folder and one.annotated for one in changed):
            return Verdict.YES, "a folder is marked"
        if any(one.annotated for one in changed):
            return (
                Verdict.UNKNOWN,
                "files are marked and no folder is; perhaps no folder's sharing was changed",
            )
        return Verdict.UNKNOWN, "nothing is marked for the last thirty days"

    async def _inherited(self) -> Found:
        seen: set[Mark] = set()
        for folder in self.sample.folders[:6]:
            seen |= await self.probing.inheritance_marks(self.site.drive_id, folder)
        if Mark.NAMED in seen:
            return Verdict.YES, "the entry names it"
        if Mark.EMPTY in seen:
            return Verdict.NO, "the property is an empty object"
        if seen:
            return Verdict.NO, "the property is left out"
        return Verdict.UNKNOWN, "the channel has no folder that inherits"

    async def _addresses(self) -> Found:
        if self.sample.linked is None:
            return Verdict.UNKNOWN, "no file that was looked at has a link"
        links = [one.link for one in self.sample.linked[1] if one.link is not None]
        shown = any(link.web_url is not None for link in links)
        return (Verdict.YES, "a link came with it") if shown else (Verdict.NO, "links came without it")

    async def _limited(self) -> Found:
        if self.sample.linked is None:
            return Verdict.UNKNOWN, "no file that was looked at has a link"
        shown = any(
            entry.link is None and is_limited(entry)
            for item in self.sample.above
            for entry in _read(self.sample.permissions, item)
        )
        if shown:
            return Verdict.YES, "a folder above a shared file has one"
        return Verdict.NO, "a file is shared, and the folders above it have none"

    async def _filter(self) -> Found:
        await self.probing.filter_links(self.site.drive_id, self.site.folder_id)
        return Verdict.YES, "the answer came"

    async def _terms(self) -> Found:
        if _TERMS_ROLES.isdisjoint(self.token.roles):
            return Verdict.UNKNOWN, "the application has no consent for Agreement.Read.All, and needs none"
        return await self._room(Room.TERMS)

    async def _audit_log(self) -> Found:
        if not any(role.startswith("AuditLogsQuery") for role in self.token.roles):
            return Verdict.NO, "the application has no consent for AuditLogsQuery-SharePoint.Read.All"
        return await self._room(Room.AUDIT_LOG)

    async def _directory_log(self) -> Found:
        if _LOG_ROLES.isdisjoint(self.token.roles):
            return Verdict.NO, "the application has no consent for AuditLog.Read.All"
        return await self._room(Room.DIRECTORY_LOG)

    async def _room(self, room: Room) -> Found:
        await self.probing.read_room(room)
        return Verdict.YES, "it was read"

    async def _other_mails(self) -> Found:
        found = (await self.reader.accounts([self.address]))[self.address]
        if isinstance(found, Unread):
            return Verdict.NO, found.why
        if not found:
            return Verdict.YES, "the question was taken, although nobody has the address that was tried"
        return Verdict.YES, "the question was taken, and an account was found"

    async def _grants(self) -> Found:
        if self.library is None or not self.library.site_id:
            return Verdict.UNKNOWN, "the site's id could not be read"
        try:
            grants = await self.probing.application_grants(self.library.site_id)
        except AccessDeniedError:
            return Verdict.UNKNOWN, "only an application with Sites.FullControl.All may ask"
        if not grants:
            return Verdict.UNKNOWN, "the site was given to no application"
        told = ", ".join(f"{one.name} ({'/'.join(one.roles) or 'role not told'})" for one in grants)
        return (Verdict.YES if all(one.roles for one in grants) else Verdict.NO), told

    async def _rest(self) -> Found:
        if not self.token.by_certificate:
            return Verdict.NO, "applications get in with a certificate only, and this one has a secret"
        if self.library is None:
            return Verdict.UNKNOWN, "the library's address could not be read"
        await self.probing.ask_sharepoint(self.library)
        return Verdict.YES, "the site told its title"


async def _found(ask: Callable[[], Awaitable[Found]]) -> Found:
    try:
        return await ask()
    except GraphError as error:
        return (Verdict.NO if is_refusal(error) else Verdict.UNKNOWN), because(error)


def is_refusal(error: GraphError) -> bool:
    """Tell whether Graph will not do it, rather than not now, not in time, or not for this token."""
    return isinstance(error, AccessDeniedError | BadRequestError | ItemNotFoundError)


def because(error: GraphError) -> str:
    """Return why Graph did not do what was asked, as a clause."""
    status = f"Graph answered {error.status}" if error.status is not None else "no answer came"
    return f"{status} ({error.why})" if error.why else status


async def take_sample(reader: TenantReader, site: ChannelSite, items: Sequence[ObservedItem]) -> Sample:
    """Read the permissions of a few items."""
    root = [item.id for item in items if item.parent_id is None]
    folders = [item.id for item in items if item.is_folder and item.id not in {*root, site.folder_id}]
    files = [item.id for item in items if not item.is_folder][:_FILES]
    above = (*root, site.folder_id)
    found = await reader.permissions(site.drive_id, [*above, *folders[:_FOLDERS], *files])
    plain = [one for one in folders[:_FOLDERS] if not any(each.link for each in _read(found, one))]
    linked = [(one, _read(found, one)) for one in files if any(each.link for each in _read(found, one))]
    if not linked:
        return Sample(found, above, tuple(plain), None)
    line = _line(linked[0][0], items)
    further = await reader.permissions(site.drive_id, [one for one in line if one not in found])
    return Sample({**found, **further}, line, tuple(plain), linked[0])


def _line(item: ItemId, items: Sequence[ObservedItem]) -> tuple[ItemId, ...]:
    """Return everything above an item, the nearest first."""
    parents = {one.id: one.parent_id for one in items}
    line, above = list[ItemId](), parents.get(item)
    while above is not None:
        line.append(above)
        above = parents.get(above)
    return tuple(line)


def _read(found: Permissions, item: ItemId) -> tuple[ObservedPermission, ...]:
    entries = found.get(item, ())
    return () if isinstance(entries, Unread) else entries
