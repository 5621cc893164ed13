"""The doctor's trial: make four items, try on them with one test account, and leave nothing behind.

Laws 3, 6 and 10 hold as for a night: a permit of its own for each step, a fresh read after it, and everything
written down before it is sent.

Source: ADR-0005
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import anyio

from sharepoint_gate.access import probes_tried as probes
from sharepoint_gate.access.examination import Examination, Step
from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.access.permit import ItemPermit, NewItem
from sharepoint_gate.access.probes import ProbeAnswer, Verdict
from sharepoint_gate.errors import GateError, GraphError
from sharepoint_gate.jobs.doctor import Patient, Seen
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.probe_choice import Ground
from sharepoint_gate.jobs.probe_cleaning import PASSAGE, Cleaner, probe_permit
from sharepoint_gate.jobs.probe_folder import try_folder
from sharepoint_gate.jobs.probe_items import INNER, MAKE, UNSHOWN, left_behind
from sharepoint_gate.jobs.probe_links import entry_to_delete, try_inherited, try_link
from sharepoint_gate.jobs.probe_looks import because
from sharepoint_gate.jobs.probe_trial import Notebook, OwnFiles, Trial
from sharepoint_gate.jobs.reconcile import Bench
from sharepoint_gate.jobs.recover import find_cuts
from sharepoint_gate.jobs.trailguard import require_order
from sharepoint_gate.ports.probing import OpensProbes, ProbeWriter
from sharepoint_gate.trail.events import EventKind, OutcomeState

STEM = "sharepoint-gate-probe-"


@dataclass(slots=True)
class ProbeRun:
    """One doctor's trial.

    Attributes:
        bench: Trail, lease, clock and actor are those of the nightly job.
    """

    patient: Patient
    seen: Seen
    ground: Ground
    bench: Bench
    open_probes: OpensProbes

    async def run(self, found: Examination) -> Examination:
        """Clean up after others, try, clean up again; return the examination with what was found.

        Raises:
            RunInProgressError: Another run holds the lease.
            TrailBrokenError: The trail does not verify; nothing was written.
            LawError: A request was stopped at the door; everything made was removed first.
        """
        started = f"{self.bench.clock.now():%Y%m%dT%H%M%SZ}"
        with self.bench.lease.hold(started):
            run_id = f"{started}-{require_order(self.bench.trail)}"
            journal = Journal(self.bench.trail, self.bench.clock, run_id, self.bench.actor)
            roster = self.patient.roster
            journal.note(
                EventKind.RUN_STARTED,
                {
                    "roster_revision": roster.revision,
                    "roster_digest": roster.digest,
                    "probe_folder": self.ground.folder.path,
                },
            )
            try:
                done = await self._run(found, journal)
            except GateError as error:
                journal.note(EventKind.RUN_FINISHED, {"error": type(error).__name__, "what": error.what})
                journal.seal()
                raise
            journal.note(EventKind.RUN_FINISHED, {"outcomes": {}, "partial": bool(done.exit_code)})
            journal.seal()
            return done

    async def _run(self, found: Examination, journal: Journal) -> Examination:
        notebook = Notebook(journal)
        cleaner = Cleaner(self.patient.reader, self.open_probes, self.bench.trail, notebook, self.seen.site)
        before = await cleaner.clean()
        self._close_cuts(journal)
        after: tuple[Step, ...] = ()
        start = ""
        try:
            trial = await self._try(notebook)
            start = await self._mark()
        except GraphError as error:
            answers = tuple(_unmade(error))
            found = replace(found, exit_code=found.exit_code or error.exit_code)
            trial = None
        finally:
            # Ctrl-C ends the trying, never the cleaning.
            with anyio.CancelScope(shield=True):
                after = await cleaner.clean()
        if trial is not None:
            await self._tell_deleted(trial, start)
            answers = trial.answers()
            after = (*after, Step("traces", well=True, sentence=PASSAGE), *_harm(trial))
        cleaning = (*before, *after)
        left = tuple(step.name for step in cleaning if not step.well)
        code = found.exit_code or (GraphError.exit_code if left else 0)
        return replace(
            found, answers=(*found.answers, *answers), cleaning=cleaning, leftovers=left, exit_code=code
        )

    def _close_cuts(self, journal: Journal) -> None:
        """Name the doctors that were cut; what they had made is gone by now, or told."""
        own = left_behind(self.bench.trail).runs - {journal.run_id}
        for cut in find_cuts(self.bench.trail):
            if cut.run_id in own and cut.new:
                opened = [
                    {"change_id": one.change_id, "state": OutcomeState.UNCERTAIN.value}
                    for one in cut.open_intents
                ]
                journal.note(EventKind.RUN_INTERRUPTED, {"interrupted": cut.run_id, "open": opened})

    async def _try(self, notebook: Notebook) -> Trial:
        own, paths = await self._make(notebook)
        entries = (await self.patient.reader.permissions(self.seen.site.drive_id, [own.file]))[own.file]
        entry = entry_to_delete(entries) if isinstance(entries, tuple) else None
        person = self.ground.account.object_id
        on_link = ItemPermit(may_name=frozenset({person}))
        on_file = replace(on_link, may_delete=frozenset({entry} if entry is not None else ()))
        permit = probe_permit(
            self.seen.site,
            {own.file: on_file, own.folder: on_link, own.inner: on_link, own.unshown: on_link},
        )
        async with self.open_probes(permit) as writer:
            trial = self._trial(writer, notebook, own, paths)
            await try_inherited(trial, entry)
            version = await try_link(trial)
            if version is not None:
                await try_folder(trial, version)
        return trial

    def _trial(
        self, writer: ProbeWriter, notebook: Notebook, own: OwnFiles, paths: Mapping[ItemId, str]
    ) -> Trial:
        return Trial(
            reader=self.patient.reader,
            probing=self.patient.probing,
            writer=writer,
            notebook=notebook,
            site=self.seen.site,
            person=self.ground.account.object_id,
            is_pending=self.ground.is_pending,
            own=own,
            above=_above(self.ground.folder, self.seen.items),
            paths=paths,
        )

    async def _make(self, notebook: Notebook) -> tuple[OwnFiles, dict[ItemId, str]]:
        folder, stem = self.ground.folder, f"{STEM}{notebook.journal.run_id}"
        permit = replace(
            probe_permit(self.seen.site),
            new_items=frozenset(
                {
                    NewItem(folder.id, f"{stem}.txt", is_folder=False),
                    NewItem(folder.id, stem, is_folder=True),
                    NewItem(None, INNER, is_folder=False),
                    NewItem(None, UNSHOWN, is_folder=False),
                }
            ),
        )
        async with self.open_probes(permit) as writer:
            made = _Maker(writer, notebook)
            file = await made.make(folder.id, f"{stem}.txt", folder.path)
            own = await made.make(folder.id, stem, folder.path, is_folder=True)
            inside = f"{folder.path}/{stem}"
            inner = await made.make(own, INNER, inside)
            unshown = await made.make(own, UNSHOWN, inside)
        return OwnFiles(file, own, inner, unshown), made.paths

    async def _mark(self) -> str:
        return await self.patient.probing.mark(self.seen.site.drive_id)

    async def _tell_deleted(self, trial: Trial, start: str) -> None:
        try:
            changed, _ = await trial.probing.changes_after(start)
        except GraphError as error:
            trial.tell(probes.DELTA_NAMES, Verdict.UNKNOWN, because(error))
            return
        gone = [one for one in changed if one.item == trial.own.file and one.deleted]
        if not gone:
            trial.tell(probes.DELTA_NAMES, Verdict.UNKNOWN, "the deletion did not come with the changes")
            return
        named = gone[0].named
        seen = "the deleted file came with its name" if named else "the deleted file came without its name"
        trial.tell(probes.DELTA_NAMES, Verdict.YES if named else Verdict.NO, seen)


@dataclass(slots=True)
class _Maker:
    """Makes own items: the name stands in the trail before the request leaves."""

    writer: ProbeWriter
    notebook: Notebook
    paths: dict[ItemId, str] = field(default_factory=dict)

    async def make(self, parent: ItemId, name: str, above: str, *, is_folder: bool = False) -> ItemId:
        path = f"{above}/{name}"
        change = MAKE if name.startswith(STEM) else "make-inner-item"
        change_id = self.notebook.intend(change, item_name=name, parent_id=parent, path=path)
        ask = self.writer.make_folder if is_folder else self.writer.make_file
        item = await self.notebook.send(change_id, lambda: ask(parent, name))
        self.notebook.ended(change_id, OutcomeState.APPLIED, item_id=item)
        self.paths[item] = path
        return item


def _above(folder: ObservedItem, items: Sequence[ObservedItem]) -> tuple[ItemId, ...]:
    by_id = {item.id: item for item in items}
    line = [folder]
    while line[0].parent_id is not None:
        line.insert(0, by_id[line[0].parent_id])
    return tuple(item.id for item in line)


def _harm(trial: Trial) -> Sequence[Step]:
    return [Step("above", well=False, sentence=sentence) for sentence in trial.harm]


def _unmade(error: GraphError) -> Sequence[ProbeAnswer]:
    seen = f"the probe's items could not be made or read: {because(error)}"
    return [ProbeAnswer(probe, Verdict.UNKNOWN, seen) for probe in probes.TRIES]
