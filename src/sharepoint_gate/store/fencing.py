"""Numbers for the holders of the lease: a run that was taken over writes nothing more.

A process may be stopped for an hour, or its machine put to sleep, and go on as if nothing had happened. No
lock notices that; a number does, since it is compared in the very transaction that would write.

Source: ADR-0005
"""

import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, func, insert, select

from sharepoint_gate.errors import FencedError, StoreError
from sharepoint_gate.store.tables_fencing import fences


def refuse_overtaken(connection: Connection, number: int | None) -> None:
    """Refuse a writer whose number is no longer the largest; one without a number is let pass.

    Raises:
        FencedError: A later run has taken over.
    """
    if number is None:
        return
    newest = connection.execute(select(fences).order_by(fences.c.number.desc()).limit(1)).one_or_none()
    if newest is None or newest.number == number:
        return
    raise FencedError(
        "Another run has taken over from this one, which therefore wrote nothing more.",
        why=f"run {newest.run_id} began at {newest.since} UTC, while this one showed no sign of life",
        mend="Nothing needs doing: the other run looked at what this one had begun.",
    )


def next_number(connection: Connection, run_id: str) -> int:
    """Give a run its number: larger than any before it."""
    number = int(connection.scalar(select(func.max(fences.c.number))) or 0) + 1
    row = {"number": number, "run_id": run_id, "host": platform.node(), "since": func.current_timestamp()}
    connection.execute(insert(fences).values(row))
    return number


@contextmanager
def beating(beat: Callable[[], None], every_s: float) -> Iterator[None]:
    """Show a sign of life at intervals of the wall's time, however long the block waits for an answer."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(every_s):
            # A beat that fails is missed, no more: whoever writes next is told by the write itself.
            with suppress(StoreError):
                beat()

    thread = threading.Thread(target=go_on, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
