"""Inviting people from elsewhere into the directory.

Source: graph:api/invitation-post
Source: graph:resources/invitation
"""

from typing import Any
from urllib.parse import quote, urlsplit

from graph_emulator.directory.models import User, live_user
from graph_emulator.entra.accounts import own_domains
from graph_emulator.entra.lifecycle import free_key, name_is_taken
from graph_emulator.invitations.redemption import ACCEPTED, PENDING, reset
from graph_emulator.kernel.faults import GraphFault, forbidden, unknown_resource
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Types
from graph_emulator.kernel.state import State

_TEXT: Types = (str, type(None))
_FIELDS: dict[str, Types] = {
    "invitedUserEmailAddress": str,
    "inviteRedirectUrl": str,
    "invitedUserDisplayName": _TEXT,
    "invitedUserType": str,
    "invitedUserMessageInfo": (dict, type(None)),
    "sendInvitationMessage": bool,
    "resetRedemption": bool,
    "invitedUser": dict,
}
_MESSAGE: dict[str, Types] = {
    "messageLanguage": _TEXT,
    "customizedMessageBody": _TEXT,
    "ccRecipients": list,
}
_WIDE = frozenset({"User.ReadWrite.All", "Directory.ReadWrite.All"})


def invite(call: Call) -> Answer:
    """Invite an address; who has a guest account already keeps it, and an own account is refused."""
    if isinstance(call.principal, AppPrincipal) and call.state.quirks.invitations_app_only == "403":
        raise forbidden("directory")
    fields = call.fields(_FIELDS)
    _check(call, fields)
    user = _reset_user(call, fields) if fields.get("resetRedemption") else _invited(call, fields)
    return Answer(status=201, body=_shape(call, user, fields))


def _check(call: Call, fields: dict[str, Any]) -> None:
    local, _, domain = fields.get("invitedUserEmailAddress", "").partition("@")
    if not local or "." not in domain or "@" in domain or " " in local + domain:
        raise _refused("The invited email address is missing or not valid.")
    if not _is_address(fields.get("inviteRedirectUrl", "")):
        raise _refused("The inviteRedirectUrl is missing or not valid.")
    if not _is_message(fields.get("invitedUserMessageInfo") or {}):
        raise _refused("The invitedUserMessageInfo is not as published.")
    if set(fields.get("invitedUser", {})) - {"id"}:
        raise _refused("The invitedUser is named by its id alone.")
    kind = fields.get("invitedUserType", "Guest")
    if kind not in {"Guest", "Member"}:
        raise _refused("The invitedUserType is Guest or Member.")
    if kind == "Member" and not _is_administrator(call):
        raise forbidden("directory")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _is_administrator(call: Call) -> bool:
    """Whether the caller may invite members: among applications those that may write accounts."""
    return isinstance(call.principal, AppPrincipal) and not call.principal.roles.isdisjoint(_WIDE)


def _reset_user(call: Call, fields: dict[str, Any]) -> User:
    """Set back the account that is named; the address has to be one of its own."""
    user = live_user(call.state, str(fields.get("invitedUser", {}).get("id", "")))
    if "id" not in fields.get("invitedUser", {}):
        raise _refused("Resetting a redemption needs the invitedUser's id.")
    if user is None:
        raise unknown_resource(fields["invitedUser"]["id"])
    if user.external_state is None:
        raise _refused("Only the redemption of an invited user can be reset.")
    if fields["invitedUserEmailAddress"].casefold() not in _addresses(user):
        raise _refused("The address is not among mail and otherMails of the user.")
    reset(call.state, user)
    return user


def _invited(call: Call, fields: dict[str, Any]) -> User:
    address = fields["invitedUserEmailAddress"]
    known = _known(call.state, address)
    if known is not None and known.external_state is None:
        raise _refused(f"The invited user already exists in the directory as object ID: {known.id}.")
    if known is not None:
        return known
    if address.partition("@")[2].casefold() in own_domains(call.state):
        raise _refused("The invited address is of a domain of this directory.")
    return _new_guest(call.state, address, fields)


def _new_guest(state: State, address: str, fields: dict[str, Any]) -> User:
    now = state.clock.stamp()
    guest = User(
        id=state.ids.guid("invited-user"),
        key=free_key(state, address.casefold()),
        name=fields.get("invitedUserDisplayName") or address.partition("@")[0],
        upn=_free_name(state, address),
        mail=address,
        other_mails=[address],
        user_type=fields.get("invitedUserType", "Guest"),
        external_state=PENDING,
        external_state_changed_at=now,
        created_at=now,
        issuer=None,
    )
    state.put(guest)
    return guest


def _free_name(state: State, address: str) -> str:
    domain = state.host.replace(".sharepoint.", ".onmicrosoft.", 1)
    base, number = address.replace("@", "_"), 0
    while name_is_taken(state, f"{base}{number or ''}#EXT#@{domain}"):
        number += 1
    return f"{base}{number or ''}#EXT#@{domain}"


def _known(state: State, address: str) -> User | None:
    wanted = address.casefold()
    people = (user for user in state.every(User) if not user.deleted_at)
    return next((user for user in people if wanted in _addresses(user)), None)


def _addresses(user: User) -> set[str]:
    return {one.casefold() for one in (user.upn, user.mail or "", *user.other_mails) if one}


def _is_message(message: dict[str, Any]) -> bool:
    """Whether a letter's wishes have known names and values of their types."""
    known = all(name in _MESSAGE and isinstance(part, _MESSAGE[name]) for name, part in message.items())
    return known and all(isinstance(one, dict) for one in message.get("ccRecipients", []))


def _shape(call: Call, user: User, fields: dict[str, Any]) -> dict[str, Any]:
    invitation_id = call.state.ids.guid("invitation")
    message = fields.get("invitedUserMessageInfo") or {}
    return {
        "@odata.context": call.context("invitations/$entity"),
        "id": invitation_id,
        "inviteRedeemUrl": _redeem_url(call, user, fields["inviteRedirectUrl"]),
        "invitedUserDisplayName": fields.get("invitedUserDisplayName"),
        "invitedUserType": user.user_type,
        "invitedUserEmailAddress": fields["invitedUserEmailAddress"],
        "sendInvitationMessage": fields.get("sendInvitationMessage", False),
        "resetRedemption": fields.get("resetRedemption", False),
        "inviteRedirectUrl": fields["inviteRedirectUrl"],
        "status": "Completed" if user.external_state == ACCEPTED else PENDING,
        "invitedUserMessageInfo": {
            "messageLanguage": message.get("messageLanguage"),
            "customizedMessageBody": message.get("customizedMessageBody"),
            "ccRecipients": message.get("ccRecipients")
            or [{"emailAddress": {"name": None, "address": None}}],
        },
        "invitedUser": {"id": user.id},
    }


def _redeem_url(call: Call, user: User, redirect: str) -> str:
    ticket = call.state.ids.token("invitation-ticket")
    inner = f"{redirect}?tenant={call.state.tenant_id}&user={user.id}&ticket={ticket}&ver=2.0"
    return f"https://login.microsoftonline.com/redeem?rd={quote(inner, safe='')}"


def _refused(message: str) -> GraphFault:
    return GraphFault(400, "BadRequest", message)
