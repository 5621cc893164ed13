"""Where and with whom the doctor may try something: refused unless nobody's papers can be touched by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharepoint_gate.access.observed import Account, ObservedItem, Unread
from sharepoint_gate.errors import RefusedError
from sharepoint_gate.ports.tenant import ChannelSite, TenantReader
from sharepoint_gate.roster.model import Roster

PENDING = "PendingAcceptance"


@dataclass(frozen=True, slots=True)
class Ground:
    """The folder to try in, and the one test account to try with."""

    folder: ObservedItem
    account: Account

    @property
    def is_pending(self) -> bool:
        """Whether the account is a guest who never signed in."""
        return self.account.external_state == PENDING


def choose_folder(
    roster: Roster, site: ChannelSite, items: Sequence[ObservedItem], path: str
) -> ObservedItem:
    """Return the folder of a path below the channel's own folder.

    Raises:
        RefusedError: It is not in the channel, is no folder, or is a declared case's.
    """
    base = next(item.path for item in items if item.id == site.folder_id)
    parts = [part for part in path.strip("/").split("/") if part]
    wanted = "/".join([*([base] if base else []), *parts]).casefold()
    found = next((item for item in items if item.path.casefold() == wanted), None)
    if not parts or found is None or not found.is_folder or found.package:
        raise _refused(
            f"The channel has no folder {path!r} to try in.",
            "the path is counted from the channel's own folder, as the Files tab shows it",
            "Make a folder of its own for this, for example Probes, and name it.",
        )
    if parts[0].casefold() in {str(case).casefold() for case in roster.cases}:
        raise _refused(
            f"Nothing is tried in {path!r}: it belongs to a declared case.",
            "what the doctor makes could be read beside a child's papers",
            "Name a folder that belongs to no case.",
        )
    return found


async def choose_account(roster: Roster, reader: TenantReader, site: ChannelSite, address: str) -> Account:
    """Return the one account of an address.

    Raises:
        RefusedError: There is none or several, it cannot sign in, or it is somebody's who works here.
    """
    usernames = sorted({person.username for person in roster.people.values()})
    known = await reader.accounts([*usernames, address])
    found = known[address]
    if isinstance(found, Unread) or len(found) != 1:
        raise _refused(
            "The test account cannot be told.",
            found.why if isinstance(found, Unread) else f"{len(found)} accounts bear the address {address}",
            "Name the sign-in name of one account that exists.",
        )
    account = found[0]
    _check_is_nobodys(account, [one for name in usernames for one in _accounts(known[name])])
    if account.object_id in {member.object_id for member in await reader.members(site)}:
        raise _refused(
            "The test account is a member of the channel.",
            "a member reads every file, so nothing could be told from it",
            "Name another one.",
        )
    return account


def _accounts(found: tuple[Account, ...] | Unread) -> tuple[Account, ...]:
    if isinstance(found, Unread):
        raise _refused(
            "Whether the test account is somebody of the roster cannot be told.",
            found.why,
            "Run the doctor again when accounts can be read.",
        )
    return found


def _check_is_nobodys(account: Account, people: Sequence[Account]) -> None:
    if account.object_id in {one.object_id for one in people}:
        raise _refused(
            "The test account is on the roster.",
            "nothing is tried with the account of somebody who reads real papers",
            "Name an account that was made for tests.",
        )
    if not account.enabled:
        raise _refused(
            "The test account is switched off.", "it could read nothing in any case", "Switch it on in Entra."
        )


def _refused(what: str, why: str, mend: str) -> RefusedError:
    return RefusedError(f"{what} Nothing was written.", why=why, mend=mend)
