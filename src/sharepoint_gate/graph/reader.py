"""Reads the tenant: whole pictures in the gate's own types.

Source: graph:api/teams-list, graph:api/channel-list, graph:api/channel-get-filesfolder
"""

from collections.abc import Iterable, Mapping, Sequence

from sharepoint_gate.access.observed import (
    Account,
    ItemId,
    Membership,
    ObservedItem,
    ObservedPermission,
    Unread,
)
from sharepoint_gate.errors import ChannelAbsentError, ItemNotFoundError
from sharepoint_gate.graph import requests, requests_probing
from sharepoint_gate.graph.decode import ShapeError, optional_text, read_node, text
from sharepoint_gate.graph.decode_directory import folder_place, read_membership
from sharepoint_gate.graph.decode_items import item_place
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import read_collection
from sharepoint_gate.graph.reader_items import enumerate_drive
from sharepoint_gate.graph.reader_many import read_accounts, read_permissions, read_picture
from sharepoint_gate.graph.refusal import unexpected
from sharepoint_gate.graph.site import GraphSiteReader
from sharepoint_gate.ports.tenant import ChannelSite, Picture


class GraphReader(GraphSiteReader):
    """``TenantReader`` on Microsoft Graph."""

    async def find_channel(self, team: str, channel: str) -> ChannelSite:
        """Return the channel's ids.

        Raises:
            ChannelAbsentError: None of that name, several, or one that is not private or has no site yet.
        """
        team_id = _only(await self._named(requests.teams_named(team), team), f"team {team!r}")
        named = await self._named(requests.channels(team_id["id"]), channel)
        found = _only(named, f"channel {channel!r} in team {team!r}")
        if found["membershipType"] != "private":
            raise ChannelAbsentError(
                f"The channel {channel!r} of team {team!r} is not a private one.",
                why="every member of the team can edit the files of any other kind of channel",
                mend="Name the private channel in the roster, or make one; a channel cannot be changed.",
            )
        drive_id, folder = await self._folder(team_id["id"], found["id"], channel)
        return ChannelSite(team_id["id"], found["id"], drive_id, folder)

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        """Return every item of the drive, root included, without permissions, parents before children."""
        return await enumerate_drive(self._transport, drive_id)

    async def permissions(
        self, drive_id: str, items: Iterable[ItemId]
    ) -> Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]:
        """Return the permissions of each item, or why they could not be read. No item is left out."""
        return await read_permissions(self._transport, drive_id, items)

    async def place(self, drive_id: str, item: ItemId) -> str:
        """Return where an item lies now, as a path from the library's root.

        Raises:
            GraphError: It is gone, or the answer does not tell.
        """
        request = requests_probing.item(drive_id, item)
        answer = await self._transport.send(request)
        try:
            return item_place(read_node(answer.body))
        except ShapeError as error:
            raise unexpected(request.route, str(error), answer) from error

    async def picture(self, site: ChannelSite, items: Iterable[ItemId], usernames: Iterable[str]) -> Picture:
        """Return permissions, members and accounts in as few requests as they fit in."""
        return await read_picture(self._transport, site, items, usernames)

    async def members(self, site: ChannelSite) -> Sequence[Membership]:
        """Return the channel's direct members."""
        request = requests.members(site.team_id, site.channel_id)
        return await read_collection(self._transport, request, read_membership)

    async def accounts(self, usernames: Iterable[str]) -> Mapping[str, tuple[Account, ...] | Unread]:
        """Return every account found under each address, or why that could not be found out."""
        return await read_accounts(self._transport, usernames)

    async def _named(self, request: GraphRequest, name: str) -> list[dict[str, str]]:
        rows = await read_collection(self._transport, request, _name_and_id)
        return [row for row in rows if row["displayName"] == name]

    async def _folder(self, team_id: str, channel_id: str, name: str) -> tuple[str, ItemId]:
        request = requests.channel_folder(team_id, channel_id)
        try:
            answer = await self._transport.send(request)
            return folder_place(read_node(answer.body))
        except ShapeError as error:
            raise unexpected(request.route, str(error), answer) from error
        except ItemNotFoundError as error:
            raise ChannelAbsentError(
                f"The channel {name!r} has no files yet.",
                why="its site is made some minutes after the channel",
                mend="Open the channel's Files tab once, wait five minutes and run again.",
            ) from error


def _name_and_id(row: bytes) -> dict[str, str]:
    node = read_node(row)
    kind = optional_text(node, "membershipType") or ""
    return {"id": text(node, "id"), "displayName": text(node, "displayName"), "membershipType": kind}


def _only(found: Sequence[dict[str, str]], what: str) -> dict[str, str]:
    if len(found) == 1:
        return found[0]
    if found:
        raise ChannelAbsentError(
            f"There are {len(found)} of the name: {what}.",
            why="the roster cannot say which of them is meant",
            mend="Rename all but one of them in Teams.",
        )
    raise ChannelAbsentError(
        f"The tenant has no {what}.",
        why="names are compared letter by letter",
        mend="Compare the roster's channel with the name in Teams.",
    )
