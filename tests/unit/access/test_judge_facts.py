"""Every kind of finding has its facts."""

import pytest

from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.kinds import FindingKind, Severity


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_says_how_bad_it_is_and_what_to_do(kind: FindingKind) -> None:
    """No kind of finding is without a severity, a clause of the arrangement and a remedy."""
    facts = KINDS[kind]
    assert facts.clause.startswith("ISA §")
    assert facts.remedy.endswith(".")


def test_only_what_does_no_harm_yet_warns() -> None:
    """Warnings are about reviews, days to come, freezes and who waits; everything else is worse."""
    warnings = {kind for kind, facts in KINDS.items() if facts.severity is Severity.WARNING}
    assert warnings == {
        FindingKind.POLICY_REVIEW_DUE,
        FindingKind.ISA_REVIEW_DUE,
        FindingKind.RECONFIRMATION_DUE,
        FindingKind.INVITATION_WAITS,
        FindingKind.EXCEPTION_ENDS_SOON,
        FindingKind.STATEMENT_ENDS,
        FindingKind.FREEZE_IN_FORCE,
        FindingKind.SITE_GROUP_LATE,
        FindingKind.PERSON_WAITS,
        FindingKind.FOLDER_NOT_IN_PROCESS,
    }
