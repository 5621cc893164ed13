"""Microsoft's own models read every recorded answer, take all of it, and would write the same again."""

import pytest

from tests.contract.witness.recorded import Heard, Recording
from tests.contract.witness.sdk_models import (
    WITHOUT_MODEL,
    differences,
    leftovers,
    parsed,
    thinned,
    written,
)

_OF_WORKLOAD = "each workload has its own schema (purview:office-365-management-activity-api-schema)"
_AUDIT_DATA = (
    *("ApplicationDisplayName", "ApplicationId", "ClientIP", "CreationTime", "EventSource", "Id"),
    *("ItemType", "ListItemUniqueId", "ObjectId", "Operation", "OrganizationId", "RecordType", "Site"),
    *("SiteUrl", "SourceFileExtension", "SourceFileName", "SourceRelativeUrl"),
    *("TargetUserOrGroupName", "TargetUserOrGroupType", "UniqueSharingId"),
    *("UserId", "UserKey", "UserType", "Version", "Workload"),
)
_READ_ONLY = ("approximateReturnedRecordCount", "isRecordCountLimitExceeded", "recordCountLimit")
_KEPT_OVER: dict[str, str] = {
    "@odata.context": "an annotation, which no model has a property for (graph:query-parameters)",
    "@removed": "an annotation, which no model has a property for (graph:concepts/delta-query-overview)",
    "@odata.etag": "an annotation, which no model has a property for (graph:api/message-get)",
    "@deprecated.GrantedTo": "an annotation of the deprecated twin (graph:resources/permission)",
    "@deprecated.GrantedToIdentities": "an annotation of the deprecated twin (graph:resources/permission)",
    "Identity.email": "documented for people on links, on an open type (graph:api/permission-grant)",
    "SharePointIdentity.email": "shown for site users, on an open type (graph:resources/sharepointidentity)",
    "RecycleBinItem.deletedBy": "in beta's example of the page only (graph:api/recyclebin-list-items)",
    "RecycleBinItem.title": "in beta's example of the page only (graph:api/recyclebin-list-items)",
    **{f"AuditData.{name}": _OF_WORKLOAD for name in _AUDIT_DATA},
    "InnerError.code": "documented for inner errors, on an open type (graph:concepts/errors)",
}
# What the walk alone does not come by.
_SELDOM = {
    "@microsoft.graph.sharedChanged": "an annotation of changes (graph:api/driveitem-delta)",
    "@microsoft.graph.originalSourceMembershipUrl": "an annotation (graph:api/channel-list-allmembers)",
    "AuditData.DestinationFileName": _OF_WORKLOAD,
}


def _with_model(recording: Recording) -> list[Heard]:
    return [heard for heard in recording.heard() if heard.kind not in WITHOUT_MODEL]


@pytest.fixture(scope="module")
def read(recording: Recording) -> list[tuple[Heard, set[str], list[str]]]:
    """Each answer with what the models left over and what they would write otherwise."""
    found = []
    for heard in _with_model(recording):
        answer = thinned(heard)
        model = parsed(heard, answer)
        over = {name if name.startswith("@") else f"{kind}.{name}" for kind, name in leftovers(model)}
        found.append((heard, over, list(differences(answer, written(model)))))
    return found


def test_the_models_leave_nothing_over(read: list[tuple[Heard, set[str], list[str]]]) -> None:
    """Each property of each answer has a place in the SDK's models, but for those with a reason."""
    allowed = set(_KEPT_OVER) | set(_SELDOM)
    strangers = [(heard.name, over - allowed) for heard, over, _ in read]
    assert [(name, over) for name, over in strangers if over] == []
    assert {name for _, over, _ in read for name in over} >= set(_KEPT_OVER)
    assert len(read) > 100


def test_the_models_would_write_what_they_read(read: list[tuple[Heard, set[str], list[str]]]) -> None:
    """No value is lost or changed between our answer, the models, and what they write.

    What is read-only they do not write: what the service counted of a query.

    Source: graph:resources/security-auditlogquery
    """
    lost = [
        (heard.name, line)
        for heard, _, wrong in read
        for line in wrong
        if line.partition(":")[0].rpartition("/")[2] not in _READ_ONLY
    ]
    assert lost == []


def test_what_a_model_does_not_know_is_found(recording: Recording) -> None:
    """The check does find what it looks for: a strange name deep inside, a number where a text belongs."""
    heard = next(one for one in recording.heard() if one.kind == "permission" and not one.many)
    spoilt = {**heard.answer, "link": {"type": "view", "allows": "all"}, "roles": [1], "shareId": 5}
    model = parsed(heard, spoilt)
    assert ("SharingLink", "allows") in set(leftovers(model))
    wrong = {line.partition(":")[0] for line in differences(spoilt, written(model))}
    assert wrong >= {"/shareId"}


@pytest.mark.parametrize(
    ("sent", "again", "wrong"),
    [
        ({"a": 1}, {"a": 2}, ["/a: 1 became 2"]),
        ({"a": 1}, {}, ["/a: 1 became None"]),
        ({}, {"b": 1}, ["/b: None became 1"]),
        ({"a": [1]}, {"a": [1, 2]}, ["/a: [1] became [1, 2]"]),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "y"}]}, ["/a[]/b: 'x' became 'y'"]),
        ({"a": None, "b": True}, {"b": True, "@odata.type": "#t"}, []),
        ({"@odata.type": "#a"}, {"@odata.type": "#b"}, ["/@odata.type: '#a' became '#b'"]),
        ({"at": "2026-03-30T08:00:00Z"}, {"at": "2026-03-30T08:00:00+00:00"}, []),
        ({"at": "2026-03-30T08:00:00Z"}, {"at": "2026-03-30T08:00:00+01:00"}, ["/at"]),
    ],
)
def test_differences_are_told(sent: object, again: object, wrong: list[str]) -> None:
    """Another value, a missing one and an added one are differences; another spelling of a time is none."""
    told = list(differences(sent, again))
    assert [line[: len(start)] for line, start in zip(told, wrong, strict=True)] == wrong
