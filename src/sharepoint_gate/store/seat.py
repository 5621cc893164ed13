"""One service at a time.

As with the lease, the operating system holds the lock, and lets go of it when the process ends, however
that is.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sharepoint_gate.errors import RunInProgressError
from sharepoint_gate.store.failures import in_plain_words


@contextmanager
def hold_seat(path: Path) -> Iterator[None]:
    """Hold the one seat for a service.

    Args:
        path: The lock file; it holds the process id of the last service, and is never deleted.

    Raises:
        RunInProgressError: Another service holds it.
        StoreError: The file cannot be made.
    """
    with in_plain_words(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace")
        raise RunInProgressError(
            "The service is running already with this state folder.",
            why=f"process {holder} holds its seat" if holder else "it has only just begun",
            mend="End that one first, or name another state_dir in the settings.",
        ) from error
