"""Every service of the tenant in one place: routes, indexes, and what seed and admin API ask of files."""

from collections.abc import Callable

from graph_emulator.appgrants.routes import ROUTES as APP_GRANT_ROUTES
from graph_emulator.directory import models as directory_models
from graph_emulator.entra.routes import ROUTES as DIRECTORY_ROUTES
from graph_emulator.files import tree
from graph_emulator.files.access_watch import FilesWatch
from graph_emulator.files.selected_grants import allowed
from graph_emulator.files.table import FILES_ROUTES
from graph_emulator.identity.principals import Authenticator
from graph_emulator.invitations.routes import ROUTES as INVITATION_ROUTES
from graph_emulator.kernel.dialect import Dialect
from graph_emulator.kernel.journal import AccessWatch
from graph_emulator.kernel.router import Match
from graph_emulator.kernel.routes import AppPrincipal, Route
from graph_emulator.kernel.state import State
from graph_emulator.logs import uses
from graph_emulator.logs.queries import QUERY_ROUTES
from graph_emulator.logs.reading import LOG_ROUTES
from graph_emulator.mail import models as mail_models
from graph_emulator.mail.routes import ROUTES as MAIL_ROUTES
from graph_emulator.memberships import models as memberships
from graph_emulator.posture.routes import ROUTES as POSTURE_ROUTES
from graph_emulator.sharepoint.front import SharePointDialect
from graph_emulator.subscriptions import models as subscription_models
from graph_emulator.subscriptions.routes import ROUTES as SUBSCRIPTION_ROUTES
from graph_emulator.teams.routes import ROUTES as TEAMS_ROUTES
from graph_emulator.terms import models as terms_models
from graph_emulator.terms.routes import TERMS_ROUTES


def all_routes() -> tuple[Route, ...]:
    """Return the route tables of all services."""
    return (
        *DIRECTORY_ROUTES,
        *INVITATION_ROUTES,
        *TEAMS_ROUTES,
        *FILES_ROUTES,
        *POSTURE_ROUTES,
        *APP_GRANT_ROUTES,
        *MAIL_ROUTES,
        *TERMS_ROUTES,
        *LOG_ROUTES,
        *QUERY_ROUTES,
        *SUBSCRIPTION_ROUTES,
    )


def add_indexes(state: State) -> None:
    """Prepare an empty state for the records of all services."""
    directory_models.add_indexes(state)
    memberships.add_indexes(state)
    tree.add_indexes(state)
    mail_models.add_indexes(state)
    subscription_models.add_indexes(state)
    terms_models.add_indexes(state)
    uses.add_indexes(state)


def watch_access(state: State) -> AccessWatch:
    """Return what tells the access that a write gives and takes."""
    return FilesWatch(state)


def was_given(state: State) -> Callable[[AppPrincipal, Match], bool]:
    """Return what tells whether an application was given the very place that it asks for."""
    return lambda caller, match: allowed(state, caller, match.route, match.params)


def sharepoint_rest(state: State, authenticator: Authenticator) -> Dialect:
    """Return SharePoint's own interface, which takes tokens for SharePoint only."""
    return SharePointDialect(state, lambda headers: authenticator(headers, "sharepoint"))
