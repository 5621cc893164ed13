"""What a freeze takes away: everything that names the frozen person, or everything below the frozen case.

Only removals can come from here. What the gate may not take away by itself is told instead (law 2 leaves the
channel's own groups alone, and groups of the directory are edited by people).

Source: ISA §8.3, ISA §11, graph:resources/permission
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sharepoint_gate.access.changes import DeletePermission, Reason, RemoveMember, RevokePeople
from sharepoint_gate.access.classify import Backdrop, backdrop_of, classify
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entries import entry_key, is_removable
from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_who import Subject
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Grantee, ItemId, ObjectId, ObservedItem, ObservedPermission
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.access.shapes import (
    AnonymousLink,
    EveryoneGrant,
    ExpectedSiteGroup,
    ForeignSiteGroup,
    GroupGrant,
    OrganisationLink,
    Shape,
    Structural,
    Unknown,
)
from sharepoint_gate.access.zones import Zone, object_name, place_order

Removal = DeletePermission | RevokePeople
_OPEN = (AnonymousLink, OrganisationLink, EveryoneGrant)
_GIVES_NOBODY = (Structural, ExpectedSiteGroup)


@dataclass(frozen=True, slots=True)
class Left:
    """What still may give access, and what a person does about it."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class GroupPath:
    """A group of the directory that gives access to an item; whether the frozen person is in it is asked."""

    where: str
    name: str
    object_id: ObjectId | None


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what a freeze is about, with every account found.

    Attributes:
        addresses: Every address of those accounts and of the person, in lower case.
    """

    subject: Subject
    accounts: frozenset[ObjectId] = frozenset()
    addresses: frozenset[str] = frozenset()

    def is_named_by(self, grantee: Grantee) -> bool:
        """Tell whether a grantee is the person: by object id; without one, by address or login."""
        if grantee.object_id is not None:
            return grantee.object_id in self.accounts
        login = grantee.login_name.casefold().rpartition("|")[2]
        return bool({grantee.email.casefold(), login} & self.addresses)


@dataclass(slots=True)
class Sought:
    """What a fresh read shows.

    Attributes:
        removals: Those above before those below.
        members: Memberships of the channel.
        groups: Groups whose people are to be looked at.
        left: What the gate does not take away itself.
    """

    removals: list[Removal] = field(default_factory=list)
    members: list[RemoveMember] = field(default_factory=list)
    groups: list[GroupPath] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def seek(world: World, target: Target) -> Sought:
    """Return everything that still gives access to what is frozen."""
    made, backdrop = Sought(), backdrop_of(world)
    for item in sorted(world.observation.items.values(), key=place_order):
        above = target.subject.kind is FreezeKind.CASE and _lies_above(world, item)
        if not above and not _is_touched(world, target, item):
            continue
        if item.permissions is None:
            why = f"Who has access here could not be read: {item.unread or 'no reason was given'}."
            made.left.append(Left(object_name(world, item), why, "Run the same command again."))
        for permission in item.permissions or ():
            shape = classify(permission, backdrop, None, item.permissions or ())
            _weigh(_Seen(world, target, item, permission, shape, above=above), made)
    made.members += _memberships(world, target)
    return made


def without_copies(world: World, removals: Iterable[Removal]) -> list[Removal]:
    """Return the removals without those of entries that are taken away further up in the same round.

    What comes from above cannot be taken away below; once it is gone above, a fresh read tells what is left.
    """
    chosen = {(one.item_id, one.permission_id) for one in removals}
    backdrop = backdrop_of(world)
    keys = {where: _key(world, backdrop, *where) for where in chosen}
    going: dict[ItemId, set[str]] = {}
    for (item, _), key in keys.items():
        going.setdefault(item, set()).add(key)
    return [
        one
        for one in removals
        if keys[one.item_id, one.permission_id] not in _above(world, going, one.item_id)
    ]


def _key(world: World, backdrop: Backdrop, item: ItemId, permission: str) -> str:
    seen = world.observation.items[item].permissions or ()
    found = next(one for one in seen if one.id == permission)
    return entry_key(found, classify(found, backdrop, None, seen))


def _above(world: World, going: Mapping[ItemId, set[str]], item: ItemId) -> set[str]:
    found: set[str] = set()
    at = world.observation.items[item].parent_id
    while at is not None and at in world.observation.items:
        found |= going.get(at, set())
        at = world.observation.items[at].parent_id
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    world: World
    target: Target
    item: ObservedItem
    permission: ObservedPermission
    shape: Shape
    above: bool = False

    @property
    def where(self) -> str:
        return object_name(self.world, self.item) or "the channel's folder"


def _is_touched(world: World, target: Target, item: ObservedItem) -> bool:
    if target.subject.kind is not FreezeKind.CASE:
        return True
    path = below_channel(world.observation, item)
    return path is not None and f"{path}/".startswith(f"{target.subject.subject}/")


def _lies_above(world: World, item: ObservedItem) -> bool:
    """Tell whether an item is the channel's folder or lies above it."""
    return below_channel(world.observation, item) == "" or (item.is_folder and not item.path)


def _weigh(seen: _Seen, made: Sought) -> None:
    if isinstance(seen.shape, _GIVES_NOBODY):
        return
    if seen.target.subject.kind is FreezeKind.CASE:
        _weigh_in_case(seen, made)
    else:
        _weigh_for_person(seen, made)


def _weigh_in_case(seen: _Seen, made: Sought) -> None:
    if seen.above:
        if is_removable(seen.shape, Zone.CASE):
            what = "An entry above the case reaches into it, and into others."
            made.left.append(
                Left(seen.where, what, "Run `sharepoint-gate reconcile`: it is taken away then.")
            )
        return
    if is_removable(seen.shape, Zone.CASE):
        made.removals.append(_whole(seen))
        return
    what = f"An entry that the gate does not take away by itself ({type(seen.shape).__name__})."
    made.left.append(Left(seen.where, what, "Look at the item's sharing in SharePoint."))


def _weigh_for_person(seen: _Seen, made: Sought) -> None:
    target, permission = seen.target, seen.permission
    everybody = (*permission.people, *((permission.grantee,) if permission.grantee is not None else ()))
    named = [one for one in everybody if target.is_named_by(one)]
    invited = (permission.invitation_email or "").casefold() in target.addresses
    if named or invited:
        made.removals.append(_relieved(seen, named, everybody, invited=invited))
    elif isinstance(seen.shape, _OPEN):
        what = "A link or an entry that is open to more than named people stands here."
        made.left.append(Left(seen.where, what, "Run `sharepoint-gate reconcile`: it is taken away then."))
    elif isinstance(seen.shape, GroupGrant) and permission.grantee is not None:
        made.groups.append(GroupPath(seen.where, seen.shape.name, permission.grantee.object_id))
    elif isinstance(seen.shape, ForeignSiteGroup):
        what = f"The site's group {seen.shape.name} has access here; who is in it cannot be seen."
        made.left.append(Left(seen.where, what, "Run `sharepoint-gate reconcile`: it is taken away then."))
    elif isinstance(seen.shape, Unknown):
        what = f"An entry that the gate does not understand: {seen.shape.why}."
        made.left.append(Left(seen.where, what, "Look at the item's sharing in SharePoint."))


def _relieved(seen: _Seen, named: list[Grantee], everybody: Iterable[Grantee], *, invited: bool) -> Removal:
    """Take one person off a link that others stay on; anything else goes as a whole."""
    going = {one.object_id for one in named if one.object_id is not None}
    staying = [one for one in everybody if one not in named]
    alone = not staying and not (seen.permission.invitation_email and not invited)
    if seen.permission.link is None or alone or invited or len(going) < len(named):
        return _whole(seen)
    remaining = tuple(sorted(one.object_id for one in staying if one.object_id is not None))
    return RevokePeople(
        seen.item.id,
        seen.item.path,
        seen.permission.id,
        tuple(sorted(going)),
        remaining,
        reason_of(seen.target.subject),
    )


def _whole(seen: _Seen) -> DeletePermission:
    reason = reason_of(seen.target.subject)
    return DeletePermission(seen.item.id, seen.item.path, seen.permission.id, reason)


def reason_of(subject: Subject) -> Reason:
    """Return the reason for every removal of a freeze."""
    place = subject.person.place if subject.person is not None else None
    place = subject.case.place if subject.case is not None else place
    people = () if subject.kind is FreezeKind.CASE else (subject.name,)
    places = (place,) if place is not None else ()
    return Reason(f"{subject.name} is frozen.", people, (FindingKind.FROZEN,), places)


def _memberships(world: World, target: Target) -> list[RemoveMember]:
    if target.subject.kind is FreezeKind.CASE:
        return []
    reason = reason_of(target.subject)
    return [
        RemoveMember(one.id, one.object_id, reason)
        for one in world.observation.members or ()
        if one.object_id in target.accounts or one.email.casefold() in target.addresses
    ]
