"""Links and invitations that people make, on files, on folders and above them."""

from tests.e2e.drift_deeds import act, drift, invited, linked
from tests.e2e.hands import Hands

EVERYONE = "c:0-.f|rolemanager|spo-grid-all-users/5c1f4a52-0000-4000-8000-000000000001"
EVERYBODY_HERE = "everyone in the organisation"
STAFF = "WCC Children's Services - All"

SHAPES = (
    linked("anonymous-link", "RR-2026-001/50-draft-report/draft-v1.docx", ("view", "anonymous"), "anyone"),
    linked(
        "organisation-link",
        "RR-2026-001/60-final-report/final-draft.pdf",
        ("view", "organization"),
        EVERYBODY_HERE,
    ),
    linked("organisation-link", "RR-2025-009/60-final-report", ("edit", "organization"), EVERYBODY_HERE),
    linked("edit-link", "RR-2026-002/10-notification/discussion-note.docx", ("edit", "users"), "u12"),
    linked("download-allowed-link", "ASR-2026-001/10-directive/directive.docx", ("view", "users"), "u05"),
    linked("folder-grant", "CFC-2026-004/10-referral", ("view", "users"), "u37"),
    linked(
        "foreign-link",
        "LCSPR-2025-002/15-agency-request/identifiers.xlsx",
        ("blocksDownload", "users"),
        "u30",
    ),
    invited(
        "personal-mail-recipient", "RR-2026-001/40-panel-pack/minutes.docx", "kdoyle@personalmail.example"
    ),
    invited(
        "personal-mail-recipient", "RR-2026-001/40-panel-pack/pack-v1.docx", "nobody.known@mailbox.example"
    ),
    invited(
        "guest-not-in-roster",
        "MAA-2026-001/15-cohort-list/cohort-list.xlsx",
        "r-fox",
        "r.fox@eastholm-nhs.example",
    ),
    invited(
        "internal-not-in-roster",
        "S11-2026-001/20-self-assessments/ent/evidence.pdf",
        "m-teal",
        "m.teal@westmarsh.example",
    ),
    invited("grant-to-leaver", "RR-2025-009/70-national-panel/panel-reply.pdf", "u40"),
    invited("grant-after-expiry", "RR-2025-009/80-learning/briefing.pptx", "u41"),
    invited("group-grant", "LCSPR-2025-001/65-publication/statement.docx", STAFF),
    invited(
        "generic-account",
        "CFC-2026-004/20-agency-information/lch/summary.docx",
        "lch-team",
        "safeguarding.team@levelshealth.example",
    ),
    invited("other-agency-folder", "LCSPR-2025-002/20-agency-reports/wmp/chronology.xlsx", "u29"),
    invited("not-named-on-case", "RR-2026-002/20-agency-returns/wcc/summary.docx", "u09"),
    invited("access-on-closed-case", "CFC-2026-001/10-referral/consideration-form.docx", "u37"),
    invited("direct-grant", "RR-2026-002/20-agency-returns/ent/chronology.xlsx", "u22"),
    invited("folder-grant", "MAA-2026-001/20-agency-audits/lch", "u25"),
    invited(
        "edit-grant-without-exception",
        "MAA-2026-001/20-agency-audits/mat/audit-tool-1.xlsx",
        "u29",
        role="write",
    ),
    drift(
        "everyone, as SharePoint's own group",
        act(
            entry="RR-2026-002/00-admin/contacts.docx",
            site_user={"name": "Everyone except external users", "login_name": EVERYONE},
            roles=["read"],
        ),
        ("everyone-claim", "RR-2026-002/00-admin/contacts.docx", "Everyone except external users"),
    ),
    linked("anonymous-link", "Templates/minutes-template.docx", ("view", "anonymous"), "anyone"),
)


def _elsewhere(hands: Hands) -> None:
    root = f"/drives/{hands.drive}/items/{hands.item('')['id']}"
    hands.ask("POST", f"{root}/children", {"name": "Elsewhere", "folder": {}})
    folder = f"/drives/{hands.drive}/root:/Elsewhere"
    hands.ask("PUT", f"{folder}/notes.docx:/content")
    hands.ask("POST", f"{folder}:/createLink", {"type": "view", "scope": "anonymous"})
    grant = {"recipients": [{"objectId": hands.users["u04"]}], "roles": ["read"], "requireSignIn": True}
    hands.ask("POST", f"{folder}/notes.docx:/invite", {**grant, "sendInvitation": False})


ABOVE = (
    linked("organisation-link", "", ("view", "organization"), EVERYBODY_HERE),
    linked("link-outside-stage", "", ("edit", "users"), "u12"),
    invited("internal-not-in-roster", "", "m-teal", "m.teal@westmarsh.example"),
    invited("folder-grant", "RR-2026-002", "u04"),
    linked("anonymous-link", "RR-2026-002/20-agency-returns", ("view", "anonymous"), "anyone"),
    drift(
        "a folder beside the channel's",
        _elsewhere,
        ("anonymous-link", "/Elsewhere", "anyone"),
        ("grant-outside-stage", "/Elsewhere/notes.docx", "u04"),
    ),
)
