"""Law 1 over many partnerships: one crossed condition denies, order does not matter, people are independent.

Source: ISA §8.3, ISA §8.6
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.access.conditions import all_hold, check_file
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.roster.model import CaseRef, IsaStatus, PersonId
from tests.world import FOLDERS, ROLES, STAGES, Scene, account_of, item_id, object_id, person_of

CASES = ("RR-2026-001", "RR-2026-002")
PEOPLE = ("u10", "u11", "u12", "u13")
ORGANISATIONS = ("wcc", "wicb", "wmp")
NAMES = ("a.docx", "b.msg", "wicb/c.pdf", "wmp/d.xlsx", "wmp/deep/e.txt")
GOOD = f"{CASES[0]}/40-panel-pack/a.docx"
DAYS = (date(2026, 3, 29), date(2026, 3, 30), date(2026, 3, 31))

Key = TypeVar("Key")
Value = TypeVar("Value")

CROSSINGS: Mapping[str, Callable[[Scene], object]] = {
    "not started": lambda scene: scene.person("u12", starts_on=date(2026, 3, 31)),
    "ended": lambda scene: scene.person("u12", ends_on=date(2026, 3, 29)),
    "arrangement withdrawn": lambda scene: setattr(
        scene, "isa", replace(scene.isa, status=IsaStatus.WITHDRAWN)
    ),
    "no agreement": lambda scene: scene.organisation("wicb", agreement=None),
    "no policy document": lambda scene: scene.organisation("wicb", policy_document=None),
    "account blocked": lambda scene: scene.account("u12", enabled=False),
    "account not redeemed": lambda scene: scene.account("u12", external_state="PendingAcceptance"),
    "identity changed": lambda scene: scene.account("u12", mail="somebody@else.example"),
    "account gone": lambda scene: scene.accounts.update({PersonId("u12"): ()}),
    "account unread": lambda scene: scene.accounts.pop(PersonId("u12"), None),
    "two accounts": lambda scene: scene.accounts.update(
        {PersonId("u12"): (account_of("u12", "a@x.example"), account_of("u92", "b@x.example"))}
    ),
    "not accepted": lambda scene: scene.undecided("u12"),
    "declined": lambda scene: scene.undecided("u12").decide("u12", Decision.DECLINED),
    "not named": lambda scene: scene.case(CASES[0], "panel-meeting"),
    "other role": lambda scene: scene.case(CASES[0], "panel-meeting", u12="agency-author"),
    "earlier stage": lambda scene: scene.stage(CASES[0], "notified"),
    "closed": lambda scene: scene.stage(CASES[0], "closed"),
    "not viewable": lambda scene: scene.change_item(GOOD, name="a.zip"),
    "moved to the key's folder": lambda scene: scene.change_item(
        GOOD, path=f"Case review/{CASES[0]}/90-key/a.docx"
    ),
    "moved out of the channel": lambda scene: scene.change_item(GOOD, path="a.docx"),
}


def right_person() -> Scene:
    """Return a scene in sync in which u12 reads one file."""
    return Scene().case(CASES[0], "panel-meeting", u12="panel-member").file(GOOD).in_sync()


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw a partnership: people in many standings, on two cases, with files in many places."""
    scene = Scene()
    for name in PEOPLE:
        scene.person(name, organisation=draw(st.sampled_from(ORGANISATIONS)))
        _draw_standing(draw, scene, name)
    for ref in CASES:
        roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True).map(" ".join)
        people = draw(st.dictionaries(st.sampled_from(PEOPLE), roles))
        scene.case(ref, draw(st.sampled_from(STAGES)), **people)
    folders = st.sampled_from([*(folder.id for folder in FOLDERS), "41-unknown"])
    for place in draw(
        st.lists(st.tuples(st.sampled_from(CASES), folders, st.sampled_from(NAMES)), max_size=8)
    ):
        scene.file("/".join(place))
    return scene


def _draw_standing(draw: st.DrawFn, scene: Scene, name: str) -> None:
    days = st.one_of(st.none(), st.sampled_from(DAYS))
    scene.person(name, starts_on=draw(days), ends_on=draw(days), existing_since=draw(days))
    if draw(st.booleans()):
        scene.undecided(name)
    if draw(st.booleans()):
        scene.account(name, enabled=draw(st.booleans()))


def reading(desired: DesiredAccess) -> dict[ItemId, set[ObjectId]]:
    """Return who reads each file."""
    return {item: set(file.readers) for item, file in desired.files.items()}


def turned(mapping: Mapping[Key, Value]) -> dict[Key, Value]:
    """Return the same entries in the opposite order."""
    return dict(reversed(list(mapping.items())))


def upside_down(world: World) -> World:
    """Return the same world with every mapping in the opposite order."""
    roster, observation = world.roster, world.observation
    cases = {ref: replace(case, people=turned(case.people)) for ref, case in turned(roster.cases).items()}
    return replace(
        world,
        roster=replace(
            roster, people=turned(roster.people), cases=cases, organisations=turned(roster.organisations)
        ),
        observation=replace(
            observation, items=turned(observation.items), accounts=turned(observation.accounts)
        ),
    )


def test_law_1_default_deny_begins_with_somebody_who_reads() -> None:
    """The person whose conditions are crossed below does read before they are."""
    assert reading(desired_access(right_person().world())) == {item_id(GOOD): {object_id("u12")}}


@given(st.sets(st.sampled_from(sorted(CROSSINGS)), min_size=1))
@settings(deadline=None)
def test_law_1_default_deny_any_crossed_condition_denies(crossings: set[str]) -> None:
    """However many other conditions hold, each crossed one alone, and any of them together, deny."""
    scene = right_person()
    for name, cross in CROSSINGS.items():
        if name in crossings:
            cross(scene)
    assert reading(desired_access(scene.world())) == {item_id(GOOD): set()}


@given(scenes())
@settings(deadline=None)
def test_law_1_default_deny_readers_are_exactly_those_whose_checks_all_hold(scene: Scene) -> None:
    """The quick answer for all files and the slow answer for one person agree in both directions."""
    world = scene.world()
    found = reading(desired_access(world))
    for item, readers in found.items():
        held = {
            object_id(name)
            for name in PEOPLE
            if all_hold(check_file(world, person_of(world, name), world.observation.items[item]))
        }
        assert readers == held


@given(scenes())
@settings(deadline=None)
def test_law_1_default_deny_does_not_depend_on_the_order_of_entries(scene: Scene) -> None:
    """Sorting a roster, or reading the tenant in another order, changes nobody's access."""
    world = scene.world()
    assert desired_access(upside_down(world)) == desired_access(world)


@given(scenes(), st.sampled_from(CASES), st.sampled_from(ROLES))
@settings(deadline=None)
def test_law_1_default_deny_adding_a_person_changes_nobody_elses_access(
    scene: Scene, ref: str, role: str
) -> None:
    """A new person on a case gives and takes nothing from those who were there."""
    before = reading(desired_access(scene.world()))
    case = scene.cases[CaseRef(ref)]
    named = {name: " ".join(assignment.roles) for name, assignment in case.people.items()}
    after = reading(desired_access(scene.case(ref, case.stage, **named, u77=role).world()))
    assert {item: readers - {object_id("u77")} for item, readers in after.items()} == before
