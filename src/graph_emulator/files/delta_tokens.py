"""delta's tokens: where an enumeration stands, and when it cannot be gone on from there.

Source: graph:api/driveitem-delta
"""

import base64
import zlib
from collections.abc import Callable

import msgspec

from graph_emulator.files.models import Drive
from graph_emulator.kernel.clock import ClockError, parse_duration, parse_instant, stamp
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.paging import top_of
from graph_emulator.kernel.routes import Call
from graph_emulator.kernel.state import State

_MOST_A_PAGE = 1000


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where an enumeration stands, as its token keeps it.

    `made` is the second of the tenant's clock at which the token was given; `generation` is the drive's.
    """

    since: int
    until: int
    after: str = ""
    top: int = 0
    select: str = ""
    made: int = 0
    generation: int = 0


def place_of(call: Call, drive: Drive, changes_before: Callable[[str], int]) -> Place:
    """Read where to go on. A token's own page size and selection hold until it is given others.

    Args:
        call: The request.
        drive: Its library.
        changes_before: Tells how many changes the library had before an instant.
    """
    text = call.query.get("token", "")
    place = Place(0, 0) if text in {"", "latest"} else _from_text(call, drive, text, changes_before)
    if text == "latest":
        place = Place(drive.changed, drive.changed)
    return msgspec.structs.replace(
        place,
        until=place.until or drive.changed,
        top=top_of(call, place.top, _MOST_A_PAGE),
        select=call.query.get("$select", place.select),
    )


def _from_text(call: Call, drive: Drive, text: str, changes_before: Callable[[str], int]) -> Place:
    try:
        return Place(changes_before(stamp(parse_instant(text))), 0)
    except ClockError:
        return _from_token(call, drive, text)


def _from_token(call: Call, drive: Drive, text: str) -> Place:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        body, check = raw[:-4], raw[-4:]
        place = msgspec.json.decode(body[::-1], type=Place)
    except (ValueError, msgspec.DecodeError) as error:
        raise _resync(call, drive) from error
    if check != _check(drive, body) or place.since > drive.changed or _is_stale(call.state, drive, place):
        raise _resync(call, drive)
    return place


def _is_stale(state: State, drive: Drive, place: Place) -> bool:
    lifetime = state.quirks.delta_lifetime
    if place.generation != drive.generation:
        return True
    return lifetime != "never" and _second(state) - place.made >= parse_duration(lifetime).total_seconds()


def _second(state: State) -> int:
    return int(state.clock.now().timestamp())


def _resync(call: Call, drive: Drive) -> GraphFault:
    """Return the 410 for a token that cannot be gone on from, with the address to begin again at."""
    headers = {"Location": link_for(call, drive, Place(0, 0))}
    message = "Resync required. Replace any local items with the server's version."
    return GraphFault(410, "resyncRequired", message, call.state.quirks.delta_resync_code, headers=headers)


def _check(drive: Drive, body: bytes) -> bytes:
    return zlib.crc32(body + drive.id.encode()).to_bytes(4, "big")


def link_for(call: Call, drive: Drive, place: Place) -> str:
    """Return the address that goes on from a place."""
    fresh = msgspec.structs.replace(place, made=_second(call.state), generation=drive.generation)
    body = msgspec.json.encode(fresh)[::-1]
    token = base64.urlsafe_b64encode(body + _check(drive, body)).decode().rstrip("=")
    return call.link(f"/drives/{drive.id}/root/delta?token={token}")
