"""A browser of few words: it asks for a code, chooses a person, and keeps cookies."""

import base64
import hashlib
from dataclasses import dataclass, field
from html import unescape
from re import findall
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.emulator.raw import Emulator, Reply

VERIFIER = "a-verifier-that-is-long-enough-to-be-one-of-its-kind"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
BACK = "https://web.smallbridge.example/signed-in"
DELEGATED = ["User.Read", "Files.Read.All"]


@dataclass
class Browser:
    """One browser at one emulator, on behalf of one client."""

    emulator: Emulator
    client: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, **changes: str | None) -> Reply:
        """Ask for a code; a change to None leaves a parameter out."""
        asked: dict[str, str | None] = {
            "client_id": self.client["client_id"],
            "response_type": "code",
            "redirect_uri": BACK,
            "scope": "openid profile email offline_access User.Read",
            "state": "st 1&",
            "nonce": "n-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return self.send("GET", f"{self._root}/oauth2/v2.0/authorize?{urlencode(given)}")

    def submit(self, page: Reply, **answers: str) -> Reply:
        """Send the form of a page, with its hidden fields and these answers."""
        text = page.content.decode()
        action = unescape(findall(r'<form method="post" action="([^"]+)"', text)[0])
        hidden = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
        fields = {name: unescape(value) for name, value in hidden}
        return self.send("POST", action, urlencode({**fields, **answers}))

    def send(self, method: str, target: str, body: str | None = None) -> Reply:
        """Send a request with the cookies, and keep the one that comes back."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = None if body is None else body.encode()
        reply = self.emulator.connection.send(method, target, headers, content)
        name, _, rest = reply.headers.get("set-cookie", "").partition("=")
        if name:
            self.cookies[name] = rest.partition(";")[0]
        return reply

    def sign_in(self, person: str, **changes: str | None) -> dict[str, str]:
        """Return what the client gets back when somebody signs in."""
        return sent_back(self.submit(self.ask(**changes), person=self.person(person)))

    def person(self, key: str) -> str:
        """Return the id of a person of the seed."""
        users = self.emulator.admin("GET", "state")["users"]
        return str(next(user["id"] for user in users if user["key"] == key))

    def redeem(self, code: str, **changes: str | None) -> Reply:
        """Redeem a code; a change to None leaves a parameter out."""
        form: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
            **self.client,
            **changes,
        }
        return self.emulator.ask_token(**{name: value for name, value in form.items() if value is not None})

    def tokens(self, person: str, **changes: str | None) -> Any:
        """Return the token endpoint's answer for somebody who signs in."""
        reply = self.redeem(self.sign_in(person, **changes)["code"])
        assert reply.status == 200, reply.content
        return reply.json

    @property
    def _root(self) -> str:
        return str(urlsplit(str(self.emulator.ready["authority"])).path)


def sent_back(reply: Reply) -> dict[str, str]:
    """Return the parameters of an answer that goes back to the client by a redirect."""
    assert reply.status == 302, reply.content
    parts = urlsplit(reply.headers["location"])
    return dict(parse_qsl(parts.query or parts.fragment))


def fields_of(page: Reply) -> dict[str, str]:
    """Return the hidden fields of a page."""
    found = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}
