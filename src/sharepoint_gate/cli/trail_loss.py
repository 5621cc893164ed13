"""What a database may have forgotten, as whoever signs a break off is told it."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from sharepoint_gate.errors import SettingsError, TrailBrokenError
from sharepoint_gate.jobs.forgotten import Forgotten
from sharepoint_gate.reports.plain import count, document, heading, paragraph
from sharepoint_gate.trail.export import read_export
from sharepoint_gate.trail.log import Record


def read_kept(path: Path) -> Sequence[Record]:
    """Return the records of an export that somebody kept.

    Raises:
        SettingsError: It cannot be read, or is no export, or nothing stands in it to compare with.
    """
    try:
        kept = read_export(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError, TrailBrokenError) as error:
        why = getattr(error, "strerror", None) or str(error)
        mend = "Give the file as `sharepoint-gate trail export` wrote it."
        raise SettingsError(f"{path} holds no export.", why=why, mend=mend) from error
    if not kept.records:
        raise SettingsError(f"{path} holds no record.", mend="Give an export of the trail as it was before.")
    return kept.records


def loss_text(loss: Forgotten, said: str = "") -> str:
    """Return what the database holds, and what it lost, with the lines that freeze anew."""
    freezes = f"{count(loss.freezes, 'freeze')} in force"
    accounts = count(loss.pins, "approved account")
    invitations = count(loss.invitations, "sent invitation")
    lines = heading("A database that was wiped or restored has forgotten what came after")
    lines += paragraph(f"It holds {freezes}, {accounts} and {invitations}.")
    lines += paragraph(
        f"The logs that can be read tell of {count(loss.told, 'freeze')} that nobody lifted, and of "
        f"{count(loss.invited, 'person', 'people')} who were invited. What came after a backup stands in no "
        "log of this database: compare with an export that somebody kept (--export), and with the last "
        "morning's report."
    )
    if loss.lost:
        lines += heading(
            "LOST: freeze these again before the next run, which gives back what the roster says"
        )
        for one in loss.lost:
            reason = f"frozen since {one.since:%Y-%m-%d %H:%M} UTC"
            words = (
                "sharepoint-gate",
                said,
                "freeze",
                shlex.quote(one.subject),
                "--reason",
                shlex.quote(reason),
            )
            lines.append("    " + " ".join(word for word in words if word))
    return document(lines, rehearsal=False)
