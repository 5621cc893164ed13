"""Applications with selected permissions only: whether they may watch the library that they were given.

Source: graph:api/subscription-post-subscriptions
"""

from tests.emulator.raw import Emulator, Graph
from tests.emulator.subscriptions.conftest import subscribe, wish
from tests.emulator.subscriptions.receiver import Receiver


def test_an_application_may_watch_what_it_was_given_while_the_quirk_honours_it(
    emulator: Emulator, watcher: Graph, receiver: Receiver, drive: str
) -> None:
    """Without a grant it may not; with one it may, unless subscriptions do not honour grants at all."""
    body = wish(receiver, f"drives/{drive}/root")
    app = emulator.admin("POST", "apps", {"name": "chosen", "roles": ["Sites.Selected"]})
    token = emulator.admin("POST", "token", {"app": "chosen"})["access_token"]
    chosen = Graph(emulator.connection, token)
    assert subscribe(chosen, body).status == 403
    drives = emulator.admin("GET", "state")["drives"]
    site = next(one["site_id"] for one in drives if one["id"] == drive)
    identity = {"application": {"id": app["client_id"], "displayName": "chosen"}}
    grant = {"roles": ["read"], "grantedToIdentities": [identity]}
    assert watcher("POST", f"/v1.0/sites/{site}/permissions", grant).status == 201
    assert subscribe(chosen, body).status == 201
    assert subscribe(chosen, wish(receiver, "users")).status == 403
    emulator.admin("PUT", "quirks", {"selected.subscriptions": "403"})
    assert subscribe(chosen, body).status == 403
