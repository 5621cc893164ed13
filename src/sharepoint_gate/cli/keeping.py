"""Files that a command is asked to write: private, and either whole or not there at all."""

import os
import stat
import tempfile
from pathlib import Path

from sharepoint_gate.errors import SettingsError


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read.

    A file that stood there before stays as it is until the new one is whole. What is no plain file, such as
    a pipe, is written straight into.

    Raises:
        SettingsError: It cannot be written; then nothing is left behind.
    """
    try:
        target = path.resolve()
        if _is_plain(target):
            _replace(target, text)
        else:
            target.write_text(text, encoding="utf-8")
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:  # links that lead in a circle are a RuntimeError
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"{path} cannot be written.", why=why, mend="Name another file.") from error


def _is_plain(path: Path) -> bool:
    return not path.exists() or stat.S_ISREG(path.stat().st_mode)


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
