"""The small partnership, put so that one night needs every kind of change once, and put back at will."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.store.emergency import EmergencyFile, emergency_path
from tests.e2e.audit_scene import make_certificate
from tests.e2e.harness import Rehearsal
from tests.e2e.site_scene import FIT_SITE, FIT_TENANT
from tests.faults.weekends import forget

CLOSED = "CFC-2025-004"
"""A case that is over: its file's link is gone, and what it leaves of its own is given back."""
NEW = "n.new@saltmere-health.example"
STRANGER = "j.quill@personalmail.example"
ROLES = ["Files.ReadWrite.All", "Sites.FullControl.All", "User.Read.All", "User.Invite.All", "Mail.Send"]
ROLES += ["Mail.ReadBasic.All", "Team.ReadBasic.All", "Channel.ReadBasic.All", "ChannelMember.ReadWrite.All"]
ROLES += ["SharePointTenantSettings.Read.All", "User.RevokeSessions.All"]
_LAST_CASE = "\nexceptions:\n"
_CASE = f"""  {CLOSED}:
    process: case-for-consideration
    stage: closed
    dates: {{referral-received: 2025-11-03}}
    people:
      s04: [review-chair]
"""
_GUEST = (
    f"  s09: {{name: Nell New, username: {NEW}, organisation: nhs, existing_since: 2026-03-27, "
    "invite_on: 2026-03-30}\n"
)


@dataclass
class Partnership:
    """One tenant and one state folder, with what they were before the night that is cut.

    Attributes:
        scene: The rehearsal; its commands run in this process.
        memory: A copy of what the gate kept after its quiet night.
    """

    scene: Rehearsal
    memory: Path
    _app: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, folder: Path) -> "Partnership":
        """Start the tenant, spend the quiet night, and keep what the gate wrote."""
        scene = Rehearsal(folder, "small", in_process=True, mail=True)
        scene.prepare()
        partnership = cls(scene, folder / "memory")
        partnership._declare(make_certificate(folder))
        scene.start()
        partnership._set_up()
        scene.gate("reconcile")
        shutil.copytree(scene.state, partnership.memory, ignore=shutil.ignore_patterns("tenant"))
        return partnership

    def again(self) -> Rehearsal:
        """Return the tenant and the state folder as they are on the Monday before the night."""
        self.ask("DELETE", "/faults")
        self.ask("POST", "/reset")
        forget(self.scene.state)
        shutil.copytree(self.memory, self.scene.state, dirs_exist_ok=True)
        self._take_link(f"Reviews/{CLOSED}/10-referral/form.docx")
        self.scene.weekend()
        self._demote("s02")
        self._set_up()
        self._freeze_a_stranger()
        return self.scene

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the emulator's admin API; it has to succeed."""
        answer = self.scene.admin(method, path, body)
        assert answer.status < 300, answer
        return answer.body

    def _declare(self, pem: Path) -> None:
        text = pem.read_text(encoding="utf-8")
        public = text[text.index("-----BEGIN CERTIFICATE-----") :]
        self._app = {"name": "reconciler", "roles": ROLES, "sharepoint_roles": ["Sites.FullControl.All"]}
        self._app |= {"mailboxes": ["gate-mailbox"], "certificate_pem": public}
        edit(self.scene.config / "gate.toml", "[rules]", f'demo_certificate = "{pem}"\n[rules]')
        edit(self.scene.config / "gate.toml", "invite = false", "invite = true ")
        edit(self.scene.files / "roster.yaml", _LAST_CASE, f"{_CASE}{_LAST_CASE}")
        edit(self.scene.files / "roster.yaml", "\ncases:\n", f"{_GUEST}\ncases:\n")
        edit(
            self.scene.files / "roster.yaml",
            "      s08: [panel-member]\n",
            "      s08: [panel-member]\n      s09: [panel-member]\n",
        )
        tenant = self.scene.files / "saltmere-tenant.yaml"
        edit(
            tenant,
            "  - CFC-2026-001/90-key/\n",
            f"  - CFC-2026-001/90-key/\n  - {CLOSED}/10-referral/form.docx\n",
        )
        edit(tenant, "# <<< written", f"  {CLOSED}/10-referral/form.docx: [s04]\n# <<< written")

    def _set_up(self) -> None:
        self.ask("POST", "/apps", self._app)
        self.ask("PUT", "/posture", {"tenant": FIT_TENANT, "site": FIT_SITE})

    def _take_link(self, path: str) -> None:
        """Let an owner delete the one link on a file."""
        for drive in self.ask("GET", "/state")["drives"]:
            for item in drive["items"]:
                if item["path"] == path:
                    link = next(one for one in item["permissions"] if "link" in one)
                    where = f"/v1.0/drives/{drive['id']}/items/{item['id']}/permissions/{link['id']}"
                    assert self.scene.as_person("s01", "DELETE", where).status < 300

    def _demote(self, who: str) -> None:
        """Let an owner make another one a mere member."""
        state = self.ask("GET", "/state")
        channel = state["channels"][0]
        place = f"/v1.0/teams/{channel['team_id']}/channels/{channel['id']}/members"
        rows = self.scene.as_person("s01", "GET", place).body["value"]
        users = {one["key"]: one["id"] for one in state["users"]}
        row = next(one for one in rows if one["userId"] == users[who])
        body = {"@odata.type": "#microsoft.graph.aadUserConversationMember", "roles": []}
        answer = self.scene.as_person("s01", "PATCH", f"{place}/{row['id']}", body)
        assert answer.status < 300, answer

    def _freeze_a_stranger(self) -> None:
        """Leave a freeze in the emergency record, as one does whose database took nothing."""
        since = datetime(2026, 3, 28, 1, tzinfo=UTC)
        marks = frozenset({STRANGER})
        new = Freeze(
            "freeze-20260328T010000Z-aa", FreezeKind.ACCOUNT, STRANGER, marks, since, "admin", "lost"
        )
        EmergencyFile(emergency_path(self.scene.state / "rehearsal.sqlite")).write(new)


def edit(path: Path, old: str, new: str) -> None:
    """Change a file's text; the old words stand there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
