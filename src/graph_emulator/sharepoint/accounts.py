"""Whom a site knows: people, groups of the directory, claims and system accounts, each by its number there.

Source: sp-dev-docs:users-groups-and-roles
"""

from typing import ClassVar

from graph_emulator.directory.models import Group, User, live_user
from graph_emulator.files import groups, scopes
from graph_emulator.files.models import Item, Link, Principal, Scope, Site, SiteGroup
from graph_emulator.files.principals import entry_for_group, entry_for_site_user, entry_for_user, site_number
from graph_emulator.kernel.routes import AppPrincipal
from graph_emulator.kernel.state import Record, State
from graph_emulator.sharepoint.faults import no_user
from graph_emulator.sharepoint.model import Visit
from graph_emulator.sharepoint.rights import drives_of

SYSTEM_NUMBER, APP_NUMBER = 1073741823, 1073741822
SYSTEM = Principal(form="system", key=str(SYSTEM_NUMBER), name="System Account", login="SHAREPOINT\\system")
APP_LOGIN = "i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint"
_APP = Principal(form="system", key=str(APP_NUMBER), name="SharePoint App", login=APP_LOGIN)
_PEOPLE = "i:0#.f|membership|"
_GROUPS = ("c:0t.c|tenant|", "c:0o.c|federateddirectoryclaimprovider|")
_EVERYONE = "c:0(.s|true"
_ALL_USERS = "c:0-.f|rolemanager|spo-grid-all-users/"


class SiteAccount(Record, kw_only=True):
    """An account that was made known to a site without being given anything."""

    kind: ClassVar[str] = "site-account"
    site_id: str
    principal: Principal


def number_of(principal: Principal) -> int:
    """Return the number by which a site knows a principal."""
    if principal.form in {"siteGroup", "system"}:
        return int(principal.key)
    return int(site_number(principal.login))


def known(state: State, site: Site) -> list[Principal]:
    """Return every account that a site knows, the system's own first; groups of the site are not accounts."""
    found = {SYSTEM.login: SYSTEM}
    for principal in _named(state, site):
        if principal.form != "siteGroup":
            found.setdefault(principal.login, principal)
    return list(found.values())


def _named(state: State, site: Site) -> list[Principal]:
    people = [person for group in groups.groups_of_site(state, site) for person in group.people]
    admins = (state.get(User, user_id) for user_id in site.admins)
    people += [entry_for_user(user, ()).principal for user in admins if user is not None]
    people += [account.principal for account in state.every(SiteAccount) if account.site_id == site.id]
    drives = {drive.id for drive in drives_of(state, site)}
    for scope in state.every(Scope):
        item = state.get(Item, scope.id)
        if item is not None and item.drive_id in drives:
            people += [entry.principal for entry in scope.entries]
    return people


def by_number(state: State, site: Site, number: int) -> Principal:
    """Return the account of this number, or SharePoint's 404."""
    for principal in known(state, site):
        if number_of(principal) == number:
            return principal
    raise no_user()


def by_login(state: State, site: Site, login: str) -> Principal:
    """Return the account of this claims login, or SharePoint's 404."""
    wanted = login.casefold()
    for principal in known(state, site):
        if principal.login.casefold() == wanted:
            return principal
    raise no_user(login)


def by_address(state: State, site: Site, address: str) -> Principal:
    """Return the account of this mail address, or SharePoint's 404."""
    for principal in known(state, site):
        if principal.email and principal.email.casefold() == address.casefold():
            return principal
    raise no_user(address)


def principal_or_group(visit: Visit, number: int) -> Principal:
    """Return the group of the site or the account of this number, or SharePoint's 404."""
    group = groups.group_named(visit.state, visit.site.id, str(number))
    return group_principal(group) if group else by_number(visit.state, visit.site, number)


def group_principal(group: SiteGroup) -> Principal:
    """Return a group of the site as an entry names it."""
    return Principal(form="siteGroup", key=group.number, name=group.title, login=group.title)


def resolved(visit: Visit, login: str) -> Principal:
    """Return whom a login means, in the directory or among what every site knows.

    Raises:
        GraphFault: 404: nobody.
    """
    state, wanted = visit.state, login.casefold()
    for prefix in _GROUPS:
        if wanted.startswith(prefix):
            group = state.get(Group, wanted.removeprefix(prefix).removesuffix("_o"))
            if group is None:
                raise no_user(login)
            return entry_for_group(group, ()).principal
    if wanted == _EVERYONE:
        return entry_for_site_user("Everyone", _EVERYONE, "", ()).principal
    if wanted == _ALL_USERS + state.tenant_id:
        return entry_for_site_user("Everyone except external users", wanted, "", ()).principal
    return entry_for_user(_person(state, login), ()).principal


def _person(state: State, login: str) -> User:
    name = login[len(_PEOPLE) :] if login.casefold().startswith(_PEOPLE) else login
    user = live_user(state, name) if "@" in name else None
    if user is None and name == login:
        user = next((one for one in state.every(User) if _has_address(one, name)), None)
    if user is None:
        raise no_user(login)
    return user


def _has_address(user: User, address: str) -> bool:
    return user.deleted_at is None and (user.mail or "").casefold() == address.casefold() and "@" in address


def remember(visit: Visit, principal: Principal) -> Principal:
    """Let the site know an account from now on."""
    account_id = f"{visit.site.id}/{principal.login}"
    if visit.state.get(SiteAccount, account_id) is None:
        visit.state.put(SiteAccount(id=account_id, site_id=visit.site.id, principal=principal))
    return principal


def of_caller(visit: Visit) -> Principal:
    """Return the account of whoever calls; every application that calls as itself has the same."""
    caller = visit.call.principal
    if isinstance(caller, AppPrincipal):
        return _APP
    user = visit.state.get(User, caller.user_id)
    if user is None:
        raise no_user()
    return entry_for_user(user, ()).principal


def links_below(state: State, item: Item) -> list[Link]:
    """Return the links on an item, and those that reach it from above."""
    here, scope = scopes.holder(state, item)
    above = (state.get(Link, link_id) for link_id in scope.links_from_above)
    inherited = scopes.links_on(state, here) if here.id != item.id else ()
    own = scopes.links_on(state, item)
    return [*own, *inherited, *(link for link in above if link is not None)]
