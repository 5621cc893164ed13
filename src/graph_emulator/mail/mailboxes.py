"""Who has a mailbox, who may use it, and where an address leads.

Source: graph:concepts/auth-limit-mailbox-access
"""

from graph_emulator.directory.models import Application, User, live_user
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import AppPrincipal, Call
from graph_emulator.kernel.state import State
from graph_emulator.mail.models import Address

FOLDERS = ("inbox", "drafts", "sentitems", "deleteditems")


def access_denied() -> GraphFault:
    """Return the 403 of a mailbox that the caller has no right to."""
    return GraphFault(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def mailbox_of(call: Call) -> User:
    """Return the person whose mailbox a request is about.

    Raises:
        GraphFault: Nobody is called so, they have no mailbox, or the caller may not use it.
    """
    reference = call.params["user"]
    user = live_user(call.state, reference)
    if user is None:
        raise GraphFault(404, "ErrorInvalidUser", f"The requested user '{reference}' is invalid.")
    _check_may_use(call, user)
    if not has_mailbox(user):
        message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
        raise GraphFault(404, "MailboxNotEnabledForRESTAPI", message)
    return user


def _check_may_use(call: Call, user: User) -> None:
    if isinstance(call.principal, AppPrincipal):
        app = call.state.get(Application, call.principal.client_id)
        if app is not None and app.mailboxes is not None and user.key not in app.mailboxes:
            raise GraphFault(403, "ErrorAccessDenied", "Access to OData is disabled.")
    elif call.principal.user_id != user.id:
        raise access_denied()


def has_mailbox(user: User) -> bool:
    """Whether a person has a mailbox here: members with an address do, guests have theirs at home.

    A disabled account keeps its mailbox; shared mailboxes are such accounts.
    """
    return user.user_type == "Member" and bool(user.mail) and not user.deleted_at


def owner_of(state: State, address: str) -> User | None:
    """Return the person in whose mailbox an address ends, or None."""
    wanted = address.casefold()
    for user in state.every(User):
        if has_mailbox(user) and wanted in {(user.mail or "").casefold(), user.upn.casefold()}:
            return user
    return None


def is_own_domain(state: State, address: str) -> bool:
    """Whether an address is of a domain that this tenant answers for."""
    own = {_domain(user.mail or "") for user in state.every(User) if has_mailbox(user)}
    return _domain(address) in own


def address_of(user: User) -> Address:
    """Return a person's name and address."""
    return Address(name=user.name, address=user.mail or user.upn)


def folder_id(state: State, mailbox: str, folder: str) -> str:
    """Return the id of a mailbox's folder."""
    return "AQMk" + state.ids.derived_token("mail-folder", f"{mailbox}/{folder}") + "="


def folder_of(call: Call, user: User) -> str:
    """Return the well-known name of the folder that a request names by that or by its id."""
    wanted = call.params["folder"]
    for folder in FOLDERS:
        if wanted.casefold() == folder or wanted == folder_id(call.state, user.id, folder):
            return folder
    raise GraphFault(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
