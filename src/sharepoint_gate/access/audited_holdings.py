"""Who holds what, file by file: the other half of an audit, beside what is wrong.

Only what stands on an item counts for it, for an item's own list is the whole of it: Graph shows there what
comes from above as well.

Source: graph:api/driveitem-list-permissions, ISA §8.3, ISA §8.6
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sharepoint_gate.access.audited import Access, Holding
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.classify import is_limited
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.exceptions import exception_of
from sharepoint_gate.access.observed import Grantee, ItemId, ObjectId, ObservedItem, ObservedPermission
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.principals import (
    Application,
    DirectoryGroup,
    Everybody,
    Nameless,
    SiteGroup,
    Someone,
    invited,
    recognise,
)
from sharepoint_gate.access.site_sight import SiteAccount, SiteInside
from sharepoint_gate.access.zones import object_name
from sharepoint_gate.roster.model import CaseRef, ExceptionId, FolderId, PersonId

ANYONE = "anyone who has the link"
ORGANISATION = "everyone in the organisation"
CHANNEL = "as a member of the channel"
SITE_ADMIN = "as an administrator of the site"
_STANDARD = {"3": "owner", "4": "visitor", "5": "member"}
_WIDTHS = tuple(Access)
_CROWDS = {"anonymous": ANYONE, "organization": ORGANISATION}


@dataclass(frozen=True, slots=True)
class Around:
    """What holdings are told by.

    Attributes:
        resting: Files of each folder that were not read one by one: they are told as the folder's.
        groups: Who is in each group of the directory, by its key; one that is missing could not be read.
        site: What SharePoint itself tells, or None.
    """

    standard: Standard
    resting: Mapping[ItemId, int]
    groups: Mapping[str, tuple[SiteAccount, ...]]
    site: SiteInside | None


@dataclass(slots=True)
class _Held:
    """What one principal holds on one item so far."""

    name: str
    address: str
    person: PersonId | None = None
    ways: list[tuple[Access, str, bool]] = field(default_factory=list)
    exception: ExceptionId | None = None


def holdings(around: Around) -> Iterator[Holding]:
    """Yield what everybody holds, item by item in the order of paths."""
    items = around.standard.world.observation.items.values()
    for item in sorted(items, key=lambda one: one.path):
        if item.permissions is not None and (not item.is_folder or item.id in around.resting):
            yield from _Ledger(around, item).told()


def not_held(around: Around, held: Iterable[Holding]) -> Iterator[Holding]:
    """Yield what the roster says somebody should read and nobody gave."""
    world = around.standard.world
    there = {(one.item, one.person) for one in held}
    for item_id, wanted in around.standard.desired.files.items():
        item = world.observation.items[item_id]
        if item.permissions is None:
            continue
        for entitlement in wanted.readers.values():
            person = entitlement.person
            if (object_name(world, item), person) not in there:
                one = _Held(world.names[person], world.roster.people[person].username.casefold(), person)
                one.ways.append((Access.VIEW_NO_DOWNLOAD, "", True))
                yield _told(world, item, one)


class _Ledger:
    """Everybody who holds anything on one item."""

    def __init__(self, around: Around, item: ObservedItem) -> None:
        self._around = around
        self._standard = around.standard
        self._world = around.standard.world
        self._item = item
        self._held: dict[str, _Held] = {}

    def told(self) -> Iterator[Holding]:
        """Yield the holdings, by name."""
        for permission in self._item.permissions or ():
            if permission.link is None:
                self._entry(permission)
            else:
                self._link(permission)
        for admin in self._around.site.admins if self._around.site else ():
            if not admin.system:
                self._account(admin, Access.OWNER, SITE_ADMIN)
        for one in sorted(self._held.values(), key=lambda each: (each.name.casefold(), each.address)):
            yield _told(self._world, self._item, one)

    def _link(self, permission: ObservedPermission) -> None:
        link = permission.link
        assert link is not None  # noqa: S101 - by whom it is called
        access = access_of(permission)
        crowd = _CROWDS.get(link.scope)
        via = f"a link that {_tells(access)}"
        if crowd is not None:
            self._note(crowd, "", access, via)
        for one in permission.people:
            self._grantee(permission, one, access, via)
        self._invited(permission, access)

    def _entry(self, permission: ObservedPermission) -> None:
        if is_limited(permission):
            return
        access = access_of(permission)
        if permission.grantee is not None:
            self._grantee(permission, permission.grantee, access, "an entry of their own")
        self._invited(permission, access)

    def _invited(self, permission: ObservedPermission, access: Access) -> None:
        if permission.invitation_email:
            who = invited(permission.invitation_email, self._standard.backdrop.directory)
            self._note(who.address, who.address, access, "an invitation")

    def _grantee(self, permission: ObservedPermission, grantee: Grantee, access: Access, via: str) -> None:
        who = recognise(grantee, self._standard.backdrop.directory)
        match who:
            case Someone():
                self._someone(permission, grantee, who, access, via)
            case SiteGroup():
                self._site_group(who, access)
            case DirectoryGroup():
                self._directory_group(who, access, via)
            case Application(_, name, False):
                self._note(f"application {name}", "", access, via)
            case Everybody(name) | Nameless(name):
                self._note(name, "", access, via)
            case _:
                pass  # the gate itself, SharePoint's own accounts, and groups that stand for a link

    def _someone(
        self, permission: ObservedPermission, grantee: Grantee, who: Someone, access: Access, via: str
    ) -> None:
        own = access is Access.VIEW_NO_DOWNLOAD and self._standard.is_reader(self._item, who.object_id)
        covering = exception_of(self._world, self._item, permission, grantee)
        name = self._world.names[who.person] if who.person else grantee.name or who.address
        held = self._find(name, who.address, who.person)
        held.ways.append((access, via, own or covering is not None))
        held.exception = covering.id if covering is not None else held.exception

    def _directory_group(self, group: DirectoryGroup, access: Access, via: str) -> None:
        self._note(f"group {group.name}", "", access, via)
        for account in self._around.groups.get(group.key, ()):
            self._account(account, access, f"the group {group.name}")

    def _site_group(self, group: SiteGroup, access: Access) -> None:
        """The channel's own groups stand for its members; what else is in a group SharePoint alone tells."""
        site, role = self._around.site, _standard(group)
        read = [one for one in site.groups if one.number == group.key] if site is not None else []
        for account in read[0].people if read else ():
            self._account(account, access, f"the site's group {group.name}", ours=role is not None)
        if role is None and not read:
            self._note(f"site group {group.name}", "", access, "an entry of its own")
        for member in self._world.observation.members or ():
            if (role == "owner") == (member.role == "owner") and role in {"owner", "member"}:
                self._member(member.object_id, member.name, member.email, access)

    def _member(self, object_id: ObjectId, name: str, email: str, access: Access) -> None:
        person = self._standard.backdrop.directory.by_object.get(object_id)
        held = self._find(self._world.names[person] if person else name, email.casefold(), person)
        held.ways.append((access, CHANNEL, self._is_declared(person, ours=True)))

    def _account(self, account: SiteAccount, access: Access, via: str, *, ours: bool = False) -> None:
        """Note an account of which only its addresses are told."""
        known = self._standard.backdrop.directory.by_address
        person = next((known[one] for one in account.addresses if one in known), None)
        address = account.addresses[0] if account.addresses else ""
        held = self._find(self._world.names[person] if person else account.name, address, person)
        held.ways.append((access, via, self._is_declared(person, ours=ours)))

    def _is_declared(self, person: PersonId | None, *, ours: bool) -> bool:
        """Without a roster the channel's own people are what they are, and nobody else is."""
        return person in self._world.business_unit if self._world.roster.people else ours

    def _note(self, name: str, address: str, access: Access, via: str) -> None:
        self._find(name, address, None).ways.append((access, via, False))

    def _find(self, name: str, address: str, person: PersonId | None) -> _Held:
        """One person may be told by object id here and by address there."""
        return self._held.setdefault(person or address or name, _Held(name, address, person))


def _standard(group: SiteGroup) -> str | None:
    """Return whom one of the three groups that every site begins with stands for."""
    word = group.name.casefold().rpartition(" ")[2].removesuffix("s")
    return _STANDARD.get(group.key) or (word if word in _STANDARD.values() else None)


def access_of(permission: ObservedPermission) -> Access:
    """Return what a permission lets people do."""
    roles = frozenset(permission.roles)
    link = permission.link
    if "owner" in roles or "fullcontrol" in roles:
        return Access.OWNER
    if "write" in roles or (link is not None and link.kind in {"edit", "review"}):
        return Access.EDIT
    if link is not None and link.prevents_download:
        return Access.VIEW_NO_DOWNLOAD
    # A role that nobody knows may let people read: whoever looks at the report must not be told otherwise.
    return Access.LIMITED if link is None and is_limited(permission) else Access.VIEW


def _tells(access: Access) -> str:
    told = {Access.VIEW_NO_DOWNLOAD: "shows without download", Access.VIEW: "allows download"}
    return told.get(access, "allows editing")


def _told(world: World, item: ObservedItem, held: _Held) -> Holding:
    case, folder = _place(world, item)
    name = object_name(world, item)
    widest = sorted(held.ways, key=lambda way: (-_WIDTHS.index(way[0]), way[1]))
    return Holding(
        principal=held.name,
        address=held.address,
        organisation=_organisation(world, held),
        person=held.person,
        item=f"{name}/" if item.is_folder else name,
        case=case,
        folder=folder,
        access=widest[0][0],
        via=tuple(dict.fromkeys(way for _, way, _ in widest if way)),
        declared=all(declared for _, _, declared in held.ways),
        exception=held.exception,
    )


def _place(world: World, item: ObservedItem) -> tuple[CaseRef | None, FolderId | None]:
    place = place_of(world.observation, item)
    if place is None or place.case not in world.roster.cases:
        return None, None
    return place.case, place.folder or None


def _organisation(world: World, held: _Held) -> str:
    person = world.roster.people.get(held.person) if held.person else None
    if person is None:
        _, at, domain = held.address.rpartition("@")
        return domain if at else ""  # a deleted account leaves a name behind, and no organisation
    return world.roster.organisations[person.organisation].name
