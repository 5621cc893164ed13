"""SharePoint's own interface, read-only: a host, a token and a door of its own.

The door knows five addresses below one site, all of them read by GET; nothing else leaves through it (law 4).

Source: sp-dev-docs:users-groups-and-roles, sp-dev-docs:solution-guidance/security-apponly-azuread
"""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

import httpx

from sharepoint_gate.errors import (
    AccessDeniedError,
    GraphError,
    LawError,
    ThrottledError,
    UnavailableError,
    UnexpectedAnswerError,
)
from sharepoint_gate.graph.config import ClientCertificate, TenantConfig
from sharepoint_gate.graph.decode import Node, ShapeError, optional_text, read_node
from sharepoint_gate.graph.door_rest import strange_in
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.probing_rest import rest_tokens, site_address
from sharepoint_gate.graph.wire import tls_context

_ATTEMPTS = 4
_OK, _UNAUTHORISED, _THROTTLED, _SERVER_ERROR = 200, 401, 429, 500
_ACCEPT = "application/json;odata=nometadata"
_MOST_PAGES = 200


class Question(StrEnum):
    """Everything that may be asked, as it stands in the request line below the site."""

    GROUPS = "/_api/web/sitegroups?$expand=Users"
    ADMINS = "/_api/web/siteusers?$filter=IsSiteAdmin%20eq%20true"
    ROLES = "/_api/web/roleassignments?$expand=Member,RoleDefinitionBindings"
    SHARING = "/_api/site?$select=ShareByLinkEnabled,ShareByEmailEnabled"
    MEMBERS = "/_api/web?$select=MembersCanShare,RequestAccessEmail,UseAccessRequestDefault"


class RestDoor(httpx.AsyncBaseTransport):
    """Passes a question on when it is one of the closed list, below the one site."""

    def __init__(self, inner: httpx.AsyncBaseTransport, site: str) -> None:
        self._inner = inner
        self._site = site

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Check the very request that would be sent."""
        why = why_not(request.method, str(request.url), request.content, self._site) or strange_in(request)
        if why:
            raise LawError("A request to SharePoint was stopped at the door.", why=why)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def why_not(method: str, address: str, body: bytes, site: str) -> str:
    """Return why a request may not leave; empty when it may."""
    if method != "GET" or body:
        return "only plain reads go to SharePoint"
    asked = [Question(one) for one in Question if _is(address, f"{site}{one.value}")]
    return "" if asked else "it is not on the closed list of questions"


def _is(address: str, question: str) -> bool:
    """A further page is the same question with one more option at its end."""
    if address == question:
        return True
    rest = address.removeprefix(f"{question}&$skiptoken=")
    return rest != address and rest.isalnum()


class SharePointRest:
    """Asks one site; to be used as a context, since it has connections of its own."""

    def __init__(self, config: TenantConfig, web_url: str, pause: Pause, meter: Meter | None = None) -> None:
        if not isinstance(config.credential, ClientCertificate):
            raise AccessDeniedError(
                "SharePoint's own interface was not asked.",
                why="applications get in with a certificate only, and this one has a secret",
                mend="Give the application a certificate.",
            )
        self._site = site_address(config, web_url)
        self._tokens = rest_tokens(config, web_url, pause.sleep)
        self._pause = pause
        self._meter = meter or Meter()
        inner = httpx.AsyncHTTPTransport(verify=tls_context(config.ca_file), trust_env=False)
        self._client = httpx.AsyncClient(
            transport=RestDoor(inner, self._site),
            trust_env=False,
            follow_redirects=False,
            timeout=config.timeout,
        )

    async def rows(self, question: Question) -> list[Node]:
        """Return every row of a collection, page by page.

        Raises:
            GraphError: It could not be had whole.
        """
        address: str | None = f"{self._site}{question.value}"
        found: list[Node] = []
        for _ in range(_MOST_PAGES):
            if address is None:
                return found
            page = await self._ask(address)
            found += _rows(page)
            address = optional_text(page, "odata.nextLink") or None
            address = self._own(address) if address else None
        raise _unreadable("it does not come to an end")

    async def one(self, question: Question) -> Node:
        """Return one thing."""
        return await self._ask(f"{self._site}{question.value}")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _own(self, link: str) -> str:
        """A link may show SharePoint's public name, where the site is reached by another."""
        parts = urlsplit(link)
        base = urlsplit(self._site)
        return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()

    async def _ask(self, address: str) -> Node:
        last: GraphError = UnavailableError("SharePoint's own interface does not answer.")
        fresh = False
        for attempt in range(_ATTEMPTS):
            await self._pause.over()
            answer = await self._exchange(address, fresh=fresh)
            if isinstance(answer, GraphError):
                last = answer
                self._pause.hold({}, attempt)
                continue
            if answer.status_code == _OK:
                return _read(answer)
            last, fresh = refused(answer), answer.status_code == _UNAUTHORISED and not fresh
            if not (fresh or _worth_it(answer.status_code)):
                break
            if not fresh:
                self._pause.hold(_lower(answer.headers), attempt)
        raise last

    async def _exchange(self, address: str, *, fresh: bool) -> httpx.Response | GraphError:
        token = await self._tokens.token(fresh=fresh)
        self._meter.rest_requests += 1
        headers = {"authorization": f"Bearer {token}", "accept": _ACCEPT}
        try:
            return await self._client.get(address, headers=headers)
        except httpx.RequestError as error:
            return UnavailableError("SharePoint's own interface does not answer.", why=type(error).__name__)


def _read(answer: httpx.Response) -> Node:
    try:
        return read_node(answer.content)
    except ShapeError as error:
        raise _unreadable(str(error)) from error


def _rows(page: Node) -> list[Node]:
    rows = page.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unreadable("a collection without its list of values")
    return rows


def refused(answer: httpx.Response, roles: str = "Sites.FullControl.All, or Sites.Selected,") -> GraphError:
    """Return the error of an answer that is not good; where a role may be missing it names which help."""
    told = f"SharePoint's own interface answered {answer.status_code}."
    if answer.status_code == _THROTTLED:
        return ThrottledError(told, status=answer.status_code)
    if answer.status_code >= _SERVER_ERROR:
        return UnavailableError(told, status=answer.status_code)
    return AccessDeniedError(
        told,
        mend=f"Consent to {roles} of SharePoint.",
        status=answer.status_code,
    )


def _worth_it(status: int) -> bool:
    return status == _THROTTLED or status >= _SERVER_ERROR


def _lower(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _unreadable(why: str) -> UnexpectedAnswerError:
    return UnexpectedAnswerError("SharePoint's own answer cannot be read.", why=why)
