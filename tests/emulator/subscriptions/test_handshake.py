"""Making a subscription: the address proves itself first, and nobody is called for a request that is refused.

Source: graph:concepts/change-notifications-delivery-webhooks#notificationurl-validation
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.emulator.raw import Connection, Emulator, Graph
from tests.emulator.subscriptions.conftest import subscribe, wish
from tests.emulator.subscriptions.receiver import AUTHORITY, Receiver


def test_both_addresses_say_the_token_back_before_the_subscription_stands(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Each address gets a token of its own, which has letters that need decoding."""
    body = wish(receiver, f"drives/{drive}/root", lifecycleNotificationUrl=receiver.url("/life?of=1"))
    made = subscribe(watcher, body)
    assert made.status == 201, made.content
    assert len(set(receiver.handshakes)) == 2
    assert all(" " in token and ":" in token for token in receiver.handshakes)
    shown = made.json
    assert {name: shown[name] for name in body} == body
    assert shown["latestSupportedTlsVersion"] == "v1_2"
    own = next(app["client_id"] for app in emulator.admin("GET", "state")["apps"] if app["name"] == "watcher")
    assert shown["applicationId"] == own


def test_the_emulator_answers_others_while_it_waits_for_a_receiver(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """A receiver may read Graph before it answers the handshake: nothing waits for itself."""
    seen: list[int] = []

    def look() -> None:
        connection = Connection(emulator.ready["base_url"], emulator.ready["ca_file"])
        token = watcher._token
        seen.append(Graph(connection, token)("GET", f"/v1.0/drives/{drive}").status)
        connection.close()

    receiver.on_handshake = look
    assert subscribe(watcher, wish(receiver, f"drives/{drive}/root")).status == 201
    assert seen == [200]


Echo = Callable[[str], tuple[int, str, str]]
BAD_ECHOES: dict[str, tuple[Echo, str]] = {
    "encoded": (lambda token: (200, "text/plain", token.replace(" ", "+")), "exactly match"),
    "html": (lambda token: (200, "text/html", token), "text/plain"),
    "accepted": (lambda token: (202, "text/plain", token), "'Accepted'"),
    "unheard of": (lambda token: (299, "text/plain", token), "'299'"),
    "forbidden": (lambda _: (403, "text/plain", ""), "'Forbidden'"),
}


@pytest.mark.parametrize("name", BAD_ECHOES)
def test_a_wrong_answer_to_the_handshake_makes_no_subscription(
    watcher: Graph, receiver: Receiver, drive: str, name: str
) -> None:
    """Status, content type and text all have to be right."""
    receiver.echo, words = BAD_ECHOES[name]
    reply = subscribe(watcher, wish(receiver, f"drives/{drive}/root"))
    assert (reply.status, reply.code) == (400, "ValidationError")
    assert words in reply.json["error"]["message"]
    assert watcher("GET", "/v1.0/subscriptions").json["value"] == []


def test_a_receiver_whose_certificate_nobody_vouches_for_is_not_believed(
    emulator: Emulator, watcher: Graph, drive: str
) -> None:
    """TLS is checked: without the authority's certificate the handshake fails, with it it succeeds."""
    receiver = Receiver()
    try:
        refused = subscribe(watcher, wish(receiver, f"drives/{drive}/root"))
        assert (refused.status, refused.code) == (400, "ValidationError")
        assert receiver.handshakes == []
        emulator.admin("PUT", "subscriptions/ca", {"pem": AUTHORITY.cert_pem.bytes().decode()})
        assert subscribe(watcher, wish(receiver, f"drives/{drive}/root")).status == 201
    finally:
        receiver.close()
    assert emulator.ask_admin("PUT", "subscriptions/ca", {"pem": "no certificate"}).status == 400
    assert emulator.ask_admin("PUT", "subscriptions/ca", {}).status == 400


def test_what_cannot_be_watched_like_this_is_refused_and_nobody_is_called(
    watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Each rule of the documents has its refusal."""
    root = f"drives/{drive}/root"
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"changeType": "created"}, 400),
        ({"changeType": "updated,deleted"}, 400),
        ({"resource": f"drives/{drive}/items/1"}, 400),
        ({"resource": f"drives/{drive}/root/children"}, 400),
        ({"resource": "drives/nowhere/root"}, 404),
        ({"resource": "users/nobody"}, 404),
        ({"resource": "sites/nowhere/lists/none"}, 404),
        ({"resource": "users", "changeType": "created"}, 400),
        ({"clientState": "x" * 129}, 400),
        ({"expirationDateTime": "2026-03-31T18:01:00Z"}, 400),
        ({"expirationDateTime": "2026-03-02T09:00:00Z"}, 400),
        ({"expirationDateTime": "soon"}, 400),
        ({"resource": "users", "expirationDateTime": "2026-03-31T10:00:00Z"}, 400),
        ({"notificationUrl": None}, 400),
        ({"notificationUrl": "http://127.0.0.1:1/x"}, 400),
        ({"notificationUrl": "https://receiver.example/x"}, 400),
        ({"notificationUrl": "https://192.0.2.1/x"}, 400),
        ({"notificationUrl": "https://127.0.0.1:99999/x"}, 400),
        ({"notificationUrl": "https://["}, 400),
        ({"expirationDateTime": "0001-01-01T00:00:00+23:59"}, 400),
        ({"lifecycleNotificationUrl": "https://receiver.example/x"}, 400),
        ({"latestSupportedTlsVersion": "v9"}, 400),
        ({"includeResourceData": True}, 400),
        ({"unknown": "x"}, 400),
        ({"changeType": 1}, 400),
    ]
    for change, status in wrong:
        reply = subscribe(watcher, wish(receiver, change.pop("resource", root), **change))
        assert reply.status == status, (change, reply.content)
    assert receiver.handshakes == []


def test_the_longest_times_are_those_of_the_documents(watcher: Graph, receiver: Receiver, drive: str) -> None:
    """42,300 minutes for a library, 41,760 for people and groups."""
    for resource, ends in (
        (f"drives/{drive}/root", "2026-03-31T18:00:00Z"),
        ("users", "2026-03-31T09:00:00Z"),
        ("groups", "2026-03-31T09:00:00Z"),
    ):
        assert subscribe(watcher, wish(receiver, resource, expirationDateTime=ends)).status == 201


def test_too_short_a_time_is_made_longer(watcher: Graph, receiver: Receiver, drive: str) -> None:
    """Less than 45 minutes becomes 45 minutes."""
    ends = "2026-03-02T09:01:00Z"
    made = subscribe(watcher, wish(receiver, f"drives/{drive}/root", expirationDateTime=ends))
    assert made.json["expirationDateTime"] == "2026-03-02T09:45:00Z"


def test_each_resource_needs_its_own_permission(emulator: Emulator, receiver: Receiver, drive: str) -> None:
    """A wider permission does not stand for the documented one, and nobody is called in vain."""
    for roles, resource in (
        (["Sites.FullControl.All", "User.Read.All"], f"drives/{drive}/root"),
        (["Files.ReadWrite.All"], "users"),
        (["User.Read.All"], "groups"),
        ([], "users"),
    ):
        emulator.admin("POST", "apps", {"name": "watcher", "roles": roles})
        token = emulator.admin("POST", "token", {"app": "watcher"})["access_token"]
        reply = subscribe(Graph(emulator.connection, token), wish(receiver, resource))
        assert (reply.status, reply.code) == (403, "ExtensionError"), roles
    assert receiver.handshakes == []


def test_nobody_is_called_for_a_request_that_fails_before_its_body_is_read(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Neither an unknown option nor an injected fault lets a receiver hear of it; the fault still hits."""
    body = wish(receiver, f"drives/{drive}/root")
    assert watcher("POST", "/v1.0/subscriptions", body, query={"$select": "id"}).status == 400
    plain = {"Content-Type": "text/plain"}
    assert watcher("POST", "/v1.0/subscriptions", body, headers=plain).status == 400
    emulator.admin("POST", "faults", {"route": "POST /subscriptions", "kind": "status:503"})
    assert subscribe(watcher, body).status == 503
    assert receiver.handshakes == []
    assert subscribe(watcher, body).status == 201


def test_people_watch_only_libraries_that_they_may_read(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Ben is in the channel and may; Flo knows one file by a link and may not, and nobody is called."""
    site = next(one["site_id"] for one in emulator.admin("GET", "state")["drives"] if one["id"] == drive)
    library = watcher("GET", f"/v1.0/sites/{site}/lists").json["value"][0]["id"]
    for resource in (f"drives/{drive}/root", f"sites/{site}/lists/{library}"):
        assert subscribe(emulator.person("flo"), wish(receiver, resource)).status == 403
    assert receiver.handshakes == []
    assert subscribe(emulator.person("ben"), wish(receiver, f"drives/{drive}/root")).status == 201


def test_a_batch_cannot_wait_for_a_handshake(watcher: Graph, receiver: Receiver, drive: str) -> None:
    """In a batch the address could not prove itself, so that the part is refused."""
    part = {
        "id": "1",
        "method": "POST",
        "url": "/subscriptions",
        "headers": {"Content-Type": "application/json"},
        "body": wish(receiver, f"drives/{drive}/root"),
    }
    (answer,) = watcher("POST", "/v1.0/$batch", {"requests": [part]}).json["responses"]
    assert (answer["status"], answer["body"]["error"]["code"]) == (400, "ValidationError")


def test_with_the_service_off_no_subscription_is_made(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """The quirk `off` is an outage: 503, and nobody is called."""
    emulator.admin("PUT", "quirks", {"notifications": "off"})
    assert subscribe(watcher, wish(receiver, f"drives/{drive}/root")).status == 503
    assert receiver.handshakes == []
    emulator.admin("PUT", "quirks", {"notifications": "on"})
    assert subscribe(watcher, wish(receiver, f"drives/{drive}/root")).status == 201
