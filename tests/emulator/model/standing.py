"""The reference's things and people: links, items, accounts, and who belongs to team, channel and groups.

Source: teams:private-channels
Source: entra:users/users-restore
"""

from dataclasses import dataclass, field

WIDTH = {"read": 1, "write": 2, "owner": 3}
MAY = {"full": "write", "write": "write", "look": "read"}
OWNERS, MEMBERS, VISITORS = "site:Owners", "site:Members", "site:Visitors"
LEVELS = (
    "disabled",
    "existingExternalUserSharingOnly",
    "externalUserSharingOnly",
    "externalUserAndGuestSharing",
)
BETA_ONLY = {"review", "createOnly"}


class RefusedError(Exception):
    """The request may not be done; `status` is what says so."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Link:
    """A sharing link; `people` holds names of people, `group:` names and `address:` names."""

    item: int
    kind: str
    scope: str
    blocks: bool
    maker: str
    people: set[str] = field(default_factory=set)
    ends: int | None = None

    @property
    def role(self) -> str:
        """What it lets people do."""
        return "write" if self.kind == "edit" else "read"


@dataclass
class Node:
    """A folder or file, with everything that reaches it: roles by name, and links by number."""

    parent: int
    name: str
    form: str
    own: bool = False
    gone: bool = False
    acl: dict[str, str] = field(default_factory=dict)
    links: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Share:
    """A wish for a link."""

    kind: str
    scope: str
    people: tuple[str, ...] = ()
    retain: bool = True
    beta: bool = True
    ends: int | None = None


@dataclass
class Person:
    """An account; `left` is what a deleted one gets back: its role in the team, and its groups.

    `login` is by which name they sign in: another account may have that of a deleted one.
    """

    guest: bool
    login: str = ""
    enabled: bool = True
    deleted: bool = False
    left: tuple[str | None, frozenset[str]] = (None, frozenset())


class Standing:
    """Who there is, and who belongs where. Each method is one request, refused or carried out whole."""

    def __init__(self, people: dict[str, Person], apps: dict[str, str], groups: dict[str, set[str]]) -> None:
        self.people, self.apps, self.groups = people, apps, groups
        self.team: dict[str, str] = {}
        self.channel: dict[str, str] = {}

    def _names(self, who: str) -> set[str]:
        groups = {f"group:{name}" for name, people in self.groups.items() if who in people}
        site = {"owner": OWNERS, "member": MEMBERS}.get(self.channel.get(who, ""))
        return {who, *groups} | ({site} if site else set())

    def join(self, who: str, place: str, person: str, *, owner: bool) -> None:
        """Add somebody to the team or to its private channel, which takes people of the team only."""
        self._owner_asks(who, place)
        people, account = self._place(place), self.people[person]
        self._must(account.enabled and not account.deleted, 404)
        self._must(not (account.guest and owner))
        self._must((place == "team" or person in self.team) and person not in people)
        people[person] = "owner" if owner else "member"

    def seat(self, who: str, person: str, *, owner: bool) -> None:
        """Make a channel's member an owner or the other way round; somebody has to be left as owner."""
        self._owner_asks(who, "channel")
        self._must(person in self.channel, 404)
        self._must(not self.people[person].guest)
        self._must(owner or not self._is_last("channel", person))
        self.channel[person] = "owner" if owner else "member"

    def leave(self, who: str, place: str, person: str) -> None:
        """Remove somebody; who leaves the team leaves its channel too."""
        self._owner_asks(who, place)
        people = self._place(place)
        self._must(person in people, 404)
        self._must(not self._is_last(place, person))
        del people[person]
        if place == "team":
            self._vacate(person)

    def enable(self, person: str, *, enabled: bool) -> None:
        """Enable or disable an account; what was shared with it stays."""
        self.people[person].enabled = enabled

    def close(self, person: str) -> None:
        """Delete an account; it leaves the team, its channel and all groups."""
        account = self.people[person]
        if not account.deleted:
            inside = frozenset(name for name, people in self.groups.items() if person in people)
            account.left, account.deleted = (self.team.pop(person, None), inside), True
            self._vacate(person)
            for name in inside:
                self.groups[name].discard(person)

    def reopen(self, person: str) -> None:
        """Restore an account, with its team and groups; the private channel is not given back."""
        account = self.people[person]
        if account.deleted:
            role, inside = account.left
            self.team |= {person: role} if role else {}
            for name in inside:
                self.groups[name].add(person)
            account.deleted = False

    def hire(self, person: str, fresh: str) -> None:
        """Make another account under the name of a deleted one; it belongs nowhere."""
        self.people[fresh] = Person(self.people[person].guest, login=self.people[person].login)

    def account_of(self, person: str) -> str:
        """Return the account that has somebody's name by now, or had it last."""
        login = self.people[person].login
        found = [one for one, account in self.people.items() if account.login == login]
        return next((one for one in found if not self.people[one].deleted), found[-1])

    def is_first(self, person: str) -> bool:
        """Whether nobody else ever had somebody's name, and the account stands."""
        login = self.people[person].login
        return not self.people[person].deleted and person == login == self.account_of(person)

    def _login(self, name: str) -> str:
        return self.people[name].login if name in self.people else name

    def _vacate(self, person: str) -> None:
        """Let somebody out of the channel; the member of longest standing follows a last owner."""
        if self.channel.pop(person, None) is None:
            return
        heirs = [one for one in self.channel if not self.people[one].guest]
        if heirs and "owner" not in self.channel.values():
            self.channel[heirs[0]] = "owner"

    def _place(self, place: str) -> dict[str, str]:
        return self.team if place == "team" else self.channel

    def _is_last(self, place: str, person: str) -> bool:
        return [one for one, role in self._place(place).items() if role == "owner"] == [person]

    def _owner_asks(self, who: str, place: str) -> None:
        self._caller(who, "read")
        if who in self.apps:
            return self._must(self.apps[who] == "full", 403)
        self._must(who in self.team, 403)
        self._must(who in self._place(place), 404)
        return self._must(self._place(place)[who] == "owner", 403)

    def _caller(self, who: str, need: str) -> None:
        if who in self.apps:
            self._must(WIDTH.get(MAY.get(self.apps[who], ""), 0) >= WIDTH[need], 403)
        else:
            self._must(self.people[who].enabled and not self.people[who].deleted, 401)

    def _must(self, holds: bool, status: int = 400) -> None:  # noqa: FBT001 - reads as a sentence
        if not holds:
            raise RefusedError(status)
