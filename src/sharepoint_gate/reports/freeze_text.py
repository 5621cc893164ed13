"""What a freeze did, in words for somebody who is woken up at night."""

import shlex
from datetime import datetime
from zoneinfo import ZoneInfo

from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_report import FreezeReport, Unfrozen
from sharepoint_gate.reports.plain import count, document, heading, labelled, paragraph

VIEWS = (
    "A page that they had open before may go on showing what it shows until it is closed or loaded anew; "
    "count on that until {until} at the latest. A freeze cannot reach into somebody's screen."
)


LIFTED = "no longer needed"


def freeze_text(report: FreezeReport, zone: str, *, rehearsal: bool, said: str = "") -> str:
    """Return what was done, from when it holds, what is left to a person, and the line that lifts it.

    Args:
        report: What was done.
        zone: The partnership's.
        rehearsal: Whether the tenant is the rehearsal tenant.
        said: The options that stood before the command's name, to be said again when it is lifted.
    """
    lines = paragraph(_first(report, zone))
    lines += paragraph(f"{count(report.removed, 'access', 'accesses')} taken away, and seen to be gone.")
    if report.clear_from is not None and report.view_until is not None:
        clear, until = _time(report.clear_from, zone), _time(report.view_until, zone)
        lines += paragraph(f"No new access is possible from {clear}.")
        lines += paragraph(VIEWS.format(until=until))
    for one in report.told:
        lines += paragraph(one)
    if report.left:
        lines += heading("NOT DONE YET: a person has to look at this now")
        for left in report.left:
            lines += labelled("-", f"{left.where}: {left.what} {left.remedy}")
    if report.troubles:
        lines += heading("The record could not be written as it should")
        for trouble in dict.fromkeys(report.troubles):
            lines += labelled("-", trouble)
        lines += paragraph("The freeze went ahead all the same; the next run takes it into the record.")
    lines += paragraph("To lift it, type this line, with the reason in your own words:")
    lines += ["", f"    {lifting(report.subject.subject, said)}", ""]
    return document(lines, rehearsal=rehearsal)


def lifting(subject: str, said: str = "") -> str:
    """Return the command that lifts a freeze, as it can be copied into a terminal."""
    words = ("sharepoint-gate", said, "unfreeze", shlex.quote(subject), "--reason", shlex.quote(LIFTED))
    return " ".join(word for word in words if word)


def leaver_text(report: FreezeReport) -> str:
    """Return the edit of the roster that makes a leaver's freeze permanent."""
    person, day = report.subject.person, report.freeze.leaves_on
    if person is None or day is None:
        return ""
    lines = heading("Now the roster")
    lines += paragraph(
        f"The gate does not edit the roster. At {person.place}, give {person.id} the last day of access:"
    )
    lines += ["", f"    {person.id}: {{..., ends_on: {day}}}", ""]
    lines += paragraph(
        "Until the roster says so, the freeze holds, and each night's report names it. After that day the "
        "roster itself ends the access, and the freeze falls silent."
    )
    return document(lines, rehearsal=False)


def unfreeze_text(done: Unfrozen, *, rehearsal: bool) -> str:
    """Return what was lifted, and that nothing is given yet."""
    since = ", ".join(f"{one.since:%Y-%m-%d %H:%M} UTC ({one.reason})" for one in done.lifted)
    lines = paragraph(f"{done.subject.name} is no longer frozen. The freeze stood since {since}.")
    lines += paragraph(
        "Nothing is given back yet: the next `sharepoint-gate reconcile`, or the next night, gives what the "
        "roster says by then. Look first with `sharepoint-gate plan`."
    )
    return document(lines, rehearsal=rehearsal)


def freeze_json(report: FreezeReport, *, rehearsal: bool, said: str = "") -> dict[str, object]:
    """Return the same for programs."""
    freeze = report.earlier or report.freeze
    return {
        "rehearsal": rehearsal,
        "key": freeze.key,
        "kind": freeze.kind.value,
        "subject": freeze.subject,
        "since": freeze.since.isoformat(),
        "lift": lifting(freeze.subject, said),
        "already_frozen": report.earlier is not None,
        "accounts": report.accounts,
        "removed": report.removed,
        "clear_from": report.clear_from.isoformat() if report.clear_from is not None else None,
        "view_until": report.view_until.isoformat() if report.view_until is not None else None,
        "told": list(report.told),
        "left": [{"where": one.where, "what": one.what, "remedy": one.remedy} for one in report.left],
        "record": list(dict.fromkeys(report.troubles)),
        "roster_edit": _edit(report),
    }


def unfreeze_json(done: Unfrozen, *, rehearsal: bool) -> dict[str, object]:
    """Return what was lifted, for programs."""
    keys = [one.key for one in done.lifted]
    kind, subject = done.subject.kind.value, done.subject.subject
    return {"rehearsal": rehearsal, "kind": kind, "subject": subject, "lifted": keys}


def _edit(report: FreezeReport) -> dict[str, str] | None:
    person, day = report.subject.person, report.freeze.leaves_on
    if person is None or day is None:
        return None
    return {"place": str(person.place), "person": person.id, "ends_on": day.isoformat()}


def _first(report: FreezeReport, zone: str) -> str:
    name, case = report.subject.name, report.subject.kind is FreezeKind.CASE
    who = "nobody but the business unit reads its files" if case else "they read nothing"
    if report.earlier is not None:
        since = _time(report.earlier.since, zone)
        return f"{name} was frozen already, since {since}, by {report.earlier.by}; all was looked at anew."
    return f"{name} is frozen: {who} until somebody lifts it."


def _time(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S on %d %B %Y}"
