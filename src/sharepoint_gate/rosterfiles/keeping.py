"""Copies of the declared files, so that the last valid ones stay in force when those of today are broken.

The digest lies in the database and the copy beside it: a copy that somebody changed is not used.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from sharepoint_gate.errors import RosterError, StoreError
from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.rosterfiles.reading import read_bytes
from sharepoint_gate.rosterfiles.register_reader import judge_versions

ROSTER, _PROCESSES, _ACCEPTANCES = "roster.yaml", "processes.yaml", "acceptances.yaml"
_AGREEMENT = "agreement"
_VERSIONS = f"{_AGREEMENT}/versions.yaml"
Files = Mapping[str, bytes]


def gather(paths: FilePaths) -> Files:
    """Return the bytes of every declared file and of the texts that people accept, by the name of its copy.

    Raises:
        RosterError: A file cannot be read.
    """
    return {name: read_bytes(path) for name, path in declared_files(paths).items()}


def declared_files(paths: FilePaths) -> Mapping[str, Path]:
    """Return where every declared file lies, by the name of its copy.

    Raises:
        RosterError: The file that names the agreement's texts cannot be read.
    """
    named = {ROSTER: paths.roster, _PROCESSES: paths.processes, _VERSIONS: paths.agreement_versions}
    if paths.acceptances is not None:
        named[_ACCEPTANCES] = paths.acceptances
    for draft in judge_versions(paths.agreement_versions)[0]:
        named[f"{_AGREEMENT}/{draft.text}"] = paths.agreement_versions.parent / draft.text
    return named


def digest_of(files: Files) -> str:
    """Return the SHA-256 over names and contents, lower-case hex."""
    lines = [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in sorted(files.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def lay_down(folder: Path, files: Files) -> Path:
    """Write a copy into a folder of its own below ``folder``, on the disk when this returns.

    Raises:
        StoreError: The folder cannot be written.
    """
    kept = folder / digest_of(files)
    try:
        shutil.rmtree(kept, ignore_errors=True)
        for name, data in files.items():
            path = kept / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, data)
    except OSError as error:
        raise StoreError(
            f"The declared files cannot be copied to {folder}.",
            why=error.strerror or type(error).__name__,
            mend="Let the account that runs the gate own the state folder, and make room on its disk.",
        ) from error
    return kept


def sound_copy(folder: Path, digest: str) -> FilePaths | None:
    """Return the paths of a copy, or None when it is absent or somebody changed it."""
    kept = folder / digest
    has_acceptances = (kept / _ACCEPTANCES).exists()
    paths = FilePaths(
        kept / ROSTER, kept / _PROCESSES, kept / _VERSIONS, kept / _ACCEPTANCES if has_acceptances else None
    )
    try:
        return paths if digest_of(gather(paths)) == digest else None
    except RosterError:
        return None


def forget_others(folder: Path, digest: str) -> None:
    """Remove the copies that are in force no more; one that cannot be removed does no harm."""
    for old in folder.iterdir():
        if old.name != digest:
            shutil.rmtree(old, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
