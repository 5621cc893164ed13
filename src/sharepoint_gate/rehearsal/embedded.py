"""Starts the rehearsal tenant as a process of its own, or joins the one that already runs.

The emulator is reached through its command line and its socket only: it is an independent witness.

Source: ADR-0007
"""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sharepoint_gate.errors import GraphError, RunInProgressError, SettingsError, StoreError
from sharepoint_gate.rehearsal.admin import AdminClient
from sharepoint_gate.rehearsal.clock import EmbeddedClock
from sharepoint_gate.rehearsal.ready import AppSecret, Ready, is_alive, read_file, read_line

LOG = "emulator.log"
_HELD = "another process holds"
_READY_WITHIN = 60.0
_ENDS_WITHIN = 15.0
_PRIVATE = 0o700


@dataclass(slots=True)
class EmbeddedTenant:
    """A rehearsal tenant that answers.

    Attributes:
        started: Whether this process started it; then it ends with ``close`` or with this process.
    """

    base_url: str
    authority: str
    tenant_id: str
    ca_file: Path
    admin_url: str
    apps: dict[str, AppSecret]
    started: bool
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def client_id(self) -> str:
        """The reconciler's application id."""
        return self.apps["reconciler"].client_id

    @property
    def client_secret(self) -> str:
        """The reconciler's secret."""
        return self.apps["reconciler"].client_secret

    @property
    def admin(self) -> AdminClient:
        """The tenant's admin API."""
        return AdminClient(self.admin_url, self.ca_file)

    def clock(self) -> EmbeddedClock:
        """Return the tenant's clock."""
        return EmbeddedClock(self.admin)

    def plant(self, acts: Sequence[Any]) -> None:
        """Let people do things in the tenant, in order: acts as in a seed document."""
        self.admin.plant(list(acts))

    def close(self) -> None:
        """End the tenant if this process started it; one that was joined goes on."""
        if self._process is not None:
            _end(self._process)
            self._process = None


def attach_or_start(state_dir: Path, seed_path: Path | None = None) -> EmbeddedTenant:
    """Join the rehearsal tenant of a state folder, or start it.

    Args:
        state_dir: The gate's state; the tenant lies in its folder ``tenant``.
        seed_path: What an empty tenant begins with; a tenant that exists keeps what it is.

    Raises:
        SettingsError: The seed does not exist.
        StoreError: The folder cannot be made or read.
        GraphError: The emulator ends before it is ready, or does not answer.
        RunInProgressError: Another process holds the tenant and cannot be joined.
    """
    folder = private_folder(state_dir) / "tenant"
    private_folder(folder)
    try:
        return _join(folder) or _start(folder, seed_path)
    except GraphError as error:  # another command may have started it at the same moment
        joined = _join(folder)
        if joined is not None:
            return joined
        if _HELD in error.why:
            raise _held() from error
        raise


def _held() -> RunInProgressError:
    return RunInProgressError(
        "Another command is just starting or leaving the rehearsal tenant.",
        why="it runs in one process at a time",
        mend="Wait until that command has ended and run this one again, or keep the tenant up with "
        "`sharepoint-gate emulator` in a window of its own.",
    )


def private_folder(folder: Path) -> Path:
    """Return a folder that only this account can look into, made where need be.

    Raises:
        StoreError: It cannot be made, or belongs to somebody else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        folder.chmod(_PRIVATE)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} cannot be made or kept private.",
            why=error.strerror or str(error),
            mend="Let the account that runs the gate own it, or name another state folder in the settings.",
        ) from error
    return folder


def _join(folder: Path) -> EmbeddedTenant | None:
    ready = read_file(folder)
    if ready is None or not is_alive(ready.pid):
        return None
    tenant = _tenant(ready, None)
    try:
        AdminClient(tenant.admin_url, tenant.ca_file, timeout=5.0).get("clock")
    except (GraphError, OSError):  # the id belongs to another process by now
        return None
    return tenant


def _start(folder: Path, seed_path: Path | None) -> EmbeddedTenant:
    if seed_path is not None and not seed_path.is_file():
        raise SettingsError(
            f"What the rehearsal tenant begins with, {seed_path}, does not exist.",
            why="the settings name it under demo_tenant",
            mend="Correct demo_tenant under [files], or restore the file.",
        )
    seed = ["--seed", str(seed_path)] if seed_path else []
    command = [sys.executable, "-m", "graph_emulator", "--port", "0", "--data", str(folder), *seed]
    with _log(folder).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell, arguments from the settings
            [*command, "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the gate, which still needs its tenant to clean up
        )
    try:
        return _tenant(read_line(_first_line(process, folder)), process)
    except BaseException:
        _end(process)
        raise


def _log(folder: Path) -> Path:
    log = folder / LOG
    log.touch(mode=0o600)
    return log


def _first_line(process: "subprocess.Popen[bytes]", folder: Path) -> bytes:
    """Return the ready line; a tenant that is not ready in time is ended, which ends the reading too."""
    watchdog = threading.Timer(_READY_WITHIN, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline() if process.stdout else b""
    finally:
        watchdog.cancel()
    if line:
        return line
    process.wait(_ENDS_WITHIN)
    raise GraphError(
        "The rehearsal tenant ended before it was ready.",
        why=_last_words(folder) or f"exit status {process.returncode}",
        mend=f"Mend what it says; its whole log is {folder / LOG}.",
    )


def _last_words(folder: Path) -> str:
    lines = (folder / LOG).read_text(errors="replace").strip().splitlines()
    return "\n".join(lines[-15:])


def _tenant(ready: Ready, process: "subprocess.Popen[bytes] | None") -> EmbeddedTenant:
    return EmbeddedTenant(
        base_url=ready.base_url,
        authority=ready.authority,
        tenant_id=ready.tenant_id,
        ca_file=Path(ready.ca_file),
        admin_url=ready.admin_url,
        apps=dict(ready.apps),
        started=process is not None,
        _process=process,
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close its standard input, which tells it to end; kill it by its handle when it does not."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
