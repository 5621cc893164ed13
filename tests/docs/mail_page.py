"""The page of letters: `python -m tests.docs.mail_page` writes each letter's text into it anew."""

from sharepoint_gate.access.letters import LetterKind
from sharepoint_gate.mail.compose import LetterComposer
from tests.docs.sources import ROOT
from tests.unit.mail.letters import LETTERS, PHONE

PAGE = ROOT / "docs" / "reference" / "mails.md"
MARK = "## What each letter says\n"


def letters_text() -> str:
    """Return one example of each kind, subject and plain text, under a heading of its own."""
    composer = LetterComposer("Westmarsh Safeguarding Children Partnership", PHONE)
    shown = []
    for kind in LetterKind:
        letter = [one for one in LETTERS if one.kind is kind][-1 if kind is LetterKind.SUMMARY else 0]
        message = composer.compose(letter)
        shown.append(
            f"\n### `{kind.value}`\n\nSubject: {message.subject}\n\n```text\n{message.text.strip()}\n```\n"
        )
    return "".join(shown)


def with_letters(text: str) -> str:
    """Return the page with its letters as they are now."""
    return text.partition(MARK)[0] + MARK + letters_text()


if __name__ == "__main__":
    PAGE.write_text(with_letters(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
