"""From bytes to values, with a place for every key and every value; YAML's own traps are faults.

PyYAML's C parser gives the events, this room gives them their meaning: duplicate keys, anchors, aliases,
merge keys, tags and several documents in one file are refused: a reader of the file would not see them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.rosterfiles.scalars import Trap, plain_value
from sharepoint_gate.rosterfiles.syntax import syntax_fault
from sharepoint_gate.rosterfiles.text import decode_text

Step: TypeAlias = str | int
_DEEPEST = 20


@dataclass(slots=True)
class Mark:
    """Where a value stands (from 1), and, of a mapping or list, the marks of its keys and values."""

    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    children: dict[Step, "Mark"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file.

    Attributes:
        value: Nested dict, list and scalars; None when the file holds nothing or could not be parsed.
        faults: What the text itself has wrong.
        broken: The text could not be parsed, so that nothing can be said about what it holds.
    """

    file: str
    value: object
    mark: Mark
    faults: tuple[Fault, ...]
    broken: bool

    def place(self, *path: Step, key: bool = False) -> Place:
        """Return where a value stands, or its key; for a path that is absent, the nearest thing above it."""
        mark, at = self.mark, (self.mark.line, self.mark.column)
        for number, step in enumerate(path, start=1):
            child = mark.children.get(step)
            if child is None:
                break
            last = number == len(path)
            at = (
                mark.keys.get(str(step), (child.line, child.column))
                if key or not last
                else (child.line, child.column)
            )
            mark = child
        return Place(self.file, *at)


def read_tree(data: bytes, file: str) -> Tree:
    """Parse a file that a person edits; never raises.

    Args:
        data: The whole file.
        file: Its name, for the places.
    """
    text, faults = decode_text(data, file)
    if faults and not text:
        return Tree(file, None, Mark(1, 1), faults, broken=True)
    builder = _Builder(file)
    try:
        value, mark = builder.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        return Tree(file, None, Mark(1, 1), (*faults, syntax_fault(error, text, file)), broken=True)
    except _TooDeepError as error:
        return Tree(file, None, Mark(1, 1), (*faults, error.fault), broken=True)
    return Tree(file, value, mark, (*faults, *builder.faults), broken=False)


class _TooDeepError(Exception):
    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.fault = Fault(
            place,
            f"brackets or lists are nested more than {_DEEPEST} deep",
            "no file of ours needs that",
            "close the brackets before",
        )


class _Builder:
    """Builds values and marks out of the parser's events; gathers faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def document(self, events: Iterator[yaml.Event]) -> tuple[object, Mark]:
        """Read the first document and look whether there is a second."""
        value: object = None
        mark = Mark(1, 1)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                root = self._node(next(events), events, 0)
                value, mark = root if documents == 1 else (value, mark)
                if documents > 1:
                    self._fault(
                        event,
                        "a second document begins here (---)",
                        "it would not be read",
                        "keep one document a file",
                    )
        return value, mark

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> tuple[object, Mark]:
        mark = Mark(*_at(event))
        if depth > _DEEPEST:
            raise _TooDeepError(Place(self.file, mark.line, mark.column))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event), mark
        if isinstance(event, yaml.MappingStartEvent):
            self._refuse_extras(event)
            return self._mapping(events, mark, depth), mark
        if isinstance(event, yaml.SequenceStartEvent):
            self._refuse_extras(event)
            return self._list(events, mark, depth), mark
        self._refuse_extras(event)
        return None, mark

    def _scalar(self, event: yaml.ScalarEvent) -> object:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if not event.implicit[0]:
            return event.value
        value = plain_value(event.value)
        if isinstance(value, Trap):
            self._fault(event, value.what, value.why, value.mend)
            return event.value
        return value

    def _list(self, events: Iterator[yaml.Event], mark: Mark, depth: int) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            value, child = self._node(event, events, depth + 1)
            mark.children[len(values)] = child
            values.append(value)
        return values

    def _mapping(self, events: Iterator[yaml.Event], mark: Mark, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, depth)
            value, child = self._node(next(events), events, depth + 1)
            if key is None:
                continue
            if key in values:
                first = mark.keys[key][0]
                self._fault(
                    event,
                    f"{key} is written twice",
                    f"it already stands on line {first}",
                    "keep one of the two",
                )
                continue
            mark.keys[key] = _at(event)
            mark.children[key] = child
            values[key] = value
        return values

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, events, depth + 1)
            self._fault(
                event,
                "a key must be one word",
                "a list or a group stands before the colon",
                "write a plain word",
            )
            return None
        if event.value == "<<" and event.implicit[0]:
            self._fault(
                event,
                "<< would copy entries from elsewhere",
                "a reader would not see them here",
                "write each entry out",
            )
            return None
        self._scalar(event)
        return str(event.value)

    def _refuse_extras(self, event: yaml.Event) -> None:
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            self._fault(
                event,
                f"*{anchor} stands for a value written elsewhere",
                "a reader would not see it here",
                "write the value out",
            )
        elif anchor:
            self._fault(
                event,
                f"&{anchor} marks a value for reuse",
                "nothing may be repeated unseen",
                f"delete &{anchor}",
            )
        tag = getattr(event, "tag", None)
        if tag:
            self._fault(
                event,
                f"the tag {tag} changes how the value is read",
                "only plain values are read",
                "delete the tag (!...)",
            )

    def _fault(self, event: yaml.Event, what: str, why: str, mend: str) -> None:
        self.faults.append(Fault(Place(self.file, *_at(event)), what, why, mend))


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
