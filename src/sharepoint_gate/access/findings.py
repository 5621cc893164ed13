"""What is wrong, as a value that a person can read."""

from dataclasses import dataclass
from enum import StrEnum

from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.faults import Place


class Handling(StrEnum):
    """Who puts a finding right: the plan, or a person; or nobody yet, where the gate only observes."""

    MENDED = "mended"
    PERSON = "person"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as declared.

    Attributes:
        object: Path from the channel's folder ("" is the folder itself, "library root" the root), or
            "channel" for its members.
        principal: The roster id of the person concerned, else the address, login or group name,
            "anyone" or "everyone in the organisation"; may be empty.
        also: Further kinds of the same entry, in order of precedence.
        sentence: What is wrong, plain English, one sentence.
        remedy: What happens or must be done about it.
        reaches: How many files below are reached by the same entry (folders only).
        permission_id: The entry that it is about; None where it is about none, or about a member.
        object_id: Whom the entry names, where it is about one account.
    """

    kind: FindingKind
    severity: Severity
    object: str
    principal: str
    also: tuple[FindingKind, ...]
    sentence: str
    remedy: str
    clause: str
    handling: Handling
    item_id: ItemId | None = None
    place: Place | None = None
    reaches: int = 0
    permission_id: PermissionId | None = None
    object_id: ObjectId | None = None
