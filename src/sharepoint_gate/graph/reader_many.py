"""Reads many small collections at once: the permissions of items, and accounts by address.

Source: graph:api/driveitem-list-permissions, graph:api/user-list
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from sharepoint_gate.access.observed import Account, ItemId, ObservedPermission, Unread
from sharepoint_gate.errors import AuthenticationError, GraphError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.batch import Batcher, Part
from sharepoint_gate.graph.decode_directory import bears, read_account
from sharepoint_gate.graph.decode_permissions import read_permission
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import rest_of_collection
from sharepoint_gate.graph.transport import GraphTransport

Value = TypeVar("Value")
_REMEMBERED = 10_000
"""Most entries stand on many items, byte for byte: each is read once."""
_AT_ONCE = 2000
"""Requests that are worded, sent and read before the next ones: keeps memory flat on large libraries."""


async def read_permissions(
    transport: GraphTransport, drive_id: str, items: Iterable[ItemId]
) -> Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]:
    """Return the permissions of each item, or why they could not be read."""
    names = list(dict.fromkeys(items))
    read = lru_cache(maxsize=_REMEMBERED)(read_permission)
    found: dict[ItemId, tuple[ObservedPermission, ...] | Unread] = {}
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        reads = requests.permissions_of(drive_id, some)
        found |= zip(some, await _collections(transport, reads, some, read), strict=True)
    return found


async def read_accounts(
    transport: GraphTransport, usernames: Iterable[str]
) -> Mapping[str, tuple[Account, ...] | Unread]:
    """Return every account that bears each address, or why that could not be found out."""
    names = list(dict.fromkeys(usernames))
    reads = [requests.accounts(name) for name in names]
    found = await _collections(transport, reads, names, read_account)
    return {name: _borne(name, accounts) for name, accounts in zip(names, found, strict=True)}


def _borne(username: str, accounts: tuple[Account, ...] | Unread) -> tuple[Account, ...] | Unread:
    """An account that does not bear the address was not asked for: then the filter was not obeyed."""
    if isinstance(accounts, Unread):
        return accounts
    if not all(bears(account, username) for account in accounts):
        return Unread(username, "the directory answered with accounts that do not bear the address")
    return tuple({account.object_id: account for account in accounts}.values())


async def _collections(
    transport: GraphTransport,
    reads: Sequence[GraphRequest],
    names: Sequence[str],
    read: Callable[[bytes], Value],
) -> list[tuple[Value, ...] | Unread]:
    """Return each collection whole, or why it is not; a token that is refused stops everything."""
    parts = await Batcher(transport).fetch(reads)
    return [
        await _whole(transport, request, name, part, read)
        for request, name, part in zip(reads, names, parts, strict=True)
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
