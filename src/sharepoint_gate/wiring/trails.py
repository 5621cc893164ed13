"""The record in the hands of a person: signed off after a break, or given another key."""

from collections.abc import Iterator
from contextlib import contextmanager

from sharepoint_gate.settings import Settings
from sharepoint_gate.wiring.opening import ANY_DAY, check_actor, open_rehearsal, read_declared
from sharepoint_gate.wiring.signing import TrailDesk, key_folder, open_signed_store, refuse_absent


@contextmanager
def open_trail_desk(settings: Settings, actor: str) -> Iterator[TrailDesk]:
    """Open the record for a person who does something to it.

    Raises:
        StoreError: There is no database yet, or it cannot be used.
        SettingsError: The roster has nobody of the stated id.
    """
    refuse_absent(settings)
    if actor:
        check_actor(actor, read_declared(settings, ANY_DAY, "")[0].roster)
    with open_rehearsal(settings) as (_, clock):
        store = open_signed_store(settings)
        try:
            yield TrailDesk(store, key_folder(settings), clock, actor)
        finally:
            store.close()
