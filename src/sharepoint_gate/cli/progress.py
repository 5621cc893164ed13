"""How far a command has come, on standard error, where somebody looks at a terminal; else nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sharepoint_gate.ports.audit import Progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show progress while the context lasts: one line for each thing that is read, gone when it ends."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    # Only somebody who looks pays for the bars: a nightly job never loads them.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bars(*columns, console=Console(file=sys.stderr), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tell


def _nothing(what: str, done: int, total: int | None) -> None:
    """Show nothing: nobody is there to see it."""
