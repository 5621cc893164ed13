"""Where the application's secret may stand, and where not. No secret is ever part of a message."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import SecretStr

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.faults import Fault, Place

KEEP_IT_ELSEWHERE = (
    "put it into a file of its own and name that in tenant.client_secret_file, "
    "or into the variable SHAREPOINT_GATE_CLIENT_SECRET, or use tenant.certificate"
)


def credential_faults(given: Sequence[str], place: Place) -> Iterator[Fault]:
    """Tell when a real tenant has no credential, or more than one.

    Args:
        given: The names of the settings that give one.
        place: Where the tenant is set.
    """
    if not given:
        what = "the application has no credential"
        yield Fault(place, what, "without one there is no token", KEEP_IT_ELSEWHERE)
    if len(given) > 1:
        what = f"the application has {len(given)} credentials: {', '.join(given)}"
        yield Fault(place, what, "it must be certain which one is used", "keep one of them")


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
