"""Endpoints that answer slowly: first their notifications wait, then they are dropped.

Source: graph:concepts/change-notifications-delivery-webhooks#throttling
"""

from datetime import timedelta
from typing import Literal

from msgspec.structs import replace

from graph_emulator.kernel.clock import parse_instant, stamp
from graph_emulator.kernel.state import State
from graph_emulator.subscriptions.models import Attempt, Endpoint

_WINDOW = timedelta(minutes=10)
_JUDGED_FROM = 100
_DELAYED_FROM_PERCENT, _DROPPED_FROM_PERCENT = 10, 15
DELAY = timedelta(minutes=10)
Verdict = Literal["prompt", "delayed", "dropped"]


def note(state: State, url: str, attempt: Attempt) -> None:
    """Count one notification that an address answered, or did not; every ten minutes it begins anew."""
    endpoint = _current(state, url)
    state.put(replace(endpoint, answered=endpoint.answered + 1, slow=endpoint.slow + attempt.slow))


def verdict(state: State, url: str) -> Verdict:
    """Return how notifications for an address are handled now."""
    endpoint = _current(state, url)
    if endpoint.answered < _JUDGED_FROM:
        return "prompt"
    percent = 100 * endpoint.slow / endpoint.answered
    if percent >= _DROPPED_FROM_PERCENT:
        return "dropped"
    return "delayed" if percent >= _DELAYED_FROM_PERCENT else "prompt"


def _current(state: State, url: str) -> Endpoint:
    endpoint = state.get(Endpoint, url)
    now = state.clock.now()
    if endpoint is None or now - parse_instant(endpoint.since) >= _WINDOW:
        return Endpoint(id=url, since=stamp(now))
    return endpoint
