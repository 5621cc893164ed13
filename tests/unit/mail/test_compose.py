"""Letters in words: the same in text and HTML, neutral, and with nothing from elsewhere.

Source: ISA §8.4, ISA §8.8
"""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.errors import MailError
from sharepoint_gate.mail.compose import SUBJECTS, TEMPLATES, LetterComposer, in_words, without_marks
from sharepoint_gate.roster.model import PersonId
from tests.unit.mail.letters import LETTERS, PHONE, URL

COMPOSER = LetterComposer("Westmarsh Safeguarding Children Partnership", PHONE, rehearsal=True)
EVERY = pytest.mark.parametrize(
    "letter", LETTERS, ids=[f"{n}-{one.kind.value}" for n, one in enumerate(LETTERS)]
)


class Page(HTMLParser):
    """The words, tags, attributes and headings of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        self._hidden = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        """Note that the title is over."""
        self._hidden = self._hidden and tag != "title"

    def handle_data(self, data: str) -> None:
        """Note words that are shown."""
        if not self._hidden:
            self.words += data.split()


def words_of(text: str) -> list[str]:
    """Return the words of a text that carry meaning, without marks of lists and addresses of links."""
    return re.findall(r"[a-z0-9']+", re.sub(r"https://\S+", "", text).lower())


def test_every_kind_of_letter_is_tried_here() -> None:
    """No template goes out unseen."""
    assert {one.kind for one in LETTERS} == set(LetterKind) == set(SUBJECTS)
    files = {f"{kind.value}.{ending}.j2" for kind in LetterKind for ending in ("txt", "html")}
    assert {path.name for path in TEMPLATES.iterdir()} == files | {"letter.txt.j2", "letter.html.j2"}


@EVERY
def test_text_and_html_say_the_same(letter: Letter) -> None:
    """Whoever reads the plain text misses nothing; the links' titles are repeated in the HTML."""
    message = COMPOSER.compose(letter)
    text, html = words_of(message.text), words_of(" ".join(Page(message.html).words))
    assert set(text) == set(html)


@EVERY
def test_every_letter_says_how_to_find_out_whether_it_is_genuine(letter: Letter) -> None:
    """The phone number, who writes, and that it is a rehearsal."""
    message = COMPOSER.compose(letter)
    for words in (message.text, message.html):
        assert PHONE in words
        assert "Westmarsh Safeguarding Children Partnership" in words
        assert "REHEARSAL" in words
    assert message.subject.startswith("REHEARSAL ")


@EVERY
def test_law_14_nothing_comes_from_elsewhere_and_nothing_is_tracked(letter: Letter) -> None:
    """No picture, style sheet, script, form or frame; links stand in READY only."""
    tags = Page(COMPOSER.compose(letter).html).tags
    assert {tag for tag, _ in tags}.isdisjoint({"img", "link", "script", "form", "iframe", "object", "style"})
    assert all({"src", "background", "srcset"}.isdisjoint(attributes) for _, attributes in tags)
    linked = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert linked == ([URL, URL + "2"] if letter.key == "ready/with-links" else [])


@EVERY
def test_law_14_subjects_are_neutral(letter: Letter) -> None:
    """No case, person or file is read on a locked telephone."""
    subject = COMPOSER.compose(letter).subject
    assert not re.search(r"RR-2026|Rahman|Nadia|\d", subject)


@EVERY
def test_the_page_is_one_that_assistive_programs_can_read(letter: Letter) -> None:
    """A language, a title, one first heading, and no level left out."""
    message = COMPOSER.compose(letter)
    tags = Page(message.html).tags
    assert ("html", {"lang": "en-GB"}) in tags
    assert "<title>" in message.html
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert set(levels) <= {1, 2}


@EVERY
def test_colours_have_enough_contrast(letter: Letter) -> None:
    """Every colour of words on white reaches 4.5 to 1."""
    html = COMPOSER.compose(letter).html
    colours = set(re.findall(r"(?<![-a-z])color:#([0-9a-f]{6})", html))
    assert colours
    assert all(contrast(colour) >= 4.5 for colour in colours)


def contrast(colour: str) -> float:
    """Return the contrast of a colour on white, as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    light = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05)


@EVERY
def test_a_real_letter_says_nothing_of_a_rehearsal(letter: Letter) -> None:
    """The word marks the invented tenant only."""
    message = LetterComposer("Westmarsh", PHONE, "bu@westmarsh.example").compose(letter)
    assert "REHEARSAL" not in message.subject + message.text + message.html
    assert message.reply_to == "bu@westmarsh.example"


@pytest.mark.parametrize("kind", [one for one in LetterKind if one.value.startswith("uaa")])
def test_law_14_a_letter_of_the_agreement_knows_no_case(kind: LetterKind) -> None:
    """Its template could not name one: it has no such word."""
    for ending in ("txt", "html"):
        assert "case" not in re.findall(r"\w+", (TEMPLATES / f"{kind.value}.{ending}.j2").read_text())


def test_what_a_person_is_called_cannot_become_markup() -> None:
    """A name is shown as it is written, in HTML too."""
    letter = Letter(
        "k", LetterKind.ENDED, "a@b.example", PersonId("u1"), {"name": "<b>O'Neil & Co</b>", "case": "c"}
    )
    message = COMPOSER.compose(letter)
    assert "<b>" not in message.html
    assert "&lt;b&gt;" in message.html
    assert "<b>O'Neil & Co</b>" in message.text


def test_a_letter_that_lacks_a_fact_is_not_written() -> None:
    """Nobody gets a letter with a hole in it."""
    with pytest.raises(MailError, match="could not be written"):
        COMPOSER.compose(Letter("k", LetterKind.ENDED, "a@b.example", None, {"name": "Ann"}))


def test_days_and_texts_are_written_as_people_write_them() -> None:
    """A day in words, a text without the marks of its format."""
    assert in_words(date(2026, 4, 3)) == "Friday 3 April 2026"
    assert (
        without_marks("# Title\n\n1. **What.** Read.\n- [ ] I read.\n")
        == "Title\n\n1. What. Read.\n- I read."
    )
