"""Plain text for a terminal: readable without colour and by a screen reader.

It is 100 characters wide, and narrower where the window is: a line that the window breaks loses its indent.
"""

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from textwrap import wrap

WIDTH = 100
NARROWEST = 40
REHEARSAL = "REHEARSAL: this is the rehearsal tenant. Nobody's real access is shown or changed."


_width: ContextVar[int] = ContextVar("width", default=WIDTH)


def fit_to(columns: int) -> None:
    """Fit the lines that follow to a window of so many columns; 0 means that there is none."""
    _width.set(min(WIDTH, max(NARROWEST, columns)) if columns else WIDTH)


def width() -> int:
    """Return how wide a line may be, in characters."""
    return _width.get()


def document(lines: Iterable[str], *, rehearsal: bool) -> str:
    """Return lines as one text that ends in a newline; a rehearsal says so in its first line."""
    first = [REHEARSAL, ""] if rehearsal else []
    return "\n".join([*first, *lines]) + "\n"


def paragraph(text: str, indent: int = 0, hang: int | None = None) -> list[str]:
    """Return a text wrapped to the width; words are never cut, since paths are copied from here.

    Args:
        text: One paragraph.
        indent: Blanks before the first line.
        hang: Blanks before the others; as the first when None.
    """
    rest = " " * (indent if hang is None else hang)
    return wrap(
        text,
        width(),
        initial_indent=" " * indent,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(label: str, text: str, indent: int = 0) -> list[str]:
    """Return a text behind a label, wrapped so that later lines stand below the text."""
    start = indent + len(label) + 1
    return paragraph(f"{label} {text}", indent, start)


def heading(text: str) -> list[str]:
    """Return a heading, underlined, with an empty line before it."""
    return ["", text, "-" * len(text)]


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 file", "2 files"."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def listed(words: Sequence[str], most: int = 6) -> str:
    """Return words as a list in a sentence; past ``most`` of them the rest is counted."""
    shown = list(words[:most])
    if len(words) > most:
        shown.append(f"{len(words) - most} more")
    if len(shown) <= 1:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
