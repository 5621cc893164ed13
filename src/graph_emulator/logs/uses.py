"""What people look at and take away: file accesses, downloads, and links that they use.

Source: purview:audit-log-activities#file-and-page-activities
"""

from datetime import timedelta

from graph_emulator.files import links, tree
from graph_emulator.files.existing_access import item_by_address
from graph_emulator.files.models import Item
from graph_emulator.kernel.clock import parse_instant
from graph_emulator.kernel.routes import Call, UserPrincipal
from graph_emulator.kernel.state import State
from graph_emulator.logs.records import FILES, SHARING, AuditRecord, Event, access_key, write_record

_AGAIN = timedelta(minutes=5)
_ITEM = "GET /drives/{drive}/items/{item}"
_USED = {"users": "SecureLinkUsed", "organization": "CompanyLinkUsed", "anonymous": "AnonymousLinkUsed"}


def note_use(call: Call) -> None:
    """Write what a person's reading of a file, or use of a link, leaves in the audit log."""
    if call.route.name == f"{_ITEM}/content":
        write_record(call.state, call.principal, _event(call, "FileDownloaded"))
    elif not isinstance(call.principal, UserPrincipal):
        return
    elif call.route.name == _ITEM:
        _accessed(call, call.principal, _event(call, "FileAccessed"))
    elif call.route.name == "GET /shares/{share}/driveItem":
        _opened(call, call.principal)


def _opened(call: Call, person: UserPrincipal) -> None:
    """Write that a link was used; an item's own address is no link, and opening it is a plain access."""
    own = item_by_address(call.state, call.params["share"])
    if own is not None:
        _accessed(call, person, Event(operation="FileAccessed", record_type=FILES, place=own))
        return
    link = links.link_by_share_id(call.state, call.params["share"])
    item = call.state.get(Item, link.item_id)
    if item is not None:
        more = {"UniqueSharingId": link.id}
        event = Event(operation=_USED[link.scope], record_type=SHARING, place=item, more=more)
        write_record(call.state, person, event)


def _event(call: Call, operation: str) -> Event:
    item = tree.item_at(call.state, call.params["drive"], call.params["item"])
    return Event(operation=operation, record_type=FILES, place=item)


def _accessed(call: Call, person: UserPrincipal, event: Event) -> None:
    """Write one access of a file by a person for every five minutes, as SharePoint does."""
    item = event.place
    if not isinstance(item, Item) or item.is_container:
        return
    last = call.state.newest(AuditRecord, "access", access_key(person, item))
    if last is None or call.state.clock.now() - parse_instant(last.at) >= _AGAIN:
        write_record(call.state, person, event)


def add_indexes(state: State) -> None:
    """Make the accesses of a file by a person findable."""
    state.add_index(AuditRecord, "access", lambda record: record.access or None)
