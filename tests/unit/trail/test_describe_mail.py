"""How a letter is told to people who read the trail."""

import pytest

from sharepoint_gate.trail.describe import describe
from sharepoint_gate.trail.events import EventKind
from tests.fakes.events import an_event


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("intended", "is about to be sent"),
        ("sent", "was sent"),
        ("uncertain", "looked for"),
        ("not-found", "a person decides"),
        ("refused", "surely not sent"),
        ("returned", "undeliverable"),
        ("released", "as a person decided"),
        ("something-new", "ended as something-new"),
    ],
)
def test_each_state_of_a_letter_has_its_words(state: str, words: str) -> None:
    """Kind, person and key are told, and how far it came."""
    told = describe(
        an_event(EventKind.MAIL, key="ready/u12/c/a", letter="documents-ready", person="u12", state=state)
    )
    assert told.startswith("Letter documents-ready to u12 (ready/u12/c/a) ")
    assert words in told


def test_a_letter_without_data_still_has_a_sentence() -> None:
    """Old trails stay readable."""
    assert describe(an_event(EventKind.MAIL)) == "Letter of an unknown kind (without a key) ended as unknown."
