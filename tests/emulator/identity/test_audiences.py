"""What a token is for: Graph or SharePoint, with which proof, and which permissions (entra:access-tokens)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from graph_emulator.identity.keys import GRAPH
from graph_emulator.identity.principals import Authenticator
from graph_emulator.identity.tokens import BY_CERTIFICATE, BY_SECRET, AppGrant, app_token
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import AppPrincipal
from graph_emulator.seed.document import SeedApp
from graph_emulator.seed.load import put_app
from graph_emulator.tenant import Tenant
from tests.emulator.raw import Emulator, Graph

_HOST = "https://smallbridge.sharepoint.example"


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[Tenant]:
    """A tenant without a server around it."""
    tenant = Tenant(tmp_path / "tenant")
    yield tenant
    tenant.close()


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def _authenticated(tenant: Tenant, resource: str, by: str) -> AppPrincipal:
    app = put_app(tenant.state, "sp", SeedApp(sharepoint_roles=["Sites.FullControl.All"]))
    token = app_token(tenant.keyring, tenant.state, AppGrant(app=app, resource=resource, by=by), "x")
    authenticate = Authenticator(tenant.state, tenant.keyring)
    principal = authenticate({"authorization": f"Bearer {token}"}, audience="sharepoint")
    assert isinstance(principal, AppPrincipal)
    return principal


def test_the_scope_names_the_audience_and_its_roles(emulator: Emulator) -> None:
    """A token is for the resource of its scope and carries the roles of that resource."""
    body = {"name": "sp", "roles": ["User.Read.All"], "sharepoint_roles": ["Sites.FullControl.All"]}
    app = emulator.admin("POST", "apps", body)
    client = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    expected = {
        GRAPH: ["User.Read.All"],
        _HOST: ["Sites.FullControl.All"],
        emulator.ready["base_url"]: ["Sites.FullControl.All"],
    }
    for resource, roles in expected.items():
        form = {"grant_type": "client_credentials", "scope": f"{resource}/.default", **client}
        claims = _claims(emulator.ask_token(**form).json["access_token"])
        assert (claims["aud"], claims["roles"], claims["appidacr"]) == (resource, roles, "1")


def test_token_for_sharepoint_is_refused_by_graph(emulator: Emulator) -> None:
    """Graph answers 401 to a token whose audience is another resource."""
    body = {"app": "reconciler", "audience": "sharepoint"}
    token = emulator.admin("POST", "token", body)["access_token"]
    reply = Graph(emulator.connection, token)("GET", "/v1.0/users")
    assert (reply.status, reply.code) == (401, "InvalidAuthenticationToken")


def test_sharepoint_takes_an_application_with_a_certificate(tenant: Tenant) -> None:
    """A token for SharePoint whose application used a certificate stands for it and its roles there."""
    principal = _authenticated(tenant, f"https://{tenant.state.host}", BY_CERTIFICATE)
    assert principal.by_certificate
    assert principal.roles == {"Sites.FullControl.All"}


@pytest.mark.parametrize(
    ("resource", "by", "words"),
    [
        ("https://contoso.sharepoint.example", BY_SECRET, "Unsupported app only token."),
        (GRAPH, BY_CERTIFICATE, "Invalid audience"),
    ],
)
def test_sharepoint_refuses_secrets_and_tokens_for_graph(
    tenant: Tenant, resource: str, by: str, words: str
) -> None:
    """SharePoint answers 401 with its challenge to a secret's token and to a token for Graph."""
    with pytest.raises(GraphFault, match=words) as refused:
        _authenticated(tenant, resource, by)
    assert refused.value.status == 401
    assert tenant.state.tenant_id in refused.value.headers["WWW-Authenticate"]


def test_rotated_key_signs_and_the_old_one_still_reads(tenant: Tenant) -> None:
    """After a rotation the key set holds both keys, and tokens of the old one hold until they expire."""
    old, kid = tenant.keyring.sign({"tid": tenant.state.tenant_id}), tenant.keyring.kid
    fresh = tenant.keyring.rotate()
    assert [key["kid"] for key in tenant.keyring.jwks()["keys"]] == [fresh, kid]
    assert tenant.keyring.read(old)["tid"] == tenant.state.tenant_id
    assert jwt.get_unverified_header(tenant.keyring.sign({}))["kid"] == fresh


def test_rotation_outlives_the_process(tmp_path: Path) -> None:
    """A folder that is opened again signs with the new key and knows the old one."""
    tenant = Tenant(tmp_path / "tenant")
    old = tenant.keyring.sign({"tid": tenant.state.tenant_id})
    fresh = tenant.keyring.rotate()
    tenant.close()
    again = Tenant(tmp_path / "tenant")
    assert (again.keyring.kid, len(again.keyring.jwks()["keys"])) == (fresh, 2)
    assert again.keyring.read(old)["tid"] == again.state.tenant_id
    again.close()


def test_admin_rotates_the_published_keys(emulator: Emulator) -> None:
    """The admin door's new key is the one that the authority publishes first."""
    kid = emulator.admin("POST", "keys/rotate", {})["kid"]
    path = f"/{emulator.ready['tenant_id']}/discovery/v2.0/keys"
    assert emulator.nobody("GET", path).json["keys"][0]["kid"] == kid
    assert emulator.app("auditor")("GET", "/v1.0/users").status == 200
