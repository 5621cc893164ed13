"""The personal half of law 1: dates, arrangement, organisation and account, each crossed alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sharepoint_gate.access.checks import crossed_kinds, first_failure
from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import Condition, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing import check_arrangement, check_dates, check_organisation, day_of
from sharepoint_gate.roster.model import (
    IsaStatus,
    OrganisationAgreement,
    OrganisationId,
    OrganisationKind,
    PolicyDocument,
)
from sharepoint_gate.roster.rules import Rules
from tests.world import RULES, Scene, account_of, line, person_of

CASE = "RR-2026-001"
AGREED = OrganisationAgreement("tier-1", date(2025, 11, 3), None)


def scene() -> Scene:
    """Return one named person in good standing."""
    return Scene().case(CASE, "panel-meeting", u12="panel-member")


def kinds(world: World, name: str = "u12") -> tuple[FindingKind, ...]:
    """Return the kinds of a person's crossed personal conditions."""
    return crossed_kinds(check_person(world, person_of(world, name)))


def test_law_1_a_person_in_good_standing_has_every_personal_condition_ticked() -> None:
    """Nothing is crossed for a person in good standing, and every personal condition is told."""
    world = scene().in_sync().world()
    checks = check_person(world, person_of(world, "u12"))
    assert first_failure(checks) is None
    assert [check.condition for check in checks] == [
        Condition.ON_ROSTER,
        Condition.AGREEMENT_IN_FORCE,
        Condition.ORGANISATION,
        Condition.ORGANISATION,
        Condition.ACCOUNT,
        Condition.SAME_PERSON,
        Condition.UAA,
        Condition.NOT_FROZEN,
    ]
    assert all(check.kind is None and check.sentence.endswith(".") for check in checks)
    # No line of the roster freezes anybody.
    assert [check.condition for check in checks if not check.place] == [Condition.NOT_FROZEN]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"starts_on": date(2026, 3, 30)}, ()),
        ({"starts_on": date(2026, 3, 31)}, (FindingKind.NOT_YET_STARTED,)),
        ({"ends_on": date(2026, 3, 30)}, ()),
        ({"ends_on": date(2026, 3, 29)}, (FindingKind.GRANT_AFTER_EXPIRY,)),
    ],
)
def test_law_1_first_and_last_day_of_access_are_included(
    change: dict[str, Any], wanted: tuple[FindingKind, ...]
) -> None:
    """Access begins on the first day and ends after the last."""
    assert kinds(scene().person("u12", **change).world()) == wanted


def test_law_1_somebody_past_the_last_day_on_no_case_is_a_leaver() -> None:
    """Who has ended and is named on no case is called a leaver."""
    world = scene().person("u40", ends_on=date(2026, 2, 27)).world()
    assert kinds(world, "u40") == (FindingKind.GRANT_TO_LEAVER,)


def test_the_last_day_is_told_while_it_lies_ahead() -> None:
    """A person with a last day ahead is told about it."""
    world = scene().person("u12", ends_on=date(2026, 6, 30)).world()
    assert (
        check_dates(world, person_of(world, "u12")).sentence
        == "Person u12 is on the roster until 2026-06-30."
    )


def test_law_1_a_withdrawn_arrangement_denies_everybody() -> None:
    """Nobody reads under an arrangement that is withdrawn or not signed yet; an expired one only warns."""
    base = scene()
    isa = base.isa
    base.isa = replace(isa, status=IsaStatus.WITHDRAWN)
    assert kinds(base.world()) == (FindingKind.ISA_WITHDRAWN,)
    base.isa = replace(isa, signed_on=date(2026, 3, 31))
    assert kinds(base.world()) == (FindingKind.ISA_WITHDRAWN,)
    base.isa = replace(isa, status=IsaStatus.EXPIRED, review_due=date(2026, 1, 1))
    assert kinds(base.world()) == ()
    assert "review was due on 2026-01-01" in check_arrangement(base.world()).sentence


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"kind": OrganisationKind.NONE}, FindingKind.AGREEMENT_MISSING),
        ({"agreement": None}, FindingKind.AGREEMENT_MISSING),
        ({"agreement": replace(AGREED, signed_on=date(2026, 3, 31))}, FindingKind.AGREEMENT_MISSING),
        ({"agreement": replace(AGREED, ended_on=date(2026, 3, 29))}, FindingKind.AGREEMENT_MISSING),
        ({"agreement": replace(AGREED, signed_on=date(2026, 3, 30))}, None),
        ({"agreement": replace(AGREED, ended_on=date(2026, 3, 30))}, None),
        ({"policy_document": None}, FindingKind.APD_MISSING),
        ({"policy_document": PolicyDocument("APD", None, date(2026, 3, 29), None)}, FindingKind.APD_LAPSED),
        ({"policy_document": PolicyDocument("APD", None, date(2026, 3, 30), None)}, None),
        ({"policy_document": PolicyDocument("APD", date(2026, 1, 1), None, None)}, None),
        ({"policy_document": PolicyDocument("", None, None, "processor under contract")}, None),
    ],
)
def test_law_1_an_organisation_needs_its_agreement_and_its_policy_document(
    change: dict[str, Any], wanted: FindingKind | None
) -> None:
    """Agreement and policy document each deny alone; last days are included; a review date only warns."""
    assert kinds(scene().organisation("wicb", **change).world()) == (() if wanted is None else (wanted,))


def test_law_1_a_review_date_blocks_only_where_the_settings_say_so() -> None:
    """A passed review date warns, unless the settings make it block."""
    base = scene().organisation("wicb", policy_document=PolicyDocument("APD", date(2026, 1, 1), None, None))
    warned = check_organisation(base.world(), person_of(base.world(), "u12"))[1]
    assert warned.holds
    assert "due for review on 2026-01-01" in warned.sentence
    base.rules = Rules(RULES.viewable_types, RULES.generic_words, review_date_blocks=True)
    assert kinds(base.world()) == (FindingKind.APD_LAPSED,)


def test_law_1_an_organisation_that_is_not_on_the_roster_denies() -> None:
    """A person whose organisation is unknown is denied."""
    base = scene()
    del base.organisations[OrganisationId("wicb")]
    assert kinds(base.world()) == (FindingKind.AGREEMENT_MISSING,)


def test_law_1_agreement_and_policy_document_are_told_apart() -> None:
    """Both faults of an organisation are told, not only the first."""
    base = scene().organisation("wicb", agreement=None, policy_document=None)
    assert kinds(base.world()) == (FindingKind.AGREEMENT_MISSING, FindingKind.APD_MISSING)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"enabled": False}, FindingKind.ACCOUNT_DISABLED),
        ({"external_state": "PendingAcceptance"}, FindingKind.PENDING_INVITATION),
        ({"external_state": None}, FindingKind.PENDING_INVITATION),
        ({"external_state": None, "is_guest": False}, None),
        ({"external_state": "PendingAcceptance", "is_guest": False}, FindingKind.PENDING_INVITATION),
    ],
)
def test_law_1_an_account_must_be_enabled_and_redeemed(
    change: dict[str, Any], wanted: FindingKind | None
) -> None:
    """A blocked account and a guest who has not redeemed read nothing."""
    assert kinds(scene().account("u12", **change).world()) == (() if wanted is None else (wanted,))


def test_law_1_exactly_one_account_must_be_found() -> None:
    """None and several accounts deny, each by its own name."""
    base = scene()
    key = person_of(base.world(), "u12").id
    base.accounts[key] = ()
    assert kinds(base.world()) == (FindingKind.ACCOUNT_NOT_FOUND,)
    base.accounts[key] = (account_of("u12", "a@x.example"), account_of("u99", "b@x.example"))
    assert kinds(base.world()) == (FindingKind.ACCOUNT_AMBIGUOUS,)


def test_law_1_one_account_behind_two_people_denies_both() -> None:
    """An account that answers to two people on the roster is nobody's."""
    base = scene().person("u13")
    base.accounts[person_of(base.world(), "u13").id] = (account_of("u12", "u12@wicb.example"),)
    world = base.world()
    assert kinds(world, "u12") == kinds(world, "u13") == (FindingKind.ACCOUNT_AMBIGUOUS,)


def test_law_7_an_account_that_was_not_looked_up_is_unread_and_nothing_else() -> None:
    """What could not be read is crossed as unread, so that nothing is said against the person."""
    base = scene()
    del base.accounts[person_of(base.world(), "u12").id]
    assert kinds(base.world()) == (FindingKind.UNREAD,)


def test_days_are_those_of_the_partnership() -> None:
    """In summer half past eleven at night in UTC is already the next day."""
    assert day_of(scene().world(), datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)


def test_each_condition_names_the_line_that_decides() -> None:
    """The organisation's fault points to the organisation, the person's to the person."""
    base = scene().organisation("wicb", agreement=None).person("u12", starts_on=date(2027, 1, 1))
    world = base.world()
    dates, _, agreement, *_ = check_person(world, person_of(world, "u12"))
    assert dates.place == line(102)
    assert agreement.place == line(11)
