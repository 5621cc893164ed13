"""Tokens, against a real authority over TLS: what is told when there are none, and what is never told."""

import logging
import re
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import msal  # type: ignore[import-untyped]  # the library ships no types
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from sharepoint_gate.errors import AuthenticationError, LawError, UnavailableError
from sharepoint_gate.graph.auth import (
    MOST_S,
    TIMEOUT_S,
    WAITS_S,
    MsalTokens,
    authority_session,
    is_passing,
)
from sharepoint_gate.graph.config import ClientCertificate, ClientSecret
from sharepoint_gate.graph.tenant import open_tenant
from tests.contract.graph.room import AGENDA, CHANNEL, TEAM, Room, naming, permit

pytestmark = pytest.mark.anyio


async def test_a_token_is_given_and_kept(room: Room) -> None:
    """The same token serves until a fresh one is asked for."""
    tokens = MsalTokens(room.config())
    first = await tokens.token()
    assert await tokens.token() == first
    assert await tokens.token(fresh=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credential": ClientSecret("not the secret")}, "AADSTS7000215"),
        ({"client_id": "00000000-0000-0000-0000-000000000001"}, "AADSTS700016"),
    ],
)
async def test_a_wrong_secret_and_an_unknown_application_are_told_apart(
    room: Room, changes: dict[str, Any], code: str
) -> None:
    """The authority's code and what to do about it are in the message; the secret is not."""
    with pytest.raises(AuthenticationError) as refused:
        await MsalTokens(room.config(**changes)).token()
    assert code in refused.value.why
    assert refused.value.mend
    assert "not the secret" not in refused.value.diagnostics()
    assert refused.value.exit_code == 4


async def test_an_authority_that_does_not_answer_is_named(room: Room) -> None:
    """An unreachable authority is told with its address and what to look at."""
    with pytest.raises(AuthenticationError, match=r"127\.0\.0\.1:1/"):
        await MsalTokens(room.config(authority="https://127.0.0.1:1/tenant")).token()


async def test_an_authority_that_is_away_for_a_while_is_told_as_that(room: Room) -> None:
    """The library's own error never reaches the person who runs the gate, at the second try either."""
    tokens = MsalTokens(room.config())
    await tokens.token()
    room.fault("POST /oauth2/v2.0/token", "status:503", count=2)
    for _ in range(2):
        with pytest.raises(AuthenticationError) as refused:
            await tokens.token(fresh=True)
        assert "busy or away" in refused.value.why
        assert refused.value.exit_code == 4


class Waits:
    """A sleep that takes no time and keeps how long it was to last."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Note it."""
        self.slept.append(seconds)


async def test_an_authority_that_is_away_for_a_moment_is_asked_again(room: Room) -> None:
    """Two bad answers cost eight seconds of the gate's clock, and no night."""
    room.fault("POST /oauth2/v2.0/token", "status:503", count=2)
    waits = Waits()
    assert await MsalTokens(room.config(), waits).token()
    assert waits.slept == list(WAITS_S[:2])


async def test_an_authority_that_stays_away_is_given_up_within_a_minute_and_told(room: Room) -> None:
    """The reason tells how often it was asked."""
    room.fault("POST /oauth2/v2.0/token", "status:503", count=9)
    waits = Waits()
    with pytest.raises(AuthenticationError) as refused:
        await MsalTokens(room.config(), waits).token()
    assert waits.slept == list(WAITS_S)
    assert sum(WAITS_S) + 2 * TIMEOUT_S <= MOST_S
    assert re.search(r"busy or away.*; it was asked 4 times within 2\d seconds", refused.value.why)


async def test_an_authority_that_stays_away_holds_nobody_up_a_second_time(room: Room) -> None:
    """A freeze asks for each file: after the first minute it asks once each, until there is an answer."""
    room.fault("POST /oauth2/v2.0/token", "status:503", count=4)
    waits = Waits()
    tokens = MsalTokens(room.config(), waits)
    for _ in range(3):
        with pytest.raises(AuthenticationError, match="could not be asked"):
            await tokens.token()
    assert waits.slept == list(WAITS_S)
    tokens._application = None  # as msal forgets a bad answer after a minute
    assert await tokens.token()
    room.fault("POST /oauth2/v2.0/token", "status:503", count=1)
    assert await tokens.token(fresh=True)
    assert waits.slept == [*WAITS_S, WAITS_S[0]]


async def test_what_is_told_of_an_authority_that_stays_away_is_true_by_the_clock_on_the_wall(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waits that really pass are counted once."""
    wall = Waits()
    monkeypatch.setattr("anyio.current_time", lambda: sum(wall.slept))
    room.fault("POST /oauth2/v2.0/token", "status:503", count=4)
    with pytest.raises(AuthenticationError) as refused:
        await MsalTokens(room.config(), wall).token()
    assert "it was asked 4 times within 26 seconds" in refused.value.why


@pytest.mark.parametrize("changes", [{"credential": ClientSecret("not the secret")}, {"ca_file": None}])
async def test_what_an_authority_refuses_is_never_asked_twice(room: Room, changes: dict[str, Any]) -> None:
    """A wrong secret may lock an application out; a certificate that is not trusted will not be soon."""
    waits = Waits()
    with pytest.raises(AuthenticationError) as refused:
        await MsalTokens(room.config(**changes), waits).token()
    assert waits.slept == []
    assert "asked" not in refused.value.why


async def test_where_nobody_answers_at_all_the_gate_asks_once(room: Room) -> None:
    """A wrong address does not come right by waiting."""
    waits = Waits()
    with pytest.raises(AuthenticationError):
        await MsalTokens(room.config(authority="https://127.0.0.1:1/tenant"), waits).token()
    assert waits.slept == []


def test_an_answer_that_comes_too_late_may_come_the_next_time() -> None:
    """Timeouts pass; msal's other complaints, and refusals, do not."""
    assert is_passing(requests.ReadTimeout())
    assert is_passing(requests.ConnectTimeout())
    assert is_passing(msal.exceptions.MsalServiceError("HTTP Error: 500", error="", error_description=""))
    assert not is_passing(msal.exceptions.MsalServiceError("HTTP Error: 400", error="", error_description=""))
    assert not is_passing(requests.ConnectionError())
    assert not is_passing(None)


async def test_an_authority_that_never_answers_is_not_waited_for_for_ever(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket that takes the question and says nothing ends in a timeout, which is asked again."""
    monkeypatch.setattr("sharepoint_gate.graph.auth.TIMEOUT_S", 0.2)
    waits = Waits()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        authority = f"https://127.0.0.1:{silent.getsockname()[1]}/tenant"
        with pytest.raises(AuthenticationError, match=authority) as refused:
            await MsalTokens(room.config(authority=authority), waits).token()
    assert "no answer came in time" in refused.value.why
    assert waits.slept == list(WAITS_S)


async def test_an_authority_with_another_certificate_is_not_trusted(room: Room) -> None:
    """Only the CA of the settings counts, whatever the environment names."""
    with pytest.raises(AuthenticationError):
        await MsalTokens(room.config(ca_file=None)).token()


async def test_a_graph_with_another_certificate_is_not_trusted(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token does not leave for a host that the settings' CA does not vouch for."""
    monkeypatch.setenv("SSL_CERT_FILE", str(room.embedded.ca_file))
    tokens = MsalTokens(room.config())

    async with open_tenant(room.config(ca_file=None), room.embedded.clock(), tokens=tokens) as tenant:
        with pytest.raises(UnavailableError):
            await tenant.reader.find_channel(TEAM, CHANNEL)


async def test_a_certificate_serves_instead_of_a_secret(room: Room) -> None:
    """An application with a certificate proves itself by a signed assertion."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gate")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    builder = builder.serial_number(7).not_valid_before(begins).not_valid_after(begins + timedelta(days=3650))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    app = room.admin.post("apps", {"name": "certified", "certificate_pem": certificate})
    config = room.config(client_id=app["client_id"], credential=ClientCertificate(private, certificate))
    assert await MsalTokens(config).token()


async def test_a_token_that_graph_refuses_is_renewed(room: Room) -> None:
    """401 in the middle of a run costs one more token and nothing else."""
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        room.fault("GET /teams/{team}/channels/{channel}/members", "status:401")
        assert await tenant.reader.members(site)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://evil.example/.well-known/openid-configuration"),
        ("POST", "{authority}/oauth2/v2.0/devicecode"),
        ("DELETE", "{authority}/oauth2/v2.0/token"),
        ("GET", "{authority}/oauth2/v2.0/token"),
    ],
)
async def test_law_4_the_authority_is_asked_for_tokens_and_nothing_else(
    room: Room, method: str, url: str
) -> None:
    """The connection of msal has a door too: the configured authority, discovery and token calls."""
    config = room.config()
    with pytest.raises(LawError):
        authority_session(config).request(method, url.format(authority=config.authority), timeout=5)


async def test_law_14_no_token_secret_or_address_is_logged(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """With every logger turned up, neither tokens nor link URLs nor user names come out."""
    caplog.set_level(logging.DEBUG)
    item, hal = room.item(AGENDA), room.person("hal")
    async with room.open() as tenant:
        site = await tenant.reader.find_channel(TEAM, CHANNEL)
        link = next(
            each
            for each in (await tenant.reader.permissions(site.drive_id, [item]))[item]  # type: ignore[union-attr]  # read
            if each.link
        )
        await tenant.reader.accounts(["h.hart@police.example"])
        url = (link.link.web_url if link.link else "") or ""
        async with tenant.open_writers(
            permit(site, {item: naming(hal, share_urls=frozenset({url}))})
        ) as writers:
            await writers.sharing.add_people(item, link, [hal])
        token = await tenant._shared.tokens.token()
    assert token
    for secret in (token, room.embedded.client_secret, "u%21", "u!", "h.hart", url):
        assert secret not in caplog.text
    assert room.embedded.client_secret not in repr(room.config())
