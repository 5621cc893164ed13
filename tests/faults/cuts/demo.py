"""The demo tenant on the Monday morning before its mending night, put back as often as it is asked for."""

import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.points import Kind, Point

SEED = 20260330
# How many more of each kind are drawn, besides the first and the last of each name.
DRAWN = {Kind.ANSWER: 4, Kind.BEFORE: 8, Kind.AFTER: 4, Kind.READ: 3}


@dataclass(frozen=True, slots=True)
class Monday:
    """Westmarsh after its weekend, and what the administrator put right.

    Attributes:
        kept: The whole folder as it was then: tenant, settings and what the gate remembers.
    """

    scene: Rehearsal
    kept: Path

    @classmethod
    def begin(cls, folder: Path) -> "Monday":
        """Spend the quiet night and the weekend once."""
        scene = Rehearsal(folder / "live", in_process=True, mail=True)
        scene.prepare()
        scene.start()
        scene.gate("reconcile")
        scene.weekend()
        scene.repair()
        scene.stop()
        return cls(scene, Path(shutil.copytree(scene.folder, folder / "kept")))

    def again(self) -> Rehearsal:
        """Start the tenant from a copy: what the emulator keeps is durable, and nobody holds the copy."""
        if self.scene.process is not None:
            self.scene.kill()
        shutil.rmtree(self.scene.folder)
        shutil.copytree(self.kept, self.scene.folder)
        self.scene.start()
        return self.scene


def strata(
    writes: Iterable[str], labels: Iterable[str], passed: Mapping[str, int]
) -> Mapping[str, list[Point]]:
    """Return the first and the last of each kind of write and of durable step, and some drawn by a seed."""
    draw = random.Random(SEED)  # noqa: S311 - the same points each time
    drawn = [
        Point(kind, number)
        for kind, many in DRAWN.items()
        for number in sorted(draw.sample(range(1, passed[kind] + 1), many))
    ]
    return {
        "writes": list(_ends(Kind.ANSWER, writes)),
        "records": list(_ends(Kind.AFTER, labels)),
        "drawn": drawn,
    }


def _ends(kind: Kind, names: Iterable[str]) -> Iterator[Point]:
    for name, count in Counter(names).items():
        yield from (Point(kind, number, name) for number in sorted({1, count}))
