"""Keeps one example of each shape of answer, for those who check the shapes against published types.

It is kept in memory when the admin API asks for it, and in a file when the environment names a folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from graph_emulator.kernel.notebook import Notebook
from graph_emulator.kernel.wire import Request

Keys = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The first answer of its shape.

    Attributes:
        version: v1.0 or beta.
        route: The route as faults and meter call it; of an unknown one the method and no template.
        status: The HTTP status.
        query: The query string, as sent.
        asked: The request's JSON body, encoded; None when it had none.
        answer: The answer's JSON body, encoded; None when it had none.
    """

    version: str
    route: str
    status: int
    query: str
    asked: bytes | None
    answer: bytes | None

    def shown(self) -> dict[str, Any]:
        """Return it as the admin API shows it."""
        return {
            "version": self.version,
            "route": self.route,
            "status": self.status,
            "query": self.query,
            "request": _read(self.asked),
            "answer": _read(self.answer),
        }


class Recorder:
    """Keeps one request and answer for each version, route, status and set of property names.

    Two answers are of the same shape when the same property names stand at the same depths in them and in
    their requests; the rows of a collection count together.

    Attributes:
        on: Whether anything is kept in memory; off until it is asked for.
    """

    def __init__(self, notebook: Notebook | None = None) -> None:
        self.on = False
        self._notebook = notebook
        self._kept: dict[tuple[str, str, int, Keys, Keys], Recorded] = {}

    @property
    def is_listening(self) -> bool:
        """Whether anybody keeps anything."""
        return self.on or self._notebook is not None

    def note(
        self,
        version: str,
        route: str,
        status: int,
        request: Request,
        answer: object | None,
        *,
        binary: bool = False,
    ) -> None:
        """Keep this answer when it is the first of its shape.

        Args:
            version: v1.0, beta, or another interface's name.
            route: The route as faults and meter call it.
            status: The HTTP status; 0 when the connection was cut, so that nothing was said.
            request: What was asked.
            answer: What was said; a file's content has no shape.
            binary: Whether the request brings a file's content, which has none either, even if it is JSON.
        """
        if not status or not self.is_listening:
            return
        asked = None if binary else _read_object(request)
        said = None if isinstance(answer, bytes) else answer
        if self._notebook is not None:
            self._notebook.note(_place(version, route, status, request.query), asked, said)
        if not self.on:
            return
        shape = (version, route, status, frozenset(property_paths(asked)), frozenset(property_paths(said)))
        if shape not in self._kept:
            self._kept[shape] = Recorded(
                version=version,
                route=route,
                status=status,
                query=request.query,
                asked=None if asked is None else request.body,
                answer=None if said is None else msgspec.json.encode(said),
            )

    def note_beside(self, version: str, route: str, status: int, asked: object, said: object) -> None:
        """Write down what no route of Graph said: the authority, or the emulator itself to a receiver."""
        if self._notebook is not None:
            self._notebook.note(_place(version, route, status, ""), asked, said)

    def shown(self) -> list[dict[str, Any]]:
        """Return what was kept, in the order in which it came."""
        return [recorded.shown() for recorded in self._kept.values()]

    def forget(self) -> None:
        """Throw away what was kept."""
        self._kept.clear()


def property_paths(value: object, at: str = "") -> Iterator[str]:
    """Yield the path of each property name at any depth; rows of a list have one path."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield f"{at}/{name}"
            yield from property_paths(part, f"{at}/{name}")
    elif isinstance(value, list):
        for row in value:
            yield from property_paths(row, f"{at}[]")


def _place(version: str, route: str, status: int, query: str) -> dict[str, Any]:
    return {"version": version, "route": route, "status": status, "query": query}


def _read_object(request: Request) -> object | None:
    if not request.body or not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return msgspec.json.decode(request.body, type=object)
    except (msgspec.DecodeError, RecursionError):
        return None


def _read(encoded: bytes | None) -> Any:
    return None if encoded is None else msgspec.json.decode(encoded)
