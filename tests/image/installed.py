"""The program as it is installed: outside the clone, in folders that it may not write, as nobody special."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.image.dockerfile import ROOT

NOBODY = 10001
_KEPT = ("LANG",)
_NO_RIGHTS = ("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation and a working folder beside it.

    Attributes:
        python: The interpreter that has the program.
        folder: Holds a copy of the shipped settings, and takes the state.
        env: What its environment holds beside the least.
    """

    python: Path
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def prepare(self, partnership: str = "demo") -> None:
        """Copy the shipped settings, readable and no more; give the folder for state to whoever runs it."""
        shutil.copytree(ROOT / "config", self.folder / "config")
        settings = self.folder / "config" / "gate.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text if partnership == "demo" else as_saltmere(text), encoding="utf-8")
        (self.folder / "state").mkdir()
        if os.geteuid() == 0 and is_open_to_all(self.python):
            os.chown(self.folder / "state", NOBODY, NOBODY)
        close(self.folder / "config")

    def run(self, *words: str, wanted: int = 0) -> str:
        """Run the program with some words; return what it prints."""
        done = self.call([str(self.python), "-m", "sharepoint_gate", *words])
        assert done.returncode == wanted, f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr
        return done.stdout

    def call(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run a command with the rights and the surroundings that the container gives."""
        return subprocess.run(
            [*as_nobody(self.python), *command],
            capture_output=True,
            text=True,
            cwd=self.folder / "state",
            env=self.surroundings(),
            check=False,
            timeout=300,
        )

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the program, in the same way, and leave it running."""
        return subprocess.Popen(
            [*as_nobody(self.python), str(self.python), "-m", "sharepoint_gate", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder / "state",
            env=self.surroundings(),
        )

    def surroundings(self) -> dict[str, str]:
        """Return the whole environment: the least, and what this installation adds."""
        least = {key: os.environ[key] for key in _KEPT if key in os.environ}
        places = {
            "PATH": f"{self.python.parent}:/usr/bin:/bin",
            "HOME": str(self.folder / "state"),
            "TMPDIR": str(self.folder / "state"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SHAREPOINT_GATE_STATE_DIR": str(self.folder / "state"),
            "SHAREPOINT_GATE_CONFIG": str(self.folder / "config" / "gate.toml"),
        }
        return {**least, **places, **self.env}


def as_nobody(python: Path) -> list[str]:
    """Return the words before a command that take root's rights from it; none where there are none to take.

    A Python that lies in a closed home cannot be started under another number; root without any capability is
    then bound by the modes of files like everybody else.
    """
    if os.geteuid() != 0:
        return []
    number = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    return ["setpriv", *(number if is_open_to_all(python) else []), *_NO_RIGHTS]


def is_open_to_all(program: Path) -> bool:
    """Tell whether every account can start a program: it and each folder above it let others through."""
    real = program.resolve()
    return all(path.stat().st_mode & 0o001 for path in (real, *real.parents, *program.absolute().parents))


def a_python() -> Path:
    """Return a Python of this version that every account can start, or else this one."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = [Path(folder) / name for folder in ("/usr/local/bin", "/usr/bin")]
    usable = [path for path in (Path(sys.executable), *found) if path.exists() and is_open_to_all(path)]
    return usable[0] if usable else Path(sys.executable)


def as_saltmere(text: str) -> str:
    """Return the shipped settings, pointed at the smaller of the two partnerships."""
    names = {"demo/westmarsh": "small/saltmere", "demo/": "small/", "@westmarsh": "@saltmere"}
    for name, other in names.items():
        text = text.replace(name, other)
    return text


def close(folder: Path) -> None:
    """Let everybody read a folder and nobody write it."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o555 | 0o444 | (0o111 if path.is_dir() else 0))


def opened(folder: Path) -> None:
    """Give a closed folder back, so that it can be removed."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
