"""A receiver whom the emulator trusts, and short words for making subscriptions."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.raw import Emulator, Graph, Reply
from tests.emulator.subscriptions.receiver import AUTHORITY, Receiver

SOON = "2026-03-04T09:00:00Z"


@pytest.fixture
def receiver(emulator: Emulator) -> Iterator[Receiver]:
    """A receiver with a certificate that the emulator accepts."""
    emulator.admin("PUT", "subscriptions/ca", {"pem": AUTHORITY.cert_pem.bytes().decode()})
    listening = Receiver()
    yield listening
    listening.close()


@pytest.fixture
def watcher(emulator: Emulator) -> Graph:
    """Requests of an application that may watch everything that can be watched."""
    roles = [
        "Files.ReadWrite.All",
        "Sites.ReadWrite.All",
        "Sites.FullControl.All",
        "User.Read.All",
        "Group.Read.All",
    ]
    emulator.admin("POST", "apps", {"name": "watcher", "roles": roles})
    return Graph(emulator.connection, emulator.admin("POST", "token", {"app": "watcher"})["access_token"])


@pytest.fixture
def drive(emulator: Emulator) -> str:
    """The id of the channel's library."""
    return str(emulator.admin("GET", "state")["channels"][0]["drive_id"])


def wish(receiver: Receiver, resource: str, **more: Any) -> dict[str, Any]:
    """Return the body of a subscription."""
    body = {
        "changeType": "updated",
        "notificationUrl": receiver.url(),
        "resource": resource,
        "expirationDateTime": SOON,
        "clientState": "between us",
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


def subscribe(graph: Graph, body: dict[str, Any], *, security: bool = False) -> Reply:
    """Ask for a subscription, with or without changes of permissions."""
    headers = {"Prefer": "includesecuritywebhooks"} if security else {}
    return graph("POST", "/v1.0/subscriptions", body, headers=headers)


def write(graph: Graph, drive: str, name: str = "new.docx") -> str:
    """Put a file into the library, and return its id."""
    reply = graph("PUT", f"/v1.0/drives/{drive}/root:/{name}:/content", b"x")
    assert reply.status in {200, 201}, reply.content
    return str(reply.json["id"])


def share(graph: Graph, drive: str, item: str) -> None:
    """Make a link on a file."""
    body = {"type": "view", "scope": "organization"}
    reply = graph("POST", f"/v1.0/drives/{drive}/items/{item}/createLink", body)
    assert reply.status == 201, reply.content
