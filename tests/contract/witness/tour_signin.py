"""The part of the walk to the authority: its documents, a person who signs in and out, and refusals."""

from urllib.parse import quote, urlsplit

from tests.e2e.harness import Rehearsal
from tests.emulator.identity.browser import BACK, DELEGATED, Browser, sent_back
from tests.emulator.raw import Connection, Emulator


class _Scene(Emulator):
    """The running emulator, for a client that would otherwise start one."""

    def __init__(self, scene: Rehearsal) -> None:
        self.ready = scene.ready
        self.connection = Connection(scene.ready["base_url"], scene.ready["ca_file"])


def sign_in(scene: Rehearsal, person: str) -> None:
    """Read the authority's documents, sign a person in, ask who they are, and sign them out."""
    emulator = _Scene(scene)
    app = {"name": "whose", "redirect_uris": [BACK], "delegated": DELEGATED}
    client = scene.admin("POST", "/apps", app).body
    browser = Browser(emulator, {name: client[name] for name in ("client_id", "client_secret")})
    try:
        _walk(emulator, browser, person)
    finally:
        emulator.connection.close()


def _walk(emulator: Emulator, browser: Browser, person: str) -> None:
    root = urlsplit(str(emulator.ready["authority"])).path
    for path in ("v2.0/.well-known/openid-configuration", "discovery/v2.0/keys"):
        assert browser.send("GET", f"{root}/{path}").status == 200
    secret = emulator.app("reconciler")
    assert secret("GET", "/v1.0/users?$top=1").status == 200
    assert browser.redeem("no code").status == 400
    assert browser.redeem("no code", client_secret="wrong").status == 401
    assert sent_back(browser.ask(prompt="none"))["error"] == "login_required"
    tokens = browser.tokens(person, client_info="1")
    again = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], **browser.client}
    assert emulator.ask_token(**again).status == 200
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    for method in ("GET", "POST"):
        for given, status in ((headers, 200), ({}, 401)):
            reply = emulator.connection.send(method, f"{root}/openid/userinfo", given, None)
            assert reply.status == status
    back = f"?post_logout_redirect_uri={quote(BACK, safe='')}&state=1"
    for query in ("", back):
        assert browser.send("GET", f"{root}/oauth2/v2.0/logout{query}").status < 400
    assert browser.send("GET", f"{root}/nowhere").status == 404
