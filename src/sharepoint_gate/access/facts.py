"""How bad each kind of finding is, which clause it touches, and what is to be done about it.

Source: ISA §2.3, ISA §8.2, ISA §8.3, ISA §8.4, ISA §8.5, ISA §8.6, ISA §8.7, ISA §8.8, ISA §9.1, ISA §12
"""

from collections.abc import Mapping
from types import MappingProxyType

from sharepoint_gate.access.kinds import FindingKind, KindFacts, Severity

_C, _H, _M, _L, _W = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.WARNING
_LINK_GOES = "The link is deleted; people who should read the file get the gate's own link."
_ENTRY_GOES = "The entry is deleted."
_PERSON_LOSES = "Access is taken away."
_PERSON_RETURNS = "Access is taken away; it comes back by itself once the record is put right."

KINDS: Mapping[FindingKind, KindFacts] = MappingProxyType(
    {
        FindingKind.ANONYMOUS_LINK: KindFacts(_C, "ISA §8.3, §8.7", _LINK_GOES),
        FindingKind.EVERYONE_CLAIM: KindFacts(_C, "ISA §8.3", _ENTRY_GOES),
        FindingKind.ORGANISATION_LINK: KindFacts(_H, "ISA §8.3, §8.7", _LINK_GOES),
        FindingKind.GROUP_GRANT: KindFacts(_H, "ISA §8.7", _ENTRY_GOES),
        FindingKind.UNKNOWN_SHAPE: KindFacts(
            _C,
            "ISA §8.3",
            "Look at the item's sharing in SharePoint; grants on it wait until this is understood.",
        ),
        FindingKind.PERSONAL_MAIL_RECIPIENT: KindFacts(_C, "ISA §8.3, §5.2", _PERSON_LOSES),
        FindingKind.GENERIC_ACCOUNT: KindFacts(_H, "ISA §8.7", _PERSON_LOSES),
        FindingKind.GUEST_NOT_IN_ROSTER: KindFacts(_C, "ISA §8.3", _PERSON_LOSES),
        FindingKind.INTERNAL_NOT_IN_ROSTER: KindFacts(_H, "ISA §8.3", _PERSON_LOSES),
        FindingKind.FROZEN: KindFacts(
            _C,
            "ISA §8.3, §11",
            "Access is taken away; it comes back only when somebody lifts the freeze with `unfreeze`.",
        ),
        FindingKind.NOT_YET_STARTED: KindFacts(_H, "ISA §8.3", _PERSON_RETURNS),
        FindingKind.GRANT_TO_LEAVER: KindFacts(_H, "ISA §8.3", _PERSON_LOSES),
        FindingKind.GRANT_AFTER_EXPIRY: KindFacts(_H, "ISA §8.3", _PERSON_LOSES),
        FindingKind.ISA_WITHDRAWN: KindFacts(_C, "ISA §12", _PERSON_LOSES),
        FindingKind.AGREEMENT_MISSING: KindFacts(_H, "ISA §8.3", _PERSON_RETURNS),
        FindingKind.APD_LAPSED: KindFacts(_H, "ISA §9.1", _PERSON_RETURNS),
        FindingKind.APD_MISSING: KindFacts(_H, "ISA §9.1", _PERSON_RETURNS),
        FindingKind.ACCOUNT_NOT_FOUND: KindFacts(_H, "ISA §8.7", _PERSON_RETURNS),
        FindingKind.ACCOUNT_AMBIGUOUS: KindFacts(_H, "ISA §8.7", _PERSON_RETURNS),
        FindingKind.ACCOUNT_DISABLED: KindFacts(_M, "ISA §8.3", _PERSON_RETURNS),
        FindingKind.RECONFIRMATION_LAPSED: KindFacts(_H, "ISA §8.3, §8.7", _PERSON_RETURNS),
        FindingKind.IDENTITY_MISMATCH: KindFacts(
            _M,
            "ISA §8.7",
            "Speak to the person; correct the mail in the directory, or the organisation's domains; if it "
            "changed rightly, write confirmed_on.",
        ),
        FindingKind.IDENTITY_CHANGED: KindFacts(
            _H,
            "ISA §8.7",
            "Access is taken away until the business unit confirms that the account is this person's.",
        ),
        FindingKind.UAA_MISSING: KindFacts(_H, "ISA §8.8", _PERSON_RETURNS),
        FindingKind.UAA_OLD_VERSION_OVERDUE: KindFacts(_H, "ISA §8.8, §8.9", _PERSON_RETURNS),
        FindingKind.UAA_DECLINED: KindFacts(_H, "ISA §8.8", _PERSON_LOSES),
        FindingKind.NOT_NAMED_ON_CASE: KindFacts(_H, "ISA §8.6", _PERSON_LOSES),
        FindingKind.ACCESS_ON_CLOSED_CASE: KindFacts(_M, "ISA §8.6", _PERSON_LOSES),
        FindingKind.OTHER_AGENCY_FOLDER: KindFacts(_C, "ISA §8.6, §7.2", _PERSON_LOSES),
        FindingKind.MOVED_WITH_READERS: KindFacts(
            _H,
            "ISA §8.6",
            "The file's link is deleted first; find out who saw the file in its new place, and when.",
        ),
        FindingKind.LINK_OUTSIDE_STAGE: KindFacts(_H, "ISA §8.6", _PERSON_LOSES),
        FindingKind.GRANT_OUTSIDE_STAGE: KindFacts(_H, "ISA §8.6", _PERSON_LOSES),
        FindingKind.EDIT_LINK: KindFacts(_H, "ISA §8.4", _LINK_GOES),
        FindingKind.DOWNLOAD_ALLOWED_LINK: KindFacts(_H, "ISA §8.5", _LINK_GOES),
        FindingKind.EDIT_GRANT_WITHOUT_EXCEPTION: KindFacts(_H, "ISA §8.4", _ENTRY_GOES),
        FindingKind.DIRECT_GRANT: KindFacts(_H, "ISA §8.4, §8.5", _ENTRY_GOES),
        FindingKind.FOLDER_GRANT: KindFacts(
            _H,
            "ISA §8.5, §8.6",
            "The entry is deleted; downloads can be blocked on files only, never on a folder.",
        ),
        FindingKind.FOREIGN_LINK: KindFacts(_M, "ISA §8.4", _LINK_GOES),
        FindingKind.SECOND_WAY_IN: KindFacts(_M, "ISA §8.4", "The gate's link no longer names this person."),
        FindingKind.EXCEPTION_EXPIRED: KindFacts(_H, "ISA §8.6", _ENTRY_GOES),
        FindingKind.APPLICATION_GRANT: KindFacts(
            _H,
            "ISA §8.2",
            "Ask the administrator what the application is for, and remove it if nobody knows.",
        ),
        FindingKind.STALE_INVITATION: KindFacts(_M, "ISA §8.3", "The invitation is withdrawn."),
        FindingKind.PENDING_INVITATION: KindFacts(_M, "ISA §8.3", "The invitation is withdrawn."),
        FindingKind.SITE_GROUP_UNEXPECTED: KindFacts(
            _H, "ISA §8.7", "Look at the site's groups: only those of the channel's own members belong here."
        ),
        FindingKind.CHANNEL_MEMBER_NOT_IN_ROSTER: KindFacts(_C, "ISA §8.3", "The membership is ended."),
        FindingKind.CHANNEL_MEMBER_NOT_BUSINESS_UNIT: KindFacts(_H, "ISA §8.4", "The membership is ended."),
        FindingKind.CHANNEL_MEMBER_MISSING: KindFacts(_M, "ISA §8.7", "The person is added to the channel."),
        FindingKind.CHANNEL_ROLE_DIFFERS: KindFacts(
            _M, "ISA §8.7", "The channel role is set as the roster says."
        ),
        FindingKind.MISSING_GRANT: KindFacts(_M, "ISA §2.3", "The person is added to the gate's link."),
        FindingKind.NOT_VIEWABLE: KindFacts(
            _M,
            "ISA §8.5",
            "Save the file as PDF or Office in the same folder; this type cannot be shown safely.",
        ),
        FindingKind.INHERITANCE_RESTORED: KindFacts(
            _H,
            "ISA §8.6",
            "The gate makes its links again; find out who restored inheritance, and why.",
        ),
        FindingKind.LEVEL_CAP_BREACH: KindFacts(
            _C,
            "ISA §6.14.3",
            "Take the file out of the folder now, and freeze the case until you know who has read it.",
        ),
        FindingKind.ORPHAN_CASE_FOLDER: KindFacts(
            _M, "ISA §8.3", "Put the case on the roster, or move the folder's papers to where they belong."
        ),
        FindingKind.MISSING_FOLDER: KindFacts(
            _L, "ISA §8.6", "Make the folder, empty, in the case's folder."
        ),
        FindingKind.IDENTIFIER_IN_NAME: KindFacts(
            _M, "ISA §7.2", "Rename it: names are seen where the document itself is not."
        ),
        FindingKind.DEADLINE_MISSED: KindFacts(
            _L,
            "ISA §2.2",
            "Write the day on which it came into the roster, or tell the partners why it is late.",
        ),
        FindingKind.CASE_FOLDER_MISSING: KindFacts(
            _L, "ISA §8.6", "Make the case's folder in the channel, or correct the reference in the roster."
        ),
        FindingKind.UNREAD: KindFacts(
            _H,
            "ISA §8.3",
            "Nothing is granted here until it can be read; ask the administrator why it cannot.",
        ),
        FindingKind.ROSTER_BROKEN: KindFacts(
            _H,
            "ISA §8.7",
            "Correct the place that is named and run `sharepoint-gate check`; until then access only ends.",
        ),
        FindingKind.TRAIL_BROKEN: KindFacts(
            _C,
            "ISA §8.3",
            "Keep the database as it is, tell the data protection officer, and sign the break off with "
            "`trail sign-off --reason TEXT` once it is understood; until then access only ends.",
        ),
        FindingKind.SITE_ADMIN_UNEXPECTED: KindFacts(
            _H,
            "ISA §8.7",
            "Ask the SharePoint administrator to take them off the site; nothing keeps an administrator out.",
        ),
        FindingKind.SITE_GROUP_STRANGER: KindFacts(
            _H, "ISA §8.7", "Ask the SharePoint administrator to take this name out of the site's group."
        ),
        FindingKind.SITE_ENTRY_UNEXPECTED: KindFacts(
            _H, "ISA §8.7", "Ask the SharePoint administrator to take this role on the site away."
        ),
        FindingKind.SITE_SHARING_TOO_OPEN: KindFacts(
            _C,
            "ISA §8.2",
            "Ask the SharePoint administrator to set the site's sharing to existing guests.",
        ),
        FindingKind.MEMBERS_CAN_SHARE: KindFacts(
            _H,
            "ISA §8.5",
            "Let an owner of the site set sharing to owners only, under Site permissions, Sharing settings.",
        ),
        FindingKind.SHARING_SETTINGS_UNFIT: KindFacts(
            _H, "ISA §8.2", "Ask the SharePoint administrator to change the tenant's sharing settings."
        ),
        FindingKind.TEAM_OWNER_UNEXPECTED: KindFacts(
            _L,
            "ISA §8.7",
            "Let the business unit take the ownership of the team over; an owner can delete the channel.",
        ),
        FindingKind.MANY_SCOPES: KindFacts(
            _M, "ISA §8.6", "Close cases that are over: their links and own permissions are then given back."
        ),
        FindingKind.ORPHAN_LINK_GROUP: KindFacts(
            _L,
            "ISA §8.4",
            "Ask the SharePoint administrator to delete the group; no link that was read stands behind it.",
        ),
        FindingKind.LINK_GROUP_STRANGER: KindFacts(
            _H,
            "ISA §8.3",
            "Delete the link in SharePoint; the gate makes its own anew for those who should read.",
        ),
        FindingKind.SITE_GROUP_MISSING: KindFacts(
            _M,
            "ISA §8.7",
            "Take the person out of the channel and add them again in Teams: the site has not followed.",
        ),
        FindingKind.TOO_FEW_OWNERS: KindFacts(
            _M, "ISA §8.7", "Name a second owner of the business unit in the roster, under channel."
        ),
        FindingKind.APP_PERMISSION_TOO_WIDE: KindFacts(
            _C,
            "ISA §8.2",
            "Ask the administrator what the application is for, and take its right to the site away.",
        ),
        FindingKind.BLOCK_DOWNLOAD_POLICY_OFF: KindFacts(
            _H, "ISA §8.5", "Ask the SharePoint administrator to switch the policy on again."
        ),
        FindingKind.B2B_INTEGRATION_OFF: KindFacts(
            _H, "ISA §8.8", "Ask the administrator to switch on SharePoint's integration with Entra B2B."
        ),
        FindingKind.SETTING_UNSTATED: KindFacts(
            _M, "ISA §8.2", "Let the administrator look, and write the statement under [posture]."
        ),
        FindingKind.MAIL_UNCERTAIN: KindFacts(
            _M,
            "ISA §8.4, §8.8",
            "Ask the person whether the mail came; then `uaa send --again KEY` or `--settled KEY`.",
        ),
        FindingKind.MAIL_REFUSED: KindFacts(
            _M, "ISA §8.4, §8.8", "Look at the sender's mailbox and the application's right to send from it."
        ),
        FindingKind.UAA_UNDELIVERABLE: KindFacts(
            _M,
            "ISA §8.8, §8.9",
            "Phone the person; correct the address in the roster; then `uaa send --settled KEY`.",
        ),
        FindingKind.FREEZE_IN_FORCE: KindFacts(
            _W,
            "ISA §8.3, §11",
            "Nothing while it is to stay; `unfreeze` lifts it, and the next night does as the roster says.",
        ),
        FindingKind.POLICY_REVIEW_DUE: KindFacts(
            _W, "ISA §9.1", "Ask the organisation for its reviewed policy document, and record the new date."
        ),
        FindingKind.ISA_REVIEW_DUE: KindFacts(
            _W, "ISA §12", "Review the arrangement, and record the outcome."
        ),
        FindingKind.RECONFIRMATION_DUE: KindFacts(
            _W,
            "ISA §8.3, §8.7",
            "Ask the organisation's lead whether all its people still need access, and write the day in "
            "people_confirmed_on.",
        ),
        FindingKind.INVITATION_WAITS: KindFacts(
            _W,
            "ISA §8.7",
            "Look at what is said, then write the day on which to invite again in invite_on.",
        ),
        FindingKind.EXCEPTION_ENDS_SOON: KindFacts(
            _W,
            "ISA §8.4",
            "Let it end, or let the business unit approve a new last day and write it in the roster.",
        ),
        FindingKind.PERSON_WAITS: KindFacts(
            _W,
            "ISA §8.7",
            "Speak to the person; when the account is theirs, write confirmed_on in the roster.",
        ),
        FindingKind.SITE_GROUP_LATE: KindFacts(
            _W, "ISA §8.7", "Nothing yet: the next night looks again, and tells it if the site stays behind."
        ),
        FindingKind.STATEMENT_ENDS: KindFacts(
            _W, "ISA §8.2", "Let the administrator look again, and renew the statement under [posture]."
        ),
        FindingKind.FOLDER_NOT_IN_PROCESS: KindFacts(
            _W, "ISA §8.6", "Give the folder its name from the process, or leave it to the business unit."
        ),
    }
)
