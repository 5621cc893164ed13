"""Reads many small collections at once: permissions of items, the channel's members, accounts by address.

Source: graph:api/driveitem-list-permissions, graph:api/user-list
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sharepoint_gate.access.observed import Account, ItemId, ObservedPermission, Unread
from sharepoint_gate.errors import AuthenticationError, GraphError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.batch import Batcher, Part
from sharepoint_gate.graph.decode_directory import bears, read_account, read_membership
from sharepoint_gate.graph.decode_permissions import read_permission
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import rest_of_collection
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.tenant import ChannelSite, Picture

Value = TypeVar("Value")
_REMEMBERED = 10_000
"""Most entries stand on many items, byte for byte: each is read once."""
_AT_ONCE = 2000
"""Requests that are worded, sent and read before the next ones: keeps memory flat on large libraries."""


class _Asked(NamedTuple):
    """One collection that is wanted: its request, what it is of, and how an entry is read."""

    request: GraphRequest
    name: str
    read: Callable[[bytes], Any]


async def read_permissions(
    transport: GraphTransport, drive_id: str, items: Iterable[ItemId]
) -> Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]:
    """Return the permissions of each item, or why they could not be read."""
    return await _permissions(transport, drive_id, list(dict.fromkeys(items)), _remembering())


async def read_accounts(
    transport: GraphTransport, usernames: Iterable[str]
) -> Mapping[str, tuple[Account, ...] | Unread]:
    """Return every account that bears each address, or why that could not be found out."""
    names = list(dict.fromkeys(usernames))
    return _accounts(names, await _collections(transport, _accounts_asked(names)))


async def read_picture(
    transport: GraphTransport, site: ChannelSite, items: Iterable[ItemId], usernames: Iterable[str]
) -> Picture:
    """Return permissions, members and accounts; the first permissions share batches with the people."""
    ids, names, read = list(dict.fromkeys(items)), list(dict.fromkeys(usernames)), _remembering()
    people = [
        _Asked(requests.members(site.team_id, site.channel_id), "members", read_membership),
        *_accounts_asked(names),
    ]
    first = ids[: max(0, _AT_ONCE - len(people))]
    asked = [*people, *_permissions_asked(site.drive_id, first, read)]
    members, *found = await _collections(transport, asked)
    permissions = dict(zip(first, found[len(names) :], strict=True))
    permissions |= await _permissions(transport, site.drive_id, ids[len(first) :], read)
    return Picture(permissions, members, _accounts(names, found[: len(names)]))


def _remembering() -> Callable[[bytes], ObservedPermission]:
    return lru_cache(maxsize=_REMEMBERED)(read_permission)


async def _permissions(
    transport: GraphTransport, drive_id: str, items: Sequence[ItemId], read: Callable[[bytes], Any]
) -> dict[ItemId, tuple[ObservedPermission, ...] | Unread]:
    found: dict[ItemId, tuple[ObservedPermission, ...] | Unread] = {}
    for start in range(0, len(items), _AT_ONCE):
        some = items[start : start + _AT_ONCE]
        asked = _permissions_asked(drive_id, some, read)
        found |= zip(some, await _collections(transport, asked), strict=True)
    return found


def _permissions_asked(drive_id: str, items: Sequence[ItemId], read: Callable[[bytes], Any]) -> list[_Asked]:
    worded = requests.permissions_of(drive_id, items)
    return [_Asked(request, item, read) for item, request in zip(items, worded, strict=True)]


def _accounts_asked(usernames: Sequence[str]) -> list[_Asked]:
    worded = requests.accounts_of(usernames)
    return [_Asked(request, name, read_account) for name, request in zip(usernames, worded, strict=True)]


def _accounts(
    usernames: Sequence[str], found: Sequence[tuple[Account, ...] | Unread]
) -> Mapping[str, tuple[Account, ...] | Unread]:
    return {name: _borne(name, accounts) for name, accounts in zip(usernames, found, strict=True)}


def _borne(username: str, accounts: tuple[Account, ...] | Unread) -> tuple[Account, ...] | Unread:
    """An account that does not bear the address was not asked for: then the filter was not obeyed."""
    if isinstance(accounts, Unread):
        return accounts
    if not all(bears(account, username) for account in accounts):
        return Unread(username, "the directory answered with accounts that do not bear the address")
    return tuple({account.object_id: account for account in accounts}.values())


async def _collections(transport: GraphTransport, asked: Sequence[_Asked]) -> list[Any]:
    """Return each collection whole, or why it is not; a token that is refused stops everything."""
    parts = await Batcher(transport).fetch([one.request for one in asked])
    return [
        await _whole(transport, one.request, one.name, part, one.read)
        for one, part in zip(asked, parts, strict=True)
    ]


async def _whole(
    transport: GraphTransport, request: GraphRequest, name: str, part: Part, read: Callable[[bytes], Value]
) -> tuple[Value, ...] | Unread:
    if isinstance(part, GraphError):
        return _unread(name, part)
    try:
        return tuple(await rest_of_collection(transport, request, part, read))
    except AuthenticationError:
        raise
    except GraphError as error:
        return _unread(name, error)


def _unread(name: str, error: GraphError) -> Unread:
    return Unread(name, f"{error.what} ({error.why})" if error.why else error.what)
