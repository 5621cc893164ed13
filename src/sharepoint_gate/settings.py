"""The settings of an installation: a TOML file, and the environment over it. The only reader of both.

A file that is lost, a key that is not known and a secret that lies in the open all stop the program: a green
rehearsal every night in place of the real run would be worse than no run.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as EnvironmentParseError

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.model import Mode
from sharepoint_gate.roster.rules import Rules
from sharepoint_gate.settingsauthors import AuthorsSettings, Source
from sharepoint_gate.settingsections import (
    AgreementSettings,
    AuditorSettings,
    BudgetSettings,
    CertificateSettings,
    FileSettings,
    MailSettings,
    RuleSettings,
    ScheduleSettings,
    SharingSettings,
    TenantSettings,
    TrailSettings,
)
from sharepoint_gate.settingsfile import environment_faults, read_settings_file, setting_faults
from sharepoint_gate.settingsidentity import GuestSettings, IdentitySettings
from sharepoint_gate.settingsposture import PostureSettings
from sharepoint_gate.settingsrails import RailSettings
from sharepoint_gate.settingsscopes import ScopeSettings
from sharepoint_gate.settingssecrets import credential_faults, secret_in

__all__ = [
    "AgreementSettings",
    "AuditorSettings",
    "AuthorsSettings",
    "BudgetSettings",
    "CertificateSettings",
    "FileSettings",
    "GuestSettings",
    "IdentitySettings",
    "MailSettings",
    "PostureSettings",
    "RailSettings",
    "RuleSettings",
    "ScheduleSettings",
    "ScopeSettings",
    "Settings",
    "SharingSettings",
    "TenantSettings",
    "TrailSettings",
    "find_settings",
    "load_settings",
]

CONFIG_VARIABLE = "SHAREPOINT_GATE_CONFIG"
_PREFIX = "SHAREPOINT_GATE_"
_LOOKED_FOR = (Path("gate.toml"), Path("config/gate.toml"))
_KNOWN_VARIABLES = (
    "AGREEMENT",
    "AUDITOR",
    "AUTHORS",
    "BUDGET",
    "CLIENT_SECRET",
    "COMPANY",
    "CONFIG",
    "FILES",
    "GUESTS",
    "IDENTITY",
    "MAIL",
    "POSTURE",
    "MODE",
    "RAILS",
    "RULES",
    "SCHEDULE",
    "SCOPES",
    "SHARING",
    "STATE_DIR",
    "TENANT",
    "TRAIL",
)


class Settings(BaseSettings):
    """All settings, frozen.

    Attributes:
        tenant: ``embedded`` for the rehearsal tenant on this machine, else a real one.
        mode: Whether what is found is put right, or only told; without it a real tenant is only observed.
        state_dir: Where database, rehearsal tenant and reports lie.
        company: Names the installation to Microsoft in each request.
        client_secret: From the environment only; see also ``TenantSettings.client_secret_file``.
        source: The file that was read.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    tenant: Literal["embedded"] | TenantSettings
    files: FileSettings
    rules: RuleSettings = RuleSettings()
    sharing: SharingSettings = SharingSettings()
    mail: MailSettings = MailSettings()
    agreement: AgreementSettings = AgreementSettings()
    auditor: AuditorSettings = AuditorSettings()
    trail: TrailSettings = TrailSettings()
    authors: AuthorsSettings = AuthorsSettings()
    mode: Mode | None = None
    posture: PostureSettings = PostureSettings()
    scopes: ScopeSettings = ScopeSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    budget: BudgetSettings = BudgetSettings()
    identity: IdentitySettings = IdentitySettings()
    guests: GuestSettings = GuestSettings()
    rails: RailSettings = RailSettings()
    state_dir: Path = Path(".sharepoint-gate")
    company: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 .&-]{0,39}$")] = "Partnership"
    client_secret: Annotated[SecretStr, Field(min_length=1)] | None = None
    source: Path

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  (the signature is pydantic's)
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment over the file."""
        return env_settings, init_settings

    @property
    def is_embedded(self) -> bool:
        """Whether everything runs against the rehearsal tenant."""
        return self.tenant == "embedded"

    @property
    def installation_mode(self) -> Mode:
        """Whether what is found is put right; a new tenant is only looked at until told otherwise."""
        return self.mode or (Mode.ENFORCE if self.is_embedded else Mode.OBSERVE)

    @property
    def authors_source(self) -> Source:
        """By what a version's author is known: on a real tenant somebody must answer for it."""
        return self.authors.source or ("off" if self.is_embedded else "owner")

    @property
    def judging_rules(self) -> Rules:
        """Everything that the partnership set for itself, as one value for the judging rooms."""
        return replace(
            self.rules.rules,
            agreement=self.agreement.rules,
            identity=self.identity.rules,
            guests=self.guests.rules,
            posture=self.posture.rules(embedded=self.is_embedded),
            scopes=self.scopes.rules,
            rails=self.rails.rules(self.own_accounts),
        )

    @property
    def own_accounts(self) -> frozenset[str]:
        """The addresses that the gate itself works under."""
        return frozenset({self.mail.sender.casefold()} if self.mail.sender else ())

    def credential_faults(self, place: Place) -> tuple[Fault, ...]:
        """Tell when a real tenant has no credential for its application, or more than one."""
        tenant = self.tenant
        if tenant == "embedded":
            return ()
        named = {
            "SHAREPOINT_GATE_CLIENT_SECRET": self.client_secret,
            "client_secret_file": tenant.client_secret_file,
            "certificate": tenant.certificate,
        }
        return tuple(credential_faults([name for name, value in named.items() if value is not None], place))

    def read_secret(self) -> SecretStr | None:
        """Return the application's secret from the environment or its file; None where a certificate is used.

        Raises:
            SettingsError: The file cannot be read or is empty.
        """
        if self.client_secret is not None:
            return self.client_secret
        if self.tenant == "embedded" or self.tenant.client_secret_file is None:
            return None
        return secret_in(self.tenant.client_secret_file)


def load_settings(config: Path | None = None) -> Settings:
    """Find and read the settings.

    Args:
        config: The file that was asked for; else ``SHAREPOINT_GATE_CONFIG`` names it, else ``gate.toml`` or
            ``config/gate.toml`` under the working folder is taken.

    Raises:
        SettingsError: No file, or faults, all of them at once.
    """
    file = read_settings_file(find_settings(config))
    faults = [*file.faults, *environment_faults(_PREFIX, _KNOWN_VARIABLES, tuple(os.environ))]
    settings: Settings | None = None
    try:
        settings = Settings(**file.data, source=file.path)
    except ValidationError as error:
        faults += setting_faults(error, file, Settings, (_PREFIX, tuple(os.environ)))
    except EnvironmentParseError as error:
        raise SettingsError("a variable of the environment cannot be read", why=str(error)) from error
    if settings is not None:
        faults += settings.credential_faults(file.place("tenant"))
    if faults or settings is None:
        raise SettingsError(f"the settings in {file.path} have faults", faults=sorted(set(faults)))
    return settings


def has_settings(config: Path | None) -> bool:
    """Tell whether there is a settings file, or one was asked for."""
    return config is not None or CONFIG_VARIABLE in os.environ or any(map(_is_there, _LOOKED_FOR))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A folder that may not be searched: reading the file will tell why.
        return True


def find_settings(config: Path | None) -> Path:
    """Return the path of the settings file.

    Raises:
        SettingsError: There is none.
    """
    named = config or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
    candidates = (named,) if named else _LOOKED_FOR
    for path in candidates:
        if _is_there(path):
            return path
    raise SettingsError(
        "there is no settings file",
        why=f"looked for {' and '.join(str(path) for path in candidates)} in {Path.cwd()}",
        mend=f"name it with --config or {CONFIG_VARIABLE}; nothing runs on guessed settings",
    )
