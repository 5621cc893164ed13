"""Reads decisions on terms of use from the directory's audit log: applications see no other trace of them.

Source: graph:api/directoryaudit-list, entra:conditional-access/terms-of-use
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote, urlencode

from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.graph.decode import Node, ShapeError, child, instant, optional_text, read_node, text
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import read_collection
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.register import TermsEvent
from sharepoint_gate.roster.agreement import Decision

_ACTIVITIES = {"Accept Terms Of Use": Decision.ACCEPTED, "Decline Terms Of Use": Decision.DECLINED}

_SUCCESS = "success"


class GraphTermsReader:
    """``TermsReader`` on Microsoft Graph."""

    def __init__(self, transport: GraphTransport) -> None:
        self._transport = transport

    async def decisions_since(self, since: datetime) -> Sequence[TermsEvent]:
        """Return every decision since an instant, oldest first."""
        found: list[TermsEvent] = []
        for activity, decision in _ACTIVITIES.items():
            read = partial(_event, decision=decision)
            rows = await read_collection(self._transport, _request(activity, since), read)
            found += [one for one in rows if one is not None]
        return sorted(found, key=lambda one: (one.at, one.id))


def _request(activity: str, since: datetime) -> GraphRequest:
    start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    condition = f"activityDisplayName eq '{activity}' and activityDateTime ge {start}"
    query = urlencode({"$filter": condition}, quote_via=quote, safe="$")
    return GraphRequest("GET", "/v1.0/auditLogs/directoryAudits", RouteName.LIST_DIRECTORY_AUDITS, query)


def _event(row: bytes, *, decision: Decision) -> TermsEvent | None:
    """Return a decision; None for an acceptance that the log does not call a success."""
    node = read_node(row)
    if decision is Decision.ACCEPTED and optional_text(node, "result") != _SUCCESS:
        return None
    at = instant(node, "activityDateTime")
    if at is None:
        raise ShapeError("an entry of the log without its instant")
    user = child(child(node, "initiatedBy") or {}, "user") or {}
    return TermsEvent(text(node, "id"), at, ObjectId(text(user, "id")), decision, _terms(node))


def _terms(node: Node) -> tuple[str, ...]:
    """Return every name and id that the entry gives to what was decided on; people are left out."""
    named: list[str] = []
    for target in _objects(node, "targetResources"):
        if optional_text(target, "type") != "User":
            named += [name for key in ("id", "displayName") if (name := optional_text(target, key))]
    for detail in _objects(node, "additionalDetails"):
        named += [name] if (name := optional_text(detail, "value")) else []
    return tuple(named)


def _objects(node: Node, name: str) -> list[Node]:
    value = node.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ShapeError(f"{name} is not a list of objects")
    return value
