"""The emulator's own certificate authority, kept in its folder, and the server certificate it issues."""

import os
import ssl
from collections.abc import Iterable
from pathlib import Path

import trustme

_NAMES = ("127.0.0.1", "::1", "localhost")


class KeyFileError(ValueError):
    """A key or certificate in the tenant's folder cannot be read."""


def authority_in(folder: Path) -> trustme.CA:
    """Return the folder's certificate authority; it is made once and stays the same afterwards."""
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists() and key.exists():
        try:
            return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
        except ValueError as error:
            raise KeyFileError(
                f"{certificate} or {key} is damaged; without both, new ones are made"
            ) from error
    authority = trustme.CA(organization_name="Graph emulator")
    write_private(key, authority.private_key_pem.bytes())
    authority.cert_pem.write_to_path(str(certificate))
    return authority


def server_context(authority: trustme.CA, names: Iterable[str] = ()) -> ssl.SSLContext:
    """Return a TLS context with a fresh certificate for this machine's loopback names, and others.

    Args:
        authority: Who signs it.
        names: Further host names, for clients that cannot be told another address than Microsoft's.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*_NAMES, *names).configure_cert(context)
    return context


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, also while it is being written."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
