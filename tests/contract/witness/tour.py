"""A walk through every route of the emulator, as a person of the channel and as an application.

What it is for are the shapes of the answers: whether each answer is right is tested elsewhere.
"""

import base64
from typing import Any
from urllib.parse import quote, urlsplit

from graph_emulator.services import all_routes
from tests.contract.witness.tour_files import ask_of_share, throw_away
from tests.contract.witness.tour_grants import Places, grants
from tests.contract.witness.tour_letters import letters, subscriptions
from tests.contract.witness.tour_logs import logs, terms
from tests.contract.witness.tour_people import Gathering, accounts, gatherings, guests
from tests.contract.witness.tour_rest import RestTour
from tests.contract.witness.tour_signin import sign_in
from tests.e2e.harness import Rehearsal

Json = dict[str, Any]
_HERE = "Case review/Templates"
_MEMBER = "#microsoft.graph.aadUserConversationMember"
_OWNER, _SHARER, _READER, _NEWCOMER = "u01", "u02", "u12", "m-teal"
_LEAVER = "u34"
_STRANGER = "somebody@nowhere.example"
_UNASKED = (
    "id,mail,otherMails,accountEnabled,identities,externalUserState,externalUserStateChangeDateTime,userType"
    ",createdDateTime,creationType,deletedDateTime,mailNickname,proxyAddresses"
)
_PLAIN_GROUP = quote("startswith(displayName,'WCC')")
_OK_BELOW = 300


class Tour:
    """The walk, with the ids that it needs."""

    def __init__(self, scene: Rehearsal) -> None:
        self._scene = scene
        state = scene.admin("GET", "/state").body
        self._users: dict[str, str] = {user["key"]: user["id"] for user in state["users"]}
        channel = state["channels"][0]
        self._drive, self._folder = channel["drive_id"], channel["folder_id"]
        self._team = f"/teams/{channel['team_id']}"
        self._channel = f"{self._team}/channels/{channel['id']}"
        self._site = next(drive["site_id"] for drive in state["drives"] if drive["id"] == self._drive)
        self._tokens: dict[str, str] = {}

    def go(self) -> None:
        """Walk through everything, once in each version."""
        roles = sorted({role for route in all_routes() for role in route.roles})
        rest = ["Sites.FullControl.All"]
        self._scene.admin("POST", "/apps", {"name": "witness", "roles": roles, "sharepoint_roles": rest})
        self._scene.plant([{"id": "W0", "directory": _LEAVER, "set": {"enabled": False}}])
        # A tenant that is as it should be refuses half of what there is to see.
        self._scene.admin("PUT", "/posture", {"tenant": {"sharingCapability": "externalUserAndGuestSharing"}})
        for version in ("v1.0", "beta"):
            self._look_around(version)
            self._share(version)
            self._invite(version)
            self._file(version)
            self._gather(version)
            letters(self._ok, version, self._users[_OWNER])
            subscriptions(self._ok, version, self._drive, self._scene)
            terms(self._ok, version, self._users[_OWNER], self._scene)
            logs(self._ok, version, self._users[_OWNER], self._scene)
            self._stumble(version)
            self._inherit(version)
            self._administer(version)
            self._meet(version)
            items = (self._upload(version, "kept.docx"), self._upload(version, "lost.docx"))
            throw_away(self._ok, self._scene.admin, version, self._site, items)
        sign_in(self._scene, _SHARER)
        self._visit_sharepoint()
        self._retire()

    def _visit_sharepoint(self) -> None:
        """Walk along SharePoint's own interface."""
        for number in range(4):
            item = self._upload("v1.0", f"bin-{number}.docx")
            self._ok(_SHARER, f"DELETE /v1.0{item}")
        self._upload("v1.0", "rest.docx")
        web_url = self._ok("witness", f"GET /v1.0/sites/{self._site}")["webUrl"]
        tour = RestTour(self._scene, web_url)
        try:
            tour.go(f"Shared Documents/{_HERE}/v1.0 rest.docx", "bin-")
        finally:
            tour.close()

    def _look_around(self, version: str) -> None:
        """Read what can be read without changing anything."""
        guest = quote("userType eq 'Guest'")
        group = self._ok("witness", f"GET /{version}/groups")["value"][0]["id"]
        member = self._ok("witness", f"GET /{version}{self._channel}/members")["value"][0]["id"]
        for path in (
            f"/users?$filter={guest}&$top=5",
            f"/users?$select={_UNASKED}",
            f"/users/{self._users[_READER]}",
            f"/users/{self._users[_LEAVER]}?$select={_UNASKED},displayName,userPrincipalName",
            f"/groups/{group}",
            f"/groups/{group}/members?$top=2",
            "/teams",
            self._team,
            f"{self._team}/members",
            f"{self._team}/channels",
            f"{self._team}/allChannels",
            self._channel,
            f"{self._channel}/filesFolder",
            f"{self._channel}/allMembers",
            f"{self._channel}/members/{member}",
            f"/sites/{self._site}",
            f"/sites/{self._site}/drives",
            f"/sites/{self._site}/drive",
            f"/drives/{self._drive}",
            f"/drives/{self._drive}/root",
            f"/drives/{self._drive}/items/{self._folder}/children",
            f"/drives/{self._drive}/root/delta",
            f"/drives/{self._drive}/root/delta?token=latest",
        ):
            self._ok("witness", f"GET /{version}{path}")

    def _share(self, version: str) -> None:
        """Make each kind of link, put people on one and take them off."""
        item = self._upload(version, "shared.docx")
        people = [{"objectId": self._users[_READER]}]
        for body in (
            {"type": "view", "scope": "anonymous", "expirationDateTime": "2026-12-01T00:00:00Z"},
            {"type": "edit", "scope": "organization"},
            {"type": "view", "scope": "users", "recipients": people, "sendNotification": False},
        ):
            made = self._ok(_SHARER, f"POST /{version}{item}/createLink", body)
            self._ok("witness", f"GET /{version}{item}/permissions/{made['id']}")
        own = {"type": "blocksDownload", "scope": "users", "recipients": people}
        link = self._ok(
            "reconciler", f"POST /beta{item}/createLink", {**own, "retainInheritedPermissions": True}
        )
        share = "u!" + base64.urlsafe_b64encode(link["link"]["webUrl"].encode()).decode().rstrip("=")
        ask_of_share(self._ok, version, share)
        self._ok("witness", f"GET /{version}/shares/{share}/permission")
        self._ok("witness", f"GET /{version}/shares/{share}/driveItem")
        more = {"recipients": [{"objectId": self._users["u17"]}, {"email": _STRANGER}], "roles": ["read"]}
        granted = self._ok("reconciler", f"POST /{version}/shares/{share}/permission/grant", more)["value"][0]
        place = f"{item}/permissions/{granted['id']}"
        self._ok("reconciler", f"POST /{version}{place}/revokeGrants", {"grantees": [{"email": _STRANGER}]})
        for reader in ("witness", _SHARER, _READER):
            self._ok(reader, f"GET /{version}{item}/permissions")
        self._ok("reconciler", f"DELETE /{version}{place}")

    def _invite(self, version: str) -> None:
        """Give a person, a group and a mere address a role; change it and take it back."""
        item = self._upload(version, "invited.docx")
        group = self._ok("witness", f"GET /{version}/groups?$filter={_PLAIN_GROUP}")
        asked = [
            {"objectId": self._users["u19"]},
            {"email": f"{version}.{_STRANGER}"},
            {"objectId": group["value"][0]["id"]},
        ]
        body = {
            "recipients": asked,
            "roles": ["read"],
            "requireSignIn": True,
            "sendInvitation": True,
            "message": "Papers for the panel.",
            "retainInheritedPermissions": True,
        }
        made = self._ok(_SHARER, f"POST /{version}{item}/invite", body)["value"]
        place = f"/{version}{item}/permissions/{made[0]['id']}"
        self._ok(_SHARER, f"PATCH {place}", {"roles": ["write"]})
        self._ok("witness", f"GET /{version}{item}/permissions")
        self._ok(_SHARER, f"DELETE {place}")

    def _file(self, version: str) -> None:
        """Make a folder, move and copy a file into it, ask after the copy, and throw all of it away."""
        before = self._ok("witness", f"GET /{version}/drives/{self._drive}/root/delta?token=latest")
        item = self._upload(version, "moved.docx")
        self._upload(version, "notebook.onepkg")
        top = f"/drives/{self._drive}/items/{self._folder}"
        new = {"name": f"Moved {version}", "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
        folder = self._ok(_SHARER, f"POST /{version}{top}/children", new)
        here = {"parentReference": {"id": folder["id"]}}
        self._ok(_SHARER, f"PATCH /{version}{item}", {**here, "name": "here.docx"})
        self._ok(_SHARER, f"GET /{version}{item}")
        assert self._send("witness", f"GET /{version}{item}/content").status == 302
        copied = self._send(_SHARER, f"POST /{version}{item}/copy", {**here, "name": "again.docx"})
        self._ok(_SHARER, f"GET {urlsplit(copied.location).path}")
        self._ok("witness", f"GET /{version}/drives/{self._drive}/items/{folder['id']}/permissions")
        self._ok(_SHARER, f"DELETE /{version}/drives/{self._drive}/items/{folder['id']}")
        since = urlsplit(before["@odata.deltaLink"])
        self._ok("witness", f"GET {since.path}?{since.query}")

    def _gather(self, version: str) -> None:
        """Bring a person into team and channel, make an owner of them, and let them go again."""
        person = f"https://graph.microsoft.com/v1.0/users('{self._users['u07']}')"
        body = {"@odata.type": _MEMBER, "roles": [], "user@odata.bind": person}
        in_team = self._ok(_OWNER, f"POST /{version}{self._team}/members", body)
        member = self._ok(_SHARER, f"POST /{version}{self._channel}/members", body)
        place = f"/{version}{self._channel}/members/{member['id']}"
        self._ok(_SHARER, f"PATCH {place}", {"@odata.type": _MEMBER, "roles": ["owner"]})
        self._ok(_SHARER, f"DELETE {place}")
        self._ok(_OWNER, f"DELETE /{version}{self._team}/members/{in_team['id']}")
        nobody = {**body, "user@odata.bind": "https://graph.microsoft.com/v1.0/users('nobody')"}
        guest = self._users["u25" if version == "beta" else "u27"]
        other = {**body, "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{guest}')"}
        self._ok(_OWNER, f"POST /{version}{self._team}/members/add", {"values": [other, nobody]})

    def _meet(self, version: str) -> None:
        """Let accounts, guests, groups and channels come and go."""
        accounts(self._ok, version, self._users[_OWNER])
        guests(self._ok, version)
        group = self._ok("witness", f"GET /{version}/groups?$filter={_PLAIN_GROUP}")["value"][0]["id"]
        at = Gathering(self._team, group, self._users[_OWNER], self._users["u07"])
        gatherings(self._ok, version, at)

    def _stumble(self, version: str) -> None:
        """Ask for what is not there, not allowed or not known, alone and in a batch."""
        lines = (
            ("outsider", f"GET /{version}/users"),
            ("outsider", f"GET /{version}{self._channel}/members"),
            ("outsider", f"GET /{version}/drives/{self._drive}/root"),
            ("witness", f"GET /{version}/users/nobody"),
            ("witness", f"GET /{version}/teams/nowhere/channels"),
            ("witness", f"GET /{version}/drives/{self._drive}/items/nothing/permissions"),
            ("witness", f"GET /{version}/drives/{self._drive}/items/{self._folder}/delta"),
            ("witness", f"GET /{version}/drives/{self._drive}/root/delta?token=unknown"),
            ("witness", f"GET /{version}/users?$expand=manager"),
            ("witness", f"GET /{version}/nowhere"),
        )
        for who, line in lines:
            assert self._send(who, line).status >= 400, line
        parts = [
            {"id": "1", "method": "GET", "url": f"/users/{self._users[_READER]}"},
            {"id": "2", "method": "GET", "url": "/users/nobody", "dependsOn": ["1"]},
            {"id": "3", "method": "GET", "url": self._channel, "headers": {"Prefer": "x"}},
        ]
        self._ok("witness", f"POST /{version}/$batch", {"requests": parts})

    def _inherit(self, version: str) -> None:
        """Let entries of other kinds stand above a file, and read them there as inherited ones in full."""
        guest = "i:0#.f|membership|somebody_nowhere.example#ext#@westmarsh.example"
        acts: list[Json] = [
            {"site_user": {"name": "Everyone", "login_name": "c:0(.s|true"}},
            {"site_user": {"name": "Some Body", "login_name": guest, "email": _STRANGER}},
            {"user": _NEWCOMER},
            {"app": {"id": "outsider", "name": "Records Bridge"}},
        ]
        place = f"Templates/{version} invited.docx"
        self._scene.plant(
            [{"id": f"W{n}", "entry": place, "roles": ["read"], **act} for n, act in enumerate(acts, 2)]
        )
        path = quote(f"{_HERE}/{version} invited.docx")
        self._scene.admin("PUT", "/quirks", {"permission.inheritedFrom": "full"})
        self._ok("witness", f"GET /{version}/drives/{self._drive}/root:/{path}:/permissions")
        self._ok("witness", f"GET /{version}/drives/{self._drive}/items/{self._folder}/permissions")
        self._scene.admin("PUT", "/quirks", {"permission.inheritedFrom": "empty-object"})

    def _administer(self, version: str) -> None:
        """Do what an administrator does: settings of sharing, and what applications are given."""
        apps = self._scene.admin("GET", "/state").body["apps"]
        client_id = next(app["client_id"] for app in apps if app["name"] == "outsider")
        places = Places(self._site, self._upload(version, "given.docx"), client_id)
        grants(self._ok, version, places)

    def _retire(self) -> None:
        """Delete an account and look for it among the deleted ones, and for a person who is still named."""
        act = {"id": "W1", "directory": "u26", "set": {"deleted": True}}
        self._scene.plant([act])
        for version in ("v1.0", "beta"):
            deleted = f"/{version}/directory/deletedItems"
            self._ok("witness", f"GET {deleted}/microsoft.graph.user")
            self._ok("witness", f"GET {deleted}/{self._users['u26']}")

    def _upload(self, version: str, name: str) -> str:
        path = quote(f"{_HERE}/{version} {name}")
        made = self._ok(_SHARER, f"PUT /{version}/drives/{self._drive}/root:/{path}:/content")
        return f"/drives/{self._drive}/items/{made['id']}"

    def _ok(self, who: str, line: str, body: object = None) -> Json:
        answer = self._send(who, line, body)
        assert answer.status < _OK_BELOW, (line, answer)
        said: Json = answer.body or {}
        return said

    def _send(self, who: str, line: str, body: object = None) -> Any:
        method, _, target = line.partition(" ")
        return self._scene.bearing(self._token(who), method, target, body)

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            form = "user" if who in self._users else "app"
            self._tokens[who] = self._scene.admin("POST", "/token", {form: who}).body["access_token"]
        return self._tokens[who]
