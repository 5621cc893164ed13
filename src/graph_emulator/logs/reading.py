"""Reading the directory's two logs: kept for thirty days, seen after a delay, newest first.

Source: graph:api/directoryaudit-list
Source: graph:api/signin-list
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from graph_emulator.kernel.clock import parse_duration, parse_instant
from graph_emulator.kernel.collections import collection_in_order
from graph_emulator.kernel.faults import bad_request, forbidden, unknown_resource
from graph_emulator.kernel.routes import Answer, Call, Route, UserPrincipal
from graph_emulator.logs.filters import LogFilterError, log_filter
from graph_emulator.logs.models import DirectoryAudit, SignIn

Shape = dict[str, Any]
E = TypeVar("E", DirectoryAudit, SignIn)
_KEPT = timedelta(days=30)
_GRAPH_ID = "00000003-0000-0000-c000-000000000000"
_AUDIT_FILTERS = {
    "id": "text",
    "activityDisplayName": "text",
    "activityDateTime": "instant",
    "category": "text",
    "correlationId": "text",
    "loggedByService": "text",
    "result": "text",
    "initiatedBy/user/id": "text",
    "initiatedBy/user/displayName": "text",
    "initiatedBy/user/userPrincipalName": "text",
    "initiatedBy/app/appId": "text",
    "initiatedBy/app/displayName": "text",
    "targetResources/id": "text",
    "targetResources/displayName": "text",
}
_SIGN_IN_FILTERS = {
    "id": "text",
    "appDisplayName": "text",
    "appId": "text",
    "correlationId": "text",
    "createdDateTime": "instant",
    "userDisplayName": "text",
    "userId": "text",
    "userPrincipalName": "text",
    "status/errorCode": "number",
}


def list_audits(call: Call) -> Answer:
    """Answer with a page of what was done in the directory."""
    rows = [_audit_shape(entry) for entry in _seen(call, DirectoryAudit)]
    kept = _kept(call, rows, _AUDIT_FILTERS)
    descending = _descending(call, "activityDateTime")
    if not descending:
        kept.reverse()
    return collection_in_order(call, kept, "auditLogs/directoryAudits", lambda row: row)


def get_audit(call: Call) -> Answer:
    """Answer with one entry of the audit log."""
    return _one(call, DirectoryAudit, _audit_shape, "auditLogs/directoryAudits/$entity")


def list_sign_ins(call: Call) -> Answer:
    """Answer with a page of who signed in."""
    rows = [_sign_in_shape(entry) for entry in _seen(call, SignIn)]
    return collection_in_order(
        call, _kept(call, rows, _SIGN_IN_FILTERS), "auditLogs/signIns", lambda row: row
    )


def get_sign_in(call: Call) -> Answer:
    """Answer with one entry of the sign-in log."""
    return _one(call, SignIn, _sign_in_shape, "auditLogs/signIns/$entity")


def check_reader(call: Call) -> None:
    """Let pass an application, or a person through a client that holds the permission for them.

    Nobody reads logs by what they are: directory roles are not kept here, so consent stands for them.
    """
    if isinstance(call.principal, UserPrincipal) and not call.principal.scopes:
        raise forbidden(call.route.workload)


def _one(call: Call, kind: type[E], show: Callable[[E], Shape], context: str) -> Answer:
    found = next((entry for entry in _seen(call, kind) if entry.id == call.params["entry"]), None)
    if found is None:
        raise unknown_resource(call.params["entry"])
    return Answer(status=200, body={"@odata.context": call.context(context), **show(found)})


def _seen(call: Call, kind: type[E]) -> list[E]:
    """Return the entries that have arrived and are not too old, newest first."""
    check_reader(call)
    now = call.state.clock.now()
    latest = now - parse_duration(call.state.quirks.logs_delay)
    entries = [one for one in call.state.every(kind) if now - _KEPT <= parse_instant(one.at) <= latest]
    return sorted(entries, key=lambda one: one.at)[::-1]


def _kept(call: Call, rows: list[Shape], properties: Mapping[str, str]) -> list[Shape]:
    if "$filter" not in call.query:
        return rows
    try:
        keep = log_filter(call.query["$filter"], properties)
    except LogFilterError as error:
        raise bad_request(call.route.workload, f"Invalid filter clause: {error}.") from error
    return [row for row in rows if keep(row)]


def _descending(call: Call, name: str) -> bool:
    words = call.query.get("$orderby", f"{name} desc").split()
    if words[:1] != [name] or words[1:] not in ([], ["asc"], ["desc"]):
        raise bad_request(call.route.workload, f"The query option '$orderby' supports {name} only.")
    return words[1:] == ["desc"]


def _audit_shape(entry: DirectoryAudit) -> Shape:
    return {
        "id": entry.id,
        "category": entry.category,
        "correlationId": entry.correlation_id,
        "result": "success",
        "resultReason": "",
        "activityDisplayName": entry.activity,
        "activityDateTime": entry.at,
        "loggedByService": entry.service,
        "operationType": entry.operation,
        "initiatedBy": entry.initiated_by,
        "targetResources": entry.targets,
        "additionalDetails": [{"key": key, "value": value} for key, value in entry.details.items()],
    }


def _sign_in_shape(entry: SignIn) -> Shape:
    return {
        "id": entry.id,
        "createdDateTime": entry.at,
        "userDisplayName": entry.name,
        "userPrincipalName": entry.upn,
        "userId": entry.user_id,
        "appId": entry.app_id,
        "appDisplayName": entry.app_name,
        "ipAddress": "127.0.0.1",
        "clientAppUsed": "Browser",
        "correlationId": entry.correlation_id,
        "conditionalAccessStatus": "notApplied",
        "isInteractive": True,
        "riskDetail": "none",
        "riskLevelAggregated": "none",
        "riskLevelDuringSignIn": "none",
        "riskState": "none",
        "resourceDisplayName": "Microsoft Graph",
        "resourceId": _GRAPH_ID,
        "status": {
            "errorCode": entry.error,
            "failureReason": entry.reason or None,
            "additionalDetails": entry.policy or None,
        },
        "appliedConditionalAccessPolicies": [],
    }


def _route(template: str, handler: Callable[[Call], Answer], topic: str, *roles: str) -> Route:
    many = "{" not in template
    ordered = {"$orderby"} if handler is list_audits else set()
    return Route(
        method="GET",
        template=template,
        topic=topic,
        handler=handler,
        roles=roles,
        delegated=roles,
        workload="directory",
        query=frozenset({"$filter", "$top", "$skiptoken"} | ordered) if many else frozenset(),
        limits=("audit-logs",),
        notes="directory roles of people, for which consent stands; activities other than those told",
    )


_READ, _DIRECTORY = "AuditLog.Read.All", "Directory.Read.All"
LOG_ROUTES = (
    _route("/auditLogs/directoryAudits", list_audits, "api/directoryaudit-list", _READ, _DIRECTORY),
    _route("/auditLogs/directoryAudits/{entry}", get_audit, "api/directoryaudit-get", _READ, _DIRECTORY),
    _route("/auditLogs/signIns", list_sign_ins, "api/signin-list", _READ),
    _route("/auditLogs/signIns/{entry}", get_sign_in, "api/signin-get", _READ),
)
