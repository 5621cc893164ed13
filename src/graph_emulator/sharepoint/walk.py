"""Follows an address: first by kinds alone, to know the operation, then through the tenant's records."""

from collections.abc import Mapping
from typing import NamedTuple

from graph_emulator.files.models import Item
from graph_emulator.sharepoint import rights
from graph_emulator.sharepoint.address import Segment
from graph_emulator.sharepoint.faults import bad_argument, unknown_property
from graph_emulator.sharepoint.kinds import KINDS, ROOT
from graph_emulator.sharepoint.model import Args, Kind, Node, Property, Visit, Way

PROPERTY = Way(name="{property}", follow=lambda _node, _args: None)


class Step(NamedTuple):
    """One step of an address: from a kind along a way."""

    kind: Kind
    way: Way
    args: Args


class Plan(NamedTuple):
    """An address by kinds alone.

    Attributes:
        steps: The ways to the thing that the request is about.
        last: The kind and the way whose operation it is: the last step's, or what the method does there.
        named: The property that the address ends in, with its spelling.
    """

    steps: tuple[Step, ...]
    last: tuple[Kind, Way]
    named: tuple[str, Property] | None = None


def plan(parts: list[Segment], method: str) -> Plan | None:
    """Return the plan of an address, or None when no operation is there."""
    steps: list[Step] = []
    here = ROOT
    for at, part in enumerate(parts):
        way = here.way(part.name)
        if way is None:
            return _of_property(here, steps, part) if at == len(parts) - 1 and method == "GET" else None
        called = part.is_called and not way.params
        steps.append(Step(here, way, Args() if called else Args(given=part.given, named=part.named)))
        here = KINDS[way.to] if way.to else _NOWHERE
        if called and (part.given or part.named):
            key = here.way(here.key) if here.key else None
            if key is None:
                return None
            steps.append(Step(here, key, Args(given=part.given, named=part.named)))
            here = KINDS[key.to]
    return _of_method(here, steps, method)


_NOWHERE = Kind(name="")


def _of_property(here: Kind, steps: list[Step], part: Segment) -> Plan | None:
    found = here.property_named(part.name)
    return Plan(tuple(steps), (here, PROPERTY), found) if found and steps else None


def _of_method(here: Kind, steps: list[Step], method: str) -> Plan | None:
    if not steps or any(step.way.method != "GET" for step in steps[:-1]):
        return None
    last = steps[-1]
    if last.way.method != "GET":
        may_read = method == "GET" and not last.way.write
        return Plan(tuple(steps), last[:2]) if method == "POST" or may_read else None
    own = here.by(method)
    if own is not None:
        return Plan(tuple(steps), (here, own))
    return Plan(tuple(steps), last[:2]) if method == "GET" else None


def reach(visit: Visit, steps: tuple[Step, ...], body: Mapping[str, object] | None) -> Node | None:
    """Return the thing at the end of the steps, or None when the last of them answers nothing.

    Raises:
        GraphFault: Something on the way is not there, or the caller may not go on.
    """
    node: Node | None = Node(kind=ROOT, value=visit.site, visit=visit, uri="", place=visit.site)
    for at, step in enumerate(steps):
        assert node is not None  # noqa: S101 - only the last step may answer nothing
        is_last = at == len(steps) - 1
        node = follow(node, step.way, with_body(step, body) if is_last else step.args, is_last=is_last)
    return node


def with_body(step: Step, body: Mapping[str, object] | None) -> Args:
    """Return a way's arguments, those of the body among them.

    Raises:
        GraphFault: 400: the way knows no parameter of that name.
    """
    args = step.args
    named = {**args.named, **_plain(body or {})} if step.way.method != "GET" else dict(args.named)
    known = {name.casefold() for name in step.way.params}
    for name in named:
        if name not in known:
            raise bad_argument(f"The parameter {name} does not exist in method {step.way.name}.")
    if len(args.given) > max(1, len(step.way.params)):
        raise bad_argument(f"The method {step.way.name} takes fewer parameters.")
    return Args(given=args.given, named=named)


def _plain(body: Mapping[str, object]) -> dict[str, object]:
    return {
        name.casefold(): value for name, value in body.items() if name not in {"__metadata", "odata.type"}
    }


def follow(node: Node, way: Way, args: Args, *, is_last: bool) -> Node | None:
    """Return the thing behind a way; what the way needs is asked for where it ends or changes something."""
    if is_last and way.method != "GET":
        rights.check(node.visit, node.place, way.need)
    value = way.follow(node, args)
    if not way.to:
        return None
    kind = KINDS[way.to]
    reached = Node(
        kind=KINDS[kind.choose(value)] if kind.choose else kind,
        value=value,
        visit=node.visit,
        uri=f"{node.uri}/{way.name}{_call(args)}",
        place=way.place(node, value) if way.place else node.place,
    )
    if is_last or isinstance(reached.place, Item):
        rights.check(node.visit, reached.place, way.need)
    return reached


def _call(args: Args) -> str:
    given = [_literal(value) for value in args.given]
    named = [f"{name}={_literal(value)}" for name, value in args.named.items()]
    return f"({','.join((*given, *named))})" if given or named else ""


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def property_of(node: Node, named: tuple[str, Property]) -> object:
    """Return one property of a thing."""
    return named[1](node)


def check_names(kind: Kind, names: set[str]) -> None:
    """Refuse names that a kind does not have.

    Raises:
        GraphFault: 400 that names the first of them.
    """
    for name in sorted(names - {"*"} - kind.also):
        if kind.property_named(name) is None and kind.way(name) is None:
            raise unknown_property(name)
