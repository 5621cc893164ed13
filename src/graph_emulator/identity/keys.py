"""The key that signs the tenant's tokens, kept in its folder, and the tokens themselves.

Source: rfc:7517
Source: rfc:7519
"""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from graph_emulator.kernel.tls import write_private

GRAPH = "https://graph.microsoft.com"
LIFETIME_S = 3599


class Keyring:
    """Signs tokens, and reads back those that it signed."""

    def __init__(self, private_key: rsa.RSAPrivateKey) -> None:
        self._key = private_key
        self._public = private_key.public_key()
        public = self._public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.kid = hashlib.sha256(public).hexdigest()[:27]
        self._known: dict[str, dict[str, Any]] = {}

    def jwks(self) -> dict[str, Any]:
        """Return the public key as a JSON Web Key Set."""
        key = json.loads(RSAAlgorithm.to_jwk(self._public))
        return {"keys": [{**key, "use": "sig", "kid": self.kid, "alg": "RS256"}]}

    def sign(self, claims: dict[str, Any], lifetime_s: int = LIFETIME_S) -> str:
        """Return a signed token for Graph that is valid from now on, by the wall clock."""
        now = int(time.time())
        timed = {"aud": GRAPH, "iat": now, "nbf": now, "exp": now + lifetime_s, **claims}
        return jwt.encode(timed, self._key, algorithm="RS256", headers={"kid": self.kid})

    def read(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that is valid now.

        Raises:
            jwt.PyJWTError: It is garbage, foreign, for another audience or expired.
        """
        known = self._known.get(token)
        if known is not None and known["exp"] > time.time():
            return known
        claims: dict[str, Any] = jwt.decode(
            token,
            self._public,
            algorithms=["RS256"],
            audience=GRAPH,
            options={"require": ["exp", "aud", "tid"]},
        )
        if len(self._known) > 1000:  # noqa: PLR2004 - a bound for memory only
            self._known.clear()
        self._known[token] = claims
        return claims


def keyring_in(folder: Path) -> Keyring:
    """Return the folder's keyring; its key is made once and stays the same afterwards."""
    path = folder / "token.key"
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{path} holds no RSA key")
        return Keyring(key)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(path, pem)
    return Keyring(key)
