"""An audit in few lines.

Source: ISA §11
"""

from sharepoint_gate.access.audited import Access, CoverageLine, Holding
from sharepoint_gate.access.audited_summary import identity, summary
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind

READ = CoverageLine("files", "delta", 3, read=True)


def finding(kind: FindingKind) -> Finding:
    """Return a finding of a kind, for a person."""
    facts = KINDS[kind]
    return Finding(kind, facts.severity, "x", "", (), "", "", facts.clause, Handling.PERSON)


def holding(who: str, access: Access, *, declared: bool) -> Holding:
    """Return what somebody holds."""
    return Holding(who, f"{who}@a.example", "", None, "x", None, None, access, (), declared)


def test_an_audit_without_anything_wrong_says_so_only_of_what_it_looked_at() -> None:
    """Nothing wrong, everything read."""
    lines = summary([READ], [], [holding("a", Access.EDIT, declared=True)], [])
    assert lines == (
        "Everything that this audit looks at was read.",
        "Nothing was found to be wrong.",
        "1 people, groups and crowds can open something here.",
    )


def test_law_7_what_was_not_read_comes_first() -> None:
    """It bears on every line below."""
    lines = summary([READ, CoverageLine("site groups", "REST", None, read=False, why="no")], [], [], [])
    assert lines[0].endswith("cannot say that all is well: site groups.")


def test_law_7_what_nobody_stated_is_told_apart_and_all_is_not_called_well() -> None:
    """A question to people is no page that was lost; beside one that was, both are named."""
    unstated = CoverageLine("settings: default_link", "", None, read=False, unstated=True)
    (first, *_) = summary([READ, unstated], [], [], [])
    assert first.startswith("Everything that a program can read was read.")
    assert first.endswith("cannot say that all is well: settings: default_link.")
    lost = CoverageLine("members", "", None, read=False)
    (both, *_) = summary([unstated, lost], [], [], [])
    assert both.startswith("Not everything was read")
    assert both.endswith("members, settings: default_link.")


def test_the_gravest_things_are_counted_by_name() -> None:
    """At most ten lines, links for anybody among them, and those who lack something last."""
    kinds = [FindingKind.ANONYMOUS_LINK, FindingKind.ORGANISATION_LINK, FindingKind.EVERYONE_CLAIM]
    kinds += [FindingKind.GROUP_GRANT, FindingKind.OTHER_AGENCY_FOLDER, FindingKind.ANONYMOUS_LINK]
    held = [holding("a", Access.EDIT, declared=False), holding("b", Access.VIEW, declared=False)]
    lines = summary([READ], [finding(one) for one in kinds], held, [holding("c", Access.VIEW, declared=True)])
    assert len(lines) <= 10
    assert "Links that open for anybody, without sign-in: 2." in lines
    assert "2 of them hold something that nobody declared, 1 to edit." in lines
    assert lines[-1] == "1 of those who should read something cannot."


def test_who_looked_is_told_with_what_being_read_only_rests_on() -> None:
    """Consent that could write is named."""
    assert identity("id", ["Sites.Read.All"]) == "application id with Sites.Read.All: it cannot write"
    assert identity("id", []).endswith("with no consent at all: it cannot write")
    assert "rests on this program's door" in identity("id", ["Sites.FullControl.All"])
