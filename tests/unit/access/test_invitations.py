"""Whom the roster asks to be invited: who may be, who waits, and what is said of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.access.changes import InviteGuest
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.invitations import judge_invitations, may_be_invited
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import SentInvitation
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.permits import permit_for
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.model import CaseRef, IsaStatus, Mode, PersonId
from sharepoint_gate.roster.rules import GuestRules
from tests.fakes.tenant import SITE
from tests.world import Scene

U12, TO, PLACE = PersonId("u12"), "u12@wicb.example", "https://apps.example"
ASKED = date(2026, 3, 28)


def asked(on: date = ASKED, *, invite: bool = True) -> Scene:
    """Return a scene whose u12 is named, has no account, and is to be invited from a day on."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u19="agency-author")
    scene.person("u12", invite_on=on).undecided("u12")
    scene.accounts[U12] = ()
    scene.rules = replace(scene.rules, guests=GuestRules(invite, PLACE))
    return scene.in_sync()


def plan_of(scene: Scene) -> Plan:
    """Return what a run would do."""
    world = scene.world()
    return plan_changes(world, desired_access(world))


def waits(scene: Scene) -> list[str]:
    """Return why invitations wait."""
    findings = plan_of(scene).findings
    return [one.sentence for one in findings if one.kind is FindingKind.INVITATION_WAITS]


def test_a_person_without_an_account_is_invited_once_the_day_has_come() -> None:
    """A change of the plan, with the reason, the roster's line, and a permit for that one address."""
    scene = asked()
    plan = plan_of(scene)
    (change,) = plan.changes
    assert isinstance(change, InviteGuest)
    assert (change.person, change.address, change.asked_on) == (U12, TO, ASKED)
    assert change.reason.people == ("Person u12",)
    assert "since 2026-03-28" in change.reason.sentence
    world = scene.world()
    permit = permit_for(plan, desired_access(world), world.observation, SITE)
    assert permit.invite_addresses == {TO: PLACE}
    assert waits(scene) == []


def test_law_3_a_plan_that_invites_somebody_else_gets_no_permit_for_it() -> None:
    """Whatever a plan says, only whom the roster asks for may be invited."""
    scene = asked()
    plan, world = plan_of(scene), scene.world()
    (change,) = plan.changes
    assert isinstance(change, InviteGuest)
    other = replace(plan, changes=(replace(change, address="kdoyle@personalmail.example"),))
    assert permit_for(other, desired_access(world), world.observation, SITE).invite_addresses == {}


def test_nobody_is_invited_before_the_day_nor_with_an_account_nor_unasked() -> None:
    """A pending guest waits to redeem; somebody who could not be looked up may have an account (law 7)."""
    assert judge_invitations(asked(date(2026, 3, 31)).world()).grants == ()
    scene = asked()
    assert judge_invitations(scene.person("u12", invite_on=None).world()).grants == ()
    scene = asked()
    del scene.accounts[U12]
    assert judge_invitations(scene.world()) == judge_invitations(Scene().world())
    pending = asked()
    pending.accounts[U12] = (
        Scene().person("u12").account("u12", external_state="PendingAcceptance").accounts[U12]
    )
    assert judge_invitations(pending.world()).grants == ()
    assert FindingKind.PERSON_WAITS in {one.kind for one in plan_of(pending).findings}


def test_law_7_half_a_picture_invites_nobody() -> None:
    """The invitation is held back with the other grants."""
    scene = asked()
    scene.unread = (Unread("what is declared", "a fault"),)
    plan = plan_of(scene)
    assert plan.changes == ()
    assert [type(one.change) for one in plan.held] == [InviteGuest]


def test_law_12_the_same_day_is_answered_once_and_a_later_one_once_more() -> None:
    """No account came of it: a person looks, and writes a later day."""
    scene = asked()
    sent = SentInvitation(TO, ASKED, datetime(2026, 3, 28, 2, tzinfo=UTC))
    scene.memory = replace(scene.memory, invitations={U12: sent})
    assert plan_of(scene).changes == ()
    assert "left, or may have, on 2026-03-28" in waits(scene)[0]
    scene.person("u12", invite_on=date(2026, 3, 30))
    assert [type(one) for one in plan_of(scene).changes] == [InviteGuest]


def _withdrawn(scene: Scene) -> None:
    scene.isa = replace(scene.isa, status=IsaStatus.WITHDRAWN)


def _observed(scene: Scene) -> None:
    case = CaseRef("RR-2026-001")
    scene.cases[case] = replace(scene.cases[case], mode=Mode.OBSERVE)


def _unnamed(scene: Scene) -> None:
    scene.cases.clear()


def _no_process(scene: Scene) -> None:
    case = CaseRef("RR-2026-001")
    scene.cases[case] = replace(scene.cases[case], process="unknown")  # type: ignore[arg-type]  # a stale book


HINDRANCES: dict[str, tuple[Callable[[Scene], object], str]] = {
    "settings": (
        lambda scene: setattr(scene, "rules", replace(scene.rules, guests=GuestRules())),
        "do not let the gate",
    ),
    "strange domain": (
        lambda scene: scene.organisation("wicb", domains=("nhs.example",)),
        "is no address of",
    ),
    "no organisation": (
        lambda scene: scene.organisations.pop(scene.people[U12].organisation),
        "is no address of",
    ),
    "own domain": (
        lambda scene: scene.account("u01", user_principal_name="u01@wicb.example", is_guest=False),
        "a domain of the directory itself",
    ),
    "arrangement withdrawn": (_withdrawn, "is withdrawn"),
    "access ended": (lambda scene: scene.person("u12", ends_on=date(2026, 3, 1)), "ended on"),
    "no policy document": (lambda scene: scene.organisation("wicb", policy_document=None), "policy document"),
    "closed case": (lambda scene: scene.stage("RR-2026-001", "closed"), "on no running case"),
    "observed case": (_observed, "on no running case"),
    "no case": (_unnamed, "on no running case"),
    "unknown process": (_no_process, "on no running case"),
    "business unit": (
        lambda scene: setattr(scene, "bu_members", (*scene.bu_members, U12)),
        "on no running case",
    ),
}


@pytest.mark.parametrize("why", HINDRANCES)
def test_law_3_whoever_has_no_right_to_read_is_not_invited_and_told_why(why: str) -> None:
    """An invitation is a mail to the world outside: everything but the account must be right first."""
    scene = asked()
    hinder, told = HINDRANCES[why]
    hinder(scene)
    assert judge_invitations(scene.world()).grants == ()
    assert may_be_invited(scene.world()) == {}
    (sentence,) = [one.sentence for one in judge_invitations(scene.world()).findings]
    assert told in sentence
