"""Discovery, tokens for applications and people, and what a bad token meets."""

import base64
import hashlib
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from graph_emulator.identity.keys import keyring_in
from graph_emulator.identity.principals import Authenticator
from graph_emulator.kernel.clock import TenantClock
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.ids import IdSource
from graph_emulator.kernel.state import State
from tests.emulator.raw import Emulator, Graph, Reply

_SCOPE = "https://graph.microsoft.com/.default"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Certified:
    """An application with a certificate, and the key that only it has."""

    emulator: Emulator
    client_id: str
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def assertion(
        self, *, algorithm: str = "PS256", header: dict[str, Any] | None = None, **claims: Any
    ) -> str:
        """Return an assertion that is right in all that is not given otherwise."""
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        digest = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("=")
        now = int(time.time())
        right = {
            "aud": self.emulator.ready["authority"] + "/oauth2/v2.0/token",
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": str(uuid.uuid4()),
            "nbf": now,
            "exp": now + 300,
        }
        return jwt.encode(
            {**right, **claims}, self.key, algorithm=algorithm, headers=header or {"x5t#S256": digest}
        )

    def ask(self, assertion: str, headers: dict[str, str] | None = None) -> Reply:
        """Ask for a token with an assertion."""
        form = {
            "grant_type": "client_credentials",
            "scope": _SCOPE,
            "client_id": self.client_id,
            "client_assertion_type": _ASSERTION,
            "client_assertion": assertion,
        }
        path = urlsplit(self.emulator.ready["authority"]).path + "/oauth2/v2.0/token"
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.emulator.connection.send("POST", path, sent, urlencode(form).encode())


@pytest.fixture
def certified(emulator: Emulator) -> Certified:
    """Register an application with a certificate of its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "night job")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    body = {"name": "certified", "certificate_pem": pem, "roles": ["User.Read.All"]}
    app = emulator.admin("POST", "apps", body)
    return Certified(emulator, app["client_id"], key, certificate)


def _get(emulator: Emulator, path: str) -> Reply:
    return emulator.nobody("GET", f"/{emulator.ready['tenant_id']}/{path}")


def test_discovery_names_the_token_endpoint_and_the_keys(emulator: Emulator) -> None:
    """The authority publishes its OpenID metadata (entra:v2-protocols-oidc)."""
    reply = _get(emulator, "v2.0/.well-known/openid-configuration")
    authority = emulator.ready["authority"]
    assert reply.status == 200
    assert reply.json["issuer"] == f"{authority}/v2.0"
    assert reply.json["token_endpoint"] == f"{authority}/oauth2/v2.0/token"
    assert reply.json["jwks_uri"] == f"{authority}/discovery/v2.0/keys"
    assert reply.json["authorization_endpoint"].startswith(authority)


def test_token_of_an_application_is_signed_by_the_published_key(emulator: Emulator) -> None:
    """An access token verifies with the JWKS and carries the consented roles (entra:access-tokens)."""
    token = emulator.token_of("auditor")
    keys = jwt.PyJWKSet.from_dict(_get(emulator, "discovery/v2.0/keys").json)
    key = next(key for key in keys.keys if key.key_id == jwt.get_unverified_header(token)["kid"])
    claims = jwt.decode(token, key, algorithms=["RS256"], audience="https://graph.microsoft.com")
    assert claims["tid"] == emulator.ready["tenant_id"]
    assert claims["appid"] == emulator.ready["apps"]["auditor"]["client_id"]
    assert "Files.Read.All" in claims["roles"]
    assert time.time() < claims["exp"] <= time.time() + 3600


def test_wrong_secret_is_an_invalid_client(emulator: Emulator) -> None:
    """A wrong client secret gives 401 and AADSTS7000215 (entra:reference-error-codes)."""
    client_id = emulator.ready["apps"]["auditor"]["client_id"]
    reply = emulator.ask_token(
        grant_type="client_credentials", scope=_SCOPE, client_id=client_id, client_secret="guess"
    )
    assert reply.status == 401
    assert reply.json["error"] == "invalid_client"
    assert reply.json["error_description"].startswith("AADSTS7000215")


def test_unknown_client_is_told_so(emulator: Emulator) -> None:
    """A client id that the directory does not know gives AADSTS700016 (entra:reference-error-codes)."""
    reply = emulator.ask_token(
        grant_type="client_credentials", scope=_SCOPE, client_id=str(uuid.uuid4()), client_secret="x"
    )
    assert reply.status == 400
    assert reply.json["error_codes"] == [700016]


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "User.Read"}, "invalid_scope"),
    ],
)
def test_token_request_of_another_kind_is_refused(
    emulator: Emulator, form: dict[str, str], error: str
) -> None:
    """Only client credentials for Graph are served (entra:v2-oauth2-client-creds-grant-flow)."""
    reply = emulator.ask_token(**form)
    assert reply.status == 400
    assert reply.json["error"] == error


def test_client_that_proves_nothing_is_refused(emulator: Emulator) -> None:
    """Without secret and assertion a client gets AADSTS7000216 (entra:reference-error-codes)."""
    client_id = emulator.ready["apps"]["auditor"]["client_id"]
    reply = emulator.ask_token(grant_type="client_credentials", scope=_SCOPE, client_id=client_id)
    assert (reply.status, reply.json["error_codes"]) == (401, [7000216])


@pytest.mark.parametrize("algorithm", ["PS256", "RS256"])
def test_assertion_of_a_registered_certificate_gives_a_token(certified: Certified, algorithm: str) -> None:
    """A signed assertion stands in for the secret (entra:certificate-credentials)."""
    reply = certified.ask(certified.assertion(algorithm=algorithm))
    assert reply.status == 200, reply.content
    graph = Graph(certified.emulator.connection, reply.json["access_token"])
    assert graph("GET", "/v1.0/users/ann@smallbridge.example").status == 200


def test_certificate_may_be_named_by_x5t_or_sent_as_x5c(certified: Certified) -> None:
    """The header names the certificate by its SHA-1 thumbprint or carries it (rfc:7515)."""
    der = certified.certificate.public_bytes(serialization.Encoding.DER)
    padded = base64.urlsafe_b64encode(hashlib.sha1(der).digest()).decode()  # noqa: S324 - a name
    for header in ({"x5t": padded.rstrip("=")}, {"x5t": padded}, {"x5c": [base64.b64encode(der).decode()]}):
        assert certified.ask(certified.assertion(header=header)).status == 200


def test_a_client_whose_clock_is_minutes_ahead_is_believed(certified: Certified) -> None:
    """An assertion may begin up to five minutes from now: clients round up, or have their clocks wrong."""
    now = int(time.time())
    assert certified.ask(certified.assertion(nbf=now + 240, exp=now + 600)).status == 200
    assert certified.ask(certified.assertion(nbf=now + 360, exp=now + 600)).status == 401


def test_assertion_counts_until_it_expires(certified: Certified) -> None:
    """Microsoft's libraries ask for one resource after the other with the same assertion."""
    assertion = certified.assertion()
    assert [certified.ask(assertion).status for _ in range(2)] == [200, 200]


def test_assertion_is_good_once_where_the_tenant_is_set_so(certified: Certified) -> None:
    """A server may refuse an assertion whose jti was seen (rfc:7523)."""
    certified.emulator.admin("PUT", "quirks", {"sign_in.assertion_reuse": "refuse"})
    assertion = certified.assertion()
    assert certified.ask(assertion).status == 200
    again = certified.ask(assertion)
    assert (again.status, again.json["error"]) == (401, "invalid_client")


def test_under_another_name_the_authority_has_that_name(certified: Certified) -> None:
    """Who comes by Microsoft's host name finds it in the metadata; there an assertion may name it."""
    path = urlsplit(certified.emulator.ready["authority"]).path
    headers = {"Host": "login.microsoftonline.com"}
    address = f"{path}/v2.0/.well-known/openid-configuration"
    endpoint = certified.emulator.connection.send("GET", address, headers, None).json["token_endpoint"]
    assert endpoint == f"https://login.microsoftonline.com{path}/oauth2/v2.0/token"
    assert certified.ask(certified.assertion(aud=endpoint)).status == 401
    assert certified.ask(certified.assertion(aud=endpoint), headers).status == 200


def test_links_have_the_name_that_was_called(emulator: Emulator, auditor: Graph) -> None:
    """A next link under graph.microsoft.com stays there, since a client asks for tokens by a link's host."""
    emulator.admin("PUT", "quirks", {"pages.directory": 1})
    for host, begin in (
        ("graph.microsoft.com", "https://graph.microsoft.com"),
        ("", emulator.ready["base_url"]),
    ):
        headers = {"Host": host} if host else {}
        link = auditor("GET", "/v1.0/users", headers=headers).json["@odata.nextLink"]
        part = {"id": "1", "method": "GET", "url": "/users"}
        batch = auditor("POST", "/v1.0/$batch", {"requests": [part]}, headers=headers)
        assert link.startswith(f"{begin}/v1.0/users?")
        assert batch.json["responses"][0]["body"]["@odata.nextLink"] == link


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        ({"aud": "https://elsewhere.example/token"}, 50013),
        ({"exp": 1_700_000_000}, 700024),
        ({"nbf": 4_000_000_000}, 700024),
        ({"iss": "somebody-else"}, 700021),
        ({"sub": "somebody-else"}, 700021),
    ],
)
def test_assertion_with_a_wrong_claim_is_refused(
    certified: Certified, claims: dict[str, Any], number: int
) -> None:
    """Audience, times, issuer and subject of an assertion are checked (entra:certificate-credentials)."""
    reply = certified.ask(certified.assertion(**claims))
    assert (reply.status, reply.json["error_codes"]) == (401, [number])


def test_assertion_signed_with_another_key_is_refused(certified: Certified) -> None:
    """The name of a certificate proves nothing without its key (entra:certificate-credentials)."""
    thief = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = Certified(certified.emulator, certified.client_id, thief, certified.certificate)
    reply = forged.ask(forged.assertion())
    assert (reply.status, reply.json["error_codes"]) == (401, [700027])


def test_assertion_naming_an_unregistered_certificate_is_refused(certified: Certified) -> None:
    """A certificate that is not registered is not accepted (entra:certificate-credentials)."""
    reply = certified.ask(certified.assertion(header={"x5t#S256": "AAAA"}))
    assert (reply.status, reply.json["error_codes"]) == (401, [700027])


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer garbage", "Basic YTpi", "Bearer a.b.c"])
def test_garbage_token_is_invalid(emulator: Emulator, header: str | None) -> None:
    """Without a token that holds, Graph answers 401 InvalidAuthenticationToken (graph:resources/errors)."""
    headers = {"Authorization": header} if header else {}
    reply = emulator.nobody("GET", "/v1.0/users", headers=headers)
    assert (reply.status, reply.code) == (401, "InvalidAuthenticationToken")


def test_expired_token_is_invalid(emulator: Emulator) -> None:
    """A token whose time is over by the wall clock is refused (graph:resources/errors)."""
    token = emulator.admin("POST", "token", {"app": "reconciler", "lifetime_s": -1})["access_token"]
    reply = Graph(emulator.connection, token)("GET", "/v1.0/users")
    assert (reply.status, reply.code) == (401, "InvalidAuthenticationToken")


def test_token_for_another_audience_is_invalid(emulator: Emulator) -> None:
    """A token that another tenant's key signed is refused (entra:access-tokens)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = {
        "aud": "https://graph.microsoft.com",
        "tid": emulator.ready["tenant_id"],
        "exp": time.time() + 60,
    }
    foreign = jwt.encode(claims, key, algorithm="RS256")
    assert Graph(emulator.connection, foreign)("GET", "/v1.0/users").status == 401


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1.0/users", "Authorization_RequestDenied"),
        ("/v1.0/teams", "Forbidden"),
        ("/v1.0/drives/any/items/any/permissions", "accessDenied"),
    ],
)
def test_missing_role_is_refused_in_the_words_of_the_workload(
    emulator: Emulator, path: str, code: str
) -> None:
    """Directory, Teams and files each have their own 403 (graph:concepts/errors)."""
    reply = emulator.app("outsider")("GET", path)
    assert (reply.status, reply.code) == (403, code)


def test_person_whose_account_is_disabled_loses_the_token(emulator: Emulator) -> None:
    """A person's token ends with the account (entra:concept-continuous-access-evaluation)."""
    cat = emulator.person("cat")
    assert cat("GET", "/v1.0/users/ann@smallbridge.example").status == 200
    emulator.admin("POST", "seed", {"acts": [{"id": "off", "directory": "cat", "set": {"enabled": False}}]})
    assert cat("GET", "/v1.0/users/ann@smallbridge.example").status == 401


def test_authority_has_no_other_address(emulator: Emulator) -> None:
    """What the sign-in service does not model is 404 (entra:v2-protocols-oidc)."""
    assert _get(emulator, "oauth2/v2.0/devicecode").status == 404


def test_assertion_needs_its_type_and_has_to_be_a_token(certified: Certified) -> None:
    """Without its type, or when it is no token, an assertion is refused (rfc:7523)."""
    form = {"grant_type": "client_credentials", "scope": _SCOPE, "client_id": certified.client_id}
    untyped = certified.emulator.ask_token(**form, client_assertion=certified.assertion())
    assert (untyped.status, untyped.json["error"]) == (400, "invalid_request")
    assert certified.ask("garbage").json["error_codes"] == [50027]


def test_token_of_another_tenant_or_an_unknown_application_is_invalid(tmp_path: Path) -> None:
    """A token is good in its own tenant and for applications that stand (entra:access-tokens)."""
    state = State(ids=IdSource(1), clock=TenantClock(datetime(2026, 1, 1, tzinfo=UTC)))
    keyring = keyring_in(tmp_path)
    authenticate = Authenticator(state, keyring)
    for claims in ({"tid": "other"}, {"tid": state.tenant_id, "idtyp": "app", "appid": "none"}):
        token = keyring.sign(claims)
        for _ in range(2):
            with pytest.raises(GraphFault) as refused:
                authenticate({"authorization": f"Bearer {token}"})
            assert refused.value.status == 401
