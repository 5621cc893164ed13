"""One question about one person and one declared case, worked out part by part."""

from dataclasses import dataclass
from functools import cached_property

from sharepoint_gate.access.checks import all_hold, first_failure, ticked
from sharepoint_gate.access.conditions import check_file, check_named, check_person, check_stage
from sharepoint_gate.access.desired import Check, Condition, DesiredAccess, World
from sharepoint_gate.access.exceptions import exception_for, stands_by_exception
from sharepoint_gate.access.forecast import tell_next_step
from sharepoint_gate.access.freezes_checks import check_case_frozen
from sharepoint_gate.access.observed import ObjectId, ObservedItem
from sharepoint_gate.access.paths import CasePath, below_channel, case_path
from sharepoint_gate.access.sight import Way, ways_to_see
from sharepoint_gate.access.standing import account_of
from sharepoint_gate.roster.model import Case, FolderId, Person

CHANNEL_ONCE_MET = (
    "Once every crossed condition is met, they will read every file as a member of the channel."
)


@dataclass(frozen=True, slots=True)
class FolderAnswer:
    """One folder of the case.

    Attributes:
        folder: The folder's name.
        check: Whether it is open to a role of the person's at this stage.
        should_see: How many of its files the person should see.
        sees: How many of its files the person sees now.
        files: How many files lie in it, as far as they were asked for.
    """

    folder: FolderId
    check: Check
    should_see: int
    sees: int
    files: int


@dataclass(frozen=True)
class Inquiry:
    """A question and the parts of its answer.

    Attributes:
        asked: The case's reference, or a path that begins with it.
    """

    world: World
    desired: DesiredAccess
    person: Person
    case: Case
    asked: str

    @cached_property
    def _object_id(self) -> ObjectId | None:
        """The person's account; one that was not found this time may still hold what its pin was given."""
        account, pin = account_of(self.world, self.person.id), self.world.memory.pins.get(self.person.id)
        if account is not None:
            return account.object_id
        return pin.object_id if pin is not None else None

    @cached_property
    def _file(self) -> ObservedItem | None:
        return next((item for path, item in self._below if path == self.asked), None)

    @cached_property
    def _below(self) -> tuple[tuple[str, ObservedItem], ...]:
        """Every file at or below what was asked for, with its path, by path."""
        found = [
            (path, item)
            for item in self.world.observation.items.values()
            if (item.package or not item.is_folder)
            and (path := below_channel(self.world.observation, item))
            and f"{path}/".startswith(f"{self.asked}/")
        ]
        return tuple(sorted(found, key=lambda pair: pair[0]))

    @property
    def exists(self) -> bool:
        """Whether what was asked for is the case, a folder of its process, or something in the channel."""
        place = case_path(self.asked, is_folder=True)
        if not place.folder or (self._has_folder(place.folder) and not place.organisation):
            return True
        observation = self.world.observation
        return any(below_channel(observation, item) == self.asked for item in observation.items.values())

    def _has_folder(self, name: FolderId) -> bool:
        return name in self._process_folders

    @property
    def _process_folders(self) -> frozenset[FolderId]:
        """The folders of the case's process; none where the process book no longer knows it."""
        process = self.world.processes.processes.get(self.case.process)
        return frozenset(process.folders) if process is not None else frozenset()

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The conditions that decide: for a file all of them, for a case or folder those of the person.

        The business unit reads in the channel, so that its personal conditions alone decide. Somebody without
        a role on the case has nothing that a folder could be open to.
        """
        if self._is_business_unit:
            return check_person(self.world, self.person)
        if self._file is not None:
            checks = check_file(self.world, self.person, self._file)
            return tuple(one for one in checks if self._is_named or not _is_moot(one))
        frozen = check_case_frozen(self.world, self.case.ref)
        named = check_named(self.world, self.person, self.case)
        return (*check_person(self.world, self.person), *frozen, named)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """How the person now comes to any of the files."""
        found = {way for _, item in self._below for way in self._ways_to(item)}
        return tuple(way for way in Way if way in found)

    def _ways_to(self, item: ObservedItem) -> tuple[Way, ...]:
        if self._object_id is None:
            return ()
        return ways_to_see(self.world.observation, item, self._object_id)

    @cached_property
    def folders(self) -> tuple[FolderAnswer, ...]:
        """The folders of the case, or the one asked for; none for a single file or without a role."""
        told = self._reads_in_channel if self._is_business_unit else self._is_named
        if self._file is not None or not told:
            return ()
        only = case_path(self.asked, is_folder=True).folder
        return tuple(self._folder(name) for name in sorted(self._process_folders) if only in {"", name})

    def _folder(self, name: FolderId) -> FolderAnswer:
        inside = [item for path, item in self._below if case_path(path, is_folder=False).folder == name]
        return FolderAnswer(
            name,
            self._check_folder(name),
            sum(self._should_see(item) for item in inside),
            sum(bool(self._ways_to(item)) for item in inside),
            len(inside),
        )

    def _check_folder(self, name: FolderId) -> Check:
        if self._reads_in_channel:
            sentence = "The business unit reads it in the channel, whatever the stage."
            return ticked(Condition.STAGE, sentence, self.world.roster.channel.place)
        place = CasePath(self.case.ref, name, self.person.organisation, "")
        return check_stage(self.world, self.person, self.case, place)

    def _should_see(self, item: ObservedItem) -> bool:
        if self._reads_in_channel or self._object_id in self.desired.files[item.id].readers:
            return True
        return self._object_id in stands_by_exception(self.world, item)

    @property
    def _is_named(self) -> bool:
        return self.person.id in self.case.people

    @property
    def _is_business_unit(self) -> bool:
        return self.person.id in self.world.business_unit

    @cached_property
    def _reads_in_channel(self) -> bool:
        return self._is_business_unit and all_hold(check_person(self.world, self.person))

    @property
    def sentence(self) -> str:
        """What should be, and what is, in two sentences."""
        return f"{self._should()} {self._now()}"

    def _should(self) -> str:
        name, count = self.person.name, sum(self._should_see(item) for _, item in self._below)
        if self._reads_in_channel:
            return f"{name} is of the business unit and reads every file as a member of the channel."
        failure = first_failure(self.checks)
        if count:
            return f"{name} should see {self._what(count)}{self._by_exception()}."
        if failure is not None:
            return f"{name} should not see {self._whole}. {failure.sentence}"
        return f"{name} should see no file of {self.asked} at stage {self.case.stage}."

    @property
    def _whole(self) -> str:
        return "this file" if self._file is not None else f"anything of {self.asked}"

    def _what(self, count: int) -> str:
        return "this file" if self._file is not None else f"{count_files(count)} of {self.asked}"

    def _by_exception(self) -> str:
        excepted = [
            found
            for _, item in self._below
            if self._object_id in stands_by_exception(self.world, item)
            and (found := exception_for(self.world, self.person, item)) is not None
        ]
        return f", by the recorded exception {excepted[0].id} until {excepted[0].until}" if excepted else ""

    def _now(self) -> str:
        if not self._below:
            return "There is no file there yet."
        seen = sum(bool(self._ways_to(item)) for _, item in self._below)
        by = f", {', '.join(self.ways)}" if self.ways else ""
        return f"Now they see {self._seen(seen)}{by}.{self._doubt()}"

    def _seen(self, seen: int) -> str:
        if self._file is not None:
            return "it" if seen else "nothing of it"
        return f"{seen} of the {count_files(len(self._below))} there"

    def _doubt(self) -> str:
        unread = sum(item.permissions is None for _, item in self._below)
        return f" Who sees {count_files(unread)} there could not be read." if unread else ""

    @property
    def next_step(self) -> str:
        """What opens next for the person; empty when nothing does."""
        if self._is_business_unit:
            return "" if self._reads_in_channel else CHANNEL_ONCE_MET
        assignment = self.case.people.get(self.person.id)
        process = self.world.processes.processes.get(self.case.process)
        if assignment is None or process is None:
            return ""
        only = case_path(self.asked, is_folder=True).folder
        good = all_hold(check_person(self.world, self.person))
        return tell_next_step(process, self.case, assignment, only, good=good)


def _is_moot(check: Check) -> bool:
    return check.holds and check.condition in {Condition.STAGE, Condition.OWN_AGENCY}


def count_files(count: int) -> str:
    """Return a number of files in words."""
    return "1 file" if count == 1 else f"{count} files"
