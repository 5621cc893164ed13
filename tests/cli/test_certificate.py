"""An application that proves itself by certificate, from the settings to a real token.

Source: graph:auth/auth-v2-service
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from tests.cli.scene import SETTINGS, Scene, as_real_tenant
from tests.e2e.harness import Rehearsal


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PEM file with a certificate and its key."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gate.westmarsh.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "app.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def name_certificate(scene: Scene, tenant: Rehearsal, path: Path, thumbprint: str) -> None:
    """Write settings that prove the application by a certificate the tenant knows."""
    pem = path.read_text(encoding="utf-8")
    public = pem[pem.index("-----BEGIN CERTIFICATE-----") :]
    known = tenant.admin("POST", "/apps", {"name": "reconciler", "certificate_pem": public})
    assert known.status < 300, known
    as_real_tenant(scene, tenant, client_secret_file="", client_id=known.body["client_id"])
    settings = scene.folder / SETTINGS
    keys = f"path = {json.dumps(str(path))}, thumbprint = {json.dumps(thumbprint)}"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}certificate = {{{keys}}}\n", encoding="utf-8")


@pytest.mark.parametrize("kind", [SHA1(), SHA256()], ids=["SHA-1", "SHA-256"])  # noqa: S303 - Entra shows either
def test_the_certificate_that_is_named_opens_the_tenant(
    scene: Scene, tenant: Rehearsal, certificate: Path, kind: SHA1 | SHA256
) -> None:
    """With the thumbprint that Entra shows, the file's certificate gets a token and the plan is told."""
    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    name_certificate(scene, tenant, certificate, made.fingerprint(kind).hex().upper())
    scene.say("plan", wanted=0)


def test_a_file_with_another_certificate_is_refused(
    scene: Scene, tenant: Rehearsal, certificate: Path
) -> None:
    """A thumbprint that does not fit the file stops the program before anything is asked."""
    name_certificate(scene, tenant, certificate, "ab" * 20)
    spoken = scene.say("plan", wanted=2)
    assert "holds another certificate than the one named" in spoken.err


def test_a_file_that_is_no_certificate_is_told(scene: Scene, tenant: Rehearsal, certificate: Path) -> None:
    """Plain words, and what the file should be."""
    name_certificate(scene, tenant, certificate, "ab" * 20)
    certificate_text = (scene.folder / SETTINGS).read_text(encoding="utf-8")
    scene.write(SETTINGS, certificate_text.replace(str(certificate), str(scene.folder / "secret")))
    spoken = scene.say("plan", wanted=2)
    assert "cannot be read" in spoken.err
    assert "  do:  " in spoken.err


@pytest.mark.parametrize("harm", ["another key", "a damaged key"])
def test_a_key_that_is_not_the_certificates_is_told(
    scene: Scene, tenant: Rehearsal, certificate: Path, harm: str, tmp_path: Path
) -> None:
    """A key that cannot sign for the certificate beside it is found before anything is asked."""
    pem = certificate.read_bytes()
    key = rsa.generate_private_key(65537, 2048)
    if harm == "a damaged key":
        own = load_pem_private_key(pem, None)
        assert isinstance(own, rsa.RSAPrivateKey)
        parts = own.private_numbers()
        key = rsa.RSAPrivateNumbers(
            parts.p, parts.q, parts.d ^ 8, parts.dmp1 ^ 8, parts.dmq1, parts.iqmp, parts.public_numbers
        ).private_key(unsafe_skip_rsa_key_validation=True)
    mixed = tmp_path / "mixed.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    mixed.write_bytes(private + pem[pem.index(b"-----BEGIN CERTIFICATE-----") :])
    name_certificate(scene, tenant, mixed, "ab" * 20)
    spoken = scene.say("plan", wanted=2)
    assert "holds a private key that is not the certificate's" in spoken.err


def test_a_key_of_another_kind_than_entra_takes_is_told_as_such(
    scene: Scene, tenant: Rehearsal, certificate: Path, tmp_path: Path
) -> None:
    """Nobody looks for another key where the kind of key is what is wrong."""
    pem = certificate.read_bytes()
    private = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    other = tmp_path / "other.pem"
    other.write_bytes(private + pem[pem.index(b"-----BEGIN CERTIFICATE-----") :])
    name_certificate(scene, tenant, other, "ab" * 20)
    assert "is not an RSA key" in scene.say("plan", wanted=2).err
