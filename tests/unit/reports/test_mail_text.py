"""What became of letters, for the terminal and for programs."""

from sharepoint_gate.access.letters import LetterKind
from sharepoint_gate.reports.mail_text import TOLD, Trouble, mail_json, mail_text, would_go
from sharepoint_gate.roster.model import PersonId
from tests.unit.mail.letters import LETTERS

NONE = Trouble((), ())


def test_every_kind_of_letter_has_its_words() -> None:
    """No kind is printed by its code."""
    assert set(TOLD) == set(LetterKind)


def test_letters_are_counted_by_kind_and_what_waits_is_told() -> None:
    """Numbers, no address and no word of a letter."""
    text = mail_text(LETTERS, LETTERS[:2], Trouble(("documents-ready: refused",), ()))
    assert "3  morning summary" in text
    assert "2 letters for the next night." in text
    assert "documents-ready: refused" in text
    assert "n.rahman" not in text


def test_a_night_without_letters_says_so() -> None:
    """Silence would look like a fault."""
    assert "No letter was due." in mail_text((), (), NONE)
    assert "No letter is due." in would_go((), {})


def test_what_would_go_names_people_and_keys() -> None:
    """A dry run is read by the business unit."""
    text = would_go(LETTERS[:1], {PersonId("u12"): "Nadia Rahman"})
    assert "Nadia Rahman: please answer the acceptance agreement (uaa/uaa-ask)" in text


def test_programs_get_key_kind_and_person() -> None:
    """And neither address nor facts."""
    told = mail_json(LETTERS[:1], (), NONE)
    assert told["sent"] == [{"key": "uaa/uaa-ask", "kind": "uaa-ask", "person": "u12"}]
