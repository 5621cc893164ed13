"""Opens a tenant's folder for people: what is wrong with it is said in a sentence, never as a traceback."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from graph_emulator.kernel.clock import ClockError
from graph_emulator.kernel.quirks import QuirkError
from graph_emulator.kernel.store import StoredShapeError
from graph_emulator.kernel.tls import KeyFileError
from graph_emulator.seed.faults import SeedError
from graph_emulator.seed.source import SeedFile
from graph_emulator.tenant import Tenant, TenantError


def open_tenant(folder: Path, document: SeedFile | None = None) -> Tenant:
    """Open a folder; an empty one begins with the seed.

    Raises:
        TenantError: The folder cannot be used; the message says why, and what to do.
        SeedError: The seed is refused; each fault has its line and column.
    """
    with _plainly(folder):
        try:
            return Tenant(folder, document.seed if document else None)
        except SeedError as error:
            raise document.placed(error) if document else error from error


def close_tenant(tenant: Tenant) -> None:
    """Close a tenant's folder.

    Raises:
        TenantError: The last of it cannot be written; what was answered before is there.
    """
    with _plainly(tenant.folder):
        tenant.close()


def check_whole(folder: Path, document: SeedFile) -> None:
    """Build a seed's tenant in an empty folder and play its acts, to learn whether that can be done.

    Raises:
        SeedError: It cannot.
    """
    close_tenant(open_tenant(folder, document))


@contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise TenantError(f"{folder}/tenant.sqlite cannot be opened or written: {error}") from error
    except sqlite3.DatabaseError as error:
        raise TenantError(
            f"{folder}/tenant.sqlite is damaged: {error}. Restore a copy, or begin anew in an empty folder"
        ) from error
    except (StoredShapeError, msgspec.DecodeError, QuirkError, ClockError) as error:
        raise TenantError(
            f"{folder} holds a tenant of another version of the emulator: {error}. "
            "Open it with that version, or begin anew in an empty folder"
        ) from error
    except KeyFileError as error:
        raise TenantError(str(error)) from error
    except FileExistsError as error:
        raise TenantError(f"{folder} is a file; name a folder") from error
    except OSError as error:
        raise TenantError(f"{folder} cannot be used: {error.strerror}") from error
