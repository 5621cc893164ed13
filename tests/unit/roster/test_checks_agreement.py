"""Rules about the acceptance agreement's versions and register, each broken alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sharepoint_gate.roster.agreement import Acceptance, AgreementVersion, Decision
from sharepoint_gate.roster.checks_agreement import check_acceptances, check_versions
from sharepoint_gate.roster.draft import AcceptanceDraft, VersionDraft
from sharepoint_gate.roster.model import PersonId
from tests.unit.roster.drafts import NOWHERE, only, where

_ONE, _TWO = "1" * 64, "2" * 64
_VERSION = AgreementVersion("1", _ONE, date(2025, 3, 3), major=True, grace_days=14)
_FIRST = VersionDraft(_VERSION, "uaa-v1.md", _ONE, 0)
_SECOND = VersionDraft(
    AgreementVersion("2", _TWO, date(2026, 3, 2), major=True, grace_days=14), "uaa-v2.md", _TWO, 1
)


def acceptance(index: int = 0, **changes: Any) -> AcceptanceDraft:
    """Return u12's acceptance of version 2, recorded by u02."""
    at = datetime(2026, 3, 4, 10, 12, tzinfo=UTC)
    usual = Acceptance(
        PersonId("u12"), "2", _TWO, Decision.ACCEPTED, at, "link", f"UAA-{index}", PersonId("u02"), NOWHERE
    )
    return AcceptanceDraft(replace(usual, **changes), index)


def test_versions_without_faults_have_none() -> None:
    """The versions that the other tests change are themselves clean."""
    assert check_versions((_FIRST, _SECOND), where) == ()
    assert check_versions((), where) == ()


@pytest.mark.parametrize(
    ("first", "second", "place", "what"),
    [
        (_FIRST, replace(_SECOND, found_sha256=None), "versions/1/text", "uaa-v2.md cannot be read"),
        (_FIRST, replace(_SECOND, found_sha256=_ONE), "versions/1/sha256", "is not the text of version 2"),
        (
            _FIRST,
            replace(_SECOND, version=replace(_SECOND.version, version="1")),
            "versions/1/version",
            "version 1 is written twice",
        ),
        (
            _FIRST,
            replace(_SECOND, version=replace(_SECOND.version, effective_on=date(2025, 3, 3))),
            "versions/1/effective_on",
            "begins on 2025-03-03, not after version 1",
        ),
        (
            replace(_FIRST, version=replace(_VERSION, major=False)),
            _SECOND,
            "versions/0/change",
            "the first version is called minor",
        ),
    ],
)
def test_each_rule_about_versions_has_its_fault(
    first: VersionDraft, second: VersionDraft, place: str, what: str
) -> None:
    """A wrong value is told once, at its own place."""
    found_at, told, _ = only(list(check_versions((first, second), where)))
    assert found_at == place
    assert what in told


def judge(*drafts: AcceptanceDraft) -> list[Any]:
    """Return the faults of a register against two versions and two people."""
    return list(check_acceptances(drafts, (_FIRST, _SECOND), {"u02", "u12"}, where))


def test_a_register_without_faults_has_none() -> None:
    """The register that the other tests change is itself clean."""
    assert judge(acceptance(0), acceptance(1)) == []


@pytest.mark.parametrize(
    ("changes", "key", "what"),
    [
        ({"person": PersonId("u99")}, "person", "u99 is not on the roster"),
        ({"recorded_by": PersonId("u99")}, "recorded_by", "u99 is not on the roster"),
        ({"version": "3"}, "version", "there is no version 3"),
        ({"sha256": _ONE}, "sha256", "u12 decided on another text than version 2"),
        ({"recorded_by": PersonId("u12")}, "recorded_by", "u12 recorded their own decision"),
        ({"evidence": "uaa-0"}, "evidence", "uaa-0 is already the evidence on line 1"),
    ],
)
def test_each_rule_about_a_decision_has_its_fault(changes: dict[str, Any], key: str, what: str) -> None:
    """A wrong value is told once, at its own place."""
    found_at, told, _ = only(judge(acceptance(0), acceptance(1, **changes)))
    assert found_at == f"acceptances/1/{key}"
    assert what in told


def test_what_cannot_be_read_elsewhere_makes_no_faults_here() -> None:
    """Without a roster nothing is said of people, without versions nothing of texts."""
    strange = acceptance(person=PersonId("u99"), version="9")
    assert check_acceptances((strange,), (), None, where) == ()
