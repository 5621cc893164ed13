"""How the gateway speaks something other than Graph, with the same records, journal and faults."""

from collections.abc import Mapping
from typing import Protocol

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.router import Match
from graph_emulator.kernel.routes import Answer, Call, Principal, Route
from graph_emulator.kernel.wire import Request


class Dialect(Protocol):
    """Another interface to the same tenant: its own addresses, tokens, options and refusals."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every operation."""

    def speaks(self, path: str) -> bool:
        """Whether a path belongs to it."""

    def match(self, request: Request) -> Match | None:
        """Return the operation that a request asks for, or None when there is none."""

    def authenticate(self, headers: Mapping[str, str]) -> Principal:
        """Return who calls.

        Raises:
            GraphFault: 401: no token, or one that does not hold here.
        """

    def options(self, request: Request) -> dict[str, str]:
        """Return the query's options."""

    def prepare(self, call: Call) -> None:
        """Add to a call what those who watch writes have to know about it."""

    def refusal(self, fault: GraphFault, request: Request) -> Answer:
        """Return a refusal in its own form."""
