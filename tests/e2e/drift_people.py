"""Channel members and accounts that change."""

from tests.e2e.drift_deeds import act, drift
from tests.e2e.drift_night import Changed
from tests.e2e.hands import Hands


def _members(hands: Hands) -> str:
    state = hands.scene.admin("GET", "/state").body
    return f"/teams/{state['teams'][0]['id']}/channels/{state['channels'][0]['id']}/members"


def _membership(hands: Hands, who: str) -> str:
    rows = hands.ask("GET", _members(hands))["value"]
    return next(str(row["id"]) for row in rows if row["userId"] == hands.users[who])


def _join(hands: Hands) -> None:
    whom = f"https://graph.microsoft.com/v1.0/users('{hands.users['e-colby']}')"
    hands.ask("POST", _members(hands), {**_KIND, "roles": ["owner"], "user@odata.bind": whom})


def _promote(hands: Hands) -> None:
    hands.ask("PATCH", f"{_members(hands)}/{_membership(hands, 'u03')}", {**_KIND, "roles": ["owner"]})


def _leave(hands: Hands) -> None:
    hands.ask("DELETE", f"{_members(hands)}/{_membership(hands, 'u01')}")


def _recreate(hands: Hands) -> None:
    upn = "s.yarrow_wlpolice.example#EXT#@westmarsh.example"
    new = {"mail": "s.yarrow@wlpolice.example", "upn": upn}
    hands.scene.plant([{"id": "a", "directory": "u38", "set": {"deleted": True}}])
    hands.scene.plant([{"id": "b", "directory": "r-fox", "set": new}])


def _everywhere(kind: str, who: str, *where: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((kind, path, who) for path in where)


_AUDIT = tuple(
    f"MAA-2026-001/10-scope-and-tool/{name}" for name in ("audit-tool.xlsx", "guidance.docx", "theme.docx")
)
_COHORT = "MAA-2026-001/15-cohort-list/cohort-list.xlsx"
_ASKED = tuple(f"ASR-2026-001/10-directive/{name}" for name in ("directive.docx", "thematic-questions.docx"))
_TOOL = tuple(
    f"S11-2026-001/10-tool-and-guidance/{name}" for name in ("guidance.pdf", "self-assessment-tool.xlsx")
)
_LEARNT = tuple(
    f"RR-2025-009/80-learning/{name}"
    for name in ("action-plan.xlsx", "briefing.pptx", "briefing-recording.mp4")
)
_ENT = tuple(f"MAA-2026-001/20-agency-audits/ent/audit-tool-{number}.xlsx" for number in (1, 2, 3))
_REPORTS = tuple(
    f"LCSPR-2025-002/{name}"
    for name in (
        "10-terms-of-reference/scope.docx",
        "10-terms-of-reference/key-lines-of-enquiry.docx",
        "15-agency-request/identifiers.xlsx",
        "15-agency-request/request-letter.docx",
    )
)
_KIND = {"@odata.type": "#microsoft.graph.aadUserConversationMember"}

PEOPLE = (
    drift(
        "a stranger made owner of the channel",
        _join,
        ("channel-member-not-in-roster", "channel", "e.colby@westmarsh.example"),
    ),
    drift("a member promoted", _promote, ("channel-role-differs", "channel", "u03")),
    drift("an owner taken out", _leave, ("channel-member-missing", "channel", "u01")),
    drift(
        "an account disabled",
        act(directory="u24", set={"enabled": False}),
        *_everywhere("account-disabled", "u24", *_AUDIT, _COHORT, *_ENT),
    ),
    drift(
        "an account deleted",
        act(directory="u30", set={"deleted": True}),
        ("link-group-stranger", "site", "r.pemberton@saltings.example"),
        *_everywhere(
            "account-not-found",
            "u30",
            *_REPORTS,
            *(
                f"LCSPR-2025-002/20-agency-reports/mat/{name}"
                for name in ("chronology.xlsx", "learning-report.docx")
            ),
        ),
    ),
    drift(
        "an account deleted, and another made under its name",
        _recreate,
        # The site has only the name left, and a name proves nobody; that u38 waits is told as a warning.
        *_everywhere("account-not-found", "u38", *_ASKED, *_AUDIT, *_TOOL, *_LEARNT),
        ("link-group-stranger", "site", "s.yarrow@wlpolice.example"),
    ),
    drift(
        "a mail address changed",
        act(directory="u09", set={"mail": "mei.carter@westmarsh.example"}),
        *_everywhere("identity-changed", "u09", *_ASKED),
    ),
    drift(
        "a redemption reset",
        act(directory="u20", set={"external_state": "PendingAcceptance"}),
        *_everywhere("identity-changed", "u20", *_ASKED),
    ),
)

CHANGED = Changed(
    {
        "u24": {"enabled": False},
        "u30": {"deleted": True},
        "u38": {"deleted": True},
        "r-fox": {
            "mail": "s.yarrow@wlpolice.example",
            "upn": "x@westmarsh.example",
            "recreated": True,
        },
        "u09": {"mail": "mei.carter@westmarsh.example"},
        "u20": {"external_state": "PendingAcceptance"},
    }
)
