"""A subscription's life: read, renewed, reauthorised, ended, expired; and whose it is.

Source: graph:api/subscription-update
Source: graph:concepts/change-notifications-lifecycle-events
"""

from typing import Any

from tests.emulator.raw import Emulator, Graph
from tests.emulator.subscriptions.conftest import subscribe, wish, write
from tests.emulator.subscriptions.receiver import Receiver


def _place(made: Any) -> str:
    return f"/v1.0/subscriptions/{made.json['id']}"


def test_a_subscription_is_renewed_within_its_limit(watcher: Graph, receiver: Receiver, drive: str) -> None:
    """Only its end can be changed; the limit counts from now."""
    place = _place(subscribe(watcher, wish(receiver, f"drives/{drive}/root")))
    later = watcher("PATCH", place, {"expirationDateTime": "2026-03-20T00:00:00.0000000Z"})
    assert (later.status, later.json["expirationDateTime"]) == (200, "2026-03-20T00:00:00Z")
    for body in (
        {"expirationDateTime": "2026-05-01T00:00:00Z"},
        {"expirationDateTime": "2026-03-01T00:00:00Z"},
        {"lifecycleNotificationUrl": receiver.url()},
        {"clientState": "other"},
        {},
    ):
        assert watcher("PATCH", place, body).status == 400, body
    assert watcher("GET", place).json["expirationDateTime"] == "2026-03-20T00:00:00Z"


def test_an_expired_subscription_is_gone(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """By the tenant's clock it ends without a word, and brings nothing more."""
    place = _place(subscribe(watcher, wish(receiver, f"drives/{drive}/root")))
    emulator.admin("POST", "clock", {"set": "2026-03-04T09:00:00Z"})
    write(watcher, drive)
    assert watcher("GET", place).status == 404
    assert watcher("PATCH", place, {"expirationDateTime": "2026-03-10T00:00:00Z"}).status == 404
    assert watcher("GET", "/v1.0/subscriptions").json["value"] == []
    assert emulator.admin("GET", "subscriptions") == []
    assert emulator.admin("GET", "subscriptions/deliveries") == []


def test_a_deleted_subscription_brings_nothing(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """After DELETE no change is told."""
    place = _place(subscribe(watcher, wish(receiver, f"drives/{drive}/root")))
    assert watcher("DELETE", place).status == 204
    assert watcher("DELETE", place).status == 404
    write(watcher, drive)
    assert emulator.admin("GET", "subscriptions/deliveries") == []


def test_nobody_sees_or_ends_anothers_subscription(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Another application is told that it is not there."""
    made = subscribe(watcher, wish(receiver, f"drives/{drive}/root"))
    other = emulator.app("reconciler")
    assert other("GET", "/v1.0/subscriptions").json["value"] == []
    assert [other(method, _place(made)).status for method in ("GET", "DELETE")] == [404, 404]
    assert other("POST", f"{_place(made)}/reauthorize").status == 404
    own = watcher("GET", "/v1.0/subscriptions").json["value"]
    assert [one["id"] for one in own] == [made.json["id"]]


def test_before_its_end_a_subscription_asks_to_be_reauthorised(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Once from twelve hours before, again in the last four, and no more when the owner has answered."""
    life = receiver.url("/life")
    made = subscribe(watcher, wish(receiver, f"drives/{drive}/root", lifecycleNotificationUrl=life))
    emulator.admin("POST", "clock", {"set": "2026-03-03T20:00:00Z"})
    assert emulator.admin("GET", "subscriptions/deliveries") == []
    for instant in ("2026-03-03T21:00:00Z", "2026-03-04T00:00:00Z"):
        emulator.admin("POST", "clock", {"set": instant})
    (asked,) = receiver.wait_for(1)
    assert asked == {
        "subscriptionId": made.json["id"],
        "subscriptionExpirationDateTime": "2026-03-04T09:00:00Z",
        "clientState": "between us",
        "tenantId": emulator.ready["tenant_id"],
        "lifecycleEvent": "reauthorizationRequired",
    }
    assert receiver.paths == ["/life"]
    for instant in ("2026-03-04T06:00:00Z", "2026-03-04T06:10:00Z"):
        emulator.admin("POST", "clock", {"set": instant})
    assert len(receiver.wait_for(2)) == 2
    assert watcher("POST", f"{_place(made)}/reauthorize").status == 204
    emulator.admin("POST", "clock", {"set": "2026-03-04T08:00:00Z"})
    assert len(emulator.admin("GET", "subscriptions/deliveries")) == 2
    assert watcher("GET", _place(made)).json["expirationDateTime"] == "2026-03-04T09:00:00Z"


def test_without_a_lifecycle_address_nobody_is_asked(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Such a subscription ends in silence."""
    subscribe(watcher, wish(receiver, f"drives/{drive}/root"))
    emulator.admin("POST", "clock", {"set": "2026-03-04T08:00:00Z"})
    assert emulator.admin("GET", "subscriptions/deliveries") == []
