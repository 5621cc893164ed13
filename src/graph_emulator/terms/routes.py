"""Agreements and acceptances as Graph shows them: to people, and not to applications.

Whether applications may read them is contested: the pages say no, although roles of these names exist.

Source: graph:api/agreement-list-acceptances
Source: graph:api/termsofusecontainer-list-agreements
"""

from collections.abc import Iterable
from typing import Any

from graph_emulator.directory.models import live_user
from graph_emulator.kernel.collections import collection, filtered, selected_names
from graph_emulator.kernel.faults import forbidden, unknown_resource
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Route, UserPrincipal
from graph_emulator.terms.models import Acceptance, Agreement

Shape = dict[str, Any]
_TERMS = "/identityGovernance/termsOfUse/agreements"
_FILTERS = {"id": "text", "displayName": "text"}
_ACCEPTANCE_FILTERS = {"id": "text", "agreementId": "text", "userId": "text", "state": "text"}
_READ = ("Agreement.Read.All", "Agreement.ReadWrite.All")
_READ_ACCEPTANCES = ("AgreementAcceptance.Read.All",)
_READ_OWN = ("AgreementAcceptance.Read", *_READ_ACCEPTANCES)


def list_agreements(call: Call) -> Answer:
    """Answer with a page of agreements."""
    _check(call)
    rows = filtered(call, (_agreement(one) for one in call.state.every(Agreement)), _FILTERS)
    return collection(call, rows, "identityGovernance/termsOfUse/agreements", lambda row: row)


def get_agreement(call: Call) -> Answer:
    """Answer with one agreement."""
    _check(call)
    context = call.context("identityGovernance/termsOfUse/agreements/$entity")
    return Answer(status=200, body={"@odata.context": context, **_agreement(_named(call))})


def get_file(call: Call) -> Answer:
    """Answer with the file that is in force."""
    _check(call)
    agreement = _named(call)
    body = {"@odata.context": call.context(f"{_fragment(agreement)}/file/$entity"), **_file(agreement)}
    return Answer(status=200, body=body)


def list_files(call: Call) -> Answer:
    """Answer with the agreement's files; there is one."""
    _check(call)
    agreement = _named(call)
    body = {"@odata.context": call.context(f"{_fragment(agreement)}/files"), "value": [_file(agreement)]}
    return Answer(status=200, body=body)


def list_acceptances(call: Call) -> Answer:
    """Answer with a page of the decisions on one agreement."""
    _check(call)
    agreement = _named(call)
    rows = [one for one in call.state.find(Acceptance, "agreement", agreement.id) if _shows(call, one)]
    return _decisions(call, rows, f"{_fragment(agreement)}/acceptances")


def list_acceptances_of_user(call: Call) -> Answer:
    """Answer with a page of one person's decisions; a person sees their own without further rights."""
    user = live_user(call.state, call.params["user"])
    if user is None:
        raise unknown_resource(call.params["user"])
    _check(call, own=user.id)
    rows = call.state.find(Acceptance, "user", user.id)
    return _decisions(call, rows, f"users('{user.id}')/agreementAcceptances")


def _shows(call: Call, one: Acceptance) -> bool:
    """Whether a decision is told: who may read their own only sees no other."""
    caller = call.principal
    if isinstance(caller, AppPrincipal):
        return not caller.roles.isdisjoint(_READ_ACCEPTANCES)
    return one.user_id == caller.user_id or not caller.scopes.isdisjoint(_READ_ACCEPTANCES)


def _check(call: Call, own: str = "") -> None:
    """Let pass people whose client holds the permission, and applications where the quirk says so."""
    caller = call.principal
    if isinstance(caller, AppPrincipal):
        allowed = call.state.quirks.tou_app_only == "allow"
    else:
        allowed = _person_may(caller, own)
    if not allowed:
        raise forbidden(call.route.workload)


def _person_may(caller: UserPrincipal, own: str) -> bool:
    if own and caller.user_id == own:
        return True
    return bool(caller.scopes) and not (own and caller.scopes.isdisjoint(_READ_ACCEPTANCES))


def _named(call: Call) -> Agreement:
    agreement = call.state.get(Agreement, call.params["agreement"])
    if agreement is None:
        raise unknown_resource(call.params["agreement"])
    return agreement


def _fragment(agreement: Agreement) -> str:
    return f"identityGovernance/termsOfUse/agreements('{agreement.id}')"


def _decisions(call: Call, rows: Iterable[Acceptance], context: str) -> Answer:
    shapes = [_acceptance(one) for one in rows]
    known = frozenset(_acceptance_names())
    names = selected_names(call, known, _acceptance_names(), "agreementAcceptance")
    kept = filtered(call, shapes, _ACCEPTANCE_FILTERS)
    return collection(call, kept, context, lambda row: {name: row[name] for name in names})


def _agreement(one: Agreement) -> Shape:
    return {
        "id": one.id,
        "displayName": one.name,
        "isPerDeviceAcceptanceRequired": False,
        "isViewingBeforeAcceptanceRequired": one.viewing_required,
        "termsExpiration": None,
        "userReacceptRequiredFrequency": None,
    }


def _file(one: Agreement) -> Shape:
    return {
        "id": one.file_id,
        "fileName": one.file_name,
        "displayName": one.name,
        "language": "en-GB",
        "isDefault": True,
        "isMajorVersion": True,
        "createdDateTime": one.created_at,
        "fileData": {"data": one.content},
    }


def _acceptance(one: Acceptance) -> Shape:
    return {
        "id": one.id,
        "agreementId": one.agreement_id,
        "agreementFileId": one.file_id,
        "userId": one.user_id,
        "userPrincipalName": one.upn,
        "userEmail": one.mail,
        "userDisplayName": one.name,
        "deviceId": None,
        "deviceDisplayName": None,
        "deviceOSType": None,
        "deviceOSVersion": None,
        "recordedDateTime": one.at,
        "expirationDateTime": None,
        "state": one.state,
    }


def _acceptance_names() -> list[str]:
    blank = Acceptance(
        id="", agreement_id="", file_id="", user_id="", upn="", mail=None, name="", at="", state=""
    )
    return list(_acceptance(blank))


def _route(template: str, handler: Any, topic: str, roles: tuple[str, ...], *options: str) -> Route:
    return Route(
        method="GET",
        template=template,
        topic=topic,
        handler=handler,
        roles=roles,
        delegated=roles,
        query=frozenset(options),
        workload="directory",
        limits=("identity",),
        notes="documented for people only: applications get 403 unless the quirk `tou.app_only` allows them",
    )


_PAGED = ("$filter", "$top", "$skiptoken")
_DECISIONS = ("$filter", "$select", "$skiptoken")
TERMS_ROUTES = (
    _route(_TERMS, list_agreements, "api/termsofusecontainer-list-agreements", _READ, *_PAGED),
    _route(f"{_TERMS}/{{agreement}}", get_agreement, "api/agreement-get", _READ),
    _route(f"{_TERMS}/{{agreement}}/file", get_file, "api/agreementfile-get", _READ),
    _route(f"{_TERMS}/{{agreement}}/files", list_files, "api/agreement-list-files", _READ),
    _route(
        f"{_TERMS}/{{agreement}}/acceptances",
        list_acceptances,
        "api/agreement-list-acceptances",
        _READ_OWN,
        *_DECISIONS,
    ),
    _route(
        "/users/{user}/agreementAcceptances",
        list_acceptances_of_user,
        "api/user-list-agreementacceptances",
        _READ_OWN,
        *_DECISIONS,
    ),
)
