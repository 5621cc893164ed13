"""What is brought to receivers: that something changed and never what, in few POSTs, again when it failed.

Source: graph:concepts/change-notifications-delivery-webhooks
"""

import time
from typing import Any

from tests.emulator.raw import Emulator, Graph
from tests.emulator.subscriptions.conftest import share, subscribe, wish, write
from tests.emulator.subscriptions.receiver import AUTHORITY, Receiver


def test_a_change_in_a_library_is_told_without_the_item(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """The notification names the subscription and its secret, and no item."""
    made = subscribe(watcher, wish(receiver, f"drives/{drive}/root")).json
    item = write(watcher, drive)
    (told,) = receiver.wait_for(1)
    assert told == {
        "subscriptionId": made["id"],
        "subscriptionExpirationDateTime": made["expirationDateTime"],
        "clientState": "between us",
        "tenantId": emulator.ready["tenant_id"],
        "changeType": "updated",
        "resource": f"drives/{drive}/root",
        "resourceData": None,
    }
    assert item not in str(told)
    assert _stages(emulator, attempts=1) == ["delivered"]
    (delivered,) = emulator.admin("GET", "subscriptions/deliveries")
    assert [one["status"] for one in delivered["attempts"]] == [202]


def test_changes_of_permissions_are_told_only_to_who_asked(
    watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Without the Prefer header a new link tells nothing; with it it does."""
    item = write(watcher, drive)
    subscribe(watcher, wish(receiver, f"drives/{drive}/root", clientState="plain"))
    subscribe(watcher, wish(receiver, f"drives/{drive}/root", clientState="security"), security=True)
    share(watcher, drive, item)
    assert [row["clientState"] for row in receiver.wait_for(1)] == ["security"]
    write(watcher, drive, "second.docx")
    told = [row["clientState"] for row in receiver.wait_for(3)]
    assert sorted(told) == ["plain", "security", "security"]
    assert sorted(row["clientState"] for row in receiver.posts[-1]) == ["plain", "security"]


def test_reading_and_refused_requests_tell_nothing(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Only what changed something is told."""
    subscribe(watcher, wish(receiver, f"drives/{drive}/root"), security=True)
    watcher("GET", f"/v1.0/drives/{drive}/root/children")
    watcher("PATCH", f"/v1.0/drives/{drive}/items/none", {"name": "x"})
    assert emulator.admin("GET", "subscriptions/deliveries") == []


def test_a_list_is_told_like_its_library(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """A library is watched as a list too, by its title or id."""
    drives = emulator.admin("GET", "state")["drives"]
    site = next(one["site_id"] for one in drives if one["id"] == drive)
    title = watcher("GET", f"/v1.0/drives/{drive}").json["name"]
    assert subscribe(watcher, wish(receiver, f"sites/{site}/lists/{title}")).status == 201
    write(watcher, drive)
    assert receiver.wait_for(1)[0]["resource"] == f"sites/{site}/lists/{title}"


def test_people_and_groups_are_told_by_id(emulator: Emulator, watcher: Graph, receiver: Receiver) -> None:
    """A changed account, a deleted one, and a group that lost it: each is told with its id."""
    for resource in ("users", "groups"):
        assert subscribe(watcher, wish(receiver, resource, changeType="updated,deleted")).status == 201
    act = {"id": "A1", "directory": "cat", "set": {"enabled": False}}
    emulator.admin("POST", "seed", {"acts": [act]})
    cat = next(user["id"] for user in emulator.admin("GET", "state")["users"] if user["key"] == "cat")
    (told,) = receiver.wait_for(1)
    assert (told["changeType"], told["resource"]) == ("updated", f"Users/{cat}")
    assert told["resourceData"]["id"] == cat
    act = {"id": "A2", "directory": "cat", "set": {"deleted": True}}
    emulator.admin("POST", "seed", {"acts": [act]})
    later = receiver.wait_for(3)[1:]
    assert ("deleted", f"Users/{cat}") in {(row["changeType"], row["resource"]) for row in later}
    assert {row["resource"].split("/")[0] for row in later} == {"Users", "Groups"}


def test_one_account_may_be_watched_alone(emulator: Emulator, watcher: Graph, receiver: Receiver) -> None:
    """Others' changes are not told, nor a change of a type that was not asked for."""
    subscribe(watcher, wish(receiver, "users/ann@smallbridge.example"))
    for number, key in enumerate(("ben", "ann")):
        act = {"id": f"A{number}", "directory": key, "set": {"name": "Another"}}
        emulator.admin("POST", "seed", {"acts": [act]})
    assert len(receiver.wait_for(1)) == 1
    assert len(emulator.admin("GET", "subscriptions/deliveries")) == 1


def test_a_receiver_that_fails_is_tried_again_by_the_tenants_clock(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """A few quick attempts first; then it waits for the clock, and arrives once the receiver recovered."""
    subscribe(watcher, wish(receiver, f"drives/{drive}/root"))
    receiver.statuses = [500, 503, 404]
    write(watcher, drive)
    receiver.wait_for(3)
    assert _stages(emulator, attempts=3) == ["waiting"]
    assert len(receiver.posts) == 3
    emulator.admin("POST", "clock", {"advance": "PT1M"})
    receiver.wait_for(4)
    assert _stages(emulator, attempts=4) == ["delivered"]


def test_after_four_hours_a_notification_is_given_up(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """A receiver that stays away loses it, and is told of that by nobody."""
    subscribe(watcher, wish(receiver, f"drives/{drive}/root", lifecycleNotificationUrl=receiver.url()))
    receiver.statuses = [500] * 1000
    write(watcher, drive)
    rounds = 0
    while _stages(emulator, attempts=3 * (rounds + 1)) == ["waiting"]:
        rounds += 1
        assert rounds < 20
        emulator.admin("POST", "clock", {"advance": "PT1H"})
    assert _stages(emulator) == ["dropped"]
    assert {row.get("lifecycleEvent") for row in receiver.rows} == {None}
    assert rounds >= 3


def test_what_was_not_brought_is_brought_after_a_restart(tmp_path: Any, start: Any) -> None:
    """Notifications on their way outlive the process, with their subscription."""
    receiver = Receiver()
    receiver.statuses = [500] * 3
    try:
        first = start(tmp_path / "tenant")
        first.admin("PUT", "subscriptions/ca", {"pem": AUTHORITY.cert_pem.bytes().decode()})
        drive = first.admin("GET", "state")["channels"][0]["drive_id"]
        graph = first.app("reconciler")
        assert subscribe(graph, wish(receiver, f"drives/{drive}/root")).status == 201
        write(graph, drive)
        receiver.wait_for(3)
        first.kill()
        again = start(tmp_path / "tenant", None)
        again.admin("POST", "clock", {"advance": "PT1H"})
        assert len(receiver.wait_for(4)) == 4
        again.stop()
    finally:
        receiver.close()


def test_a_subscription_may_die_in_silence(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """With the quirk it can be made, read and renewed, and brings nothing: only reading delta helps."""
    emulator.admin("PUT", "quirks", {"notifications": "silent-death"})
    made = subscribe(watcher, wish(receiver, f"drives/{drive}/root")).json
    write(watcher, drive)
    place = f"/v1.0/subscriptions/{made['id']}"
    assert watcher("PATCH", place, {"expirationDateTime": "2026-03-05T09:00:00Z"}).status == 200
    assert watcher("GET", place).status == 200
    assert emulator.admin("GET", "subscriptions/deliveries") == []
    emulator.admin("PUT", "quirks", {"notifications": "on"})
    write(watcher, drive, "second.docx")
    assert len(receiver.wait_for(1)) == 1


def _stages(emulator: Emulator, attempts: int = 0) -> list[str]:
    """Return the stages of all notices, when the last attempt is known to the emulator."""
    until = time.monotonic() + 3
    while True:
        found = emulator.admin("GET", "subscriptions/deliveries")
        done = all(len(one["attempts"]) >= attempts or one["stage"] == "dropped" for one in found)
        if done or time.monotonic() > until:
            return [one["stage"] for one in found]
        time.sleep(0.005)
