"""The door: the last thing that a request passes before its bytes leave (laws 3 and 4).

It believes nothing but the bytes: method, address, headers and body are read again here, after all
rewriting, and compared with a closed list of operations and with the permit of the run.

Source: ADR-0003
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.door_invite import invited_address
from sharepoint_gate.graph.door_mail import may_look_into, sent_token
from sharepoint_gate.graph.door_writes import Allowed, why_not
from sharepoint_gate.graph.model import NOT_JSON
from sharepoint_gate.graph.routes import Match, RouteName, UnreadablePathError, find_route

NOTHING = WritePermit(
    drive_id="",
    team_id="",
    channel_id="",
    items={},
    add_members={},
    remove_members=frozenset(),
    set_roles={},
)
"""The permit of commands that only look."""

GRAPH = "https://graph.microsoft.com"
MOST_PARTS = 20
SHARING_PREFERENCES = (
    "deltashowremovedasdeleted, deltatraversepermissiongaps, deltashowsharingchanges, hierarchicalsharing"
)
"""The one value of `Prefer` that may leave, and on delta only: others redeem links for whoever asks."""
HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "client-request-id",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    }
)
_ADVICE = "This is a fault of the program, not of the tenant: report it, and run read-only until then."


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it is about to leave.

    Attributes:
        target: Path and query, as they stand in the request line.
        headers: Names in lower case.
    """

    method: str
    scheme: str
    netloc: str
    target: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Door:
    """Lets pass what the permit holds.

    Args:
        permit: What this run may write; ``NOTHING`` for commands that only look.
        base_url: Graph's root: the only scheme, host and port that a request may go to.
        resource: Graph's own name for itself, in bodies that refer to an account.
    """

    def __init__(self, permit: WritePermit, base_url: str, resource: str = GRAPH) -> None:
        self._permit = permit
        self._resource = resource
        self._netloc = urlsplit(base_url).netloc
        self.created = Created()

    def check(self, out: Outgoing) -> Match:
        """Return what the request is.

        Raises:
            LawError: It may not leave.
        """
        match = self._matched(out)
        why = self._why_not(match, out)
        if why:
            raise _stopped(out.method, match.route.name.value, why)
        return match

    def note(self, match: Match, status: int, body: bytes, sent: bytes = b"") -> None:
        """Remember what a write that succeeded has made, and which mails may have left.

        Args:
            match: What was asked.
            status: What was answered; 0 where no answer came.
            body: The answer's.
            sent: The request's.
        """
        if match.route.name is RouteName.SEND_MAIL and not 400 <= status < 500:  # noqa: PLR2004 - the range is HTTP's own
            self.created.mails.add(sent_token(sent))
        if match.route.name is RouteName.INVITE and not 400 <= status < 500:  # noqa: PLR2004 - the range is HTTP's own
            self.created.invited.add(invited_address(sent))
        self.created.note_asked(match, status, body)
        if match.route.writes and 200 <= status < 300:  # noqa: PLR2004 - the range is HTTP's own
            item = match.ids.get("item") or Allowed(self._permit, self.created, self._resource).shared_item(
                match
            )
            self.created.note(match, ItemId(item) if item else None, status, body)

    def _matched(self, out: Outgoing) -> Match:
        if out.scheme != "https" or out.netloc != self._netloc:
            raise _stopped(out.method, out.netloc, "only the configured host is spoken to, over TLS")
        match = _matched(out.method, out.target.partition("?")[0])
        strange = sorted(set(out.headers) - HEADERS - _preferred(match, out))
        if strange or out.headers.get("host", self._netloc) != self._netloc or not _says_its_body(match, out):
            raise _stopped(
                out.method, out.netloc, f"headers that could change its meaning: {', '.join(strange)}"
            )
        return match

    def _why_not(self, match: Match, out: Outgoing) -> str:
        if match.route.name is RouteName.BATCH:
            return "a batch has no query" if "?" in out.target else _why_not_batch(out.body)
        if match.route.name is RouteName.LIST_MAILS and not may_look_into(self._permit, match, out.target):
            return "the permit does not hold looking into this mailbox"
        if not match.route.writes:
            return "a read has no body" if out.body else ""
        if "?" in out.target:
            return "a write has no query"
        return why_not(Allowed(self._permit, self.created, self._resource), match, out.body)


def _preferred(match: Match, out: Outgoing) -> set[str]:
    """Return the header that asks delta for changes of sharing, where it asks for nothing else."""
    asks = match.route.name is RouteName.LIST_ITEMS and out.headers.get("prefer") == SHARING_PREFERENCES
    return {"prefer"} if asks else set()


def _says_its_body(match: Match, out: Outgoing) -> bool:
    """Tell whether the headers speak of this very body: with another length or form it is another one."""
    form = "text/plain" if match.route.name is RouteName.MAKE_FILE else "application/json"
    length = str(len(out.body))
    return (
        out.headers.get("content-type", form) == form and out.headers.get("content-length", length) == length
    )


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    method: str
    url: str


class _Batch(msgspec.Struct, forbid_unknown_fields=True):
    requests: list[_Part]


def _why_not_batch(body: bytes) -> str:
    """A batch is let through when it is nothing but reads that would be let through singly."""
    try:
        batch = msgspec.json.decode(body, type=_Batch)
    except NOT_JSON:
        return "its body is not a plain list of parts"
    if msgspec.json.encode(batch) != body:
        return "its body could be read in two ways"
    if (
        len({part.id.lower() for part in batch.requests}) != len(batch.requests)
        or len(batch.requests) > MOST_PARTS
    ):
        return "its parts are not told apart, or too many"
    for part in batch.requests:
        match = _matched(part.method, "/v1.0" + part.url.partition("?")[0])
        if match.route.method != "GET":
            return "a part of it is not a read"
        if match.route.name is RouteName.LIST_MAILS:
            return "mailboxes are looked into singly"
    return ""


def _matched(method: str, path: str) -> Match:
    try:
        match = find_route(method, path)
    except UnreadablePathError as error:
        raise _stopped(method, "an address", str(error)) from error
    if match is None:
        raise _stopped(method, "an address", "it is not on the closed list of operations")
    return match


def _stopped(method: str, where: str, why: str) -> LawError:
    return LawError(f"A request was stopped at the door: {method} ({where}).", why=why, mend=_ADVICE)
