"""An organisation's lead and its word on its people, as the roster may write them."""

from datetime import date
from typing import Any

import pytest

from tests.unit.roster.drafts import draft, faults_of, only, organisation


@pytest.mark.parametrize(
    ("wrong", "place", "what"),
    [
        ({"lead": "lead@wicb"}, "lead", "lead@wicb"),
        ({"lead": "lead@elsewhere.example"}, "lead", "lead@elsewhere.example is not an address of wicb"),
        (
            {"people_confirmed_on": date(2026, 3, 31)},
            "people_confirmed_on",
            "the people of wicb are confirmed on 2026-03-31, which is still to come",
        ),
    ],
)
def test_a_wrong_lead_or_a_word_of_tomorrow_is_refused(wrong: dict[str, Any], place: str, what: str) -> None:
    """Names of people go to their own organisation alone, and nobody vouches ahead."""
    found = only(faults_of(draft(organisations=(organisation(**wrong),))))
    assert found[0] == f"organisations/wicb/{place}"
    assert what in found[1]


def test_a_lead_of_the_organisation_and_a_word_of_today_are_right() -> None:
    """The day itself counts: the lead was asked this morning."""
    right = organisation(lead="lead@WICB.example", people_confirmed_on=date(2026, 3, 30))
    assert faults_of(draft(organisations=(right,))) == []
