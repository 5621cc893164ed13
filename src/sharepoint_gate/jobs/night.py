"""Night: the whole nightly job, once: the run itself, then the letters that it leaves.

Source: ISA §8.3, ISA §8.4, ISA §8.8
"""

from dataclasses import dataclass

from sharepoint_gate.jobs.apply import STOPPED
from sharepoint_gate.jobs.correspond import Corresponded, Post, correspond
from sharepoint_gate.jobs.reconcile import Bench, Run, reconcile
from sharepoint_gate.jobs.think import Declared

IN_ORDER, REFUSED, INCOMPLETE, TRAIL_TROUBLE, MAIL_TROUBLE = 0, 3, 4, 5, 6


@dataclass(frozen=True, slots=True)
class Night:
    """What a night did.

    Attributes:
        mail: None where no mails are set up.
    """

    run: Run
    mail: Corresponded | None

    @property
    def interrupted(self) -> bool:
        """Whether changes or letters wait because somebody asked the gate to stop."""
        letters = self.mail is not None and self.mail.delivered.interrupted
        return letters or any(one.why == STOPPED for one in self.run.applied)

    @property
    def exit_code(self) -> int:
        """How the night ended: the trail goes before changes, those before mails, a plan held back last."""
        if self.run.trail:
            return TRAIL_TROUBLE
        if not self.run.complete:
            return INCOMPLETE
        if self.mail is not None and not self.mail.delivered.well:
            return MAIL_TROUBLE
        return IN_ORDER if self.run.refused is None else REFUSED


async def spend_night(
    declared: Declared, bench: Bench, post: Post | None, *, reviewed: str | None = None
) -> Night:
    """Make the channel agree with the roster, once, and deliver the letters that follow.

    Args:
        declared: What people declared.
        bench: What the run works with.
        post: What letters need; None where no mails are set up.
        reviewed: Digest of the plan that a person reviewed.

    Raises:
        GateError: As `reconcile` does; or the ledger cannot be written, or the door stopped a mail.
    """
    run = await reconcile(declared, bench, reviewed=reviewed)
    return Night(run, await correspond(run, bench, post) if post is not None else None)
