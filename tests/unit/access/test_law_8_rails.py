"""Law 8: each rail on both sides of its threshold, in partnerships large and small."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.rails import too_many
from sharepoint_gate.access.rails_model import RailName
from sharepoint_gate.roster.model import ExceptionId, PersonId
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
from tests.world import Scene, account_of, direct

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
