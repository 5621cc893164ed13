"""A repository of declared files in which people sign their commits, each with a key of their own."""

import os
import subprocess
from pathlib import Path

ANNA, BEN = "anna@wscp.example", "ben@wscp.example"


class Signed:
    """A new repository, the keys of two people, and the file of allowed signers."""

    def __init__(self, folder: Path) -> None:
        """Make the repository and the keys; nobody is allowed yet."""
        self.folder = folder / "declared"
        self.keys = folder / "allowed_signers"
        self._home = folder / "home"
        for one in (self.folder, self._home):
            one.mkdir()
        self.keys.write_text("")
        self.keys.chmod(0o600)
        self.git("init", "--quiet", "--initial-branch=main")

    def allow(self, who: str) -> None:
        """Make somebody a key, and allow it."""
        key = self._key(who)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", str(key)], check=True)
        public = key.with_suffix(".pub").read_text().rpartition(" ")[0]
        self.keys.write_text(f'{self.keys.read_text()}{who} namespaces="git" {public}\n')

    def forget(self, who: str) -> None:
        """Take somebody's key off the allowed ones; the person goes on signing with it."""
        lines = self.keys.read_text().splitlines()
        self.keys.write_text("".join(f"{line}\n" for line in lines if not line.startswith(who)))

    def save(self, name: str, text: str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_text(text)
        return path

    def commit(self, who: str | None) -> None:
        """Commit everything, signed by somebody or by nobody."""
        self.git("add", "--all")
        words = ["commit", "--quiet", "--allow-empty", "--message", "a version"]
        signing = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={self._key(who)}"] if who else []
        self.git(*signing, *words, *(["--gpg-sign"] if who else ["--no-gpg-sign"]))

    def git(self, *words: str) -> None:
        """Give git a command in the repository."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._home),
            "GIT_CONFIG_NOSYSTEM": "1",
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Somebody"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "somebody@wscp.example"),
        }
        subprocess.run(["git", "-C", str(self.folder), *words], env=environment, check=True)

    def _key(self, who: str) -> Path:
        return self._home / who.partition("@")[0]
