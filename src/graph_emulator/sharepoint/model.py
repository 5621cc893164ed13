"""What the REST interface is made of: kinds of things, their properties, and the ways from one to the next.

Source: sp-dev-docs:get-to-know-the-sharepoint-rest-service
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph_emulator.files.models import Item, Site
from graph_emulator.kernel.routes import Call
from graph_emulator.kernel.state import State
from graph_emulator.sharepoint.address import Literal as Value
from graph_emulator.sharepoint.faults import bad_argument

Need = Literal["nothing", "read", "share", "enumerate", "manage"]
Method = Literal["GET", "POST", "MERGE", "DELETE"]
Shape = dict[str, Any]
Property = Callable[["Node"], Any]


@dataclass(kw_only=True)
class Visit:
    """One request on one site.

    Attributes:
        call: The request.
        site: The site in front of `/_api`.
    """

    call: Call
    site: Site

    @property
    def state(self) -> State:
        """The tenant."""
        return self.call.state

    @property
    def url(self) -> str:
        """The site's own address."""
        return f"https://{self.site.host}/{self.site.path}".rstrip("/")

    @property
    def base(self) -> str:
        """The site's address by the host through which the client came, for links that it may follow."""
        host = self.call.headers.get("host", self.site.host)
        return f"https://{host}/{self.site.path}".rstrip("/")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One thing that was reached.

    Attributes:
        kind: What it is.
        value: The record or records behind it.
        visit: The request that reached it.
        uri: Its address below the site's.
        place: The nearest thing with role assignments: an item, or the site.
    """

    kind: "Kind"
    value: Any
    visit: Visit
    uri: str
    place: Item | Site

    @property
    def state(self) -> State:
        """The tenant."""
        return self.visit.state


@dataclass(frozen=True, kw_only=True)
class Args:
    """What a way was given: in brackets, by name, or in the body."""

    given: tuple[Value, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)

    def has(self, at: int, name: str) -> bool:
        """Whether an argument was given at all."""
        return self._value(at, (name,)) is not None

    def text(self, at: int, *names: str) -> str:
        """Return a text argument by its place or by one of its names."""
        value = self._value(at, names)
        if value is None or isinstance(value, bool | dict | list):
            raise bad_argument(f"The parameter {names[0]} is missing or has a wrong type.")
        return str(value)

    def number(self, at: int, *names: str) -> int:
        """Return a whole number; SharePoint takes one in quotes too."""
        value = self._value(at, names)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lstrip("-").isdecimal():
            return int(value)
        raise bad_argument(f"The parameter {names[0]} is missing or is no number.")

    def truth(self, at: int, *names: str, otherwise: bool) -> bool:
        """Return a truth value, or what holds when it is not given."""
        value = self._value(at, names)
        if value is None:
            return otherwise
        if not isinstance(value, bool):
            raise bad_argument(f"The parameter {names[0]} is neither true nor false.")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts from the body."""
        value = self.named.get(name.casefold())
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise bad_argument(f"The parameter {name} is missing or is no list of texts.")
        return value

    def _value(self, at: int, names: tuple[str, ...]) -> Any:
        for name in names:
            if name.casefold() in self.named:
                return self.named[name.casefold()]
        return self.given[at] if at < len(self.given) else None


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way from a thing: to another thing, or to a change.

    Attributes:
        name: As SharePoint spells it.
        to: The kind of what it leads to; empty for a change that answers nothing.
        follow: What it does; it returns the value behind the next thing.
        place: Says where the next thing's role assignments are; without it they are where they were.
        method: With which method it is called.
        need: What the caller has to be allowed.
        params: The names of arguments in a body or in brackets that it knows.
        write: Whether it may change something.
        topic: The page that it follows.
        notes: What is not modelled.
        wraps: Whether the verbose form puts the answer under the way's name.
    """

    name: str
    to: str = ""
    follow: Callable[[Node, Args], Any]
    place: Callable[["Node", Any], Item | Site] | None = None
    method: Method = "GET"
    need: Need = "read"
    params: tuple[str, ...] = ()
    write: bool = False
    topic: str = "sp-add-ins/get-to-know-the-sharepoint-rest-service"
    notes: str = ""
    wraps: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A type of SharePoint's.

    Attributes:
        name: As SharePoint calls it.
        shown: Properties that are shown unless others are selected.
        asked: Properties that are shown only when they are asked for.
        ways: Where one can go from it.
        own: What may be done with the thing itself: reading rows, adding one, changing, deleting.
        row: Of a collection: the kind of its rows.
        rows: Of a collection: the values of its rows.
        key: The name of the way that a key in brackets stands for.
        address: How a row is addressed in its collection.
        row_place: Says where a row's role assignments are.
        rows_after: Of a collection whose rows have numbers: the values of those after a number.
        number: Of a collection whose rows have numbers: a row's own.
        page: How many rows a page has (a count); 0 for all of them.
        choose: Says which kind a value really is, where this one stands for several.
        also: Names, in lower case, that a sibling kind has and that are left out here without a word.
    """

    name: str
    shown: Mapping[str, Property] = field(default_factory=dict)
    asked: Mapping[str, Property] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    own: tuple[Way, ...] = ()
    row: str = ""
    rows: Callable[[Node], Iterable[Any]] | None = None
    key: str = ""
    address: Callable[[Any], str] | None = None
    row_place: Callable[[Node, Any], Item | Site] | None = None
    rows_after: Callable[[Node, int], Iterable[Any]] | None = None
    number: Callable[[Node], int] | None = None
    page: int = 0
    choose: Callable[[Any], str] | None = None
    also: frozenset[str] = frozenset()

    def way(self, name: str) -> Way | None:
        """Return the way of this name, in any case."""
        wanted = name.casefold()
        return next((way for way in self.ways if way.name.casefold() == wanted), None)

    def by(self, method: str) -> Way | None:
        """Return what a method does with the thing itself."""
        return next((way for way in self.own if way.method == method), None)

    def property_named(self, name: str) -> tuple[str, Property] | None:
        """Return a property with its own spelling, in any case."""
        wanted = name.casefold()
        for group in (self.shown, self.asked):
            for spelt, read in group.items():
                if spelt.casefold() == wanted:
                    return spelt, read
        return None


def rows_of(node: Node, kinds: Mapping[str, Kind], after: int = 0) -> Iterable[Node]:
    """Yield the rows of a collection; where they have numbers, those after one of them."""
    kind = node.kind
    if after and kind.rows_after:
        values = kind.rows_after(node, after)
    else:
        values = kind.rows(node) if kind.rows else ()
    for value in values:
        yield Node(
            kind=kinds[kind.row],
            value=value,
            visit=node.visit,
            uri=f"{node.uri}({kind.address(value) if kind.address else ''})",
            place=kind.row_place(node, value) if kind.row_place else node.place,
        )
