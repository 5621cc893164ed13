"""Who may read on the day itself, and by what an account is known again (law 1)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.access.acceptance import last_day_of_grace
from sharepoint_gate.access.exceptions_standing import standing_exceptions
from sharepoint_gate.access.identity import fingerprint
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.notices import notices
from sharepoint_gate.roster.model import PolicyDocument
from tests.unit.access.ladder_scene import asked
from tests.world import TODAY, Scene, account_of, person_of

DAY_AFTER = date(2026, 3, 31)


def test_law_1_the_fingerprint_of_an_account_never_changes_its_form() -> None:
    """It stands in databases: another form would suspend everybody on the night of an upgrade."""
    account = replace(
        account_of("u12", "u12@wicb.example"),
        other_mails=("b@wicb.example", "A@wicb.example"),
        external_state_changed_at=datetime(2025, 3, 3, 9, 0, tzinfo=UTC),
    )
    assert fingerprint(account) == "932be4ec5e5879f0f663468a4efc55d38c91c549e88a5c746309cced5b6c1b9a"


@pytest.mark.parametrize(
    ("existing", "ends"), [(date(2026, 3, 2), date(2026, 3, 16)), (date(2026, 3, 5), date(2026, 3, 19))]
)
def test_law_1_grace_of_somebody_who_came_with_the_new_text_is_that_texts(existing: date, ends: date) -> None:
    """The text before never asked them, so that its shorter grace is not theirs."""
    made = asked(existing_since=existing).undecided("u12")
    made.versions = (replace(made.versions[0], grace_days=3), *made.versions[1:])
    world = made.world()
    assert last_day_of_grace(world, person_of(world, "u12")) == ends


def test_law_2_an_exception_stands_through_its_last_day() -> None:
    """It is told as standing on that day, and not on the day after."""
    made = Scene().case("RR-2026-001", "panel-meeting")
    made.exception("EX-1", "u31", "RR-2026-001/15-agency-request", until=TODAY)
    assert [one.id for one in standing_exceptions(made.world())] == ["EX-1"]
    made.today = DAY_AFTER
    assert standing_exceptions(made.world()) == ()


@pytest.mark.parametrize(("today", "told"), [(TODAY, False), (DAY_AFTER, True)])
def test_a_review_is_due_on_the_day_after_its_own(today: date, *, told: bool) -> None:
    """The day that was agreed is kept by whoever reviews on it, for the arrangement and for each policy."""
    made = Scene(today)
    made.isa = replace(made.isa, review_due=TODAY)
    made.organisation("wmp", policy_document=PolicyDocument("APD-1", TODAY, None, None))
    kinds = {one.kind for one in notices(made.world())}
    expected = {FindingKind.ISA_REVIEW_DUE, FindingKind.POLICY_REVIEW_DUE}
    assert kinds & expected == (expected if told else set())
