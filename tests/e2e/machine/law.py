"""Law 1 once more, written from the agreement alone: the judge of the stories. It knows nothing of the gate.

Source: ISA §8.3, ISA §8.6, ISA §8.8, ISA §9.1
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

CHANNEL = "Reviews/"
STAGES = ("gathering", "drafting", "sign-off", "closed")
Window = tuple[str, str, bool]
# folder -> role -> first and last stage, and whether only the own agency's part opens
WINDOWS: Mapping[str, Mapping[str, Window]] = {
    "10-notice": {
        "chair": ("gathering", "sign-off", False),
        "lead": ("gathering", "drafting", False),
        "author": ("gathering", "gathering", False),
    },
    "20-returns": {
        "chair": ("drafting", "sign-off", False),
        "lead": ("gathering", "drafting", True),
        "author": ("gathering", "gathering", True),
    },
    "30-report": {"chair": ("drafting", "sign-off", False), "lead": ("drafting", "sign-off", False)},
    "90-key": {},
}
VIEWABLE = frozenset({"pdf", "docx", "xlsx"})
RECONFIRM_DAYS = 90


@dataclass
class Person:
    """A row of the roster.

    Attributes:
        grace_until: The last day of grace of somebody who is marked as an existing user; None without.
    """

    key: str
    organisation: str
    username: str
    ends_on: date | None = None
    confirmed_on: date | None = None
    existing_since: date | None = None
    grace_until: date | None = None


@dataclass
class Organisation:
    """An organisation of the roster."""

    confirmed_on: date
    agreement_ended: date | None = None


@dataclass
class Case:
    """A case of the roster: its stage, and who is named in which role."""

    stage: str
    people: dict[str, str]


@dataclass
class ExceptionRow:
    """A recorded exception."""

    person: str
    folder: str
    access: str
    until: date


@dataclass
class Roster:
    """What a file declares."""

    revision: int
    people: dict[str, Person]
    organisations: dict[str, Organisation]
    cases: dict[str, Case]
    exceptions: dict[str, ExceptionRow] = field(default_factory=dict)
    withdrawn: bool = False


@dataclass
class Account:
    """An account of the directory.

    Attributes:
        changed: The day of the last change that may have put somebody else behind it; None without.
    """

    object_id: str
    enabled: bool = True
    deleted: bool = False
    redeemed: bool = True
    changed: date | None = None


@dataclass
class Facts:
    """Everything that law 1 asks for.

    Attributes:
        roster: The one in force.
        accounts: The account that bears each person's name today, by key.
        decisions: What each person said of the agreement, in order.
        frozen: People and cases.
    """

    roster: Roster
    accounts: dict[str, Account]
    decisions: dict[str, list[tuple[datetime, bool]]]
    frozen: set[str] = field(default_factory=set)

    def is_in_good_standing(self, key: str, day: date) -> bool:
        """Tell whether all personal conditions hold."""
        person = self.roster.people.get(key)
        if person is None or self.roster.withdrawn or key in self.frozen:
            return False
        if person.ends_on is not None and person.ends_on < day:
            return False
        organisation = self.roster.organisations[person.organisation]
        if organisation.agreement_ended is not None and organisation.agreement_ended < day:
            return False
        if (day - organisation.confirmed_on).days > RECONFIRM_DAYS:
            return False
        return self._is_the_same(person) and self._has_accepted(person, day)

    def _is_the_same(self, person: Person) -> bool:
        account = self.accounts.get(person.key)
        if account is None or account.deleted or not account.enabled or not account.redeemed:
            return False
        if account.changed is None:
            return True
        return person.confirmed_on is not None and person.confirmed_on >= account.changed

    def _has_accepted(self, person: Person, day: date) -> bool:
        said = self.decisions.get(person.key, [])
        if said:
            return said[-1][1]
        return person.grace_until is not None and day <= person.grace_until

    def may_read(self, key: str, path: str, day: date) -> bool:
        """Tell whether a person may read a file; its path begins below the channel's folder."""
        ref, *inside = path.split("/")
        case = self.roster.cases.get(ref)
        if case is None or len(inside) < 2 or ref in self.frozen or not is_viewable(path):
            return False
        role = case.people.get(key)
        window = WINDOWS.get(inside[0], {}).get(role or "")
        if window is None or not self.is_in_good_standing(key, day):
            return False
        first, last, own = window
        if not STAGES.index(first) <= STAGES.index(case.stage) <= STAGES.index(last):
            return False
        return not own or (len(inside) > 2 and inside[1] == self.roster.people[key].organisation)

    def excepted(self, key: str, path: str, day: date) -> str:
        """Return how far a recorded exception lets somebody go on a file: "", "read" or "edit"."""
        if path.split("/", maxsplit=1)[0] in self.frozen or not self.is_in_good_standing(key, day):
            return ""
        found = {
            one.access
            for one in self.roster.exceptions.values()
            if one.person == key and day <= one.until and path.startswith(f"{one.folder}/")
        }
        return max(found, default="", key=("", "read", "edit").index)


def is_viewable(path: str) -> bool:
    """Tell whether a file can be shown without being downloaded."""
    return path.rpartition(".")[2] in VIEWABLE
