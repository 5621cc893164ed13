"""Correspond: after a run, work out which letters are due, and deliver them.

Letters follow from what the run left, read afresh: mail goes only after grants were read back, and whatever
goes wrong with a mail never holds a revocation up, for it comes after all of them.

Source: ISA §8.4, ISA §8.8, ISA §8.9
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.ladder import due_mails
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.access.letters_agreement import agreement_letters
from sharepoint_gate.access.letters_checkpoint import checkpoint_letters
from sharepoint_gate.access.letters_due import announced_in, mail_findings, steps_in, still_due
from sharepoint_gate.access.letters_ended import Right, endings, rights_now
from sharepoint_gate.access.letters_exposures import exposure_letters
from sharepoint_gate.access.letters_ready import Shown, announcements, ready_letters
from sharepoint_gate.access.letters_summary import Morning, summary_letters
from sharepoint_gate.access.modes import observed_cases
from sharepoint_gate.access.observed import ItemId, Unread
from sharepoint_gate.access.paths import case_path
from sharepoint_gate.access.permits import mail_permit
from sharepoint_gate.access.reconfirm_notices import confirmation_letters
from sharepoint_gate.errors import GraphError
from sharepoint_gate.jobs.deliver import Delivered, Delivery
from sharepoint_gate.jobs.effect import is_reader_link, people_on
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.reconcile import Bench, Run
from sharepoint_gate.jobs.remember import WELL
from sharepoint_gate.ports.mail import Composer, MailLedger, OpensMailers
from sharepoint_gate.roster.model import Mode
from sharepoint_gate.trail.granted import granted

OVERTAKEN = (
    "Something else was recorded between this run and its letters, which therefore wait for the next run."
)


@dataclass(frozen=True, slots=True)
class Post:
    """Everything outside that letters need.

    Attributes:
        sender: The mailbox they leave from; "" for an outbox folder.
        reply_to: Where answers go; "" for the sender.
        cap: How many may go in a run.
        texts: The agreement's texts by their digest.
        ready_links: Whether letters hold the links themselves.
        witnesses: Who gets the night's checkpoint of the record.
    """

    open_mailer: OpensMailers
    composer: Composer
    ledger: MailLedger
    sender: str
    reply_to: str
    cap: int
    texts: Mapping[str, str] = field(repr=False)
    ready_links: bool = True
    witnesses: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Corresponded:
    """What became of a run's letters, and what is wrong with mails now."""

    delivered: Delivered
    findings: tuple[Finding, ...]


async def correspond(run: Run, bench: Bench, post: Post, *, only: str = "") -> Corresponded:
    """Deliver the letters that a run leaves; none where something else was written since it ended.

    Between run and letters the lease is free. Whoever took it may have taken away, and told, what this run
    still holds for given: its letters would be about yesterday. The next run sends them.

    Where the installation only observes, only the house's own letters go: notices of exposures, summaries,
    and checkpoints for witnesses. Nothing was given or taken that anybody else could be told of.

    Args:
        run: What was done.
        bench: What runs work with.
        post: What letters need.
        only: The beginning of the keys that may go, for example ``uaa/``; everything without it.

    Raises:
        LawError: The door stopped a mail.
        StoreError: The ledger cannot be written.
    """
    observing = run.thought.plan.mode is Mode.OBSERVE
    if observing and only:
        return Corresponded(Delivered(), mail_findings(post.ledger.entries(), run.run_id))
    with bench.lease.hold(run.run_id):
        if bench.trail.roots()[-1].root_hash != run.root:
            return Corresponded(Delivered(why=[OVERTAKEN]), mail_findings(post.ledger.entries(), run.run_id))
        journal = Journal(bench.trail, bench.clock, run.run_id, bench.actor)
        office = _Office(run, bench, post, journal)
        try:
            return await (office.open_for_the_house() if observing else office.open(only))
        finally:
            journal.seal()


def agreement_letters_due(world: World, post: Post) -> tuple[Letter, ...]:
    """Return the agreement's letters that a run would send now; nothing is written."""
    ledger = post.ledger.entries()
    due = due_mails(world, steps_in(ledger))
    return still_due(agreement_letters(world, due, post.texts), ledger)


@dataclass(slots=True)
class _Office:
    """One run's correspondence."""

    run: Run
    bench: Bench
    post: Post
    journal: Journal
    why: list[str] = field(default_factory=list)

    async def open(self, only: str) -> Corresponded:
        before, now = self.post.ledger.rights(), self._rights_now()
        if not only:
            # First what came, so that a cut leaves nobody out who loses it again tomorrow.
            self._remember(before, now | set(before))
        ended = endings(self._world, before, now, self._troubled() | observed_cases(self._world))
        letters = [one for one in await self._letters(ended.letters) if one.key.startswith(only)]
        summaries = self._everybody()
        checkpoints = () if only else self._checkpoints()
        permit = mail_permit([*letters, *summaries, *checkpoints], self.post.sender, self.post.reply_to)
        async with self.post.open_mailer(permit) as mailer:
            post, stopping = self.post, self.bench.stopping
            delivery = Delivery(mailer, post.composer, post.ledger, self.journal, post.cap, stopping)
            await delivery.settle()
            await delivery.send(letters)
            delivery.made.why += self.why
            if not only:
                self._remember(before, now | ended.waiting | self._untold(ended.letters, before))
                await delivery.send([*self._summaries(delivery.made), *checkpoints])
        return Corresponded(delivery.made, self._findings())

    async def open_for_the_house(self) -> Corresponded:
        """Deliver what concerns those who run the gate; rights stay remembered as they are."""
        ledger = self.post.ledger.entries()
        notices = exposure_letters(self._world, self.bench.memory.exposures(), ledger)
        checkpoints = self._checkpoints()
        addressed = [*notices, *self._everybody(), *checkpoints]
        permit = mail_permit(addressed, self.post.sender, self.post.reply_to)
        async with self.post.open_mailer(permit) as mailer:
            post, stopping = self.post, self.bench.stopping
            delivery = Delivery(mailer, post.composer, post.ledger, self.journal, post.cap, stopping)
            await delivery.settle()
            await delivery.send(notices)
            await delivery.send([*self._summaries(delivery.made), *checkpoints])
        return Corresponded(delivery.made, self._findings())

    @property
    def _world(self) -> World:
        return self.run.thought.world

    async def _letters(self, ended: Sequence[Letter]) -> Sequence[Letter]:
        """Return every letter but the summaries, in the order in which they may fill the cap."""
        ledger, world = self.post.ledger.entries(), self._world
        due = due_mails(world, steps_in(ledger))
        agreement = agreement_letters(world, due, self.post.texts)
        urgent = [one for one in agreement if one.kind not in {LetterKind.UAA_ASK, LetterKind.UAA_REMINDER}]
        asking = [one for one in agreement if one not in urgent]
        asking += confirmation_letters(world)
        notices = exposure_letters(world, self.bench.memory.exposures(), ledger)
        return tuple(chain(notices, urgent, await self._ready(), asking, ended))

    async def _ready(self) -> Sequence[Letter]:
        thought = self.run.thought
        told = announced_in(self.post.ledger.entries())
        # Letters remember places in the record: in a log that began after another they go on counting.
        grants = granted(self.bench.trail.records(), self.bench.trail.before())
        due = announcements(thought.world, thought.desired, grants, told)
        if not due:
            return ()
        shown = await self._shown(sorted({one.item_id for one in due}))
        links = self.post.ready_links
        return ready_letters(thought.world, thought.desired, due, shown, with_links=links)

    async def _shown(self, items: Sequence[ItemId]) -> dict[ItemId, Shown]:
        """Read the gate's own link of each file afresh; what cannot be read waits for the next run."""
        try:
            found = await self.bench.reader.permissions(self.run.thought.site.drive_id, items)
        except GraphError as error:
            self.why.append(f"Files could not be read for the letters about them: {error.what}")
            return {}
        own = self.bench.memory.memory().own_links
        shown: dict[ItemId, Shown] = {}
        for item, answer in found.items():
            for one in () if isinstance(answer, Unread) else answer:
                url = one.link.web_url if one.link is not None else None
                if one.id == own.get(item) and is_reader_link(one) and url:
                    shown[item] = Shown(url, people_on(one))
        return shown

    def _checkpoints(self) -> Sequence[Letter]:
        """Return the letters to witnesses, about the record as it was sealed after the run."""
        notes = self.bench.trail.evidence().checkpoints if self.post.witnesses else ()
        return checkpoint_letters(self.post.witnesses, notes[-1] if notes else "", self._world.today)

    def _rights_now(self) -> frozenset[Right]:
        return rights_now(self._world, self.run.thought.desired)

    def _remember(self, before: Mapping[Right, str], rights: Collection[Right]) -> None:
        known = {right: before.get(right, self.run.run_id) for right in rights}
        if known != self.post.ledger.rights():
            self.post.ledger.set_rights(known)

    def _untold(self, ended: Sequence[Letter], before: Mapping[Right, str]) -> frozenset[Right]:
        """Return the ended rights whose letter is not in the ledger yet: they stay remembered."""
        gone = {one.key for one in self.post.ledger.entries()}
        refused = {one.key for one in still_due(ended, self.post.ledger.entries())}
        keys = {one.key for one in ended if one.key not in gone or one.key in refused}
        return frozenset(right for right in before if f"ended/{right[0]}/{right[1]}/{before[right]}" in keys)

    def _troubled(self) -> frozenset[str]:
        """Return the cases on which something was not read, or a change did not end well."""
        if self.run.refused is not None:
            # What is held back has not ended, and whom it concerns is told when it does.
            return frozenset(ref for _, ref in self.post.ledger.rights()) | frozenset(
                self._world.roster.cases
            )
        observation = self._world.observation
        paths = [one.path for one in observation.unread_items]
        changes = [one.change for one in self.run.applied if one.state not in WELL]
        paths += [str(getattr(one, "path", "")) for one in changes]
        if observation.unread or observation.members is None:
            return frozenset(self._world.roster.cases)
        folder = observation.items.get(observation.channel_folder)
        prefix = f"{folder.path}/" if folder is not None and folder.path else ""
        return frozenset(str(case_path(path.removeprefix(prefix), is_folder=True).case) for path in paths)

    def _everybody(self) -> tuple[Letter, ...]:
        return summary_letters(self._world, Morning((), 0, 1, partial=False, sent=0, later=0), ())

    def _summaries(self, made: Delivered) -> tuple[Letter, ...]:
        plan = self.run.thought.plan
        mended = sum(one.state in WELL for one in self.run.applied)
        morning = Morning(
            findings=(*plan.findings, *self._findings()),
            mended=mended,
            failed=len(self.run.applied) - mended,
            partial=plan.partial,
            sent=len(made.sent),
            later=len(made.later),
            exposures=sum(one.open for one in self.bench.memory.exposures()),
        )
        return summary_letters(self._world, morning, self.post.ledger.entries())

    def _findings(self) -> tuple[Finding, ...]:
        return mail_findings(self.post.ledger.entries(), self.run.run_id)
