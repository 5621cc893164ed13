"""Three people, two files: whatever each holds of each, inside or outside the window, the plan puts it right.

A world is two numbers: which of the six pairs of person and file lie inside the window, and which of
``nothing``, ``right``, ``wider`` and ``foreign`` each pair holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sharepoint_gate.access.applied import AppliedFile
from sharepoint_gate.access.applied_state import applied_state
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.standing import pins_to_remember
from sharepoint_gate.roster.model import CaseRef, FolderId, PersonId, ProcessId, RoleId, StageId
from sharepoint_gate.roster.process import Folder, Process, ProcessBook, Scope, Window
from tests.property.worlds.judging import (
    Truth,
    all_told,
    carried_out,
    in_order,
    is_only_removals,
    lane_in,
    links_after,
    never_wider,
    nobody_lacking,
    nobody_undeclared,
    nothing_left,
    removals_in,
    right_channel,
    within_permit,
)
from tests.property.worlds.reading import ways_in
from tests.property.worlds.settings import GROUPS, ROOT, SHARED, TOP, UNIT
from tests.property.worlds.tenant import Entry, Node, Site, Width, entry
from tests.world import CHANNEL, Scene, direct, object_id, own_link, people_link

CASE = "RR-2026-001"
PEOPLE = ("u12", "u13", "u14")
FOLDERS = ("10-first", "20-second")
FILES = (ItemId("file-1"), ItemId("file-2"))
CASE_ITEM = ItemId("case")
PAIRS = tuple((person, file) for file in FILES for person in PEOPLE)
HOLDINGS = ("nothing", "right", "wider", "foreign")
INSIDES, STATES = 2 ** len(PAIRS), len(HOLDINGS) ** len(PAIRS)
STAGES = (StageId("notified"), StageId("panel-meeting"), StageId("closed"))
QUIET = frozenset(one.id for one in GROUPS)


@dataclass(slots=True)
class Partnership:
    """What all worlds share whose pairs are inside the window alike."""

    inside: int
    template: World
    site: Site
    may_read: frozenset[tuple[str, ItemId]]
    shared: Mapping[str, object]
    after: Memory
    settled: dict[object, tuple[str, ...]] = field(default_factory=dict)

    def world(self, site: Site, memory: Memory) -> World:
        """Return the world in which a site looks as it does now."""
        seen = replace(self.template.observation, items=site.observed(), members=site.memberships())
        made = replace(self.template, observation=seen, memory=memory)
        made.__dict__.update(self.shared)
        return made


@dataclass(frozen=True, slots=True)
class World3:
    """One world of three people and two files."""

    inside: int
    state: int

    @property
    def holdings(self) -> dict[tuple[str, ItemId], str]:
        """What each pair of person and file holds."""
        return {pair: HOLDINGS[self.state >> 2 * index & 3] for index, pair in enumerate(PAIRS)}

    @property
    def name(self) -> str:
        """What a complaint calls it."""
        told = [
            f"{who} {held} on {file} {'inside' if self.inside >> index & 1 else 'outside'}"
            for index, ((who, file), held) in enumerate(self.holdings.items())
        ]
        return "; ".join(told)


@lru_cache(maxsize=8)
def partnership(inside: int) -> Partnership:
    """Return the partnership in which some pairs are inside the window: a bit for each."""
    may = frozenset((object_id(who), file) for index, (who, file) in enumerate(PAIRS) if inside >> index & 1)
    scene = Scene().case(CASE, "panel-meeting", **{who: f"role-{who}" for who in PEOPLE})
    scene.book = _book(may)
    scene.cases = {CaseRef(CASE): replace(scene.cases[CaseRef(CASE)], process=ProcessId("two-folders"))}
    site = _site()
    template = _seen(scene.world(), site)
    memory = _memory(template, site)
    template = replace(template, memory=memory)
    desired = desired_access(template)
    after = replace(memory, applied=applied_state(template, desired))
    shared = {name: getattr(template, name) for name in SHARED}
    return Partnership(inside, template, site, may, shared, after)


def _seen(world: World, site: Site) -> World:
    look = replace(world.observation, channel_folder=TOP, items=site.observed(), members=site.memberships())
    return replace(world, observation=look)


def _memory(world: World, site: Site) -> Memory:
    """Return what was left when everybody read both files."""
    places = {file: Placement(site.nodes[file].path, world.observation.at) for file in FILES}
    people = {object_id(who): PersonId(who) for who in PEOPLE}
    applied = replace(
        applied_state(world, desired_access(world)),
        files={file: AppliedFile(CaseRef(CASE), people) for file in FILES},
    )
    return Memory(pins_to_remember(world), places, {}, applied=applied)


def _book(may: frozenset[tuple[str, ItemId]]) -> ProcessBook:
    folders = {}
    for name, file in zip(FOLDERS, FILES, strict=True):
        windows = tuple(_window(who, inside=(object_id(who), file) in may) for who in PEOPLE)
        folders[FolderId(name)] = Folder(FolderId(name), "identifiable", partitioned=False, windows=windows)
    key = ProcessId("two-folders")
    roles = {RoleId(f"role-{who}"): who for who in PEOPLE}
    return ProcessBook({key: Process(key, "Two folders", "RR", STAGES, folders)}, roles)


def _window(who: str, *, inside: bool) -> Window:
    stage = STAGES[1] if inside else STAGES[0]
    return Window(RoleId(f"role-{who}"), stage, stage, Scope.NAMED)


def _site() -> Site:
    top = f"{CHANNEL}/{CASE}"
    nodes = [
        Node(ROOT, None, "root", "", is_folder=True),
        Node(TOP, ROOT, CHANNEL, CHANNEL, is_folder=True),
        Node(CASE_ITEM, TOP, CASE, top, is_folder=True),
    ]
    for name, file in zip(FOLDERS, FILES, strict=True):
        folder = ItemId(f"folder-{file}")
        nodes.append(Node(folder, CASE_ITEM, name, f"{top}/{name}", is_folder=True))
        nodes.append(Node(file, folder, "a.docx", f"{top}/{name}/a.docx", is_folder=False))
    return Site({one.id: one for one in nodes}, {ROOT: GROUPS, TOP: GROUPS[:1]}, dict(UNIT))


def shared_by_hand(world: World3) -> Site:
    """Return the library as it stands: one own link, one foreign one, and what is wider."""
    site = partnership(world.inside).site.copy()
    holdings = world.holdings
    for number, file in enumerate(FILES):
        found = {kind: [who for who in PEOPLE if holdings[who, file] == kind] for kind in HOLDINGS}
        entries = _right(found["right"], file) + _foreign(found["foreign"], world.state + number)
        entries += _wider(found["wider"], world.state // 3 + number)
        if entries:
            site.put(file, *entries)
    return site


def _right(people: list[str], file: ItemId) -> list[Entry]:
    return [entry(own_link(people, f"own-{file}"), Width.VIEW)] if people else []


def _foreign(people: list[str], turn: int) -> list[Entry]:
    if not people:
        return []
    if turn % 2:
        return [entry(people_link(people, "view", "foreign"), Width.READ)]
    return [entry(own_link(people, "foreign"), Width.VIEW)]


def _wider(people: list[str], turn: int) -> list[Entry]:
    if not people:
        return []
    if turn % 3 == 0:
        return [entry(people_link(people, "edit", "wider"), Width.EDIT)]
    role, width = (("write", Width.EDIT), ("owner", Width.OWN))[turn % 3 - 1]
    return [entry(direct(who, role), width) for who in people]


def complaints(world: World3) -> Iterator[str]:
    """Yield everything that is wrong with what the gate would do in a world."""
    shared, site = partnership(world.inside), shared_by_hand(world)
    own = _own_links(site)
    remembered = {file: link for file, link in own.items() if link.startswith("own")}
    memory = replace(shared.template.memory, own_links=remembered)
    seen = shared.world(site, memory)
    desired = desired_access(seen)
    plan = plan_changes(seen, desired)
    truth = Truth(shared.may_read, shared.may_read, dict(UNIT), quiet=QUIET)
    yield from in_order(plan.changes)
    yield from never_wider(site, plan.changes, truth)
    yield from within_permit(seen, desired, plan, truth)
    yield from all_told(site, plan, truth)
    yield from _never_lacking(world, carried_out(site, removals_in(plan)), shared.may_read, own)
    after = carried_out(site, plan.changes)
    yield from nobody_undeclared(after, truth)
    yield from nobody_lacking(after, truth, frozenset())
    yield from right_channel(after, truth)
    if plan.held:
        yield "something is held without a reason"
    yield from _second(shared, after, links_after(after, plan, remembered))
    lane = lane_in(seen, plan) if plan.changes else plan
    yield from is_only_removals(plan, lane)
    yield from _after_the_lane(world, carried_out(site, lane.changes), own)


def _own_links(site: Site) -> dict[ItemId, PermissionId]:
    """Return the link that the gate takes for its own on each file: one of its make where it has none."""
    found: dict[ItemId, PermissionId] = {}
    for file in FILES:
        links = [one.id for one in site.own.get(file, ()) if one.width is Width.VIEW]
        if links:
            found[file] = next((one for one in links if one.startswith("own")), links[0])
    return found


def _second(shared: Partnership, after: Site, links: dict[ItemId, PermissionId]) -> Iterator[str]:
    state = tuple((item, tuple((by.id, by.who) for by in own)) for item, own in sorted(after.own.items()))
    key = (state, tuple(sorted(links.items())))
    if key not in shared.settled:
        memory = replace(shared.after, own_links=links)
        shared.settled[key] = nothing_left(shared.world(after, memory))
    yield from shared.settled[key]


def _never_lacking(
    world: World3, after: Site, may_read: frozenset[tuple[str, ItemId]], own: dict[ItemId, PermissionId]
) -> Iterator[str]:
    """Complain where whoever held the right thing is without it until the grants are made."""
    for (who, file), held in world.holdings.items():
        way = (object_id(who), Width.VIEW, own.get(file, ""))
        if held == "right" and (object_id(who), file) in may_read and way not in ways_in(after, file):
            yield f"{who} loses {file} for a while, though nothing is wrong with it"


def _after_the_lane(world: World3, after: Site, own: dict[ItemId, PermissionId]) -> Iterator[str]:
    """Complain where the lane spares more than what everybody was given before, or takes any of that."""
    holdings = world.holdings
    for who, file in PAIRS:
        ways = [(width, by) for one, width, by in ways_in(after, file) if one == object_id(who)]
        given = (Width.VIEW, own.get(file, ""))
        if any(way != given for way in ways):
            yield f"the lane spares {who} {ways} on {file}"
        if holdings[who, file] == "right" and given not in ways:
            yield f"the lane takes from {who} on {file} what was given before"
