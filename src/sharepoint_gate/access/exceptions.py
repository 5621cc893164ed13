"""Recorded exceptions: access that somebody approved until a day, which the gate leaves alone (law 2).

The gate never makes such access. While it stands, its person is not on the gate's own link for the same
files, because a reader holds exactly one thing.
"""

from collections.abc import Iterator

from sharepoint_gate.access.applied import AppliedException
from sharepoint_gate.access.checks import all_hold
from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.freezes import case_freeze
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObjectId, ObservedItem, ObservedPermission
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.roster.model import CaseRef, ExceptionAccess, Person, RecordedException

READ = frozenset({"read"})
EDIT = frozenset({"read", "write"})
READING_LINKS = frozenset({"view", "embed"})


def exception_for(world: World, person: Person, item: ObservedItem) -> RecordedException | None:
    """Return the exception that lets a person hold an entry of their own on an item, or None.

    It must be recorded for the person, reach the item, not have run out, and the person's own standing
    must be good; neither naming on the case nor a stage is needed. Of several the one that allows more is
    returned, then the first by id.
    """
    path = below_channel(world.observation, item)
    if path is None:
        return None
    reaching = [found for found in world.exceptions_of.get(person.id, ()) if _reaches(world, found, path)]
    if not reaching or not all_hold(check_person(world, person)) or _is_frozen(world, path):
        return None
    return next((found for found in reaching if found.access is ExceptionAccess.EDIT), reaching[0])


def _is_frozen(world: World, path: str) -> bool:
    return case_freeze(world.memory.freezes, CaseRef(path.split("/", maxsplit=1)[0])) is not None


def _reaches(world: World, exception: RecordedException, path: str) -> bool:
    return world.today <= exception.until and f"{path}/".startswith(f"{exception.folder}/")


def is_allowed(exception: RecordedException | AppliedException, permission: ObservedPermission) -> bool:
    """Tell whether an exception goes as far as an entry's roles; owners and unknown roles are beyond any.

    A link that lets people edit or review is no reading, whatever its roles say.
    """
    allowed = EDIT if exception.access is ExceptionAccess.EDIT else READ
    if permission.link is not None and permission.link.kind not in READING_LINKS and allowed is READ:
        return False
    return bool(permission.roles) and allowed.issuperset(permission.roles)


def stands_by_exception(world: World, item: ObservedItem) -> frozenset[ObjectId]:
    """Return everybody whose recorded exception is in use on an item: by an entry there or above it.

    Only entries inside the exception's folder count: a direct entry naming the person, or a link that names
    nobody but people with such an exception. The gate's own links never count, and neither does what comes
    from above the exception's folder: it goes there, so that the person would be left with nothing.
    """
    standing: set[ObjectId] = set()
    chain = tuple(_upwards(world, item))
    for number, at in enumerate(chain):
        for permission in at.permissions or ():
            holders = holders_by_exception(world, at, permission)
            if holders and not _goes_from_above(world, permission, chain[number + 1 :]):
                standing |= holders
    return frozenset(standing)


def _goes_from_above(world: World, permission: ObservedPermission, above: tuple[ObservedItem, ...]) -> bool:
    """Tell whether the same entry stands further up, where no exception covers it."""
    return any(
        (one.id, one.roles) == (permission.id, permission.roles)
        and not holders_by_exception(world, higher, one)
        for higher in above
        for one in higher.permissions or ()
    )


def _upwards(world: World, item: ObservedItem) -> Iterator[ObservedItem]:
    """Yield an item and everything above it, up to the channel's folder."""
    at: ObservedItem | None = item
    while at is not None and below_channel(world.observation, at) is not None:
        yield at
        at = world.observation.items.get(at.parent_id) if at.parent_id is not None else None


def holders_by_exception(
    world: World, item: ObservedItem, permission: ObservedPermission
) -> frozenset[ObjectId]:
    """Return the people whom an entry names when every one of them has an exception for it; else nobody."""
    named = _people_of(permission)
    holders = [holder_by_exception(world, item, permission, grantee) for grantee in named]
    return frozenset(found for found in holders if found is not None) if all(holders) else frozenset()


def covering_exceptions(
    world: World, item: ObservedItem, permission: ObservedPermission
) -> tuple[RecordedException, ...]:
    """Return the exceptions by which an entry stands; none when it names anybody else too."""
    if not holders_by_exception(world, item, permission):
        return ()
    found = (exception_of(world, item, permission, one) for one in _people_of(permission))
    return tuple(one for one in found if one is not None)


def _people_of(permission: ObservedPermission) -> tuple[Grantee, ...]:
    """Return the people of a direct entry or of a people link; nobody for every other shape."""
    if permission.strange or permission.invitation_email is not None:
        return ()
    if permission.link is None:
        return (permission.grantee,) if permission.grantee is not None else ()
    if (
        permission.link.scope != "users"
        or permission.link.prevents_download
        or permission.grantee is not None
    ):
        return ()
    return permission.people


def holder_by_exception(
    world: World, item: ObservedItem, permission: ObservedPermission, grantee: Grantee
) -> ObjectId | None:
    """Return one of the people whom an entry names when they have an exception for it; else None."""
    return grantee.object_id if exception_of(world, item, permission, grantee) is not None else None


def exception_of(
    world: World, item: ObservedItem, permission: ObservedPermission, grantee: Grantee
) -> RecordedException | None:
    """Return the exception by which one of the people whom an entry names may hold it; else None."""
    object_id = grantee.object_id
    if grantee.kind is not GranteeKind.USER or object_id is None:
        return None
    people = (world.roster.people[name] for name in world.holders.get(object_id, ()))
    found = (exception_for(world, person, item) for person in people)
    return next((one for one in found if one is not None and is_allowed(one, permission)), None)
