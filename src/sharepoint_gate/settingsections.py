"""The sections of the settings: what may be set, and what is taken when it is not."""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sharepoint_gate.access.budget import Quota
from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.roster.rules import AgreementRules, Rules

_GUID = r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"

Guid = Annotated[str, StringConstraints(pattern=_GUID)]
HttpsAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s/?#@]+(/[^\s?#]*)?$")]
Ending = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,10}$")]
MailAddress = Annotated[str, StringConstraints(pattern=r"^[^\s@<>,;\"]+@[^\s@<>,;\"]+$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
Day = Annotated[int, Field(ge=0, le=30)]
Hour = Annotated[int, Field(ge=0, le=24)]
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
    """The files that people keep, and those of the rehearsal.

    Attributes:
        demo_certificate: With it the rehearsal's own application proves itself by certificate, and reads
            SharePoint's own interface too, as on a real tenant; else by its secret.
    """

    roster: Path
    processes: Path
    agreement_versions: Path
    acceptances: Path | None = None
    demo_tenant: Path | None = None
    demo_weekend: Path | None = None
    demo_certificate: Path | None = None

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


class AgreementSettings(Section):
    """How people are asked for the acceptance agreement, and who may record for others.

    Attributes:
        second_name: What two names must differ in: the account of the operating system, or, where all staff
            work under one account, the stated roster id alone.
        terms_of_use: Display name or id of the tenant's terms of use, and the version of the text they carry.
    """

    reminder_days: tuple[Day, ...] = (3, 7, 10)
    lead_day: Day = 10
    urgent_processes: tuple[str, ...] = ("rapid-review",)
    urgent_grace_days: Day = 5
    urgent_reminder_days: tuple[Day, ...] = (1, 3)
    renewal_months: Annotated[int, Field(ge=0, le=120)] = 12
    working_hours: tuple[Hour, Hour] = (8, 18)
    days_off: tuple[date, ...] = ()
    second_name: Literal["account", "actor"] = "account"
    terms_of_use: dict[str, str] = Field(default_factory=dict)

    @property
    def rules(self) -> AgreementRules:
        """The same as a value for the judging rooms."""
        return AgreementRules(
            self.reminder_days,
            self.lead_day,
            frozenset(self.urgent_processes),
            self.urgent_grace_days,
            self.urgent_reminder_days,
            self.renewal_months,
            self.working_hours,
            frozenset(self.days_off),
        )


class MailSettings(Section):
    """Whether letters go, from where, and how many a night.

    Attributes:
        mode: By Graph from a mailbox, into a folder as .eml files, or not at all.
        sender: The mailbox that letters leave from; needed for ``graph``.
        phone: Where people can ask whether a mail is genuine; it stands in every letter.
        reply_to: Where answers go instead of the sender.
        outbox: The folder; made below the state folder when absent.
        cap: How many letters may go in a night, summaries apart.
        ready_links: Whether letters about documents hold the links themselves.
    """

    mode: Literal["graph", "outbox", "off"] = "off"
    sender: MailAddress | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+() -]{5,30}$")] | None = None
    reply_to: MailAddress | None = None
    outbox: Path | None = None
    cap: Annotated[int, Field(ge=1, le=1000)] = 50
    ready_links: bool = True

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.mode != "off" and self.phone is None:
            raise ValueError("letters need a phone number at which people can ask whether they are genuine")
        if self.mode == "graph" and self.sender is None:
            raise ValueError("letters by Graph need a sender")
        return self


class SharingSettings(Section):
    """How the gate speaks Graph where Graph offers a choice."""

    create_link_version: Literal["beta", "v1.0"] = "beta"
    items_page_size: Annotated[int, Field(ge=1, le=1000)] = 200


class HealthSettings(Section):
    """Where the service tells how it is; port 0 takes any that is free."""

    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]+$")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765


class ScheduleSettings(Section):
    """When `serve` runs the nightly job.

    Attributes:
        night: What clocks show in the partnership's zone when a night begins.
        catch_up_hours: How late a night may still begin; later, the next one makes up for it.
    """

    night: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "02:15"
    catch_up_hours: Annotated[int, Field(ge=1, le=23)] = 12
    health: HealthSettings = HealthSettings()

    @property
    def at(self) -> time:
        """The time of the night."""
        return time.fromisoformat(self.night)


class BudgetSettings(Section):
    """How much of Microsoft's published limits the gate may use.

    Attributes:
        licences: How many Microsoft 365 licences the tenant has: the limits grow with them.
        share: The part of a minute's resource units that a run may use.
        reserve: The part that is kept for a freeze, and for removals at the end of a long day.
    """

    licences: Annotated[int, Field(ge=1)] = 1000
    share: Annotated[float, Field(ge=0.05, le=1)] = 0.5
    reserve: Annotated[float, Field(ge=0, le=0.5)] = 0.1

    @property
    def quota(self) -> Quota:
        """The same as a value."""
        return Quota(self.licences, self.share, self.reserve)


class AuditorSettings(Section):
    """The application that audits, and how thoroughly it reads what delta calls unshared.

    Attributes:
        client_id: Without it the application of the tenant's section looks, whose consent may be wider.
        client_secret_file: A file that holds the secret and nothing else.
        rotation_days: Over how many days all files are read one by one, in turn; 0 for never.
    """

    client_id: Guid | None = None
    client_secret_file: Path | None = None
    certificate: CertificateSettings | None = None
    rotation_days: Annotated[int, Field(ge=0, le=366)] = 0


class TrailSettings(Section):
    """What the record is called, what signs it, and who else keeps its checkpoints.

    Attributes:
        origin: The name of the log, for ever, as witnesses know it; made from ``company`` when absent.
        key_file: The key that signs; below the state folder when absent, where the gate makes it.
        witnesses: Who gets the night's checkpoint by mail.
    """

    origin: Annotated[str, StringConstraints(pattern=r"^[^\s+]{1,200}$")] | None = None
    key_file: Path | None = None
    witnesses: tuple[MailAddress, ...] = ()
