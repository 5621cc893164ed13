"""Client assertions: a token that an application signs with the key of its registered certificate.

Source: entra:identity-platform/certificate-credentials
Source: rfc:7523
"""

import base64
import hashlib
import time
from collections.abc import Iterable
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from graph_emulator.kernel.state import State

_ALGORITHMS = ["PS256", "RS256"]
# The clocks of clients go wrong, or round up: what begins in a moment begins now.
_SKEW_S = 300


class AssertionRefused(Exception):  # noqa: N818 - it is an answer to the client, not an error of ours
    """An assertion that does not prove who calls, with Entra's number for the reason."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


class AssertionReader:
    """Checks assertions, and remembers those that were used until they expire."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._used: dict[tuple[str, str], float] = {}

    def check(
        self, assertion: str, client_id: str, certificates: Iterable[str], audiences: list[str]
    ) -> None:
        """Let an assertion pass that this application made, for us and now.

        Microsoft's own libraries use one again and again until it expires, for each resource that they ask
        for; a tenant can be set to take it once only, as the standard leaves it free to.

        Args:
            assertion: The signed token.
            client_id: The application that it must name as issuer and subject.
            certificates: The application's registered certificates (PEM).
            audiences: The addresses by which it may name us.

        Raises:
            AssertionRefused: It does not pass.
        """
        claims = _claims(assertion, certificates, audiences)
        if claims["iss"] != client_id or claims["sub"] != client_id:
            raise AssertionRefused(700021, "The assertion's application does not match 'client_id'.")
        now = time.time()
        self._used = {key: until for key, until in self._used.items() if until > now}
        key = (client_id, str(claims["jti"]))
        if key in self._used and self._state.quirks.sign_in_assertion_reuse == "refuse":
            raise AssertionRefused(50013, "The assertion was used before: its 'jti' is not new.")
        self._used[key] = float(claims["exp"])


def _claims(assertion: str, certificates: Iterable[str], audiences: list[str]) -> dict[str, Any]:
    certificate = _certificate_for(_header(assertion), certificates)
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise AssertionRefused(700027, "The registered certificate holds no RSA key.")
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            key,
            algorithms=_ALGORITHMS,
            audience=audiences,
            leeway=_SKEW_S,
            options={"require": ["aud", "exp", "iss", "sub", "jti"]},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        raise AssertionRefused(700024, "The assertion is not within its valid time range.") from error
    except jwt.InvalidAudienceError as error:
        raise AssertionRefused(50013, "The assertion's audience is not this tenant.") from error
    except jwt.PyJWTError as error:
        raise AssertionRefused(700027, "The assertion failed signature validation.") from error
    return claims


def _header(assertion: str) -> dict[str, Any]:
    try:
        return dict(jwt.get_unverified_header(assertion))
    except jwt.PyJWTError as error:
        raise AssertionRefused(50027, "The assertion is no JSON Web Token.") from error


def _certificate_for(header: dict[str, Any], certificates: Iterable[str]) -> x509.Certificate:
    """Return the registered certificate that the header names by thumbprint or carries whole."""
    for pem in certificates:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        der = certificate.public_bytes(serialization.Encoding.DER)
        if _unpadded(header.get("x5t#S256")) == _encoded(hashlib.sha256(der).digest()):
            return certificate
        if _unpadded(header.get("x5t")) == _encoded(hashlib.sha1(der).digest()):  # noqa: S324 - a name, not a proof
            return certificate
        if _first(header.get("x5c")) == base64.b64encode(der).decode():
            return certificate
    raise AssertionRefused(
        700027, "The certificate with this identifier is not registered on the application."
    )


def _first(chain: object) -> object:
    return chain[0] if isinstance(chain, list) and chain else None


def _unpadded(thumbprint: object) -> str:
    """Return a thumbprint without padding: clients in use send it either way."""
    return str(thumbprint).rstrip("=")


def _encoded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
