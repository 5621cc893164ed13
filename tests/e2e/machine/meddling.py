"""What people do in the tenant by hand, and what happens to their accounts."""

from typing import ClassVar
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.e2e.machine.edits import PEOPLE
from tests.e2e.machine.law import CHANNEL, Account
from tests.e2e.machine.partnership import FIT_SITE, FIT_TENANT, sign_in_name, username
from tests.e2e.machine.town import Town

_NUMBER = st.integers(0, 99)
_KINDS = st.sampled_from(["view", "edit", "blocksDownload"])
_SCOPES = st.sampled_from(["users", "users", "organization", "anonymous"])


class Meddling:
    """The rules of people who help themselves. The tenant may refuse each of them."""

    town: ClassVar[Town]

    def _one(self, number: int, *, folders: bool = False) -> str:
        every: list[str] = [*self.town.files(), *(self.town.folders() if folders else ())]
        return every[number % len(every)]

    def _who(self, number: int) -> str:
        people = self.town.somebody()
        return people[number % len(people)]

    @rule(number=_NUMBER, who=_NUMBER, kind=_KINDS, scope=_SCOPES)
    def share(self, number: int, who: int, kind: str, scope: str) -> None:
        """Make a link on a file or a folder."""
        town, body = self.town, {"type": kind, "scope": scope}
        people = [{"objectId": town.id_of(self._who(who))}]
        more = {"recipients": people, "sendNotification": False} if scope == "users" else {}
        town.as_owner("POST", f"/beta{town.at(self._one(number, folders=True))}/createLink", {**body, **more})

    @rule(number=_NUMBER, who=_NUMBER, role=st.sampled_from(["read", "write"]))
    def invite(self, number: int, who: int, role: str) -> None:
        """Invite somebody directly."""
        body = {"recipients": [{"objectId": self.town.id_of(self._who(who))}], "roles": [role]}
        path = f"/v1.0{self.town.at(self._one(number, folders=True))}/invite"
        self.town.as_owner("POST", path, {**body, "requireSignIn": True, "sendInvitation": False})

    @rule(number=_NUMBER, who=_NUMBER, adds=st.booleans())
    def edit_link(self, number: int, who: int, *, adds: bool) -> None:
        """Put somebody on the gate's own link, or take somebody off it."""
        key = self._who(who)
        change = {"add": [key], "remove": []} if adds else {"add": [], "remove": [key]}
        self.town.plant({"link_people": self._one(number), **change})

    @rule(number=_NUMBER)
    def unshare(self, number: int) -> None:
        """Delete whatever link stands on a file."""
        town = self.town
        path = self._one(number)
        links = [one for one in town.items()[path]["permissions"] if "link" in one]
        if links:
            town.as_owner("DELETE", f"/v1.0{town.at(path)}/permissions/{links[0]['id']}")

    @rule(key=st.sampled_from(["colleague", "r1", "b3"]), joins=st.booleans())
    def member(self, key: str, *, joins: bool) -> None:
        """Let somebody into the channel, or out of it."""
        state = self.town.state()["channels"][0]
        place = f"/v1.0/teams/{state['team_id']}/channels/{quote(state['id'])}/members"
        person = self.town.id_of(key)
        seat = next((one["id"] for one in state["members"] if one["user_id"] == person), None)
        if joins and seat is None:
            bound = f"https://graph.microsoft.com/v1.0/users('{person}')"
            body = {"@odata.type": "#microsoft.graph.aadUserConversationMember", "roles": []}
            self.town.as_owner("POST", place, {**body, "user@odata.bind": bound})
        elif seat is not None and not joins:
            self.town.as_owner("DELETE", f"{place}/{seat}")

    @rule(number=_NUMBER, into=_NUMBER)
    def move_file(self, number: int, into: int) -> None:
        """Move a file into another folder."""
        town, folders = self.town, list(self.town.folders().values())
        body = {"parentReference": {"id": folders[into % len(folders)]}}
        town.as_owner("PATCH", f"/v1.0{town.at(self._one(number))}", body)

    @rule(number=_NUMBER, into=_NUMBER)
    def copy_file(self, number: int, into: int) -> None:
        """Copy a file into another folder."""
        town, folders = self.town, list(self.town.folders().values())
        if len(town.files()) < 16:
            body = {"parentReference": {"driveId": town.drive, "id": folders[into % len(folders)]}}
            town.as_owner("POST", f"/v1.0{town.at(self._one(number))}/copy", body)

    @rule(number=_NUMBER, name=st.sampled_from(["new.docx", "late.pdf", "bag.zip"]))
    def upload(self, number: int, name: str) -> None:
        """Add a file."""
        folders = [path for path in self.town.folders() if "/" in path]
        path = quote(f"{CHANNEL}{folders[number % len(folders)]}/{name}")
        self.town.as_owner("PUT", f"/v1.0/drives/{self.town.drive}/root:/{path}:/content")

    @rule(number=_NUMBER, comes_back=st.booleans())
    def delete_file(self, number: int, *, comes_back: bool) -> None:
        """Delete a file; it may come back out of the recycle bin."""
        town = self.town
        if len(town.files()) > 6 or comes_back:
            path = self._one(number)
            item = town.items()[path]["id"]
            deleted = town.as_owner("DELETE", f"/v1.0{town.at(path)}").status < 300
            if deleted and comes_back:
                town.scene.admin("POST", "/restore", {"item": item})

    @rule(number=_NUMBER, keep=st.booleans())
    def break_inheritance(self, number: int, *, keep: bool) -> None:
        """Give a file permissions of its own, in SharePoint itself."""
        self.town.at_site_item(self._one(number), f"breakroleinheritance({str(keep).lower()},false)")

    @rule(key=st.sampled_from(["colleague", "r1", "r4"]), group=st.sampled_from(["Members", "Visitors"]))
    def join_site_group(self, key: str, group: str) -> None:
        """Put somebody into a group of the site, past the channel."""
        rows = self.town.rest("sitegroups", "GET").get("value", [])
        found = [one["Id"] for one in rows if one["Title"].endswith(f"{CHANNEL.rstrip('/')} {group}")]
        if found:
            login = f"i:0#.f|membership|{sign_in_name(key).lower()}"
            self.town.rest(f"sitegroups({found[0]})/users", "POST", {"LoginName": login})

    @rule(opens=st.booleans())
    def settle_site(self, *, opens: bool) -> None:
        """Let an administrator open the site to what it should not be open to, or close it again."""
        wide = {"members_can_share": True, "access_requests": True}
        loose = {"sharingCapability": "externalUserAndGuestSharing"}
        body = {"tenant": loose, "site": wide} if opens else {"tenant": FIT_TENANT, "site": FIT_SITE}
        self.town.admin("PUT", "/posture", body)
        self.town.fit = not opens

    @rule(key=PEOPLE, act=st.sampled_from(["disable", "enable", "delete", "undelete"]))
    def account(self, key: str, act: str) -> None:
        """Block an account, delete it, or undo that."""
        account = self.town.facts.accounts[key]
        name = "enabled" if act in {"disable", "enable"} else "deleted"
        value = act in {"enable", "delete"}
        free = getattr(account, name) != value and self._is_first(key)
        if free and self.town.plant({"directory": key, "set": {name: value}}):
            setattr(account, name, value)

    def _is_first(self, key: str) -> bool:
        """Tell whether an account is still the one that the seed made, which acts know by its key."""
        return self.town.owners[self.town.facts.accounts[key].object_id] == key and not self._again(key)

    def _again(self, key: str) -> bool:
        return list(self.town.owners.values()).count(key) > 1

    @rule(key=PEOPLE, act=st.sampled_from(["rename", "mail", "other", "reset", "redeem"]))
    def change_account(self, key: str, act: str) -> None:
        """Change what an account goes by, or let another person redeem its invitation."""
        town = self.town
        account, at = town.facts.accounts[key], town.now().isoformat().replace("+00:00", "Z")
        if account.deleted or not self._is_first(key):
            return
        changes: dict[str, dict[str, object]] = {
            "rename": {"upn": sign_in_name(key).replace(key, f"{key}-x")},
            "mail": {"mail": f"{key}-x@{username(key).partition('@')[2]}", "other_mails": [username(key)]},
            "other": {"other_mails": [f"{key}@else.example"]},
            "reset": {"external_state": "PendingAcceptance", "external_state_changed_at": at},
            "redeem": {"external_state": "Accepted", "external_state_changed_at": at},
        }
        if act in {"reset", "redeem"} and (key == "r1" or (act == "redeem") == account.redeemed):
            return
        if town.plant({"directory": key, "set": changes[act]}):
            account.changed = town.today()
            account.redeemed = account.redeemed if act not in {"reset", "redeem"} else act == "redeem"

    @rule(key=PEOPLE)
    def make_anew(self, key: str) -> None:
        """Delete an account, and make another one under the same name."""
        town, account = self.town, self.town.facts.accounts[key]
        if self._again(key) or (not account.deleted and not self._is_first(key)):
            return
        if not account.deleted and not town.plant({"directory": key, "set": {"deleted": True}}):
            return
        account.deleted = True
        body = {
            "accountEnabled": True,
            "displayName": f"Person {key} anew",
            "mailNickname": f"{key}anew",
            "mail": username(key),
            "userPrincipalName": sign_in_name(key),
            "userType": "Guest" if "#EXT#" in sign_in_name(key) else "Member",
            "passwordProfile": {"password": "only-for-tests"},
        }
        token = town.admin("POST", "/token", {"app": "office"})["access_token"]
        made = town.scene.bearing(token, "POST", "/v1.0/users", body)
        if made.status < 300:
            object_id = made.body["id"]
            redeemed = "#EXT#" not in sign_in_name(key)
            town.facts.accounts[key] = Account(object_id, redeemed=redeemed, changed=town.today())
            town.owners[object_id] = key
