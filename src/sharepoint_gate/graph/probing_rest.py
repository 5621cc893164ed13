"""Asks SharePoint's own interface one question, the site's title: whether it takes this credential at all.

It is another host and another token than Graph's, so it has a door of its own, which knows one address.

Source: sp-dev-docs:solution-guidance/security-apponly-azuread
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import httpx

from sharepoint_gate.errors import AccessDeniedError, UnavailableError
from sharepoint_gate.graph.auth import MICROSOFT_AUTHORITIES, MsalTokens, Sleep
from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.graph.wire import tls_context

_HOSTS = re.compile(r"[a-z0-9-]+\.sharepoint\.(com|us|cn)")
_SITE = re.compile(r"(/(?:sites|teams)/[A-Za-z0-9._~%-]+)(?:/.*)?")
_QUESTION = "/_api/web/title"
_OK = 200


def question_for(config: TenantConfig, web_url: str) -> str:
    """Return the one address that the doctor may ask for a library's site; raises as `site_address`."""
    return site_address(config, web_url) + _QUESTION


def site_address(config: TenantConfig, web_url: str) -> str:
    """Return where a library's site answers.

    On Microsoft's clouds it is SharePoint's own host; on a rehearsal tenant the one that it answers on.

    Raises:
        UnavailableError: The library's address is on no host of SharePoint, or no site's: it is not asked.
    """
    url, authority = urlsplit(web_url), urlsplit(config.authority)
    real = authority.hostname in MICROSOFT_AUTHORITIES
    site = _SITE.fullmatch(url.path)
    if site is None or url.scheme != "https" or (real and not _HOSTS.fullmatch(url.netloc)):
        raise UnavailableError(
            "SharePoint's own interface was not asked.",
            why="the library's address is on no host of SharePoint",
            mend="Compare base_url in the settings with the tenant's cloud.",
        )
    origin = f"https://{url.netloc}" if real else config.base_url
    return f"{origin}{site[1]}"


def rest_tokens(config: TenantConfig, web_url: str, sleep: Sleep | None = None) -> MsalTokens:
    """Return tokens for the host of a library, which is an audience of its own."""
    return MsalTokens(replace(config, scope=f"https://{urlsplit(web_url).netloc}/.default"), sleep)


async def ask_rest(config: TenantConfig, web_url: str) -> None:
    """Ask for the title of a library's site, and forget it.

    Raises:
        AuthenticationError: There is no token for SharePoint.
        AccessDeniedError: SharePoint does not take it.
        UnavailableError: No answer came, or the address is none that may be asked.
    """
    address = question_for(config, web_url)
    token = await rest_tokens(config, web_url).token()
    headers = {"authorization": f"Bearer {token}", "accept": "application/json;odata=nometadata"}
    try:
        async with httpx.AsyncClient(
            verify=tls_context(config.ca_file),
            trust_env=False,
            follow_redirects=False,
            timeout=config.timeout,
        ) as client:
            answer = await client.get(address, headers=headers)
    except httpx.RequestError as error:
        raise UnavailableError(
            "SharePoint's own interface does not answer.", why=type(error).__name__
        ) from error
    if answer.status_code != _OK:
        raise AccessDeniedError(
            f"SharePoint's own interface answered {answer.status_code}.", status=answer.status_code
        )
