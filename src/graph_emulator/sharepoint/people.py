"""What an account is: a person, a guest, a group of the directory or of the site."""

from graph_emulator.directory.models import User
from graph_emulator.files.models import Principal
from graph_emulator.kernel.state import State

_PERSON, _DIRECTORY_GROUP, _SITE_GROUP = 1, 4, 8


def principal_type(principal: Principal) -> int:
    """Return SharePoint's number for what a principal is."""
    if principal.form == "siteGroup":
        return _SITE_GROUP
    is_group = principal.form == "group" or principal.login.startswith("c:0")
    return _DIRECTORY_GROUP if is_group else _PERSON


def user_of(state: State, principal: Principal) -> User | None:
    """Return the person behind an account, or None."""
    return state.get(User, principal.key) if principal.form == "user" else None


def upn_of(state: State, principal: Principal) -> str | None:
    """Return the user principal name that an account shows, or None."""
    user = user_of(state, principal)
    if user is not None:
        return user.upn.lower()
    return principal.email if principal.form == "address" else None


def is_external(state: State, principal: Principal) -> bool:
    """Whether an account is a guest's, or an address without an account."""
    user = user_of(state, principal)
    return principal.form == "address" or (user is not None and user.user_type == "Guest")
