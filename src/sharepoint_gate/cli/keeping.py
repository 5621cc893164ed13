"""Files that a command is asked to write: private, and either whole or not there at all."""

import os
import stat
import tempfile
from pathlib import Path

from sharepoint_gate.errors import SettingsError


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that only its owner may read.

    A file that stood there before stays as it is until the new one is whole. What is no plain file, such as
    a pipe, is written straight into.

    Raises:
        SettingsError: It cannot be written; then nothing is left behind.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        target = path.resolve()
        if _is_plain(target):
            _replace(target, data)
        else:
            target.write_bytes(data)
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:  # links that lead in a circle are a RuntimeError
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"{path} cannot be written.", why=why, mend="Name another file.") from error


def private_folder(path: Path) -> None:
    """Make a folder into which only its owner can look; one that is there stays as it is.

    Raises:
        SettingsError: It cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise SettingsError(f"{path} cannot be made.", why=why, mend="Name another folder.") from error


def _is_plain(path: Path) -> bool:
    return not path.exists() or stat.S_ISREG(path.stat().st_mode)


def _replace(path: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
