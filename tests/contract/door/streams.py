"""Streams of requests: legitimate ones, bent in every way that somebody, or a mistake, might bend them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

FOREIGN = ("evil.example", "graph.microsoft.com", "127.0.0.1:1", "graph@127.0.0.1", "LOCALHOST", "[::1]")
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "post", "Delete", "HEAD", "MERGE", "OPTIONS", "COPY")
HEADERS = (
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-HTTP-Method", "PATCH"),
    ("X-Method-Override", "POST"),
    ("Prefer", "redeemSharingLink"),
    ("Prefer", "bypass-shared-lock, respond-async"),
    ("Host", "evil.example"),
    ("Content-Type", "text/xml"),
    ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", "multipart/mixed; boundary=x"),
    ("Content-Length", "0"),
    ("Transfer-Encoding", "chunked"),
    ("Content-Encoding", "gzip"),
    ("X-Original-URL", "/v1.0/users"),
    ("X-Forwarded-Host", "evil.example"),
    ("If-Match", "*"),
    ("Cookie", "a=b"),
    ("ConsistencyLevel", "eventual"),
    ("Upgrade", "h2c"),
)
QUERIES = (
    "$expand=children",
    "$select=*",
    "%24method=DELETE",
    "$select=id&$select=content",
    "api-version=beta",
    "x",
    "",
    "redeem=1#top",
)
ENDS = (
    "/",
    "/content",
    "/$value",
    "/permissions",
    "/children",
    "/createLink",
    "/permanentDelete",
    "/members",
    ":/x:/content",
    "%20",
    "%00",
    "%2e%2e",
    ";v=1",
    "/..",
    "/../../",
    "/$ref",
    "/%61",
    "?",
    "%3fx=1",
)
EXTRAS: tuple[tuple[str, object], ...] = (
    ("scope", "anonymous"),
    ("scope", "organization"),
    ("Scope", "anonymous"),
    ("type", "edit"),
    ("roles", ["write"]),
    ("roles", ["owner"]),
    ("password", "x"),
    ("expirationDateTime", "2099-01-01T00:00:00Z"),
    ("retainInheritedPermissions", False),
    ("sendNotification", True),
    ("requireSignIn", False),
    ("recipients", [{"email": "o.utsider@evil.example"}]),
    ("bccRecipients", [{"emailAddress": {"address": "o.utsider@evil.example"}}]),
    ("invitedUserType", "Member"),
    ("resetRedemption", True),
    ("@microsoft.graph.conflictBehavior", "replace"),
)


@dataclass(frozen=True, slots=True)
class Raw:
    """A request before anybody judged it.

    Attributes:
        target: Path and query, as they are to stand in the request line.
        instead: What is to stand there in truth, by a side entrance of the connection; b"" for nothing.
    """

    method: str
    origin: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    instead: bytes = b""

    def request(self, token: str) -> httpx.Request:
        """Return it as httpx would send it; raises httpx's own errors for what it cannot word."""
        path, mark, query = self.target.partition("?")
        url = httpx.URL(self.origin).copy_with(raw_path=(path + mark + query).encode("utf-8", "replace"))
        headers = [("Authorization", f"Bearer {token}"), ("Accept", "application/json"), *self.headers]
        request = httpx.Request(self.method, url, headers=headers, content=self.body or None)
        if self.instead:
            request.extensions = {**request.extensions, "target": self.instead}
        return request


@dataclass(frozen=True, slots=True)
class Pool:
    """What requests may be bent towards: foreign ids, and other requests."""

    ids: Sequence[str]
    seeds: Sequence[Raw]


Bend = Callable[[Raw, int, Pool], Raw]


def _method(raw: Raw, n: int, _pool: Pool) -> Raw:
    return replace(raw, method=METHODS[n % len(METHODS)])


def _host(raw: Raw, n: int, _pool: Pool) -> Raw:
    return replace(raw, origin=f"{('https', 'http')[n // 16 % 2]}://{FOREIGN[n % len(FOREIGN)]}")


def _header(raw: Raw, n: int, _pool: Pool) -> Raw:
    return replace(raw, headers=(*raw.headers, HEADERS[n % len(HEADERS)]))


def _query(raw: Raw, n: int, _pool: Pool) -> Raw:
    sign = "&" if "?" in raw.target else "?"
    return replace(raw, target=raw.target + sign + QUERIES[n % len(QUERIES)])


def _on_path(change: Callable[[list[str], int, Pool], list[str]]) -> Bend:
    def bend(raw: Raw, n: int, pool: Pool) -> Raw:
        path, mark, query = raw.target.partition("?")
        return replace(raw, target="/".join(change(path.split("/"), n, pool)) + mark + query)

    return bend


def _with(parts: list[str], n: int, made: Callable[[str], str]) -> list[str]:
    at = 1 + n % max(1, len(parts) - 1)
    return [made(one) if index == at else one for index, one in enumerate(parts)]


def _encoded(text: str, n: int) -> str:
    at = n // 8 % max(1, len(text))
    return text[:at] + "".join(f"%{byte:02X}" for byte in text[at : at + 1].encode()) + text[at + 1 :]


_PATHS: tuple[Bend, ...] = tuple(
    map(
        _on_path,
        (
            lambda parts, n, _: _with(parts, n, str.upper),
            lambda parts, n, _: _with(parts, n, str.swapcase),
            lambda parts, n, _: _with(parts, n, lambda one: _encoded(one, n)),
            lambda parts, n, _: _with(parts, n, lambda one: _encoded(one, n).replace("%", "%25")),
            lambda parts, n, _: _with(parts, n, lambda one: one + ENDS[n // 8 % len(ENDS)]),
            lambda parts, n, _: _with(parts, n, lambda one: f"x/../{one}"),
            lambda parts, n, _: _with(parts, n, lambda one: f"/{one}"),
            lambda parts, n, _: _with(parts, n, lambda one: f"x%2F..%2f{one}"),
            lambda parts, n, _: _with(parts, n, lambda one: one.replace("e", "%D0%B5", 1)),
            lambda parts, n, _: _with(parts, n, lambda one: f"('{one}')"),
            lambda parts, n, pool: _with(parts, n, lambda _one: quote(pool.ids[n // 8 % len(pool.ids)])),
            lambda parts, n, _: ["", ("beta", "v1.0", "V1.0", "v1.0%20", "__emulator__")[n % 5], *parts[2:]],
            lambda parts, n, _: parts[: 1 + n % len(parts)],
            lambda parts, n, _: [*parts[:-1], parts[-1] + ENDS[n % len(ENDS)]],
            lambda parts, n, pool: [*parts[:-1], pool.seeds[n % len(pool.seeds)].target.split("/")[-1]],
        ),
    )
)


def _body(raw: Raw, n: int, pool: Pool) -> Raw:
    text = raw.body.decode("utf-8", "replace")
    names, values = EXTRAS[n % len(EXTRAS)]
    extra = f'"{names}":{json.dumps(values)}'
    one, other = pool.ids[n % len(pool.ids)], pool.ids[n // 7 % len(pool.ids)]
    bodies = (
        text[:-1] + f",{extra}}}" if text.endswith("}") else text,
        f"{{{extra}," + text[1:] if text.startswith("{") else text,
        text.replace('"objectId":"', f'"objectId":"{one}","objectId":"', 1),
        text.replace('[{"objectId"', f'[{{"objectId":"{other}"}},{{"objectId"', 1),
        text.replace("objectId", ("email", "alias", "objectid", "\\u006fbjectId")[n % 4], 1),
        text.replace('"users"', ('"anonymous"', '"organization"', "null", '"Users"')[n % 4]),
        text.replace('"blocksDownload"', ('"edit"', '"view"', '"embed"', '"review"')[n % 4]),
        text.replace('"read"', ('"write"', '"owner"', '"read","write"', '"Read"')[n % 4]),
        text.replace("true", ("false", "1", '"true"')[n % 3], 1).replace("false", "0" if n % 2 else "true"),
        (" " + text, text + " ", "\ufeff" + text, text + "{}", text + "\n", text * 2)[n % 6],
        "[" * (1000 * (1 + n % 60)),
        "",
        pool.seeds[n % len(pool.seeds)].body.decode("utf-8", "replace"),
        text.replace('"', '\\"'),
        text.encode().decode("utf-8").encode("utf-16").decode("latin-1"),
    )
    return replace(raw, body=bodies[n // 3 % len(bodies)].encode("utf-8", "replace"))


def _batched(raw: Raw, n: int, pool: Pool) -> Raw:
    """Hide a request in a batch."""
    relative = "/" + raw.target.split("/", 2)[-1]
    urls = (relative, raw.origin + raw.target, f"/../beta{relative}", f"//evil.example{relative}", "/$batch")
    part: dict[str, object] = {"id": "1", "method": raw.method, "url": urls[n % len(urls)]}
    if raw.body and n % 3:
        part |= {"body": raw.body.decode("utf-8", "replace"), "headers": {"Content-Type": "application/json"}}
    parts: list[object] = [part]
    if n % 4 == 0:
        parts.append({"id": "2", "method": "GET", "url": "/users", "dependsOn": ["1"]})
    if n % 4 == 1:
        parts = [{"id": "0", "method": "get" if n % 8 == 1 else "GET", "url": relative}]
    told = json.dumps({"requests": parts}, separators=(",", ":")).encode()
    if n % 16 == 2:
        told = told.replace(b'"requests"', b'"requests":[],"requests"')
    json_ = (("content-type", "application/json"),)
    target = f"/{('v1.0', 'beta')[n // 16 % 2]}/$batch"
    return Raw("POST", pool.seeds[0].origin, target, json_, told)


def _side(raw: Raw, n: int, pool: Pool) -> Raw:
    return replace(raw, instead=pool.seeds[n % len(pool.seeds)].target.encode("utf-8", "replace"))


def _other_body(raw: Raw, n: int, pool: Pool) -> Raw:
    return replace(raw, body=pool.seeds[n % len(pool.seeds)].body)


BENDS: tuple[Bend, ...] = (
    *_PATHS,
    *([_body] * 8),
    *([_batched] * 3),
    _method,
    _method,
    _host,
    _header,
    _header,
    _header,
    _query,
    _side,
    _other_body,
)
Program = tuple[int, tuple[tuple[int, int], ...]]


@cache
def programs(count: int) -> list[Program]:
    """Return so many ways to bend a request, the same each time."""
    found: list[Program] = []
    number = st.integers(0, 100_000)
    step = st.tuples(st.integers(0, len(BENDS) - 1), number)
    bent = st.tuples(number, st.lists(step, max_size=4).map(tuple))

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(bent)
    def collect(program: Program) -> None:
        found.append(program)

    collect()
    return found


def bent(program: Program, pool: Pool) -> Raw:
    """Return the request that a program makes of one of the legitimate ones."""
    raw = pool.seeds[program[0] % len(pool.seeds)]
    for which, n in program[1]:
        raw = BENDS[which](raw, n, pool)
    return raw
