"""What the room needs to know of a tenant; secrets do not show in a repr."""

from dataclasses import dataclass, field
from pathlib import Path

from sharepoint_gate.access.budget import Quota
from sharepoint_gate.graph.model import Version

GRAPH_SCOPE = "https://graph.microsoft.com/.default"


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A client secret."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate with its private key, both PEM texts."""

    private_key: str = field(repr=False)
    certificate: str = field(repr=False)
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantConfig:
    """A tenant, the application that looks at it, and how.

    Attributes:
        authority: Token authority with the tenant id, for example
            ``https://login.microsoftonline.com/<tenant id>``.
        base_url: Graph's root without version, for example ``https://graph.microsoft.com``.
        ca_file: The only certificates that are trusted; None means certifi's, never the environment's.
        company: Stands in the User-Agent, by which Microsoft's throttling tells callers apart.
        create_link_version: Where createLink knows block-download links; today beta.
        page_size: Items a page that are asked for.
        concurrency: Requests under way at once.
        quota: How much of the published limits the gate may use.
        urgent: Whether all of it may be used, the reserve included: for a freeze.
        timeout: Seconds to wait for an answer.
    """

    tenant_id: str
    client_id: str
    credential: ClientSecret | ClientCertificate
    authority: str
    base_url: str
    ca_file: Path | None = None
    scope: str = GRAPH_SCOPE
    company: str = "sharepoint-gate"
    create_link_version: Version = "beta"
    page_size: int = 200
    concurrency: int = 4
    quota: Quota = field(default_factory=Quota)
    urgent: bool = False
    timeout: float = 60.0

    @property
    def minute(self) -> int:
        """Units that may be used in a minute."""
        return self.quota.urgent_minute if self.urgent else self.quota.minute

    @property
    def resource(self) -> str:
        """Graph's own name for itself, by which a body refers to an account, wherever it is reached."""
        return self.scope.removesuffix("/.default")
