"""Probes: the open questions about a tenant as data, with what the gate does in the case of each answer.

Whether the answer can be had by looking, or only by trying on a file of the gate's own, is part of a probe.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/driveitem-delta, ADR-0003
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a question is answered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from an answer.

    Attributes:
        does: What the gate does about it, one sentence.
        setting: The line of the settings that fits this answer; empty where none follows.
        ready: Whether the gate can enforce all the same.
    """

    does: str
    setting: str = ""
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Probe:
    """One open question.

    Attributes:
        id: Its name on the page of open questions; never changes.
        question: As it is put to people: it is answered by yes or no.
        tries: Whether it takes a file of the gate's own and a test account.
    """

    id: str
    question: str
    yes: Consequence
    no: Consequence
    unknown: Consequence
    tries: bool = False

    def consequence(self, verdict: Verdict) -> Consequence:
        """Return what follows from an answer."""
        return {Verdict.YES: self.yes, Verdict.NO: self.no, Verdict.UNKNOWN: self.unknown}[verdict]


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What a probe found.

    Attributes:
        seen: What was seen that says so; for "cannot tell" why not. One clause, without a link or a token.
    """

    probe: Probe
    verdict: Verdict
    seen: str

    @property
    def consequence(self) -> Consequence:
        """What follows from it."""
        return self.probe.consequence(self.verdict)


def look(name: str, question: str, yes: str, no: str, unknown: str = "") -> Probe:
    """Return a probe that only looks, and whose every answer the gate can live with."""
    return Probe(name, question, Consequence(yes), Consequence(no), Consequence(unknown or no))


SHARING_HEADERS = look(
    "sharing-headers",
    "Does delta say that it honours the headers that ask for changes of sharing?",
    "It still reads the sharing of every file itself: delta is a hint.",
    "It reads the sharing of every file itself, and asks delta for the list of files only.",
)
FOLDERS_ANNOTATED = look(
    "folders-annotated",
    "Does delta mark folders whose sharing was changed?",
    "It reads every folder's sharing itself all the same.",
    "It reads every folder's sharing itself, each night.",
)
INHERITED_FROM = look(
    "inherited-from",
    "Does an inherited permission name the folder that it comes from?",
    "It does not rely on it, and tells entries apart by who they name and how.",
    "It tells entries apart by who they name and how, never by this property.",
)
LINK_URLS = look(
    "link-urls-shown",
    "Does this application see the addresses of sharing links?",
    "It adds people through the link's address, and writes the address down nowhere.",
    "It cannot add people to a link: it makes the link anew for everybody who should be on it.",
    "It asks for the address when it needs it; without one it makes the link anew.",
)
LIMITED_ACCESS = look(
    "limited-access-shown",
    "Are Limited Access entries listed on the folders above shared files?",
    "It takes them for what they are: the way through to a file, and no access of their own.",
    "Nothing: they give nobody a file.",
)
FILTER_BY_LINK = look(
    "filter-by-link",
    "Can permissions be asked for with the filter for links only?",
    "It does not use the filter: entries that are no links matter as much.",
    "It does not use the filter.",
)
TERMS_READABLE = look(
    "terms-readable",
    "Can an application by itself read who accepted the tenant's terms of use?",
    "It does not depend on it, since that is documented for people only; the record stays its own.",
    "It keeps acceptances itself: the business unit's record with its evidence.",
)
AUDIT_LOG = look(
    "audit-log",
    "Does the audit log of the tenant answer to this application?",
    "Nothing yet: no command of the gate asks it. It would tell when an exposure began.",
    "It tells of an exposure from and to the looks between which it came.",
)
DIRECTORY_LOG = look(
    "directory-log",
    "Does the directory's log answer to this application?",
    "Nothing yet: no command of the gate asks it. It holds 'Accept Terms Of Use' for thirty days.",
    "Acceptances come from the business unit's record alone.",
)
OTHER_MAILS = Probe(
    "other-mails-filter",
    "Can accounts be found by sign-in name, mail or other mail in one question?",
    Consequence("It finds each person of the roster with one question."),
    Consequence("It can find nobody by address, so nothing is granted to anybody.", ready=False),
    Consequence("It asks again each night; who is not found is granted nothing.", ready=False),
)
APPLICATION_GRANTS = look(
    "application-grants",
    "Does the site tell which applications it was given to, and in which role?",
    "It shows them here; an application with more than it needs is for the administrator.",
    "Ask the administrator which applications the site was given to.",
)
SHAREPOINT_REST = look(
    "sharepoint-rest",
    "Does SharePoint's own interface take this application's credential?",
    "It compares the site's own groups, roles and administrators with the channel, each night.",
    "It cannot see who is in the site's own groups, and each plan says so: look at them in SharePoint.",
)
LOOKS = (
    SHARING_HEADERS,
    FOLDERS_ANNOTATED,
    INHERITED_FROM,
    LINK_URLS,
    LIMITED_ACCESS,
    FILTER_BY_LINK,
    TERMS_READABLE,
    AUDIT_LOG,
    DIRECTORY_LOG,
    OTHER_MAILS,
    APPLICATION_GRANTS,
    SHAREPOINT_REST,
)
"""What can be answered by looking."""
