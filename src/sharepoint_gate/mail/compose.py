"""Puts letters into words: plain text and HTML that say the same, a neutral subject, and nothing else.

No picture, no style sheet from elsewhere, no tracking: people are taught to distrust such mails.

Source: ISA §8.4, ISA §8.8
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.errors import MailError
from sharepoint_gate.ports.mail import Message

TEMPLATES = Path(__file__).parent / "templates"
_MARKS = re.compile(r"\*\*|^#+ |(?<=^- )\[ \] ", re.MULTILINE)
SUBJECTS = {
    LetterKind.UAA_ASK: "Please read and answer the acceptance agreement",
    LetterKind.UAA_REMINDER: "Reminder: please answer the acceptance agreement",
    LetterKind.UAA_LEAD: "A colleague has not answered the acceptance agreement yet",
    LetterKind.UAA_SUSPENDED: "Your access has stopped",
    LetterKind.UAA_DECLINED: "You declined the acceptance agreement",
    LetterKind.UAA_RESTORED: "Your access is back",
    LetterKind.READY: "Documents are ready for you",
    LetterKind.ENDED: "Your access has ended",
    LetterKind.SUMMARY: "Morning summary",
    LetterKind.EXPOSURE: "Something was open that should not have been",
    LetterKind.CHECKPOINT: "Checkpoint of the record",
    LetterKind.RECONFIRM_ASK: "Please confirm your organisation's people",
}
"""Nothing of a case stands in a subject: subjects are read on locked telephones."""


@dataclass(frozen=True)
class LetterComposer:
    """Implements the Composer port.

    Attributes:
        partnership: Who writes.
        phone: Where a person can ask whether a mail is genuine.
        reply_to: Where answers go; "" for the sender.
        rehearsal: Everything begins with REHEARSAL.
    """

    partnership: str
    phone: str
    reply_to: str = ""
    rehearsal: bool = False

    def compose(self, letter: Letter) -> Message:
        """Return the message of a letter.

        Raises:
            MailError: The template asks for something that the letter does not hold.
        """
        subject = f"{self.partnership}: {SUBJECTS[letter.kind]}"
        if self.rehearsal:
            subject = f"REHEARSAL {subject}"
        facts = {
            **letter.facts,
            "partnership": self.partnership,
            "phone": self.phone,
            "rehearsal": self.rehearsal,
            "subject": subject,
        }
        text, html = (self._rendered(letter.kind, ending, facts) for ending in ("txt", "html"))
        return Message(letter.key, letter.to, subject, text, html, self.reply_to)

    def _rendered(self, kind: LetterKind, ending: str, facts: dict[str, object]) -> str:
        try:
            return self._paper.get_template(f"{kind.value}.{ending}.j2").render(facts)
        except TemplateError as error:
            raise MailError(
                f"The letter {kind.value} could not be written.",
                why=type(error).__name__,
                mend="This is a fault of the program: report it. Other letters are not held up.",
            ) from error

    @cached_property
    def _paper(self) -> Environment:
        paper = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(("html.j2",), default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        paper.filters["day"] = in_words
        paper.filters["plain"] = without_marks
        return paper


def without_marks(text: str) -> str:
    """Return a Markdown text without its marks: mails show it as it is."""
    return _MARKS.sub("", text).strip()


def in_words(day: date) -> str:
    """Return a day as people write it: Friday 3 April 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"
