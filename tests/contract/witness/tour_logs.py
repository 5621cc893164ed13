"""The part of the walk that signs in, accepts terms, and reads what the logs made of it all."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from tests.e2e.harness import Rehearsal
from tests.emulator.identity.browser import BACK, DELEGATED, Browser
from tests.emulator.raw import Connection, Emulator

Ok = Callable[..., dict[str, Any]]
_TERMS = "identityGovernance/termsOfUse/agreements"


def terms(ok: Ok, version: str, user_id: str, scene: Rehearsal) -> None:
    """Let a person accept terms, and read them and the acceptance."""
    scene.admin("PUT", "/quirks", {"tou.app_only": "allow"})
    agreement = scene.admin("POST", "/terms", {"key": "witness", "name": "Papers", "text": "Care."}).body
    scene.admin("POST", "/terms/accept", {"person": user_id, "agreement": "witness"})
    place = f"/{version}/{_TERMS}"
    ok("witness", f"GET {place}")
    for rest in ("", "/file", "/files", "/acceptances"):
        ok("witness", f"GET {place}/{agreement['id']}{rest}")
    ok("witness", f"GET /{version}/users/{user_id}/agreementAcceptances")
    scene.admin("PUT", "/quirks", {"tou.app_only": "403"})


def logs(ok: Ok, version: str, user_id: str, scene: Rehearsal) -> None:
    """Sign somebody in, and read both logs and what a query finds."""
    _sign_in(user_id, scene)
    for name in ("directoryAudits", "signIns"):
        row = ok("witness", f"GET /{version}/auditLogs/{name}?$top=5")["value"][0]
        ok("witness", f"GET /{version}/auditLogs/{name}/{row['id']}")
    queries = f"/{version}/security/auditLog/queries"
    asked = {
        "displayName": "Papers",
        "filterStartDateTime": "2020-01-01T00:00:00Z",
        "operationFilters": ["FileUploaded", "SecureLinkCreated", "AddedToSecureLink"],
        "recordTypeFilters": ["SharePointFileOperation", "SharePointSharingOperation"],
    }
    scene.admin("PUT", "/quirks", {"audit.query_duration": "PT0S"})
    query = ok("witness", f"POST {queries}", asked)
    ok("witness", f"GET {queries}")
    ok("witness", f"GET {queries}/{query['id']}")
    assert ok("witness", f"GET {queries}/{query['id']}/records?$top=5")["value"]
    scene.admin("PUT", "/quirks", {"audit.query_duration": "PT5M"})


def _sign_in(user_id: str, scene: Rehearsal) -> None:
    app = {"name": "papers", "redirect_uris": [BACK], "delegated": DELEGATED}
    client = scene.admin("POST", "/apps", app).body
    connection = Connection(scene.ready["base_url"], scene.ready["ca_file"])
    emulator = cast("Emulator", SimpleNamespace(ready=scene.ready, connection=connection))
    browser = Browser(emulator, {"client_id": client["client_id"]})
    try:
        assert browser.submit(browser.ask(), person=user_id).status == 302
    finally:
        connection.close()
