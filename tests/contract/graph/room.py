"""What the tests of the room know of the tenant from the side: the emulator's own account of it."""

from dataclasses import replace
from typing import Any

from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.graph.config import ClientSecret, TenantConfig
from sharepoint_gate.graph.door import NOTHING
from sharepoint_gate.graph.tenant import GraphTenant, open_tenant
from sharepoint_gate.ports.tenant import ChannelSite
from sharepoint_gate.rehearsal import EmbeddedTenant

TEAM, CHANNEL = "Millbrook Safeguarding", "Case review"
AGENDA = "Case review/RR-2026-001/40-panel-pack/agenda.docx"
REPORT = "Case review/RR-2026-001/60-final-report/report.docx"


class Room:
    """The tenant from both sides."""

    def __init__(self, embedded: EmbeddedTenant) -> None:
        self.embedded = embedded
        self.admin = embedded.admin
        self.began = max((entry["n"] for entry in self.admin.get("journal")), default=0)

    def config(self, app: str = "reconciler", **changes: Any) -> TenantConfig:
        """Return the settings of one of the tenant's applications."""
        secret = self.embedded.apps[app]
        config = TenantConfig(
            tenant_id=self.embedded.tenant_id,
            client_id=secret.client_id,
            credential=ClientSecret(secret.client_secret),
            authority=self.embedded.authority,
            base_url=self.embedded.base_url,
            ca_file=self.embedded.ca_file,
            company="Millbrook",
        )
        return replace(config, **changes)

    def open(self, permit: WritePermit = NOTHING, app: str = "reconciler", **changes: Any) -> GraphTenant:
        """Open the tenant as one of its applications."""
        return open_tenant(self.config(app, **changes), self.embedded.clock(), permit)

    def items(self) -> dict[str, dict[str, Any]]:
        """Return every item of the channel's library by path, as the emulator itself tells it."""
        drives = [drive for drive in self.admin.get("state")["drives"] if self._is_channels(drive)]
        return {item["path"]: item for item in drives[0]["items"]}

    def _is_channels(self, drive: dict[str, Any]) -> bool:
        return any(item["path"].startswith("Case review") for item in drive["items"])

    def item(self, path: str) -> ItemId:
        """Return the id of an item."""
        return ItemId(self.items()[path]["id"])

    def person(self, key: str) -> ObjectId:
        """Return somebody's object id."""
        users = self.admin.get("state")["users"]
        return ObjectId(next(each["id"] for each in users if each["key"] == key))

    def journal(self, method: str = "") -> list[dict[str, Any]]:
        """Return what reached the tenant in this test, newest last."""
        entries = self.admin.get(f"journal?since={self.began}")
        return [entry for entry in entries if method in {"", entry["method"]}]

    def fault(self, route: str, kind: str, count: int = 1, nth: int = 1) -> None:
        """Let requests to a route go wrong."""
        self.admin.post("faults", {"route": route, "kind": kind, "count": count, "nth": nth})

    def can_read(self, key: str, path: str) -> dict[str, Any]:
        """Return somebody's effective access to an item, worked out apart from its permissions."""
        answer: dict[str, Any] = self.admin.get(f"access?person={key}&item={self.item(path)}")
        return answer


def permit(site: ChannelSite, items: dict[ItemId, ItemPermit] | None = None, **changes: Any) -> WritePermit:
    """Return a permit for the channel."""
    return replace(
        NOTHING,
        drive_id=site.drive_id,
        team_id=site.team_id,
        channel_id=site.channel_id,
        items=items or {},
        **changes,
    )


def naming(*people: ObjectId, **more: Any) -> ItemPermit:
    """Return what may be written on an item when these people may be named."""
    return ItemPermit(may_name=frozenset(people), **more)


def deleting(*permissions: PermissionId) -> ItemPermit:
    """Return what may be written on an item when these permissions may go."""
    return ItemPermit(may_delete=frozenset(permissions))
