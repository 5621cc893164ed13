"""Rules about people: each is broken alone in a roster that is otherwise without faults."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sharepoint_gate.roster.checks import check_roster
from sharepoint_gate.roster.draft import Context
from sharepoint_gate.roster.model import OrganisationId
from tests.unit.roster.drafts import TODAY, book, draft, faults_of, only, organisation, person, warnings_of


def test_a_roster_without_faults_has_none() -> None:
    """The roster that all other tests change is itself clean."""
    assert faults_of(draft()) == []
    assert warnings_of(draft()) == []


@pytest.mark.parametrize(
    ("username", "what", "mend"),
    [
        ("n.rahman@wicb.example ", "begins or ends with a space", 'write "n.rahman@wicb.example"'),
        ("Nadia Rahman <n.rahman@wicb.example>", "is a name and an address", "write n.rahman@wicb.example"),
        ("mailto:n.rahman@wicb.example", "is a link", "write n.rahman@wicb.example"),
        (
            "n.r\u0430hman@wicb.example",
            "only looks like a (U+0430)",
            "type it again by hand: n.rahman@wicb.example",
        ),
        ("n.rahman\u200b@wicb.example", "cannot be seen stands in it (U+200B)", "delete it"),
        ("o\u2019brien@wicb.example", "only looks like '", "type it again by hand: o'brien@wicb.example"),
        ("zo\u00eb@wicb.example", "holds \u00eb (U+00EB)", "copy the address from the directory"),
        (
            "n.rahman_wicb.example#EXT#@council.example",
            "is a guest's sign-in name",
            "write n.rahman@wicb.example",
        ),
        ("n.rahman@wicb.example;", "is not an address", "write n.rahman@wicb.example"),
        ("n.rahman", "is not an address", "write it like"),
        ("n..rahman@wicb.example", "is not an address", "write it like"),
        ("n.rahman@wicb.examplle", "is not an address of wicb", "did you mean n.rahman@wicb.example?"),
        ("n.rahman@wicb.con", "is not an address of wicb", "did you mean n.rahman@wicb.example?"),
        ("n.rahman@gmail.com", "is not an address of wicb", "ask for the person's address at work"),
        ("n.rahman@other-trust.org", "is not an address of wicb", "correct the address or the organisation"),
    ],
)
def test_a_username_is_a_plain_address_of_its_organisation(username: str, what: str, mend: str) -> None:
    """A pasted, disguised or foreign address is refused with what to write instead."""
    place, told, remedy = only(faults_of(draft(people=[person("u12", username=username)])))
    assert place == "people/u12/username"
    assert what in told
    assert mend in remedy


def test_an_organisation_without_domains_accepts_no_address() -> None:
    """No domain means that no address can belong to the organisation."""
    found = faults_of(draft(organisations=[organisation(domains=())]))
    assert {fault.why for fault in found} == {"it has no mail domain"}


def test_a_domain_counts_in_small_and_capital_letters() -> None:
    """Mail domains have no case."""
    assert faults_of(draft(people=[person("u12", username="N.Rahman@WICB.example")])) == []


@pytest.mark.parametrize("username", ["u12@wicb.example", "U12@WICB.EXAMPLE"])
def test_one_username_cannot_stand_in_two_entries(username: str) -> None:
    """Two entries of one account would add up their rights, whatever the capitals."""
    place, told, remedy = only(faults_of(draft(people=[person("u99", username=username)])))
    assert place == "people/u99/username"
    assert "already the username of u12" in told
    assert "name u12 wherever u99 is named" in remedy


@pytest.mark.parametrize(
    ("changes", "key", "what"),
    [
        ({"organisation": OrganisationId("wibc")}, "organisation", "there is no organisation wibc"),
        ({"starts_on": date(2026, 4, 1), "ends_on": date(2026, 3, 1)}, "ends_on", "before it begins"),
        ({"confirmed_on": date(2026, 3, 31)}, "confirmed_on", "is still to come"),
        ({"existing_since": date(2026, 3, 31)}, "existing_since", "is still to come"),
        ({"name": "Nadia <x>"}, "name", "holds the sign <"),
        ({"name": " Nadia"}, "name", "begins or ends with a space"),
        ({"name": "Na\u200bdia"}, "name", "cannot be seen"),
    ],
)
def test_each_rule_about_a_person_has_its_fault(changes: dict[str, Any], key: str, what: str) -> None:
    """A wrong value is told once, at its own place."""
    place, told, _ = only(faults_of(draft(people=[person("u12", **changes)])))
    assert place == f"people/u12/{key}"
    assert what in told


def test_names_may_hold_letters_of_any_language() -> None:
    """Only what cannot be seen and what is no name is refused."""
    assert faults_of(draft(people=[person("u12", name="Zo\u00eb O\u2019Brien-\u0141ukasz")])) == []


def test_dates_that_meet_are_in_order() -> None:
    """A person may have access for one day, and may be confirmed today."""
    day = date(2026, 3, 30)
    assert (
        faults_of(
            draft(people=[person("u12", starts_on=day, ends_on=day, confirmed_on=day, existing_since=day)])
        )
        == []
    )


def test_an_unknown_organisation_brings_a_suggestion() -> None:
    """The nearest known id is offered."""
    found = faults_of(draft(people=[person("u12", organisation=OrganisationId("wibc"))]))
    assert only(found)[2] == "did you mean wicb?"


@pytest.mark.parametrize(
    ("written", "mend"),
    [("U 12", "write u-12"), ("12", "write an id like u12"), ("a" * 41, "write an id like")],
)
def test_ids_of_people_are_plain(written: str, mend: str) -> None:
    """An id of another form is refused with the nearest plain one."""
    usual = draft()
    written_ids = replace(usual.written, people=usual.written.people | {written})
    place, _, remedy = only(faults_of(replace(usual, written=written_ids)))
    assert place == f"people/{written}#key"
    assert mend in remedy


def test_namesakes_in_one_organisation_are_warned_of() -> None:
    """Two entries of one name may be one person with two accounts."""
    twin = person("u13", name="person  U12")
    (warning,) = warnings_of(draft(people=[twin]))
    assert warning.what == "u13 and u12 are both person  U12 of wicb"


def test_an_address_of_another_partner_is_not_bent_to_the_written_organisation() -> None:
    """Somebody with a new employer gets a new entry; no address is invented for them."""
    police = replace(organisation(), id=OrganisationId("wlp"), domains=("wlpolice.example",))
    judged = draft(
        people=[person("u12", username="n.rahman@wlpolice.example")], organisations=[organisation(), police]
    )
    (found,) = faults_of(judged)
    assert found.why == "wlpolice.example is a domain of wlp"
    assert "write organisation: wlp" in found.mend
    assert "new entry" in found.mend


def test_a_shared_mailbox_is_no_person() -> None:
    """An address with a word for shared mailboxes in it is refused; such letters inside a name are not."""
    context = Context(book(), TODAY, frozenset({"team", "duty"}))
    shared = draft(people=[person("u12", username="safeguarding.team@wicb.example")])
    (found,) = check_roster(shared, context).faults
    assert found.what == "safeguarding.team@wicb.example looks like a shared mailbox"
    assert "generic_words in the settings has team" in found.why
    named = draft(people=[person("u12", username="t.teamster@wicb.example")])
    assert check_roster(named, context).faults == []


def test_quotation_marks_of_a_word_processor_are_no_part_of_a_name() -> None:
    """A pasted name keeps its curly quotes, and every report would show them."""
    (found,) = faults_of(draft(people=[person("u12", name="\u201cNadia Rahman\u201d")]))
    assert found.what == "\u201cNadia Rahman\u201d holds the quotation mark \u201c"
    assert found.mend == "write Nadia Rahman"


def test_an_empty_section_of_people_is_not_told_again_for_each_who_is_named() -> None:
    """The one fault that matters is not buried under a line for every case."""
    judged = replace(draft(), people={})
    judged = replace(judged, written=replace(judged.written, people=frozenset()))
    assert faults_of(judged) == []
