"""Receivers that are slow, silent or broken, without waiting for them: times and posts are given.

Source: graph:concepts/change-notifications-delivery-webhooks#throttling
"""

import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from graph_emulator.kernel.state import State
from graph_emulator.subscriptions import slowness
from graph_emulator.subscriptions.models import Attempt, Notice, Subscription
from graph_emulator.subscriptions.outbox import Outbox, Parcel
from graph_emulator.subscriptions.posting import Heard, is_reachable, post, shake_hands
from graph_emulator.subscriptions.postoffice import PostOffice
from graph_emulator.tenant import Tenant
from tests.emulator.subscriptions.receiver import AUTHORITY, Receiver

URL = "https://127.0.0.1:1/notify"


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[Tenant]:
    """An empty tenant in this process."""
    made = Tenant(tmp_path / "tenant")
    yield made
    made.close()


@pytest.fixture
def trusting() -> ssl.SSLContext:
    """TLS that believes the receiver of these tests."""
    return ssl.create_default_context(cadata=AUTHORITY.cert_pem.bytes().decode())


def _answered(state: State, quick: int, slow: int) -> None:
    for number in range(quick + slow):
        slowness.note(state, URL, Attempt(status=202, slow=number < slow))


@pytest.mark.parametrize(
    ("quick", "slow", "verdict"),
    [(0, 99, "prompt"), (91, 9, "prompt"), (90, 10, "delayed"), (86, 14, "delayed"), (85, 15, "dropped")],
)
def test_slowness_is_judged_from_a_hundred_answers_on(
    tenant: Tenant, quick: int, slow: int, verdict: str
) -> None:
    """From 10 % slow answers notifications wait, from 15 % they are dropped."""
    _answered(tenant.state, quick, slow)
    assert slowness.verdict(tenant.state, URL) == verdict


def test_after_ten_minutes_a_slow_receiver_begins_anew(tenant: Tenant) -> None:
    """The count is emptied every ten minutes of the tenant's clock."""
    _answered(tenant.state, 0, 100)
    tenant.state.clock.advance(timedelta(minutes=10))
    assert slowness.verdict(tenant.state, URL) == "prompt"


@pytest.mark.parametrize(
    ("slow", "stage", "due"),
    [(0, "waiting", "2026-01-05T09:00:00Z"), (10, "waiting", "2026-01-05T09:10:00Z"), (20, "dropped", None)],
)
def test_notices_for_a_slow_receiver_wait_or_are_dropped(
    tenant: Tenant, slow: int, stage: str, due: str | None
) -> None:
    """A delayed notice is due ten minutes later; a dropped one never."""
    _answered(tenant.state, 100 - slow, slow)
    tenant.state.put(_subscription())
    PostOffice(tenant.state, tenant.store, tenant.ca.cert_pem.bytes().decode()).work()
    (notice,) = tenant.state.every(Notice)
    assert notice.stage == stage
    assert due is None or notice.due_at == due


def _subscription() -> Subscription:
    """Return a subscription to everybody, which has seen somebody who is not there."""
    return Subscription(
        id="s",
        app_id="a",
        creator_id="a",
        resource="users",
        form="users",
        target="",
        change_types=("deleted",),
        notification_url=URL,
        lifecycle_url=None,
        client_state=None,
        expires_at="2027-01-01T00:00:00Z",
        security=False,
        seen={"gone": "x"},
    )


def test_what_waits_for_one_address_goes_in_one_post(trusting: ssl.SSLContext) -> None:
    """While one POST is under way, what comes meanwhile is gathered for the next."""
    go, sizes, done = threading.Event(), [], threading.Event()

    def send(_url: str, body: bytes, *_: object) -> Heard:
        sizes.append(body.count(b'"n"'))
        go.wait(2)
        if len(sizes) == 2:
            done.set()
        return Heard(status=202)

    outbox = Outbox(trusting, send)
    outbox.hand(URL, [Parcel(notice_id="0", body={"n": 0})])
    while not sizes:
        pass
    outbox.hand(URL, [Parcel(notice_id="1", body={"n": 1}), Parcel(notice_id="2", body={"n": 2})])
    go.set()
    assert done.wait(2)
    assert sizes == [1, 2]


def test_a_receiver_that_takes_too_long_has_not_answered(trusting: ssl.SSLContext) -> None:
    """Neither a handshake nor a notification waits longer than its limit."""
    held = threading.Event()
    receiver = Receiver(on_handshake=lambda: held.wait(2))
    try:
        said = shake_hands(receiver.url(), "a token", trusting, 0.1)
        assert said == "Subscription validation request timed out."
    finally:
        held.set()
        receiver.close()
    assert post(receiver.url(), b"", "text/plain", trusting, 0.2).error


@pytest.mark.parametrize(
    ("url", "reachable"),
    [
        ("https://127.0.0.1:8443/x", True),
        ("https://localhost/x", True),
        ("https://[::1]:1/x", True),
        ("https://127.0.0.1.nowhere.example/", False),
        ("https://user@127.0.0.1/", False),
        ("http://127.0.0.1/", False),
        ("https://10.0.0.1/", False),
        ("https:///x", False),
    ],
)
def test_nothing_but_this_machine_is_called(url: str, reachable: object) -> None:
    """Any other address is refused before a name is looked up."""
    assert is_reachable(url) is reachable
