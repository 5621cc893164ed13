"""A small partnership said in three lines, with a tenant already in sync; a test then changes one thing.

    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member", u19="agency-author")
    scene.file("RR-2026-001/40-panel-pack/pack.docx")
    world = scene.in_sync().world()

People come into being when they are named: u01 and u02 are the business unit, everybody else works for
``wicb`` unless `person` says otherwise. Paths are those below the channel's folder.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Self

from sharepoint_gate.access.applied_state import applied_state
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import (
    Account,
    ItemId,
    Membership,
    MembershipId,
    Observation,
    ObservedItem,
    ObservedPermission,
    PermissionId,
    Unread,
)
from sharepoint_gate.access.standing import pins_to_remember
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.agreement import Acceptance, AgreementRegister, AgreementVersion, Decision
from sharepoint_gate.roster.model import (
    Assignment,
    Case,
    CaseRef,
    Channel,
    ExceptionAccess,
    ExceptionId,
    IsaRecord,
    IsaStatus,
    Organisation,
    OrganisationAgreement,
    OrganisationId,
    OrganisationKind,
    Partnership,
    Person,
    PersonId,
    PolicyDocument,
    ProcessId,
    RecordedException,
    RoleId,
    Roster,
    StageId,
)
from tests.world_declared import BOOK, FOLDERS, ROLES, RULES, STAGES, line, rapid_review
from tests.world_shares import (
    CHANNEL,
    CHANNEL_ID,
    ROOT_ID,
    SITE_GROUPS,
    account_of,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    site_group,
    user,
    wide_link,
)

__all__ = [
    "BOOK",
    "CHANNEL",
    "CHANNEL_ID",
    "FOLDERS",
    "NOW",
    "ROLES",
    "ROOT_ID",
    "RULES",
    "SHA",
    "SITE_GROUPS",
    "STAGES",
    "TODAY",
    "Scene",
    "account_of",
    "direct",
    "item_id",
    "item_of",
    "line",
    "object_id",
    "own_link",
    "people_link",
    "person_of",
    "rapid_review",
    "site_group",
    "user",
    "wide_link",
]

NOW = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)
TODAY = date(2026, 3, 30)
SHA = "a" * 64


class Scene:
    """A draft of a World that a test can change before it asks for the value."""

    def __init__(self, today: date = TODAY) -> None:
        """Begin with a business unit of two, two organisations, one process and one agreement."""
        self.today = today
        self.now = datetime(today.year, today.month, today.day, 22, 0, tzinfo=UTC)
        self.book = BOOK
        self.rules = RULES
        self.isa = IsaRecord(
            "ISA-1", "1.4", date(2025, 11, 3), date(2026, 11, 3), IsaStatus.IN_FORCE, line(2)
        )
        self.owners: tuple[PersonId, ...] = (PersonId("u01"),)
        self.bu_members: tuple[PersonId, ...] = (PersonId("u02"),)
        self.organisations: dict[OrganisationId, Organisation] = {}
        self.people: dict[PersonId, Person] = {}
        self.cases: dict[CaseRef, Case] = {}
        self.exceptions: dict[ExceptionId, RecordedException] = {}
        self.versions: tuple[AgreementVersion, ...] = (
            AgreementVersion("1", SHA, date(2025, 3, 3), major=True, grace_days=14),
            AgreementVersion("2", "b" * 64, date(2026, 3, 2), major=True, grace_days=14),
        )
        self.decisions: dict[PersonId, tuple[Acceptance, ...]] = {}
        self.accounts: dict[PersonId, tuple[Account, ...]] = {}
        self.items: dict[ItemId, ObservedItem] = {}
        self.members: tuple[Membership, ...] | None = ()
        self.unread: tuple[Unread, ...] = ()
        self.memory = Memory({}, {}, {})
        self._furnish()

    def _furnish(self) -> None:
        for name in ("wcc", "wicb", "wmp"):
            self.organisation(name)
        self._add(ObservedItem(ROOT_ID, None, "root", "", is_folder=True, permissions=SITE_GROUPS))
        self._add(
            ObservedItem(CHANNEL_ID, ROOT_ID, CHANNEL, CHANNEL, is_folder=True, permissions=SITE_GROUPS)
        )
        for person in ("u01", "u02"):
            self.person(person, organisation="wcc")

    def organisation(self, name: str, /, **changes: Any) -> Self:
        """Declare an organisation in good standing, or change one."""
        key = OrganisationId(name)
        standard = Organisation(
            key,
            f"{name.upper()} Authority",
            OrganisationKind.STATUTORY,
            (f"{name}.example",),
            OrganisationAgreement("tier-1", date(2025, 11, 3), None),
            PolicyDocument("APD-1", date(2026, 11, 30), None, None),
            None,
            line(10 + len(self.organisations)),
        )
        self.organisations[key] = replace(self.organisations.get(key, standard), **changes)
        return self

    def person(self, name: str, /, organisation: str | None = None, **changes: Any) -> Self:
        """Declare a person with a good account who accepted the agreement, or change one."""
        key = PersonId(name)
        if key not in self.people:
            home = organisation or "wicb"
            address = f"{name}@{home}.example"
            place = line(100 + len(self.people))
            self.people[key] = Person(
                key, f"Person {name}", address, OrganisationId(home), None, None, None, None, place
            )
            self.accounts[key] = (account_of(name, address),)
            self.decide(name)
        if organisation is not None:
            changes["organisation"] = OrganisationId(organisation)
        self.people[key] = replace(self.people[key], **changes)
        return self

    def decide(
        self,
        person: str,
        decision: Decision = Decision.ACCEPTED,
        version: str = "2",
        at: datetime | None = None,
    ) -> Self:
        """Record one more decision on the agreement."""
        key = PersonId(person)
        when = at or datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
        sha256 = next(known.sha256 for known in self.versions if known.version == version)
        place = Place("acceptances.yaml", 2 + len(self.decisions), 5)
        made = Acceptance(key, version, sha256, decision, when, "link", "UAA-1", PersonId("u02"), place)
        self.decisions[key] = (*self.decisions.get(key, ()), made)
        return self

    def undecided(self, person: str) -> Self:
        """Forget every decision of a person."""
        self.decisions[PersonId(person)] = ()
        return self

    def account(self, person: str, **changes: Any) -> Self:
        """Change the one account of a person."""
        key = PersonId(person)
        self.accounts[key] = (replace(self.accounts[key][0], **changes),)
        return self

    def case(self, ref: str, stage: str, process: str = "rapid-review", **people: str) -> Self:
        """Declare a case, its people with their roles (``u12="panel-member agency-lead"``) and its folder."""
        for name in people:
            self.person(name)
        number = 500 + 50 * len(self.cases)
        named = {
            PersonId(name): Assignment(
                PersonId(name), tuple(RoleId(role) for role in roles.split()), line(number + 5 + index)
            )
            for index, (name, roles) in enumerate(people.items())
        }
        key = CaseRef(ref)
        self.cases[key] = Case(
            key, ProcessId(process), StageId(stage), {}, named, line(number), line(number + 2)
        )
        self.folder(ref)
        known = self.book.processes.get(ProcessId(process))
        for name in known.folders if known is not None else ():
            self.folder(f"{ref}/{name}")
        return self

    def stage(self, ref: str, stage: str) -> Self:
        """Move a case to a stage."""
        key = CaseRef(ref)
        self.cases[key] = replace(self.cases[key], stage=StageId(stage))
        return self

    def exception(
        self, name: str, person: str, folder: str, access: str = "edit", until: date | None = None
    ) -> Self:
        """Record an exception, by default for editing and until the end of the month after."""
        key = ExceptionId(name)
        self.person(person)
        self.exceptions[key] = RecordedException(
            key,
            PersonId(person),
            folder,
            ExceptionAccess(access),
            "edits the scope",
            PersonId("u01"),
            until or date(2026, 4, 30),
            line(900 + len(self.exceptions)),
        )
        return self

    def _add(self, item: ObservedItem) -> None:
        self.items[item.id] = item

    def _place(self, path: str, *, is_folder: bool) -> None:
        parent, _, name = path.rpartition("/")
        if parent:
            self.folder(parent)
        whole = f"{CHANNEL}/{path}"
        self._add(
            ObservedItem(
                item_id(path), item_id(parent), name, whole, is_folder=is_folder, permissions=SITE_GROUPS
            )
        )

    def folder(self, path: str) -> Self:
        """Make a folder and those above it, unless they exist."""
        if item_id(path) not in self.items:
            self._place(path, is_folder=True)
        return self

    def file(self, *paths: str) -> Self:
        """Make files and the folders above them."""
        for path in paths:
            self._place(path, is_folder=False)
        return self

    def change_item(self, path: str, /, **changes: Any) -> Self:
        """Change what was observed of an item."""
        self._add(replace(self.items[item_id(path)], **changes))
        return self

    def share(self, path: str, *permissions: ObservedPermission) -> Self:
        """Add permissions to an item."""
        item = self.items[item_id(path)]
        self._add(replace(item, permissions=(*(item.permissions or ()), *permissions)))
        return self

    def unshare(self, path: str, permission: str) -> Self:
        """Take a permission off an item by its id."""
        item = self.items[item_id(path)]
        kept = tuple(found for found in item.permissions or () if found.id != permission)
        self._add(replace(item, permissions=kept))
        return self

    def member(self, person: str, role: str = "member") -> Self:
        """Put somebody into the channel."""
        made = Membership(
            MembershipId(f"m-{person}"), object_id(person), role, f"Person {person}", f"{person}@wcc.example"
        )
        self.members = (*(self.members or ()), made)
        return self

    def in_sync(self) -> Self:
        """Give the tenant what the roster asks for, and remember it as an earlier run would have."""
        self.members = ()
        for name, role in [*((n, "owner") for n in self.owners), *((n, "member") for n in self.bu_members)]:
            self.member(name, role)
        people = {object_id(name): name for name in self.people}
        own: dict[ItemId, PermissionId] = {}
        for wanted in desired_access(self.world()).files.values():
            if wanted.readers:
                item = self.items[wanted.item_id]
                link = own_link([people[reader] for reader in wanted.readers], f"own-{wanted.item_id}")
                self._add(replace(item, permissions=(*(item.permissions or ()), link)))
                own[wanted.item_id] = link.id
        return self._remember(own)

    def _remember(self, own: dict[ItemId, PermissionId]) -> Self:
        places = {
            item.id: Placement(item.path, self.now) for item in self.items.values() if not item.is_folder
        }
        self.memory = Memory(pins_to_remember(self.world()), places, own)
        world = self.world()
        self.memory = replace(self.memory, applied=applied_state(world, desired_access(world)))
        return self

    def roster(self) -> Roster:
        """Return the roster as it is now."""
        return Roster(
            14,
            Partnership("Westmarsh Safeguarding Children Partnership", "Europe/London"),
            self.isa,
            Channel("Westmarsh Safeguarding", CHANNEL, self.owners, self.bu_members, line(3)),
            dict(self.organisations),
            dict(self.people),
            dict(self.cases),
            dict(self.exceptions),
            "d" * 64,
        )

    def observation(self) -> Observation:
        """Return the tenant as it is now."""
        return Observation(
            self.now,
            "drive",
            CHANNEL_ID,
            dict(self.items),
            self.members,
            dict(self.accounts),
            self.unread,
        )

    def world(self) -> World:
        """Return everything as one value; later changes of the scene do not touch it."""
        register = AgreementRegister(self.versions, dict(self.decisions))
        return World(
            self.roster(), self.book, register, self.rules, self.today, self.observation(), self.memory
        )


def person_of(world: World, name: str) -> Person:
    """Return a person of the world by roster id."""
    return world.roster.people[PersonId(name)]


def item_of(world: World, path: str) -> ObservedItem:
    """Return an item of the world by its path below the channel's folder."""
    return world.observation.items[item_id(path)]
