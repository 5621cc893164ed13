"""Looks for changes after each commit, writes notices of them, sends them, and learns what became of them.

It holds the tenant while it runs; what takes time is done by the outbox, on other threads.

Source: graph:concepts/change-notifications-delivery-webhooks
Source: graph:concepts/change-notifications-lifecycle-events
"""

import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from graph_emulator.kernel.clock import parse_instant, stamp
from graph_emulator.kernel.state import State
from graph_emulator.kernel.store import Store
from graph_emulator.subscriptions import slowness
from graph_emulator.subscriptions.models import Notice, Subscription, Trusted
from graph_emulator.subscriptions.notices import challenge, changed
from graph_emulator.subscriptions.outbox import Outbox, Outcome, Parcel
from graph_emulator.subscriptions.resources import changes, fingerprint

_GIVEN_UP_AFTER = timedelta(hours=4)
_BACK_OFF_MIN = (1, 5, 15, 30, 60)
_FIRST_CHALLENGE = timedelta(hours=12)
_LAST_CHALLENGES = timedelta(hours=4)
_BETWEEN_CHALLENGES = timedelta(minutes=15)
_TRUSTED = "receivers"


class PostOffice:
    """The notification service of one tenant.

    Attributes:
        sent: Told of what is on its way to a receiver.
    """

    def __init__(self, state: State, store: Store, own_authority: str) -> None:
        """Take what is remembered and the emulator's own authority, in PEM, which receivers may use."""
        self._state = state
        self._store = store
        self._own_authority = own_authority
        self._trusted: str | None = None
        self.outbox = Outbox(self._context(None))
        self.sent: Callable[[dict[str, Any]], None] = lambda _body: None
        self._away: dict[str, Parcel] = {}

    def work(self) -> None:
        """Do what is due; called when what was performed is durable, and makes its own work durable."""
        state = self._state
        self._check_trust()
        for outcome in self.outbox.outcomes():
            self._settle(outcome)
        self._away = {key: one for key, one in self._away.items() if state.get(Notice, key)}
        if not state.every(Subscription) and not state.every(Notice):
            return
        self._forget_expired()
        for subscription in list(state.every(Subscription)):
            self._look(subscription)
        self._send()
        if state.touched:
            self._store.take(state)
            self._store.commit()

    @property
    def context(self) -> ssl.SSLContext:
        """How receivers' certificates are checked."""
        self._check_trust()
        return self.outbox.context

    def trust(self, pem: str) -> None:
        """Let receivers have certificates of this authority too.

        Raises:
            ValueError: It is no certificate in PEM.
        """
        try:
            self._context(pem)
        except (ssl.SSLError, TypeError) as error:  # TypeError: it is not even ASCII
            raise ValueError("pem holds no certificate of an authority") from error
        self._state.put(Trusted(id=_TRUSTED, pem=pem))

    def _check_trust(self) -> None:
        found = self._state.get(Trusted, _TRUSTED)
        pem = found.pem if found else None
        if pem != self._trusted:
            self._trusted, self.outbox.context = pem, self._context(pem)

    def _context(self, pem: str | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cadata=self._own_authority)
        if pem is not None:
            context.load_verify_locations(cadata=pem)
        return context

    def _forget_expired(self) -> None:
        now = self._state.clock.stamp()
        for subscription in list(self._state.every(Subscription)):
            if subscription.expires_at <= now:
                self._state.drop(subscription)

    def _look(self, subscription: Subscription) -> None:
        state = self._state
        now = fingerprint(state, subscription.form, subscription.target, subscription.seen)
        found = changes(state, subscription.form, subscription.seen, now)
        if found:
            subscription = replace(subscription, seen=now)
            state.put(subscription)
        if state.quirks.notifications != "on":
            return
        for change in found:
            if change.type in subscription.change_types and (subscription.security or not change.security):
                subscription = self._write(subscription, changed(state, subscription, change))
        if subscription.lifecycle_url and self._is_challenged(subscription):
            subscription = replace(subscription, challenged_at=state.clock.stamp())
            self._write(subscription, challenge(state, subscription))

    def _write(self, subscription: Subscription, notice: Notice) -> Subscription:
        how = slowness.verdict(self._state, notice.url)
        if how == "delayed":
            notice = replace(notice, due_at=stamp(self._state.clock.now() + slowness.DELAY))
        self._state.put(replace(notice, stage="dropped") if how == "dropped" else notice)
        counted = replace(subscription, notices=subscription.notices + 1)
        self._state.put(counted)
        return counted

    def _is_challenged(self, subscription: Subscription) -> bool:
        """Ask once from twelve hours before the end, and every quarter of an hour in the last four."""
        now = self._state.clock.now()
        left = parse_instant(subscription.expires_at) - now
        if left > _FIRST_CHALLENGE:
            return False
        begun = stamp(parse_instant(subscription.expires_at) - _FIRST_CHALLENGE)
        if (subscription.reauthorized_at or "") >= begun:
            return False
        if (subscription.challenged_at or "") < begun:
            return True
        since = now - parse_instant(subscription.challenged_at or begun)
        return left < _LAST_CHALLENGES and since >= _BETWEEN_CHALLENGES

    def _send(self) -> None:
        now = self._state.clock.stamp()
        due: dict[str, list[Parcel]] = {}
        for notice in self._state.find(Notice, "stage", "waiting"):
            if notice.due_at > now or notice.id in self._away:
                continue
            if self._state.get(Subscription, notice.subscription_id) is None:
                self._state.put(replace(notice, stage="dropped"))
                continue
            parcel = self._away[notice.id] = Parcel(notice_id=notice.id, body=notice.body)
            due.setdefault(notice.url, []).append(parcel)
        for url, parcels in due.items():
            self.sent({"value": [parcel.body for parcel in parcels]})
            self.outbox.hand(url, parcels)

    def _settle(self, outcome: Outcome) -> None:
        """Note what became of a parcel; one from before a reset is of a notice that is there no more."""
        if self._away.get(outcome.parcel.notice_id) is not outcome.parcel:
            return
        del self._away[outcome.parcel.notice_id]
        notice = self._state.get(Notice, outcome.parcel.notice_id)
        if notice is None:
            return
        for attempt in outcome.attempts:
            slowness.note(self._state, outcome.url, attempt)
        tried = replace(notice, attempts=(*notice.attempts, *outcome.attempts), rounds=notice.rounds + 1)
        self._state.put(replace(tried, stage="delivered") if outcome.arrived else self._later(tried))

    def _later(self, notice: Notice) -> Notice:
        pause = _BACK_OFF_MIN[min(notice.rounds, len(_BACK_OFF_MIN)) - 1]
        due = self._state.clock.now() + timedelta(minutes=pause)
        if due > parse_instant(notice.created_at) + _GIVEN_UP_AFTER:
            return replace(notice, stage="dropped")
        return replace(notice, due_at=stamp(due))
