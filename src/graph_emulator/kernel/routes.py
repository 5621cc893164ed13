"""What a service is built of: routes, the call that reaches a handler, and its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph_emulator.kernel.faults import Workload, bad_request
from graph_emulator.kernel.state import State

Version = Literal["v1.0", "beta"]
Types = type | tuple[type, ...]


@dataclass(frozen=True, kw_only=True)
class AppPrincipal:
    """An application that calls as itself.

    Attributes:
        client_id: Its application id.
        roles: The application roles in its token.
        name: Its display name.
        by_certificate: Whether it proved itself with a certificate and not with a secret.
    """

    client_id: str
    roles: frozenset[str]
    name: str = ""
    by_certificate: bool = False


@dataclass(frozen=True, kw_only=True)
class UserPrincipal:
    """A person who calls through a client; what they may do follows from their own rights.

    Attributes:
        user_id: The person's object id.
        scopes: The delegated permissions that the client holds for them; empty means all.
        client_id: The client, where it is one of the tenant's applications.
    """

    user_id: str
    scopes: frozenset[str] = frozenset()
    client_id: str = ""


Principal = AppPrincipal | UserPrincipal


@dataclass(kw_only=True)
class Answer:
    """What goes back: a status, a body that is JSON or bytes or nothing, and headers."""

    status: int
    body: object | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Call:
    """One request on its way to a handler.

    Attributes:
        state: The tenant.
        principal: Who calls.
        params: The template's parameters, decoded. An item is an id, `root`, or by path
            `root:/A/B.docx` or `{id}:/A/B.docx`; a site is an id or `{host}:/{path}`.
        query: The query options, decoded; all of them are allowed by the route.
        headers: The request's headers, names in lower case.
        body: The JSON object that was sent, or None.
        version: v1.0 or beta.
        base_url: The emulator's address without a version.
        path: The request's path without version and query, as sent.
        route: The route that matched.
        raw: The bytes that were sent.
        proofs: What was found out before the tenant took the request up, by address.
    """

    state: State
    principal: Principal
    params: dict[str, str]
    query: dict[str, str]
    headers: Mapping[str, str]
    body: dict[str, Any] | None
    version: Version
    base_url: str
    path: str
    route: "Route"
    raw: bytes = b""
    proofs: Mapping[str, str] = field(default_factory=dict)

    def fields(self, allowed: Mapping[str, Types]) -> dict[str, Any]:
        """Return the body's properties, or refuse it when one is unknown or of another type.

        Args:
            allowed: Each property that the operation documents, with the JSON types it may have.
        """
        body = self.body or {}
        for name, value in body.items():
            if name not in allowed:
                raise bad_request(self.route.workload, f"Invalid property '{name}'.")
            if not _fits(value, allowed[name]):
                raise bad_request(self.route.workload, f"The property '{name}' has a wrong type.")
        return body

    def context(self, fragment: str) -> str:
        """Return the `@odata.context` for a fragment such as `users` or `teams('..')/channels`."""
        return f"{self.base_url}/{self.version}/$metadata#{fragment}"

    def link(self, path: str) -> str:
        """Return an absolute URL of this version for a path that begins with a slash."""
        return f"{self.base_url}/{self.version}{path}"


def is_of_types(body: Mapping[str, object], allowed: Mapping[str, Types]) -> bool:
    """Return whether an object within a body has known names only, each with a value of its type."""
    return all(name in allowed and _fits(value, allowed[name]) for name, value in body.items())


def _fits(value: object, types: Types) -> bool:
    if isinstance(value, bool):  # JSON's true is no number, though Python's is
        return bool in (types if isinstance(types, tuple) else (types,))
    return isinstance(value, types)


Handler = Callable[[Call], Answer]
_NARROW = {"Files.Read.All": "Files.Read", "Files.ReadWrite.All": "Files.ReadWrite"}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One operation of Graph.

    Attributes:
        method: The HTTP method.
        template: The path with parameters in braces. Items are always written
            `/drives/{drive}/items/{item}`: the router turns `root` and path addressing into it.
        topic: The page of Graph's documentation that this follows, for example `api/user-get`.
        handler: What answers.
        versions: In which versions it exists.
        roles: Application roles, least first; any one of them suffices. Empty: any valid token.
        delegated: Delegated permissions, least first; any one suffices for a person whose token has
            scopes. Empty: those that are called like the roles; see `scopes`.
        delegated_only: Whether applications that call as themselves are refused.
        units: Resource units by the documented tariff.
        tariff: Works out the units from the query options, where these change the price.
        sharing: Whether the limit of sharing calls counts it.
        write: Whether it may change something.
        query: The query options that it knows.
        workload: Whose error codes it speaks.
        binary: Whether the body is a file's content and not JSON.
        limits: The buckets that a request is taken from (`kernel/limits.py`); empty means the usual ones of
            the workload. `teams` stands for the group of operations that the method and template tell.
        notes: What is not modelled.
    """

    method: str
    template: str
    topic: str
    handler: Handler
    versions: tuple[Version, ...] = ("v1.0", "beta")
    roles: tuple[str, ...] = ()
    delegated: tuple[str, ...] = ()
    delegated_only: bool = False
    units: int = 1
    sharing: bool = False
    write: bool = False
    query: frozenset[str] = frozenset()
    workload: Workload = "files"
    tariff: Callable[[Mapping[str, str]], int] | None = None
    binary: bool = False
    limits: tuple[str, ...] = ()
    notes: str = ""

    @property
    def name(self) -> str:
        """The route as faults, meter and coverage call it."""
        return f"{self.method} {self.template}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The delegated permissions of which any one suffices, least first; none: every token may call.

        Where the published table has no others, they are called like the application's, and for files there
        is a narrower one besides, which reaches what the person reaches.

        Source: graph:permissions-reference
        """
        narrow = (_NARROW[role] for role in self.roles if role in _NARROW)
        return self.delegated or (*narrow, *self.roles)

    def price(self, query: Mapping[str, str]) -> int:
        """Return the resource units of a request with these query options."""
        return self.tariff(query) if self.tariff else self.units
