"""What a list of the directory takes, and what it takes as an advanced query only.

Source: graph:concepts/aad-advanced-queries
"""

import pytest

from tests.emulator.directory.room import EVENTUAL, Room

_USERS = "GET /v1.0/users"
_ADVANCED = [
    ("mail ne 'ann@smallbridge.example' and userType eq 'Member'", {"Ben Barrow", "Cat Cole", "Dov Dale"}),
    ("not(userType eq 'Member')", {"Flo O'Ford", "Gus Gray"}),
    ("NOT startsWith(displayName,'G') and userType eq 'Guest'", {"Flo O'Ford"}),
    ("endsWith(mail,'@police.example')", {"Gus Gray"}),
    ("otherMails/any(m:endsWith(m,'@trust.example'))", {"Flo O'Ford"}),
    ("otherMails/$count ne 0", {"Flo O'Ford"}),
    ("otherMails/$count eq 0 and userType eq 'Guest'", {"Gus Gray"}),
    ("otherMails/$count eq 1", {"Flo O'Ford"}),
]


def _names(room: Room, **query: str) -> set[str]:
    return {row["displayName"] for row in room.rows("auditor", _USERS, query=query, headers=EVENTUAL)}


@pytest.mark.parametrize(("text", "names"), _ADVANCED)
def test_advanced_filter_needs_header_and_count(room: Room, text: str, names: set[str]) -> None:
    """Negation, endings and counts are refused unless both the header and $count=true are there."""
    counted = {"$filter": text, "$count": "true"}
    assert _names(room, **counted) == names
    without_header = room.ask("auditor", _USERS, query=counted)
    without_count = room.ask("auditor", _USERS, query={"$filter": text}, headers=EVENTUAL)
    for reply in (without_header, without_count):
        assert (reply.status, reply.code) == (400, "Request_UnsupportedQuery")


@pytest.mark.parametrize(
    "text",
    [
        "otherMails/any(m:m eq 'flo.ford@trust.example') or mail eq 'x@y.example'",
        "otherMails/any(m:startswith(m,'flo.ford'))",
        "startsWith(displayName,'Flo')",
        "mail eq 'F.Ford@NHS.example' OR mail eq 'nobody@nowhere.example'",
    ],
)
def test_plain_filter_needs_neither(room: Room, text: str) -> None:
    """Equality within a collection, beginnings and alternatives are answered by default."""
    rows = room.rows("auditor", _USERS, query={"$filter": text})
    assert [row["displayName"] for row in rows] == ["Flo O'Ford"]


@pytest.mark.parametrize(
    "text",
    [
        "otherMails/$count gt 0",
        "otherMails/$count eq 7",
        "mail/$count eq 0",
        "endsWith(otherMails,'x')",
        "not",
        "mail gt 'a'",
        "otherMails/any(m:contains(m,'x'))",
        "(" * 5000 + "mail eq 'a'" + ")" * 5000,
        "not " * 5000 + "mail eq 'a'",
    ],
)
def test_filter_beyond_the_language_is_refused_with_them_too(room: Room, text: str) -> None:
    """The advanced query widens the language, and not without end."""
    reply = room.ask("auditor", _USERS, query={"$filter": text, "$count": "true"}, headers=EVENTUAL)
    assert (reply.status, reply.code) == (400, "Request_BadRequest")


def test_count_is_told_beside_the_page_and_ignored_without_the_header(room: Room) -> None:
    """$count=true without the header is let pass and does nothing."""
    query = {"$count": "true", "$top": "2"}
    assert room.ask("auditor", _USERS, query=query, headers=EVENTUAL).json["@odata.count"] == 6
    assert "@odata.count" not in room.ask("auditor", _USERS, query=query).json
    assert room.ask("auditor", _USERS, query={"$count": "yes"}).code == "Request_BadRequest"


def test_count_as_a_segment_is_a_mere_number(room: Room) -> None:
    """The number comes as text, with the header only, and heeds a filter."""
    reply = room.ask("auditor", f"{_USERS}/$count", headers=EVENTUAL)
    assert (reply.status, reply.content, reply.headers["content-type"]) == (200, b"6", "text/plain")
    guests = {"$filter": "userType eq 'Guest'"}
    assert room.ask("auditor", f"{_USERS}/$count", query=guests, headers=EVENTUAL).content == b"2"
    assert room.ask("auditor", f"{_USERS}/$count").code == "Request_BadRequest"
    groups = room.ask(room.app("Group.Read.All"), "GET /v1.0/groups/$count", headers=EVENTUAL)
    assert groups.content == b"2"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"displayName:barrow"', {"Ben Barrow"}),
        ('"displayName:ann" OR "mail:cat@"', {"Ann Archer", "Cat Cole"}),
        ('"displayName:flo" AND "otherMails:flo.ford"', {"Flo O'Ford"}),
    ],
)
def test_search_finds_words_with_the_header_only(room: Room, text: str, names: set[str]) -> None:
    """$search compares the beginnings of words, and needs the header but no count."""
    assert _names(room, **{"$search": text}) == names
    assert room.ask("auditor", _USERS, query={"$search": text}).code == "Request_UnsupportedQuery"


@pytest.mark.parametrize("text", ["ann", '"city:York"', '"displayName:a" AND "mail:b" OR "mail:c"', ""])
def test_search_of_another_form_is_refused(room: Room, text: str) -> None:
    """$search takes quoted property and text, joined in one way."""
    reply = room.ask("auditor", _USERS, query={"$search": text}, headers=EVENTUAL)
    assert (reply.status, reply.code) == (400, "Request_BadRequest")


def test_order_is_kept_over_pages(room: Room) -> None:
    """$orderby by name needs nothing further, and the pages follow it either way."""
    query = {"$orderby": "displayName desc", "$top": "4"}
    names = [row["displayName"] for row in room.rows("auditor", _USERS, query=query)]
    assert names == ["Gus Gray", "Flo O'Ford", "Dov Dale", "Cat Cole", "Ben Barrow", "Ann Archer"]
    assert [
        row["displayName"][0] for row in room.rows("auditor", _USERS, query={"$orderby": "displayName"})
    ] == [*"ABCDFG"]


@pytest.mark.parametrize(
    "query",
    [{"$orderby": "createdDateTime"}, {"$orderby": "displayName", "$filter": "userType eq 'Guest'"}],
)
def test_further_orders_and_order_with_filter_are_advanced(room: Room, query: dict[str, str]) -> None:
    """Sorting by a date, or sorting what is filtered, needs the advanced query."""
    assert room.ask("auditor", _USERS, query=query).code == "Request_UnsupportedQuery"
    assert room.ask("auditor", _USERS, query={**query, "$count": "true"}, headers=EVENTUAL).status == 200


@pytest.mark.parametrize("text", ["mail", "displayName upwards", ""])
def test_order_by_what_cannot_be_sorted_is_refused(room: Room, text: str) -> None:
    """Only the documented properties can be sorted by."""
    assert room.ask("auditor", _USERS, query={"$orderby": text}).code == "Request_BadRequest"
