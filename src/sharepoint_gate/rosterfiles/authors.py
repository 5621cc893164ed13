"""Who wrote the declared files, as the files themselves tell: by owner and mode (law 13).

A file is read through the same opening that its owner and mode are taken from, so that what is judged is what
is used.
"""

import os
import pwd
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sharepoint_gate.errors import AuthorError, RosterError
from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.suggest import listed

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Authored:
    """Declared files whose author may edit them.

    Attributes:
        author: Who wrote them; several, where the files have several authors.
        source: By what that is known.
        files: Their bytes, by the name of each one's copy.
    """

    author: str
    source: str
    files: Mapping[str, bytes]


def by_owner(named: Mapping[str, Path], accounts: Collection[str]) -> Authored:
    """Return the declared files with the accounts that own them.

    Args:
        named: The files by the names of their copies.
        accounts: Who may own them.

    Raises:
        AuthorError: Somebody else owns a file, or others may write it; every fault at once.
        RosterError: A file cannot be read.
    """
    faults: list[Fault] = []
    owners: dict[str, None] = {}
    files: dict[str, bytes] = {}
    for name, path in named.items():
        data, found = read_with_status(path)
        files[name] = data
        owners[account_name(found.st_uid)] = None
        faults += _faults(path, found, accounts)
    if faults:
        raise unauthored(faults)
    return Authored(", ".join(owners), "owner", files)


def read_with_status(path: Path) -> tuple[bytes, os.stat_result]:
    """Return a file's bytes, and its owner and mode at the same moment.

    Raises:
        RosterError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(), os.fstat(file.fileno())
    except OSError as error:
        why = error.strerror or type(error).__name__
        fault = Fault(Place(str(path), 1, 1), f"{path.name} cannot be read", why, "let the gate read it")
        raise RosterError(f"{path} cannot be read", why=why, faults=(fault,)) from error


def account_name(number: int) -> str:
    """Return what an account is called, or its number where it has no name."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"


def unauthored(faults: Collection[Fault]) -> AuthorError:
    """Return the error for files that nobody answers for who may edit them."""
    return AuthorError("The declared files have no author who may edit them.", faults=tuple(faults))


def is_writable_by_others(path: Path) -> bool:
    """Tell whether somebody besides the owner may write a file, or put another one in a folder."""
    mode = path.stat().st_mode
    shared_but_safe = stat.S_ISDIR(mode) and mode & stat.S_ISVTX
    return bool(mode & OTHERS_WRITE) and not shared_but_safe


def _faults(path: Path, found: os.stat_result, accounts: Collection[str]) -> Iterator[Fault]:
    owner, place = account_name(found.st_uid), Place(str(path), 1, 1)
    if owner not in accounts:
        who = listed(sorted(accounts))
        yield Fault(
            place,
            f"{path.name} was written by the account {owner}, which may not edit it",
            f"these may, by the section [authors] of the settings: {who}",
            f"let one of them look at it and save it; the last valid files stay in force until then ({who})",
        )
    if found.st_mode & OTHERS_WRITE:
        yield Fault(
            place,
            f"{path.name} may be written by others than its owner",
            "nobody can tell who wrote what stands in it",
            f"look at what it says, then: chmod go-w {path}",
        )
        return
    # A link can be turned to another file where it lies, the file be replaced where that one lies.
    for folder in dict.fromkeys((path.absolute().parent, path.resolve().parent)):
        if is_writable_by_others(folder):
            yield Fault(
                place,
                f"others than its owner may put another file in the place of {path.name}",
                f"they may write in the folder {folder}",
                f"chmod go-w {folder}",
            )
