"""The small partnership's tenant and the gate's memory, both of which can go back to Friday night."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.harness import Rehearsal


@dataclass(frozen=True, slots=True)
class Weekends:
    """One process of the emulator that has many weekends.

    Attributes:
        scene: Its rehearsal.
        memory: A copy of everything that the gate kept after the quiet night: database, keys, signed heads.
    """

    scene: Rehearsal
    memory: Path

    @classmethod
    def begin(cls, folder: Path, *, mail: bool = False) -> "Weekends":
        """Start the tenant and spend the quiet night; ``mail`` says whether letters go."""
        scene = Rehearsal(folder, "small", in_process=True, mail=mail)
        scene.prepare()
        scene.start()
        scene.gate("reconcile")
        memory = folder / "memory"
        shutil.copytree(scene.state, memory, ignore=shutil.ignore_patterns("tenant"))
        return cls(scene, memory)

    def again(
        self, quirks: Mapping[str, Any] | None = None, acts: Iterable[Mapping[str, object]] = ()
    ) -> Rehearsal:
        """Return the tenant after its weekend, which happened under these quirks.

        Args:
            quirks: What differs in the tenant, from before the weekend on.
            acts: What else happened, after the weekend's own acts.
        """
        self.friday()
        self._ask("PUT", "/quirks", dict(quirks or {}))
        self.scene.weekend()
        self.scene.plant(list(acts))
        return self.scene

    def roles(self) -> list[str]:
        """Return what the gate's application may do by the tenant's seed."""
        return list(self._seed()["apps"]["reconciler"]["roles"])

    def friday(self) -> Rehearsal:
        """Return the tenant as it is right after its quiet night."""
        self._ask("DELETE", "/faults")
        self._ask("POST", "/reset")
        for name, app in self._seed()["apps"].items():
            self._ask("POST", "/apps", {"name": name, **app})
        self._forget()
        return self.scene

    def _ask(self, method: str, path: str, body: object = None) -> None:
        answer = self.scene.admin(method, path, body)
        assert answer.status < 300, answer

    def _seed(self) -> Any:
        return yaml.safe_load(next(self.scene.files.glob("*-tenant.yaml")).read_text())

    def _forget(self) -> None:
        forget(self.scene.state)
        shutil.copytree(self.memory, self.scene.state, dirs_exist_ok=True)


def forget(state: Path) -> None:
    """Remove everything from a state folder but the tenant, which is somebody else's."""
    for path in state.iterdir():
        if path.name == "tenant":
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
