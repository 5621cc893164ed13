"""Reads the two files of the acceptance agreement: versions with their texts, and the register of decisions.

Source: ISA §8.8
"""

import hashlib
from collections.abc import Collection
from pathlib import Path

from sharepoint_gate.errors import RosterError
from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.agreement import Acceptance, AgreementRegister, AgreementVersion, Decision
from sharepoint_gate.roster.checks_agreement import check_acceptances, check_versions
from sharepoint_gate.roster.draft import AcceptanceDraft, VersionDraft
from sharepoint_gate.roster.model import PersonId, Roster
from sharepoint_gate.rosterfiles.reading import faulty, open_reading, read_bytes
from sharepoint_gate.rosterfiles.shapes_agreement import (
    AcceptanceShape,
    AcceptancesShape,
    VersionShape,
    VersionsShape,
)
from sharepoint_gate.rosterfiles.yaml_tree import Tree


def read_register(versions_path: Path, acceptances_path: Path | None, roster: Roster) -> AgreementRegister:
    """Read the versions of the acceptance agreement and who decided what.

    Args:
        versions_path: The file of versions; the texts lie beside it.
        acceptances_path: The register of decisions; None where there is none yet.
        roster: Tells which people there are.

    Raises:
        RosterError: With every fault of both files at once.
    """
    versions, faults = judge_versions(versions_path)
    decisions: dict[PersonId, list[Acceptance]] = {}
    if acceptances_path is not None:
        drafts, more = judge_acceptances(acceptances_path, versions, frozenset(roster.people))
        faults += more
        for draft in sorted(drafts, key=lambda one: one.acceptance.at):
            decisions.setdefault(draft.acceptance.person, []).append(draft.acceptance)
    if faults:
        first = versions_path if faults[0].place.file == str(versions_path) else acceptances_path
        raise faulty(first or versions_path, faults)
    return AgreementRegister(
        tuple(draft.version for draft in versions),
        {person: tuple(all_of_them) for person, all_of_them in decisions.items()},
    )


def read_agreement_texts(versions_path: Path) -> dict[str, str]:
    """Return the texts of the agreement's versions by the digest that acceptances are bound to."""
    drafts, _ = judge_versions(versions_path)
    return {
        draft.version.sha256: read_bytes(versions_path.parent / draft.text).decode("utf-8", "replace")
        for draft in drafts
        if draft.found_sha256 == draft.version.sha256
    }


def judge_versions(path: Path) -> tuple[tuple[VersionDraft, ...], tuple[Fault, ...]]:
    """Read the file of versions without raising for its faults.

    Raises:
        RosterError: The file cannot be read at all.
    """
    reading = open_reading(path)
    if reading.tree.broken:
        return (), reading.all_faults()
    top = reading.top(VersionsShape)
    shaped = list(reading.listed("versions", top["versions"], VersionShape)) if "versions" in top else []
    if top.get("versions") == []:
        reading.one(("versions",), {"versions": []}, VersionsShape)
    drafts = tuple(_version(index, shape, path.parent) for index, shape in shaped)
    reading.faults.extend(check_versions(drafts, reading.tree.place))
    return drafts, reading.all_faults()


def judge_acceptances(
    path: Path, versions: tuple[VersionDraft, ...], people: Collection[str] | None
) -> tuple[tuple[AcceptanceDraft, ...], tuple[Fault, ...]]:
    """Read the register of decisions without raising for its faults.

    Args:
        path: The file.
        versions: The known versions.
        people: The ids that the roster writes; None when it cannot be read.

    Raises:
        RosterError: The file cannot be read at all.
    """
    reading = open_reading(path)
    if reading.tree.broken:
        return (), reading.all_faults()
    top = reading.top(AcceptancesShape)
    shaped = (
        reading.listed("acceptances", top["acceptances"], AcceptanceShape)
        if "acceptances" in top
        else iter(())
    )
    drafts = tuple(_acceptance(index, shape, reading.tree) for index, shape in shaped)
    reading.faults.extend(check_acceptances(drafts, versions, people, reading.tree.place))
    return drafts, reading.all_faults()


def _version(index: int, shape: VersionShape, folder: Path) -> VersionDraft:
    version = AgreementVersion(
        shape.version, shape.sha256, shape.effective_on, shape.change == "major", shape.grace_days
    )
    return VersionDraft(version, shape.text, _digest(folder / shape.text), index)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(read_bytes(path)).hexdigest()
    except RosterError:
        return None


def _acceptance(index: int, shape: AcceptanceShape, tree: Tree) -> AcceptanceDraft:
    place = tree.place("acceptances", index)
    acceptance = Acceptance(
        person=PersonId(shape.person),
        version=shape.version,
        sha256=shape.sha256,
        decision=Decision(shape.decision),
        at=shape.at,
        source=shape.source,
        evidence=shape.evidence,
        recorded_by=PersonId(shape.recorded_by),
        place=place,
    )
    return AcceptanceDraft(acceptance, index)
