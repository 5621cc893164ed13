"""Who is meant by a freeze: nothing is guessed."""

from datetime import date

import pytest

from sharepoint_gate.access.changes import DeletePermission, RemoveMember, RevokePeople
from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_permit import freeze_permit
from sharepoint_gate.access.freezes_removals import Left, reason_of
from sharepoint_gate.access.freezes_report import FreezeReport
from sharepoint_gate.access.freezes_who import (
    freezes_of,
    frozen_named,
    person_only,
    refuse_a_day_to_come,
    subject_named,
)
from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.errors import SettingsError
from tests.fakes.tenant import SITE
from tests.unit.access.freezing import CASE, a_freeze, panel
from tests.world import NOW, TODAY

ID = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize("text", ["u12", "U12", "u12@WICB.example", "person  u12"])
def test_a_person_is_meant_by_id_username_or_name(text: str) -> None:
    """Letter case and blanks do not matter."""
    subject = subject_named(panel().roster(), text)
    assert (subject.kind, subject.subject, subject.marks) == (
        FreezeKind.PERSON,
        "u12",
        frozenset({"u12@wicb.example"}),
    )


def test_a_case_is_meant_by_its_reference() -> None:
    """In any letter case."""
    subject = subject_named(panel().roster(), "rr-2026-001")
    assert (subject.kind, subject.subject) == (FreezeKind.CASE, CASE)


@pytest.mark.parametrize("text", ["eve@far.example", ID.upper()])
def test_somebody_on_no_roster_is_meant_by_address_or_object_id(text: str) -> None:
    """Whoever is given so is frozen under it, in lower case."""
    subject = subject_named(panel().roster(), text)
    assert (subject.kind, subject.subject, subject.person) == (FreezeKind.ACCOUNT, text.lower(), None)


def test_an_address_much_like_one_of_the_roster_is_noticed() -> None:
    """A slip in a name must not freeze nobody unnoticed."""
    assert subject_named(panel().roster(), "u12@wicb.exampel").perhaps == "u12@wicb.example"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("RR-2026-01", f"did you mean {CASE}?"),
        ("rr-2027-001", f"its cases of this kind are {CASE}"),
        ("MAA-2027-009", "as the roster shows it"),
        ("Persn u12", "did you mean Person u12?"),
    ],
)
def test_an_unknown_name_is_refused_with_what_was_perhaps_meant(text: str, hint: str) -> None:
    """Nothing is frozen on a guess."""
    with pytest.raises(SettingsError) as refused:
        subject_named(panel().roster(), text)
    assert hint in refused.value.mend


def test_a_name_that_two_people_share_is_refused() -> None:
    """The roster id tells them apart."""
    scene = panel().person("u19", name="Person u12")
    with pytest.raises(SettingsError, match="may be any of"):
        subject_named(scene.roster(), "Person u12")


def test_what_is_frozen_is_found_although_the_roster_lost_it() -> None:
    """Whoever was taken out of the roster can still be unfrozen by the old id."""
    gone, known = a_freeze("u77", "u77@wicb.example"), a_freeze("u12", "u12@wicb.example")
    assert frozen_named(panel().roster(), [gone, known], "U77").marks == {"u77@wicb.example"}
    assert frozen_named(panel().roster(), [gone, known], "u12").person is not None
    assert frozen_named(panel().roster(), [a_freeze(CASE, kind=FreezeKind.CASE)], CASE).case is not None


def test_lifting_finds_every_freeze_of_one_person_under_any_name() -> None:
    """A freeze by address is lifted with the person, and a case's is not."""
    by_id, by_address = a_freeze("u12"), a_freeze("x", "u12@wicb.example", kind=FreezeKind.ACCOUNT)
    others = [a_freeze("u19"), a_freeze(CASE, "u12@wicb.example", kind=FreezeKind.CASE)]
    subject = subject_named(panel().roster(), "u12")
    assert freezes_of([by_id, by_address, *others], subject) == (by_id, by_address)


def test_only_somebody_on_the_roster_can_leave_and_not_on_a_day_to_come() -> None:
    """A day to come belongs into the roster; a case does not leave."""
    person_only(subject_named(panel().roster(), "u12"))
    with pytest.raises(SettingsError, match="no person on the roster"):
        person_only(subject_named(panel().roster(), CASE))
    refuse_a_day_to_come(TODAY, TODAY)
    with pytest.raises(SettingsError, match="still to come"):
        refuse_a_day_to_come(date(2026, 4, 1), TODAY)


def test_law_3_the_permit_of_a_freeze_can_only_take_away() -> None:
    """It names nobody who could gain, whatever it is made from."""
    reason = reason_of(subject_named(panel().roster(), "u12"))
    item, other = ItemId("i"), ObjectId("other")
    removals = (
        DeletePermission(item, "p", PermissionId("p1"), reason),
        RevokePeople(item, "p", PermissionId("p2"), (ObjectId("o"),), (other,), reason),
    )
    member = RemoveMember(MembershipId("m"), ObjectId("o"), reason)
    permit = freeze_permit(SITE, removals, [member], [ObjectId("o")])
    assert permit.items[item].may_delete == {"p1", "p2"}
    assert permit.items[item].may_revoke == {"p2": frozenset({"o"})}
    assert not permit.items[item].may_name
    assert not permit.items[item].share_urls
    assert not permit.add_members
    assert not permit.set_roles
    assert permit.remove_members == {"m"}
    assert permit.revoke_sessions == {"o"}


def test_a_report_tells_by_its_code_what_is_worst() -> None:
    """The record goes before what is left; a view is counted from the last clean look."""
    report = FreezeReport(subject_named(panel().roster(), "u12"), a_freeze("u12"))
    assert (report.exit_code, report.view_until) == (0, None)
    report.left.append(Left("here", "something", "do it"))
    assert report.exit_code == 4
    report.troubles.append("locked")
    assert report.exit_code == 5
    report.clear_from = NOW
    assert report.view_until is not None
    assert report.view_until > NOW
