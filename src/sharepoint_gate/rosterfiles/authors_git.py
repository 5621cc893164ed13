"""Who wrote the declared files, as signed commits tell (law 13).

What counts is the commit that changed a file last, signed by a key that somebody allowed, in a tree whose
newest commit is signed by one too; and the file must be what that tree holds. The repository's own settings
are not trusted: whoever may write a repository could let another program answer for a signature.

Source: git:git-verify-commit, git:gpg.ssh.allowedSignersFile
"""

import os
import shutil
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sharepoint_gate.errors import AuthorError
from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.suggest import listed
from sharepoint_gate.rosterfiles.authors import (
    Authored,
    is_writable_by_others,
    read_with_status,
    unauthored,
)

_PATIENCE_S = 30
_GOOD = "G"
_STATES = {
    "N": "it is not signed",
    "B": "its signature is bad",
    "U": "its key is none of the allowed ones",
    "E": "its signature cannot be checked: the key is unknown",
    "X": "its signature has run out",
    "Y": "its key has run out",
    "R": "its key was withdrawn",
}
# Nothing outside this program decides how a signature is judged.
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    # What is missing is fetched from nowhere: an address of a repository's own can be a command.
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit as its signature shows it; ``state`` is git's letter for how good that is."""

    number: str
    state: str
    signer: str


def by_signature(named: Mapping[str, Path], signers: Collection[str], keys: Path) -> Authored:
    """Return the declared files with those who signed the commits that changed them last.

    Args:
        named: The files by the names of their copies.
        signers: The names among the allowed keys that may edit them; everybody there when empty.
        keys: The file of allowed keys, as ssh-keygen reads it.

    Raises:
        AuthorError: A file is not what is committed, or nobody allowed signed for it; every fault at once.
        RosterError: A file cannot be read.
    """
    _check_keys(keys)
    faults: list[Fault] = []
    authors: dict[str, None] = {}
    files: dict[str, bytes] = {}
    whole: set[Path] = set()
    for name, path in named.items():
        files[name] = read_with_status(path)[0]
        try:
            repository = _Repository(path.resolve(), keys)
            if path.resolve().parent not in whole:
                repository.check_whole()
                whole.add(path.resolve().parent)
            commit = repository.author_of(files[name], signers)
        except _NotSignedError as error:
            faults.append(Fault(Place(str(path), 1, 1), error.what, error.why, error.mend))
        else:
            authors[commit.signer] = None
    if faults:
        raise unauthored(faults)
    return Authored(", ".join(authors), "git", files)


class _NotSignedError(Exception):
    def __init__(self, what: str, why: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.why, self.mend = what, why, mend


class _Repository:
    """The repository around one file."""

    def __init__(self, path: Path, keys: Path) -> None:
        self._path = path
        self._keys = keys

    def check_whole(self) -> None:
        """Refuse a history that ends early, or whose objects are not what their names say.

        Signatures vouch for names: git reads what lies under a name without asking whether it is that.
        """
        if self._git("rev-parse", "--is-shallow-repository").strip() != b"false":
            what = "the repository holds only the end of its history"
            raise _NotSignedError(what, "who changed a file last cannot be seen", "git fetch --unshallow")
        try:
            self._git("fsck", "--full", "--no-dangling", "--no-progress")
        except _NotSignedError as error:
            what, mend = "the repository is damaged, or was tampered with", "run git fsck, and clone it anew"
            raise _NotSignedError(what, error.why, mend) from error

    def author_of(self, data: bytes, signers: Collection[str]) -> _Commit:
        """Return the commit that answers for a file."""
        name = self._path.name
        if self._git("cat-file", "blob", f"HEAD:./{name}") != data:
            raise _NotSignedError(
                f"{name} is not what is committed",
                "it was changed after the last commit, or was never committed",
                "commit it, signed: git commit -S",
            )
        self._check(self._commit(), signers, "the newest commit")
        last = self._commit("--", name)
        self._check(last, signers, f"the commit that changed {name} last")
        return last

    def _commit(self, *only: str) -> _Commit:
        told = self._git("log", "-1", "--no-show-signature", "--format=%H%n%G?%n%GS", *only).decode(
            "utf-8", "replace"
        )
        number, state, signer = (*told.split("\n"), "", "", "")[:3]
        return _Commit(number, state, signer.strip())

    def _check(self, commit: _Commit, signers: Collection[str], which: str) -> None:
        who = listed(sorted(signers)) if signers else f"the names in {self._keys.name}"
        mend = f"let one of these look at it and commit it, signed: {who}"
        if commit.state != _GOOD or not commit.signer:
            told = _STATES.get(commit.state, "its signature cannot be checked")
            raise _NotSignedError(f"{which}, {commit.number[:12]}, has no author: {told}", _WHY, mend)
        if signers and commit.signer not in signers:
            what = f"{which}, {commit.number[:12]}, was signed by {commit.signer}, who may not edit this"
            raise _NotSignedError(what, _WHY, mend)

    def _git(self, *words: str) -> bytes:
        program = _program("git")
        settings = {
            "safe.directory": "*",
            "gpg.ssh.program": _program("ssh-keygen"),
            "gpg.ssh.allowedSignersFile": str(self._keys.absolute()),
            "gpg.program": shutil.which("false") or "false",
            "gpg.x509.program": shutil.which("false") or "false",
            "gpg.minTrustLevel": "fully",
            "core.fsmonitor": "false",
            "core.commitGraph": "false",
            "core.hooksPath": os.devnull,
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        environment = {"PATH": os.defpath, **_ENVIRONMENT}
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, and words of our own
                [program, "--no-pager", *options, "-C", str(self._path.parent), *words],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _NotSignedError("git gives no answer", type(error).__name__, "run it by hand") from error
        if done.returncode:
            why = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            mend = "put it into a repository, and commit it, signed"
            raise _NotSignedError(f"git knows nothing of {self._path.name}", why or "it gave no reason", mend)
        return done.stdout


_WHY = "a version of the declared files has an author who may edit it, or it is not used"


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise _NotSignedError(f"{name} is not installed", "signatures are checked with it", f"install {name}")
    return found


def _check_keys(keys: Path) -> None:
    """Refuse a file of keys that others may write: they could add their own."""
    try:
        wide = is_writable_by_others(keys)
        why, mend = "whoever may write it can add a key of their own", f"chmod go-w {keys}"
    except OSError as error:
        wide, why = True, error.strerror or type(error).__name__
        mend = "correct authors.allowed_signers in the settings"
    if wide:
        fault = Fault(Place(str(keys), 1, 1), f"the file of keys {keys.name} cannot be trusted", why, mend)
        raise AuthorError(f"{keys} cannot be trusted.", faults=(fault,))
