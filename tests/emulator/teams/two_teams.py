"""A tenant of two teams, one shared channel, and people of another directory."""

from pathlib import Path
from typing import Any

from graph_emulator.memberships.models import Channel, Outsider, Team
from graph_emulator.memberships.sitegroups import members_of_site_group
from tests.emulator.directory.room import Room

SEED = Path(__file__).parent / "shared-tenant.yaml"
TYPE = "#microsoft.graph.aadUserConversationMember"
SHARED = {"prefer": "include-unknown-enum-members"}


class Teams(Room):
    """The tenant of two teams."""

    def team(self, key: str = "team") -> str:
        """Return a team's path by its key."""
        return "/v1.0/teams/" + next(iter(self.tenant.state.find(Team, "key", key))).id

    def record(self, key: str) -> Channel:
        """Return a channel's record by its key, or by its name where it has none."""
        return next(c for c in self.tenant.state.every(Channel) if key in {c.key or c.name, c.name})

    def channel(self, key: str = "channel") -> str:
        """Return a channel's path."""
        record = self.record(key)
        return f"/v1.0/teams/{record.team_id}/channels/{record.id}"

    def outsider(self, key: str) -> Outsider:
        """Return a person of another directory."""
        return next(iter(self.tenant.state.find(Outsider, "key", key)))

    def in_site(self, key: str, group: str) -> set[str]:
        """Return the keys of the people in a group of a channel's site."""
        record = self.record(key)
        ids = members_of_site_group(self.tenant.state, record.site_id or "", group)
        assert ids == members_of_site_group(self.tenant.state, record.drive_id or "", group)
        people = {user["id"]: user["key"] for user in self.admin("GET", "state")["users"]}
        people |= {one.id: one.key for one in self.tenant.state.every(Outsider)}
        return {people[one] for one in ids}

    def member(self, key: str, *roles: str, **more: str) -> dict[str, Any]:
        """Return a member's JSON."""
        address = f"https://graph.microsoft.com/v1.0/users('{self.id_of(key)}')"
        return {"@odata.type": TYPE, "roles": list(roles), "user@odata.bind": address, **more}

    def membership(self, place: str, name: str) -> str:
        """Return a membership's path by the person's name."""
        rows = self.rows("writer", f"GET {place}/members")
        return f"{place}/members/" + str(next(row["id"] for row in rows if row["displayName"] == name))

    def make(self, who: str = "writer", **body: Any) -> Any:
        """Make a channel in the first team."""
        return self.ask(who, f"POST {self.team()}/channels", body)


def names(rows: list[Any]) -> set[str]:
    """Return the display names of rows."""
    return {row["displayName"] for row in rows}
