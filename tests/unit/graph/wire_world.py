"""What the tests with written answers share: an address, tokens and a clock that never waits."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.graph.config import ClientSecret, TenantConfig
from sharepoint_gate.graph.door import NOTHING
from sharepoint_gate.graph.tenant import GraphTenant, open_tenant
from tests.fakes.clock import FakeClock

BASE = "https://graph.example"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONFIG = TenantConfig(
    tenant_id="t",
    client_id="c",
    credential=ClientSecret("s"),
    authority="https://login.example/t",
    base_url=BASE,
)


class Tokens:
    """Tokens that are counted: token-1, and another each time that a fresh one is asked for."""

    def __init__(self) -> None:
        self.number = 1

    async def token(self, *, fresh: bool = False) -> str:
        """Return the current token, or the next one."""
        self.number += fresh
        return f"token-{self.number}"


def opened(clock: FakeClock, permit: WritePermit = NOTHING, **changes: Any) -> GraphTenant:
    """Open the tenant of written answers."""
    return open_tenant(replace(CONFIG, **changes), clock, permit, Tokens())


def error(code: str, *inner: str) -> dict[str, Any]:
    """Return an error body with nested codes, most general first."""
    body: dict[str, Any] = {"code": code, "message": "words that nobody branches on"}
    if inner:
        body["innerError"] = error(*inner)["error"]
    return {"error": body}
