"""What a notification says: that something changed, never what; and what is asked of a subscription's owner.

Source: graph:resources/changenotification
Source: graph:concepts/change-notifications-lifecycle-events#structure-of-a-lifecycle-notification
"""

from typing import Any

from graph_emulator.kernel.state import State
from graph_emulator.subscriptions.models import Notice, Subscription
from graph_emulator.subscriptions.resources import TYPES, Change


def changed(state: State, subscription: Subscription, change: Change) -> Notice:
    """Return the notice of a change; of a drive it names no item, of the directory who or which."""
    about: dict[str, Any] = {
        "changeType": change.type,
        "resource": subscription.resource.strip("/"),
        "resourceData": None,
    }
    if change.target:
        kind = TYPES[subscription.form]
        about["resource"] = f"{kind}s/{change.target}"
        about["resourceData"] = {
            "@odata.type": f"#Microsoft.Graph.{kind}",
            "@odata.id": f"{kind}s/{change.target}",
            "id": change.target,
        }
    return _notice(state, subscription, subscription.notification_url, about)


def challenge(state: State, subscription: Subscription) -> Notice:
    """Return the notice that asks to reauthorise a subscription which is about to end."""
    url = subscription.lifecycle_url or subscription.notification_url
    return _notice(state, subscription, url, {"lifecycleEvent": "reauthorizationRequired"})


def _notice(state: State, subscription: Subscription, url: str, about: dict[str, Any]) -> Notice:
    now = state.clock.stamp()
    body = {
        "subscriptionId": subscription.id,
        "subscriptionExpirationDateTime": subscription.expires_at,
        "clientState": subscription.client_state,
        "tenantId": state.tenant_id,
        **about,
    }
    id_ = state.ids.derived("notice", f"{subscription.id}/{subscription.notices}")
    return Notice(id=id_, subscription_id=subscription.id, url=url, body=body, created_at=now, due_at=now)
