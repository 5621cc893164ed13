"""What SQLite says, in plain words with what to do about it."""

import errno
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError

from sharepoint_gate.errors import StoreError


class _Words(NamedTuple):
    what: str
    mend: str


_DAMAGED = (
    "keep the file as it is, for it is evidence; restore the last backup beside it, and compare the trails"
)
# The low byte is SQLite's primary result code; the rest only narrows it down.
_BY_CODE: Mapping[int, _Words] = {
    sqlite3.SQLITE_BUSY: _Words(
        "is locked by another program", "wait until that program has ended, then try again"
    ),
    sqlite3.SQLITE_LOCKED: _Words("is locked", "wait until the other use has ended, then try again"),
    sqlite3.SQLITE_READONLY: _Words(
        "cannot be written", "give the account of the gate the right to write it"
    ),
    sqlite3.SQLITE_IOERR: _Words(
        "could not be read or written by the disk", "look at the disk and its mount"
    ),
    sqlite3.SQLITE_CORRUPT: _Words("is damaged", _DAMAGED),
    sqlite3.SQLITE_FULL: _Words("cannot grow: the disk is full", "make room, then run again"),
    sqlite3.SQLITE_CANTOPEN: _Words(
        "cannot be opened", "check that the folder exists and belongs to the gate's account"
    ),
    sqlite3.SQLITE_NOTADB: _Words("is not a database", _DAMAGED),
    sqlite3.SQLITE_CONSTRAINT: _Words("refused a change that would rewrite or break what it holds", _DAMAGED),
}
_BY_ERRNO: Mapping[int | None, int] = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
}
_OTHER = _Words("could not be used", "keep the file and this message for whoever maintains the gate")


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn every failure of the database file at ``path`` into a StoreError that a person can act on."""
    try:
        yield
    except DBAPIError as error:
        raise _store_error(path, error.orig or error) from error
    except (sqlite3.Error, OSError) as error:
        raise _store_error(path, error) from error


def _store_error(path: Path, error: BaseException) -> StoreError:
    words = _BY_CODE.get(_code(error), _OTHER)
    return StoreError(f"The database {path} {words.what}.", why=str(error), mend=words.mend)


def _code(error: BaseException) -> int:
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno, sqlite3.SQLITE_CANTOPEN)
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
