"""How SharePoint names those whom a permission is given to: ids, claims logins, per-site numbers.

Source: graph:resources/sharepointidentityset
"""

import base64
import zlib

from graph_emulator.directory.models import Application, Group, User
from graph_emulator.files.models import Actor, Entry, LinkPerson, Principal
from graph_emulator.kernel.faults import invalid
from graph_emulator.kernel.routes import AppPrincipal, UserPrincipal
from graph_emulator.kernel.state import State


def permission_id(login: str) -> str:
    """Return the id of a permission that names this login: the login in unpadded base64url."""
    return base64.urlsafe_b64encode(login.encode()).decode().rstrip("=")


def site_number(login: str) -> str:
    """Return the number by which a site knows this login; it is stable and says nothing elsewhere."""
    return str(zlib.crc32(login.casefold().encode()) % 900_000 + 10)


def user_login(user: User) -> str:
    """Return a person's claims login."""
    return f"i:0#.f|membership|{user.upn.lower()}"


def group_login(group: Group) -> str:
    """Return a group's claims login; a team's group has another claim than a security group."""
    claim = "c:0o.c|federateddirectoryclaimprovider" if group.is_team else "c:0t.c|tenant"
    return f"{claim}|{group.id}"


def entry_for_user(user: User, roles: tuple[str, ...], invited_as: str = "") -> Entry:
    """Return a direct grant to a person."""
    login = user_login(user)
    principal = Principal(form="user", key=user.id, name=user.name, login=login, email=user.mail or "")
    return Entry(id=permission_id(login), principal=principal, roles=roles, invited_as=invited_as)


def entry_for_group(group: Group, roles: tuple[str, ...]) -> Entry:
    """Return a direct grant to a group of the directory."""
    login = group_login(group)
    principal = Principal(form="group", key=group.id, name=group.name, login=login)
    return Entry(id=permission_id(login), principal=principal, roles=roles)


def entry_for_address(address: str, roles: tuple[str, ...]) -> Entry:
    """Return an invitation to an address that no account in this directory has."""
    login = f"i:0#.f|membership|urn:spo:guest#{address.lower()}"
    principal = Principal(form="address", key=address, email=address, login=login)
    return Entry(id=permission_id(login), principal=principal, roles=roles, invited_as=address)


def entry_for_app(state: State, client_id: str, name: str, roles: tuple[str, ...]) -> Entry:
    """Return a grant to an application."""
    login = f"i:0i.t|ms.sp.ext|{client_id}@{state.tenant_id}"
    principal = Principal(form="application", key=client_id, name=name, login=login)
    return Entry(id=permission_id(login), principal=principal, roles=roles)


def entry_for_site_group(number: str, name: str, roles: tuple[str, ...]) -> Entry:
    """Return what a group of the site may do."""
    principal = Principal(form="siteGroup", key=number, name=name, login=name)
    return Entry(id=permission_id(name), principal=principal, roles=roles)


def entry_for_site_user(name: str, login: str, email: str, roles: tuple[str, ...]) -> Entry:
    """Return what an account may do that only the site knows: a system account, or a claim."""
    principal = Principal(form="siteUser", key=site_number(login), name=name, login=login, email=email)
    return Entry(id=permission_id(login), principal=principal, roles=roles)


def recipient(state: State, asked: object) -> User | Group | str:
    """Return whom a driveRecipient means: a person, a group, or an address that has no account.

    Source: graph:resources/driverecipient
    """
    if not isinstance(asked, dict) or set(asked) - {"@odata.type", "email", "alias", "objectId"}:
        raise invalid("A recipient has properties that are not known.")
    object_id, address = asked.get("objectId"), asked.get("email") or asked.get("alias")
    if isinstance(object_id, str) and object_id:
        return _by_object_id(state, object_id)
    if not isinstance(address, str) or not address:
        raise invalid("A recipient needs an email, an alias or an objectId.")
    return _by_address(state, address)


def _by_object_id(state: State, object_id: str) -> User | Group:
    user = state.get(User, object_id)
    if user is not None and user.deleted_at is None:
        return user
    group = state.get(Group, object_id)
    if group is None:
        raise invalid("One or more of the recipients could not be found.")
    return group


def _by_address(state: State, address: str) -> User | str:
    wanted = address.casefold()
    for user in state.every(User):
        known = (user.upn, user.mail or "", *user.other_mails)
        if user.deleted_at is None and wanted in {one.casefold() for one in known}:
            return user
    if "@" not in address:
        raise invalid("One or more of the recipients could not be found.")
    return address


def link_person(found: User | Group | str) -> LinkPerson:
    """Return somebody as a link remembers them."""
    if isinstance(found, str):
        return LinkPerson(form="address", key=found)
    return LinkPerson(form="user" if isinstance(found, User) else "group", key=found.id)


def actor_of(state: State, caller: AppPrincipal | UserPrincipal) -> Actor:
    """Return a caller as the author of a change."""
    if isinstance(caller, AppPrincipal):
        app = state.get(Application, caller.client_id)
        return Actor(form="application", id=caller.client_id, name=app.name if app else caller.name)
    user = state.get(User, caller.user_id)
    return Actor(form="user", id=caller.user_id, name=user.name if user else "")
