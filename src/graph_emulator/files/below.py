"""The items with permissions of their own, by each folder above them."""

from graph_emulator.files.models import Item, Scope
from graph_emulator.kernel.state import Record, State


class Below:
    """Begins when it is asked for the first time, and follows every move from then on."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._begun = False
        self._under: dict[str, set[str]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}

    def put(self, record: Record, _before: Record | None) -> None:
        """Note a scope, or that an item may lie elsewhere now, with the scopes below it."""
        if not self._begun:
            return
        if isinstance(record, Scope):
            self._add(record.id)
        elif isinstance(record, Item) and record.id in self._under and self._has_moved(record):
            for scope_id in list(self._under[record.id]):
                self._take(scope_id)
                self._add(scope_id)

    def drop(self, record: Record) -> None:
        """Forget a scope."""
        if isinstance(record, Scope):
            self._take(record.id)

    def clear(self) -> None:
        """Forget everything, and begin anew when asked again."""
        self._begun = False
        self._under, self._chains = {}, {}

    def scope_ids(self, item_id: str) -> list[str]:
        """Return the ids of the items below this one that have a scope, in order."""
        if not self._begun:
            self.clear()
            self._begun = True
            for scope in self._state.every(Scope):
                self._add(scope.id)
        return sorted(self._under.get(item_id, set()) - {item_id})

    def _add(self, scope_id: str) -> None:
        if scope_id in self._chains:
            return
        chain = self._chains[scope_id] = self._above(scope_id)
        for above in chain:
            self._under.setdefault(above, set()).add(scope_id)

    def _take(self, scope_id: str) -> None:
        for above in self._chains.pop(scope_id, ()):
            under = self._under[above]
            under.discard(scope_id)
            if not under:
                del self._under[above]

    def _above(self, item_id: str) -> tuple[str, ...]:
        """Return the item itself and everything above it."""
        chain, here = [item_id], self._state.get(Item, item_id)
        while here is not None and here.parent_id is not None:
            chain.append(here.parent_id)
            here = self._state.get(Item, here.parent_id)
        return tuple(chain)

    def _has_moved(self, item: Item) -> bool:
        chain = self._chains[next(iter(self._under[item.id]))]
        at = chain.index(item.id) + 1
        return (chain[at] if at < len(chain) else None) != item.parent_id
