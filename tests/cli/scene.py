"""A working folder with the shipped small partnership, and the command line at its door."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from sharepoint_gate.cli.group import gate
from tests.e2e.harness import ROOT, Rehearsal, Spoken

SETTINGS = "config/gate.toml"
ROSTER = "config/small/roster.yaml"
PROCESSES = "config/processes.yaml"
VERSIONS = "config/agreement/versions.yaml"
ACCEPTANCES = "config/small/acceptances.yaml"


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder in which commands are given; it is the working folder of the test."""

    folder: Path

    @property
    def state(self) -> Path:
        """Where the gate keeps its state."""
        return self.folder / ".sharepoint-gate"

    def say(self, *words: str, wanted: int | None = None) -> Spoken:
        """Give a command in this process; it must end by itself, without a traceback or a crash file."""
        answer = CliRunner().invoke(gate, words, prog_name="sharepoint-gate")
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        spoken = Spoken(answer.exit_code, answer.stdout, answer.stderr)
        assert wanted is None or spoken.code == wanted, spoken
        assert "Traceback" not in spoken.err
        assert not [*self.state.glob("crash-*")]
        return spoken

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file anew."""
        data = text.encode() if isinstance(text, str) else text
        (self.folder / name).write_bytes(data)

    def change(self, name: str, old: str, new: str) -> None:
        """Change one place of a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def make_folder_of(self, name: str) -> None:
        """Put a folder where a file was."""
        (self.folder / name).unlink()
        (self.folder / name).mkdir()

    @property
    def has_no_tenant(self) -> bool:
        """Whether no rehearsal tenant was started, nor a database made."""
        return not self.state.exists()


def prepare(folder: Path) -> Scene:
    """Copy the shipped configuration and point it at the small partnership."""
    shutil.copytree(ROOT / "config", folder / "config")
    settings = folder / SETTINGS
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("demo/westmarsh", "small/saltmere").replace("demo/", "small/"))
    return Scene(folder)


def as_real_tenant(scene: Scene, tenant: Rehearsal, **changes: str) -> None:
    """Write settings that name a running emulator as a tenant like any other.

    Args:
        scene: Where the settings are written.
        tenant: The emulator.
        changes: Keys of the section ``[tenant]`` that are to be otherwise; an empty one is left out.
    """
    ready = tenant.ready
    application: Mapping[str, Any] = ready["apps"]["reconciler"]
    scene.write("secret", application["client_secret"])
    keys = {
        "tenant_id": ready["tenant_id"],
        "client_id": application["client_id"],
        "client_secret_file": str(scene.folder / "secret"),
        "authority": ready["authority"],
        "base_url": ready["base_url"],
        "ca_file": ready["ca_file"],
    } | changes
    _as_tenant(scene, {key: value for key, value in keys.items() if value})


def writes(tenant: Rehearsal) -> int:
    """Count what the gate has ever tried to change in a tenant."""
    return sum(1 for one in tenant.journal() if one["write"] and one["app"] == "reconciler")


def as_closed_tenant(scene: Scene) -> None:
    """Write settings that name a real tenant at a port where nobody listens."""
    scene.write("secret", "of no use")
    closed = "https://127.0.0.1:9"
    number = "00000000-0000-0000-0000-000000000000"
    _as_tenant(
        scene,
        {
            "tenant_id": number,
            "client_id": number,
            "client_secret_file": str(scene.folder / "secret"),
            "authority": f"{closed}/{number}",
            "base_url": closed,
        },
    )


def _as_tenant(scene: Scene, keys: Mapping[str, str]) -> None:
    settings = (scene.folder / SETTINGS).read_text(encoding="utf-8").replace('tenant = "embedded"\n', "")
    section = "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
    scene.write(SETTINGS, f"{settings}\n[tenant]\n{section}\n")
