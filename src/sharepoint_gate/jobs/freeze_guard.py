"""The guard of a run: nothing is given to anybody who was frozen while the run went on.

A freeze does not wait for a run, and a run does not wait for a freeze. That nobody frozen keeps access all
the same follows from the order in which both write and look:

- A run writes down its intent, then asks here, then sends the request (`jobs/write_item.py`).
- A freeze writes itself down, then waits for every such intent that has no outcome yet, then reads afresh and
  takes away what it finds (`jobs/freeze.py`).

Where the run asks after the freeze was written down, it is told, and sends nothing. Where it asked before,
its intent stood in the trail before the freeze did: the freeze sees the intent, and its last look comes after
the outcome. A run that was killed between request and outcome is no exception: its intent stays open, and the
freeze says so instead of calling itself done. After each grant the run asks once more and takes back what it
gave, so that a freeze rarely has to wait (ADR-0014).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.freezes_checks import barred
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.errors import ConflictError
from sharepoint_gate.ports.store import MemoryStore

Barred = Callable[[ItemId | None, Iterable[ObjectId]], frozenset[ObjectId]]
FROZEN_MEANWHILE = "somebody was frozen while the run went on, so that nothing is given here"


@dataclass(frozen=True, slots=True)
class Guard:
    """Asks for the freezes in force at the moment of each question.

    Attributes:
        world: The picture that the plan was made from: whose accounts these are.
    """

    world: World
    memory: MemoryStore

    def __call__(self, item: ItemId | None, people: Iterable[ObjectId]) -> frozenset[ObjectId]:
        """Return those among people to whom nothing may be given on an item, or in the channel (None)."""
        return barred(self.world, self.memory.freezes(), item, people)


def nobody(_item: ItemId | None, _people: Iterable[ObjectId]) -> frozenset[ObjectId]:
    """Bar nobody."""
    return frozenset()


def refuse(whom: Barred, item: ItemId | None, people: Iterable[ObjectId]) -> None:
    """Refuse to send a request that would give something to somebody who is frozen by now.

    Raises:
        ConflictError: Somebody is.
    """
    if whom(item, people):
        raise ConflictError("This was not sent.", why=FROZEN_MEANWHILE)
