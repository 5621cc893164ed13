"""How much the logs hold: the newest entries, so that a tenant that is read day and night does not swell.

Source: purview:audit-log-retention-policies
"""

from itertools import islice

from graph_emulator.kernel.state import Record, State

_MORE = 10


def make_room(state: State, kind: type[Record]) -> None:
    """Let the oldest entries of a log go once a tenth more than is kept has gathered."""
    kept, every = state.quirks.logs_kept, state.every(kind)
    surplus = len(every) - kept
    if surplus > kept // _MORE:
        for entry in list(islice(every, surplus)):
            state.drop(entry)
