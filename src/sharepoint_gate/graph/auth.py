"""Tokens by msal: one application, its own connection to the authority, nothing taken from the environment.

Source: ADR-0002, graph:auth/auth-v2-service
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import msal  # type: ignore[import-untyped]  # the library ships no types
import requests
import structlog
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from requests.adapters import HTTPAdapter

from sharepoint_gate.errors import AuthenticationError, LawError
from sharepoint_gate.graph.config import ClientCertificate, ClientSecret, TenantConfig

MICROSOFT_AUTHORITIES = (
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
)
_ADVICE = {
    "AADSTS7000215": "The client secret is wrong: put the right one where the settings look for it.",
    "AADSTS7000222": "The client secret has expired: put a new one where the settings look for it.",
    "AADSTS700016": "The tenant does not know this application: compare client_id and tenant_id.",
    "AADSTS700027": "The certificate is not the one registered for the application, or it has expired.",
    "AADSTS90002": "There is no such tenant: compare tenant_id and authority in the settings.",
}
LOG = structlog.get_logger()
Sleep = Callable[[float], Awaitable[None]]
WAITS_S = (2.0, 6.0, 18.0)
"""Between the tries where an authority is away or too slow; with the tries themselves never over a minute."""
MOST_S = 60.0
TIMEOUT_S = 10.0
"""For one answer of the authority: a try is a discovery and a token call."""
_AWAY = re.compile(r"HTTP Error: 5\d\d")
_UNREACHABLE = "Look at the network, the authority in the settings and the CA file."


class TokenSource(Protocol):
    """Whatever can give an access token."""

    async def token(self, *, fresh: bool = False) -> str:
        """Return a token; with ``fresh`` one that was not given before."""
        ...


class MsalTokens:
    """Tokens of an application by client credentials; msal keeps them in memory and nowhere else.

    Args:
        config: The tenant, and the application to be.
        sleep: How to wait before an authority that is away is asked again; None to ask once.
    """

    def __init__(self, config: TenantConfig, sleep: Sleep | None = None) -> None:
        self._config = config
        self._sleep = sleep
        self._application: msal.ConfidentialClientApplication | None = None
        self._is_patient = True
        self._lock = anyio.Lock()

    async def token(self, *, fresh: bool = False) -> str:
        """Return an access token.

        Args:
            fresh: Drop what is kept first: Graph did not take the last one.

        Raises:
            AuthenticationError: There is none to be had; the reason is in the message.
        """
        async with self._lock:
            return await self._patiently(fresh=fresh)

    async def _patiently(self, *, fresh: bool) -> str:
        """Ask again while the authority is away for a moment; what it refuses is never asked twice.

        Where that did not help, whoever comes next asks once, until it answers again: a freeze of many files
        must not wait a minute for each of them.
        """
        spent = 0.0
        for tries, wait in enumerate((*WAITS_S, 0.0), start=1):
            began = anyio.current_time()
            try:
                token = await anyio.to_thread.run_sync(self._acquire, fresh)
            except AuthenticationError as error:
                spent += anyio.current_time() - began
                last = not wait or spent + wait + 2 * TIMEOUT_S > MOST_S
                if self._sleep is None or not self._is_patient or not is_passing(error.__cause__) or last:
                    self._is_patient = self._is_patient and not last
                    raise _asked(error, tries, spent) from error.__cause__
                LOG.warning("authority.asked_again", tries=tries, wait_s=wait, why=error.why)
                # msal keeps the bad answer for a while and gives it again without asking: begin anew.
                self._application = None
                await self._sleep(wait)
                spent += wait
            else:
                self._is_patient = True
                return token
        raise AssertionError("the last try returns or raises")

    def _acquire(self, fresh: bool) -> str:  # noqa: FBT001 - a thread gets positional arguments only
        application = self._answered(self._ready)
        if fresh:
            application.remove_tokens_for_client()
        answer = self._answered(lambda: application.acquire_token_for_client(scopes=[self._config.scope]))
        token = answer.get("access_token")
        if not isinstance(token, str):
            raise _refused(self._config, answer)
        return token

    def _ready(self) -> "msal.ConfidentialClientApplication":
        if self._application is None:
            self._application = msal.ConfidentialClientApplication(
                self._config.client_id,
                client_credential=_credential(self._config.credential),
                authority=self._config.authority,
                instance_discovery=_is_microsoft(self._config.authority),
                http_client=authority_session(self._config),
            )
        return self._application

    def _answered(self, ask: Callable[[], Any]) -> Any:
        """Return what msal answers; its own exceptions carry no token, but they may carry a page."""
        try:
            return ask()
        except (requests.RequestException, ValueError, msal.exceptions.MsalError) as error:
            raise AuthenticationError(
                f"The authority {self._config.authority} could not be asked for a token.",
                why=_reason(error),
                mend=_UNREACHABLE,
            ) from error


def _asked(error: AuthenticationError, tries: int, spent: float) -> AuthenticationError:
    """Return an error that tells how often the authority was asked, where that was more than once."""
    if tries > 1:
        error.why = f"{error.why}; it was asked {tries} times within {round(spent)} seconds"
    return error


def is_passing(error: BaseException | None) -> bool:
    """Tell whether an authority was away or too slow, so that the same question may be answered later."""
    if isinstance(error, msal.exceptions.MsalError):
        return _AWAY.search(str(error)) is not None
    return isinstance(error, requests.Timeout)


def _reason(error: Exception) -> str:
    """Return what a person can make of it; a connection's own words may hold a page."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted, or it speaks no TLS"
    if isinstance(error, requests.Timeout):
        return "no answer came in time"
    if isinstance(error, requests.ConnectionError):
        return "nobody answers there"
    if isinstance(error, ValueError):
        return "what answers there knows no such tenant, or is no token authority"
    if isinstance(error, msal.exceptions.MsalError):
        return "it is busy or away, and asks to be let be for a while"
    return type(error).__name__


class AuthorityAdapter(HTTPAdapter):
    """The only way out for msal: the configured authority, over TLS, discovery and token calls alone."""

    def __init__(self, authority: str) -> None:
        super().__init__(max_retries=0)
        self._netlocs = {urlsplit(authority).netloc}
        if _is_microsoft(authority):
            self._netlocs |= set(MICROSOFT_AUTHORITIES)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send what is permitted (law 4)."""
        url = urlsplit(str(request.url or ""))
        if url.scheme != "https" or url.netloc not in self._netlocs or not _known(request.method, url.path):
            raise LawError(
                "A request to the token authority was stopped at the door.",
                why=f"{request.method} to {url.netloc} is neither discovery nor a token call there",
                mend="Compare the authority in the settings with what it announces.",
            )
        # msal itself would wait for ever.
        kwargs["timeout"] = kwargs.get("timeout") or TIMEOUT_S
        return super().send(request, *args, **kwargs)


def _known(method: str | None, path: str) -> bool:
    if method == "GET":
        return path.endswith("/.well-known/openid-configuration") or path == "/common/discovery/instance"
    return method == "POST" and path.endswith("/oauth2/v2.0/token")


def authority_session(config: TenantConfig) -> requests.Session:
    """Return msal's HTTP client: explicit CA, no proxies and no CA from the environment, no redirects."""
    session = requests.Session()
    session.trust_env = False
    session.verify = str(config.ca_file) if config.ca_file else True
    session.max_redirects = 0
    session.adapters.clear()
    session.mount("https://", AuthorityAdapter(config.authority))
    return session


def _is_microsoft(authority: str) -> bool:
    return urlsplit(authority).hostname in MICROSOFT_AUTHORITIES


def _credential(credential: ClientSecret | ClientCertificate) -> str | dict[str, Any]:
    if isinstance(credential, ClientSecret):
        return credential.value
    word = credential.passphrase.encode() if credential.passphrase else None
    # Given the text, msal has OpenSSL examine the key anew for each token; who names it has tried it already.
    key = load_pem_private_key(credential.private_key.encode(), word, unsafe_skip_rsa_key_validation=True)
    return {"private_key": key, "public_certificate": credential.certificate}


def _refused(config: TenantConfig, answer: dict[str, Any]) -> AuthenticationError:
    text = str(answer.get("error_description", ""))
    code = text.partition(":")[0].strip()
    known = code if code.startswith("AADSTS") and code.isalnum() else ""
    return AuthenticationError(
        f"The authority gives no token to application {config.client_id}.",
        why="/".join(part for part in (str(answer.get("error", "")), known) if part),
        mend=_ADVICE.get(known, "Look at the application's registration in the tenant."),
        request_id=str(answer.get("correlation_id", "")),
    )
