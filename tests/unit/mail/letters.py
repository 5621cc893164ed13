"""One letter of each kind, and of each form that a kind may have."""

from datetime import date

from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.roster.model import PersonId

PHONE = "01632 960 114"
URL = "https://westmarsh.sharepoint.example/:w:/s/case/EAbc?e=1"
DAY = date(2026, 4, 3)
SIGNATURE = "J5rZzAJKtmi8B5TwZ1nTlZh1vVmgWe9Vn1PC8qkq9Y5G8hHSRtDzqBfKzJ0ShsTgl6cVdIbUQ5J0t8gqg1w0bLxNBQc="
AGREEMENT = {
    "name": "Nadia Rahman",
    "version": "2",
    "deadline": DAY,
    "text": "# What you agree to\n\n1. **Read on the screen.** Take nothing away.",
}


def _letter(key: str, kind: LetterKind, **facts: object) -> Letter:
    return Letter(key, kind, "n.rahman@wicb.example", PersonId("u12"), facts)


def _files(*urls: str) -> list[dict[str, object]]:
    return [{"number": number, "of": 4, "url": url} for number, url in enumerate(urls, start=1)]


def _summary(key: str, **changes: object) -> Letter:
    facts: dict[str, object] = {
        "name": "Priya Nandakumar",
        "day": DAY,
        "found": 35,
        "mended": 33,
        "failed": 0,
        "partial": False,
        "needs": [],
        "needing": 0,
        "sent": 4,
        "later": 0,
        "exposures": 0,
        "deadlines": [],
        "lapses": [],
        "quiet": True,
    }
    return _letter(key, LetterKind.SUMMARY, **{**facts, **changes})


NEED = {"count": 2, "kind": "not viewable", "severity": "medium", "remedy": "Save the file as PDF."}
ASKED = {"organisation": "NHS Westmarsh ICB", "people": ["Nadia Rahman", "Ewan Strachan"]}
LETTERS = (
    *(_letter(f"uaa/{kind.value}", kind, **AGREEMENT) for kind in LetterKind if kind.value.startswith("uaa")),
    _letter("uaa/new", LetterKind.UAA_ASK, **{**AGREEMENT, "deadline": None}),
    _letter("uaa/new-reminder", LetterKind.UAA_REMINDER, **{**AGREEMENT, "deadline": None}),
    _letter("uaa/new-lead", LetterKind.UAA_LEAD, **{**AGREEMENT, "deadline": None}),
    _letter(
        "ready/with-links",
        LetterKind.READY,
        name="Nadia Rahman",
        case="RR-2026-001",
        count=2,
        folders=[
            {"title": "Panel pack", "files": _files(URL)},
            {"title": "Final report", "files": _files(URL + "2")},
        ],
    ),
    _letter(
        "ready/without-links",
        LetterKind.READY,
        name="Nadia Rahman",
        case="RR-2026-001",
        count=1,
        folders=[{"title": "Panel pack", "files": _files("")}],
    ),
    _letter(
        "reconfirm/due", LetterKind.RECONFIRM_ASK, **ASKED, since=date(2026, 1, 8), day=DAY, lapsed=False
    ),
    _letter(
        "reconfirm/late", LetterKind.RECONFIRM_ASK, **ASKED, since=date(2026, 1, 8), day=DAY, lapsed=True
    ),
    _letter("reconfirm/never", LetterKind.RECONFIRM_ASK, **ASKED, since=None, day=None, lapsed=False),
    _letter("ended", LetterKind.ENDED, name="Nadia Rahman", case="RR-2026-001"),
    *(
        _letter(
            f"exposure/{name}",
            LetterKind.EXPOSURE,
            name="Priya Nandakumar",
            day=DAY,
            count=count,
            open=left,
            first="EXP-0004",
            last=f"EXP-{3 + count:04d}",
        )
        for name, count, left in (("one", 1, 0), ("several", 3, 1))
    ),
    _summary("summary/exposed", exposures=1, quiet=False),
    _summary("summary/quiet"),
    _summary(
        "summary/busy",
        quiet=False,
        partial=True,
        failed=1,
        later=3,
        needing=2,
        needs=[NEED],
        deadlines=[{"day": DAY, "what": "last day of exception EX-2026-002"}],
        lapses=[{"day": DAY, "what": "Ruth Pemberton reads no longer unless they accept the agreement"}],
    ),
    _letter(
        "checkpoint/0123456789ab/2026-04-03",
        LetterKind.CHECKPOINT,
        day=DAY,
        lines=[
            "sharepoint-gate/westmarsh",
            "1204",
            "I0nbBgwAM/FDzZ0yOphjDT0DJj8ngFjJYs7dq6vsPVY=",
            "",
            f"— sharepoint-gate/westmarsh {SIGNATURE}",
        ],
    ),
)
