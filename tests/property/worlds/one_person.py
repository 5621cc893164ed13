"""The worlds of one person and one file: a setting, a shape, and where in the library it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.property.worlds.conditions import PERSON, Verdict
from tests.property.worlds.judging import (
    Truth,
    all_told,
    carried_out,
    held_pairs,
    in_order,
    is_only_removals,
    lane_in,
    links_after,
    never_wider,
    nobody_lacking,
    nobody_undeclared,
    nothing_left,
    right_channel,
    within_permit,
)
from tests.property.worlds.reading import Way, ways_in
from tests.property.worlds.settings import (
    CASE_ITEM,
    FILE,
    FOLDER_ITEM,
    READER,
    ROOT,
    TOP,
    UNIT,
    Setting,
    groups_of_the_site,
)
from tests.property.worlds.shapes import OWN, SHAPES, Made
from tests.property.worlds.tenant import Site, Width, entry
from tests.world import own_link

POSITIONS = {
    "file": FILE,
    "folder": FOLDER_ITEM,
    "copied": FOLDER_ITEM,
    "case": CASE_ITEM,
    "channel": TOP,
    "root": ROOT,
}
QUIET = groups_of_the_site()
OWN_ENTRY = entry(own_link([PERSON], OWN), Width.VIEW)
MADE = {name: shape(PERSON) for name, shape in SHAPES.items()}
ON_FILES_ONLY = frozenset(name for name, made in MADE.items() if any(one.id == OWN for one in made.entries))


@dataclass(frozen=True, slots=True)
class World1:
    """One world of one person and one file.

    Attributes:
        given: The file was given to the person before, so that rails have something to weigh.
    """

    setting: Setting
    shape: str
    position: str = "file"
    pushes: bool = True
    tells: bool = True
    given: bool = True

    @property
    def name(self) -> str:
        """What a complaint calls it."""
        bent = dict(self.setting.levels)
        switches = f"pushes={self.pushes} tells={self.tells} given={self.given}"
        return f"{self.shape} on {self.position}, {switches}, {bent}"


def exists(shape: str, position: str) -> bool:
    """Tell whether a shape can stand at a position.

    The gate's own link stands on files only, and what a site group has at the root is right by being there.
    """
    if position == "root" and shape == "site group, widened":
        return False
    return position == "file" or shape not in ON_FILES_ONLY


def complaints(world: World1) -> Iterator[str]:
    """Yield everything that is wrong with what the gate would do in a world."""
    site, made = _site(world), MADE[world.shape]
    memory = world.setting.memory(OWN if made.remembered else None, given=world.given)
    seen = world.setting.world(site, memory)
    desired = desired_access(seen)
    plan = plan_changes(seen, desired)
    truth = _truth(world, site, made)
    yield from in_order(plan.changes)
    yield from never_wider(site, plan.changes, truth)
    yield from within_permit(seen, desired, plan, truth)
    yield from all_told(site, plan, truth)
    after = carried_out(site, plan.changes)
    yield from nobody_undeclared(after, truth)
    yield from nobody_lacking(after, truth, held_pairs(plan))
    yield from _holds_for_a_reason(world, site, plan, made)
    yield from _keeps_the_unseen(world, site, after, made)
    yield from right_channel(after, truth)
    yield from _second(world, after, plan, memory)
    lane = lane_in(seen, plan) if plan.changes else plan
    yield from is_only_removals(plan, lane)
    yield from _after_the_lane(world, site, carried_out(site, lane.changes), truth)


def _site(world: World1) -> Site:
    site, made = world.setting.site.copy(), MADE[world.shape]
    site.pushes, site.tells = world.pushes, world.tells
    if made.entries:
        site.put(POSITIONS[world.position], *made.entries)
    if world.position == "copied":
        site.put(FILE, OWN_ENTRY)
    return site


def _truth(world: World1, site: Site, made: Made) -> Truth:
    verdict, ids = world.setting.verdict, frozenset(one.id for one in made.entries)
    may = frozenset({(READER, FILE)}) if verdict is Verdict.YES else frozenset()
    left = made.left or (world.position == "root" and not made.open_to_all)
    own = own_id(site)
    unseen = verdict in {Verdict.UNSEEN, Verdict.OPEN}
    kept = frozenset({(READER, FILE, own)} if unseen and own else ())
    return Truth(may, may, _channel(world.setting), ids if left else frozenset(), kept, QUIET)


def own_id(site: Site) -> str:
    """Return the link on the file that the gate takes for its own; empty where there is none."""
    found = [one.id for one in site.own.get(FILE, ()) if one.id in {OWN, "twin"}]
    return OWN if OWN in found else next(iter(found), "")


def _channel(setting: Setting) -> dict[ObjectId, str]:
    """Return who is in the channel once the plan is carried out: its last owner always stays."""
    broken = setting.levels["isa"] in {"withdrawn", "unsigned"}
    unit = {who: role for who, role in UNIT.items() if role == "owner" or not broken}
    stays = setting.levels["named"] == "of the unit" and setting.member is not Verdict.NO
    return {**unit, **({READER: "member"} if stays else {})}


def _holds_for_a_reason(world: World1, site: Site, plan: Plan, made: Made) -> Iterator[str]:
    shown = {one.id for one in site.shown(FILE)}
    blocked = made.blocks and any(one.id in shown for one in made.entries)
    if plan.held and not blocked:
        yield f"{plan.held[0].change} is held without a reason"
    if blocked and any(one for one in plan.changes if getattr(one, "readers", ())):
        yield "something is given beside what nobody knows"
    del world


def _keeps_the_unseen(world: World1, before: Site, after: Site, made: Made) -> Iterator[str]:
    """Complain where somebody loses the gate's own link because of what could not be looked up (law 7)."""
    own = own_id(before)
    way = (READER, Width.VIEW, own)
    if world.setting.verdict is not Verdict.UNSEEN or made.whole or way not in ways_in(before, FILE):
        return
    if way not in ways_in(after, FILE):
        yield "an account that could not be looked up costs its person the link"


def _second(world: World1, after: Site, plan: Plan, memory: Memory) -> Iterator[str]:
    """Complain about a second plan; what was seen of one state of a setting holds for all that end in it."""
    setting = world.setting
    links = links_after(after, plan, dict(memory.own_links))
    key = (world.tells, *_state(after, links))
    if key not in setting.settled:
        setting.settled[key] = nothing_left(setting.world(after, setting.memory_after(links)))
    yield from setting.settled[key]


def _state(site: Site, links: dict[ItemId, PermissionId]) -> tuple[object, ...]:
    lists = tuple((item, tuple((by.id, by.who) for by in own)) for item, own in sorted(site.own.items()))
    return lists, tuple(sorted(links.items())), tuple(sorted(site.members.items()))


def _after_the_lane(world: World1, before: Site, after: Site, truth: Truth) -> Iterator[str]:
    """Complain where the lane spares what never waits, or takes what may be a slip or is right."""
    mine = (READER, Width.VIEW, own_id(before))
    yield from _spared(world, after, truth, mine)
    holds = MADE[world.shape].right or world.position == "copied"
    if holds and not MADE[world.shape].whole and mine not in ways_in(after, FILE):
        if world.setting.verdict is Verdict.YES:
            yield "the lane takes the one right thing from a right reader"
        elif world.given and world.setting.waits is True and world.setting.verdict is Verdict.NO:
            yield "the lane takes at once what may be a slip of the roster"


def _spared(world: World1, after: Site, truth: Truth, mine: Way) -> Iterator[str]:
    for item in after.nodes:
        for way in ways_in(after, item):
            who, width, by = way
            if by in truth.left or by in QUIET or (who, item, by) in truth.kept:
                continue
            waits = way == mine and item == FILE and _may_wait(world)
            if not waits and (who, item) not in truth.may_read:
                yield f"the lane spares {who} {width.name} on {item} by {by}"


def _may_wait(world: World1) -> bool:
    """Tell whether it is right, or not laid down, that what the person was given before still stands."""
    return world.given and world.setting.waits is not False
