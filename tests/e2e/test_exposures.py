"""Exposures over a whole weekend, as the data protection officer is told of them (ISA 11)."""

import csv
import io

from tests.e2e.journey import Journey

MUST_BE_TOLD = {
    ("RR-2026-001/40-panel-pack/pack-v2.docx", "anyone"),
    ("LCSPR-2025-001/60-final-report", "everyone in the organisation"),
    ("channel", "e.colby@westmarsh.example"),
    ("RR-2026-001/50-draft-report/draft-v2.docx", "kdoyle@personalmail.example"),
}


def test_what_a_weekend_exposed_is_on_record_and_over_once_it_is_mended(journey: Journey) -> None:
    """Each with its window and evidence, and the cure that a fresh read showed."""
    told = journey.scene.gate("exposures", "--all", "--json").data
    found = {(one["object"], one["principal"]): one for one in told["exposures"]}
    assert found.keys() >= MUST_BE_TOLD
    for key in MUST_BE_TOLD:
        assert found[key]["ending"] == "cured"
        assert found[key]["evidence"]
        assert found[key]["earliest"] < found[key]["latest"] < found[key]["ended_at"]
    assert len(found) == len(told["exposures"])


def test_a_moved_file_is_an_exposure_since_it_was_last_seen_in_its_old_place(journey: Journey) -> None:
    """And a right person in a wrong shape is none."""
    told = journey.scene.gate("exposures", "--all", "--json").data["exposures"]
    assert any("moved-with-readers" in one["kinds"] for one in told)
    assert all(one["kinds"] != ["edit-link"] and one["kinds"] != ["direct-grant"] for one in told)


def test_the_table_for_the_officer_has_a_row_for_each(journey: Journey) -> None:
    """And nothing is open on the last night but what waits for a person."""
    rows = list(
        csv.reader(io.StringIO(journey.scene.gate("exposures", "--all", "--csv").out.lstrip("\ufeff")))
    )
    told = journey.scene.gate("exposures", "--all", "--json").data
    assert len([row for row in rows if row]) == 1 + len(told["exposures"])
    left = journey.scene.gate("exposures").out
    assert f"{told['open']} of them open" in left or "No exposure is recorded" in left
