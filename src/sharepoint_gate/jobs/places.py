"""Places: where a file lies at the moment before somebody is let in.

A plan is made from a look that is some minutes old. A file that was moved since would be given to people who
were chosen for its old folder.
"""

from sharepoint_gate.access.changes import GrantReaders
from sharepoint_gate.access.moves import folder_of
from sharepoint_gate.errors import GraphError
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader

MOVED = "the file was moved after the plan was made; the next run judges it by its new folder"
NOT_FOUND_OUT = "where the file lies now could not be read, and nobody is let in by an old look"


async def why_not_there(reader: TenantReader, site: ChannelSite, change: GrantReaders) -> str:
    """Return why a file must not be given now; empty when it lies where the plan says."""
    try:
        path = await reader.place(site.drive_id, change.item_id)
    except GraphError as error:
        return f"{NOT_FOUND_OUT}: {error.what}"
    return "" if folder_of(path) == folder_of(change.path) else MOVED
