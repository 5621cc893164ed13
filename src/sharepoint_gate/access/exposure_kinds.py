"""Which findings are exposures: access that somebody who must not read really had.

Every kind of finding has its answer here. A right person in a wrong shape is none, nor is a missing grant:
nobody saw what was not meant for them. A right that ended is one only where the gate had not given the access
itself: what the gate gave by the roster of yesterday and takes back by that of today was never wrong.

Source: ISA §8.3, ISA §11
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

from sharepoint_gate.access.kinds import FindingKind


class Reach(Enum):
    """Whether a kind of finding says that somebody could read."""

    OPEN = auto()
    """Somebody who must not read could."""
    LAPSED = auto()
    """Somebody could read whose right has ended, or has not begun."""
    DEEP = auto()
    """A right person in a wrong shape, which on a case's folder or above opens more than their part."""
    NONE = auto()
    """Nobody could read who must not."""


_K = FindingKind
_OPEN = (
    *(_K.ANONYMOUS_LINK, _K.EVERYONE_CLAIM, _K.ORGANISATION_LINK, _K.GROUP_GRANT, _K.UNKNOWN_SHAPE),
    *(_K.PERSONAL_MAIL_RECIPIENT, _K.GENERIC_ACCOUNT, _K.GUEST_NOT_IN_ROSTER, _K.INTERNAL_NOT_IN_ROSTER),
    *(_K.IDENTITY_CHANGED, _K.IDENTITY_MISMATCH, _K.ACCOUNT_AMBIGUOUS, _K.OTHER_AGENCY_FOLDER),
    *(_K.MOVED_WITH_READERS, _K.APPLICATION_GRANT, _K.SITE_GROUP_UNEXPECTED),
    *(_K.CHANNEL_MEMBER_NOT_IN_ROSTER, _K.CHANNEL_MEMBER_NOT_BUSINESS_UNIT),
    *(_K.SITE_ADMIN_UNEXPECTED, _K.SITE_GROUP_STRANGER, _K.SITE_ENTRY_UNEXPECTED),
    *(_K.LINK_GROUP_STRANGER, _K.APP_PERMISSION_TOO_WIDE),
)
_LAPSED = (
    *(_K.NOT_YET_STARTED, _K.GRANT_TO_LEAVER, _K.GRANT_AFTER_EXPIRY, _K.ISA_WITHDRAWN),
    *(_K.AGREEMENT_MISSING, _K.APD_LAPSED, _K.APD_MISSING, _K.RECONFIRMATION_LAPSED),
    *(_K.ACCOUNT_NOT_FOUND, _K.ACCOUNT_DISABLED, _K.NOT_NAMED_ON_CASE, _K.ACCESS_ON_CLOSED_CASE),
    *(_K.UAA_MISSING, _K.UAA_OLD_VERSION_OVERDUE, _K.UAA_DECLINED),
    *(_K.LINK_OUTSIDE_STAGE, _K.GRANT_OUTSIDE_STAGE, _K.EXCEPTION_EXPIRED, _K.FROZEN),
)
_NONE = (
    *(_K.EDIT_LINK, _K.DOWNLOAD_ALLOWED_LINK, _K.EDIT_GRANT_WITHOUT_EXCEPTION, _K.DIRECT_GRANT),
    *(_K.FOREIGN_LINK, _K.SECOND_WAY_IN, _K.PENDING_INVITATION, _K.STALE_INVITATION),
    *(_K.CHANNEL_MEMBER_MISSING, _K.CHANNEL_ROLE_DIFFERS, _K.MISSING_GRANT, _K.NOT_VIEWABLE),
    *(_K.CASE_FOLDER_MISSING, _K.UNREAD, _K.ROSTER_BROKEN, _K.TRAIL_BROKEN),
    *(_K.INHERITANCE_RESTORED, _K.LEVEL_CAP_BREACH, _K.ORPHAN_CASE_FOLDER, _K.MISSING_FOLDER),
    *(_K.IDENTIFIER_IN_NAME, _K.DEADLINE_MISSED, _K.FREEZE_IN_FORCE),
    *(_K.SITE_GROUP_MISSING, _K.SITE_GROUP_LATE, _K.TOO_FEW_OWNERS, _K.BLOCK_DOWNLOAD_POLICY_OFF),
    *(_K.B2B_INTEGRATION_OFF, _K.SETTING_UNSTATED, _K.STATEMENT_ENDS),
    *(_K.SITE_SHARING_TOO_OPEN, _K.MEMBERS_CAN_SHARE, _K.SHARING_SETTINGS_UNFIT, _K.TEAM_OWNER_UNEXPECTED),
    *(_K.MANY_SCOPES, _K.ORPHAN_LINK_GROUP, _K.MAIL_UNCERTAIN, _K.MAIL_REFUSED, _K.UAA_UNDELIVERABLE),
    *(_K.POLICY_REVIEW_DUE, _K.ISA_REVIEW_DUE, _K.RECONFIRMATION_DUE, _K.INVITATION_WAITS),
    *(_K.EXCEPTION_ENDS_SOON, _K.PERSON_WAITS, _K.FOLDER_NOT_IN_PROCESS),
)

REACH: Mapping[FindingKind, Reach] = MappingProxyType(
    {
        **dict.fromkeys(_OPEN, Reach.OPEN),
        **dict.fromkeys(_LAPSED, Reach.LAPSED),
        FindingKind.FOLDER_GRANT: Reach.DEEP,
        **dict.fromkeys(_NONE, Reach.NONE),
    }
)

# Kinds that tell the shape of an entry: a charge without one stands on the gate's own link.
SHAPES = frozenset(
    {
        *(_K.ANONYMOUS_LINK, _K.EVERYONE_CLAIM, _K.ORGANISATION_LINK, _K.GROUP_GRANT, _K.UNKNOWN_SHAPE),
        *(_K.EDIT_LINK, _K.DOWNLOAD_ALLOWED_LINK, _K.EDIT_GRANT_WITHOUT_EXCEPTION, _K.DIRECT_GRANT),
        *(_K.FOLDER_GRANT, _K.FOREIGN_LINK, _K.EXCEPTION_EXPIRED, _K.APPLICATION_GRANT),
        *(_K.PENDING_INVITATION, _K.STALE_INVITATION, _K.SITE_GROUP_UNEXPECTED),
    }
)
# Whoever is named by one of these may be another than the one whom the gate let read.
NEVER_GIVEN = frozenset(
    {_K.MOVED_WITH_READERS, _K.IDENTITY_CHANGED, _K.IDENTITY_MISMATCH, _K.ACCOUNT_AMBIGUOUS}
)
# An invitation that nobody has taken up opens nothing to anybody yet.
NOT_TAKEN_UP = frozenset({_K.PENDING_INVITATION, _K.STALE_INVITATION})
