"""A report without the names of files, for readers outside the business unit.

People, cases and the folders of a process keep their names; every other folder and every file becomes a
number that is the same wherever it is told. What no process declares is hidden: nobody vouches for its name.

Source: ISA §8.3
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sharepoint_gate.access.audited import AuditReport, CoverageLine, Holding
from sharepoint_gate.access.audited_exposures import ToldExposure
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.roster.ids import is_case_reference
from sharepoint_gate.roster.model import FolderId

# what findings are told of that is no file and no folder
_PLACES = {"", "channel", "directory", "library", "library root", "site", "team", "tenant"}
_CASE_FOLDER = 2
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def masked(report: AuditReport) -> AuditReport:
    """Return a report in which files, and folders that no process declares, are numbers."""
    mask = _Mask(report)
    return replace(
        report,
        findings=tuple(mask.finding(one) for one in report.findings),
        holdings=tuple(mask.holding(one) for one in report.holdings),
        declared_not_held=tuple(mask.holding(one) for one in report.declared_not_held),
        coverage=tuple(mask.line(one) for one in report.coverage),
        summary=tuple(mask.text(one) for one in report.summary),
        exposures=tuple(mask.exposure(one) for one in report.exposures),
        exceptions=tuple(replace(one, reason=mask.text(one.reason)) for one in report.exceptions),
    )


class _Mask:
    """The numbers of one report's files and folders."""

    def __init__(self, report: AuditReport) -> None:
        holdings = (*report.holdings, *report.declared_not_held)
        self._folders = _declared_folders(report)
        self._files = {one.item for one in holdings if not one.item.endswith("/")}
        told = {one.object for one in report.findings} | {one.object for one in report.exposures}
        objects = told - _PLACES - {one.what for one in report.coverage}
        self._paths = self._numbered({one.rstrip("/") for one in {one.item for one in holdings} | objects})
        self._names = {
            _last(path): _last(shown) for path, shown in self._paths.items() if _last(path) != _last(shown)
        }
        self._texts: dict[str, str] = {}
        self._hidden = _finder(
            {path for path, shown in self._paths.items() if path != shown} | set(self._names)
        )

    def _numbered(self, paths: Iterable[str]) -> dict[str, str]:
        """Return each path with what is told instead; parents come before what lies in them."""
        told = {"": ""}  # what lies beside the channel's folder begins with a slash
        counts: dict[tuple[str, str], int] = {}
        for path in sorted({part for one in paths for part in _upwards(one)} - {""}):
            parent, _, name = path.rpartition("/")
            if not self._is_open(path):
                noun = "file" if path in self._files or _ENDING.search(name) else "folder"
                counts[parent, noun] = counts.get((parent, noun), 0) + 1
                name = f"{noun} {counts[parent, noun]}"
            told[path] = f"{told[parent]}/{name}" if "/" in path else name
        return told

    def _is_open(self, path: str) -> bool:
        depth = path.count("/") + 1
        return is_case_reference(path) if depth == 1 else depth == _CASE_FOLDER and path in self._folders

    def _path(self, path: str) -> str:
        bare = path.rstrip("/")
        return self._paths.get(bare, bare) + path[len(bare) :]

    def text(self, text: str) -> str:
        """Return a sentence in which every hidden path, and every hidden name alone, is a number."""
        if text not in self._texts:  # the same few sentences are told of thousands of files
            self._texts[text] = self._hidden.sub(self._instead, text)
        return self._texts[text]

    def _instead(self, found: re.Match[str]) -> str:
        return self._paths.get(found[0]) or self._names[found[0]]

    def finding(self, finding: Finding) -> Finding:
        """Return a finding without names."""
        return replace(
            finding,
            object=self._path(finding.object),
            sentence=self.text(finding.sentence),
            remedy=self.text(finding.remedy),
        )

    def holding(self, holding: Holding) -> Holding:
        """Return a holding without names."""
        via = tuple(self.text(one) for one in holding.via)
        folder = holding.folder
        if holding.case and folder:
            folder = FolderId(_last(self._path(f"{holding.case}/{folder}")))
        return replace(holding, item=self._path(holding.item), folder=folder, via=via)

    def exposure(self, exposure: ToldExposure) -> ToldExposure:
        """Return an exposure without names."""
        return replace(exposure, object=self._path(exposure.object), how=self.text(exposure.how))

    def line(self, line: CoverageLine) -> CoverageLine:
        """Return a line of the coverage statement without names."""
        return replace(line, what=self.text(line.what), how=self.text(line.how), why=self.text(line.why))


def _declared_folders(report: AuditReport) -> set[str]:
    holdings = (*report.holdings, *report.declared_not_held)
    strange = {one.object for one in report.findings if one.kind is FindingKind.FOLDER_NOT_IN_PROCESS}
    missing = {one.object for one in report.findings if one.kind is FindingKind.CASE_FOLDER_MISSING}
    return {f"{one.case}/{one.folder}" for one in holdings if one.case and one.folder} - strange | missing


def _upwards(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[: length + 1]) for length in range(len(parts)))


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _finder(words: set[str]) -> re.Pattern[str]:
    """Return what finds each of the words, the longest first, but not within another word or an address."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    told = (rf"(?<![\w@.-]){re.escape(word)}(?![\w@-]|\.\w)" for word in ordered)
    return re.compile("|".join(told) or r"(?!)")
