"""The database with the key that signs its trail; and what people do with that key."""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sharepoint_gate.errors import RefusedError, StoreError
from sharepoint_gate.jobs.forgotten import Forgotten, forgotten
from sharepoint_gate.jobs.trailguard import look_at, sign_off, sound_log
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.emergency import emergency_path
from sharepoint_gate.store.opening import Store, open_store
from sharepoint_gate.store.signing import KeyFolder, LookingFolder
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.note import VerifierKey
from sharepoint_gate.trail.statements import Because
from sharepoint_gate.wiring.account import true_account
from sharepoint_gate.wiring.places import checkpoints_folder, database_path, trail_key

_BLANK = re.compile(r"[\s+]+")


def key_folder(settings: Settings) -> KeyFolder:
    """Return the key file of the trail, and the folder of its checkpoints."""
    company = _BLANK.sub("-", settings.company.lower())
    rehearsal = "rehearsal/" if settings.is_embedded else ""
    origin = settings.trail.origin or f"sharepoint-gate/{company}"
    return KeyFolder(trail_key(settings), checkpoints_folder(settings), f"{rehearsal}{origin}")


def open_signed_store(settings: Settings) -> Store:
    """Open the database; its trail is signed."""
    return open_store(database_path(settings), signing=key_folder(settings))


@contextmanager
def signed_store(settings: Settings, *, looks: bool = False) -> Iterator[Store]:
    """Open the database and close it again; where somebody only looks, none is made.

    Args:
        settings: The installation's settings.
        looks: Where there is no database yet, an empty one in a folder of its own stands for it and is thrown
            away. Freezes that were written down beside an absent one are seen all the same.
    """
    path, signing = database_path(settings), key_folder(settings)
    with ExitStack() as stack:
        # What stands in the way of the state folder is told by whoever tries to open it.
        in_the_way = path.parent.exists() and not path.parent.is_dir()
        if looks and not path.exists() and not in_the_way:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="sharepoint-gate-")))
            beside, path = emergency_path(path), folder / path.name
            if beside.exists():
                copyfile(beside, emergency_path(path))
            signing = LookingFolder(signing.key_file, signing.folder, signing.origin)
        store = open_store(path, signing=signing)
        stack.callback(store.close)
        yield store


@dataclass(frozen=True, slots=True)
class TrailDesk:
    """The record in the hands of a person.

    Attributes:
        actor: The roster id that the caller states.
    """

    store: Store
    keys: KeyFolder
    clock: Clock
    actor: str

    def sign_off(self, reason: str) -> None:
        """Let the trail go on after a break; raises as the job does."""
        sign_off(self.store.trail, self.clock, self._account, self.actor or true_account(), reason)

    def forgotten(self, kept: Iterable[Record]) -> Forgotten:
        """Return what the database holds of freezes, approvals and invitations, and what the logs tell of."""
        return forgotten(self.store.trail, self.store.memory.memory(), kept)

    def rotate(self, reason: str) -> VerifierKey:
        """Let a new key follow, which the one of now vouches for.

        Raises:
            TrailKeyError: The key of now cannot be used.
            TrailBrokenError: The trail does not verify.
        """
        return self._follow(Because.ROTATED, reason)

    def replace(self, reason: str) -> VerifierKey:
        """Let a new key follow one that is lost, which nobody vouches for.

        Raises:
            RefusedError: The key of now can be used, and so it can vouch for the next.
        """
        if not look_at(self.store.trail).unsigned:
            raise RefusedError(
                "The key of the trail is there, so another one need not come from nowhere.",
                mend="`sharepoint-gate trail key --rotate` lets the key of now vouch for the next.",
            )
        return self._follow(Because.REPLACED, reason)

    def _follow(self, because: Because, reason: str) -> VerifierKey:
        now, trail = self.clock.now(), self.store.trail
        run_id = f"{now:%Y%m%dT%H%M%SZ}"
        with self.store.lease.hold(run_id):
            sound = sound_log(trail, self.clock, run_id, self._account)
            if because is Because.ROTATED:
                self.keys.signer(sound.chain.public)
            new = self.keys.make_next()
            data = {"reason": reason} if reason else {}
            trail.rotate(new, because, Event(EventKind.TRAIL_KEY, run_id, now, self._account, data))
        # The record names the new key: from here on its file is taken over, now or by whoever signs next.
        self.keys.next_file.replace(self.keys.key_file)
        return VerifierKey(look_at(trail).origin, new.public)

    @property
    def _account(self) -> str:
        return true_account() + (f" as {self.actor}" if self.actor else "")


def refuse_absent(settings: Settings) -> None:
    """Raise StoreError where nothing was recorded yet: a wrong folder must not look like an empty record."""
    path = database_path(settings)
    if not path.exists():
        raise StoreError(
            f"There is no record yet: {path} does not exist.",
            why="nothing has run with this state folder",
            mend="Run `sharepoint-gate reconcile`, or name the right state_dir in the settings.",
        )
