"""GetSharingInformation (pnp-cli:spo/commands/file/file-sharinginfo-get carries the shapes)."""

from typing import Any

from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import PACK, REPORT, VERBOSE, Rest, folder_at, item_at

_ASK = "GetSharingInformation?$select=permissionsInformation&$Expand=permissionsInformation"
_TITLE = "Smallbridge Safeguarding-Case review"


def _told(rest: Rest, place: str) -> Any:
    return rest.must("POST", f"{place}/{_ASK}")["permissionsInformation"]


def _standing(told: Any) -> list[Any]:
    return [link for link in told["links"] if link["linkDetails"]["IsActive"]]


def test_link_that_blocks_download_is_told_whole(rest: Rest) -> None:
    """A link says whom it names, that a guest is among them, and that it blocks downloads."""
    told = _told(rest, item_at(f"{PACK}/agenda.docx"))
    (link,) = _standing(told)
    details = link["linkDetails"]
    flo = {
        "email": "F.Ford@NHS.example",
        "expiration": "",
        "id": rest.must("GET", "web/siteusers/getbyemail('f.ford@nhs.example')")["Id"],
        "isActive": True,
        "isExternal": True,
        "jobTitle": None,
        "loginName": "i:0#.f|membership|f.ford_nhs.example#ext#@smallbridge.example",
        "name": "Flo O'Ford",
        "principalType": 1,
        "userId": None,
        "userPrincipalName": "f.ford_nhs.example#ext#@smallbridge.example",
    }
    assert link["linkMembers"] == [flo]
    assert [invitation["invitee"] for invitation in details.pop("Invitations")] == [flo]
    assert details.pop("CreatedBy") == details.pop("LastModifiedBy")
    assert details.pop("Url").startswith("https://smallbridge.sharepoint.example/:w:/s/")
    assert details.pop("ShareTokenString").startswith("share=E")
    assert (len(details.pop("ShareId")), len(details.pop("ApplicationId"))) == (36, 36)
    assert link["isInherited"] is False
    assert details == {
        "AllowsAnonymousAccess": False,
        "BlocksDownload": True,
        "Created": "",
        "Description": None,
        "Embeddable": False,
        "Expiration": "",
        "HasExternalGuestInvitees": True,
        "IsActive": True,
        "IsAddressBarLink": False,
        "IsCreateOnlyLink": False,
        "IsDefault": True,
        "IsEditLink": False,
        "IsFormsLink": False,
        "IsReviewLink": False,
        "IsUnhealthy": False,
        "LastModified": "",
        "LimitUseToApplication": False,
        "LinkKind": 6,
        "PasswordLastModified": "",
        "PasswordLastModifiedBy": None,
        "RedeemedUsers": [],
        "RequiresPassword": False,
        "RestrictedShareMembership": True,
        "Scope": 2,
        "SharingLinkStatus": 0,
        "TrackLinkUsers": False,
    }


def test_kinds_that_nobody_made_have_their_places(rest: Rest) -> None:
    """Organisation and anonymous links that do not stand are told as such, with no scope."""
    unused = [link for link in _told(rest, item_at(REPORT))["links"] if not link["linkDetails"]["IsActive"]]
    assert [link["linkDetails"]["LinkKind"] for link in unused] == [5, 4, 3, 2]
    assert {link["linkDetails"]["Scope"] for link in unused} == {-1}
    assert {link["linkDetails"]["Url"] for link in unused} == {None}


def test_principals_have_sharings_own_roles(rest: Rest) -> None:
    """The site's groups view (1), edit (2) or own (3); the links' groups are told as links instead."""
    told = _told(rest, item_at(f"{PACK}/agenda.docx"))
    assert {one["principal"]["name"]: one["role"] for one in told["principals"]} == {
        f"{_TITLE} Owners": 3,
        f"{_TITLE} Visitors": 1,
        f"{_TITLE} Members": 2,
    }
    assert {one["isInherited"] for one in told["principals"]} == {False}
    assert {one["isInherited"] for one in _told(rest, item_at(REPORT))["principals"]} == {True}


def test_folders_link_is_inherited_below(tenant: InProcess, rest: Rest) -> None:
    """A link on a folder reaches what lies below and is told there as inherited, with kind and scope."""
    state = tenant.admin("GET", "state")
    drive = state["drives"][0]
    folder = next(item["id"] for item in drive["items"] if item["path"].endswith("60-final-report"))
    wanted = {"type": "edit", "scope": "organization"}
    path = f"/v1.0/drives/{drive['id']}/items/{folder}/createLink"
    assert tenant.ask("reconciler", "POST", path, wanted).status in {200, 201}
    told = _told(rest, item_at(REPORT))
    (link,) = _standing(told)
    details = link["linkDetails"]
    assert (told["hasInheritedLinks"], link["isInherited"]) == (True, True)
    assert (details["LinkKind"], details["Scope"], details["IsEditLink"]) == (3, 1, True)
    (own,) = _standing(_told(rest, folder_at(REPORT.rpartition("/")[0])))
    assert own["isInherited"] is False


def test_administrators_are_told_apart(tenant: InProcess, rest: Rest) -> None:
    """Whoever administers the site collection stands in a list of their own."""
    assert _told(rest, item_at(REPORT))["siteAdmins"] == []
    tenant.admin("POST", "admins", {"people": ["ben"]})
    (admin,) = _told(rest, item_at(REPORT))["siteAdmins"]
    assert (admin["principal"]["name"], admin["role"]) == ("Ben Barrow", 3)


def test_it_reads_and_is_not_told_unless_asked(tenant: InProcess, rest: Rest) -> None:
    """The call is a POST or GET that changes nothing; permissions are told to whoever selects them."""
    for method in ("POST", "GET"):
        plain = rest(method, f"{item_at(REPORT)}/GetSharingInformation").json
        assert (plain["displayName"], "permissionsInformation" in plain) == ("report.docx", False)
    assert not any(entry["write"] for entry in tenant.admin("GET", "journal") if "_api" in entry["path"])


def test_verbose_wraps_its_lists(rest: Rest) -> None:
    """In the verbose form the lists inside are results too."""
    said = rest("POST", f"{item_at(REPORT)}/{_ASK}", accept=VERBOSE).json["d"]["permissionsInformation"]
    assert len(said["links"]["results"]) == 4
    assert said["links"]["results"][0]["linkDetails"]["Invitations"] == {"results": []}
