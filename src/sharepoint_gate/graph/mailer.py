"""Sends mails, and looks for those of unknown fate, through one mailbox.

``sendMail`` answers 202 without an id, and 202 is no proof of delivery: a mail is known again by an internet
header of its own. Headers cannot be filtered for, so the Sent Items since an instant are read through.

Source: graph:api/user-sendmail, graph:resources/internetmessageheader, graph:api/mailfolder-list-messages
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import AccessDeniedError, GraphError
from sharepoint_gate.graph.decode import Node, ShapeError, read_node
from sharepoint_gate.graph.door_mail import ENVELOPE, HEADER, mail_body
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import read_collection
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.mail import Fate, Message

PAGE = 200
_RETURNED = "x-ms-exchange-message-is-ndr"


def send_mail(sender: str, message: Message) -> GraphRequest:
    """Send one message. By hand: the SDK's words for mails are a hundred modules for one small body."""
    body = mail_body(token_of(message.key), message.to, message.subject, message.html, message.reply_to)
    path = f"/v1.0/users/{quote(sender, safe='@')}/sendMail"
    headers = {"content-type": "application/json"}
    return GraphRequest("POST", path, RouteName.SEND_MAIL, "", headers, msgspec.json.encode(body))


def list_mails(mailbox: str, folder: str, since: datetime) -> GraphRequest:
    """List the envelopes of a folder's mails since an instant, the newest first."""
    at = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    options = {
        "$select": ENVELOPE,
        "$filter": f"sentDateTime ge {at}",
        "$orderby": "sentDateTime desc",
        "$top": str(PAGE),
    }
    query = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in options.items())
    path = f"/v1.0/users/{quote(mailbox, safe='@')}/mailFolders/{folder}/messages"
    return GraphRequest("GET", path, RouteName.LIST_MAILS, query)


class GraphMailer:
    """``Mailer`` on Microsoft Graph, for the mailbox of one permit."""

    def __init__(self, transport: GraphTransport, permit: WritePermit) -> None:
        self._transport = transport
        self._sender = permit.mail_sender

    async def send(self, message: Message) -> None:
        """Send one message; a 202 says that it was accepted."""
        await self._transport.send(send_mail(self._sender, message))

    async def look_for(self, key: str, since: datetime) -> Fate:
        """Tell whether a mail of this key stands in the Sent Items since an instant."""
        try:
            mails = await self._mails("sentitems", since)
        except GraphError:
            return Fate.CANNOT_TELL
        token = token_of(key)
        return Fate.SENT if any(mail.get(HEADER) == token for mail in mails) else Fate.NOT_FOUND

    async def returned(self, since: datetime) -> Collection[str]:
        """Return the tokens of mails that came back; none where the inbox may not be read."""
        try:
            mails = await self._mails("inbox", since)
        except AccessDeniedError:
            return frozenset()
        return frozenset(mail[HEADER] for mail in mails if _RETURNED in mail and HEADER in mail)

    async def _mails(self, folder: str, since: datetime) -> Sequence[dict[str, str]]:
        request = list_mails(self._sender, folder, since)
        return await read_collection(self._transport, request, _headers)


def _headers(row: bytes) -> dict[str, str]:
    """Return a mail's own headers by name in lower case."""
    headers = read_node(row).get("internetMessageHeaders") or []
    if not isinstance(headers, list):
        raise ShapeError("headers that are no list")
    return dict(_pair(header) for header in headers)


def _pair(header: Node) -> tuple[str, str]:
    try:
        return str(header["name"]).lower(), str(header["value"])
    except (KeyError, TypeError) as error:
        raise ShapeError("a header without name or value") from error
