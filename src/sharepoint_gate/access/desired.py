"""Who should read what, and for each refusal the condition that fails (law 1).

Source: ISA §8.3, ISA §8.6, ISA §8.8, ISA §9.1
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.observed import ItemId, ObjectId, Observation
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.model import Case, Person, PersonId, RecordedException, Roster
from sharepoint_gate.roster.names import told_names
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.roster.rules import Rules


class Condition(StrEnum):
    """The conditions of law 1, in the order in which they are told to a person."""

    ON_ROSTER = "on the roster today"
    AGREEMENT_IN_FORCE = "information sharing agreement in force"
    ORGANISATION = "organisation in good standing"
    ACCOUNT = "account found, enabled and redeemed"
    SAME_PERSON = "still the person who was approved"
    UAA = "user acceptance agreement accepted"
    NOT_FROZEN = "nothing frozen"
    NAMED_ON_CASE = "named on the case"
    STAGE = "the case's stage lies in the folder's window"
    OWN_AGENCY = "own organisation's folder"
    VIEWABLE = "file can be shown without download"


@dataclass(frozen=True, slots=True)
class Check:
    """One condition, ticked or crossed.

    Attributes:
        sentence: Plain English, complete on its own, naming dates and values.
        place: The roster line that decides; None when no line does.
        kind: What a grant that ignores this condition is called; None when the condition holds.
    """

    condition: Condition
    holds: bool
    sentence: str
    place: Place | None = None
    kind: FindingKind | None = None


@dataclass(frozen=True)
class World:
    """All that decides, gathered before anything is decided.

    No slots here: the indexes below are made once a world, so that a large roster is judged in linear time.

    Attributes:
        today: The day in the partnership's time zone.
        own_application: The gate's own client id; its entries are expected.
    """

    roster: Roster
    processes: ProcessBook
    register: AgreementRegister
    rules: Rules
    today: date
    observation: Observation
    memory: Memory
    own_application: str = ""

    @cached_property
    def holders(self) -> Mapping[ObjectId, tuple[PersonId, ...]]:
        """Everybody on the roster under whose username an account was found, by object id, sorted.

        Somebody whose own lookup failed holds every found account that bears the username: an account that
        two people share must not look like one person's because half of the lookups are missing (law 7).
        """
        found: dict[ObjectId, set[PersonId]] = {}
        bearers: dict[str, set[ObjectId]] = {}
        for person, accounts in self.observation.accounts.items():
            for account in accounts:
                found.setdefault(account.object_id, set()).add(person)
                for address in (account.user_principal_name, account.mail, *account.other_mails):
                    bearers.setdefault(address.casefold(), set()).add(account.object_id)
        for name in self.roster.people.keys() - self.observation.accounts.keys():
            for object_id in bearers.get(self.roster.people[name].username.casefold(), ()):
                found[object_id].add(name)
        return {object_id: tuple(sorted(people)) for object_id, people in found.items()}

    @cached_property
    def business_unit(self) -> frozenset[PersonId]:
        """The people who may be members of the channel."""
        return self.roster.channel.business_unit

    @cached_property
    def names(self) -> Mapping[PersonId, str]:
        """How each person is called in a plan."""
        return told_names(self.roster.people)

    @cached_property
    def personal_checks(self) -> dict[Person, tuple[Check, ...]]:
        """The personal conditions of everybody judged so far: they are the same for every file."""
        return {}

    @cached_property
    def named_somewhere(self) -> frozenset[PersonId]:
        """Everybody who is named on any case, whatever its stage."""
        return frozenset(person for case in self.roster.cases.values() for person in case.people)

    @cached_property
    def cases_of(self) -> Mapping[PersonId, tuple[Case, ...]]:
        """The cases on which each person is named, whatever their stage, by reference."""
        found: dict[PersonId, list[Case]] = {}
        for _, case in sorted(self.roster.cases.items()):
            for person in case.people:
                found.setdefault(person, []).append(case)
        return {person: tuple(cases) for person, cases in found.items()}

    @cached_property
    def exceptions_of(self) -> Mapping[PersonId, tuple[RecordedException, ...]]:
        """The recorded exceptions of each person, expired ones too, by id."""
        found: dict[PersonId, list[RecordedException]] = {}
        for _, exception in sorted(self.roster.exceptions.items()):
            found.setdefault(exception.person, []).append(exception)
        return {person: tuple(exceptions) for person, exceptions in found.items()}


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Why a person reads a file: one plain sentence, and the roster line that says so."""

    person: PersonId
    object_id: ObjectId
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class DesiredFile:
    """A managed file and everybody who should read it through the gate's own link.

    Attributes:
        readers: By Entra object id. Empty for a file that cannot be shown under block-download.
        waiting: Who would read it if the file could be shown; empty for a viewable file.
    """

    item_id: ItemId
    path: str
    readers: Mapping[ObjectId, Entitlement]
    waiting: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class DesiredAccess:
    """The desired side of the comparison.

    Attributes:
        files: Every file of the library, managed by definition.
        channel: The role, owner or member, of every object id that belongs to the business unit.
        invitations: Each address that may be invited as a guest, with where its guest may be sent to.
    """

    files: Mapping[ItemId, DesiredFile]
    channel: Mapping[ObjectId, str]
    invitations: Mapping[str, str] = field(default_factory=dict)
