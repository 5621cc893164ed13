"""Making, reading, renewing, reauthorising and deleting subscriptions.

Source: graph:api/subscription-post-subscriptions
Source: graph:api/subscription-update
Source: graph:api/subscription-reauthorize
Source: graph:api/subscription-list
"""

from typing import Any

from msgspec.structs import replace

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call
from graph_emulator.subscriptions.models import Subscription
from graph_emulator.subscriptions.resources import Watched, fingerprint
from graph_emulator.subscriptions.wishes import Wish, check_permitted, expiry, refused, wish_of

_SECURITY = "includesecuritywebhooks"


def create_subscription(call: Call) -> Answer:
    """Answer 201 with a new subscription whose addresses have proved themselves."""
    if call.state.quirks.notifications == "off":
        raise GraphFault(503, "ServiceUnavailable", "The service is temporarily unavailable.")
    wish = wish_of(call.state, call.body or {}, call.principal)
    for url in wish.urls:
        _check_proved(call, url)
    made = _made(call, wish)
    call.state.put(made)
    return _one(call, made, 201)


def list_subscriptions(call: Call) -> Answer:
    """Answer with the subscriptions that the caller made."""
    rows = [_shape(one) for one in call.state.every(Subscription) if _is_own(call, one)]
    return Answer(status=200, body={"@odata.context": call.context("subscriptions"), "value": rows})


def get_subscription(call: Call) -> Answer:
    """Answer with one subscription."""
    return _one(call, _named(call), 200)


def update_subscription(call: Call) -> Answer:
    """Renew a subscription; nothing but its end can be changed, and it is reauthorised by that."""
    found = _named(call)
    fields = call.fields({"expirationDateTime": str, "lifecycleNotificationUrl": str})
    if "lifecycleNotificationUrl" in fields:
        raise refused(
            "The lifecycleNotificationUrl cannot be changed; delete the subscription, make another."
        )
    if not fields:
        raise refused("The property 'expirationDateTime' is required.")
    ends = expiry(call.state, fields["expirationDateTime"], found.form)
    now = call.state.clock.stamp()
    renewed = replace(found, expires_at=ends, reauthorized_at=now, challenged_at=None)
    call.state.put(renewed)
    return _one(call, renewed, 200)


def reauthorize_subscription(call: Call) -> Answer:
    """Take note that the caller still may; the subscription ends when it would have."""
    found = _named(call)
    call.state.put(replace(found, reauthorized_at=call.state.clock.stamp()))
    return Answer(status=204)


def delete_subscription(call: Call) -> Answer:
    """End a subscription; what is on its way is not brought any more."""
    call.state.drop(_named(call))
    return Answer(status=204)


def _check_proved(call: Call, url: str) -> None:
    wrong = call.proofs.get(url, "Subscription validation request failed. A batch cannot wait for it.")
    if wrong:
        raise GraphFault(400, "ValidationError", wrong)


def _made(call: Call, wish: Wish) -> Subscription:
    state, who = call.state, call.principal
    own = who.client_id if isinstance(who, AppPrincipal) else state.ids.derived("client", "people")
    return Subscription(
        id=state.ids.guid("subscription"),
        app_id=own,
        creator_id=who.client_id if isinstance(who, AppPrincipal) else who.user_id,
        resource=wish.resource,
        form=wish.watched.form,
        target=wish.watched.target,
        change_types=wish.change_types,
        notification_url=wish.notification_url,
        lifecycle_url=wish.lifecycle_url,
        client_state=wish.client_state,
        expires_at=wish.expires_at,
        tls=wish.tls,
        security=_wants_security(call),
        seen=fingerprint(state, wish.watched.form, wish.watched.target, {}),
    )


def _wants_security(call: Call) -> bool:
    wishes = {part.strip().casefold() for part in call.headers.get("prefer", "").split(",")}
    return _SECURITY in wishes


def _is_own(call: Call, subscription: Subscription) -> bool:
    who = call.principal
    caller = who.client_id if isinstance(who, AppPrincipal) else who.user_id
    return caller == subscription.creator_id and subscription.expires_at > call.state.clock.stamp()


def _named(call: Call) -> Subscription:
    found = call.state.get(Subscription, call.params["subscription"])
    if found is None or not _is_own(call, found):
        raise GraphFault(404, "ResourceNotFound", "The object was not found.")
    check_permitted(call.state, call.principal, Watched(form=found.form, target=found.target))
    return found


def _one(call: Call, subscription: Subscription, status: int) -> Answer:
    context = call.context("subscriptions/$entity")
    return Answer(status=status, body={"@odata.context": context, **_shape(subscription)})


def _shape(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "resource": subscription.resource,
        "applicationId": subscription.app_id,
        "changeType": ",".join(subscription.change_types),
        "clientState": subscription.client_state,
        "notificationUrl": subscription.notification_url,
        "lifecycleNotificationUrl": subscription.lifecycle_url,
        "expirationDateTime": subscription.expires_at,
        "creatorId": subscription.creator_id,
        "includeResourceData": None,
        "latestSupportedTlsVersion": subscription.tls,
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationQueryOptions": None,
        "notificationUrlAppId": None,
    }
