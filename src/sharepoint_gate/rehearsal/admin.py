"""Speaks to the emulator's admin API: its clock, its journal, what is planted in it.

The admin API is the emulator's own and no part of Graph: nothing here goes through the door of ``graph/``,
and nothing here can reach a real tenant, since only loopback addresses are spoken to.
"""

import http.client
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from sharepoint_gate.errors import GraphError, UnavailableError

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_OK = 200
_MEND = "Look at the tenant's log beside its data, or begin again with a fresh one."


class AdminClient:
    """The admin API of one rehearsal tenant.

    Args:
        admin_url: With its path.
        ca_file: The tenant's own certificate authority.
        timeout: Seconds to wait for an answer.
    """

    def __init__(self, admin_url: str, ca_file: Path, timeout: float = 60.0) -> None:
        url = urlsplit(admin_url)
        if url.scheme != "https" or url.hostname not in _LOOPBACK or url.port is None:
            raise GraphError(
                "A rehearsal tenant is only ever on this machine.", why=f"its address is {admin_url}"
            )
        self._host, self._port, self._path = url.hostname, url.port, url.path.rstrip("/")
        self._ca_file = ca_file
        self._timeout = timeout

    def get(self, path: str) -> Any:
        """Return what a GET of the admin API answers."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: object) -> Any:
        """Return what a POST of the admin API answers."""
        return self._ask("POST", path, body)

    def put(self, path: str, body: object) -> Any:
        """Return what a PUT of the admin API answers."""
        return self._ask("PUT", path, body)

    def plant(self, acts: list[Any]) -> None:
        """Let people do things in the tenant, in order, as a seed's acts."""
        self.post("seed", {"acts": acts})

    def _ask(self, method: str, path: str, body: object) -> Any:
        content = None if body is None else msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"} if content else {}
        try:
            status, answer = self._exchange(method, f"{self._path}/{path}", content, headers)
        except (OSError, http.client.HTTPException) as error:
            raise UnavailableError(
                "The rehearsal tenant does not answer.", why=type(error).__name__, mend=_MEND
            ) from error
        if not _OK <= status < _OK + 100:
            raise GraphError(
                f"The rehearsal tenant refused {method} {path.partition('?')[0]} ({status}).",
                why=answer.decode(errors="replace")[:2000],
                mend=_MEND,
                status=status,
            )
        return msgspec.json.decode(answer) if answer else None

    def _exchange(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=self._ca_file)
        connection = http.client.HTTPSConnection(
            self._host, self._port, context=context, timeout=self._timeout
        )
        try:
            connection.request(method, path, body=content, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
