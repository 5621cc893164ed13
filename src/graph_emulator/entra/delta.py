"""Which accounts changed since a token was given: rounds that remember what they told.

Source: graph:api/user-delta
Source: graph:concepts/delta-query-overview
"""

import re
from datetime import timedelta
from typing import Any, ClassVar

import msgspec

from graph_emulator.directory.models import User
from graph_emulator.entra.lifecycle import is_gone
from graph_emulator.entra.shapes import USER_DEFAULT, USER_PROPERTIES, user_shape
from graph_emulator.kernel.clock import parse_instant
from graph_emulator.kernel.collections import Shape, selected_names
from graph_emulator.kernel.faults import GraphFault, bad_request
from graph_emulator.kernel.numbers import number_in
from graph_emulator.kernel.paging import encoded_query
from graph_emulator.kernel.routes import Answer, Call
from graph_emulator.kernel.state import Record

OPTIONS = frozenset({"$select", "$filter", "$deltatoken", "$deltaToken", "$skiptoken"})
_LASTS = timedelta(days=7)
_ONE = r"id\s+eq\s+'([^']+)'"
_ONLY_IDS = re.compile(rf"\s*{_ONE}(\s+or\s+{_ONE})*\s*")
_MOST_IDS = 50


class Round(Record, kw_only=True):
    """One round of user delta; its id is the token.

    Attributes:
        at: When it was asked for.
        names: The properties that are tracked.
        only: Ids of the people who are tracked; empty for everybody.
        rows: What it tells, page by page.
        seen: Each person as told by the end of it; None for one who was told as deleted.
        selected: Whether the properties were chosen, so that the context names them.
    """

    kind: ClassVar[str] = "user-delta-round"

    at: str
    names: list[str]
    only: list[str] = msgspec.field(default_factory=list)
    rows: list[dict[str, Any]] = msgspec.field(default_factory=list)
    seen: dict[str, dict[str, Any] | None] = msgspec.field(default_factory=dict)
    selected: bool = False


def user_delta(call: Call) -> Answer:
    """Answer with a page of a round: everybody at first, later whoever changed or was deleted."""
    token = call.query.get("$deltatoken", call.query.get("$deltaToken", ""))
    if "$skiptoken" in call.query:
        return _later_page(call, call.query["$skiptoken"])
    if token in {"", "latest"}:
        return _page(call, _first_round(call, told=not token), 0)
    if len(call.query) > 1:
        raise bad_request("directory", "A delta token keeps the query that it was asked with.")
    return _page(call, _next_round(call, _round_named(call, token)), 0)


def _first_round(call: Call, *, told: bool) -> Round:
    default = ("id", *(name for name in USER_DEFAULT if name != "id"))
    names = selected_names(call, USER_PROPERTIES, default, "user")
    fresh = Round(
        id=call.state.ids.token("user-delta"),
        at=call.state.clock.stamp(),
        names=list(dict.fromkeys(["id", *names])),
        only=_only(call),
        selected="$select" in call.query,
    )
    people = _people(call, fresh)
    fresh.seen = {row["id"]: row for row in people}
    fresh.rows = people if told else []
    call.state.put(fresh)
    return fresh


def _next_round(call: Call, last: Round) -> Round:
    now = {row["id"]: row for row in _people(call, last)}
    changed = [row for id_, row in now.items() if last.seen.get(id_) != row]
    if "return=minimal" in call.headers.get("prefer", "").replace(" ", ""):
        changed = [_difference(row, last.seen.get(row["id"])) for row in changed]
    removed, kept = _removed(call, last, now)
    replayed = last.rows if call.state.quirks.users_delta_replays else []
    fresh = msgspec.structs.replace(
        last,
        id=call.state.ids.token("user-delta"),
        at=call.state.clock.stamp(),
        rows=[*replayed, *changed, *removed],
        seen={**now, **kept},
    )
    call.state.put(fresh)
    return fresh


def _people(call: Call, tracked: Round) -> list[Shape]:
    users = (user for user in call.state.every(User) if not tracked.only or user.id in tracked.only)
    shapes = (user_shape(call.state, user) for user in users if not user.deleted_at)
    return [{name: shape[name] for name in tracked.names} for shape in shapes]


def _removed(
    call: Call, last: Round, now: dict[str, Shape]
) -> tuple[list[Shape], dict[str, dict[str, Any] | None]]:
    """Return who is told as removed, and who stays known as such: told again when they are gone for good."""
    rows: list[Shape] = []
    kept: dict[str, dict[str, Any] | None] = {}
    for id_, row in last.seen.items():
        user = call.state.get(User, id_)
        if id_ in now or user is None:
            continue
        gone = is_gone(call.state, user)
        if not gone:
            kept[id_] = None
        if gone or row is not None:
            rows.append({"id": id_, "@removed": {"reason": "deleted" if gone else "changed"}})
    return rows, kept


def _difference(row: Shape, before: Shape | None) -> Shape:
    return (
        row
        if before is None
        else {name: row[name] for name in row if name == "id" or row[name] != before[name]}
    )


def _only(call: Call) -> list[str]:
    text = call.query.get("$filter")
    if text is None:
        return []
    ids = re.findall(_ONE, text)
    if _ONLY_IDS.fullmatch(text) is None or len(ids) > _MOST_IDS:
        raise bad_request("directory", "Delta is filtered by up to 50 object ids only.")
    return [str(one) for one in ids]


def _round_named(call: Call, token: str) -> Round:
    known = call.state.get(Round, token)
    if known is None:
        raise GraphFault(400, "syncStateNotFound", "The sync state was not found for this token.")
    if call.state.clock.now() - parse_instant(known.at) > _LASTS:
        raise _expired(call)
    return known


def _expired(call: Call) -> GraphFault:
    """Return the refusal of an old token; 410 tells where to begin again."""
    status = int(call.state.quirks.users_delta_expired)
    restart = call.link("/users/delta?$deltatoken=")
    headers = {"Location": restart} if status == 410 else {}  # noqa: PLR2004 - HTTP's own number for gone
    return GraphFault(status, "syncStateNotFound", "The sync state has expired.", headers=headers)


def _later_page(call: Call, token: str) -> Answer:
    name, _, start = token.rpartition("~")
    if len(call.query) > 1 or number_in(start) < 0:
        raise bad_request("directory", "The skip token is invalid.")
    return _page(call, _round_named(call, name), number_in(start))


def _page(call: Call, told: Round, start: int) -> Answer:
    end = start + call.state.quirks.pages_directory
    last = end >= len(told.rows)
    option = {"$deltatoken": told.id} if last else {"$skiptoken": f"{told.id}~{end}"}
    fragment = f"users({','.join(told.names)})" if told.selected else "users"
    body: Shape = {
        "@odata.context": call.context(fragment),
        "@odata.deltaLink"
        if last
        else "@odata.nextLink": f"{call.link('/users/delta')}?{encoded_query(option)}",
        "value": told.rows[start:end],
    }
    return Answer(status=200, body=body)
