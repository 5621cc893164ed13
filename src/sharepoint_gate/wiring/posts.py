"""How letters leave an installation: by Graph, into a folder, or not at all."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import SettingsError
from sharepoint_gate.jobs.correspond import Post
from sharepoint_gate.mail.compose import LetterComposer
from sharepoint_gate.mail.outbox import Outbox
from sharepoint_gate.ports.mail import MailLedger, OpensMailers
from sharepoint_gate.roster.model import Partnership
from sharepoint_gate.rosterfiles import read_agreement_texts
from sharepoint_gate.settings import Settings

OUTBOX = "outbox"


def post_of(
    settings: Settings, partnership: Partnership, ledger: MailLedger, by_graph: OpensMailers
) -> Post | None:
    """Return what letters need, as the settings say; None where none are sent."""
    mail = settings.mail
    if mail.mode == "off":
        return None
    folder = None if mail.mode == "graph" else mail.outbox or settings.state_dir / OUTBOX
    return Post(
        open_mailer=by_graph if folder is None else _into(folder),
        composer=LetterComposer(
            partnership.name, mail.phone or "", mail.reply_to or "", rehearsal=settings.is_embedded
        ),
        ledger=ledger,
        sender=mail.sender or "",
        reply_to=mail.reply_to or "",
        cap=mail.cap,
        texts=_texts(settings),
        ready_links=mail.ready_links,
        witnesses=settings.trail.witnesses,
    )


def with_outbox(settings: Settings, folder: Path | None) -> Settings:
    """Return settings by which letters go into a folder; the same settings where none is named.

    Raises:
        SettingsError: The settings hold no phone number for letters.
    """
    if folder is None:
        return settings
    if settings.mail.phone is None:
        raise SettingsError(
            "The settings name no phone number for letters.",
            why="every letter says where people can ask whether it is genuine",
            mend="Fill in phone under [mail].",
        )
    mail = settings.mail.model_copy(update={"mode": "outbox", "outbox": folder})
    return settings.model_copy(update={"mail": mail})


def _into(folder: Path) -> OpensMailers:
    @asynccontextmanager
    async def open_outbox(permit: WritePermit) -> AsyncIterator[Outbox]:
        yield Outbox(folder, permit)

    return open_outbox


def _texts(settings: Settings) -> Mapping[str, str]:
    return read_agreement_texts(settings.files.agreement_versions)
