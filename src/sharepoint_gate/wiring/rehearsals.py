"""The rehearsal tenant in the hands of commands: served, forgotten, and led through its weekend."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sharepoint_gate.errors import SettingsError, StoreError
from sharepoint_gate.rehearsal import EmbeddedClock
from sharepoint_gate.rehearsal.foreground import serve
from sharepoint_gate.rehearsal.ready import is_alive, read_file
from sharepoint_gate.rehearsal.weekend import is_over, let_happen, read_acts
from sharepoint_gate.settings import Settings
from sharepoint_gate.wiring.opening import OpenGate
from sharepoint_gate.wiring.places import (
    REHEARSAL_CHECKPOINTS,
    REHEARSAL_COPIES,
    REHEARSAL_DATABASE,
    REHEARSAL_TRAIL_KEY,
)


def is_weekend_over(settings: Settings, gate: OpenGate) -> bool:
    """Tell whether the rehearsal's weekend of drift has happened in this tenant."""
    return is_over(_weekend(settings), gate.bench.clock.now())


def let_the_weekend_happen(settings: Settings, gate: OpenGate) -> int:
    """Let the rehearsal's weekend happen, and look at the tenant's clock anew; return the number of deeds."""
    if gate.rehearsal is None:
        raise SettingsError("The settings name a real tenant, where nothing is planted.")
    deeds = let_happen(gate.rehearsal, _weekend(settings))
    if isinstance(gate.bench.clock, EmbeddedClock):
        gate.bench.clock.refresh()
    return deeds


def _weekend(settings: Settings) -> Sequence[Any]:
    path = settings.files.demo_weekend
    if path is None:
        raise SettingsError("The settings name no demo_weekend.", mend="Name the shipped one under [files].")
    return read_acts(path)


def serve_rehearsal(settings: Settings) -> int:
    """Serve the rehearsal tenant in the foreground; return its exit code.

    Raises:
        SettingsError: The settings name a real tenant.
    """
    if not settings.is_embedded:
        raise SettingsError(
            "The settings name a real tenant, and a rehearsal beside it would be confusing.",
            mend="Name the settings of a rehearsal with --config.",
        )
    return serve(settings.state_dir, settings.files.demo_tenant)


def forget_rehearsal(settings: Settings) -> None:
    """Remove the rehearsal tenant and its record from the state folder; anything else there stays.

    Raises:
        StoreError: The tenant is being served just now, or the folder cannot be changed.
    """
    _check_forgettable(settings.state_dir)
    try:
        if (settings.state_dir / "tenant").is_dir():
            shutil.rmtree(settings.state_dir / "tenant")
        for folder in (REHEARSAL_COPIES, REHEARSAL_CHECKPOINTS):
            shutil.rmtree(settings.state_dir / folder, ignore_errors=True)
        for path in settings.state_dir.glob(f"{REHEARSAL_TRAIL_KEY}*"):
            path.unlink()
        for path in settings.state_dir.glob(f"{REHEARSAL_DATABASE}*"):
            path.unlink()
    except OSError as error:
        raise StoreError(
            f"The rehearsal in {settings.state_dir} cannot be forgotten whole.",
            why=error.strerror or str(error),
            mend="Let the account that runs the gate own the folder, or name another state_dir.",
        ) from error


def _check_forgettable(state_dir: Path) -> None:
    if state_dir.is_symlink():
        raise StoreError(
            f"The rehearsal in {state_dir} cannot be forgotten whole.",
            why="it is a link, and what lies elsewhere is not deleted from here",
            mend="Name the folder itself as state_dir in the settings.",
        )
    ready = read_file(state_dir / "tenant")
    if ready is not None and is_alive(ready.pid):
        raise StoreError(
            "The rehearsal tenant is being served just now, and is not taken from under its users.",
            why=f"process {ready.pid} serves it",
            mend="End `sharepoint-gate emulator` with Ctrl-C, then try again.",
        )
