"""Applications with the permissions of mail, and short words for what every test of it does."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.emulator.raw import Emulator, Graph, Reply

ANN = "/v1.0/users/ann@smallbridge.example"
BEN = "/v1.0/users/ben@smallbridge.example"
Letter = dict[str, Any]
App = Callable[..., Graph]


def to(*addresses: str) -> list[Letter]:
    """Return recipients as Graph writes them."""
    return [{"emailAddress": {"address": address}} for address in addresses]


def letter(*addresses: str, **more: Any) -> Letter:
    """Return a short message to somebody."""
    text = {"contentType": "Text", "content": "Papers <are> ready."}
    return {"subject": "Papers", "body": text, "toRecipients": to(*addresses), **more}


@pytest.fixture
def app(emulator: Emulator) -> App:
    """Register an application with the roles that are named, and return its requests."""

    def register(*roles: str, **more: Any) -> Graph:
        emulator.admin("POST", "apps", {"name": "mailer", "roles": list(roles), "mailboxes": None, **more})
        token = emulator.admin("POST", "token", {"app": "mailer"})["access_token"]
        return Graph(emulator.connection, token)

    return register


@pytest.fixture
def sender(app: App) -> Graph:
    """Requests of an application that may send and read everybody's mail."""
    return app("Mail.Send", "Mail.ReadWrite")


def send(graph: Graph, message: Letter, mailbox: str = ANN, **more: Any) -> Reply:
    """Send a message from a mailbox."""
    return graph("POST", f"{mailbox}/sendMail", {"message": message, **more})


def subjects(reply: Reply) -> list[str]:
    """Return the subjects of the messages in an answer."""
    assert reply.status == 200, reply.content
    return [row["subject"] for row in reply.json["value"]]
