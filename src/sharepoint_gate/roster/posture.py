"""What a partnership sets about its site's settings of sharing: who stated what, and what follows.

Source: ISA §8.2
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PostureKey(StrEnum):
    """Each setting on which a locked-down channel rests."""

    SHARING_LEVEL = "sharing_level"
    ALLOWED_DOMAINS = "allowed_domains"
    GUESTS_RESHARE = "guests_reshare"
    MEMBERS_CAN_SHARE = "members_can_share"
    ACCESS_REQUESTS = "access_requests"
    GUEST_EXPIRATION = "guest_expiration"
    DEFAULT_LINK = "default_link"
    BLOCK_DOWNLOAD_POLICY = "block_download_policy"
    BLOCK_DOWNLOAD_TYPES = "block_download_file_types"
    B2B_INTEGRATION = "b2b_integration"
    SEARCH_DISCOVERY = "search_discovery"


@dataclass(frozen=True, slots=True)
class Statement:
    """What an administrator says that a setting is, for as long as the gate cannot see it.

    Attributes:
        says: A word of the setting's own list.
        by: Who says so.
        on: The day on which they looked.
    """

    says: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class PostureRules:
    """How the site's settings bear on a night.

    Attributes:
        statements: What administrators state of settings that the gate may not be able to read.
        valid_days: For how long a statement counts from its day.
        only_told: Settings whose unfitness is told and holds nothing back: the partnership's own decision.
        unstated_holds: Whether grants wait where a setting can neither be read nor is stated.
        settle_hours: For how long the site's groups may differ from the channel after a change of members.
    """

    statements: Mapping[PostureKey, Statement] = field(default_factory=dict)
    valid_days: int = 180
    only_told: frozenset[PostureKey] = frozenset()
    unstated_holds: bool = False
    settle_hours: int = 36
