"""The doctor and an application that proves itself by certificate: when it ends, and what it opens.

Source: sp-dev-docs:solution-guidance/security-apponly-azuread
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.cli.scene import SETTINGS, Scene, as_real_tenant, writes
from tests.e2e.harness import Rehearsal

DAYS = 12


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PEM file with a key and a certificate that ends soon."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gate.saltmere.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = builder.serial_number(9).not_valid_before(now - timedelta(days=1))
    made = dated.not_valid_after(now + timedelta(days=DAYS, hours=1)).sign(key, SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path_factory.mktemp("pem") / "app.pem"
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def prove_by(scene: Scene, tenant: Rehearsal, pem: Path, roles: list[str]) -> None:
    """Name the certificate in the settings, and give the application roles on SharePoint."""
    text = pem.read_text(encoding="utf-8")
    public = text[text.index("-----BEGIN CERTIFICATE-----") :]
    body = {"name": "reconciler", "certificate_pem": public, "sharepoint_roles": roles}
    assert tenant.admin("POST", "/apps", body).status < 300
    as_real_tenant(scene, tenant, client_secret_file="")
    settings = (scene.folder / SETTINGS).read_text(encoding="utf-8")
    scene.write(SETTINGS, f"{settings}certificate = {{path = {json.dumps(str(pem))}}}\n")


@pytest.mark.parametrize(("roles", "answer"), [(["Sites.FullControl.All"], "yes"), ([], "no")])
def test_a_certificate_is_dated_and_sharepoint_says_whether_it_opens(
    scene: Scene, tenant: Rehearsal, pem: Path, roles: list[str], answer: str
) -> None:
    """The days that are left are told; SharePoint's own interface is asked for a title."""
    prove_by(scene, tenant, pem, roles)
    before = writes(tenant)
    said = json.loads(scene.say("doctor", "--json", wanted=0).out)
    assert (said["credential"]["kind"], said["credential"]["days_left"]) == ("certificate", DAYS)
    assert {one["id"]: one["answer"] for one in said["probes"]}["sharepoint-rest"] == answer
    assert writes(tenant) == before
    assert not said["rehearsal"]


def test_a_certificate_that_ends_soon_is_to_be_renewed(scene: Scene, tenant: Rehearsal, pem: Path) -> None:
    """People are told the day, and that it is time."""
    prove_by(scene, tenant, pem, [])
    assert "Renew it now" in " ".join(scene.say("doctor", wanted=0).out.split())


def test_a_wrong_secret_is_told_in_the_first_lines(scene: Scene, tenant: Rehearsal) -> None:
    """The doctor reports what a night would only fail with, and ends in 4."""
    as_real_tenant(scene, tenant)
    scene.write("secret", "wrong")
    spoken = scene.say("doctor", wanted=4)
    assert spoken.out.startswith("Not ready to enforce.\n  - The application cannot sign in:")
    assert "AADSTS7000215" in spoken.out
    assert "wrong" not in spoken.out.replace("is wrong", "")
