"""What the notification service remembers: subscriptions, notices on their way, endpoints, trusted receivers.

Source: graph:resources/subscription
"""

from typing import Any, ClassVar

import msgspec

from graph_emulator.kernel.state import Record, State


class Subscription(Record, kw_only=True):
    """One subscription.

    Attributes:
        app_id: The client id of the application that made it.
        creator_id: The person on whose behalf it was made, or the application.
        resource: What is watched, as it was written.
        form: `drive`, `list`, `users` or `groups`.
        target: The drive, or the one person or group, that is watched; empty for all of them.
        change_types: Of `updated` and `deleted` those that are wanted.
        security: Whether changes of permissions are wanted too.
        seen: What the resource looked like when it was last looked at.
        notices: How many notices were written (a count).
        challenged_at: When the receiver was last asked to reauthorise.
        reauthorized_at: When it last did.
    """

    kind: ClassVar[str] = "subscription"
    app_id: str
    creator_id: str
    resource: str
    form: str
    target: str
    change_types: tuple[str, ...]
    notification_url: str
    lifecycle_url: str | None
    client_state: str | None
    expires_at: str
    security: bool
    tls: str = "v1_2"
    seen: dict[str, str] = msgspec.field(default_factory=dict)
    notices: int = 0
    challenged_at: str | None = None
    reauthorized_at: str | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One POST: what it answered, or why there was no answer; `slow` from 2.9 seconds on."""

    status: int | None = None
    slow: bool = False
    error: str = ""


class Notice(Record, kw_only=True):
    """One entry of a notification.

    Attributes:
        url: Where it goes.
        body: What it says.
        due_at: When it is tried next, by the tenant's clock.
        stage: `waiting`, `delivered` or `dropped`.
        rounds: How often it was tried by the tenant's clock (a count); each round is a few quick attempts.
    """

    kind: ClassVar[str] = "notice"
    subscription_id: str
    url: str
    body: dict[str, Any]
    created_at: str
    due_at: str
    stage: str = "waiting"
    rounds: int = 0
    attempts: tuple[Attempt, ...] = ()


class Endpoint(Record, kw_only=True):
    """How quickly an address answers, within ten minutes of the tenant's clock; its id is the address."""

    kind: ClassVar[str] = "endpoint"
    since: str
    answered: int = 0
    slow: int = 0


class Trusted(Record, kw_only=True):
    """The certificate authority of receivers, in PEM, beside the emulator's own."""

    kind: ClassVar[str] = "trusted-receivers"
    pem: str


def add_indexes(state: State) -> None:
    """Make the notices findable that still wait."""
    state.add_index(Notice, "stage", lambda notice: notice.stage if notice.stage == "waiting" else None)
