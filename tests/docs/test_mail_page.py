"""The page of letters shows what is sent."""

from sharepoint_gate.access.letters import LetterKind, MailState
from tests.docs.mail_page import PAGE, with_letters


def test_the_page_shows_every_letter_as_it_is_sent() -> None:
    """Whoever asks what the partnership writes to people finds it here, word by word."""
    text = PAGE.read_text(encoding="utf-8")
    assert with_letters(text) == text


def test_every_kind_and_every_state_of_a_letter_is_told() -> None:
    """When each goes, and what may become of it."""
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{one.value}` |" in text for one in (*LetterKind, *MailState))
