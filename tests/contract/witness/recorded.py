"""The recorded answers, and of which published type each is: told by its route, never by its content."""

import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_emulator.kernel.notebook import Numbers

Json = dict[str, Any]
_GOOD = range(200, 303)  # a redirect is a good answer too
_ITEM = "/drives/{drive}/items/{item}"
_PERMISSIONS = f"{_ITEM}/permissions"
_LIST = "/sites/{site}/lists/{list}"
_CHANNELS = "/teams/{team}/channels"
_CHANNEL = f"{_CHANNELS}/{{channel}}"
_QUERIES = "/security/auditLog/queries"
_TERMS = "/identityGovernance/termsOfUse/agreements"
_OF_TERMS = {
    "": ("agreement", True),
    "/{agreement}": ("agreement", False),
    "/{agreement}/file": ("agreementFile", False),
    "/{agreement}/files": ("agreementFileLocalization", True),
    "/{agreement}/acceptances": ("agreementAcceptance", True),
}
TYPES: dict[str, tuple[str, bool]] = {
    "GET /users": ("user", True),
    "GET /users/{user}": ("user", False),
    "GET /directory/deletedItems/microsoft.graph.user": ("user", True),
    "GET /directory/deletedItems/{object}": ("directoryObject", False),
    "GET /groups": ("group", True),
    "GET /groups/{group}": ("group", False),
    "GET /groups/{group}/members": ("directoryObject", True),
    "POST /users": ("user", False),
    "GET /users/delta": ("user", True),
    "GET /users/{user}/memberOf": ("directoryObject", True),
    "GET /users/{user}/transitiveMemberOf": ("directoryObject", True),
    "POST /users/{user}/revokeSignInSessions": ("booleanAnswer", False),
    "POST /directory/deletedItems/{object}/restore": ("directoryObject", False),
    "GET /groups/{group}/transitiveMembers": ("directoryObject", True),
    "GET /groups/{group}/owners": ("directoryObject", True),
    "GET /groups/{group}/sites/root": ("site", False),
    "POST /invitations": ("invitation", False),
    "GET /teams": ("team", True),
    "GET /teams/{team}": ("team", False),
    "GET /teams/{team}/members": ("conversationMember", True),
    "POST /teams/{team}/members": ("conversationMember", False),
    "POST /teams/{team}/members/add": ("actionResultPart", True),
    "GET /teams/{team}/allChannels": ("channel", True),
    "GET /teams/{team}/incomingChannels": ("channel", True),
    "POST /teams/{team}/members/remove": ("actionResultPart", True),
    "GET /teams/{team}/members/{membership}": ("conversationMember", False),
    "PATCH /teams/{team}/members/{membership}": ("conversationMember", False),
    f"POST {_CHANNELS}": ("channel", False),
    f"GET {_CHANNEL}/doesUserHaveAccess": ("booleanAnswer", False),
    f"GET {_CHANNEL}/sharedWithTeams": ("sharedWithChannelTeamInfo", True),
    f"GET {_CHANNEL}/sharedWithTeams/{{shared}}": ("sharedWithChannelTeamInfo", False),
    f"GET {_CHANNEL}/sharedWithTeams/{{shared}}/allowedMembers": ("conversationMember", True),
    f"GET {_CHANNELS}": ("channel", True),
    f"GET {_CHANNEL}": ("channel", False),
    f"GET {_CHANNEL}/filesFolder": ("driveItem", False),
    f"GET {_CHANNEL}/members": ("conversationMember", True),
    f"GET {_CHANNEL}/allMembers": ("conversationMember", True),
    f"GET {_CHANNEL}/members/{{membership}}": ("conversationMember", False),
    f"POST {_CHANNEL}/members": ("conversationMember", False),
    f"PATCH {_CHANNEL}/members/{{membership}}": ("conversationMember", False),
    "GET /sites/{site}": ("site", False),
    "GET /sites/{site}/drives": ("drive", True),
    "GET /sites/{site}/drive": ("drive", False),
    "GET /drives/{drive}": ("drive", False),
    "GET /drives/{drive}/monitor/{job}": ("asyncJobStatus", False),
    f"GET {_ITEM}": ("driveItem", False),
    f"PATCH {_ITEM}": ("driveItem", False),
    f"PUT {_ITEM}/content": ("driveItem", False),
    f"GET {_ITEM}/children": ("driveItem", True),
    f"POST {_ITEM}/children": ("driveItem", False),
    f"GET {_ITEM}/delta": ("driveItem", True),
    f"GET {_PERMISSIONS}": ("permission", True),
    f"GET {_PERMISSIONS}/{{permission}}": ("permission", False),
    f"PATCH {_PERMISSIONS}/{{permission}}": ("permission", False),
    f"POST {_PERMISSIONS}/{{permission}}/revokeGrants": ("permission", False),
    f"POST {_ITEM}/createLink": ("permission", False),
    f"POST {_ITEM}/invite": ("permission", True),
    f"POST {_ITEM}/restore": ("driveItem", False),
    "GET /sites/{site}/recycleBin/items": ("recycleBinItem", True),
    "GET /shares/{share}": ("sharedDriveItem", False),
    "GET /shares/{share}/permission": ("permission", False),
    "GET /shares/{share}/driveItem": ("driveItem", False),
    "POST /shares/{share}/permission/grant": ("permission", True),
    "GET /admin/sharepoint/settings": ("sharepointSettings", False),
    "PATCH /admin/sharepoint/settings": ("sharepointSettings", False),
    f"POST {_PERMISSIONS}": ("permission", False),
    f"GET {_LIST.removesuffix('/{list}')}": ("list", True),
    f"GET {_LIST}": ("list", False),
    **{
        f"{method} {place}/permissions{one}": ("permission", method == "GET" and not one)
        for place in ("/sites/{site}", _LIST)
        for method, one in (
            ("GET", ""),
            ("POST", ""),
            ("GET", "/{permission}"),
            ("PATCH", "/{permission}"),
        )
    },
    **{f"GET {_TERMS}{rest}": kind for rest, kind in _OF_TERMS.items()},
    "GET /users/{user}/agreementAcceptances": ("agreementAcceptance", True),
    "GET /auditLogs/directoryAudits": ("directoryAudit", True),
    "GET /auditLogs/directoryAudits/{entry}": ("directoryAudit", False),
    "GET /auditLogs/signIns": ("signIn", True),
    "GET /auditLogs/signIns/{entry}": ("signIn", False),
    f"POST {_QUERIES}": ("auditLogQuery", False),
    f"GET {_QUERIES}": ("auditLogQuery", True),
    f"GET {_QUERIES}/{{query}}": ("auditLogQuery", False),
    f"GET {_QUERIES}/{{query}}/records": ("auditLogRecord", True),
    "GET /users/{user}/messages": ("message", True),
    "POST /users/{user}/messages": ("message", False),
    "GET /users/{user}/messages/{message}": ("message", False),
    "GET /users/{user}/messages/{message}/attachments": ("attachment", True),
    "GET /users/{user}/mailFolders/{folder}/messages": ("message", True),
    "GET /subscriptions": ("subscription", True),
    "POST /subscriptions": ("subscription", False),
    "GET /subscriptions/{subscription}": ("subscription", False),
    "PATCH /subscriptions/{subscription}": ("subscription", False),
    "POST /$batch": ("batchAnswer", False),
    "POST notificationUrl": ("changeNotificationCollection", False),
}
OF_GRAPH = ("v1.0", "beta")
WITHOUT_ANSWER = frozenset(
    {
        "GET /users/$count",
        "GET /groups/$count",
        "PATCH /users/{user}",
        "DELETE /users/{user}",
        "DELETE /directory/deletedItems/{object}",
        "POST /groups/{group}/members/$ref",
        "DELETE /groups/{group}/members/{member}/$ref",
        f"PATCH {_CHANNEL}",
        f"DELETE {_CHANNEL}",
        "DELETE /teams/{team}/members/{membership}",
        f"DELETE {_CHANNEL}/members/{{membership}}",
        f"DELETE {_ITEM}",
        f"POST {_ITEM}/permanentDelete",
        f"DELETE {_PERMISSIONS}/{{permission}}",
        "DELETE /sites/{site}/permissions/{permission}",
        f"DELETE {_LIST}/permissions/{{permission}}",
        f"POST {_ITEM}/copy",
        f"GET {_ITEM}/content",
        "POST /users/{user}/sendMail",
        "POST /users/{user}/messages/{message}/send",
        "DELETE /users/{user}/messages/{message}",
        "POST /subscriptions/{subscription}/reauthorize",
        "DELETE /subscriptions/{subscription}",
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One recorded answer with its type.

    Attributes:
        kind: The published type, or `errorAnswer`.
        many: Whether resources of that type stand under `value`.
    """

    version: str
    route: str
    status: int
    request: Json | None
    answer: Json
    kind: str
    many: bool

    @property
    def name(self) -> str:
        """How a failing test calls it."""
        return f"{self.version} {self.route} {self.status}"

    @property
    def rows(self) -> list[Json]:
        """The resources of the answer, one or many."""
        rows: list[Json] = self.answer["value"] if self.many else [self.answer]
        return rows


@dataclass(frozen=True, slots=True)
class Recording:
    """What emulators recorded: of each request and answer what is new about it, in any order."""

    kept: list[Json]

    @classmethod
    def in_folder(cls, folder: Path) -> "Recording":
        """Read what all processes of a run left in a folder, each shape once."""
        numbers, seen = Numbers(), set[Hashable]()
        lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]
        return cls([one for line in lines if (one := _news(json.loads(line), numbers, seen))])

    def of_version(self, *versions: str) -> list[Json]:
        """Return what was said in some versions of Graph, or in another interface."""
        return [one for one in self.kept if one["version"] in versions]

    def good(self, *versions: str) -> set[tuple[str, str]]:
        """Return each version and route that was answered well."""
        found = self.of_version(*versions)
        return {(one["version"], one["route"]) for one in found if one["status"] in _GOOD}

    def heard(self) -> Iterator[Heard]:
        """Return every answer of Graph that has a body."""
        for one in self.of_version(*OF_GRAPH):
            if one.get("answer") is not None:
                good = one["status"] in _GOOD
                kind, many = TYPES[one["route"]] if good else ("errorAnswer", False)
                yield Heard(
                    one["version"],
                    one["route"],
                    one["status"],
                    one.get("request"),
                    one["answer"],
                    kind,
                    many,
                )

    def of(self, kind: str) -> Iterator[Json]:
        """Return every resource of a type that any good answer held, in either version."""
        return (row for heard in self.heard() if heard.kind == kind for row in heard.rows)


def _news(line: Json, numbers: Numbers, seen: set[Hashable]) -> Json | None:
    """Return what no earlier line said: a process knows what it wrote itself, and nothing of the others."""
    at = (line["version"], line["route"], line["status"])
    answer = line.get("answer")
    if isinstance(answer, dict) and isinstance(answer.get("value"), list):
        rows = [row for row in answer["value"] if _is_new((*at, "row", numbers.of(row)), seen)]
        line["answer"] = {**answer, "value": rows}
        outer = {name: part for name, part in answer.items() if name != "value"}
        if not _is_new((*at, "many", numbers.of(outer)), seen) and not rows:
            del line["answer"]
    elif "answer" in line and not _is_new((*at, "said", numbers.of(answer)), seen):
        del line["answer"]
    if "request" in line and not _is_new((*at, "asked", numbers.of(line["request"])), seen):
        del line["request"]
    return line if "answer" in line or "request" in line else None


def _is_new(shape: Hashable, seen: set[Hashable]) -> bool:
    known = shape in seen
    seen.add(shape)
    return not known
