"""What a masked report hides, and what it keeps, so that it can still be read."""

from dataclasses import replace

from sharepoint_gate.access.audited import AuditReport, CoverageLine
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.reports.masking import masked
from sharepoint_gate.roster.model import FolderId
from tests.browser.partnership import finding, holding, partnership

EMPTY = replace(
    partnership(1, 1), holdings=(), declared_not_held=(), findings=(), coverage=(), summary=(), exposures=()
)


def report(**parts: object) -> AuditReport:
    """Return a report that holds only what a test names."""
    return replace(EMPTY, **parts)  # type: ignore[arg-type] # each test names parts that a report has


def test_a_file_has_one_number_wherever_it_is_told() -> None:
    """Holdings, findings, sentences and the summary call a file the same."""
    one, two = holding(1, 0, 5, "b.docx"), holding(2, 0, 5, "a.docx")
    about = replace(
        finding(FindingKind.DIRECT_GRANT, 0, 1), object=one.item, sentence="b.docx was shared beside a.docx."
    )
    told = masked(report(holdings=(one, two), findings=(about,), summary=(f"Look at {one.item}.",)))
    assert told.holdings[0].item == "RR-2026-001/40-panel-pack/file 2" == told.findings[0].object
    assert told.findings[0].sentence == "file 2 was shared beside file 1."
    assert told.summary == ("Look at RR-2026-001/40-panel-pack/file 2.",)


def test_a_folder_that_no_process_declares_is_hidden() -> None:
    """A folder of a case that people made themselves may be called after a child."""
    strange = replace(holding(1, 0, 5, "x"), item="RR-2026-001/Anna S/x.docx", folder=FolderId("Anna S"))
    about = replace(finding(FindingKind.FOLDER_NOT_IN_PROCESS, 0, 1), object="RR-2026-001/Anna S")
    told = masked(report(holdings=(strange,), findings=(about,)))
    assert told.holdings[0].item == "RR-2026-001/folder 1/file 1"
    assert told.holdings[0].folder == "folder 1"
    assert told.findings[0].object == "RR-2026-001/folder 1"


def test_what_lies_beside_the_channel_is_hidden_too() -> None:
    """Paths that begin with a slash, folders told as such, and agencies' own folders become numbers."""
    beside = replace(holding(1, 0, 5, "x"), item="/Other/plan.docx", case=None, folder=None)
    resting = replace(holding(1, 0, 5, "x"), item="RR-2026-001/40-panel-pack/")
    agency = replace(holding(1, 0, 3, "x"), item="RR-2026-001/20-agency-returns/wicb/summary.docx")
    told = masked(report(holdings=(beside, resting, agency)))
    assert [one.item for one in told.holdings] == [
        "/folder 1/file 1",
        "RR-2026-001/40-panel-pack/",
        "RR-2026-001/20-agency-returns/folder 1/file 1",
    ]


def test_places_that_are_no_files_keep_their_names() -> None:
    """The channel, the site and what the coverage statement names are told as they are."""
    lines = (CoverageLine("who is in the group Duty", "the directory", None, read=False, why="no answer"),)
    places = ("channel", "site", "tenant", "", lines[0].what)
    found = tuple(replace(finding(FindingKind.UNREAD, 0, 1), object=place) for place in places)
    told = masked(report(findings=found, coverage=lines))
    assert tuple(one.object for one in told.findings) == places
    assert told.coverage == lines


def test_a_name_within_another_word_is_left_alone() -> None:
    """A file called like an ordinary word does not blot out parts of other words."""
    one = replace(holding(1, 0, 5, "x"), item="RR-2026-001/40-panel-pack/plan")
    about = replace(finding(FindingKind.DIRECT_GRANT, 0, 1), object=one.item, sentence="planned, unplanned")
    assert masked(report(holdings=(one,), findings=(about,))).findings[0].sentence == "planned, unplanned"


def test_an_address_is_not_taken_for_a_folder() -> None:
    """An agency's own folder may be called like a part of its addresses; those stay whole."""
    one = replace(holding(1, 0, 3, "x"), item="RR-2026-001/20-agency-returns/wicb/summary.docx")
    sentence = "l.ferrant@wicb.example and wicb.duty@nhs.example have not answered."
    about = replace(finding(FindingKind.PERSON_WAITS, 0, 1), object="directory", sentence=sentence)
    assert masked(report(holdings=(one,), findings=(about,))).findings[0].sentence == sentence


def test_a_path_told_from_the_library_is_hidden_as_well() -> None:
    """What stands before a path, as the channel's own folder does, does not keep it from being found."""
    one = holding(1, 0, 5, "b.docx")
    told = masked(report(holdings=(one,), summary=(f"Case review/{one.item} is shared, x/b.docx too.",)))
    assert told.summary == ("Case review/RR-2026-001/40-panel-pack/file 1 is shared, x/file 1 too.",)


def test_nothing_to_hide_hides_nothing() -> None:
    """A report without files is told as it is."""
    plain = report(summary=("All quiet.",))
    assert masked(plain) == plain
