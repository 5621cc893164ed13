"""Rules about organisations, the channel, the arrangement and exceptions, each broken alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sharepoint_gate.roster.checks import check_roster
from sharepoint_gate.roster.draft import Context
from sharepoint_gate.roster.model import (
    ExceptionId,
    IsaStatus,
    Organisation,
    OrganisationAgreement,
    OrganisationId,
    Partnership,
    PersonId,
    PolicyDocument,
    RecordedException,
)
from tests.unit.roster.drafts import (
    TODAY,
    book,
    channel,
    draft,
    exception,
    faults_of,
    isa,
    only,
    organisation,
    person,
    warnings_of,
)

_DOCUMENT = PolicyDocument("APD-7", date(2026, 9, 30), None, None)


@pytest.mark.parametrize(
    ("wrong", "place", "what"),
    [
        (organisation(id=OrganisationId("WICB")), "organisations/WICB#key", "cannot be an organisation's id"),
        (organisation(name="NHS "), "organisations/wicb/name", "begins or ends with a space"),
        (organisation(breach_contact="ig"), "organisations/wicb/breach_contact", "ig is not an address"),
        (
            organisation(domains=("wicb.example", "gmail.com")),
            "organisations/wicb/domains/1",
            "public mail provider",
        ),
        (
            organisation(domains=("wicb.example", "@x.example")),
            "organisations/wicb/domains/1",
            "is not a mail domain",
        ),
        (
            organisation(domains=("wicb.example", "wicb")),
            "organisations/wicb/domains/1",
            "is not a mail domain",
        ),
        (organisation(domains=("wicb.example",) * 2), "organisations/wicb/domains/1", "is written twice"),
        (
            organisation(agreement=OrganisationAgreement("tier-1", date(2025, 2, 1), date(2025, 1, 1))),
            "organisations/wicb/agreement/ended_on",
            "ended on 2025-01-01, before 2025-02-01",
        ),
        (
            organisation(policy_document=replace(_DOCUMENT, reference="")),
            "policy_document#key",
            "has no reference",
        ),
        (
            organisation(policy_document=replace(_DOCUMENT, review_by=None)),
            "policy_document#key",
            "no review date",
        ),
        (
            organisation(policy_document=replace(_DOCUMENT, not_required="x")),
            "policy_document#key",
            "both recorded",
        ),
    ],
)
def test_each_rule_about_an_organisation_has_its_fault(wrong: Organisation, place: str, what: str) -> None:
    """A wrong value is told once, at its own place."""
    people = [person(key, organisation=wrong.id) for key in ("u01", "u02", "u03", "u12")]
    found_at, told, _ = only(faults_of(draft(organisations=[wrong], people=people)))
    assert found_at.endswith(place)
    assert what in told


def test_papers_may_be_absent_or_excused() -> None:
    """A missing agreement or document is a standing, not a fault: it blocks its people and nobody else."""
    bare = organisation(agreement=None, policy_document=None, breach_contact=None)
    excused = organisation(policy_document=PolicyDocument("", None, None, "processor under contract"))
    assert faults_of(draft(organisations=[bare])) == []
    assert faults_of(draft(organisations=[excused])) == []


def test_a_passed_review_date_is_warned_of() -> None:
    """A review that is overdue reminds, and stops nothing."""
    late = organisation(policy_document=replace(_DOCUMENT, review_by=date(2026, 3, 29)))
    (warning,) = warnings_of(draft(organisations=[late]))
    assert warning.place.file == "organisations/wicb/policy_document/review_by"


@pytest.mark.parametrize(
    ("changes", "place", "what", "mend"),
    [
        (
            {"partnership": Partnership("W", "Europe/Londn")},
            "partnership/timezone",
            "there is no time zone",
            "did you mean Europe/London?",
        ),
        (
            {"partnership": Partnership("W", "zzz")},
            "partnership/timezone",
            "there is no time zone",
            "write Europe/London",
        ),
        ({"partnership": Partnership("W ", "Europe/London")}, "partnership/name", "a space", "write"),
        (
            {"agreement": isa(review_due=date(2025, 1, 1))},
            "agreement/review_due",
            "before the signing",
            "review_due: 2025-11-03",
        ),
        ({"channel": channel(owners=())}, "channel/owners", "has no owner", "better two"),
        (
            {"channel": channel(members=("u33",))},
            "channel/members/0",
            "u33 is not on the roster",
            "write the person under `people` first",
        ),
        (
            {"channel": channel(members=("u02",))},
            "channel/members/0",
            "already stands among the owners",
            "delete one",
        ),
    ],
)
def test_each_rule_about_the_channel_has_its_fault(
    changes: dict[str, Any], place: str, what: str, mend: str
) -> None:
    """A wrong value is told once, at its own place, with a remedy."""
    found_at, told, remedy = only(faults_of(draft(**changes)))
    assert found_at == place
    assert what in told
    assert mend in remedy


def test_parts_that_could_not_be_read_are_not_judged() -> None:
    """A missing partnership, arrangement or channel has its own fault elsewhere."""
    judged = draft(partnership=None, agreement=None, channel=None, exceptions=[exception()])
    findings = check_roster(judged, Context(book(), TODAY))
    assert (findings.faults, findings.warnings) == ([], [])


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"agreement": isa(status=IsaStatus.WITHDRAWN)}, "WSCP-ISA-1 is withdrawn: nobody may read anything"),
        ({"agreement": isa(status=IsaStatus.EXPIRED)}, "WSCP-ISA-1 is expired: sharing goes on meanwhile"),
        ({"agreement": isa(review_due=date(2026, 3, 29))}, "WSCP-ISA-1 was due for review on 2026-03-29"),
        ({"channel": channel(owners=("u01",))}, "the channel has one owner only"),
    ],
)
def test_a_weak_standing_is_warned_of(changes: dict[str, Any], what: str) -> None:
    """What somebody should look at is told without stopping anything."""
    (warning,) = warnings_of(draft(**changes))
    assert warning.what == what


@pytest.mark.parametrize(
    ("wrong", "place", "what"),
    [
        (exception(id=ExceptionId("EX-2026-1")), "exceptions/EX-2026-1#key", "cannot be an exception's id"),
        (exception(id=ExceptionId("agenda")), "exceptions/agenda#key", "cannot be an exception's id"),
        (exception(person=PersonId("u99")), "person", "u99 is not on the roster"),
        (exception(approved_by=PersonId("u99")), "approved_by", "u99 is not on the roster"),
        (exception(approved_by=PersonId("u13")), "approved_by", "u13 is not of the business unit"),
        (exception(person=PersonId("u01")), "approved_by", "approved their own exception"),
        (exception(person=PersonId("u02")), "person", "is of the business unit and needs no exception"),
        (exception(reason="-"), "reason", "EX-2026-001 has no reason"),
        (exception(reason="  TBC."), "reason", "EX-2026-001 has no reason"),
        (exception(folder="RR-2026-002"), "folder", "there is no case RR-2026-002"),
        (exception(folder="RR-2026-001/40-panel"), "folder", "RR-2026-001 has no folder 40-panel"),
        (exception(folder="RR-2026-001/"), "folder", "RR-2026-001 has no folder "),
    ],
)
def test_each_rule_about_an_exception_has_its_fault(wrong: RecordedException, place: str, what: str) -> None:
    """A wrong value is told once, at its own place."""
    found_at, told, _ = only(faults_of(draft(people=[person("u13")], exceptions=[wrong])))
    assert found_at.endswith(place)
    assert what in told


@pytest.mark.parametrize("folder", ["RR-2026-001", "RR-2026-001/40-panel-pack"])
def test_an_exception_is_for_a_case_or_a_folder_of_it(folder: str) -> None:
    """Both are known places."""
    assert faults_of(draft(exceptions=[exception(folder=folder)])) == []


def test_an_exception_counts_on_its_last_day_and_is_warned_of_after_it() -> None:
    """A passed last day stops nothing: access is judged without the exception."""
    assert warnings_of(draft(exceptions=[exception(until=TODAY)])) == []
    (warning,) = warnings_of(draft(exceptions=[exception(until=date(2026, 3, 29))]))
    assert warning.what == "EX-2026-001 ended on 2026-03-29"


def test_an_exception_of_more_than_a_year_is_warned_of() -> None:
    """A day far away would be no end at all."""
    assert warnings_of(draft(exceptions=[exception(until=date(2027, 3, 31))])) == []
    (warning,) = warnings_of(draft(exceptions=[exception(until=date(2027, 4, 1))]))
    assert warning.what == "EX-2026-001 runs until 2027-04-01, more than a year from now"


def test_a_folder_is_not_judged_without_its_process() -> None:
    """When the process file has faults, folders of exceptions are taken as written."""
    judged = draft(exceptions=[exception(folder="RR-2026-001/99")])
    assert check_roster(judged, Context(None, TODAY)).faults == []
