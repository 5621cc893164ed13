"""Whatever reaches the authority or the admin API: an answer that was meant, and never a failure of our own.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
"""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_emulator.kernel.wire import Reply, Request
from tests.emulator.identity.browser import BACK, CHALLENGE, DELEGATED
from tests.emulator.in_process import InProcess, small_tenant, told
from tests.tries import tries

BACK_LOCAL = "http://localhost/back"
ODD = st.sampled_from(
    [
        "",
        "x",
        "é" * 50,
        "http://[",
        "https://[::1",
        "a\r\nb: c",
        "0",
        "9" * 5000,
        "eyJ.e30.x",
        "..",
        "\u0000",
        "P1D",
    ]
)
VALUES = st.one_of(ODD, st.text(max_size=6))
FIELDS = (
    *(
        "grant_type",
        "scope",
        "client_id",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "code",
    ),
    *("redirect_uri", "code_verifier", "refresh_token", "response_type", "response_mode", "state", "nonce"),
    *(
        "code_challenge",
        "code_challenge_method",
        "prompt",
        "login_hint",
        "post_logout_redirect_uri",
        "person",
    ),
    *("terms", "agreement", "correlation", "client_info"),
)
KNOWN = {
    "grant_type": ["client_credentials", "authorization_code", "refresh_token"],
    "scope": ["https://graph.microsoft.com/.default", "openid User.Read"],
    "redirect_uri": [BACK, BACK_LOCAL],
    "post_logout_redirect_uri": [BACK, BACK_LOCAL],
    "response_type": ["code"],
    "code_challenge_method": ["S256"],
    "code_challenge": [CHALLENGE],
    "client_assertion_type": ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"],
}
DOORS = (
    *(("POST", "oauth2/v2.0/token"), ("GET", "oauth2/v2.0/authorize"), ("POST", "oauth2/v2.0/authorize")),
    *(("GET", "oauth2/v2.0/logout"), ("GET", "openid/userinfo"), ("GET", "discovery/v2.0/keys")),
)


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    """A small tenant."""
    inside = small_tenant(tmp_path_factory.mktemp("odd"))
    yield inside
    inside.tenant.close()


@pytest.fixture(scope="module")
def web(tenant: InProcess) -> dict[str, str]:
    """The id and the secret of a client that people sign in to."""
    body = {"name": "web", "redirect_uris": [BACK, BACK_LOCAL], "delegated": DELEGATED}
    app = tenant.admin("POST", "apps", body)
    return {"client_id": app["client_id"], "client_secret": app["client_secret"]}


def ask(inside: InProcess, method: str, door: str, fields: dict[str, str], **headers: str) -> Reply:
    """Send fields to the authority, in the address or as a form."""
    text = urlencode(fields)
    return inside.doors.respond(
        Request(
            method=method,
            path=f"/{inside.tenant.state.tenant_id}/{door}",
            query=text,
            headers=headers,
            body=text.encode() if method == "POST" else b"",
        )
    )


@settings(
    max_examples=tries(100),
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_that_is_sent_makes_the_authority_fail(
    tenant: InProcess, web: dict[str, str], data: st.DataObject
) -> None:
    """Random fields at every address of the authority give an answer, and headers that can be sent."""
    known = KNOWN | {name: [value] for name, value in web.items()}
    method, door = data.draw(st.sampled_from(DOORS))
    names = data.draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=12))
    fields = {"client_id": web["client_id"], "redirect_uri": BACK} if data.draw(st.booleans()) else {}
    for name in names:
        usual = st.sampled_from(known.get(name, ["x"]))
        fields[name] = data.draw(st.one_of(usual, usual, VALUES))
    cookie = data.draw(st.sampled_from(["", "ESTSAUTH=x", "ESTSAUTH=eyJ.e30.x; =", "\u00e9"]))
    reply = ask(tenant, method, door, fields, cookie=cookie)
    assert reply.status in {200, 302, 400, 401, 403}
    for name, value in reply.headers.items():
        assert not set(b"\r\n") & set(f"{name}{value}".encode("latin-1"))


@pytest.mark.parametrize("challenge", ["é" * 43, "x" * 42, "x" * 129, "a b" * 20])
def test_challenge_is_one_that_can_be_met(tenant: InProcess, web: dict[str, str], challenge: str) -> None:
    """A code challenge has 43 to 128 letters of its alphabet (rfc:7636, section 4.2)."""
    fields = {
        "client_id": web["client_id"],
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    reply = ask(tenant, "GET", "oauth2/v2.0/authorize", fields)
    assert reply.status == 302
    assert "AADSTS501491" in told(reply)["location"]


@pytest.mark.usefixtures("web")
def test_state_comes_back_from_signing_out_as_it_was(tenant: InProcess) -> None:
    """What a client calls its state is encoded on the way back, so that it cannot become a header."""
    fields = {"post_logout_redirect_uri": BACK, "state": "a\r\nset-cookie: x&é"}
    reply = ask(tenant, "GET", "oauth2/v2.0/logout", fields)
    assert told(reply)["location"] == f"{BACK}?state=a%0D%0Aset-cookie%3A+x%26%C3%A9"


ADMIN = [
    ("POST", "clock", b'{"advance": "P99999999999D"}'),
    ("POST", "clock", b'{"advance": "P99Y"}'),
    ("POST", "clock", b'{"set": "9999-12-31T23:59:59-10:00"}'),
    ("POST", "clock", b'{"set": "9998-12-31T23:59:59Z"}'),
    ("PUT", "quirks", b'{"audit.delay": "P9999999D"}'),
    ("PUT", "quirks", b'{"nothing": 1}'),
    ("POST", "faults", b"[1]"),
    ("POST", "token", b'{"user": 1}'),
    ("POST", "apps", b'{"name": null}'),
    ("POST", "apps", b"{}"),
    ("POST", "seed", b'{"acts": 1}'),
    ("POST", "terms", b"{}"),
    ("PUT", "subscriptions/ca", b'{"pem": "\\u00e9"}'),
    ("POST", "clock", b"[" * 5000),
]


@pytest.mark.parametrize(("method", "door", "content"), ADMIN)
def test_what_the_admin_api_cannot_do_it_refuses(
    tenant: InProcess, method: str, door: str, content: bytes
) -> None:
    """A body that makes no sense is 400, with what is wrong about it."""
    reply = tenant.doors.respond(Request(method=method, path=f"/__emulator__/{door}", body=content))
    assert reply.status == 400, reply.body[:200]


def test_journal_from_a_number_that_nobody_counts_to_is_refused(tenant: InProcess) -> None:
    """Neither other scripts' digits nor thousands of them are the number of an entry."""
    for since in ("9" * 5000, "٣", "-1"):
        asked = Request(method="GET", path="/__emulator__/journal", query=urlencode({"since": since}))
        assert tenant.doors.respond(asked).status == 400
