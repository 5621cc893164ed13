"""A starter roster as text: what stands is written down, and what only a person can say is left open.

Every line with DECIDE stands for exactly one fault that ``check`` tells until it is decided, so that nothing
counts as approved which nobody approved.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sharepoint_gate.access.adopted import Adopted, AdoptedException, AdoptedPerson
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.roster.addresses import name_slip
from sharepoint_gate.roster.ids import id_slip, prefix_of
from sharepoint_gate.roster.model import CaseRef, FolderId, Mode
from sharepoint_gate.roster.process import Process, ProcessBook

EXCEPTION_DAYS = 30
REASON = "found at adoption"
# YAML reads these as something else than a word, and so does a person who checks by eye.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z]+( [A-Za-z][A-Za-z'.-]*)*")
_ODD = {"yes", "no", "on", "off", "true", "false", "null", "none", "y", "n"}
_LONGEST_NAME = 120
_HEAD = """\
# A starter roster: what stood in the channel on {on}. Nothing in it is approved yet.
#
# What to do
#   - decide every line with DECIDE: {count} of them; `sharepoint-gate check` tells each until then;
#   - go through the people: delete whoever should not read, and nobody is asked twice;
#   - keep mode = "observe" in the settings, and look at `sharepoint-gate plan` until it says what you want;
#   - then enforce, and delete the line mode: observe from one case after the other.
# No child's details here, ever: case references only.
"""


@dataclass(slots=True)
class Starter:
    """A starter roster on its way.

    Attributes:
        decisions: What each line with DECIDE asks, in the order of the file.
    """

    adopted: Adopted
    book: ProcessBook
    decisions: list[str] = field(default_factory=list)
    _ids: dict[ObjectId, str] = field(default_factory=dict)
    _organisations: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the whole file."""
        found = self.adopted
        self._ids = {one.object_id: f"u{number:02d}" for number, one in enumerate(found.people, start=1)}
        self._organisations = _organisation_ids(one.domain for one in found.people)
        body = [*self._top(), *self._homes(), *self._people(), *self._cases(), *self._exceptions()]
        head = _HEAD.format(on=found.on, count=len(self.decisions)).splitlines()
        return "\n".join([*head, *self._left_out(), *body]) + "\n"

    def _decide(self, what: str) -> str:
        self.decisions.append(what)
        return f"# DECIDE: {what}"

    def _left_out(self) -> Iterator[str]:
        counted = [f"#   - {count} {what}" for what, count in self.adopted.left_out.items()]
        if counted:
            yield from (
                "#",
                "# Not taken over; once this is enforced it goes, or stays for a person to look at",
            )
            yield from counted
        unread = len(self.adopted.unread)
        if unread:
            yield from (
                "#",
                f"# NOT WHOLE: {unread} things could not be read, so that more may stand than this.",
            )

    def _top(self) -> Iterator[str]:
        found = self.adopted
        yield "revision: 1"
        yield ""
        yield "# The partnership's own name belongs here; this is the team's."
        yield f"partnership: {{name: {_scalar(found.team)}, timezone: Europe/London}}"
        yield ""
        yield self._decide("the arrangement that is in force, in a section like the line below")
        yield (
            '# agreement: {reference: WSCP-ISA-1, version: "1.4", signed_on: 2025-11-03, '
            "review_due: 2026-11-03, status: in-force}"
        )
        yield ""
        yield "# Members of the channel now, who can edit. Delete whoever is not of the business unit."
        seats = {
            seat: [self._ids[one.object_id] for one in found.people if one.seat == seat] for seat in _SEATS
        }
        if not seats["owner"]:
            yield self._decide("at least one owner of the channel, better two")
        told = {seat: ", ".join(people) for seat, people in seats.items()}
        names = f"team: {_scalar(found.team)}, name: {_scalar(found.channel)}"
        yield f"channel: {{{names}, owners: [{told['owner']}], members: [{told['member']}]}}"

    def _homes(self) -> Iterator[str]:
        yield ""
        yield "# One for each mail domain. Correct the names, and the ids: they name its own folders."
        yield "# Nobody of an organisation reads before its agreement and policy document are written."
        yield "organisations:" if self._organisations else self._section("organisations", "organisation")
        for domain, key in self._organisations.items():
            yield f"  {key}:"
            yield f"    name: {_scalar(domain)}"
            yield f"    {self._decide('kind: statutory, relevant or contractor')}"
            yield f"    domains: [{domain}]"
            yield "    # agreement: {kind: tier-1, signed_on: 2025-11-03}"
            yield "    # policy_document: {reference: APD-7, review_by: 2026-09-30}"

    def _section(self, name: str, what: str) -> str:
        return f"{name}: {self._decide(f'at least one {what}')}"

    def _people(self) -> Iterator[str]:
        yield ""
        yield "# existing_since is the day of adoption: these people had access before the agreement came."
        yield "people:" if self.adopted.people else self._section("people", "person")
        for one in self.adopted.people:
            name, home = _scalar(_name(one)), self._organisations[one.domain]
            yield (
                f"  {self._ids[one.object_id]}: {{name: {name}, username: {one.address}, "
                f"organisation: {home}, existing_since: {self.adopted.on}}}"
            )

    def _cases(self) -> Iterator[str]:
        yield ""
        yield "# Each folder whose name is a case reference, with those who read in it now. While a case has"
        yield "# mode: observe, nothing in it is changed, whatever the settings say."
        yield "cases:" if self.adopted.cases else self._section("cases", "case")
        for ref, readers in self.adopted.cases.items():
            yield from self._case(ref, readers)

    def _case(self, ref: CaseRef, readers: Mapping[ObjectId, frozenset[FolderId]]) -> Iterator[str]:
        process = _process_of(self.book, ref)
        yield f"  {ref}:"
        yield f"    mode: {Mode.OBSERVE.value}"
        if process is not None:
            yield f"    process: {process.id}"
            yield f"    {self._decide(f'stage: {_or(process.stages)}')}"
        else:
            yield f"    {self._decide(f'process: {_or(sorted(self.book.processes))}')}"
            yield f"    {self._decide('stage: one of that process')}"
        yield "    people:" if readers else "    people: {}"
        for who in sorted(readers, key=self._ids.__getitem__):
            yield f"      {self._ids[who]}: {self._decide(_roles(process, self._ids[who], readers[who]))}"

    def _exceptions(self) -> Iterator[str]:
        if not self.adopted.exceptions:
            return
        until = self.adopted.on + timedelta(days=EXCEPTION_DAYS)
        yield ""
        yield "# Access in another shape than the gate's own. It stands until its last day if somebody of the"
        yield "# business unit approves it; delete the entry, and the access goes."
        yield "exceptions:"
        for number, one in enumerate(self.adopted.exceptions, start=1):
            yield from self._exception(f"EX-{self.adopted.on.year}-{number:03d}", one, f"{until}")

    def _exception(self, key: str, one: AdoptedException, until: str) -> Iterator[str]:
        yield f"  {key}:"
        yield f"    person: {self._ids[one.person]}"
        yield f"    folder: {one.case}{'/' if one.folder else ''}{one.folder}"
        yield f"    access: {one.access.value}"
        yield f"    reason: {REASON}"
        yield f"    {self._decide('approved_by: somebody of the business unit')}"
        yield f"    until: {until}"


_SEATS = ("owner", "member")


def _process_of(book: ProcessBook, ref: CaseRef) -> Process | None:
    return next((one for one in book.processes.values() if one.ref_prefix == prefix_of(ref)), None)


def _or(names: Iterable[str]) -> str:
    return ", ".join(names)


def _roles(process: Process | None, person: str, folders: frozenset[FolderId]) -> str:
    """Return what is asked of one person on a case: which roles, with what they read now."""
    asked = f"roles of {person}, like [panel-member]"
    if not folders:
        return asked
    windows = [process.folders[one].windows for one in folders if one in process.folders] if process else []
    fitting = set.intersection(*({str(one.role) for one in each} for each in windows)) if windows else set()
    fit = f"; opened by {_or(sorted(fitting))}" if fitting else ""
    return f"{asked}; reads {_or(sorted(folders))}{fit}"


def _organisation_ids(domains: Iterable[str]) -> dict[str, str]:
    """Return an id for each domain: its first word, with a number where two begin alike."""
    found: dict[str, str] = {}
    for domain in sorted(set(domains)):
        word = domain.partition(".")[0]
        word = word if id_slip(word) is None else f"o-{len(found) + 1}"
        key, number = word, 2
        while key in found.values():
            key, number = f"{word}-{number}", number + 1
        found[domain] = key
    return found


def _name(one: AdoptedPerson) -> str:
    fit = one.name and name_slip(one.name) is None and len(one.name) <= _LONGEST_NAME
    return one.name if fit else one.address.partition("@")[0]


def _scalar(text: str) -> str:
    """Return a text as YAML: bare where nobody can misread it, in quotes otherwise."""
    bare = _PLAIN.fullmatch(text) and text.casefold() not in _ODD
    return text if bare else json.dumps(text, ensure_ascii=False)
