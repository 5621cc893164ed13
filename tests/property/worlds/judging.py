"""Judge one world: what must hold of every plan, whatever stands on the items and whoever may read.

Nobody undeclared keeps access, nobody declared lacks it, removals come first, nothing is made wider at any
instant, and a second plan is empty. Where a rail holds the plan back, only what never waits goes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharepoint_gate.access.changes import (
    Change,
    DeletePermission,
    GrantReaders,
    Revocation,
    RevokePeople,
)
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.lane import lane_of, removals_only
from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.access.permits import permit_for
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.property.worlds.reading import CHANNEL, Right, rights, ways_in
from tests.property.worlds.tenant import Site, Width

Pairs = frozenset[tuple[str, ItemId]]


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a channel."""

    team_id: str = "team"
    channel_id: str = "channel"
    drive_id: str = "drive"


@dataclass(frozen=True, slots=True)
class Truth:
    """What must be of one world, known without asking the gate.

    Attributes:
        may_read: Who may read which file through the gate's own link.
        must_read: Who must be able to, once the plan is carried out; fewer where something is in doubt.
        channel: The role of everybody who may be in the channel.
        left: Entries that the gate leaves for a person, or that a recorded exception allows.
        kept: Who keeps what they have by which entry although nothing is known of them.
        quiet: Entries that nobody has to be told of.
    """

    may_read: Pairs
    must_read: Pairs
    channel: dict[ObjectId, str]
    left: frozenset[str] = frozenset()
    kept: frozenset[tuple[str, ItemId, str]] = frozenset()
    quiet: frozenset[str] = frozenset()


def carried_out(site: Site, changes: Sequence[Change]) -> Site:
    """Return the site after some changes."""
    after = site.copy()
    for change in changes:
        after.carry_out(change)
    return after


def removals_in(plan: Plan) -> list[Change]:
    """Return a plan's removals."""
    return [one for one in plan.changes if isinstance(one, Revocation)]


def in_order(changes: Sequence[Change]) -> Iterator[str]:
    """Complain where a grant comes before a removal, or what lies below before what lies above."""
    gains = [not isinstance(one, Revocation) for one in changes]
    if gains != sorted(gains):
        yield "a grant comes before a removal"
    paths = [one.path for one in changes if isinstance(one, DeletePermission | RevokePeople)]
    for index, later in enumerate(paths):
        if any(earlier.startswith(f"{later}/") for earlier in paths[:index]):
            yield f"what lies below {later} goes before it"


def never_wider(site: Site, changes: Sequence[Change], truth: Truth) -> Iterator[str]:
    """Complain about any step that gives somebody what the law denies (law 1, law 3)."""
    if all(isinstance(one, Revocation) for one in changes):
        return  # the model lets no removal give anything
    now, known = site.copy(), rights(site)
    allowed: set[Right] = {(who, item, Width.VIEW) for who, item in truth.may_read}
    allowed |= {(who, CHANNEL, _width(role)) for who, role in truth.channel.items()}
    for change in changes:
        now.carry_out(change)
        if not isinstance(change, Revocation):
            found = rights(now)
            if wrong := found - known - allowed:
                yield f"{type(change).__name__} gives {_tell(wrong)}"
            known = found


def _width(role: str) -> Width:
    return Width.OWN if role == "owner" else Width.EDIT


def _tell(wrong: frozenset[Right]) -> str:
    return ", ".join(f"{who} {width.name} on {item}" for who, item, width in sorted(wrong))


def nobody_undeclared(site: Site, truth: Truth) -> Iterator[str]:
    """Complain about whoever reads without a right, or in another way than the one."""
    for item in site.nodes:
        counted: dict[str, int] = {}
        for who, width, by in ways_in(site, item):
            if by in truth.left or (who, item, by) in truth.kept or by in truth.quiet:
                continue
            counted[who] = counted.get(who, 0) + 1
            if (who, item) not in truth.may_read or width is not Width.VIEW:
                yield f"{who} keeps {width.name} on {item} by {by}"
        yield from (f"{who} has {ways} ways in to {item}" for who, ways in counted.items() if ways > 1)


def nobody_lacking(site: Site, truth: Truth, held: Pairs) -> Iterator[str]:
    """Complain about whoever should read and neither can nor is told to wait."""
    for who, item in truth.must_read:
        reads = any(one == who and width is Width.VIEW for one, width, _ in ways_in(site, item))
        if not reads and (who, item) not in held:
            yield f"{who} lacks {item}"


def held_pairs(plan: Plan) -> Pairs:
    """Return who waits for which file."""
    waiting = [one.change for one in plan.held if isinstance(one.change, GrantReaders)]
    return frozenset((who, one.item_id) for one in waiting for who in one.people)


def right_channel(site: Site, truth: Truth) -> Iterator[str]:
    """Complain where the channel's members are not those of the business unit."""
    if site.members != truth.channel:
        yield f"the channel has {site.members}, and should have {truth.channel}"


def all_told(site: Site, plan: Plan, truth: Truth) -> Iterator[str]:
    """Complain about an entry that gives what it must not, and that no finding tells of."""
    told = {one.permission_id for one in plan.findings}
    by_hand = {one.permission_id for one in plan.findings if one.handling is Handling.PERSON}
    wrong = {
        by
        for item in site.nodes
        for who, width, by in ways_in(site, item)
        if by not in truth.quiet and not (width is Width.VIEW and (who, item) in truth.may_read)
        if (who, item, by) not in truth.kept
    }
    yield from (f"nobody is told of {by}" for by in wrong - told)
    yield from (f"nobody is asked to look at {by}" for by in (wrong & truth.left) - by_hand)


def within_permit(world: World, desired: DesiredAccess, plan: Plan, truth: Truth) -> Iterator[str]:
    """Complain about a permit that names anybody whom the law denies (law 3)."""
    permit = permit_for(plan, desired, world.observation, Ids())
    for item, allowed in permit.items.items():
        beyond = {who for who in allowed.may_name if (who, item) not in truth.may_read}
        if beyond:
            yield f"the permit names {sorted(beyond)} on {item}"
    if not permit.add_members.items() <= truth.channel.items():
        yield f"the permit adds {permit.add_members} to the channel"


def nothing_left(world: World) -> tuple[str, ...]:
    """Complain about a second plan that would still change something."""
    again = plan_changes(world, desired_access(world))
    found = [
        f"the second plan still has {type(one).__name__}: {one.reason.sentence}" for one in again.changes
    ]
    mended = [one.sentence for one in again.findings if one.handling is Handling.MENDED]
    return (*found, *(f"the second plan still mends: {one}" for one in mended))


def links_after(site: Site, plan: Plan, known: dict[ItemId, PermissionId]) -> dict[ItemId, PermissionId]:
    """Return the gate's own links as a run remembers them: those that it made, and those that still stand."""
    found = {item: link for item, link in known.items() if link in {one.id for one in site.shown(item)}}
    for change in plan.changes:
        if isinstance(change, GrantReaders):
            named = {
                one.id: one.who
                for one in site.shown(change.item_id)
                if one.is_link and one.width is Width.VIEW
            }
            exact = [by for by, who in named.items() if who == frozenset(change.readers)]
            found |= {change.item_id: exact[0]} if exact else {}
    return found


def is_only_removals(plan: Plan, lane: Plan) -> Iterator[str]:
    """Complain about a lane that gives anything, or that loses something of the plan in silence."""
    given = [one for one in lane.changes if not isinstance(one, Revocation)]
    if given:
        yield f"the lane gives: {given[0]}"
    grants = [one for one in plan.changes if not isinstance(one, Revocation)]
    held = [one.change for one in lane.held]
    if any(one not in held for one in grants):
        yield "a grant is neither in the lane nor held"


def revoke_only(plan: Plan) -> Iterator[str]:
    """Complain where the revoke-only plan is not exactly the removals of the whole one."""
    cut = removals_only(plan, "the record is not in order")
    if list(cut.changes) != [one for one in plan.changes if isinstance(one, Revocation)]:
        yield "the revoke-only plan is not the plan's removals"
    yield from is_only_removals(plan, cut)


def lane_in(world: World, plan: Plan) -> Plan:
    """Return what goes on of a plan under a tripped rail."""
    return lane_of(plan, world, "a rail holds it back")
