"""Every kind of finding, with its severity and the clause it touches.

The values are a contract with the database, the reports and the partnership's records: they never change.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How bad a finding is; higher is worse."""

    WARNING = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class FindingKind(StrEnum):
    """What is wrong, in the order of precedence: an entry's first kind is primary, the others go with it."""

    # entries that name no person
    ANONYMOUS_LINK = "anonymous-link"
    EVERYONE_CLAIM = "everyone-claim"
    ORGANISATION_LINK = "organisation-link"
    GROUP_GRANT = "group-grant"
    UNKNOWN_SHAPE = "unknown-shape"
    # a person without a right to this file
    PERSONAL_MAIL_RECIPIENT = "personal-mail-recipient"
    GENERIC_ACCOUNT = "generic-account"
    GUEST_NOT_IN_ROSTER = "guest-not-in-roster"
    INTERNAL_NOT_IN_ROSTER = "internal-not-in-roster"
    FROZEN = "grant-while-frozen"
    NOT_YET_STARTED = "grant-before-start"
    GRANT_TO_LEAVER = "grant-to-leaver"
    GRANT_AFTER_EXPIRY = "grant-after-expiry"
    ISA_WITHDRAWN = "isa-withdrawn"
    AGREEMENT_MISSING = "agreement-missing"
    APD_LAPSED = "apd-lapsed"
    APD_MISSING = "apd-missing"
    RECONFIRMATION_LAPSED = "reconfirmation-lapsed"
    ACCOUNT_NOT_FOUND = "account-not-found"
    ACCOUNT_AMBIGUOUS = "account-ambiguous"
    ACCOUNT_DISABLED = "account-disabled"
    IDENTITY_MISMATCH = "identity-mismatch"
    IDENTITY_CHANGED = "identity-changed"
    UAA_MISSING = "uaa-missing"
    UAA_OLD_VERSION_OVERDUE = "uaa-old-version-overdue"
    UAA_DECLINED = "uaa-declined"
    NOT_NAMED_ON_CASE = "not-named-on-case"
    ACCESS_ON_CLOSED_CASE = "access-on-closed-case"
    OTHER_AGENCY_FOLDER = "other-agency-folder"
    MOVED_WITH_READERS = "moved-with-readers"
    LINK_OUTSIDE_STAGE = "link-outside-stage"
    GRANT_OUTSIDE_STAGE = "grant-outside-stage"
    # a right person, in a wrong shape
    EDIT_LINK = "edit-link"
    DOWNLOAD_ALLOWED_LINK = "download-allowed-link"
    EDIT_GRANT_WITHOUT_EXCEPTION = "edit-grant-without-exception"
    DIRECT_GRANT = "direct-grant"
    FOLDER_GRANT = "folder-grant"
    FOREIGN_LINK = "foreign-link"
    SECOND_WAY_IN = "second-way-in"
    EXCEPTION_EXPIRED = "exception-expired"
    APPLICATION_GRANT = "application-grant"
    STALE_INVITATION = "stale-invitation"
    PENDING_INVITATION = "pending-invitation"
    SITE_GROUP_UNEXPECTED = "site-group-unexpected"
    # the channel, and what is missing
    CHANNEL_MEMBER_NOT_IN_ROSTER = "channel-member-not-in-roster"
    CHANNEL_MEMBER_NOT_BUSINESS_UNIT = "channel-member-not-business-unit"
    CHANNEL_MEMBER_MISSING = "channel-member-missing"
    CHANNEL_ROLE_DIFFERS = "channel-role-differs"
    MISSING_GRANT = "missing-grant"
    NOT_VIEWABLE = "not-viewable"
    INHERITANCE_RESTORED = "inheritance-restored"
    LEVEL_CAP_BREACH = "level-cap-breach"
    ORPHAN_CASE_FOLDER = "orphan-case-folder"
    MISSING_FOLDER = "missing-folder"
    IDENTIFIER_IN_NAME = "identifier-in-name"
    DEADLINE_MISSED = "deadline-missed"
    CASE_FOLDER_MISSING = "case-folder-missing"
    UNREAD = "unread"
    ROSTER_BROKEN = "roster-broken"
    TRAIL_BROKEN = "trail-broken"
    # the site, and the settings of sharing
    SITE_ADMIN_UNEXPECTED = "site-admin-unexpected"
    SITE_GROUP_STRANGER = "site-group-stranger"
    SITE_ENTRY_UNEXPECTED = "site-entry-unexpected"
    SITE_SHARING_TOO_OPEN = "site-sharing-too-open"
    MEMBERS_CAN_SHARE = "members-can-share"
    SHARING_SETTINGS_UNFIT = "sharing-settings-unfit"
    TEAM_OWNER_UNEXPECTED = "team-owner-unexpected"
    MANY_SCOPES = "many-scopes"
    ORPHAN_LINK_GROUP = "orphan-link-group"
    LINK_GROUP_STRANGER = "link-group-stranger"
    SITE_GROUP_MISSING = "site-group-missing"
    TOO_FEW_OWNERS = "too-few-owners"
    APP_PERMISSION_TOO_WIDE = "app-permission-too-wide"
    BLOCK_DOWNLOAD_POLICY_OFF = "block-download-policy-off"
    B2B_INTEGRATION_OFF = "b2b-integration-off"
    SETTING_UNSTATED = "setting-unstated"
    # mails
    MAIL_UNCERTAIN = "mail-uncertain"
    MAIL_REFUSED = "mail-refused"
    UAA_UNDELIVERABLE = "uaa-undeliverable"
    # no harm yet
    FREEZE_IN_FORCE = "freeze-in-force"
    POLICY_REVIEW_DUE = "policy-review-due"
    ISA_REVIEW_DUE = "isa-review-due"
    RECONFIRMATION_DUE = "reconfirmation-due"
    INVITATION_WAITS = "invitation-waits"
    EXCEPTION_ENDS_SOON = "exception-ends-soon"
    PERSON_WAITS = "person-waits"
    FOLDER_NOT_IN_PROCESS = "folder-not-in-process"
    SITE_GROUP_LATE = "site-group-late"
    STATEMENT_ENDS = "statement-ends"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What holds for every finding of a kind: severity, the clause, and what to do about it."""

    severity: Severity
    clause: str
    remedy: str
