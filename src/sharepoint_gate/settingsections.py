"""The sections of the settings: what may be set, and what is taken when it is not."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.roster.rules import Rules

_GUID = r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"

Guid = Annotated[str, StringConstraints(pattern=_GUID)]
HttpsAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s/?#@]+(/[^\s?#]*)?$")]
Ending = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,10}$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
VIEWABLE = (
    "docx doc docm dotx xlsx xls xlsm xlsb pptx ppt pptm ppsx pdf txt csv md rtf odt ods odp "
    "png jpg jpeg gif bmp tif tiff heic mp4 mov mp3 wav vsdx"
)
GENERIC = "team safeguarding admin office info duty inbox enquiries"


class Section(BaseModel):
    """What all sections have in common: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class CertificateSettings(Section):
    """A certificate that proves who the application is; better than a secret.

    Attributes:
        path: One PEM file with the certificate and its private key.
        thumbprint: SHA-1 or SHA-256 of the certificate as Entra shows it, hexadecimal; when it is given, a
            file with another certificate is refused.
    """

    path: Path
    thumbprint: Annotated[str, StringConstraints(pattern=r"^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$")] | None = (
        None
    )


class TenantSettings(Section):
    """A real tenant, and the application that the gate is in it.

    Attributes:
        client_secret_file: A file that holds the secret and nothing else.
        authority: Where tokens come from; made from the tenant id when absent.
        ca_file: Certificates to trust instead of the system's.
    """

    tenant_id: Guid
    client_id: Guid
    client_secret_file: Path | None = None
    certificate: CertificateSettings | None = None
    authority: HttpsAddress | None = None
    base_url: HttpsAddress = "https://graph.microsoft.com"
    ca_file: Path | None = None

    @property
    def authority_url(self) -> str:
        """Where tokens come from."""
        return self.authority or f"https://login.microsoftonline.com/{self.tenant_id}"


class FileSettings(Section):
    """The files that people keep, and those of the rehearsal."""

    roster: Path
    processes: Path
    agreement_versions: Path
    acceptances: Path | None = None
    demo_tenant: Path | None = None
    demo_weekend: Path | None = None

    @property
    def paths(self) -> FilePaths:
        """The files that the readers of rosters need."""
        return FilePaths(self.roster, self.processes, self.agreement_versions, self.acceptances)


class RuleSettings(Section):
    """The partnership's own reading of some clauses."""

    viewable_types: tuple[Ending, ...] = tuple(VIEWABLE.split())
    generic_words: tuple[Word, ...] = tuple(GENERIC.split())
    review_date_blocks: bool = False

    @property
    def rules(self) -> Rules:
        """The same as a value for the judging rooms."""
        return Rules(frozenset(self.viewable_types), frozenset(self.generic_words), self.review_date_blocks)


class SharingSettings(Section):
    """How the gate speaks Graph where Graph offers a choice."""

    create_link_version: Literal["beta", "v1.0"] = "beta"
    items_page_size: Annotated[int, Field(ge=1, le=1000)] = 200
