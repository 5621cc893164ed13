"""The pages on connecting a tenant lead to a gate that works: tables, commands and calls are tried.

Source: graph:concepts/permissions-selected-overview
Source: graph:api/site-post-permissions
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1

from sharepoint_gate.access.consent import NEEDS, Part
from tests.cli.scene import SETTINGS, Scene, as_real_tenant, prepare
from tests.docs.blocks import Block, blocks
from tests.docs.sources import ROOT
from tests.docs.test_reference import rows_of
from tests.e2e.harness import CLEAN, Rehearsal

HOW_TO = ROOT / "docs" / "how-to"
CONNECT, LETTER = HOW_TO / "connect-a-tenant.md", HOW_TO / "ask-the-administrator.md"
ROTATE = HOW_TO / "rotate-the-credential.md"
NAMES = {Part.RECONCILER: "### The reconciler", Part.AUDITOR: "### The auditor"}
_ROLE = re.compile(r"[A-Z]\w+(?:-SharePoint)?\.[A-Za-z]+(?:\.All)?")


def asked_for(part: Part) -> list[str]:
    """Return the permissions that the page's table has for one application; each has its reason."""
    section = CONNECT.read_text(encoding="utf-8").partition(NAMES[part])[2].partition("\n###")[0]
    rows = [row for row in rows_of(section) if row[0].startswith("`")]
    assert all(len(cell) > 8 for row in rows for cell in row)
    return [row[0].strip("`") for row in rows]


def needed(part: Part, *, optional: bool) -> set[str]:
    """Return the least role of each need of one application, with those that it can do without or not."""
    return {need.roles[0] for need in NEEDS[part] if optional or not need.optional}


def shell(page: Path) -> list[str]:
    """Return the shell examples of a page that make something, without the indentation of a list."""
    found = [block.text for block in blocks() if block.page == page and block.language == "bash"]
    return [re.sub(r"^ {3}", "", text, flags=re.MULTILINE) for text in found if "openssl" in text]


@pytest.mark.parametrize("part", Part)
def test_every_permission_has_its_row_and_no_other(part: Part) -> None:
    """The table has the least role of everything that the program checks consent for, and nothing wider."""
    rows = asked_for(part)
    assert len(rows) == len(set(rows))
    assert set(rows) == needed(part, optional=True)


@pytest.mark.parametrize("part", Part)
def test_the_letter_asks_for_what_is_needed_and_nothing_unheard_of(part: Part) -> None:
    """What nothing works without is in the letter; whatever it asks for has a row on the page."""
    letter = LETTER.read_text(encoding="utf-8")
    listed = letter.partition(f"{part.value}:")[2].partition("reconciler:" if part is Part.AUDITOR else "3.")[
        0
    ]
    named = set(_ROLE.findall(listed))
    assert needed(part, optional=False) <= named <= set(asked_for(part))


def test_the_page_tells_of_restricted_access_only_with_its_group() -> None:
    """Wherever restricted access control is advised, so is its group: else panels lose papers."""
    texts = {page: page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("[eh]*/*.md")}
    told = {
        page: text for page, text in texts.items() if re.search(r"(?i)restricted\s+access\s+control", text)
    }
    group = re.compile(r"exactly\s+the\s+business\s+unit\s+and\s+the\s+(?:present\s+)?readers")
    assert told
    assert [page.name for page, text in told.items() if not group.search(text)] == []


def run_in(folder: Path, program: str) -> str:
    """Run a shell example in a folder; return its last line."""
    command = ["bash", "-euo", "pipefail", "-c", program]
    done = subprocess.run(command, cwd=folder, env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands of both pages were given."""
    folder = tmp_path_factory.mktemp("certificate")
    for page in (CONNECT, ROTATE):
        (program,) = shell(page)
        (folder / f"{page.stem}.thumbprint").write_text(run_in(folder, program), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("page", "name"), [(CONNECT, ""), (ROTATE, "next-")], ids=["connect", "rotate"])
def test_the_commands_make_a_certificate(made: Path, page: Path, name: str) -> None:
    """What is uploaded holds no key, what stays is closed, and the thumbprint is the certificate's."""
    public = (made / f"{name}certificate.pem").read_bytes()
    private = made / ("next.pem" if name else "reconciler.pem")
    assert b"PRIVATE" not in public
    assert b"PRIVATE" in private.read_bytes()
    assert public in private.read_bytes()
    assert private.stat().st_mode & 0o077 == 0
    assert not (made / f"{name}key.pem").exists()
    thumbprint = (made / f"{page.stem}.thumbprint").read_text(encoding="utf-8")
    # Entra shows certificates by SHA-1; it is a name here, and secures nothing.
    assert thumbprint == x509.load_pem_x509_certificate(public).fingerprint(SHA1()).hex().upper()  # noqa: S303


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The small partnership's tenant as one like any other."""
    running = Rehearsal(tmp_path_factory.mktemp("tenant"), "small")
    running.prepare()
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The small partnership in a folder of its own, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SHAREPOINT_GATE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return prepare(tmp_path)


def upload(tenant: Rehearsal, part: Part, certificate: Path) -> str:
    """Register an application as the page tells, with everything in its table; return its id."""
    roles = asked_for(part)
    body = {"name": f"connected-{part}", "roles": roles, "certificate_pem": certificate.read_text("utf-8")}
    answer = tenant.admin("POST", "/apps", body)
    assert answer.status < 300, answer
    return str(answer.body["client_id"])


def give_site(tenant: Rehearsal, client_id: str, roles: list[str]) -> None:
    """Give the channel's site to an application with the page's own body, as somebody with full control."""
    shown = next(block for block in blocks() if _gives_a_site(block))
    body: dict[str, Any] = json.loads(shown.text)
    body["grantedToIdentities"][0]["application"]["id"] = client_id
    token = tenant.admin("POST", "/token", {"app": "reconciler"}).body["access_token"]
    site = tenant.admin("GET", "/state").body["drives"][0]["site_id"]
    assert body["roles"] == ["fullcontrol"]
    answer = tenant.bearing(token, "POST", f"/v1.0/sites/{site}/permissions", {**body, "roles": roles})
    assert answer.status == 201, answer


def _gives_a_site(block: Block) -> bool:
    return block.page == CONNECT and block.language == "json" and "grantedToIdentities" in block.text


def settle(scene: Scene, tenant: Rehearsal, client_id: str, pem: Path, thumbprint: str) -> None:
    """Write the settings as the page shows them; letters leave from a mailbox of this tenant."""
    scene.change(SETTINGS, "partnership@westmarsh", "partnership@saltmere")
    as_real_tenant(scene, tenant, client_secret_file="", client_id=client_id)
    certificate = f"certificate = {{path = {json.dumps(str(pem))}, thumbprint = {json.dumps(thumbprint)}}}"
    scene.write(SETTINGS, f"{(scene.folder / SETTINGS).read_text(encoding='utf-8')}{certificate}\n")


def test_whoever_follows_the_page_has_a_gate_that_works(scene: Scene, tenant: Rehearsal, made: Path) -> None:
    """With all that the page says the doctor misses nothing, and a night goes through.

    Then the credential is rotated as its page tells: half a change is noticed, what was not uploaded opens
    nothing, and both open the tenant as long as both are there.
    """
    client_id = upload(tenant, Part.RECONCILER, made / "certificate.pem")
    give_site(tenant, client_id, ["fullcontrol"])
    old, new = [(made / f"{page.stem}.thumbprint").read_text("utf-8") for page in (CONNECT, ROTATE)]
    settle(scene, tenant, client_id, made / "reconciler.pem", old)
    said = json.loads(scene.say("doctor", "--json", wanted=0).out)
    assert (said["consent"]["missing"], said["consent"]["excess"]) == ([], [])
    assert said["credential"]["days_left"] > 300
    scene.say("plan", "--out", "plan.json", wanted=0)
    scene.say("reconcile", "--plan", "plan.json", wanted=0)
    scene.change(SETTINGS, "reconciler.pem", "next.pem")
    assert "holds another certificate" in scene.say("plan", wanted=2).err
    scene.change(SETTINGS, old, new)
    assert "AADSTS700027" in scene.say("plan", wanted=4).err
    upload(tenant, Part.RECONCILER, made / "next-certificate.pem")
    scene.say("plan", wanted=0)
    scene.change(SETTINGS, "next.pem", "reconciler.pem")
    scene.change(SETTINGS, new, old)
    scene.say("plan", wanted=0)


def test_the_auditors_rights_are_enough_to_look(scene: Scene, tenant: Rehearsal, made: Path) -> None:
    """With the second table and the role read, the doctor misses nothing that the auditor needs."""
    client_id = upload(tenant, Part.AUDITOR, made / "certificate.pem")
    give_site(tenant, client_id, ["read"])
    thumbprint = (made / f"{CONNECT.stem}.thumbprint").read_text("utf-8")
    settle(scene, tenant, client_id, made / "reconciler.pem", thumbprint)
    said = json.loads(scene.say("doctor", "--for", "auditor", "--json", wanted=0).out)
    assert (said["consent"]["missing"], said["consent"]["excess"]) == ([], [])
