"""Probes that take a file of the gate's own and one test account.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
"""

from sharepoint_gate.access.probes import LOOKS, Consequence, Probe

VERSION = "sharing.create_link_version"
ON_V1, ON_BETA = f'{VERSION} = "v1.0"', f'{VERSION} = "beta"'


def attempt(name: str, question: str, yes: str, no: str, unknown: str = "") -> Probe:
    """Return a probe that tries, and whose every answer the gate can live with."""
    return Probe(name, question, Consequence(yes), Consequence(no), Consequence(unknown or no), tries=True)


INHERITED_DELETE = attempt(
    "inherited-delete-says-so",
    "Does Graph say so when an inherited permission that is deleted stays?",
    "It looks again after each deletion anyway, and names what stayed.",
    "It believes no answer to a deletion: it looks again, and names what stayed.",
)
V1_LINK = Probe(
    "v1-link-without-download",
    "Does v1.0 make a link without download for the people who are named?",
    Consequence("It can use v1.0, which Microsoft supports: prefer it to beta.", ON_V1),
    Consequence("It asks beta; a link that comes back wider is deleted at once.", ON_BETA),
    Consequence("It asks the version of the settings, reads back, and deletes a wider link."),
    tries=True,
)
BETA_LINK = Probe(
    "link-without-download",
    "Does beta make a link without download for the people who are named, with this application's roles?",
    Consequence("It lets people read by such a link, where the settings say beta."),
    Consequence("It can let nobody read by beta: see whether v1.0 makes such links."),
    Consequence("It asks, reads back, and lets nobody read where that fails."),
    tries=True,
)
REVOKE = attempt(
    "revoke-takes-off",
    "Can somebody be taken off a link with this application's roles?",
    "It takes people off the link one by one.",
    "It deletes the link, and makes it anew for those who stay.",
)
REVOKE_ON_V1 = attempt(
    "revoke-on-v1",
    "Does v1.0 know how to take somebody off a link?",
    "It asks v1.0.",
    "It asks v1.0 once a run, then beta.",
)
REVOKE_PENDING = attempt(
    "revoke-pending-guest",
    "Can a guest who never signed in be taken off a link?",
    "It takes them off like anybody else.",
    "It deletes the link, and makes it anew without them.",
    "It tries; where Graph refuses it makes the link anew without them.",
)
PENDING_SHOWN = attempt(
    "pending-guest-shown",
    "Does a link show a guest who never signed in?",
    "It sees that they are on it.",
    "It counts the change as failed, since a fresh read does not show it, and says so.",
    "It reads back, and counts what is not seen as failed.",
)
SAME_LINK = attempt(
    "same-link-adds-people",
    "Does asking for the same link again add people to it?",
    "It could add people so; it still adds them through the link first.",
    "It adds people through the link's address.",
)
GRANT = attempt(
    "grant-adds-people",
    "Can people be added through a link's address with this application's roles?",
    "It adds people to the link that stands.",
    "It deletes the link and makes it anew for everybody who should be on it.",
    "It tries; where Graph refuses it makes the link anew.",
)
GRANT_ADDRESS = attempt(
    "grant-changes-address",
    "Does a link's address change when people are added?",
    "It reads the address anew after each change.",
    "It reads the address anew after each change all the same.",
)
FOLDER_LINK = attempt(
    "folder-link-without-download",
    "Does a folder take a link without download?",
    "It makes links on files only: what comes into a folder later must not be open by itself.",
    "It makes links on files only.",
)
UNSHOWN_FILE = attempt(
    "refuses-link-on-unshown-file",
    "Does Graph refuse a link without download on a file that a browser cannot show?",
    "It asks for no such link: the file is reported instead.",
    "It asks for no such link; one that came back wider would be deleted at once.",
)
REACHES_DOWN = attempt(
    "sharing-reaches-down",
    "Does sharing a folder reach files below that have permissions of their own?",
    "It judges each file with everything above it, and removes the link on the folder.",
    "It judges each file with everything above it all the same.",
)
LEAVES_PASSAGE = attempt(
    "deleted-link-leaves-passage",
    "Does a deleted link leave its Limited Access entry behind?",
    "It leaves such entries alone: they give nobody a file.",
    "Nothing is left to be told apart.",
)
LINK_GONE = Probe(
    "deleted-link-is-gone",
    "Is a link that was deleted gone in a fresh read?",
    Consequence("It counts a removal as done once a fresh read shows it."),
    Consequence("It counts no removal as done, and says which link stayed.", ready=False),
    Consequence("It counts no removal as done that a fresh read does not show.", ready=False),
    tries=True,
)
DELTA_LINKS = attempt(
    "delta-tells-links",
    "Does delta tell of a file when a link is made on it?",
    "It reads every file's sharing itself all the same.",
    "It reads every file's sharing itself, each night.",
)
DELTA_REMOVALS = attempt(
    "delta-tells-removals",
    "Does delta mark a file from which sharing was taken away, for this application?",
    "It reads every file's sharing itself all the same.",
    "It reads every file's sharing itself, each night.",
)
DELTA_NAMES = attempt(
    "delta-names-deleted",
    "Do files that were deleted keep their names in delta?",
    "It knows files by their ids and does not need the names.",
    "It knows files by their ids.",
)
TRIES = (
    INHERITED_DELETE,
    V1_LINK,
    BETA_LINK,
    REVOKE,
    REVOKE_ON_V1,
    REVOKE_PENDING,
    PENDING_SHOWN,
    SAME_LINK,
    GRANT,
    GRANT_ADDRESS,
    FOLDER_LINK,
    UNSHOWN_FILE,
    REACHES_DOWN,
    LEAVES_PASSAGE,
    LINK_GONE,
    DELTA_LINKS,
    DELTA_REMOVALS,
    DELTA_NAMES,
)
"""What can be answered by trying only."""

ALL = (*LOOKS, *TRIES)
