"""Our reading of the clauses that a partnership may set for itself.

Source: ISA §8.5, ISA §8.8, ISA §8.9, ISA §9.1
"""

from dataclasses import dataclass, field
from datetime import date

from sharepoint_gate.roster.posture import PostureRules
from sharepoint_gate.roster.rules_rails import RailRules


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
class IdentityRules:
    """How long an organisation's word on its own people counts.

    Attributes:
        reconfirm_days: For so many days after it was given; 0 for ever.
        reconfirm_from: From this day an organisation that has never given its word counts as one whose word
            has lapsed; None while the cycle is being brought in.
    """

    reconfirm_days: int = 0
    reconfirm_from: date | None = None


@dataclass(frozen=True, slots=True)
class GuestRules:
    """Whether people are invited as guests where the roster asks for it.

    Attributes:
        redirect_url: Where a guest lands who has redeemed the invitation; the one address that may be sent.
    """

    invite: bool = False
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """How many places of a library may have permissions of their own.

    Attributes:
        warn_at: From so many on it is told every night.
        advised: What SharePoint advises at most.
    """

    warn_at: int = 4000
    advised: int = 5000


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings that change what follows from a roster.

    Attributes:
        viewable_types: File name endings, lower case without dot, that can be shown under block-download.
        generic_words: Words that mark an address as a shared mailbox when its local part contains one.
        review_date_blocks: A passed review date of a policy document blocks instead of warning.
        agreement: How people are asked for the acceptance agreement.
        identity: How long an organisation's word on its own people counts.
        guests: Whether people are invited as guests.
        posture: How the site's settings of sharing bear on a night.
        scopes: How many places of a library may have permissions of their own.
        rails: How much one run may change at once.
    """

    viewable_types: frozenset[str]
    generic_words: frozenset[str]
    review_date_blocks: bool = False
    agreement: AgreementRules = field(default_factory=AgreementRules)
    identity: IdentityRules = field(default_factory=IdentityRules)
    guests: GuestRules = field(default_factory=GuestRules)
    posture: PostureRules = field(default_factory=PostureRules)
    scopes: ScopeRules = field(default_factory=ScopeRules)
    rails: RailRules = field(default_factory=RailRules)
