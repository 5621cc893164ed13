"""The peer: a naive audit script that walks the library folder by folder and asks for each item by itself.

It speaks raw HTTP over one connection with the auditor's token, and shares no line with the gate.
"""

import http.client
import json
import ssl
from collections.abc import Iterator
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlsplit

from tests.bench.floor import drive_of_channel
from tests.e2e.harness import Rehearsal

APP = "auditor"


class _Walker:
    """One connection that counts what it asks."""

    def __init__(self, scene: Rehearsal) -> None:
        token = scene.admin("POST", "/token", {"app": APP}).body["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}
        self._base = scene.ready["base_url"]
        address = urlsplit(self._base)
        context = ssl.create_default_context(cafile=scene.ready["ca_file"])
        self._connection = http.client.HTTPSConnection(
            address.hostname or "", address.port, context=context, timeout=60
        )
        self.requests = 0

    def walk(self, drive: str) -> int:
        """Read the permissions of every item of a library; return how many items there are."""
        waiting, items = ["root"], 0
        while waiting:
            item = waiting.pop()
            items += 1
            list(self._rows(f"/v1.0/drives/{drive}/items/{item}/permissions"))
            for child in self._rows(f"/v1.0/drives/{drive}/items/{item}/children"):
                if "folder" in child:
                    waiting.append(child["id"])
                else:
                    items += 1
                    list(self._rows(f"/v1.0/drives/{drive}/items/{child['id']}/permissions"))
        return items

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _rows(self, path: str) -> Iterator[Any]:
        link: str | None = self._base + quote(path, safe="/!$?=&")
        while link:
            page = self._get(link)
            yield from page["value"]
            link = page.get("@odata.nextLink")

    def _get(self, link: str) -> Any:
        self.requests += 1
        target = link.removeprefix(self._base)
        self._connection.request("GET", target, headers=self._headers)
        response = self._connection.getresponse()
        body = json.loads(response.read())
        assert response.status == http.client.OK, body
        return body


def walk(scene: Rehearsal) -> dict[str, Any]:
    """Walk the channel's library item by item; return what that took, by the emulator's meter too."""
    drive = drive_of_channel(scene.admin("GET", "/state").body)
    before = _units(scene)
    walker, begin = _Walker(scene), perf_counter()
    try:
        items = walker.walk(drive["id"])
    finally:
        walker.close()
    seconds = round(perf_counter() - begin, 2)
    return {
        "items": items,
        "requests": walker.requests,
        "units": _units(scene) - before,
        "seconds": seconds,
    }


def _units(scene: Rehearsal) -> int:
    units: int = scene.admin("GET", "/meter").body.get(APP, {}).get("units", 0)
    return units
