"""Clients that people sign in to."""

import pytest

from tests.emulator.identity.browser import BACK, DELEGATED, Browser
from tests.emulator.raw import Emulator


@pytest.fixture
def web(emulator: Emulator) -> Browser:
    """A browser at an application that has a secret."""
    body = {"name": "web", "redirect_uris": [BACK], "delegated": DELEGATED}
    app = emulator.admin("POST", "apps", body)
    return Browser(emulator, {"client_id": app["client_id"], "client_secret": app["client_secret"]})


@pytest.fixture
def native(emulator: Emulator) -> Browser:
    """A browser at a public client, which comes back to loopback."""
    uris = [BACK, "http://localhost/back"]
    body = {"name": "native", "redirect_uris": uris, "delegated": DELEGATED, "public": True}
    return Browser(emulator, {"client_id": emulator.admin("POST", "apps", body)["client_id"]})
