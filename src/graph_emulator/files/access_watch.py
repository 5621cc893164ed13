"""Who gained and who lost access by one write, for the journal.

Up to a thousand items are told one by one. Where more lie below what was written, only the item at the top
is told and each one below it that has a scope of its own: everything else inherits from one of these.
"""

from itertools import islice

from graph_emulator.files import effective, scopes, tree
from graph_emulator.files.existing_access import shared_item
from graph_emulator.files.models import Drive, Item
from graph_emulator.files.named_places import list_top, site_in
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.journal import AccessChange
from graph_emulator.kernel.routes import Call
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel

Reach = dict[str, dict[str, str]]
_MOST_ONE_BY_ONE = 1000
_SETTINGS = "/admin/sharepoint/settings"
_PEOPLE = frozenset({"user", "group"})


class FilesWatch:
    """Compares the effective access to what a write touches, and to everything below it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._before: Reach = {}

    def begin(self, call: Call | None) -> None:
        """Note who reaches the item that the request names, and what lies below it.

        A change that no request makes can be anywhere, and so can one of the tenant's settings: then all
        libraries are noted.
        """
        everywhere = call is None or call.route.template == _SETTINGS
        tops = every_top(self.state) if call is None or everywhere else tops_of(self.state, call.params)
        self._before = reach_below(self.state, tops)

    def changes(self) -> tuple[list[AccessChange], list[AccessChange]]:
        """Return what was gained and what was lost since `begin`."""
        new = _worth_telling(
            self.state, [one for one in self.state.touched.values() if isinstance(one, Item)]
        )
        known = [self.state.get(Item, item_id) for item_id in self._before]
        after = effective.reach_of_all(self.state, (item for item in (*known, *new) if item is not None))
        return access_changes(self._before, after)


def _worth_telling(state: State, items: list[Item]) -> list[Item]:
    """Return which of the items that a write touched are told.

    Where there are very many, those are left out that inherit from others of them.
    """
    if len(items) <= _MOST_ONE_BY_ONE:
        return items
    ids = {item.id for item in items}
    return [item for item in items if item.parent_id not in ids or scopes.own_scope(state, item) is not None]


def tops_of(state: State, params: dict[str, str]) -> list[Item]:
    """Return the items at the top of what a request may change: none, when it names nothing that stands."""
    try:
        if "share" in params:
            return [shared_item(state, params["share"])]
        if "drive" in params and "item" in params:
            return [tree.item_at(state, params["drive"], params["item"])]
        if "list" in params:
            return [list_top(state, site_in(state, params), params["list"])]
        if params.keys() & _PEOPLE:
            return every_top(state)
    except GraphFault:
        return []
    return [top for channel in _channels(state, params) for top in _library_top(state, channel)]


def _channels(state: State, params: dict[str, str]) -> list[Channel]:
    """Return the channel that a request names, or all channels of the team that it names."""
    if "channel" in params:
        channel = state.get(Channel, params["channel"])
        return [channel] if channel is not None else []
    return [channel for channel in state.every(Channel) if channel.team_id == params.get("team")]


def _library_top(state: State, channel: Channel) -> list[Item]:
    drive = state.get(Drive, channel.drive_id) if channel.drive_id else None
    return [tree.item_named(state, drive.id, "root")] if drive is not None else []


def reach_below(state: State, tops: list[Item]) -> Reach:
    """Return who reaches these items and each item below them."""
    return effective.reach_of_all(state, (item for top in tops for item in _told(state, top)))


def _told(state: State, top: Item) -> list[Item]:
    """Return the items that a journal entry names, of those at and below this one."""
    every = list(islice(tree.subtree(state, top), _MOST_ONE_BY_ONE + 1))
    if len(every) <= _MOST_ONE_BY_ONE:
        return every
    return [top, *(below for below, _ in scopes.scopes_below(state, top))]


def every_top(state: State) -> list[Item]:
    """Return the top of every library."""
    return [tree.item_named(state, drive.id, "root") for drive in state.every(Drive)]


def reach_everywhere(state: State) -> Reach:
    """Return who reaches each item of each library."""
    return reach_below(state, every_top(state))


def access_changes(before: Reach, after: Reach) -> tuple[list[AccessChange], list[AccessChange]]:
    """Return the differences between two pictures of who reaches what.

    Returns:
        What was gained and what was lost. A role that changed is lost as it was and gained as it is.
    """
    gained, lost = [], []
    for item_id in before.keys() | after.keys():
        was, now = before.get(item_id, {}), after.get(item_id, {})
        gained += _more(item_id, now, was)
        lost += _more(item_id, was, now)
    return sorted(gained, key=_order), sorted(lost, key=_order)


def _more(item_id: str, one: dict[str, str], other: dict[str, str]) -> list[AccessChange]:
    return [
        {"person": person, "item": item_id, "role": role}
        for person, role in one.items()
        if other.get(person) != role
    ]


def _order(change: AccessChange) -> tuple[str, str]:
    return change["item"], change["person"]
