"""Redeeming codes and refresh tokens, and what the tokens say.

Source: entra:identity-platform/v2-oauth2-auth-code-flow
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import pytest

from graph_emulator.directory.models import User
from graph_emulator.doors import Doors
from graph_emulator.identity.grants import AuthorizationCode, RefreshToken, hashed
from graph_emulator.kernel.wire import Request
from graph_emulator.seed.document import SeedApp, as_seed
from graph_emulator.seed.load import put_app
from graph_emulator.tenant import Tenant
from tests.emulator.identity.browser import BACK, VERIFIER, Browser, sent_back
from tests.emulator.raw import Graph, Reply


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def test_id_token_verifies_with_the_published_keys(web: Browser) -> None:
    """An id token is signed by a published key, for the client, with the nonce that was sent."""
    authority = web.emulator.ready["authority"]
    token = web.tokens("ann")["id_token"]
    path = urlsplit(authority).path + "/discovery/v2.0/keys"
    keys = jwt.PyJWKSet.from_dict(web.emulator.nobody("GET", path).json)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=web.client["client_id"])
    assert claims["iss"] == f"{authority}/v2.0"
    assert (claims["oid"], claims["tid"]) == (web.person("ann"), web.emulator.ready["tenant_id"])
    assert (claims["nonce"], claims["ver"], claims["name"]) == ("n-1", "2.0", "Ann Archer")
    assert claims["preferred_username"] == "ann@smallbridge.example"
    assert claims["iat"] <= claims["exp"]
    assert "idp" not in claims


def test_guest_is_told_by_home_and_subject_differs_by_client(web: Browser, native: Browser) -> None:
    """A guest's id token names the home directory; each client knows a person by another subject."""
    guest = _claims(web.tokens("flo")["id_token"])
    assert guest["idp"].startswith("https://sts.windows.net/")
    assert guest["preferred_username"] == "F.Ford@NHS.example"
    elsewhere = _claims(native.tokens("flo")["id_token"])
    assert elsewhere["sub"] != guest["sub"]
    assert elsewhere["oid"] == guest["oid"]


def test_scopes_decide_what_is_told(web: Browser) -> None:
    """Without profile and email an id token keeps silent; without openid there is none."""
    bare = web.tokens("ann", scope="openid User.Read", nonce=None)
    assert set(_claims(bare["id_token"])).isdisjoint({"name", "email", "oid", "nonce"})
    plain = web.tokens("ann", scope="User.Read", prompt="login")
    assert set(plain) == {"token_type", "scope", "expires_in", "ext_expires_in", "access_token"}


def test_access_token_has_the_scopes_that_were_granted_and_no_others(web: Browser) -> None:
    """The claim scp holds what was asked for and consented to; `.default` means all of it."""
    some = web.tokens("ann")
    assert _claims(some["access_token"])["scp"].split() == ["openid", "profile", "email", "User.Read"]
    every = web.tokens("ann", scope="https://graph.microsoft.com/.default", prompt="login")
    assert _claims(every["access_token"])["scp"] == "User.Read Files.Read.All"


def test_code_is_good_once(web: Browser) -> None:
    """A code that was redeemed is refused (entra:reference-error-codes)."""
    code = web.sign_in("ann")["code"]
    assert web.redeem(code).status == 200
    again = web.redeem(code)
    assert (again.status, again.json["error"], again.json["error_codes"]) == (400, "invalid_grant", [54005])


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"redirect_uri": "https://elsewhere.example/"}, 500112),
        ({"code_verifier": "another"}, 501481),
        ({"code_verifier": None}, 501481),
        ({"client_secret": "guess"}, 7000215),
        ({"client_secret": None}, 7000218),
        ({"client_id": "nobody"}, 700016),
    ],
)
def test_code_is_bound_to_client_address_and_verifier(
    web: Browser, changes: dict[str, str | None], number: int
) -> None:
    """Whoever redeems a code shows that it is theirs; a failed attempt does not use it up."""
    code = web.sign_in("ann")["code"]
    assert web.redeem(code, **changes).json["error_codes"] == [number]
    assert web.redeem(code).status == 200


def test_code_of_another_client_is_refused(web: Browser, native: Browser) -> None:
    """A client cannot redeem what another one asked for, and a public one brings no secret."""
    code = web.sign_in("ann")["code"]
    assert native.redeem(code).json["error_codes"] == [70000]
    assert web.redeem("unknown").json["error_codes"] == [70000]
    assert native.redeem(code, client_secret="x").json["error_codes"] == [700025]
    assert web.redeem(code).status == 200


def test_public_client_gets_tokens_by_its_verifier_and_none_for_itself(native: Browser) -> None:
    """PKCE is a public client's only proof; it cannot call as itself."""
    assert _claims(native.tokens("ann")["access_token"])["appidacr"] == "0"
    form = {"grant_type": "client_credentials", "scope": "https://graph.microsoft.com/.default"}
    assert native.emulator.ask_token(**form, **native.client).json["error_codes"] == [700025]


def test_confidential_client_may_go_without_a_challenge(web: Browser) -> None:
    """PKCE is recommended for clients with a credential, and a verifier out of nowhere is refused."""
    code = web.sign_in("ann", code_challenge=None, code_challenge_method=None)["code"]
    assert web.redeem(code).json["error_codes"] == [501481]
    assert web.redeem(code, code_verifier=None).status == 200


def _refresh(web: Browser, token: str, **changes: str) -> Reply:
    return web.emulator.ask_token(
        grant_type="refresh_token", refresh_token=token, **{**web.client, **changes}
    )


def test_refresh_token_gives_new_tokens_and_a_new_one_of_its_kind(web: Browser, native: Browser) -> None:
    """Refreshing answers with another refresh token; only the client that got it may use one."""
    first = web.tokens("ann")["refresh_token"]
    reply = _refresh(web, first, scope="openid Files.Read.All offline_access")
    assert reply.json["scope"] == "openid Files.Read.All"
    assert reply.json["refresh_token"] != first
    assert _refresh(web, reply.json["refresh_token"]).status == 200
    assert _refresh(native, first).json["error_codes"] == [9002313]
    assert _refresh(web, first, scope="Mail.Read").json["error_codes"] == [65001]
    assert _refresh(web, first, client_info="1").json["client_info"]


def test_refresh_token_ends_with_the_account(web: Browser) -> None:
    """Somebody who was disabled gets no new tokens."""
    token = web.tokens("cat")["refresh_token"]
    off = {"id": "off", "directory": "cat", "set": {"enabled": False}}
    web.emulator.admin("POST", "seed", {"acts": [off]})
    assert _refresh(web, token).json["error_codes"] == [50057]


def test_revoked_sessions_end_refresh_tokens_and_the_browsers_session(web: Browser) -> None:
    """After a revocation nothing of before refreshes; who signs in again goes on."""
    token = web.tokens("ann")["refresh_token"]
    web.emulator.admin("POST", "apps", {"name": "guard", "roles": ["User.RevokeSessions.All"]})
    guard = web.emulator.admin("POST", "token", {"app": "guard"})["access_token"]
    path = "/v1.0/users/ann@smallbridge.example/revokeSignInSessions"
    reply = Graph(web.emulator.connection, guard)("POST", path)
    assert reply.status == 200, reply.content
    assert _refresh(web, token).json["error_codes"] == [50173]
    assert sent_back(web.ask(prompt="none"))["error"] == "login_required"
    assert _refresh(web, web.tokens("ann")["refresh_token"]).status == 200


def test_userinfo_tells_what_the_id_token_tells(web: Browser) -> None:
    """The subject is the one of the id token; the token needs the scope openid."""
    told = web.tokens("ann")
    path = f"/{web.emulator.ready['tenant_id']}/openid/userinfo"
    info = Graph(web.emulator.connection, told["access_token"])("GET", path).json
    assert info == {
        "sub": _claims(told["id_token"])["sub"],
        "name": "Ann Archer",
        "given_name": "Ann",
        "family_name": "Archer",
        "email": "ann@smallbridge.example",
    }
    bare = web.tokens("ann", scope="openid", prompt="login")["access_token"]
    assert set(Graph(web.emulator.connection, bare)("GET", path).json) == {"sub"}
    assert web.emulator.nobody("GET", path).status == 401
    assert web.emulator.app("auditor")("GET", path).status == 403


def _kept(tenant: Tenant) -> dict[str, str]:
    """Put a client, and a code and a refresh token of long ago, and return how the client asks."""
    app = put_app(tenant.state, "web", SeedApp(redirect_uris=[BACK]))
    user = next(iter(tenant.state.every(User))).id
    tenant.state.put(
        AuthorizationCode(
            id=hashed("c"),
            client_id=app.id,
            user_id=user,
            scopes=["openid"],
            redirect_uri=BACK,
            challenge="",
            nonce="",
            issued=1.0,
        )
    )
    tenant.state.put(
        RefreshToken(id=hashed("r"), client_id=app.id, user_id=user, scopes=["openid"], issued=1.0)
    )
    return {"client_id": app.id, "client_secret": app.secret, "redirect_uri": BACK}


def test_code_and_refresh_token_outlive_the_process_and_grow_old(tmp_path: Path) -> None:
    """They are durable, kept by hash only, and end after ten minutes and after ninety days."""
    person = {"key": "ann", "name": "Ann", "upn": "ann@x.example", "type": "Member", "mail": None}
    tenant = Tenant(tmp_path / "tenant", as_seed({"users": [person]}))
    form = _kept(tenant)
    tenant.close()
    again = Tenant(tmp_path / "tenant")
    asked = {
        70008: {**form, "grant_type": "authorization_code", "code": "c", "code_verifier": VERIFIER},
        700082: {**form, "grant_type": "refresh_token", "refresh_token": "r"},
    }
    path = f"/{again.state.tenant_id}/oauth2/v2.0/token"
    for number, fields in asked.items():
        request = Request(method="POST", path=path, body=urlencode(fields).encode())
        assert f"AADSTS{number}".encode() in Doors(again).respond(request).body
    again.close()
