"""The worlds of many factors at once: everything that bears on one person and one file, pair by pair.

Beside the conditions of law 1 and the shapes there are moved files, recorded exceptions, what is observed or
could not be read, settings that nobody stated, a broken record, and seats in the channel.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.audited_site import posture_of, with_surroundings
from sharepoint_gate.access.changes import Change, GrantReaders, Revocation
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.lane import removals_only
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.modes import under_modes
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.posture_hold import hold_for_posture
from sharepoint_gate.roster.model import Mode
from tests.property.worlds.conditions import CONDITIONS, SURROUNDINGS, Verdict
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
    revoke_only,
)
from tests.property.worlds.one_person import MADE, OWN_ENTRY, POSITIONS, QUIET, own_id
from tests.property.worlds.reading import ways_in
from tests.property.worlds.settings import FILE, FOLDER_ITEM, READER, ROOT, TOP, Setting, setting
from tests.property.worlds.shapes import OWN, SHAPES, STRANGER
from tests.property.worlds.tenant import Site
from tests.world import CHANNEL, NOW, object_id

FACTORS: Mapping[str, tuple[str, ...]] = {
    "shape": tuple(SHAPES),
    **{name: tuple(levels) for name, levels in CONDITIONS.items()},
    **{name: tuple(levels) for name, levels in SURROUNDINGS.items()},
    "position": tuple(POSITIONS),
    "moved": ("no", "from another case", "out of the bin"),
    "unread": ("nothing", "the file", "the folder", "the members", "something else"),
    "trail": ("sound", "broken"),
    "seat": ("none", "member", "owner"),
    "stranger": ("outside", "in the channel"),
    "copies": ("go", "stay"),
    "answers": ("tell", "do not tell"),
}
_DARK = {"the file": FILE, "the folder": FOLDER_ITEM}
_TO_READ = frozenset({"direct", "people link", "embed link"})
_TO_EDIT = _TO_READ | {"direct edit", "edit link", "review link"}
_OUTSIDER = object_id(STRANGER)


@dataclass(frozen=True, slots=True)
class WorldN:
    """One world: a level of each factor."""

    row: Mapping[str, str]
    setting: Setting = field(compare=False)

    @property
    def name(self) -> str:
        """What a complaint calls it."""
        return str(dict(self.row))

    @property
    def calm(self) -> bool:
        """Whether every item could be read, and what is found is put right."""
        return self.row["unread"] not in _DARK and self.row["mode"] == "enforce"

    @property
    def gives(self) -> bool:
        """Whether anything may be given at all."""
        fine = self.row["posture"] == "fit" and self.row["trail"] == "sound"
        return fine and self.calm and self.row["unread"] != "something else"

    @property
    def covered(self) -> bool:
        """Whether a recorded exception allows the entry, or may do so for all that could be read."""
        level, shape, position = self.row["exception"], self.row["shape"], self.row["position"]
        if self.setting.personal is Verdict.NO or self.row["frozen"] == "the case":
            return False
        allowed = {"to read": _TO_READ, "to edit": _TO_EDIT, "to edit the case": _TO_EDIT}
        places = {"file", "folder", "copied", *(["case"] if level == "to edit the case" else [])}
        return shape in allowed.get(level, ()) and position in places


def world_of(row: Mapping[str, str]) -> WorldN:
    """Return the world of one row."""
    bent = {name: level for name, level in row.items() if name in CONDITIONS or name in SURROUNDINGS}
    return WorldN(row, setting(**bent))


def exists(row: Mapping[str, str]) -> bool:
    """Tell whether a row makes sense: what a person holds by an account of theirs alone cannot be above."""
    shape, position = row["shape"], row["position"]
    if position == "root" and (shape == "site group, widened" or row["answers"] == "do not tell"):
        return False
    own = any(one.id == OWN for one in MADE[shape].entries)
    return position == "file" or not own


def complaints(world: WorldN) -> Iterator[str]:
    """Yield everything that is wrong with what the gate would do in a world."""
    site, memory = _site(world), _memory(world)
    seen = _seen(world, site, memory)
    whole = plan_changes(seen, desired_access(seen))
    plan = _overlaid(world, seen, whole)
    truth = _truth(world, site)
    after = carried_out(site, plan.changes)
    yield from in_order(plan.changes)
    yield from never_wider(site, plan.changes, truth)
    yield from _gives_nothing_in_doubt(world, plan)
    yield from _observes(world, whole, plan)
    if world.calm:
        yield from all_told(site, plan, truth)
        yield from nobody_undeclared(after, truth)
        yield from nobody_lacking(after, truth, held_pairs(plan) if not _may_give(world) else frozenset())
        yield from _second(world, after, plan, memory)
    yield from _channel(world, site, after)
    yield from revoke_only(plan)
    lane = lane_in(seen, plan)
    yield from is_only_removals(plan, lane)
    yield from _lane(world, carried_out(site, lane.changes), truth)


def _site(world: WorldN) -> Site:
    row, made = world.row, MADE[world.row["shape"]]
    site = world.setting.site.copy()
    site.pushes, site.tells = row["copies"] == "go", row["answers"] == "tell"
    if made.entries:
        site.put(POSITIONS[row["position"]], *made.entries)
    if row["position"] == "copied":
        site.put(FILE, OWN_ENTRY)
    site.members.pop(READER, None)
    if row["seat"] != "none":
        site.members[READER] = row["seat"]
    if row["stranger"] == "in the channel":
        site.members[_OUTSIDER] = "member"
    site.dark = frozenset({_DARK[row["unread"]]} if row["unread"] in _DARK else ())
    return site


def _memory(world: WorldN) -> Memory:
    made = MADE[world.row["shape"]]
    memory = world.setting.memory(OWN if made.remembered else None, given=True)
    then = Placement(f"{CHANNEL}/RR-2026-002/40-panel-pack/return.docx", NOW)
    if world.row["moved"] == "from another case":
        return replace(memory, placements={FILE: then})
    return replace(memory, gone={FILE: then}) if world.row["moved"] == "out of the bin" else memory


def _seen(world: WorldN, site: Site, memory: Memory) -> World:
    seen = world.setting.world(site, memory)
    look = seen.observation
    unread = [Unread("something else", "503")] if world.row["unread"] == "something else" else []
    unread += [Unread("the gate's own record", "broken")] if world.row["trail"] == "broken" else []
    members = None if world.row["unread"] == "the members" else look.members
    made = replace(seen, observation=replace(look, unread=tuple(unread), members=members))
    made.__dict__.update(world.setting.shared)
    return made


def _overlaid(world: WorldN, seen: World, plan: Plan) -> Plan:
    """Lay over a plan what a run lays over it, in the same order."""
    mode = Mode.OBSERVE if world.row["mode"] == "all observe" else Mode.ENFORCE
    told = under_modes(with_surroundings(plan, seen), seen, mode)
    made = hold_for_posture(told, posture_of(seen))
    return removals_only(made, "the record is broken") if world.row["trail"] == "broken" else made


def _truth(world: WorldN, site: Site) -> Truth:
    made, verdict = MADE[world.row["shape"]], world.setting.verdict
    may = frozenset({(READER, FILE)} if verdict is Verdict.YES and not _stands(world) else ())
    left = made.left or world.covered or (world.row["position"] == "root" and not made.open_to_all)
    ids = frozenset(one.id for one in made.entries)
    unseen = verdict in {Verdict.UNSEEN, Verdict.OPEN} or world.setting.personal is Verdict.UNSEEN
    kept = frozenset({(READER, FILE, own_id(site))} if unseen else ())
    quiet = QUIET | ids if world.covered else QUIET
    return Truth(
        may, may, {READER: "member", **world.setting.site.members}, ids if left else frozenset(), kept, quiet
    )


def _stands(world: WorldN) -> bool:
    """Tell whether an exception is in use, so that its person needs no link besides."""
    return world.covered and world.setting.personal is Verdict.YES


def _may_give(world: WorldN) -> bool:
    return world.gives and not MADE[world.row["shape"]].blocks


def _gives_nothing_in_doubt(world: WorldN, plan: Plan) -> Iterator[str]:
    """Complain about a grant while something stands against every grant (law 7, law 11, ISA 8.2)."""
    given = [one for one in plan.changes if isinstance(one, GrantReaders)]
    if given and not world.gives:
        yield f"a grant is made in doubt: {given[0].reason.sentence}"


def _observes(world: WorldN, whole: Plan, plan: Plan) -> Iterator[str]:
    """Complain where something is changed that is only observed, the end of a freeze's subject apart."""
    mode = world.row["mode"]
    if mode == "enforce":
        return
    for one in plan.changes:
        frozen = isinstance(one, Revocation) and FindingKind.FROZEN in one.reason.kinds
        if not frozen and (mode == "all observe" or _in_case(one)):
            yield f"{one} is done while it is observed"
    calm = world.row["posture"] == "fit" and world.row["trail"] == "sound"
    if calm and len(plan.changes) + len(plan.observed) != len(whole.changes):
        yield "something of the plan is neither done nor told as observed"


def _in_case(change: Change) -> bool:
    item = getattr(change, "item_id", None)
    return item is not None and item not in {TOP, ROOT}


def _second(world: WorldN, after: Site, plan: Plan, memory: Memory) -> Iterator[str]:
    links = links_after(after, plan, dict(memory.own_links))
    seen = _seen(world, after, world.setting.memory_after(links))
    again = _overlaid(world, seen, plan_changes(seen, desired_access(seen)))
    if again.changes:
        yield f"the second plan still has {again.changes[0]}"


def _channel(world: WorldN, before: Site, after: Site) -> Iterator[str]:
    """Complain about anybody in the channel who must not be there, or who is missing."""
    looked = world.row["unread"] != "the members" and world.row["mode"] != "all observe"
    if not looked:
        frozen = world.row["frozen"] in {"the person", "the account"} and world.row["unread"] != "the members"
        gone = before.members.keys() - after.members.keys()
        if gone - ({READER} if frozen else set()) or after.members.keys() - before.members.keys():
            yield f"the channel changes unseen: {before.members} to {after.members}"
        return
    if _OUTSIDER in after.members:
        yield "a stranger stays in the channel"
    seated, verdict = READER in after.members, world.setting.member
    if verdict is Verdict.NO and seated:
        yield "somebody stays in the channel who must not"
    if verdict is Verdict.YES and not seated and (READER in before.members or _adds(world)):
        yield "somebody of the business unit is not in the channel"
    if verdict is Verdict.UNSEEN and seated != (READER in before.members):
        yield "a seat changes although the account could not be looked up"


def _adds(world: WorldN) -> bool:
    whole = world.row["unread"] != "something else"
    return whole and world.row["posture"] == "fit" and world.row["trail"] == "sound"


def _lane(world: WorldN, after: Site, truth: Truth) -> Iterator[str]:
    """Complain where a stranger outlives the lane."""
    if not world.calm:
        return
    for item in after.nodes:
        for who, width, by in ways_in(after, item):
            if who != READER and by not in truth.left | QUIET:
                yield f"the lane spares {who} {width.name} on {item} by {by}"
