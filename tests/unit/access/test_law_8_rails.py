"""Law 8: each rail on both sides of its threshold, in partnerships large and small."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.rails import too_many
from sharepoint_gate.access.rails_model import RailName
from sharepoint_gate.roster.model import ExceptionId, OrganisationId, PersonId, ProcessId
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.roster.rules_rails import RailRules
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
from tests.world import Scene, account_of, direct, item_id, object_id, own_link

YESTERDAY = date(2026, 3, 29)
MISSING, MOVED = RailName.PEOPLE_MISSING.value, RailName.CASES_MOVED.value


@pytest.mark.parametrize(
    ("count", "of", "most", "expected"),
    [
        (0, 0, 3, False),
        (1, 1, 3, False),
        (1, 2, 3, False),
        (2, 3, 3, True),
        (2, 4, 3, True),
        (2, 5, 3, False),
        (3, 100, 3, False),
        (4, 100, 3, True),
        (1, 100, 1, False),
        (2, 100, 1, True),
    ],
)
def test_law_8_small_sets_have_a_threshold_of_their_own(
    count: int, of: int, most: int, *, expected: bool
) -> None:
    """Beyond the most, or two that make half: one alone is always one edit."""
    assert too_many(count, of, most) is expected


def test_law_8_a_partnership_in_sync_trips_nothing() -> None:
    """Where the roster says what it said, there is nothing to weigh."""
    assert rails(partnership(3)) == []


@pytest.mark.parametrize(("readers", "gone", "trips"), [(20, 3, False), (20, 4, True), (3, 2, True)])
def test_law_8_people_missing(readers: int, gone: int, *, trips: bool) -> None:
    """More than three people without a last day are too many; of three people, two are."""
    made = drop(partnership(1, readers), people(gone))
    assert (MISSING in names(made)) is trips


def test_law_8_one_person_who_left_is_one_edit() -> None:
    """A single deleted row passes, however many files the person read."""
    assert names(drop(partnership(1, 3, files=30), ["u10"])) == set()


def test_law_8_people_who_ended_are_not_missing() -> None:
    """Whoever has a last day that has passed may vanish from the file later: nobody asks."""
    made = partnership(1, 5)
    for name in people(4):
        made.person(name, ends_on=YESTERDAY)
    made.in_sync()
    assert MISSING not in names(drop(made, people(4)))
    ended = partnership(1, 5)
    for name in people(4):
        ended.person(name, ends_on=YESTERDAY)
    assert names(ended) == set()


@pytest.mark.parametrize(("readers", "trips"), [(1, True), (2, True)])
def test_law_8_an_emptied_section_of_people(readers: int, *, trips: bool) -> None:
    """One of one is all of them: whoever empties the section did not mean the last one."""
    made = drop(partnership(1, readers), people(readers))
    assert ("emptied" in names(made)) is trips


def test_law_8_emptied_cases_their_people_and_exceptions() -> None:
    """Each section that lost everything it held is told by name."""
    made = partnership(2, 4)
    for number, name in enumerate(people(2)):
        made.exception(f"EX-{number}", name, f"{case_name(1)}/40-panel-pack")
    made.in_sync()
    made.exceptions.clear()
    unname(made, people(4), case_name(1))
    told = [one.what for one in rails(made) if one.name is RailName.EMPTIED]
    assert [one.split(" of the roster")[0] for one in told] == [
        f"The section people of {case_name(1)}",
        "The section exceptions",
    ]
    gone = forget(partnership(1), case_name(1))
    assert "emptied" in names(gone)


def test_law_8_one_exception_or_one_name_may_go() -> None:
    """A single exception that is deleted, or the last name on a case, is one edit."""
    made = partnership(2, 1).exception("EX-1", "u40", f"{case_name(1)}/40-panel-pack").in_sync()
    del made.exceptions[ExceptionId("EX-1")]
    unname(made, ["u10"], case_name(1))
    assert names(made) == set()


@pytest.mark.parametrize("stage", ["executive-sign-off", "closed"])
def test_law_8_one_case_moves_however_large(stage: str) -> None:
    """The move or the closing of one case passes with everything that follows from it."""
    made = partnership(2, 20, files=40).stage(case_name(1), stage)
    assert names(made) == set()


@pytest.mark.parametrize(("refs", "trips"), [((1,), False), ((1, 2), True), ((1, 2, 3), True)])
def test_law_8_several_cases_move_at_once(refs: tuple[int, ...], *, trips: bool) -> None:
    """From the second case on somebody has to say that it is meant."""
    made = partnership(9, 2)
    for number in refs:
        made.stage(case_name(number), "executive-sign-off")
    assert (MOVED in names(made)) is trips
    assert (MOVED in names(forget(partnership(9, 2), *(case_name(one) for one in refs)))) is trips


def test_law_8_cases_closed_and_gone_and_new_do_not_move() -> None:
    """A closed case may leave the roster, and new ones may come."""
    made = partnership(3, 2).stage(case_name(1), "closed").stage(case_name(2), "closed").in_sync()
    forget(made, case_name(1), case_name(2)).case("RR-2026-050", "panel-meeting", u10="panel-member")
    assert MOVED not in names(made)


@pytest.mark.parametrize(("readers", "lost", "trips"), [(20, 3, False), (20, 4, True), (1, 2, True)])
def test_law_8_identities(readers: int, lost: int, *, trips: bool) -> None:
    """Accounts that are found no more, or changed, in numbers are the directory's accident or an attack."""
    for change in ("gone", "changed"):
        made = partnership(1, readers)
        for name in (*people(readers), "u02")[:lost]:
            if change == "gone":
                made.accounts[PersonId(name)] = ()
            else:
                made.account(name, mail=f"new-{name}@wicb.example")
        # two of the business unit of two and one reader: three accounts in all
        assert ("identities" in names(made)) is trips


def test_law_8_accounts_left_unread_are_no_changed_identities() -> None:
    """What could not be looked up proves nothing."""
    made = partnership(1, 4)
    for name in people(4):
        del made.accounts[PersonId(name)]
    assert names(made) == set()


def rename(made: Scene, *renamed: str) -> Scene:
    """Give people new addresses, under which accounts are found."""
    for name in renamed:
        address = f"new-{name}@wicb.example"
        made.person(name, username=address)
        made.accounts[PersonId(name)] = (account_of(f"n{name}", address),)
    return made


@pytest.mark.parametrize(("readers", "count", "trips"), [(20, 3, False), (20, 4, True), (1, 1, False)])
def test_law_8_addresses(readers: int, count: int, *, trips: bool) -> None:
    """Addresses change one by one; in numbers a column was sorted."""
    assert ("addresses" in names(rename(partnership(1, readers), *people(count)))) is trips


def test_law_8_two_who_swap_addresses_are_a_sorted_column() -> None:
    """Two addresses that trade places trip, among however many people."""
    made = partnership(1, 30)
    first, second = made.people[PersonId("u10")], made.people[PersonId("u11")]
    made.person("u10", username=second.username)
    made.person("u11", username=first.username)
    told = [one for one in rails(made) if one.name is RailName.ADDRESSES]
    assert "2 of them to somebody else's" in told[0].what
    assert told[0].names == ("Person u10", "Person u11")


@pytest.mark.parametrize(("readers", "count", "trips"), [(20, 3, False), (20, 4, True), (1, 1, False)])
def test_law_8_organisations(readers: int, count: int, *, trips: bool) -> None:
    """One person changes employer; several at once are a sorted column."""
    made = partnership(1, readers)
    for name in people(count):
        made.person(name, organisation="wmp")
    assert ("organisations" in names(made)) is trips


def test_law_8_owners() -> None:
    """The channel keeps an owner; the last one gone is told, one of two is not."""
    made = partnership()
    made.owners = (PersonId("u01"), PersonId("u02"))
    made.bu_members = ()
    made.in_sync()
    made.accounts[PersonId("u01")] = ()
    assert "owners" not in names(made)
    made.accounts[PersonId("u02")] = ()
    assert "owners" in names(made)
    del made.accounts[PersonId("u02")]
    assert "owners" not in names(made)


def test_law_8_more_owners_where_the_partnership_wants_them() -> None:
    """A partnership may ask for two owners; where it never had them, the rail does not begin to trip."""
    made = partnership()
    made.rules = replace(made.rules, rails=RailRules(least_owners=2))
    assert "owners" not in names(made)
    made.owners, made.bu_members = (PersonId("u01"), PersonId("u02")), ()
    made.in_sync()
    made.owners, made.bu_members = (PersonId("u01"),), (PersonId("u02"),)
    assert "owners" in names(made)


def test_law_8_the_first_run_needs_an_owner_too() -> None:
    """Nothing was ever applied, and the only owner's account is not found: nobody would run the channel."""
    made = Scene()
    made.accounts[PersonId("u01")] = ()
    assert "owners" in names(made)


def test_law_8_the_gate_never_removes_itself() -> None:
    """Neither its application's entry, nor the mailbox it sends from, nor all of the business unit."""
    made = partnership()
    made.rules = replace(made.rules, rails=RailRules(own_accounts=frozenset({"sender@wcc.example"})))
    sender = replace(direct("u70", "read", "mine").grantee, email="Sender@wcc.example")  # type: ignore[type-var]
    made.share(f"{case_name(1)}/40-panel-pack/0.docx", replace(direct("u70"), grantee=sender))
    told = [one for one in rails(made) if one.name is RailName.GATE_ITSELF]
    assert [one.names for one in told] == [("Sender@wcc.example",)]
    joined = partnership().member("u71")
    joined.rules = replace(joined.rules, rails=RailRules(own_accounts=frozenset({"u71@wcc.example"})))
    assert "gate-itself" in names(joined)


def test_law_8_the_business_unit_keeps_the_channel() -> None:
    """All of the unit leaving at once trips; one of two does not."""
    made = partnership()
    made.person("u05", organisation="wcc").person("u06", organisation="wcc")
    one = partnership()
    one.bu_members = ()
    assert "gate-itself" not in names(one)
    made.owners, made.bu_members = (PersonId("u05"),), (PersonId("u06"),)
    assert "gate-itself" in names(made)


def test_law_8_many_who_join_the_channel() -> None:
    """Members can edit: as many new ones as stood before need a word, one does not."""
    made = partnership()
    made.person("u05", organisation="wcc").bu_members = (PersonId("u02"), PersonId("u05"))
    assert names(made) == set()
    made.person("u06", organisation="wcc").bu_members = (*made.bu_members, PersonId("u06"))
    assert names(made) == {"grants"}


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
