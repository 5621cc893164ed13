"""What a rehearsal tenant says of itself when it is ready: one line of JSON, kept as ready.json."""

import os
from pathlib import Path

import msgspec

from sharepoint_gate.errors import GraphError, StoreError


class AppSecret(msgspec.Struct, frozen=True):
    """An application of the rehearsal tenant.

    Attributes:
        certificate: A PEM file with its key and certificate; empty where it has a secret only.
    """

    client_id: str
    client_secret: str
    certificate: str = ""

    def __repr__(self) -> str:
        """Show the id, never the secret."""
        return f"AppSecret({self.client_id})"


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """Where the tenant is and who may speak to it."""

    base_url: str
    authority: str
    tenant_id: str
    ca_file: str
    admin_url: str
    apps: dict[str, AppSecret]
    pid: int = 0


def read_line(line: bytes) -> Ready:
    """Return what a ready line says.

    Raises:
        GraphError: It is not one.
    """
    try:
        return msgspec.json.decode(line, type=Ready)
    except msgspec.DecodeError as error:
        raise GraphError(
            "The rehearsal tenant said something else than that it is ready.",
            why=str(error),
            mend="Look at its log beside its data.",
        ) from error


def read_file(folder: Path) -> Ready | None:
    """Return what the last tenant in a folder said, or None when there was none or its note is damaged."""
    try:
        return read_line((folder / "ready.json").read_bytes())
    except (FileNotFoundError, GraphError):
        return None
    except OSError as error:
        raise StoreError(
            f"The rehearsal tenant's folder {folder} cannot be read.",
            why=error.strerror or str(error),
            mend="Let the account that runs the gate own it.",
        ) from error


def is_alive(pid: int) -> bool:
    """Return whether a process of that id runs; whether it is the tenant, only its answer can show."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
