"""Our reading of the clauses that a partnership may set for itself.

Source: ISA §8.5, ISA §8.8, ISA §8.9, ISA §9.1
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """How people are asked for the acceptance agreement, and how long an acceptance lasts.

    Attributes:
        reminder_days: Days after the beginning of the grace on which a reminder is due.
        lead_day: The day from which the organisation's contact is told as well.
        urgent_processes: Processes whose clock leaves less time to those who are named on a running case.
        urgent_grace_days: Days of grace there, where the version allows more.
        urgent_reminder_days: The days of the reminders there; the contact is told on the last of them.
        renewal_months: After so many months an acceptance must be given anew; 0 for never.
        working_hours: First and last hour, local time, between which reminders go out.
        days_off: Days without work besides weekends and the bank holidays of England.
    """

    reminder_days: tuple[int, ...] = (3, 7, 10)
    lead_day: int = 10
    urgent_processes: frozenset[str] = frozenset({"rapid-review"})
    urgent_grace_days: int = 5
    urgent_reminder_days: tuple[int, ...] = (1, 3)
    renewal_months: int = 12
    working_hours: tuple[int, int] = (8, 18)
    days_off: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings that change what follows from a roster.

    Attributes:
        viewable_types: File name endings, lower case without dot, that can be shown under block-download.
        generic_words: Words that mark an address as a shared mailbox when its local part contains one.
        review_date_blocks: A passed review date of a policy document blocks instead of warning.
        agreement: How people are asked for the acceptance agreement.
    """

    viewable_types: frozenset[str]
    generic_words: frozenset[str]
    review_date_blocks: bool = False
    agreement: AgreementRules = field(default_factory=AgreementRules)
