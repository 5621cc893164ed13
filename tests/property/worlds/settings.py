"""A partnership bent by a level of each condition, with the truth about its one reader: built once.

Everything that follows from the roster, the accounts and the register is found once a setting; worlds of one
setting differ in what stands on the items, and share the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from sharepoint_gate.access.applied import Applied
from sharepoint_gate.access.applied_state import applied_state
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import ItemId, Observation, ObservedPermission, PermissionId
from sharepoint_gate.access.standing import pins_to_remember
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.model import (
    Assignment,
    Case,
    CaseRef,
    Mode,
    OrganisationId,
    PersonId,
    ProcessId,
    RoleId,
    StageId,
)
from tests.property.worlds.conditions import (
    CASE,
    CONDITIONS,
    FOLDER,
    GOOD,
    PERSON,
    SURROUNDINGS,
    Draft,
    Verdict,
    draft,
)
from tests.property.worlds.shapes import ODD, OWN_APPLICATION
from tests.property.worlds.tenant import Node, Site, Width, entry
from tests.world import BOOK, CHANNEL, NOW, SITE_GROUPS, TODAY, Scene, account_of, line, object_id

ROOT, TOP, CASE_ITEM, FOLDER_ITEM, PART, FILE = map(
    ItemId, ("root", "channel", "case", "folder", "part", "file")
)
READER = object_id(PERSON)
UNIT = {object_id("u01"): "owner", object_id("u02"): "member"}
_WIDTHS = (Width.OWN, Width.EDIT, Width.READ)
GROUPS = tuple(entry(one, width, one.id) for one, width in zip(SITE_GROUPS, _WIDTHS, strict=True))
ODD_GROUP = entry(
    ObservedPermission(PermissionId("entry-Panel members-read"), ("read",), ODD), Width.NOTHING, "nobody"
)
SHARED = (
    "personal_checks",
    "holders",
    "business_unit",
    "names",
    "named_somewhere",
    "cases_of",
    "exceptions_of",
)
PERSONAL = ("roster", "isa", "organisation", "account", "same", "uaa", "frozen")


def groups_of_the_site() -> frozenset[str]:
    """Return the ids of the entries that stand on every item from the beginning."""
    return frozenset(one.id for one in GROUPS)


@dataclass(slots=True)
class Setting:
    """One partnership, before anything is shared by hand.

    Attributes:
        levels: The level of each condition.
        verdict: Whether u12 may read the file.
        member: Whether u12 may be in the channel.
        personal: Whether everything holds that concerns the person alone.
        waits: What u12 was given and no longer is may wait where a rail holds the plan back; None where it
            is not laid down.
        before: What was applied when u12 read the file.
    """

    levels: Mapping[str, str]
    template: World
    site: Site
    verdict: Verdict
    member: Verdict
    personal: Verdict
    waits: bool | None
    before: Applied
    shared: dict[str, object] = field(default_factory=dict)
    after: Memory | None = None
    settled: dict[object, tuple[str, ...]] = field(default_factory=dict)

    def world(self, site: Site, memory: Memory) -> World:
        """Return the world in which a site looks as it does now."""
        seen = replace(self.template.observation, items=dict(site.observed()), members=site.memberships())
        made = replace(self.template, observation=seen, memory=memory)
        made.__dict__.update(self.shared)
        return made

    def memory(self, own: PermissionId | None, *, given: bool) -> Memory:
        """Return what an earlier run left: the gate's own link, and whether u12 was given the file."""
        links = {FILE: own} if own is not None else {}
        applied = self.before if given else Applied()
        return replace(self.template.memory, own_links=links, applied=applied)

    def memory_after(self, own: Mapping[ItemId, PermissionId]) -> Memory:
        """Return what this run leaves behind when all of it went well."""
        if self.after is None:
            world = self.world(self.site, self.template.memory)
            desired = desired_access(world)
            known = self.template.memory
            pins = {**known.pins, **pins_to_remember(world)}
            self.after = replace(known, pins=pins, applied=applied_state(world, desired))
        return replace(self.after, own_links=own)


@lru_cache(maxsize=128)
def setting(**levels: str) -> Setting:
    """Return the partnership of some levels; conditions that are left out hold."""
    every = {**GOOD, **levels}
    bent = draft()
    for name, level in every.items():
        bend = CONDITIONS[name][level].bend if name in CONDITIONS else SURROUNDINGS[name][level]
        bend(bent)
    return _assemble(bent, every)


def _assemble(bent: Draft, levels: Mapping[str, str]) -> Setting:
    site = _site(bent)
    world = _world(bent, site)
    verdict, member = _verdict(levels), _member(levels)
    made = Setting(levels, world, site, verdict, member, _personal(levels), _waits(levels), _before())
    world = made.world(site, world.memory)
    desired_access(world)
    made.shared = {name: getattr(world, name) for name in SHARED}
    return made


def _world(bent: Draft, site: Site) -> World:
    scene = Scene()
    scene.isa, scene.rules = bent.isa, bent.rules
    scene.organisation("wcc", people_confirmed_on=TODAY)
    _declare(scene, bent)
    register = AgreementRegister(scene.versions, dict(scene.decisions))
    pins = {PersonId(PERSON): bent.pin} if bent.pin is not None else {}
    places = {FILE: Placement(site.nodes[FILE].path, NOW)}
    memory = Memory(pins, places, {}, freezes=bent.freezes)
    seen = Observation(NOW, "drive", TOP, site.observed(), site.memberships(), dict(scene.accounts))
    return World(scene.roster(), BOOK, register, bent.rules, TODAY, seen, memory, OWN_APPLICATION)


def _declare(scene: Scene, bent: Draft) -> None:
    home, name = OrganisationId("wicb"), PersonId(PERSON)
    if bent.organisation is None:
        del scene.organisations[home]
    else:
        scene.organisations[home] = bent.organisation
    if bent.person is not None:
        scene.people[name] = bent.person
        scene.decisions[name] = bent.decisions
        if bent.accounts is not None:
            scene.accounts[name] = bent.accounts
    if bent.sharer:
        scene.person(bent.sharer)
        known = bent.accounts or (account_of(PERSON, f"{PERSON}@wicb.example"),)
        scene.accounts[PersonId(bent.sharer)] = known[:1]
    if bent.unit:
        scene.bu_members = (*scene.bu_members, name)
    roles = tuple(RoleId(one) for one in bent.roles)
    named = {name: Assignment(name, roles, line(505))} if roles else {}
    ref = CaseRef(CASE)
    process, stage = ProcessId(bent.process), StageId(bent.stage)
    mode = Mode.OBSERVE if bent.observed else Mode.ENFORCE
    scene.cases[ref] = Case(ref, process, stage, {}, named, line(500), line(502), mode)
    if bent.excepted is not None:
        access, folder, until = bent.excepted
        scene.exception("EX-1", PERSON, folder, access, until)


def _site(bent: Draft) -> Site:
    """Return the library: the file lies in an organisation's part of a folder, or in none."""
    nodes = [
        Node(ROOT, None, "root", "", is_folder=True),
        Node(TOP, ROOT, CHANNEL, CHANNEL, is_folder=True),
        Node(CASE_ITEM, TOP, CASE, f"{CHANNEL}/{CASE}", is_folder=True),
        Node(FOLDER_ITEM, CASE_ITEM, FOLDER, f"{CHANNEL}/{CASE}/{FOLDER}", is_folder=True),
    ]
    above = nodes[-1]
    if bent.part:
        above = Node(PART, above.id, bent.part, f"{above.path}/{bent.part}", is_folder=True)
        nodes.append(above)
    path = f"{above.path}/{bent.file}"
    nodes.append(Node(FILE, above.id, bent.file, path, is_folder=bent.package, package=bent.package))
    members = {**UNIT, **({READER: "member"} if bent.unit else {})}
    return Site({one.id: one for one in nodes}, {ROOT: (*GROUPS, ODD_GROUP), TOP: GROUPS[:1]}, members)


@cache
def _before() -> Applied:
    bent = draft()
    site = _site(bent)
    world = _world(bent, site)
    return applied_state(world, desired_access(world))


def _verdict(levels: Mapping[str, str]) -> Verdict:
    if _member(levels) in {Verdict.UNSEEN, Verdict.OPEN}:
        return Verdict.OPEN  # who reads in the channel anyway loses a link only once the account can be seen
    return _sum(levels, tuple(CONDITIONS))


def _member(levels: Mapping[str, str]) -> Verdict:
    if levels["named"] != "of the unit":
        return Verdict.NO
    return _personal(levels)


def _personal(levels: Mapping[str, str]) -> Verdict:
    held = {**levels, "frozen": "free"} if levels["frozen"] == "the case" else levels
    return _sum(held, PERSONAL)


def _sum(levels: Mapping[str, str], names: tuple[str, ...]) -> Verdict:
    """Add the verdicts up: one no is a no; what cannot be seen of an account proves nothing either way."""
    known = [CONDITIONS[name][levels[name]].verdict for name in names if not _is_hidden(levels, name)]
    if Verdict.NO in known:
        return Verdict.NO
    if Verdict.UNSEEN in known:
        return Verdict.OPEN if levels["same"] == "first seen" else Verdict.UNSEEN
    return Verdict.YES


def _is_hidden(levels: Mapping[str, str], name: str) -> bool:
    """Tell whether nobody can see a condition: without an account there is nothing to compare."""
    return name == "same" and levels["account"] == "unread"


def _waits(levels: Mapping[str, str]) -> bool | None:
    """Tell whether all that the person lost is of the kind that may be a slip."""
    if levels["roster"] == "absent":
        return None if levels["frozen"] != "free" else True
    compared = levels["account"] not in {"unread", "gone", "two"}
    if levels["same"] == "first seen" and not compared:
        return None
    failing = [
        CONDITIONS[name][level]
        for name, level in levels.items()
        if name in CONDITIONS
        if CONDITIONS[name][level].verdict is Verdict.NO and (name != "same" or compared)
    ]
    return all(one.waits for one in failing)
