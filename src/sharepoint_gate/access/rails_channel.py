"""Rails about the channel: it keeps its owners, its business unit, and the gate itself.

Source: ISA §8.7
"""

from collections.abc import Iterable, Iterator

from sharepoint_gate.access.changes import AddMember, DeletePermission, RemoveMember
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObjectId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.rails_model import Rail, RailName
from sharepoint_gate.roster.model import PersonId

_OWNERS = "Name another owner of the channel in the roster, with an account that is found; then run again."
_OWN = "The gate would lock itself out: take what names it off the roster's and the tenant's clean-up first."
_UNIT = "Keep somebody of the business unit in the channel, or release this plan past the rail."
_JOIN = "Whoever is in the channel can edit everything: look at the section channel of the roster."


def too_few_owners(world: World, desired: DesiredAccess) -> Iterator[Rail]:
    """Tell when the channel would keep fewer owners than it must, and had more.

    An owner whose account could not be looked up keeps the channel, and counts.
    """
    applied, least = world.memory.applied, world.rules.rails.least_owners
    unread = {one for one in world.roster.channel.owners if one not in world.observation.accounts}
    count = len(unread) + sum(role == "owner" for role in desired.channel.values())
    had = len(applied.owners) if applied.known else least
    if count < min(least, had):
        what = f"The channel would keep {count} owners; it needs {least}."
        yield Rail(RailName.OWNERS, what, _told(world, world.roster.channel.owners), _OWNERS, count, had)


def gate_itself(world: World, desired: DesiredAccess, plan: Plan) -> Iterator[Rail]:
    """Tell when a plan takes away what the gate itself works with, or all of the business unit."""
    yield from _own_entries(world, plan)
    yield from _whole_unit(world, desired, plan)
    yield from _many_join(world, plan)


def _own_entries(world: World, plan: Plan) -> Iterator[Rail]:
    own = [one for change in plan.changes for one in _named_by(world, change) if _is_own(world, one)]
    if own:
        names = tuple(sorted({one.email or one.name or str(one.object_id) for one in own}))
        what = f"{len(own)} of the gate's own entries would be removed."
        yield Rail(RailName.GATE_ITSELF, what, names, _OWN, len(own), len(own))


def _is_own(world: World, one: Grantee) -> bool:
    is_application = bool(world.own_application) and one.object_id == world.own_application
    return is_application or one.email.casefold() in world.rules.rails.own_accounts


def _named_by(world: World, change: object) -> Iterable[Grantee]:
    if isinstance(change, RemoveMember):
        members = world.observation.members or ()
        return [_as_grantee(one.object_id, one.email) for one in members if one.id == change.membership_id]
    if isinstance(change, DeletePermission):
        seen = world.observation.items[change.item_id].permissions or ()
        entries = [one.grantee for one in seen if one.id == change.permission_id]
        return [one for one in entries if one is not None]
    return []


def _as_grantee(object_id: ObjectId, email: str) -> Grantee:
    return Grantee(GranteeKind.USER, object_id, None, "", "", email)


def _whole_unit(world: World, desired: DesiredAccess, plan: Plan) -> Iterator[Rail]:
    applied = world.memory.applied.channel
    leaving = {one.object_id for one in plan.changes if isinstance(one, RemoveMember)} & applied.keys()
    staying = (applied.keys() & desired.channel.keys()) - leaving
    if leaving and not staying and (len(leaving) > 1 or not desired.channel):
        what = f"All {len(leaving)} of the business unit who are in the channel would leave it."
        names = _told(world, (applied[one] for one in leaving))
        yield Rail(RailName.GATE_ITSELF, what, names, _UNIT, len(leaving), len(applied))


def _many_join(world: World, plan: Plan) -> Iterator[Rail]:
    applied = world.memory.applied
    joining = [
        one for one in plan.changes if isinstance(one, AddMember) and one.object_id not in applied.channel
    ]
    many = len(joining) > 1 and len(joining) >= len(applied.channel)
    if applied.known and many:
        names = tuple(sorted(name for one in joining for name in one.reason.people))
        what = f"{len(joining)} people would join the {len(applied.channel)} in the channel at once."
        yield Rail(RailName.GRANTS, what, names, _JOIN, len(joining), len(applied.channel))


def _told(world: World, people: Iterable[PersonId]) -> tuple[str, ...]:
    return tuple(sorted(world.names.get(one, str(one)) for one in people))
