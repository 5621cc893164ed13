"""The rules of the acceptance agreement's versions and of the register of decisions, one function each.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.draft import AcceptanceDraft, VersionDraft, Where
from sharepoint_gate.roster.suggest import did_you_mean, listed


def check_versions(versions: Sequence[VersionDraft], where: Where) -> tuple[Fault, ...]:
    """Return every fault of the versions."""
    rules = (check_texts_match, check_versions_differ, check_versions_in_order, check_first_is_major)
    return tuple(sorted(fault for rule in rules for fault in rule(versions, where)))


def check_texts_match(versions: Sequence[VersionDraft], where: Where) -> Iterator[Fault]:
    """Refuse a version whose text is absent or is not the text that people accepted."""
    for draft in versions:
        if draft.found_sha256 is None:
            yield Fault(
                where("versions", draft.index, "text"),
                f"the text {draft.text} cannot be read",
                "an acceptance binds a person to the exact words",
                "put the file beside this one, or correct its name",
            )
        elif draft.found_sha256 != draft.version.sha256:
            yield Fault(
                where("versions", draft.index, "sha256"),
                f"{draft.text} is not the text of version {draft.version.version}",
                "it was changed after people accepted it, or the digest was copied wrongly",
                f"restore the text, or write a new version for it (its sha256 is {draft.found_sha256})",
            )


def check_versions_differ(versions: Sequence[VersionDraft], where: Where) -> Iterator[Fault]:
    """Refuse two versions of one name."""
    seen: set[str] = set()
    for draft in versions:
        if draft.version.version in seen:
            yield Fault(
                where("versions", draft.index, "version"),
                f"version {draft.version.version} is written twice",
                "an acceptance must tell which text was accepted",
                "give the later one a new name",
            )
        seen.add(draft.version.version)


def check_versions_in_order(versions: Sequence[VersionDraft], where: Where) -> Iterator[Fault]:
    """Refuse versions that are not in order of their first day."""
    for before, after in pairwise(versions):
        if after.version.effective_on <= before.version.effective_on:
            yield Fault(
                where("versions", after.index, "effective_on"),
                f"version {after.version.version} begins on {after.version.effective_on}, "
                f"not after version {before.version.version}",
                "the last version that has begun is the one in force",
                f"write the versions in order; this one must begin after {before.version.effective_on}",
            )


def check_first_is_major(versions: Sequence[VersionDraft], where: Where) -> Iterator[Fault]:
    """Refuse a register that begins with a minor version: it would ride on nothing."""
    if versions and not versions[0].version.major:
        yield Fault(
            where("versions", versions[0].index, "change"),
            "the first version is called minor",
            "a minor version rides on the acceptance of the major one before it",
            "write `change: major`",
        )


def check_acceptances(
    drafts: Sequence[AcceptanceDraft],
    versions: Sequence[VersionDraft],
    people: Collection[str] | None,
    where: Where,
) -> tuple[Fault, ...]:
    """Return every fault of the register of decisions.

    Args:
        drafts: The decisions as written.
        versions: The known versions.
        people: The ids that the roster writes; None when it cannot be read, then nothing is said of people.
        where: Places in the register's file.
    """
    digests = {draft.version.version: draft.version.sha256 for draft in versions}
    faults = [
        *(check_acceptance_people(drafts, people, where) if people is not None else ()),
        *(check_acceptance_texts(drafts, digests, where) if digests else ()),
        *check_second_person(drafts, where),
        *check_evidence_differs(drafts, where),
    ]
    return tuple(sorted(faults))


def check_acceptance_people(
    drafts: Sequence[AcceptanceDraft], people: Collection[str], where: Where
) -> Iterator[Fault]:
    """Refuse decisions of, or recorded by, somebody who is not on the roster."""
    for draft in drafts:
        for key in ("person", "recorded_by"):
            person = getattr(draft.acceptance, key)
            if person not in people:
                yield Fault(
                    where("acceptances", draft.index, key),
                    f"{person} is not on the roster",
                    "a decision belongs to a person of the roster",
                    did_you_mean(person, people, "correct the id, or take the line out"),
                )


def check_acceptance_texts(
    drafts: Sequence[AcceptanceDraft], digests: dict[str, str], where: Where
) -> Iterator[Fault]:
    """Refuse decisions on a text that is no version, or on other words than the version's."""
    for draft in drafts:
        given = draft.acceptance
        if given.version not in digests:
            yield Fault(
                where("acceptances", draft.index, "version"),
                f"there is no version {given.version}",
                "the versions are in the file of versions",
                did_you_mean(given.version, digests, f"the versions are: {listed(digests)}"),
            )
        elif given.sha256 != digests[given.version]:
            yield Fault(
                where("acceptances", draft.index, "sha256"),
                f"{given.person} decided on another text than version {given.version}",
                "the digest is not that of the version, so it is unknown what was accepted",
                f"look at the evidence {given.evidence}; the version's digest is {digests[given.version]}",
            )


def check_second_person(drafts: Sequence[AcceptanceDraft], where: Where) -> Iterator[Fault]:
    """Refuse decisions that people recorded for themselves."""
    for draft in drafts:
        if draft.acceptance.person == draft.acceptance.recorded_by:
            yield Fault(
                where("acceptances", draft.index, "recorded_by"),
                f"{draft.acceptance.person} recorded their own decision",
                "a second person must have seen the evidence",
                "name the colleague who saw it",
            )


def check_evidence_differs(drafts: Sequence[AcceptanceDraft], where: Where) -> Iterator[Fault]:
    """Refuse one piece of evidence for two decisions."""
    first: dict[str, int] = {}
    for draft in drafts:
        evidence = draft.acceptance.evidence.casefold()
        if evidence in first:
            line = where("acceptances", first[evidence]).line
            yield Fault(
                where("acceptances", draft.index, "evidence"),
                f"{draft.acceptance.evidence} is already the evidence on line {line}",
                "one piece of evidence proves one decision",
                "write the reference of this decision's own evidence",
            )
        first.setdefault(evidence, draft.index)
