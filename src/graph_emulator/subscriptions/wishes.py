"""What a request for a subscription asks for, checked before anybody is called.

Source: graph:api/subscription-post-subscriptions
Source: graph:resources/subscription
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graph_emulator.files.effective import role_of
from graph_emulator.files.selected_grants import may_subscribe
from graph_emulator.files.tree import item_named
from graph_emulator.kernel.clock import ClockError, parse_instant, stamp
from graph_emulator.kernel.faults import GraphFault, forbidden
from graph_emulator.kernel.routes import AppPrincipal, Principal, UserPrincipal
from graph_emulator.kernel.state import State
from graph_emulator.subscriptions.posting import is_reachable
from graph_emulator.subscriptions.resources import CHANGE_TYPES, LONGEST_MIN, ROLES, Watched, watched

_TEXT = {
    "changeType",
    "notificationUrl",
    "lifecycleNotificationUrl",
    "resource",
    "expirationDateTime",
    "clientState",
    "latestSupportedTlsVersion",
}
_RICH = {"includeResourceData", "encryptionCertificate", "encryptionCertificateId"}
_NEEDED = ("changeType", "notificationUrl", "resource", "expirationDateTime")
_TLS = frozenset({"v1_0", "v1_1", "v1_2", "v1_3"})
_LONGEST_CLIENT_STATE = 128
_SHORTEST = timedelta(minutes=45)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A subscription that could be made."""

    resource: str
    watched: Watched
    change_types: tuple[str, ...]
    notification_url: str
    lifecycle_url: str | None
    client_state: str | None
    expires_at: str
    tls: str

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses that have to prove themselves, each once."""
        both = (self.notification_url, self.lifecycle_url)
        return tuple(dict.fromkeys(url for url in both if url))


def wish_of(state: State, body: Mapping[str, Any], principal: Principal) -> Wish:
    """Return what a request's body asks for.

    Raises:
        GraphFault: It cannot be: unknown or missing properties, wrong values, no permission.
    """
    fields = _fields(body)
    what = watched(state, fields["resource"])
    check_permitted(state, principal, what)
    return Wish(
        resource=fields["resource"],
        watched=what,
        change_types=_change_types(fields["changeType"], what.form),
        notification_url=_url(fields["notificationUrl"], "notificationUrl"),
        lifecycle_url=_optional_url(fields.get("lifecycleNotificationUrl")),
        client_state=_client_state(fields.get("clientState")),
        expires_at=expiry(state, fields["expirationDateTime"], what.form),
        tls=_tls(fields.get("latestSupportedTlsVersion")),
    )


def refused(message: str) -> GraphFault:
    """Return the 400 of a subscription that cannot be as it is wanted."""
    return GraphFault(400, "InvalidRequest", message)


def check_permitted(state: State, principal: Principal, what: Watched) -> None:
    """Refuse a caller who lacks the permission of the resource; a wider one does not stand for it."""
    if not _is_permitted(state, principal, what):
        raise forbidden("notifications")


def _is_permitted(state: State, principal: Principal, what: Watched) -> bool:
    if not isinstance(principal, AppPrincipal):
        consented = not principal.scopes or ROLES[what.form] in principal.scopes
        return consented and _sees(state, principal, what)
    if ROLES[what.form] in principal.roles:
        return True
    return what.form in {"drive", "list"} and may_subscribe(state, principal, what.target)


def _sees(state: State, person: UserPrincipal, what: Watched) -> bool:
    """Whether a person may read what they want to watch; everybody in the directory may read that."""
    if what.form not in {"drive", "list"}:
        return True
    return role_of(state, person.user_id, item_named(state, what.target, "root")) is not None


def expiry(state: State, text: str, form: str) -> str:
    """Return when a subscription ends; too short a time is made longer, too long a time is refused."""
    wanted, now = _instant(text), state.clock.now()
    longest = LONGEST_MIN[form]
    if wanted <= now:
        raise refused("Subscription expiration must be in the future.")
    if wanted > now + timedelta(minutes=longest):
        raise refused(
            f"Subscription expiration can only be {longest} minutes in the future for this resource."
        )
    return stamp(max(wanted, now + _SHORTEST))


def _fields(body: Mapping[str, Any]) -> Mapping[str, Any]:
    for name, value in body.items():
        if name in _RICH:
            raise refused("The workload of this resource is not enabled for rich notifications.")
        if name not in _TEXT and name != "@odata.type":
            raise refused(f"Invalid property '{name}'.")
        if not isinstance(value, str) and value is not None:
            raise refused(f"The property '{name}' has a wrong type.")
    for name in _NEEDED:
        if not body.get(name):
            raise refused(f"The property '{name}' is required.")
    return body


def _change_types(text: str, form: str) -> tuple[str, ...]:
    types = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    wrong = [one for one in types if one not in CHANGE_TYPES[form]]
    if wrong:
        raise refused(f"The change type '{wrong[0]}' is not supported for this resource.")
    return types


def _url(url: str, name: str) -> str:
    """Nothing leaves this machine: any other address is one that does not answer."""
    if not url.casefold().startswith("https://"):
        raise refused(f"The property '{name}' must be an HTTPS URL.")
    if not is_reachable(url):
        message = "Subscription validation request failed. The emulator calls addresses on loopback only."
        raise GraphFault(400, "ValidationError", message)
    return url


def _optional_url(url: str | None) -> str | None:
    return None if url is None else _url(url, "lifecycleNotificationUrl")


def _client_state(text: str | None) -> str | None:
    if text is not None and len(text) > _LONGEST_CLIENT_STATE:
        raise refused("The clientState is longer than 128 characters.")
    return text


def _tls(version: str | None) -> str:
    if version is not None and version not in _TLS:
        raise refused("The latestSupportedTlsVersion is not known.")
    return version or "v1_2"


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ClockError as error:
        raise refused("The expirationDateTime is no instant.") from error
