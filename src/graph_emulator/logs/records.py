"""Records of the unified audit log about SharePoint, and whom they name.

Source: purview:office-365-management-activity-api-schema#base
Source: purview:office-365-management-activity-api-schema#sharepoint
"""

from typing import Any, ClassVar
from urllib.parse import quote, unquote

import msgspec

from graph_emulator.directory.models import User
from graph_emulator.files import tree
from graph_emulator.files.item_shapes import library_url
from graph_emulator.files.models import Drive, Item, Site
from graph_emulator.kernel.routes import AppPrincipal, Principal, UserPrincipal
from graph_emulator.kernel.state import Record, State
from graph_emulator.logs.keeping import make_room

SHAREPOINT, FILES, SHARING = 4, 6, 14
TYPE_NAMES = {
    SHAREPOINT: "SharePoint",
    FILES: "SharePointFileOperation",
    SHARING: "SharePointSharingOperation",
}
_REGULAR, _SYSTEM, _APPLICATION, _GUEST = ("Regular", 0), ("System", 4), ("Application", 5), ("Guest", 0)
_ADDRESS = "127.0.0.1"


class AuditRecord(Record, kw_only=True, frozen=True, gc=False, array_like=True):  # type: ignore[misc] # of msgspec
    """One record, small since there may be very many.

    `text` is `data` as JSON; `access` names the person and the file of an access, and is empty otherwise.
    """

    kind: ClassVar[str] = "audit-record"

    at: str
    record_type: int
    operation: str
    service: str
    user_id: str
    user_type: str
    upn: str
    object_id: str
    text: str
    access: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """The part that each workload has its own schema for."""
        data: dict[str, Any] = msgspec.json.decode(self.text)
        return data

    @property
    def address(self) -> str:
        """The address that the request came from: the emulator is on loopback only."""
        return _ADDRESS


class Event(msgspec.Struct, kw_only=True, frozen=True):
    """What happened, before it is known who did it.

    Attributes:
        operation: The operation's name.
        record_type: Which of the record types it is.
        place: The item or site that it happened to.
        more: Properties of this operation.
    """

    operation: str
    record_type: int
    place: Item | Site
    more: dict[str, Any] = {}


def write_record(state: State, caller: Principal | None, event: Event) -> AuditRecord:
    """Write what happened into the audit log, in the name of whoever did it."""
    who = _actor(state, caller)
    id_ = state.ids.guid("audit-record")
    place = _place(state, event.place)
    data = {
        "CreationTime": state.clock.stamp().removesuffix("Z"),
        "Id": id_,
        "Operation": event.operation,
        "OrganizationId": state.tenant_id,
        "RecordType": event.record_type,
        "Version": 1,
        "Workload": "SharePoint",
        "ClientIP": _ADDRESS,
        "EventSource": "SharePoint",
        **who,
        **place,
        **event.more,
    }
    kind = data.pop("UserTypeName")
    record = AuditRecord(
        id=id_,
        at=state.clock.stamp(),
        record_type=event.record_type,
        operation=event.operation,
        service="SharePoint",
        user_id=str(data["UserId"]),
        user_type=kind,
        upn=str(data["UserId"]),
        object_id=str(data["ObjectId"]),
        text=msgspec.json.encode(data).decode(),
        access=access_key(caller, event.place) if event.operation == "FileAccessed" else "",
    )
    state.put(record)
    make_room(state, AuditRecord)
    return record


def access_key(caller: Principal | None, place: Item | Site) -> str:
    """Return what names one person's accesses of one file; empty for anybody else."""
    if not isinstance(caller, UserPrincipal) or not isinstance(place, Item):
        return ""
    return f"{caller.user_id} {place.guid}"


def _actor(state: State, caller: Principal | None) -> dict[str, Any]:
    if caller is None:
        return _named("SHAREPOINT\\system", "SHAREPOINT\\system", _SYSTEM)
    if isinstance(caller, AppPrincipal):
        key = f"i:0i.t|00000003-0000-0ff1-ce00-000000000000|{caller.client_id}@{state.tenant_id}"
        named = _named("app@sharepoint", key, _APPLICATION)
        return {**named, "ApplicationId": caller.client_id, "ApplicationDisplayName": caller.name}
    user = state.get(User, caller.user_id)
    name = user.upn if user else caller.user_id
    kind = _GUEST if user is not None and user.user_type == "Guest" else _REGULAR
    client = {"ApplicationId": caller.client_id} if caller.client_id else {}
    return {**_named(name, f"i:0h.f|membership|{caller.user_id}", kind), **client}


def _named(user_id: str, key: str, kind: tuple[str, int]) -> dict[str, Any]:
    return {"UserId": user_id, "UserKey": key, "UserTypeName": kind[0], "UserType": kind[1]}


def _place(state: State, place: Item | Site) -> dict[str, Any]:
    if isinstance(place, Site):
        url = f"https://{place.host}/{place.path}"
        return {"ObjectId": url, "SiteUrl": url, "Site": place.id.split(",")[1], "ItemType": "Web"}
    drive = state.get(Drive, place.drive_id)
    site = state.get(Site, drive.site_id) if drive else None
    if site is None:
        return {"ObjectId": place.id}
    path = tree.path_of(state, place)
    library = library_url(site)
    root = f"https://{site.host}/{site.path}/"
    above = unquote(library.removeprefix(root)) + (f"/{path.rpartition('/')[0]}" if "/" in path else "")
    return {
        "ObjectId": library + (f"/{quote(path)}" if path else ""),
        "SiteUrl": root,
        "Site": site.id.split(",")[1],
        "ItemType": "Folder" if place.is_container else "File",
        "ListItemUniqueId": place.guid,
        "SourceRelativeUrl": above,
        "SourceFileName": place.name,
        "SourceFileExtension": place.name.rpartition(".")[2] if "." in place.name else "",
    }
