"""Taking people off a sharing link.

Source: graph:api/permission-revokegrants
"""

from graph_emulator.directory.models import User
from graph_emulator.files import callers, links
from graph_emulator.files.holdings import Holding, holding_named
from graph_emulator.files.models import Link, LinkPerson
from graph_emulator.files.permission_routes import one_permission
from graph_emulator.files.principals import link_person, recipient
from graph_emulator.kernel.faults import GraphFault, access_denied, invalid
from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.kernel.state import State


def revoke_grants(call: Call) -> Answer:
    """Take people off a link that names people.

    Source: graph:api/permission-revokegrants
    """
    _check_revoke_exists(call)
    item = callers.item_to_change(call)
    holding = holding_named(call.state, item, call.params["permission"])
    link = holding.source
    asked = call.fields({"grantees": list}).get("grantees")
    if not asked:
        raise invalid("The property 'grantees' is required.")
    if not isinstance(link, Link) or link.scope != "users":
        raise invalid("Grants can be revoked on sharing links for specific people only.")
    if holding.above is not None:
        raise access_denied()
    changed = links.remove_people(call.state, link, _people_to_revoke(call.state, link, asked))
    return one_permission(call, item, Holding(changed, None))


def _check_revoke_exists(call: Call) -> None:
    form = call.state.quirks.revoke_grants_v1
    if call.version == "v1.0" and form == "404":
        raise GraphFault(404, "itemNotFound", "Resource not found for the segment 'revokeGrants'.")
    if call.version == "v1.0" and form == "405":
        raise GraphFault(405, "notSupported", "The OData request is not supported.")


def _people_to_revoke(state: State, link: Link, asked: list[object]) -> tuple[LinkPerson, ...]:
    return tuple(_person_to_revoke(state, link, one) for one in asked)


def _person_to_revoke(state: State, link: Link, asked: object) -> LinkPerson:
    person = _on_link(state, link, asked) or link_person(recipient(state, asked))
    if _is_pending(state, person) and state.quirks.revoke_grants_pending_external == "reject400":
        raise invalid("Could not find the recipient.")
    return person


def _on_link(state: State, link: Link, asked: object) -> LinkPerson | None:
    """Find somebody on the link itself: their account may be deleted by now."""
    known = asked if isinstance(asked, dict) else {}
    wanted = {str(known[name]).casefold() for name in ("objectId", "email") if name in known}
    return next((person for person in link.people if wanted & _names(state, person)), None)


def _names(state: State, person: LinkPerson) -> set[str]:
    user = state.get(User, person.key)
    mail = user.mail if user is not None and user.mail else person.key
    return {person.key.casefold(), mail.casefold()}


def _is_pending(state: State, person: LinkPerson) -> bool:
    if person.form == "address":
        return True
    user = state.get(User, person.key)
    return user is not None and user.external_state == "PendingAcceptance"


REVOCATION_ROUTES = (
    Route(
        method="POST",
        template="/drives/{drive}/items/{item}/permissions/{permission}/revokeGrants",
        topic="api/permission-revokegrants",
        handler=revoke_grants,
        roles=callers.WRITE_ROLES,
        units=5,
        sharing=True,
        write=True,
        notes="what is answered for somebody who is not on the link; here 200 with the link as it is",
    ),
)
