"""One story of the partnership: the business unit edits, people meddle, faults fire, nights pass."""

from typing import ClassVar

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from tests.e2e.machine.checks import check_trail
from tests.e2e.machine.edits import Edits
from tests.e2e.machine.meddling import Meddling
from tests.e2e.machine.nights import Nights
from tests.e2e.machine.town import Town


class _Story(Edits, Meddling, Nights, RuleBasedStateMachine):
    """One story, from Friday night on; it comes to rest before it ends."""

    town: ClassVar[Town]

    @initialize()
    def begin(self) -> None:
        """Go back to Friday night."""
        self.town.begin()
        self.begun, self.looked = True, -1

    @invariant()
    def the_record_stands(self) -> None:
        """The record verifies after every step, and time passes between them."""
        if hasattr(self, "begun"):
            self.town.counts["steps"] += 1
            if self.town.counts["commands"] != self.looked:
                check_trail(self.town)
            self.looked = self.town.counts["commands"]
            self.town.pass_time(minutes=7)

    def teardown(self) -> None:
        """Let everything come to rest."""
        if hasattr(self, "begun"):
            self.come_to_rest()


def story(town: Town) -> type[RuleBasedStateMachine]:
    """Return the state machine that plays in a town."""
    return type("Story", (_Story,), {"town": town})
