"""A small model of a library and of what a plan's changes do to it: the truth that worlds are judged by.

It knows nothing of how the gate sends, reads back or classifies. An item either shows what its folder shows,
or keeps a list of its own, which begins as a copy of the folder's. Two things differ from tenant to tenant
and are switches here: whether what is taken off a folder also goes from the copies below, and whether answers
say that an entry comes from above.

Source: graph:api/driveitem-createlink, graph:api/permission-delete, graph:resources/permission
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.observed import (
    ItemId,
    Membership,
    MembershipId,
    ObjectId,
    ObservedItem,
    ObservedPermission,
    PermissionId,
)
from tests.world import own_link, user


class Width(IntEnum):
    """How far access goes."""

    NOTHING = 0
    VIEW = 1
    READ = 2
    EDIT = 3
    OWN = 4


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One permission: how it looks through Graph, and what it really gives.

    Attributes:
        who: Object ids, or words for those who have none, such as ``anyone``.
        below: How it looks on an item that only shows it.
    """

    look: ObservedPermission
    who: frozenset[str]
    width: Width
    below: ObservedPermission

    @property
    def id(self) -> PermissionId:
        """The permission's id: the same on the item where it stands and on those that show or copy it."""
        return self.look.id

    @property
    def is_link(self) -> bool:
        """Whether it is a sharing link."""
        return self.look.link is not None


def entry(look: ObservedPermission, width: Width, *who: str) -> Entry:
    """Return an entry that gives a width to some, by default to whomever it names by object id."""
    named = (*look.people, *((look.grantee,) if look.grantee is not None else ()))
    ids = {one.object_id for one in named if one.object_id is not None}
    return Entry(look, frozenset(who or ids), width, replace(look, inherited=True))


@dataclass(frozen=True, slots=True)
class Node:
    """A file or folder."""

    id: ItemId
    parent: ItemId | None
    name: str
    path: str
    is_folder: bool
    package: bool = False


@dataclass(slots=True)
class Site:
    """A library and its channel, as they truly are.

    Attributes:
        nodes: Those above before those below.
        own: The lists of items that have one of their own; the others show what their folder shows.
        members: The role of every member of the channel, by object id.
        pushes: Whether what is taken off a folder also goes from the copies below it.
        tells: Whether answers say which entries come from above.
        dark: Items whose permissions cannot be read.
        invited: Addresses that an invitation was sent to.
    """

    nodes: Mapping[ItemId, Node]
    own: dict[ItemId, tuple[Entry, ...]]
    members: dict[ObjectId, str]
    pushes: bool = True
    tells: bool = True
    dark: frozenset[ItemId] = frozenset()
    invited: list[str] = field(default_factory=list)
    made: int = 0

    def copy(self) -> "Site":
        """Return a site that can be changed without touching this one."""
        switches = (self.pushes, self.tells, self.dark)
        return Site(self.nodes, dict(self.own), dict(self.members), *switches, list(self.invited), self.made)

    def shown(self, item: ItemId) -> tuple[Entry, ...]:
        """Return everything that counts on an item."""
        at = item
        while at not in self.own:
            at = self.nodes[at].parent or at
        return self.own[at]

    def put(self, item: ItemId, *entries: Entry) -> None:
        """Let entries stand on an item, which then keeps a list of its own."""
        self.own[item] = (*self.shown(item), *entries)

    def observed(self) -> dict[ItemId, ObservedItem]:
        """Return the items as they are read."""
        return {key: self._look(one) for key, one in self.nodes.items()}

    def _look(self, node: Node) -> ObservedItem:
        above = self.tells and node.id not in self.own
        entries = tuple([one.below if above else one.look for one in self.shown(node.id)])
        place = (node.id, node.parent, node.name, node.path, node.is_folder, node.package)
        return ObservedItem(*place, None, "503") if node.id in self.dark else ObservedItem(*place, entries)

    def memberships(self) -> tuple[Membership, ...]:
        """Return the channel's members as they are read."""
        return tuple(
            Membership(MembershipId(f"m-{who}"), who, role, who, f"{who}@wcc.example")
            for who, role in self.members.items()
        )

    def carry_out(self, change: Change) -> None:
        """Do what a change asks for, as far as SharePoint does it."""
        match change:
            case DeletePermission():
                self._delete(change.item_id, change.permission_id)
            case RevokePeople():
                self._revoke(change)
            case GrantReaders():
                self._grant(change)
            case RemoveMember():
                who = change.membership_id.removeprefix("m-")
                self.members = {one: role for one, role in self.members.items() if one != who}
            case AddMember() | SetMemberRole():
                self.members[change.object_id] = change.role
            case InviteGuest():
                self.invited.append(change.address)

    def _delete(self, item: ItemId, gone: PermissionId) -> None:
        if item not in self.own:
            return  # what only shines through is not deleted here, whatever the answer says
        is_link = any(one.id == gone and one.is_link for one in self.own[item])
        self.own[item] = _without(self.own[item], gone, is_link=is_link)
        if self.pushes or is_link:
            for below in self._below(item):
                self.own[below] = _without(self.own[below], gone, is_link=is_link)

    def _below(self, item: ItemId) -> Iterator[ItemId]:
        """Yield what lies below an item and has a list of its own."""
        found = {item}
        for key, one in self.nodes.items():
            if one.parent in found:
                found.add(key)
                if key in self.own:
                    yield key

    def _revoke(self, change: RevokePeople) -> None:
        self.own[change.item_id] = tuple(
            _naming(one, [who for who in _named(one) if who not in change.people])
            if one.id == change.permission_id
            else one
            for one in self.own.get(change.item_id, ())
        )

    def _grant(self, change: GrantReaders) -> None:
        here = self.shown(change.item_id)
        link = next((one for one in here if one.id == change.permission_id), None)
        if link is None:
            self.made += 1
            made = own_link([_person(one) for one in change.readers], f"made-{self.made}-{change.item_id}")
            self.own[change.item_id] = (*here, entry(made, Width.VIEW))
            return
        people = sorted({*_named(link), *change.readers})
        self.own[change.item_id] = tuple(_naming(one, people) if one is link else one for one in here)


def _without(entries: tuple[Entry, ...], gone: PermissionId, *, is_link: bool) -> tuple[Entry, ...]:
    """Return what stays when a permission goes; a link's group goes with its link."""
    return tuple(one for one in entries if one.id != gone and not (is_link and _is_group_of(one, gone)))


def _is_group_of(one: Entry, link: PermissionId) -> bool:
    return one.look.grantee is not None and one.look.grantee.name.endswith(f".{link}")


def _named(one: Entry) -> list[str]:
    return [who.object_id for who in one.look.people if who.object_id is not None]


def _naming(link: Entry, people: list[str]) -> Entry:
    """Return a link that names others; whoever it names without an object id stays on it."""
    nameless = tuple(one for one in link.look.people if one.object_id is None)
    words = {one for one in link.who if one not in _named(link)}
    look = replace(link.look, people=(*(user(_person(one)) for one in people), *nameless))
    return Entry(look, frozenset(people) | words, link.width, replace(look, inherited=True))


def _person(object_id: str) -> str:
    return object_id.removeprefix("oid-")
