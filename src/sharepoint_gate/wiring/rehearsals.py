"""The rehearsal tenant in the hands of commands: served, forgotten, and led through its weekend."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from sharepoint_gate.errors import SettingsError, StoreError
from sharepoint_gate.rehearsal import EmbeddedClock
from sharepoint_gate.rehearsal.foreground import serve
from sharepoint_gate.rehearsal.ready import is_alive, read_file
from sharepoint_gate.rehearsal.weekend import Chapter, Weekend, is_over, let_happen, read_weekend
from sharepoint_gate.roster.posture import PostureKey, Statement
from sharepoint_gate.settings import Settings
from sharepoint_gate.settingsposture import StatementsSettings
from sharepoint_gate.wiring.opening import OpenGate
from sharepoint_gate.wiring.places import (
    REHEARSAL_CHECKPOINTS,
    REHEARSAL_COPIES,
    REHEARSAL_DATABASE,
    REHEARSAL_TRAIL_KEY,
)


def is_weekend_over(settings: Settings, gate: OpenGate) -> bool:
    """Tell whether the rehearsal's weekend of drift has happened in this tenant."""
    return is_over(_weekend(settings).drift.acts, gate.bench.clock.now())


@dataclass(frozen=True, slots=True)
class Passed:
    """What has happened in the rehearsal tenant: how many deeds, and the gate with what is stated now."""

    deeds: int
    gate: OpenGate


def let_the_weekend_happen(settings: Settings, gate: OpenGate) -> Passed:
    """Let the rehearsal's weekend happen, and look at the tenant's clock anew."""
    return _pass(gate, _weekend(settings).drift)


def let_the_administrator_mend(settings: Settings, gate: OpenGate) -> Passed:
    """Let the rehearsal's administrator put right what the gate cannot; nothing where that has happened."""
    repair = _weekend(settings).repair
    done = not repair.acts or is_over(repair.acts, gate.bench.clock.now())
    return _pass(gate, replace(repair, acts=()) if done else repair)


def _pass(gate: OpenGate, chapter: Chapter) -> Passed:
    if gate.rehearsal is None:
        raise SettingsError("The settings name a real tenant, where nothing is planted.")
    deeds = let_happen(gate.rehearsal, chapter.acts) if chapter.acts else 0
    if isinstance(gate.bench.clock, EmbeddedClock):
        gate.bench.clock.refresh()
    return Passed(deeds, _as_stated(gate, chapter))


def _as_stated(gate: OpenGate, chapter: Chapter) -> OpenGate:
    """Return the gate with what the chapter's administrator states, for as long as it is open."""
    if not chapter.statements:
        return gate
    rules = gate.declared.rules
    given = {**rules.posture.statements, **_statements(chapter)}
    stated = replace(rules, posture=replace(rules.posture, statements=given))
    return replace(gate, declared=replace(gate.declared, rules=stated))


def _statements(chapter: Chapter) -> Mapping[PostureKey, Statement]:
    try:
        return StatementsSettings.model_validate(chapter.statements).given
    except ValidationError as error:
        raise SettingsError("The weekend holds a statement that is none.", why=str(error)) from error


def _weekend(settings: Settings) -> Weekend:
    path = settings.files.demo_weekend
    if path is None:
        raise SettingsError("The settings name no demo_weekend.", mend="Name the shipped one under [files].")
    return read_weekend(path)


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
