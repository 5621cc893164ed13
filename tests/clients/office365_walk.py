"""One walk with the Python client of the Office 365 community: SharePoint REST first, then Graph."""

from typing import Any

from tests.clients import office365_graph, office365_rest
from tests.emulator.raw import Emulator


def walk(emulator: Emulator, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the client saw."""
    rest = office365_rest.walk(asked, lambda: wait_once(emulator, "GET /_api/Web"))
    begun = emulator.admin("POST", "clock", {"advance": "PT1H"})["now"]
    # This client begins the type of a member with a capital, which Microsoft's pages never do.
    emulator.admin("PUT", "quirks", {"teams.type_spelling": "any-case", "pages.delta": 3})
    graph = office365_graph.walk(
        {**asked, "begun": begun}, lambda: wait_once(emulator, "GET /drives/{drive}")
    )
    return {"rest": rest, "graph": graph}


def wait_once(emulator: Emulator, route: str) -> None:
    """Let the next request of a route be told to come back in a second."""
    emulator.admin("POST", "faults", {"route": route, "nth": 1, "kind": "retry-after:1"})
