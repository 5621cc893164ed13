"""What the door remembers of answers, each rule where only it makes the difference (laws 3, 10, 12)."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.door import NOTHING, Door
from sharepoint_gate.graph.door_mail import mail_body, why_not_mail
from sharepoint_gate.graph.requests_probing import make_folder
from sharepoint_gate.graph.routes import Match, find_route
from tests.unit.graph.test_door import BASE, HELD, ITEM, PERMIT, URL, out

OWN = {"type": "view", "scope": "users", "preventsDownload": True, "webUrl": URL + "&new"}


def _match(name: str) -> Match:
    return Door(PERMIT, BASE).check(out(HELD[name]))


def _noted(name: str, item: ItemId | None, answer: Any, status: int = 201) -> Created:
    created = Created()
    created.note(_match(name), item, status, msgspec.json.encode(answer))
    return created


@pytest.mark.parametrize(
    ("name", "status", "answer", "unclear"),
    [
        ("create", 199, {"id": "p"}, True),
        ("create", 200, {"id": "p"}, False),
        ("create", 299, {"id": "p"}, False),
        ("create", 300, {"id": "p"}, True),
        ("create", 0, {}, True),
        ("create", 201, {"id": 7}, True),
        ("create", 201, {"ID": "p"}, True),
        ("delete", 0, {}, False),
        ("revoke", 500, {}, False),
    ],
)
def test_law_10_a_link_that_no_good_answer_named_may_stand_there_all_the_same(
    name: str, status: int, answer: object, *, unclear: bool
) -> None:
    """Only a link that was asked for can be so; only a good answer that names it tells otherwise."""
    created = Created()
    created.note_asked(_match(name), status, msgspec.json.encode(answer))
    assert created.unclear == ({ITEM} if unclear else set())


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("create", {"id": "p", "link": OWN}),
        ("revoke", {"id": "p", "link": OWN}),
        ("grant", {"value": [{"id": "p", "link": OWN}]}),
    ],
)
def test_law_3_a_link_of_no_known_item_is_no_place_to_add_people(name: str, answer: object) -> None:
    """An answer says whose link it is only together with the item that was asked for."""
    assert _noted(name, None, answer) == Created()


def test_law_3_each_kind_of_answer_is_read_in_its_own_form() -> None:
    """A list where one link belongs, and one link where a list belongs, name nothing."""
    one, many = {"id": "p", "link": OWN}, {"value": [{"id": "p", "link": OWN}]}
    assert _noted("revoke", ITEM, one).share_urls == {OWN["webUrl"]: ITEM}
    assert _noted("grant", ITEM, many).share_urls == {OWN["webUrl"]: ITEM}
    assert _noted("revoke", ITEM, many).share_urls == _noted("grant", ITEM, one).share_urls == {}
    assert _noted("delete", ITEM, many) == _noted("remove-member", ITEM, {"id": "m"}) == Created()


def test_what_is_no_permission_hides_none_beside_it() -> None:
    """An entry of another form is passed over; a link without a plain address is nowhere."""
    entries = [7, {"link": 7}, {"link": {**OWN, "webUrl": 7}}, {"id": "p", "link": OWN}]
    assert _noted("grant", ITEM, {"value": entries}).share_urls == {OWN["webUrl"]: ITEM}


def test_law_3_only_an_item_that_was_made_and_named_may_be_removed() -> None:
    """An answer that names it by something else than a text names nothing."""
    request = make_folder("b!drive", ItemId("01FOLDER"), "probe-1")
    match = find_route(request.method, request.target.partition("?")[0])
    assert match is not None
    created = Created()
    for status, answer in ((201, {"id": 7}), (200, {"id": "old"}), (201, {})):
        created.note(match, None, status, msgspec.json.encode(answer))
    assert created == Created()
    created.note(match, None, 201, b'{"id":"new"}')
    assert (created.items, created.folders) == ({"new"}, {"new"})


def test_law_12_only_a_mail_or_an_invitation_counts_as_one_that_left() -> None:
    """Other writes leave no mark among the mails, whatever they were answered."""
    door = Door(PERMIT, BASE)
    for name, request in HELD.items():
        door.note(_match(name), 200, b"{}", request.body or b"{}")
    assert (door.created.mails, door.created.invited) == (set(), set())


def test_law_3_nobody_sends_from_a_mailbox_without_a_name() -> None:
    """A permit that names no sender holds no sending, even where the path names no mailbox either."""
    found = find_route("POST", "/v1.0/users/partnership@westmarsh.example/sendMail")
    assert found is not None
    nameless = replace(found, ids={"mailbox": ""})
    body = mail_body("t", "a@b.example", "s", "h", "")
    assert "this mailbox" in why_not_mail(NOTHING, Created(), nameless, body)


@pytest.mark.parametrize("entry", [7, None, "objectId", {"objectId": ["o-nadia"]}, {"objectId": 7}])
def test_law_3_people_who_are_named_in_another_form_stop_the_whole_request(entry: object) -> None:
    """One entry that is no plain id beside a permitted person: refused as a breach, not as a slip."""
    request = HELD["create"]
    body = msgspec.json.decode(request.body or b"")
    body["recipients"].append(entry)
    sent = msgspec.json.encode(body)
    with pytest.raises(LawError, match="stopped"):
        Door(PERMIT, BASE).check(out(request, body=sent))
