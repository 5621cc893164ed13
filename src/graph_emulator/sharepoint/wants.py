"""What $select and $expand ask for, as a tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Want:
    """What is asked of one thing; names are in lower case.

    Attributes:
        selected: The properties that are asked for; empty for the usual ones.
        expanded: The ways that are followed in the same answer.
        below: What is asked of the things behind these ways.
    """

    selected: set[str] = field(default_factory=set)
    expanded: set[str] = field(default_factory=set)
    below: dict[str, "Want"] = field(default_factory=dict)

    def at(self, name: str) -> "Want":
        """Return what is asked of the thing behind a way."""
        return self.below.setdefault(name, Want())

    @property
    def is_usual(self) -> bool:
        """Whether the usual properties are asked for."""
        return not self.selected or "*" in self.selected

    def names(self, name: str) -> bool:
        """Whether a property or way is part of the answer."""
        return not self.selected or name in self.selected


def wanted(query: Mapping[str, str]) -> Want:
    """Return what a request's options ask for."""
    top = Want()
    for path in _paths(query.get("$select", "")):
        here = top
        for name in path[:-1]:
            here.selected.add(name)
            here = here.at(name)
        here.selected.add(path[-1])
    for path in _paths(query.get("$expand", "")):
        here = top
        for name in path:
            here.expanded.add(name)
            here = here.at(name)
    return top


def _paths(text: str) -> list[list[str]]:
    names = (name.strip().strip("/").casefold() for name in text.split(","))
    return [name.split("/") for name in names if name]
