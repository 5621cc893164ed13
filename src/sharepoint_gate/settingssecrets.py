"""Where the application's secret may stand, and where not. No secret is ever part of a message."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.faults import Fault
from sharepoint_gate.settingsections import TenantSettings
from sharepoint_gate.settingsfile import SettingsFile

KEEP_IT_ELSEWHERE = (
    "put it into a file of its own and name that in tenant.client_secret_file, "
    "or into the variable SHAREPOINT_GATE_CLIENT_SECRET, or use tenant.certificate"
)


def credential_faults(
    tenant: Literal["embedded"] | TenantSettings, secret: SecretStr | None, file: SettingsFile
) -> Iterator[Fault]:
    """Tell when a real tenant has no credential, or more than one.

    Args:
        tenant: The section.
        secret: The secret of the environment.
        file: Gives the place.
    """
    if tenant == "embedded":
        return
    given = [
        name
        for name, value in (
            ("SHAREPOINT_GATE_CLIENT_SECRET", secret),
            ("client_secret_file", tenant.client_secret_file),
            ("certificate", tenant.certificate),
        )
        if value is not None
    ]
    if not given:
        yield Fault(
            file.place("tenant"),
            "the application has no credential",
            "without one there is no token",
            KEEP_IT_ELSEWHERE,
        )
    if len(given) > 1:
        what = f"the application has {len(given)} credentials: {', '.join(given)}"
        yield Fault(file.place("tenant"), what, "it must be certain which one is used", "keep one of them")


def secret_in(path: Path) -> SecretStr:
    """Return the secret that a file holds.

    Raises:
        SettingsError: The file cannot be read or holds nothing.
    """
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(
            f"the client secret file {path} cannot be read",
            why=why or "",
            mend="correct tenant.client_secret_file",
        ) from None
    if not text:
        raise SettingsError(
            f"the client secret file {path} is empty", mend="write the secret into it, nothing else"
        )
    return SecretStr(text)
