"""How far the service goes by itself: for ever, or for some nights of a rehearsal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the service ends by itself.

    Attributes:
        nights: After so many runs; None for no such bound.
        until: After the night of this day; None for no such bound.
    """

    nights: int | None = None
    until: date | None = None

    @property
    def are_set(self) -> bool:
        """Whether there is an end."""
        return self.nights is not None or self.until is not None

    def end(self, held: int, coming: date) -> bool:
        """Tell whether the service is at its end.

        Args:
            held: How many nights it has run.
            coming: The day of the next night.
        """
        if self.nights is not None and held >= self.nights:
            return True
        return self.until is not None and coming > self.until
