"""The small partnership on a site that is set up well, seen by an application with a certificate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from tests.e2e.audit_scene import make_certificate
from tests.e2e.harness import Rehearsal

FIT_TENANT = {
    "sharingCapability": "existingExternalUserSharingOnly",
    "isResharingByExternalUsersEnabled": False,
}
FIT_SITE = {"sharing": None, "members_can_share": False, "access_requests": False}
OWNER = "s01"
PLAIN = "application/json;odata=nometadata"
ROLES = ["Files.ReadWrite.All", "Sites.FullControl.All", "User.Read.All", "Team.ReadBasic.All"]
ROLES += ["Channel.ReadBasic.All", "ChannelMember.ReadWrite.All", "SharePointTenantSettings.Read.All"]


class SiteScene:
    """A rehearsal whose application reads everything around the library."""

    def __init__(self, folder: Path) -> None:
        self.ward = Rehearsal(folder, name="small", in_process=True)
        self.ward.prepare()
        self.ward.start()
        self._prove(make_certificate(folder))
        self.set_well()

    def _prove(self, pem: Path) -> None:
        text = pem.read_text(encoding="utf-8")
        public = text[text.index("-----BEGIN CERTIFICATE-----") :]
        body = {"name": "reconciler", "roles": ROLES, "sharepoint_roles": ["Sites.FullControl.All"]}
        made = self.ward.admin("POST", "/apps", {**body, "certificate_pem": public})
        assert made.status < 300, made
        settings = self.ward.config / "gate.toml"
        line = f'demo_certificate = "{pem}"\n[rules]'
        settings.write_text(settings.read_text(encoding="utf-8").replace("[rules]", line), encoding="utf-8")

    def set_well(self) -> None:
        """Let an administrator close what a new tenant leaves open."""
        self.posture(tenant=FIT_TENANT, site=FIT_SITE)

    def posture(self, **parts: Mapping[str, object]) -> None:
        """Let an administrator change settings of sharing."""
        answer = self.ward.admin("PUT", "/posture", parts)
        assert answer.status < 300, answer

    def rest(self, method: str, path: str, body: object = None) -> Any:
        """Ask SharePoint's own interface as an owner of the site; it has to succeed."""
        token = self.ward.admin("POST", "/token", {"user": OWNER, "audience": "sharepoint"})
        headers = {"Authorization": f"Bearer {token.body['access_token']}", "Accept": PLAIN}
        answer = self.ward._ask(self.ward.ready["base_url"] + self._web() + path, method, body, headers)
        assert answer.status < 300, answer
        return answer.body

    def _web(self) -> str:
        drive = self.ward.as_person(OWNER, "GET", f"/v1.0/drives/{self.drive}").body
        return "/".join(urlsplit(drive["webUrl"]).path.split("/")[:3]) + "/_api/web"

    @property
    def drive(self) -> str:
        """The channel's library."""
        state = self.ward.admin("GET", "/state").body
        return str(state["channels"][0]["drive_id"])

    def plan(self) -> Any:
        """Return what a plan says as JSON values."""
        return self.ward.gate("plan", "--json").data

    def told(self) -> set[tuple[str, str]]:
        """Return kind and principal of what is wrong around the library."""
        found = self.plan()["findings"]
        return {(one["kind"], one["principal"]) for one in found if one["object"] in {"site", "tenant"}}

    def share(self, path: str, kind: str, scope: str) -> None:
        """Let an owner make a link on something below the channel's folder."""
        where = f"/beta/drives/{self.drive}/root:/Reviews/{path}:/createLink"
        answer = self.ward.as_person(OWNER, "POST", quote(where, safe="/:"), {"type": kind, "scope": scope})
        assert answer.status < 300, answer

    def take_link(self, path: str) -> None:
        """Let an owner delete the first link on a file."""
        item = self.item(path)
        link = next(one for one in item["permissions"] if "link" in one)
        where = f"/v1.0/drives/{self.drive}/items/{item['id']}/permissions/{link['id']}"
        assert self.ward.as_person(OWNER, "DELETE", where).status < 300

    def item(self, path: str) -> Any:
        """Return an item below the channel's folder as it stands."""
        drives = self.ward.admin("GET", "/state").body["drives"]
        items = (one for drive in drives for one in drive["items"])
        return next(one for one in items if one["path"] == f"Reviews/{path}")

    def quirk(self, name: str, value: object) -> None:
        """Set how the tenant behaves."""
        assert self.ward.admin("PUT", "/quirks", {name: value}).status < 300

    def pass_time(self, duration: str) -> None:
        """Let time pass in the tenant."""
        assert self.ward.admin("POST", "/clock", {"advance": duration}).status < 300
