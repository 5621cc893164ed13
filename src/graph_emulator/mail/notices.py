"""The mails that the service writes by itself: somebody shared a file, somebody was invited.

Source: graph:api/driveitem-createlink
Source: graph:api/driveitem-invite
Source: graph:api/invitation-post
"""

from collections.abc import Iterator
from typing import Any

from graph_emulator.directory.models import Group, User, live_user
from graph_emulator.kernel.routes import Answer, Call
from graph_emulator.kernel.state import State
from graph_emulator.mail.models import Address, Letter
from graph_emulator.mail.posting import post
from graph_emulator.mail.writing import caller_of

_ITEM = "/drives/{drive}/items/{item}"
_SHARING = {f"POST {_ITEM}/createLink": "sendNotification", f"POST {_ITEM}/invite": "sendInvitation"}
_SHAREPOINT = Address(name="SharePoint Online", address="no-reply@sharepointonline.com")
_INVITATIONS = Address(name="Microsoft Invitations", address="invites@microsoft.com")


def observe(call: Call, answer: Answer) -> None:
    """Write the mail that an operation sends, when it was asked to send one."""
    body = call.body or {}
    if body.get(_SHARING.get(call.route.name, "")) is True:
        _tell_of_sharing(call, body, answer)
    elif call.route.name == "POST /invitations" and body.get("sendInvitationMessage") is True:
        _tell_of_invitation(call, body)


def _tell_of_sharing(call: Call, body: dict[str, Any], answer: Answer) -> None:
    people = tuple(found for one in body.get("recipients", []) for found in _addresses(call.state, one))
    if not people:
        return
    urls = list(_urls(answer.body))
    text = "\n".join([str(body.get("message") or "Somebody shared a file with you."), *urls])
    letter = Letter(sender=_SHAREPOINT, subject="Somebody shared a file with you", body=text, to=people)
    post(call.state, letter, origin="sharing", by=caller_of(call))


def _tell_of_invitation(call: Call, body: dict[str, Any]) -> None:
    address = str(body.get("invitedUserEmailAddress", ""))
    info = body.get("invitedUserMessageInfo") or {}
    letter = Letter(
        sender=_INVITATIONS,
        subject="You were invited to access applications in an organisation",
        body=str(info.get("customizedMessageBody") or "Accept the invitation."),
        to=(Address(name=str(body.get("invitedUserDisplayName") or address), address=address),),
    )
    post(call.state, letter, origin="invitation", by=caller_of(call))


def _addresses(state: State, recipient: dict[str, Any]) -> Iterator[Address]:
    """Yield the addresses that one recipient stands for: a person, each of a group, or a mere address."""
    key = str(recipient.get("objectId") or recipient.get("alias") or "")
    group = state.get(Group, key)
    if group is not None:
        members = [state.get(User, user_id) for user_id in group.members]
        yield from (Address(name=user.name, address=user.mail) for user in members if user and user.mail)
        return
    user = live_user(state, key)
    address = recipient.get("email") or (user.mail if user else None)
    if address:
        yield Address(name=user.name if user else str(address), address=str(address))


def _urls(body: object) -> Iterator[str]:
    """Yield the addresses of the links that an answer tells of."""
    if not isinstance(body, dict):
        return
    for permission in body.get("value", [body]):
        url = (permission.get("link") or {}).get("webUrl")
        if url:
            yield str(url)
