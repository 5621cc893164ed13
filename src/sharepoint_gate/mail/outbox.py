"""An outbox: letters as .eml files in a folder, for installations that send them by other means.

Source: rfc:5322
"""

import os
from collections.abc import Collection
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import LawError, MailError
from sharepoint_gate.ports.mail import Fate, Message

HEADER = "X-Sharepoint-Gate-Key"


class Outbox:
    """Implements the Mailer port on a folder that only this account can read."""

    def __init__(self, folder: Path, permit: WritePermit) -> None:
        self._folder = folder
        self._permit = permit

    async def send(self, message: Message) -> None:
        """Write one file; it is there whole or not at all.

        Raises:
            LawError: The permit does not hold this key for this address.
            MailError: The folder cannot be written, or holds this mail already.
        """
        if self._permit.mail_recipients.get(message.key) != message.to:
            raise LawError("A mail was stopped at the outbox.", why="the permit does not hold it")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(message)
        except OSError as error:
            raise MailError(
                "A mail could not be put into the outbox.",
                why=error.strerror or type(error).__name__,
                mend="Let the account that runs the gate own the folder, and make room on its disk.",
            ) from error

    async def look_for(self, key: str, since: datetime) -> Fate:  # noqa: ARG002 - a file has no other time
        """Tell whether the folder holds a mail."""
        return Fate.SENT if self._path(key).exists() else Fate.NOT_FOUND

    async def returned(self, since: datetime) -> Collection[str]:  # noqa: ARG002 - nothing comes back here
        """Return nothing: no answer comes to a folder."""
        return frozenset()

    def _path(self, key: str) -> Path:
        return self._folder / f"{token_of(key)}.eml"

    def _write(self, message: Message) -> None:
        draft = self._path(message.key).with_suffix(".part")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(as_email(message).as_bytes(policy=SMTP))
            file.flush()
            os.fsync(file.fileno())
        # A link, not a rename: a mail that lies there already is never replaced.
        os.link(draft, self._path(message.key))
        draft.unlink()


def as_email(message: Message) -> EmailMessage:
    """Return a message as e-mail: plain text, and the same in HTML."""
    mail = EmailMessage()
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail[HEADER] = token_of(message.key)
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail
