"""The plan as the business unit reads it."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    Reason,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, MembershipId, PermissionId, Unread
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.reports.plan_text import plan_summary, plan_text
from sharepoint_gate.roster.model import Person, PersonId
from tests.unit.reports.report_values import CHANNEL, PACK, deletion, finding, grant, plan, reason
from tests.world import Scene, object_id

UAA = FindingKind.UAA_MISSING
MISSING = FindingKind.MISSING_GRANT


def told(value: Plan, people: dict[PersonId, Person] | None = None) -> str:
    """Return the plan's text."""
    return plan_text(value, channel_folder=CHANNEL, people=people or {})


def test_nothing_to_do_is_one_sentence() -> None:
    """A plan without changes is told in one line."""
    assert told(plan()) == "There is nothing to do: SharePoint agrees with the roster.\n"


def test_a_rehearsal_says_so_first() -> None:
    """The first line of a rehearsal's plan begins with the word."""
    text = plan_text(plan(), channel_folder=CHANNEL, rehearsal=True)
    assert text.startswith("REHEARSAL: ")
    assert text.endswith("agrees with the roster.\n")


def test_changes_are_grouped_by_person_with_losses_first() -> None:
    """Each person reads what they lose and gain, how many files where, why, and by which line."""
    leaves = reason("Nadia Rahman has not accepted version 2.", "Nadia Rahman", kinds=(UAA,))
    joins = reason("Tom Ashworth should read b.docx.", "Tom Ashworth", kinds=(MISSING,), row=20)
    back = reason("Nadia Rahman should read k.docx.", "Nadia Rahman", kinds=(MISSING,), row=21)
    changes = (
        grant("k", back, "RR-2026-001/60-final-report"),
        deletion("a", leaves),
        deletion("b", leaves),
        grant("b", joins),
    )
    assert (
        told(plan(*changes))
        == f"""\
4 changes: 1 person or group loses something and 2 people gain something.

Nadia Rahman
------------
  loses 2 files in {PACK}
    why: Nadia Rahman has not accepted version 2.
    roster: roster.yaml:12:3
  gains RR-2026-001/60-final-report/k.docx
    why: Nadia Rahman should read k.docx.
    roster: roster.yaml:21:3

Tom Ashworth
------------
  gains {PACK}/b.docx
    why: Tom Ashworth should read b.docx.
    roster: roster.yaml:20:3

Plan {"d" * 64}
"""
    )


def test_everybody_reads_their_own_reason() -> None:
    """Where one change concerns several people, each is told only the findings on themselves."""
    scene = Scene().person("u12").person("u13")
    both = reason(
        "Person u12: this. Person u13: that.", "Person u12", "Person u13", "x@else.example", kinds=(UAA,)
    )
    found = (
        finding(principal="u12", sentence="Person u12: this."),
        finding(principal="u13", sentence="Person u13: that.", place=None),
        finding(principal="u13", sentence="Another matter.", kind=FindingKind.DIRECT_GRANT),
        finding(principal="u13", sentence="No file.", item_id=None),
        finding(principal="", sentence="Nobody."),
    )
    text = told(plan(deletion("a", both), findings=found), dict(scene.people))
    mine, theirs, others = text.split("\n\n")[1:4]
    assert mine.endswith("why: Person u12: this.\n    roster: roster.yaml:12:3")
    assert theirs.endswith("why: Person u13: that.")
    assert others.endswith("why: Person u12: this. Person u13: that.\n    roster: roster.yaml:12:3")


def test_a_grant_is_told_by_what_is_missing_never_by_what_was_taken() -> None:
    """The reason for a gain is the missing grant, not the wrong link that goes at the same time."""
    scene = Scene().person("u12")
    wrong = finding(kind=FindingKind.EDIT_LINK, sentence="Person u12 holds a link that allows editing.")
    should = finding(kind=MISSING, sentence="Person u12 should read this.")
    why = reason("All of it.", "Person u12", kinds=(FindingKind.EDIT_LINK, MISSING))
    text = told(plan(deletion("a", why), grant("a", why), findings=(wrong, should)), dict(scene.people))
    loses, gains = text.index("\n  loses"), text.index("\n  gains")
    assert "allows editing" in text[loses:gains]
    assert "should read this" in text[gains:]
    assert "allows editing" not in text[gains:]


def test_a_change_that_names_nobody_is_still_told() -> None:
    """An entry without people stands under a heading of its own."""
    text = told(plan(deletion("a", reason("A permission of an unknown kind."))))
    assert "Nobody by name\n--------------\n  loses" in text


def test_changes_outside_the_channel_keep_their_path() -> None:
    """What lies above the channel is told with its path from the library's root."""
    why = reason("Anybody can open this.", "anyone")
    one = RevokePeople(ItemId("x"), "Elsewhere/x.docx", PermissionId("p"), (object_id("u12"),), (), why)
    two = RevokePeople(ItemId("y"), "y.docx", PermissionId("p"), (object_id("u12"),), (), why)
    three = RevokePeople(ItemId("z"), "z.docx", PermissionId("p"), (object_id("u12"),), (), why)
    text = plan_text(plan(one, two, three), channel_folder="")
    assert "loses Elsewhere/x.docx" in text
    assert "loses 2 files in the library" in text


def test_members_of_the_channel_are_told_apart() -> None:
    """Who joins, leaves or changes role stands under its own heading, with the reason."""
    text = told(
        plan(
            RemoveMember(
                MembershipId("m1"), object_id("u04"), reason("Not of the business unit.", "Helen Marchetti")
            ),
            AddMember(object_id("u02"), "owner", reason("Of the business unit.", "Tom Ashworth")),
            SetMemberRole(
                MembershipId("m3"), object_id("u03"), "member", reason("Only a member.", "Grace Okafor")
            ),
            AddMember(object_id("u09"), "member", Reason("Odd.", (), ())),
        )
    )
    assert " ".join(text.split()).startswith(
        "4 changes: 1 person or group loses something, 1 person gains something and "
        "1 person changes role in the channel."
    )
    assert text.split("--------------------\n")[1].startswith(
        """\
  - Helen Marchetti leaves the channel
    why: Not of the business unit.
    roster: roster.yaml:12:3
  - Tom Ashworth joins the channel as owner
    why: Of the business unit.
    roster: roster.yaml:12:3
  - Grace Okafor becomes member of the channel
    why: Only a member.
    roster: roster.yaml:12:3
  - oid-u09 joins the channel as member
    why: Odd.
"""
    )


def test_what_is_held_back_is_told_with_its_reason() -> None:
    """A grant that has to wait is told apart, and the plan is not called empty."""
    held = (
        Held(grant("a", reason("Should read a.docx.", "Nadia Rahman")), "The file could not be read."),
        Held(AddMember(object_id("u02"), "owner", reason("Of the unit.")), "The members could not be read."),
    )
    text = told(plan(held=held))
    assert text.startswith("0 changes: 2 grants are held back.")
    assert f"  - Nadia Rahman: {PACK}/a.docx\n    why: The file could not be read." in text
    assert "  - Nobody by name: the channel\n    why: The members could not be read." in text


@pytest.mark.parametrize("changes", [(), (deletion("a", reason("Gone.", "Nadia Rahman")),)])
def test_law_7_a_partial_plan_says_what_was_not_read_and_never_that_all_is_well(
    changes: tuple[Change, ...],
) -> None:
    """Half a picture is told as such, also when nothing is left to do."""
    value = plan(*changes, partial=True, unread=(Unread(f"{PACK}/a.docx", "403"),))
    text = told(value)
    assert "Not everything could be read" in plan_summary(value)
    assert f"  - {PACK}/a.docx: 403" in text
    assert "nothing to do" not in text


def test_no_line_is_wider_than_the_terminal() -> None:
    """Long sentences are wrapped at 100 characters."""
    text = told(plan(deletion("a", reason("word " * 60, "Nadia Rahman"))))
    assert max(len(row) for row in text.splitlines()) <= 100


def test_a_right_person_is_told_that_the_gates_link_stays() -> None:
    """Where only a wrong way in goes, nobody reads that the file is lost, or gained a second time."""
    why = replace(reason("Two hold it.", "Nadia Rahman", "Tom Ashworth"), still_reading=("Nadia Rahman",))
    joins = reason("Both should read a.docx.", "Nadia Rahman", "Grace Okafor")
    text = told(plan(deletion("a", why), grant("a", joins)))
    assert " ".join(text.split()).startswith(
        "2 changes: 1 person or group loses something, 1 person keeps the gate's link only and "
        "1 person gains something."
    )
    nadia = text.split("Nadia Rahman\n------------\n")[1].split("\n\n")[0]
    assert nadia.startswith(f"  loses another way into {PACK}/a.docx\n    why: Two hold it.\n")
    assert nadia.endswith("gate's own link, what the roster gives there.\n    roster: roster.yaml:12:3")
    assert "gains" not in nadia
    assert text.count(f"  loses {PACK}/a.docx") == text.count(f"  gains {PACK}/a.docx") == 1


def test_the_library_and_the_channels_folder_are_told_by_name() -> None:
    """What goes at the top is never told with an empty path."""
    why = reason("Anybody can open this.", "anyone")
    root = replace(deletion("a", why), path="")
    folder = replace(deletion("b", why), path=CHANNEL)
    assert "loses the whole library\n" in told(plan(root))
    assert "loses the channel's folder\n" in told(plan(folder))


def test_changes_that_concern_nobody_by_name_are_counted() -> None:
    """A link that names nobody yet is a change all the same."""
    assert told(plan(deletion("a", reason("It names nobody.")))).startswith("1 change.\n")
    assert plan_summary(plan(AddMember(object_id("u09"), "member", Reason("Odd.", (), ())))) == "1 change."
