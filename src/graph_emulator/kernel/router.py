"""Finds the route of a path: a tree built once, after path addressing was turned into its plain form.

Source: graph:concepts/addressing-driveitems
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from graph_emulator.kernel.routes import Route

Resolve = Callable[[list[str]], list[str]]


@dataclass
class _Node:
    literal: dict[str, "_Node"] = field(default_factory=dict)
    any: "_Node | None" = None
    routes: dict[tuple[str, str], Route] = field(default_factory=dict)

    def below(self, part: str) -> "_Node":
        if not part.startswith("{"):
            return self.literal.setdefault(part, _Node())
        self.any = self.any or _Node()
        return self.any


@dataclass(frozen=True, kw_only=True)
class Match:
    """A route that was found, with its parameters and the arguments of a function call in the path."""

    route: Route
    params: dict[str, str]
    arguments: dict[str, str]


class Router:
    """The routes of all services."""

    def __init__(self, routes: Iterable[Route], resolve: Resolve | None = None) -> None:
        """Take the routes, and what turns other addresses of a place into the one that routes know."""
        self.routes = tuple(routes)
        self._resolve = resolve or _as_it_is
        self._root = _Node()
        for route in self.routes:
            self._add(route)

    def match(self, method: str, version: str, path: str) -> Match | None:
        """Return the route for a path without its version, or None when nothing answers it.

        Args:
            method: HTTP method.
            version: v1.0 or beta.
            path: The path as it was sent, still percent-encoded, beginning with a slash.
        """
        plain, arguments = plain_path(path)
        parts = self._resolve(plain)
        values: list[str] = []
        node = _walk(self._root, parts, 0, values)
        route = node.routes.get((version, method)) if node else None
        if route is None:
            return None
        names = [part[1:-1] for part in route.template.split("/") if part.startswith("{")]
        return Match(route=route, params=dict(zip(names, values, strict=True)), arguments=arguments)

    def _add(self, route: Route) -> None:
        node = self._root
        for part in route.template.strip("/").split("/"):
            node = node.below(part)
        for version in route.versions:
            if (version, route.method) in node.routes:
                raise ValueError(f"two routes for {route.name} on {version}")
            node.routes[version, route.method] = route


def _as_it_is(parts: list[str]) -> list[str]:
    return parts


def _walk(node: _Node, parts: list[str], at: int, values: list[str]) -> _Node | None:
    if at == len(parts):
        return node if node.routes else None
    literal = node.literal.get(parts[at])
    if literal is not None:
        found = _walk(literal, parts, at + 1, values)
        if found is not None:
            return found
    if node.any is None:
        return None
    values.append(parts[at])
    found = _walk(node.any, parts, at + 1, values)
    if found is None:
        values.pop()
    return found


def plain_path(path: str) -> tuple[list[str], dict[str, str]]:
    """Return a path's decoded segments in plain form, and a trailing function call's arguments.

    `/drives/D/root:/A/B.docx:/createLink` becomes `drives, D, items, root:/A/B.docx, createLink`;
    `/sites/host:/sites/x:/drives` becomes `sites, host:/sites/x, drives`;
    `/drives/D/root/delta(token='t')` becomes `drives, D, items, root, delta` with `token`.
    """
    parts = _join_addresses([unquote(part) for part in path.strip("/").split("/")])
    for before in (("drives",), ("sites", "drive")):
        at = len(before) + 1
        if tuple(parts[0:at:2]) == before and parts[at : at + 1] and parts[at].partition(":")[0] == "root":
            parts.insert(at, "items")
    return _split_call(parts)


def _join_addresses(parts: list[str]) -> list[str]:
    waiting = iter(parts)
    return [_joined(part, waiting) if part.endswith(":") else part for part in waiting]


def _joined(part: str, waiting: Iterable[str]) -> str:
    address = part
    for further in waiting:
        address += "/" + further.removesuffix(":")
        if further.endswith(":"):
            break
    return address


def _split_call(parts: list[str]) -> tuple[list[str], dict[str, str]]:
    name, bracket, rest = parts[-1].partition("(")
    if not bracket or not rest.endswith(")") or not name.isalpha() or ":" in parts[-1]:
        return parts, {}
    arguments = {}
    for argument in filter(None, rest[:-1].split(",")):
        key, _, value = argument.partition("=")
        arguments[key.strip()] = value.strip().strip("'")
    return [*parts[:-1], name], arguments
