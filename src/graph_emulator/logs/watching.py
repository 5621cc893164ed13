"""Watches what each request changed, and writes both logs: the directory's, and the audit log of files."""

from collections.abc import Callable

from graph_emulator.directory.models import Application, Group, User
from graph_emulator.files.models import Item, Link, Scope, Site, SiteGroup
from graph_emulator.kernel.routes import Answer, Call, Principal
from graph_emulator.kernel.state import Record, State
from graph_emulator.logs.directory_changes import activities
from graph_emulator.logs.item_changes import Changes, events
from graph_emulator.logs.models import by_app, by_principal, note_activity
from graph_emulator.logs.records import write_record
from graph_emulator.logs.uses import note_use
from graph_emulator.memberships.models import Membership

_DIRECTORY = frozenset(each.kind for each in (User, Group, Membership, Application))
_FILES = frozenset(each.kind for each in (Item, Link, Scope, SiteGroup, Site))

Before = Callable[[str, str], Record | None]


class LogWriter:
    """Writes the logs, from what is touched when a request ends or a change becomes durable."""

    def __init__(self, state: State, before: Before) -> None:
        """Take note of where the records' last durable forms are found, by kind and id."""
        self._state = state
        self._before = before

    def observe(self, call: Call, _: Answer) -> None:
        """Write what a request did, in the name of its caller."""
        if call.route.write:
            self._write(call.principal, copied=call.route.name.endswith("/copy"))
        else:
            note_use(call)

    def settle(self) -> None:
        """Write what was changed by no request: by the admin API, by raw acts, by signing in."""
        self._write(None, copied=False)

    def _write(self, caller: Principal | None, *, copied: bool) -> None:
        by = by_principal(self._state, caller) if caller else by_app(self._state, "", "")
        for before, after in self._changes(_DIRECTORY).values():
            for activity in activities(self._state, by, before, after):
                note_activity(self._state, activity)
        for event in list(events(self._state, self._changes(_FILES), copied=copied)):
            write_record(self._state, caller, event)

    def _changes(self, kinds: frozenset[str]) -> Changes:
        touched = list(self._state.touched.items())
        return {
            (kind, id_): (self._before(kind, id_), record) for (kind, id_), record in touched if kind in kinds
        }
