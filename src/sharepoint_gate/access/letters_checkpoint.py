"""The night's checkpoint of the record, for those who keep one elsewhere.

Source: ADR-0012
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from sharepoint_gate.access.letters import Letter, LetterKind


def checkpoint_letters(witnesses: Iterable[str], note: str, today: date) -> tuple[Letter, ...]:
    """Return a letter to each witness, at most one a night (law 12); nothing but the checkpoint is in it.

    The key goes into the record, where no address stands (law 14): so it holds a digest of the address.
    """
    if not note:
        return ()
    return tuple(
        Letter(
            key=f"checkpoint/{sha256(address.lower().encode()).hexdigest()[:12]}/{today}",
            kind=LetterKind.CHECKPOINT,
            to=address,
            person=None,
            facts={"day": today, "lines": note.rstrip("\n").split("\n")},
        )
        for address in dict.fromkeys(witnesses)
    )
