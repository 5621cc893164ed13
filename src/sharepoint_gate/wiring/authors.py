"""Who answers for the declared files of today, and whether they are newer than those in force (law 13)."""

import hashlib
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sharepoint_gate.errors import AuthorError, ConfigError, RosterError
from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.ports.authors import RosterVersion, VersionStore
from sharepoint_gate.roster.difference import differences
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.rosterfiles.authors import Authored, by_owner, is_writable_by_others
from sharepoint_gate.rosterfiles.authors_git import by_signature
from sharepoint_gate.rosterfiles.keeping import ROSTER, Files, declared_files, digest_of
from sharepoint_gate.settings import Settings
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.wiring.account import true_account
from sharepoint_gate.wiring.opening import ANY_DAY, read_declared


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version of the declared files that has an author who may edit them.

    Attributes:
        files: Exactly what was judged.
    """

    roster: Roster
    author: str
    source: str
    files: Files

    @property
    def digest(self) -> str:
        """The digest over all files."""
        return digest_of(self.files)

    def as_version(self, at: datetime) -> RosterVersion:
        """Return what is remembered of it."""
        roster = self.roster
        return RosterVersion(self.digest, roster.digest, roster.revision, self.author, self.source, at)


def candidate(settings: Settings) -> Candidate | None:
    """Return the files of today with their author; None where nobody is asked for.

    Raises:
        AuthorError: They have no author who may edit them.
        RosterError: A file has faults, or changed while it was read.
    """
    authored = _authored(settings)
    if authored is None:
        return None
    roster = read_declared(settings, ANY_DAY, "")[0].roster
    if hashlib.sha256(authored.files[ROSTER]).hexdigest() != roster.digest:
        raise changed_meanwhile(settings)
    return Candidate(roster, authored.author, authored.source, authored.files)


def changed_meanwhile(settings: Settings) -> RosterError:
    """Return the error for files that were saved while they were being looked at."""
    what = f"{settings.files.roster} changed while it was read"
    return RosterError(what, why="somebody is saving it at this moment", mend="run again in a minute")


def author_faults(settings: Settings) -> tuple[Fault, ...]:
    """Return why the files of today have no author who may edit them; nothing where they have one."""
    try:
        _authored(settings)
    except AuthorError as error:
        return error.faults
    except ConfigError:
        return ()  # what cannot be read is told by whoever reads it
    return ()


def settings_warnings(settings: Settings) -> tuple[Fault, ...]:
    """Return why nobody can tell who wrote the settings, which have no author of their own.

    They name the roster, its authors and the mode: whoever may write them may change all of that. A
    rehearsal's are nobody's concern.
    """
    file = settings.source.resolve()
    found = () if settings.is_embedded else tuple(path for path in (file, file.parent) if _is_open(path))
    return tuple(
        Fault(
            Place(str(settings.source), 1, 1),
            f"{path} may be written by others than its owner",
            "the settings name the roster, who may edit it, and whether anything is changed",
            f"look at what they say, then: chmod go-w {shlex.quote(str(path))}",
        )
        for path in found
    )


def _is_open(path: Path) -> bool:
    try:
        return is_writable_by_others(path)
    except OSError:
        return False  # what cannot be looked at is told by whoever reads it


def check_newer(found: Candidate, latest: RosterVersion | None, kept: Roster | None) -> None:
    """Refuse a roster that is another one than that in force, and not a newer one.

    Args:
        found: The files of today.
        latest: The version that was taken last; None before the first.
        kept: The roster in force, as its copy holds it; None where there is no sound copy.

    Raises:
        AuthorError: With what it would change.
    """
    known = (kept.digest, kept.revision) if kept is not None else None
    if known is None and latest is not None:
        known = (latest.roster_digest, latest.revision)
    if known is None or known[0] == found.roster.digest or found.roster.revision > known[1]:
        return
    raise _old_copy(found.roster, known[1], kept)


def tell_versions(versions: VersionStore) -> list[tuple[EventKind, Mapping[str, object]]]:
    """Return what the trail is to be told of the versions that it does not know yet."""
    return [
        (
            EventKind.ROSTER_VERSION,
            {
                "digest": one.digest,
                "roster_digest": one.roster_digest,
                "revision": one.revision,
                "author": one.author,
                "source": one.source,
            },
        )
        for one in versions.untold()
    ]


def _authored(settings: Settings) -> Authored | None:
    source, authors = settings.authors_source, settings.authors
    if source == "off":
        return None
    named = declared_files(settings.files.paths)
    if source == "git" and authors.allowed_signers is not None:
        return by_signature(named, authors.accounts, authors.allowed_signers)
    return by_owner(named, authors.accounts or (true_account(),))


def _old_copy(roster: Roster, in_force: int, kept: Roster | None) -> AuthorError:
    same = roster.revision == in_force
    what = (
        f"the roster was changed and is still revision {roster.revision}"
        if same
        else _stale(roster, in_force)
    )
    would = differences(kept, roster) if kept is not None else ()
    told = f"; against the one in force it says otherwise: {' | '.join(would)}" if would else ""
    why = f"two people may have edited it, or an old copy was uploaded over a newer one{told}"
    mend = f"take what is wanted over into the roster in force, and write revision: {in_force + 1}"
    place = roster.channel.place
    fault = Fault(type(place)(place.file, 1, 1), what, why, mend)
    return AuthorError("The roster is no newer than the one in force.", faults=(fault,))


def _stale(roster: Roster, in_force: int) -> str:
    return f"the roster is revision {roster.revision}, older than revision {in_force}, which is in force"
