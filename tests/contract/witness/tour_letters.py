"""The part of the walk that writes: letters, drafts, and subscriptions with a receiver that answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.e2e.harness import Rehearsal
from tests.emulator.subscriptions.receiver import AUTHORITY, Receiver

Ok = Callable[..., dict[str, Any]]
_PLACE = "Case%20review/Templates"
_FILE = {
    "@odata.type": "#microsoft.graph.fileAttachment",
    "name": "list.csv",
    "contentType": "text/csv",
    "contentBytes": "YTti",
}


def letters(ok: Ok, version: str, user_id: str) -> None:
    """Send a letter to oneself, read it in each way, and send one draft and throw away another."""
    place = f"/{version}/users/{user_id}"
    own = [{"emailAddress": {"address": "somebody@nowhere.example", "name": "Somebody"}}]
    message = {
        "subject": "Papers",
        "body": {"contentType": "html", "content": "<p>Papers are ready.</p>"},
        "toRecipients": own,
        "replyTo": own,
        "importance": "high",
        "categories": ["panel"],
        "internetMessageHeaders": [{"name": "x-gate", "value": "1"}],
    }
    ok("witness", f"POST {place}/sendMail", {"Message": {**message, "attachments": [_FILE]}})
    row = ok("witness", f"GET {place}/messages?$top=1")["value"][0]
    ok("witness", f"GET {place}/mailFolders/sentitems/messages?$top=1")
    ok("witness", f"GET {place}/messages/{row['id']}")
    ok("witness", f"GET {place}/messages/{row['id']}?$select=internetMessageHeaders,uniqueBody")
    ok("witness", f"GET {place}/messages/{row['id']}/attachments")
    draft = ok("witness", f"POST {place}/messages", message)
    ok("witness", f"POST {place}/messages/{draft['id']}/send")
    other = ok("witness", f"POST {place}/messages", message)
    ok("witness", f"DELETE {place}/messages/{other['id']}")


def subscriptions(ok: Ok, version: str, drive_id: str, scene: Rehearsal) -> None:
    """Subscribe to a library, look at the subscription, renew it and end it."""
    scene.admin("PUT", "/subscriptions/ca", {"pem": AUTHORITY.cert_pem.bytes().decode()})
    now = datetime.fromisoformat(scene.admin("GET", "/clock").body["now"])
    ends = [(now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ") for days in (2, 4)]
    receiver = Receiver()
    try:
        wish = {
            "changeType": "updated",
            "notificationUrl": receiver.url(),
            "lifecycleNotificationUrl": receiver.url("/life"),
            "resource": f"drives/{drive_id}/root",
            "expirationDateTime": ends[0],
            "clientState": "between us",
            "latestSupportedTlsVersion": "v1_2",
        }
        made = ok("witness", f"POST /{version}/subscriptions", wish)
        place = f"/{version}/subscriptions/{made['id']}"
        ok("witness", f"GET /{version}/subscriptions")
        ok("u02", f"PUT /{version}/drives/{drive_id}/root:/{_PLACE}/{version}-told.docx:/content")
        ok("witness", f"GET {place}")
        ok("witness", f"PATCH {place}", {"expirationDateTime": ends[1]})
        ok("witness", f"POST {place}/reauthorize")
        ok("witness", f"DELETE {place}")
    finally:
        receiver.close()
