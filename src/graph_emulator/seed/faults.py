"""What is wrong with a seed, and where in the document it is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

Place = tuple[str | int, ...]
_PLAIN = re.compile(r"[A-Za-z_][\w-]*")


class SeedFault(NamedTuple):
    """One fault.

    Attributes:
        place: The keys and numbers that lead to it, from the document's beginning; empty for the whole.
        text: What is wrong.
    """

    place: Place
    text: str

    def __str__(self) -> str:
        """Return it with the path: `users[3].type: type is Member or Guest, not Robot`."""
        path = spelt(self.place)
        return self.text if self.text.startswith(f"{path}: ") or not path else f"{path}: {self.text}"


class SeedError(ValueError):
    """A seed that cannot be a tenant; it holds every reason.

    Attributes:
        found: Each fault with its place.
        faults: Each fault as people read it.
    """

    def __init__(self, faults: Sequence[str | SeedFault], name: str = "the seed") -> None:
        self.found = [SeedFault((), fault) if isinstance(fault, str) else fault for fault in faults]
        self.faults = [str(fault) for fault in self.found]
        super().__init__(f"{name} is refused:\n" + "\n".join(f"- {fault}" for fault in self.faults))


def refuse(faults: Iterable[SeedFault]) -> None:
    """Let a seed without faults pass.

    Raises:
        SeedError: There are some; the error holds all of them.
    """
    found = list(faults)
    if found:
        raise SeedError(found)


def spelt(place: Place) -> str:
    """Return a place as a path: `channels[0].members[2]`, `links["a/b.docx"]`."""
    text = ""
    for step in place:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text


def repeats(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield number and name of each name that came before, once a name."""
    seen: Counter[str] = Counter()
    for number, name in enumerate(names):
        seen[name] += 1
        if seen[name] == 2:  # noqa: PLR2004 - the second of the name is the fault
            yield number, name
