"""What each setting of a locked-down channel may be, and whether that is fit.

One list serves what was read and what an administrator stated, so that both are judged alike.

Source: spo:turn-external-sharing-on-or-off, graph:resources/sharepointsettings, ISA §8.2, ISA §8.5
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sharepoint_gate.roster.posture import PostureKey as Key


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that a setting can be.

    Attributes:
        sentence: What it means.
        advice: What the administrator changes; empty where it is fit.
        narrow: It keeps right people out and lets nobody in: told, and no reason to hold a grant back.
    """

    sentence: str
    advice: str = ""
    narrow: bool = False

    @property
    def fit(self) -> bool:
        """Whether a locked-down channel can rest on it."""
        return not self.advice


ANYONE, NOBODY, EXISTING, NEW = "anyone", "nobody-outside", "existing-guests", "new-and-existing-guests"
ON, OFF, YES, NO = "on", "off", "yes", "no"
LISTED, NO_LIST, SHUT_OUT = "rosters-domains", "no-list", "shuts-out"
WORDS: Mapping[Key, Mapping[str, Word]] = MappingProxyType(
    {
        Key.SHARING_LEVEL: {
            EXISTING: Word("Files of the site are shared with guests who are known already, and no others."),
            NEW: Word("Files of the site are shared with guests who sign in, and nobody else."),
            ANYONE: Word(
                "The site lets people make links that anybody can open.",
                "Set the site's sharing to existing guests.",
            ),
            NOBODY: Word(
                "Nothing of the site may be shared with guests: people of other agencies can read nothing.",
                "Set the site's sharing to existing guests.",
                narrow=True,
            ),
        },
        Key.ALLOWED_DOMAINS: {
            LISTED: Word("Sharing is limited to named domains, the roster's among them."),
            NO_LIST: Word("No list of allowed domains; the gate itself names people of the roster only."),
            SHUT_OUT: Word(
                "Domains of the roster are shut out.",
                "Allow them, or end the people of these organisations on the roster.",
                narrow=True,
            ),
        },
        Key.GUESTS_RESHARE: {
            NO: Word("Guests cannot share on what they were given."),
            YES: Word(
                "Guests may share on what they do not own.",
                "Switch off that guests share items they do not own.",
            ),
        },
        Key.MEMBERS_CAN_SHARE: {
            NO: Word("Only owners of the site share its files and folders."),
            YES: Word(
                "Members of the channel may share its files and folders with others.",
                "Set sharing to owners only, under Site permissions, Sharing settings.",
            ),
        },
        Key.ACCESS_REQUESTS: {
            OFF: Word("Nobody can ask the site's owners for access by a click."),
            ON: Word(
                "People can ask for access, and an owner's click gives it past the roster.",
                "Switch access requests off, under Site permissions, Access requests settings.",
            ),
        },
        Key.GUEST_EXPIRATION: {
            ON: Word("A guest's access to the site ends by itself after some days unless it is renewed."),
            OFF: Word(
                "A guest's access to the site never ends by itself.",
                "Switch on that guest access to a site expires automatically.",
            ),
        },
        Key.DEFAULT_LINK: {
            "specific-people": Word("A link is for the people that are named, unless somebody chooses else."),
            "existing-access": Word("A link gives nothing by itself, unless somebody chooses else."),
            "organisation": Word(
                "A link is for everybody in the organisation, unless somebody chooses else.",
                "Set the site's default sharing link to specific people.",
            ),
            ANYONE: Word(
                "A link is for anybody, unless somebody chooses else.",
                "Set the site's default sharing link to specific people.",
            ),
        },
        Key.BLOCK_DOWNLOAD_POLICY: {
            ON: Word("Links that block downloads are honoured on the site."),
            OFF: Word(
                "The policy by which downloads are blocked is off on the site.",
                "Switch the site's policy for blocking downloads on again.",
            ),
        },
        Key.BLOCK_DOWNLOAD_TYPES: {
            "previewable": Word("Every file that a browser can show is shown without download."),
            "rendered": Word("Office files alone are shown without download; PDF and pictures get no link."),
        },
        Key.B2B_INTEGRATION: {
            ON: Word(
                "Whoever a file is shared with becomes a guest account, and signs in under the rules for it."
            ),
            OFF: Word(
                "People outside the directory can be sent codes by mail, beyond the rules for guests.",
                "Switch on the integration of SharePoint with Entra B2B.",
            ),
        },
        Key.SEARCH_DISCOVERY: {
            OFF: Word("The site does not come up in the organisation's search for people without access."),
            ON: Word(
                "The site comes up in the organisation's search.",
                "Restrict the discovery of the site's content.",
            ),
        },
    }
)

NAMES: Mapping[Key, str] = MappingProxyType(
    {
        Key.SHARING_LEVEL: "how far the site may be shared",
        Key.ALLOWED_DOMAINS: "which domains may be shared with",
        Key.GUESTS_RESHARE: "whether guests share on",
        Key.MEMBERS_CAN_SHARE: "whether members share",
        Key.ACCESS_REQUESTS: "whether people can ask for access",
        Key.GUEST_EXPIRATION: "whether guests' access expires",
        Key.DEFAULT_LINK: "what a link is by default",
        Key.BLOCK_DOWNLOAD_POLICY: "whether downloads can be blocked",
        Key.BLOCK_DOWNLOAD_TYPES: "which files are shown without download",
        Key.B2B_INTEGRATION: "whether SharePoint makes guests of those it shares with",
        Key.SEARCH_DISCOVERY: "whether the site comes up in search",
    }
)
