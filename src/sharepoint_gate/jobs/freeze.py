"""Freeze: block first, tidy after, done when a fresh read finds nothing.

It needs the roster in force and nothing else that a run needs: no lease, no plan, no whole picture. Where the
record cannot be written, or an item cannot be read, it says so and goes on (ADR-0014).

Source: ISA §8.3, ISA §11, graph:api/user-revokesigninsessions
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.access.freezes_removals import GroupPath, Left, Target, seek, without_copies
from sharepoint_gate.access.freezes_report import FreezeReport
from sharepoint_gate.access.freezes_who import Subject, freezes_of
from sharepoint_gate.access.observed import Account, ObjectId, Unread
from sharepoint_gate.errors import AccessDeniedError, GraphError, StoreError
from sharepoint_gate.jobs.freeze_bench import FreezeBench
from sharepoint_gate.jobs.freeze_inhand import in_hand
from sharepoint_gate.jobs.freeze_journal import TolerantJournal
from sharepoint_gate.jobs.freeze_look import AGAIN, Look, Looking
from sharepoint_gate.jobs.freeze_record import frozen_data, write_down
from sharepoint_gate.jobs.freeze_sending import Sending
from sharepoint_gate.jobs.freeze_site import look_around
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.tenant import ChannelSite
from sharepoint_gate.trail.events import Event, EventKind

# SharePoint shows a change to readers a moment after it took it; waits in seconds before each look.
LOOKS_AFTER_S = (0.0, 0.0, 1.0, 3.0, 5.0, 8.0)
WAITS_FOR_A_RUN = 40
WAIT_S = 0.5
IN_HAND = "A run has a grant in hand, or was cut while it had, and did not write down how it ended."
IN_CHANNEL = "They were in the channel. Whether they stay in the team above it is decided in Teams."
STANDS = "It is still shown after it was taken away."
BY_HAND = "Take it away by hand in SharePoint, then run the same command again."
LAST_OWNER = "If this is the channel's last owner, make somebody else one; then run the same command again."
IN_GROUP = "Take them out of the group in Entra; `sharepoint-gate reconcile` takes the entry away."


async def freeze(bench: FreezeBench, subject: Subject, new: Freeze) -> FreezeReport:
    """Freeze a person, an address or a case, now.

    Args:
        bench: What it works with.
        subject: Who or what is meant.
        new: The freeze to be written down, unless one is in force already.

    Raises:
        LawError: A request was stopped at the door.
    """
    return await _Freezing(bench, FreezeReport(subject, new, troubles=list(bench.troubles))).carry_out()


@dataclass(slots=True)
class _Freezing:
    bench: FreezeBench
    report: FreezeReport
    _journal: TolerantJournal = field(init=False)
    _target: Target = field(init=False)
    _found: tuple[Account, ...] = ()
    _lasting: list[Left] = field(default_factory=list)

    def __post_init__(self) -> None:
        bench, report = self.bench, self.report
        trail = Journal(bench.trail, bench.clock, report.freeze.key, bench.actor) if bench.trail else None
        self._journal = TolerantJournal(trail)
        self._target = _known(bench, report.subject)

    async def carry_out(self) -> FreezeReport:
        self._write_down()
        report, channel = self.report, self.bench.declared.roster.channel
        try:
            site = await self.bench.reader.find_channel(channel.team, channel.name)
            await self._block_and_tidy(site)
        except GraphError as error:
            report.left.append(Left("the tenant", f"{error.what} {error.why}".strip(), AGAIN))
        left = [f"{one.where}: {one.what}" for one in report.left]
        data = {"key": report.freeze.key, "subject": report.freeze.subject, "left": left}
        self._journal.note(EventKind.FREEZE_ENDED, data)
        self._journal.seal()
        report.troubles += self._journal.troubles
        return report

    # written down first

    def _write_down(self) -> None:
        report, bench = self.report, self.bench
        report.earlier = self._earlier()
        leaver = report.freeze.leaves_on is not None
        if report.earlier is not None and (not leaver or report.earlier.leaves_on is not None):
            # It stands already: only the taking away is done again.
            return
        data = frozen_data(report.freeze)
        event = Event(EventKind.FROZEN, report.freeze.key, bench.clock.now(), bench.actor, data)
        written = write_down(report.freeze, [event], bench.store, bench.emergency, bench.cry)
        report.troubles += written.troubles
        if not written.told:
            self._journal.journal = None

    def _earlier(self) -> Freeze | None:
        new, known = self.report.freeze, self.bench.memory.freezes
        if self.bench.store is not None:
            try:
                known = tuple(self.bench.store.in_force())
            except StoreError as error:
                self.report.troubles.append(error.what)
        same = [one for one in freezes_of(known, self.report.subject) if one.kind is new.kind]
        return same[-1] if same else None

    # then blocked, then tidied

    async def _block_and_tidy(self, site: ChannelSite) -> None:
        sending = Sending(site, self.bench.open_writers, self._journal)
        looking = Looking(self.bench, site)
        if self._target.subject.kind is not FreezeKind.CASE:
            await self._block(looking, sending)
        look = await self._tidy(looking, sending)
        await self._conclude(look, sending)

    async def _block(self, looking: Looking, sending: Sending) -> None:
        await self._find_accounts()
        members = await looking.members(self._target, [])
        world = looking.world(self._target, self._found, [], members)
        leaving = seek(world, self._target).members
        self.report.told += [IN_CHANNEL] if leaving else []
        await sending.send([], leaving, self._target.accounts, self._target.subject)

    async def _find_accounts(self) -> None:
        wanted = sorted(self._target.addresses)
        answers = await self.bench.reader.accounts(wanted)
        found: dict[ObjectId, Account] = {}
        for name in wanted:
            answer = answers.get(name, Unread(name, "the answer left it out"))
            if isinstance(answer, Unread):
                self._lasting.append(Left(f"the account of {name}", answer.why, AGAIN))
            else:
                found |= {one.object_id: one for one in answer}
        self._found = tuple(found.values())
        accounts = self._target.accounts | found.keys()
        addresses = self._target.addresses.union(*(_addresses(one) for one in self._found))
        self._target = Target(self._target.subject, accounts, addresses)
        self.report.accounts = len(accounts)
        self._mark(accounts)

    def _mark(self, accounts: frozenset[ObjectId]) -> None:
        """Remember the accounts: by them the person stays frozen under any other id and address."""
        known = self.report.earlier or self.report.freeze
        marks = known.marks | {one.casefold() for one in accounts}
        if marks != known.marks and not self._is_marked(known, accounts):
            # The database takes nothing: the same freeze stands beside it, with all that tells the person.
            self._emergency(replace(known, key=f"{known.key}-accounts", marks=marks))

    def _is_marked(self, known: Freeze, accounts: frozenset[ObjectId]) -> bool:
        if self.bench.store is None or self._journal.journal is None:
            return False
        try:
            self.bench.store.mark(known.key, sorted(accounts))
        except StoreError as error:
            self._trouble(error)
            return False
        return True

    def _emergency(self, freeze: Freeze) -> None:
        try:
            self.bench.emergency.write(freeze)
        except StoreError as error:
            self._trouble(error)

    def _trouble(self, error: StoreError) -> None:
        told = f"{error.what} {error.why}".strip()
        self.report.troubles += [told] if told not in self.report.troubles else []

    async def _tidy(self, looking: Looking, sending: Sending) -> Look:
        # Whatever can still give something to the frozen was in hand when the freeze was written down; once
        # that has ended, one look that finds nothing is the last one that is needed.
        settled = not self._is_in_hand()
        look = await looking.look(self._target, self._found)
        for wait in LOOKS_AFTER_S[1:]:
            sending.close(look)
            if look.clean and settled:
                break
            if not look.clean:
                await sending.send(without_copies(look.world, look.sought.removals), look.sought.members)
            if not settled:
                await self._let_it_end()
                settled = True
            if wait:
                await self.bench.clock.sleep(wait)
            look = await looking.look(self._target, self._found)
        sending.close(look, last=True)
        return look

    def _is_in_hand(self) -> bool:
        if self.bench.trail is None:
            return False
        try:
            return bool(in_hand(self.bench.trail, self._target, self.bench.clock.now()))
        except StoreError:
            # Nor can a run write its intent into a record that cannot be read, and without it sends nothing.
            return False

    async def _let_it_end(self) -> None:
        for _ in range(WAITS_FOR_A_RUN):
            if not self._is_in_hand():
                return
            await self.bench.wait(WAIT_S)
        self._lasting.append(Left("a run in progress", IN_HAND, AGAIN))

    async def _conclude(self, look: Look, sending: Sending) -> None:
        report = self.report
        report.removed, report.told = sending.removed, [*report.told, *sending.told]
        report.left += [*self._lasting, *look.doubts, *look.sought.left]
        report.left += [Left(one.path or "the library", STANDS, BY_HAND) for one in look.sought.removals]
        report.left += [Left("the channel", STANDS, LAST_OWNER) for _ in look.sought.members]
        await self._look_into(look.sought.groups)
        await look_around(self.bench.reader, sending.site, self._target, look.world, report)
        self._doubt_the_name()
        if not report.left:
            report.clear_from = look.began

    async def _look_into(self, groups: Sequence[GroupPath]) -> None:
        for group in {one.object_id: one for one in groups}.values():
            try:
                if group.object_id is None:
                    raise AccessDeniedError("The group has no id.")
                people = await self.bench.groups.group_people(group.object_id)
            except GraphError:
                what = f"The group {group.name} has access here; who is in it could not be read."
            else:
                if all(self._target.addresses.isdisjoint(one.addresses) for one in people):
                    continue
                what = f"The group {group.name} has access here, and they are in it."
            self.report.left.append(Left(group.where, what, IN_GROUP))

    def _doubt_the_name(self) -> None:
        report = self.report
        if report.subject.kind is FreezeKind.ACCOUNT and not report.accounts and not report.removed:
            near = f" Did you mean {report.subject.perhaps}?" if report.subject.perhaps else ""
            what = f"No account bears this address, and nothing names it.{near}"
            report.left.append(Left(report.subject.name, what, "Compare the spelling."))


def _known(bench: FreezeBench, subject: Subject) -> Target:
    """Return what is known of somebody before the tenant is asked."""
    pin = bench.memory.pins.get(subject.person.id) if subject.person is not None else None
    accounts = {pin.object_id} if pin is not None else set()
    accounts |= {ObjectId(one) for one in subject.marks if "@" not in one}
    return Target(subject, frozenset(accounts), frozenset(one for one in subject.marks if "@" in one))


def _addresses(account: Account) -> set[str]:
    found = (account.user_principal_name, account.mail, *account.other_mails)
    return {one.casefold() for one in found if one}
