"""Where a fault stands and what is wrong there: the value that every check of a file returns."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file that a person edits.

    Attributes:
        file: The path as the person named it.
        line: 1 for the first line.
        column: 1 for the first character.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``, the form that editors can jump to."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing that is wrong with a file.

    Attributes:
        place: Where it stands.
        what: What is wrong, naming the value that was found.
        why: Why it matters or which rule it breaks.
        mend: What to write instead.
    """

    place: Place
    what: str
    why: str
    mend: str

    def __str__(self) -> str:
        """Return the fault in three lines: place and what, why, and what to do."""
        return f"{self.place}: {self.what}\n    why: {self.why}\n    do:  {self.mend}"
