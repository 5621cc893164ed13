"""The tenant's records: in memory for reading, noted as touched for the store, found again by index."""

from collections.abc import Callable, Collection, Iterable
from typing import ClassVar, Protocol, TypeVar

import msgspec

from graph_emulator.kernel.clock import TenantClock
from graph_emulator.kernel.ids import IdSource
from graph_emulator.kernel.quirks import Quirks
from graph_emulator.kernel.throttle import Throttle

Touched = dict[tuple[str, str], "Record | None"]


class Record(msgspec.Struct, kw_only=True):
    """One thing that the tenant remembers; a subclass names its `kind`, which is its place in the store.

    Change a record's fields and `put` it, in the same request; a record that is not put is not stored.
    """

    kind: ClassVar[str] = ""

    id: str

    def share(self, pool: "Pool") -> None:
        """Take what many records of this kind have in common from a pool, so that it is held once.

        The store calls it for each record that it reads; a kind with few records need not bother.
        """


Pool = dict[object, object]
"""Values by themselves; whoever looks one up gets the one that was there first."""

R = TypeVar("R", bound=Record)


class Keeper(Protocol):
    """Something that is kept in step with the records of one kind or several."""

    def put(self, record: Record, before: Record | None) -> None:
        """Note a record, and what it was; that is the same object where records are changed in place."""

    def drop(self, record: Record) -> None:
        """Forget a record."""

    def clear(self) -> None:
        """Forget every record."""


K = TypeVar("K", bound=Keeper)


class Index:
    """Records of one kind, found by a key that is worked out from each; None keeps a record out."""

    def __init__(self, key: Callable[[Record], str | None]) -> None:
        self.key = key
        self.places: dict[str, dict[str, Record]] = {}
        self.held: dict[str, str] = {}

    def put(self, record: Record, _before: Record | None = None) -> None:
        """Note a record under its key, and forget it under the key that it had before."""
        key = self.key(record)
        old = self.held.get(record.id)
        if old is not None and old != key:
            self.drop(record)
        if key is not None:
            self.places.setdefault(key, {})[record.id] = record
            self.held[record.id] = key

    def drop(self, record: Record) -> None:
        """Forget a record."""
        old = self.held.pop(record.id, None)
        if old is not None:
            self.places[old].pop(record.id, None)
            if not self.places[old]:
                del self.places[old]

    def clear(self) -> None:
        """Forget every record."""
        self.places.clear()
        self.held.clear()


class State:
    """Everything that the tenant remembers.

    Attributes:
        ids: Where every new id comes from.
        clock: The tenant's instant.
        quirks: The switches that are set.
        host: The SharePoint host name, for example westmarsh.sharepoint.example.
        tenant_id: The directory's GUID.
        throttle: What was used of each published limit.
        touched: What was put (the record) or dropped (None) since the store took it over.
    """

    def __init__(self, *, ids: IdSource, clock: TenantClock, quirks: Quirks | None = None) -> None:
        self.ids = ids
        self.clock = clock
        self.quirks = quirks or Quirks()
        self.throttle = Throttle()
        self.host = "contoso.sharepoint.example"
        self.tenant_id = ids.derived("tenant", "id")
        self.touched: Touched = {}
        self._records: dict[str, dict[str, Record]] = {}
        self._indexes: dict[str, dict[str, Index]] = {}
        self._keepers: dict[str, list[Keeper]] = {}
        self._kept: dict[type[Keeper], Keeper] = {}

    def put(self, record: Record) -> None:
        """Remember a record, new or changed."""
        self.load(record)
        self.touched[record.kind, record.id] = record

    def drop(self, record: Record) -> None:
        """Forget a record."""
        self.unload(record.kind, record.id)
        self.touched[record.kind, record.id] = None

    def get(self, kind: type[R], id: str) -> R | None:  # noqa: A002 - the seam's own word
        """Return a record by its id, or None."""
        record = self._records.get(kind.kind, {}).get(id)
        return record if isinstance(record, kind) else None

    def every(self, kind: type[R]) -> Collection[R]:
        """Return the records of one kind, in the order in which they were first put."""
        return self._records.get(kind.kind, {}).values()  # type: ignore[return-value] # filled by kind

    def last(self, kind: type[R]) -> R | None:
        """Return the record of one kind that was put first most lately, or None."""
        records = self._records.get(kind.kind)
        return next(reversed(records.values())) if records else None  # type: ignore[return-value] # filled by kind

    def add_index(self, kind: type[R], name: str, key: Callable[[R], str | None]) -> None:
        """Keep the records of one kind findable by a key; call it before the store is loaded.

        Args:
            kind: Which records.
            name: The index's name, for `find`.
            key: Works out a record's key; None keeps it out of the index.
        """
        index = Index(key)  # type: ignore[arg-type] # only records of this kind are put into it
        self._indexes.setdefault(kind.kind, {})[name] = index
        self._attach(kind, index)

    def add_keeper(self, keeper: Keeper, *kinds: type[Record]) -> None:
        """Keep something in step with the records of these kinds; `kept` finds it again by its class."""
        self._kept[type(keeper)] = keeper
        for kind in kinds:
            self._attach(kind, keeper)

    def kept(self, form: type[K]) -> K:
        """Return the keeper of a class."""
        keeper = self._kept[form]
        assert isinstance(keeper, form)  # noqa: S101 - it is filed under its own class
        return keeper

    def _attach(self, kind: type[Record], keeper: Keeper) -> None:
        self._keepers.setdefault(kind.kind, []).append(keeper)
        for record in self.every(kind):
            keeper.put(record, None)

    def find(self, kind: type[R], name: str, key: str) -> Iterable[R]:
        """Return the records of one kind with this key in the named index, oldest first."""
        place = self._indexes[kind.kind][name].places.get(key)
        return tuple(place.values()) if place else ()  # type: ignore[arg-type] # filled by kind

    def count(self, kind: type[R], name: str, key: str) -> int:
        """Return how many records of one kind have this key in the named index."""
        return len(self._indexes[kind.kind][name].places.get(key, ()))

    def newest(self, kind: type[R], name: str, key: str) -> R | None:
        """Return the record of one kind that got this key in the named index last, or None."""
        place = self._indexes[kind.kind][name].places.get(key)
        return next(reversed(place.values())) if place else None  # type: ignore[return-value] # filled by kind

    def load(self, record: Record) -> None:
        """Take over a record without noting it as touched."""
        records = self._records.get(record.kind)
        if records is None:
            records = self._records[record.kind] = {}
        before = records.get(record.id)
        records[record.id] = record
        for keeper in self._keepers.get(record.kind, ()):
            keeper.put(record, before)

    def unload(self, kind: str, id: str) -> None:  # noqa: A002 - the seam's own word
        """Let go of a record without noting it as touched."""
        record = self._records.get(kind, {}).pop(id, None)
        if record is not None:
            for keeper in self._keepers.get(kind, ()):
                keeper.drop(record)

    def clear(self) -> None:
        """Let go of every record, and keep the definitions of indexes and keepers."""
        self._records.clear()
        for keepers in self._keepers.values():
            for keeper in keepers:
                keeper.clear()
        self.touched.clear()
