"""Files and folders that move, come and go, and the gate's links that are touched by hand."""

from tests.e2e.drift_deeds import does, drift

_LOST = (
    *(f"10-referral/{name}.docx" for name in ("consideration-form", "screening-note")),
    *(f"15-agency-request/{name}" for name in ("identifiers.xlsx", "request-letter.docx")),
    *(f"20-agency-information/{agency}/summary.docx" for agency in ("ent", "lch", "yjs")),
    "20-agency-information/yjs/reference 943 476 5918.docx",
)
_LEFT = "RR-2026-001/60-final-report"
FILES = (
    drift(
        "a file moved between folders",
        does("move", "RR-2026-001/50-draft-report/draft-v2.docx", _LEFT),
        ("moved-with-readers", f"{_LEFT}/draft-v2.docx", "*RR-2026-001/50-draft-report/draft-v2.docx"),
    ),
    drift(
        "a file moved between cases",
        does("move", "RR-2026-002/20-agency-returns/lch/chronology.xlsx", _LEFT),
        ("not-named-on-case", f"{_LEFT}/chronology.xlsx", "u25"),
        ("missing-grant", f"{_LEFT}/chronology.xlsx", "*"),
    ),
    drift(
        "a file copied",
        does("copy", "LCSPR-2025-001/65-publication/statement.docx", "LCSPR-2025-001/60-final-report"),
        ("missing-grant", "LCSPR-2025-001/60-final-report/statement.docx", "*"),
    ),
    drift(
        "a folder renamed",
        does("rename", "ASR-2026-001/10-directive", "10-orders"),
        ("missing-folder", "ASR-2026-001/10-directive", ""),
        *(
            ("moved-with-readers", f"ASR-2026-001/10-orders/{file}", f"*ASR-2026-001/10-directive/{file}")
            for file in ("directive.docx", "thematic-questions.docx")
        ),
    ),
    drift(
        "a file deleted",
        does("delete", "LCSPR-2025-002/40-panel-pack/agenda.docx"),
        # The groups of its link and of the link that somebody deletes below outlive them.
        ("orphan-link-group", "site", "2 groups"),
    ),
    drift(
        "a file added",
        does("put", "LCSPR-2025-002/40-panel-pack/addendum.docx"),
        ("missing-grant", "LCSPR-2025-002/40-panel-pack/addendum.docx", "*"),
    ),
    drift(
        "the gate's link deleted",
        does("delete_link", "RR-2025-009/60-final-report/final-report.pdf"),
        ("missing-grant", "RR-2025-009/60-final-report/final-report.pdf", "*"),
    ),
    drift(
        "somebody taken off the gate's link",
        does("take_off", "RR-2026-002/15-agency-request/identifiers.xlsx", "u23"),
        ("missing-grant", "RR-2026-002/15-agency-request/identifiers.xlsx", "u23"),
    ),
    drift(
        "an archive added",
        does("put", "S11-2026-001/10-tool-and-guidance/tools.zip"),
        ("not-viewable", "S11-2026-001/10-tool-and-guidance/tools.zip", ""),
    ),
    drift(
        "a saved mail added",
        does("put", "RR-2025-009/60-final-report/letter.msg"),
        ("not-viewable", "RR-2025-009/60-final-report/letter.msg", ""),
    ),
    drift(
        "a file renamed to an archive",
        does("rename", "S11-2026-001/20-self-assessments/ent/evidence.pdf", "evidence.zip"),
        ("not-viewable", "S11-2026-001/20-self-assessments/ent/evidence.zip", ""),
        ("not-viewable", "S11-2026-001/20-self-assessments/ent/evidence.zip", "u22"),
    ),
    drift(
        "a case folder renamed",
        does("rename", "CFC-2026-004", "CFC-2026-004 old"),
        ("case-folder-missing", "CFC-2026-004", ""),
        *(("moved-with-readers", f"CFC-2026-004 old/{path}", f"*CFC-2026-004/{path}") for path in _LOST),
    ),
)
