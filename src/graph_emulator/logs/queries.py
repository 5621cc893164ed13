"""Queries of the audit log: asked for, waited for on the tenant's clock, and read page by page.

Source: graph:api/security-auditcoreroot-post-auditlogqueries
Source: graph:resources/security-auditlogquery
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from graph_emulator.kernel.clock import ClockError, parse_duration, parse_instant, stamp
from graph_emulator.kernel.collections import collection_in_order
from graph_emulator.kernel.faults import GraphFault, bad_request
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Route
from graph_emulator.kernel.state import Record, State
from graph_emulator.logs.reading import check_reader
from graph_emulator.logs.records import TYPE_NAMES, AuditRecord

Shape = dict[str, Any]
_QUERIES = "/security/auditLog/queries"
_EVERYTHING = "AuditLogsQuery.Read.All"
_WORKLOADS = {
    "AuditLogsQuery-SharePoint.Read.All": "SharePoint",
    "AuditLogsQuery-OneDrive.Read.All": "OneDrive",
    "AuditLogsQuery-Exchange.Read.All": "Exchange",
    "AuditLogsQuery-Entra.Read.All": "AzureActiveDirectory",
    "AuditLogsQuery-Endpoint.Read.All": "Endpoint",
    "AuditLogsQuery-CRM.Read.All": "CRM",
}
_ROLES = (*_WORKLOADS, _EVERYTHING)
_LISTS = (
    "recordTypeFilters",
    "operationFilters",
    "userPrincipalNameFilters",
    "ipAddressFilters",
    "objectIdFilters",
    "administrativeUnitIdFilters",
    "serviceFilters",
)
_TEXTS = ("displayName", "filterStartDateTime", "filterEndDateTime", "keywordFilter")
_IGNORED = ("@odata.type", "status")


_Log = tuple[str, int, str]
_Answered = tuple["AuditQuery", _Log, list[AuditRecord]]
_answered: WeakKeyDictionary[State, _Answered] = WeakKeyDictionary()
"""What the query that was read last found, kept for its further pages while the log stays as it is."""


class AuditQuery(Record, kw_only=True):
    """A query: what was asked, when, and which workloads its asker may see; None means all."""

    kind: ClassVar[str] = "audit-query"

    asked: dict[str, Any]
    at: str
    services: list[str] | None


def create_query(call: Call) -> Answer:
    """Take a query; its answer is not there yet."""
    check_reader(call)
    names: dict[str, type] = dict.fromkeys(_LISTS, list) | dict.fromkeys((*_TEXTS, *_IGNORED), str)
    fields = call.fields(names)
    _check(call, fields)
    query = AuditQuery(
        id=call.state.ids.guid("audit-query"),
        asked={name: _as_published(name, value) for name, value in fields.items() if name not in _IGNORED},
        at=call.state.clock.stamp(),
        services=_services(call),
    )
    call.state.put(query)
    return Answer(status=201, body=_entity(call, _shape(call, query, fresh=True)))


def list_queries(call: Call) -> Answer:
    """Answer with a page of queries, the newest first."""
    check_reader(call)
    rows = [_shape(call, query) for query in reversed([*call.state.every(AuditQuery)])]
    return collection_in_order(call, rows, "security/auditLog/queries", lambda row: row)


def get_query(call: Call) -> Answer:
    """Answer with a query and how far it is."""
    check_reader(call)
    return Answer(status=200, body=_entity(call, _shape(call, _named(call))))


def list_records(call: Call) -> Answer:
    """Answer with a page of what a query found; before it is done there is nothing."""
    check_reader(call)
    query = _named(call)
    found = _found(call, query)[: _limit(call)] if _status(call, query) == "succeeded" else []
    allowed = _services(call)
    rows = [one for one in found if allowed is None or one.service in allowed]
    context = f"security/auditLog/queries('{query.id}')/records"
    return collection_in_order(call, rows, context, lambda one: _record(call, one))


def _as_published(name: str, value: Any) -> Any:
    """Return what was asked with the record types in their own spelling, whatever case they came in."""
    if name != "recordTypeFilters":
        return value
    published = {kind.casefold(): kind for kind in TYPE_NAMES.values()}
    return [published.get(one.casefold(), one) for one in value]


def _check(call: Call, fields: Mapping[str, Any]) -> None:
    for name in _LISTS:
        if not all(isinstance(one, str) for one in fields.get(name, ())):
            raise bad_request(call.route.workload, f"The property '{name}' has a wrong type.")
    for name in ("filterStartDateTime", "filterEndDateTime"):
        try:
            parse_instant(fields.get(name, "2026-01-01T00:00:00Z"))
        except ClockError as error:
            raise bad_request(call.route.workload, f"{name}: {error}.") from error


def _services(call: Call) -> list[str] | None:
    """Return the workloads that the caller's permissions open; None means all."""
    caller = call.principal
    held = caller.roles if isinstance(caller, AppPrincipal) else caller.scopes
    if _EVERYTHING in held:
        return None
    return [service for role, service in _WORKLOADS.items() if role in held]


def _named(call: Call) -> AuditQuery:
    query = call.state.get(AuditQuery, call.params["query"])
    if query is None:
        raise GraphFault(404, "NotFound", "The audit log query was not found.")
    return query


def _status(call: Call, query: AuditQuery) -> str:
    duration = parse_duration(call.state.quirks.audit_query_duration)
    waited = call.state.clock.now() - parse_instant(query.at)
    if waited >= duration:
        return "succeeded"
    return "running" if waited else "notStarted"


def _limit(call: Call) -> int:
    return call.state.quirks.audit_record_limit


def _found(call: Call, query: AuditQuery) -> list[AuditRecord]:
    """Return the records that had arrived when the query was done, newest first."""
    state = call.state
    done = parse_instant(query.at) + parse_duration(state.quirks.audit_query_duration)
    latest = stamp(min(done, state.clock.now()) - parse_duration(state.quirks.audit_delay))
    every = state.every(AuditRecord)
    last = state.last(AuditRecord)
    question = (latest, len(every), last.id if last is not None else "")
    kept = _answered.get(state)
    if kept is None or kept[0] is not query or kept[1] != question:
        kept = _answered[state] = (query, question, _matching(query, every, latest))
    return kept[2]


def _matching(query: AuditQuery, every: Iterable[AuditRecord], latest: str) -> list[AuditRecord]:
    tests = _tests(query.asked)
    found = [
        one
        for one in every
        if one.at <= latest
        and (query.services is None or one.service in query.services)
        and all(test(one) for test in tests)
    ]
    return sorted(found, key=lambda one: one.at)[::-1]


def _tests(asked: Mapping[str, Any]) -> list[Callable[[AuditRecord], bool]]:
    """Return what a record has to pass: each filter that is not empty, without regard to case."""
    of_record: dict[str, Callable[[AuditRecord], str]] = {
        "recordTypeFilters": lambda one: TYPE_NAMES[one.record_type],
        "operationFilters": lambda one: one.operation,
        "userPrincipalNameFilters": lambda one: one.upn,
        "ipAddressFilters": lambda one: one.address,
        "objectIdFilters": lambda one: one.object_id,
        "serviceFilters": lambda one: one.service,
        "administrativeUnitIdFilters": lambda _: "",
    }
    tests = [_among(asked[name], read) for name, read in of_record.items() if asked.get(name)]
    if "filterStartDateTime" in asked:
        start = stamp(parse_instant(asked["filterStartDateTime"]))
        tests.append(lambda one: one.at >= start)
    if "filterEndDateTime" in asked:
        end = stamp(parse_instant(asked["filterEndDateTime"]))
        tests.append(lambda one: one.at <= end)
    if asked.get("keywordFilter"):
        word = str(asked["keywordFilter"]).casefold()
        tests.append(lambda one: word in one.text.casefold())
    return tests


def _among(wanted: list[str], read: Callable[[AuditRecord], str]) -> Callable[[AuditRecord], bool]:
    folded = {one.casefold() for one in wanted}
    return lambda one: read(one).casefold() in folded


def _shape(call: Call, query: AuditQuery, *, fresh: bool = False) -> Shape:
    status = "notStarted" if fresh else _status(call, query)
    count = len(_found(call, query)) if status == "succeeded" else 0
    return {
        "id": query.id,
        **{name: query.asked.get(name) for name in _TEXTS},
        **{name: query.asked.get(name, []) for name in _LISTS},
        "status": status,
        "approximateReturnedRecordCount": min(count, _limit(call)),
        "isRecordCountLimitExceeded": count > _limit(call),
        "recordCountLimit": _limit(call),
    }


def _entity(call: Call, shape: Shape) -> Shape:
    return {"@odata.context": call.context("security/auditLog/queries/$entity"), **shape}


def _record(call: Call, one: AuditRecord) -> Shape:
    return {
        "id": one.id,
        "createdDateTime": one.at,
        "auditLogRecordType": TYPE_NAMES[one.record_type],
        "operation": one.operation,
        "organizationId": call.state.tenant_id,
        "userType": one.user_type,
        "userId": one.user_id,
        "service": one.service,
        "objectId": one.object_id,
        "userPrincipalName": one.upn,
        "clientIp": one.address,
        "administrativeUnits": [],
        "auditData": one.data,
    }


def _route(method: str, template: str, handler: Callable[[Call], Answer], topic: str) -> Route:
    paged = handler in {list_queries, list_records}
    return Route(
        method=method,
        template=template,
        topic=topic,
        handler=handler,
        roles=_ROLES,
        delegated=_ROLES,
        write=method == "POST",
        workload="directory",
        query=frozenset({"$top", "$skiptoken"}) if paged else frozenset(),
        limits=("audit-logs",),
        notes="records of workloads other than SharePoint; how many records a query may return is not told",
    )


QUERY_ROUTES = (
    _route("POST", _QUERIES, create_query, "api/security-auditcoreroot-post-auditlogqueries"),
    _route("GET", _QUERIES, list_queries, "api/security-auditcoreroot-list-auditlogqueries"),
    _route("GET", f"{_QUERIES}/{{query}}", get_query, "api/security-auditlogquery-get"),
    _route("GET", f"{_QUERIES}/{{query}}/records", list_records, "api/security-auditlogquery-list-records"),
)
