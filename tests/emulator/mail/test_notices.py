"""The mails that sharing writes by itself, so that a forbidden one can be seen.

Source: graph:api/driveitem-createlink
Source: graph:api/driveitem-invite
"""

from typing import Any

import pytest

from tests.emulator.raw import Emulator, Graph

PAPER = "Case review/RR-2026-001/40-panel-pack/agenda.docx"


@pytest.fixture
def paper(emulator: Emulator) -> str:
    """The path of a file, up to the operation's name."""
    drive = emulator.admin("GET", "state")["channels"][0]["drive_id"]
    return f"/drives/{drive}/root:/{PAPER}:"


ASKED = [({"sendNotification": True}, 1), ({"sendNotification": False}, 0), ({}, 0)]


@pytest.mark.parametrize(("asked", "letters"), ASKED)
def test_a_link_tells_its_people_only_when_it_is_asked_to(
    emulator: Emulator, reconciler: Graph, paper: str, asked: dict[str, bool], letters: int
) -> None:
    """With sendNotification true it writes to each recipient, with the link; otherwise to nobody."""
    body: dict[str, Any] = {"type": "blocksDownload", "scope": "users"}
    body["recipients"] = [{"email": "cat@smallbridge.example"}, {"email": "f.ford@nhs.example"}]
    reply = reconciler("POST", f"/beta{paper}/createLink", {**body, **asked})
    assert reply.status in {200, 201}, reply.content
    told = emulator.admin("GET", "mail")
    assert [one["origin"] for one in told] == ["sharing"] * letters
    for one in told:
        assert (one["delivered"], one["outgoing"]) == (["cat@smallbridge.example"], ["f.ford@nhs.example"])
        assert reply.json["link"]["webUrl"] in one["body"]


@pytest.mark.parametrize("letters", [1, 0])
def test_an_invitation_writes_only_when_it_is_asked_to(
    emulator: Emulator, reconciler: Graph, paper: str, letters: int
) -> None:
    """With sendInvitation true it writes, with the message; otherwise it does not."""
    person = emulator.admin("GET", "state")["users"][0]["id"]
    body = {"recipients": [{"objectId": person}], "roles": ["read"], "sendInvitation": bool(letters)}
    body |= {"requireSignIn": True, "message": "Please read."}
    assert reconciler("POST", f"/v1.0{paper}/invite", body).status == 200
    told = emulator.admin("GET", "mail")
    assert len(told) == letters
    assert all("Please read." in one["body"] and one["by"] for one in told)


def test_a_refused_invitation_writes_nothing(emulator: Emulator, reconciler: Graph, paper: str) -> None:
    """What was not done is not told."""
    body = {"recipients": [{"email": "x@y.example"}], "roles": ["owner"], "sendInvitation": True}
    assert reconciler("POST", f"/v1.0{paper}/invite", body).status == 400
    assert emulator.admin("GET", "mail") == []
