"""Send the letters of the acceptance agreement now, without changing anybody's access.

Source: ISA §8.8, ISA §8.9
"""

from sharepoint_gate.access.letters import MailEntry, MailState
from sharepoint_gate.errors import GateError, SettingsError
from sharepoint_gate.jobs.correspond import Corresponded, Post, correspond
from sharepoint_gate.jobs.deliver import tell
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.reconcile import Bench, Run
from sharepoint_gate.jobs.think import Declared, think
from sharepoint_gate.jobs.trailguard import size_of_sound
from sharepoint_gate.trail.events import EventKind

AGREEMENT = "uaa/"
"""What the keys of these letters begin with."""


async def send_agreement_letters(declared: Declared, bench: Bench, post: Post) -> Corresponded:
    """Look at the tenant, and send the agreement's letters that are due; nobody's access changes.

    Decisions in the tenant's own log are taken into the register first: who has answered is not reminded.

    Raises:
        GateError: The tenant or the trail cannot be read, or the ledger not be written.
    """
    journal = _journal(bench)
    with bench.lease.hold(journal.run_id):
        journal.note(EventKind.RUN_STARTED, {"roster_revision": declared.roster.revision})
        try:
            gathered = await bench.gather(declared)
            thought = await think(gathered.declared, bench.reader, bench.memory, bench.clock)
        except GateError as error:
            journal.note(EventKind.RUN_FINISHED, {"error": type(error).__name__, "what": error.what})
            raise
        journal.note(EventKind.RUN_FINISHED, {"outcomes": {}, "partial": thought.plan.partial})
        run = Run(journal.run_id, thought, (), (), journal.seal())
    return await correspond(run, bench, post, only=AGREEMENT)


def decide(key: str, bench: Bench, post: Post, *, again: bool) -> MailEntry:
    """Settle a mail of unknown fate as a person decided: it may be sent again, or it counts as sent.

    Raises:
        SettingsError: The ledger has no such mail in doubt.
    """
    open_states = {MailState.UNCERTAIN, MailState.NOT_FOUND, MailState.INTENDED, MailState.RETURNED}
    found = [one for one in post.ledger.entries() if one.key == key and one.state in open_states]
    if not found:
        raise SettingsError(
            f"The ledger has no mail {key} in doubt.",
            mend="Take the key as the finding tells it, after the word mail.",
        )
    journal = _journal(bench)
    with bench.lease.hold(journal.run_id):
        tell(journal, found[0], "released" if again else MailState.SENT)
        if again:
            post.ledger.release(key)
        else:
            post.ledger.settle(key, MailState.SENT)
        journal.seal()
    return found[0]


def _journal(bench: Bench) -> Journal:
    run_id = f"{bench.clock.now():%Y%m%dT%H%M%SZ}-{size_of_sound(bench.trail)}"
    return Journal(bench.trail, bench.clock, run_id, bench.actor)
