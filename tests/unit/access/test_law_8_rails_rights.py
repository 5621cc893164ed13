"""Law 8: rails on rights that fall away or come, on both sides of their thresholds."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.rails_model import RailName
from sharepoint_gate.roster.model import OrganisationId, ProcessId
from sharepoint_gate.roster.process import ProcessBook
from tests.unit.access.rails_scene import (
    case_name,
    drop,
    forget,
    names,
    partnership,
    people,
    rails,
    unname,
)
from tests.world import Scene, direct, item_id, object_id, own_link

YESTERDAY = date(2026, 3, 29)
MISSING, MOVED = RailName.PEOPLE_MISSING.value, RailName.CASES_MOVED.value


@pytest.mark.parametrize(
    ("cases", "readers", "files", "off", "trips"),
    [
        (1, 3, 2, 1, False),  # one person
        (1, 3, 2, 2, True),  # 4 of 6 in the smallest of partnerships
        (1, 30, 2, 3, False),  # 6 of 60
        (1, 30, 4, 3, False),  # 12 of 120: more than 10, not more than a fifth
        (1, 12, 4, 3, True),  # 12 of 48
    ],
)
def test_law_8_removals(cases: int, readers: int, files: int, off: int, *, trips: bool) -> None:
    """Rights that fall away in numbers, where neither one person nor one case explains them."""
    made = unname(partnership(cases, readers, files), people(off))
    assert ("removals" in names(made)) is trips


def test_law_8_a_stage_that_takes_access_explains_names_that_go_with_it() -> None:
    """Who is taken off a case in the edit that moves it would have lost it by the move alone."""
    made = partnership(2, 12, 4).stage(case_name(1), "executive-sign-off")
    assert names(unname(made, people(11), case_name(1))) == set()


def test_law_8_a_move_does_not_hide_what_it_does_not_explain() -> None:
    """People who are taken off another case in the same edit are counted."""
    made = partnership(2, 12, 8).stage(case_name(1), "executive-sign-off")
    assert "removals" in names(unname(made, people(11), case_name(2)))


def test_law_8_an_organisation_that_loses_its_standing() -> None:
    """A row that vanished from an organisation explains nothing; a day that passed does."""
    made = partnership(1, 3)
    made.organisation("wicb", policy_document=None)
    assert "removals" in names(made)
    gone = partnership(1, 3)
    del gone.organisations[OrganisationId("wicb")]
    assert "removals" in names(gone)


def test_law_8_undeclared_and_wider_access_is_never_counted() -> None:
    """However much nobody declared, it goes without a word."""
    made = partnership(1, 3)
    for one in range(2):
        path = f"{case_name(1)}/40-panel-pack/{one}.docx"
        made.share(path, *(direct(f"x{number}", permission=f"d{number}") for number in range(20)))
    assert names(made) == set()


@pytest.mark.parametrize(
    ("readers", "files", "added", "trips"),
    [(3, 2, 1, False), (3, 2, 2, False), (3, 2, 3, True), (30, 20, 5, False), (30, 20, 7, True)],
)
def test_law_8_grants(readers: int, files: int, added: int, *, trips: bool) -> None:
    """As many rights again as stand, or more than a hundred and a fifth, need a word."""
    made = partnership(1, readers, files)
    everybody = dict.fromkeys([*people(readers), *people(added, 60)], "panel-member")
    made.case(case_name(1), "panel-meeting", **everybody)
    assert ("grants" in names(made)) is trips


def test_law_8_what_only_comes_back_is_no_jump() -> None:
    """Links that people removed by hand are put back, and acceptances that came let their people in."""
    made = partnership(1, 3)
    for one in range(2):
        made.unshare(
            f"{case_name(1)}/40-panel-pack/{one}.docx", f"own-item:{case_name(1)}/40-panel-pack/{one}.docx"
        )
    assert names(made) == set()
    waiting = Scene().case(case_name(1), "panel-meeting", u10="panel-member")
    for name in people(5, 11):
        waiting.case(case_name(1), "panel-meeting", **dict.fromkeys(people(6), "panel-member")).undecided(
            name
        )
    waiting.file(f"{case_name(1)}/40-panel-pack/0.docx").in_sync()
    for name in people(5, 11):
        waiting.decide(name)
    assert names(waiting) == set()


def test_law_8_new_papers_and_a_new_case_are_no_jump() -> None:
    """Papers laid into a case, and one new case with all its people, pass."""
    made = partnership(1, 3).file(*(f"{case_name(1)}/40-panel-pack/n{one}.docx" for one in range(90)))
    made.case("RR-2026-050", "panel-meeting", **dict.fromkeys(people(9), "panel-member"))
    made.file("RR-2026-050/40-panel-pack/a.docx", "RR-2026-050/40-panel-pack/b.docx")
    assert names(made) == set()


def test_law_8_a_process_that_opens_more_is_counted() -> None:
    """Windows that were widened reach every case at once, and no single case's move explains them."""
    made = partnership(2, 3).file(f"{case_name(1)}/60-final-report/r.docx")
    made.file(*(f"{case_name(2)}/60-final-report/{one}.docx" for one in range(9))).in_sync()
    process = made.book.processes[ProcessId("rapid-review")]
    pack, report = (
        next(one for one in process.folders.values() if one.id.startswith(n)) for n in ("40", "60")
    )
    wider = replace(process, folders={**process.folders, report.id: replace(report, windows=pack.windows)})
    made.book = ProcessBook({process.id: wider}, made.book.roles)
    assert "grants" in names(made)


@pytest.mark.parametrize(("cases", "trips"), [(3, False), (4, True)])
def test_law_8_a_person_on_many_cases(cases: int, *, trips: bool) -> None:
    """One person comes upon three cases in one edit, and not upon four."""
    made = partnership(12, 9)
    everybody = dict.fromkeys([*people(9), "u77"], "panel-member")
    for number in range(1, cases + 1):
        made.case(case_name(number), "panel-meeting", **everybody)
    assert ("grants" in names(made)) is trips


@pytest.mark.parametrize(("cases", "trips"), [(5, False), (6, True)])
def test_law_8_an_organisation_on_many_cases(cases: int, *, trips: bool) -> None:
    """An agency comes upon five cases in one edit, and not upon six, whoever its people are."""
    made = partnership(12, 9)
    for number in range(1, cases + 1):
        made.person(f"u8{number}", organisation="wmp")
        made.case(
            case_name(number), "panel-meeting", **dict.fromkeys([*people(9), f"u8{number}"], "panel-member")
        )
    assert ("grants" in names(made)) is trips


@pytest.mark.parametrize(("readers", "files", "trips"), [(10, 10, False), (10, 11, True)])
def test_law_8_the_first_run_gives_no_more_than_a_hundred_unseen(
    readers: int, files: int, *, trips: bool
) -> None:
    """Before anything was applied there is nothing to weigh against, so that a large gift needs eyes."""
    made = Scene().case(case_name(1), "panel-meeting", **dict.fromkeys(people(readers), "panel-member"))
    made.file(*(f"{case_name(1)}/40-panel-pack/{one}.docx" for one in range(files)))
    assert ("grants" in names(made)) is trips


def test_law_8_all_reasons_at_once() -> None:
    """A truncated file trips several rails, and each says what, whom, and what to do."""
    made = drop(partnership(4, 6), people(5))
    forget(made, case_name(2), case_name(3))
    told = rails(made)
    assert {one.name.value for one in told} == {MISSING, MOVED, "removals"}
    assert all(one.what and one.names and one.mend and one.count <= one.of for one in told)


def test_law_8_a_reader_put_on_by_hand_is_not_counted_when_dropped() -> None:
    """Whoever was never applied on a file loses it without being weighed."""
    made = partnership(1, 3, 1)
    path = f"{case_name(1)}/40-panel-pack/0.docx"
    made.unshare(path, f"own-{item_id(path)}")
    made.share(path, own_link([*people(3), *people(20, 60)], f"own-{item_id(path)}"))
    assert names(made) == set()
    assert object_id("u60")


def test_law_8_what_a_move_opens_is_explained_by_it() -> None:
    """Everybody who gains by the one move of a case passes, newly named or not."""
    made = partnership(1, 3).file(*(f"{case_name(1)}/60-final-report/{one}.docx" for one in range(40)))
    everybody = {**dict.fromkeys(people(3), "panel-member"), **dict.fromkeys(people(5, 60), "executive")}
    made.case(case_name(1), "executive-sign-off", **everybody)
    assert names(made) == set()


def test_law_8_a_case_of_another_process_is_a_case_that_moved() -> None:
    """What was read under the old process falls away with the one edit that gave the case a new one."""
    made = partnership(3, 12, 4)
    process = made.book.processes[ProcessId("rapid-review")]
    other = replace(process, id=ProcessId("other"), folders={})
    made.book = ProcessBook({process.id: process, other.id: other}, made.book.roles)
    made.case(case_name(1), "panel-meeting", process="other", **dict.fromkeys(people(12), "panel-member"))
    assert names(made) == set()


def test_law_8_an_entry_under_a_lost_exception_is_no_right_of_the_gate() -> None:
    """One row of an exception may go; its entry waits in a lane, and is not counted as a reader's right."""
    folder = f"{case_name(1)}/40-panel-pack"
    made = partnership(1, 3).exception("EX-1", "u40", folder).in_sync()
    made.share(f"{folder}/0.docx", direct("u40", "write", "ex"))
    made.exceptions.clear()
    assert names(made) == set()
