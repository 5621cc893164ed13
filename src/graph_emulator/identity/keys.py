"""The keys that sign the tenant's tokens, kept in its folder, and the tokens themselves.

Source: rfc:7517
Source: rfc:7519
"""

import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from graph_emulator.kernel.tls import KeyFileError, write_private

GRAPH = "https://graph.microsoft.com"
LIFETIME_S = 3599
_CURRENT = "token.key"
_RETIRED = "token-retired-{}.pem"


class Keyring:
    """Signs tokens with the newest key, and reads back those that any of its keys signed.

    Attributes:
        kid: The name of the key that signs.
    """

    def __init__(
        self,
        private_key: rsa.RSAPrivateKey,
        retired: Sequence[rsa.RSAPublicKey] = (),
        folder: Path | None = None,
    ) -> None:
        self._key = private_key
        self._retired = list(retired)
        self._folder = folder
        self.kid = _name_of(private_key.public_key())
        self._known: dict[str, dict[str, Any]] = {}

    def jwks(self) -> dict[str, Any]:
        """Return the public keys as a JSON Web Key Set, the one that signs first."""
        return {"keys": [_as_jwk(name, key) for name, key in self._publics().items()]}

    def rotate(self) -> str:
        """Sign with a new key from now on; what the old ones signed holds until it expires.

        Returns:
            The new key's name.
        """
        if self._folder is not None:
            place = self._folder / _RETIRED.format(len(self._retired))
            write_private(place, _public_pem(self._key.public_key()))
        self._retired.append(self._key.public_key())
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if self._folder is not None:
            fresh = self._folder / f"{_CURRENT}.new"
            write_private(fresh, _private_pem(self._key))
            fresh.replace(self._folder / _CURRENT)
        self.kid = _name_of(self._key.public_key())
        return self.kid

    def sign(self, claims: dict[str, Any], lifetime_s: int = LIFETIME_S) -> str:
        """Return a signed token, for Graph without other word, that is valid from now by the wall clock."""
        now = int(time.time())
        timed = {"aud": GRAPH, "iat": now, "nbf": now, "exp": now + lifetime_s, **claims}
        return jwt.encode(timed, self._key, algorithm="RS256", headers={"kid": self.kid})

    def read(self, token: str, audiences: Sequence[str] = (GRAPH,)) -> dict[str, Any]:
        """Return the claims of a token that is valid now.

        Raises:
            jwt.PyJWTError: It is garbage, foreign, for another audience or expired.
        """
        known = self._known.get(token)
        if known is not None and known["exp"] > time.time() and known["aud"] in audiences:
            return known
        key = self._publics().get(str(jwt.get_unverified_header(token).get("kid")))
        claims: dict[str, Any] = jwt.decode(
            token,
            key or self._key.public_key(),
            algorithms=["RS256"],
            audience=list(audiences),
            options={"require": ["exp", "aud", "tid"]},
        )
        if len(self._known) > 1000:  # noqa: PLR2004 - a bound for memory only
            self._known.clear()
        self._known[token] = claims
        return claims

    def _publics(self) -> dict[str, rsa.RSAPublicKey]:
        return {_name_of(key): key for key in (self._key.public_key(), *reversed(self._retired))}


def keyring_in(folder: Path) -> Keyring:
    """Return the folder's keyring; a key is made once and stays the same until it is rotated."""
    path = folder / _CURRENT
    if not path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        write_private(path, _private_pem(key))
        return Keyring(key, folder=folder)
    try:
        current = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise KeyFileError(f"{path} is damaged; without it, a new one is made and old tokens end") from error
    if not isinstance(current, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    return Keyring(current, _retired_in(folder), folder)


def _retired_in(folder: Path) -> list[rsa.RSAPublicKey]:
    found: list[rsa.RSAPublicKey] = []
    while (path := folder / _RETIRED.format(len(found))).exists():
        key = serialization.load_pem_public_key(path.read_bytes())
        if not isinstance(key, rsa.RSAPublicKey):
            raise TypeError(f"{path} holds no RSA key")
        found.append(key)
    return found


def _name_of(key: rsa.RSAPublicKey) -> str:
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(key.public_bytes(encoding, form)).hexdigest()[:27]


def _as_jwk(name: str, key: rsa.RSAPublicKey) -> dict[str, Any]:
    """Return a key as the authority publishes it: without the algorithm and the operations.

    Source: entra:identity-platform/access-tokens
    """
    numbers = json.loads(RSAAlgorithm.to_jwk(key))
    return {"kty": "RSA", "use": "sig", "kid": name, "n": numbers["n"], "e": numbers["e"]}


def _public_pem(key: rsa.RSAPublicKey) -> bytes:
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(encoding, form)


def _private_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
