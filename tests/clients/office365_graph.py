"""What the client does through Graph: sharing, channel members, delta, batch, an error and a wait."""

from collections.abc import Callable
from typing import Any

from office365.graph_client import GraphClient
from office365.onedrive.driveitems.driveItem import DriveItem
from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.retry import retry_after_delay
from office365.teams.channels.channel import Channel
from office365.teams.members.conversation_collection import ConversationMemberCollection

_MEMBERS: Any = ConversationMemberCollection


def walk(asked: dict[str, Any], throttle: Callable[[], None]) -> dict[str, Any]:
    """Return what the client saw.

    Args:
        asked: The team, the channel, the file and how to sign in.
        throttle: Lets the next request be told to wait.
    """
    client = GraphClient(tenant=asked["tenant"]).with_certificate(
        asked["client_id"], asked["thumbprint"].upper(), asked["privateKey"]
    )
    channel = _channel(client, asked)
    folder = channel.files_folder.get().execute_query()
    drive = client.drives[folder.parent_reference.driveId]
    seen: dict[str, Any] = {"tree": _tree(drive.items[str(folder.id)])}
    whole = drive.root.delta.get_all().execute_query()
    seen["files"] = sorted(str(item.name) for item in whole if item.is_file)
    file = next(item for item in whole if item.name == asked["file"])
    item = drive.items[str(file.id)]
    seen |= {
        "item_id": file.id,
        "file": file.name,
        "sharing": _sharing(item, asked),
        "members": _members(client, channel, asked),
    }
    # Its collections forget the delta link, so it goes on from an instant, which delta takes for a token too.
    later = drive.root.delta.token(asked["begun"]).get_all().execute_query()
    seen["changed"] = sorted({str(one.id) for one in later})
    seen["batch"] = _batch(client, drive.items[str(file.id)])
    seen["error"] = _error(drive.items["none"])
    throttle()
    again = client.drives[folder.parent_reference.driveId].get()
    again.execute_query_retry(
        max_retry=2, timeout_secs=0, failure_callback=lambda _, error: retry_after_delay(error)
    )
    return {**seen, "drive": folder.parent_reference.driveId, "after_waiting": again.id}


def _channel(client: GraphClient, asked: dict[str, Any]) -> Channel:
    teams = client.teams.get().filter(f"displayName eq '{asked['team']}'").execute_query()
    channels = client.teams[str(teams[0].id)].channels.get().execute_query()
    return next(one for one in channels if one.display_name == asked["channel"])


def _tree(folder: DriveItem) -> list[str]:
    return sorted(str(item.name) for item in folder.children.get_all().execute_query())


def _sharing(item: DriveItem, asked: dict[str, Any]) -> dict[str, Any]:
    """Share a file by invitation and by link, and take both back."""
    invited = item.invite([asked["reader_mail"]], "", send_invitation=False).execute_query()
    link = item.create_link("view", "organization").execute_query()
    held = item.permissions.get().execute_query()
    seen = {
        "invited": [one.id for one in invited],
        "invited_roles": [list(one.roles) for one in invited],
        "link": [link.id, link.link.type, link.link.scope],
        "held": sorted(str(one.id) for one in held),
    }
    for one in (link.id, *seen["invited"]):
        item.permissions[one].delete_object().execute_query()
    return {**seen, "left": sorted(str(one.id) for one in item.permissions.get().execute_query())}


def _members(client: GraphClient, channel: Channel, asked: dict[str, Any]) -> list[list[str]]:
    before = _user_ids(channel)
    guests = client.users.get().filter(f"mail eq '{asked['newcomer']}'").execute_query()
    # A channel's own `members` sends empty bodies; the collection of teams and chats is the one that works.
    members: Any = _MEMBERS(client, channel.members.resource_path)
    added = members.add(str(guests[0].id), []).execute_query()
    between = _user_ids(channel)
    channel.members[str(added.id)].delete_object().execute_query()
    return [before, between, _user_ids(channel)]


def _user_ids(channel: Channel) -> list[str]:
    rows = channel.members.get().execute_query()
    return sorted(str(row.properties["userId"]) for row in rows)


def _batch(client: GraphClient, item: DriveItem) -> list[Any]:
    held = item.get().permissions.get()
    client.execute_batch()
    return [item.id, sorted(str(one.id) for one in held)]


def _error(item: DriveItem) -> list[Any]:
    try:
        item.get().execute_query()
    except ClientRequestException as error:
        return [getattr(error.response, "status_code", None), error.code]
    return []
