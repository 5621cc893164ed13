"""Settings for an auditor with a certificate, and holdings as the emulator would tell them."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.e2e.harness import Rehearsal

ROLES = {"view-no-download": "read", "view": "read", "edit": "write", "owner": "owner"}
STAFF = {"u01", "u02", "u03", "u04", "u06", "m-teal", "e-colby"}
RANK = ("read", "write", "owner")


def make_certificate(folder: Path) -> Path:
    """Write a PEM file with a key and its certificate."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "auditor.westmarsh.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = builder.serial_number(11).not_valid_before(now - timedelta(days=1))
    made = dated.not_valid_after(now + timedelta(days=1)).sign(key, SHA256())
    path = folder / "auditor.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def prove_by_certificate(scene: Rehearsal, folder: Path, roles: Sequence[str]) -> Path:
    """Give the auditor roles and a certificate; return settings that name the tenant as a real one."""
    pem = make_certificate(folder)
    text = pem.read_text(encoding="utf-8")
    body = {
        "name": "auditor",
        "roles": list(roles),
        "sharepoint_roles": ["Sites.FullControl.All"],
        "certificate_pem": text[text.index("-----BEGIN CERTIFICATE-----") :],
    }
    made = scene.admin("POST", "/apps", body)
    assert made.status < 300, made
    return write_settings(scene, {"client_id": made.body["client_id"], "certificate": {"path": str(pem)}})


def write_settings(scene: Rehearsal, auditor: Mapping[str, Any]) -> Path:
    """Write settings that name the auditor's application beside the rehearsal tenant."""
    plain = (scene.config / "gate.toml").read_text(encoding="utf-8")
    path = scene.config / "audit.toml"
    path.write_text(f"{plain}\n{_section('auditor', auditor)}", encoding="utf-8")
    return path


def _section(name: str, keys: Mapping[str, Any]) -> str:
    return "\n".join([f"[{name}]", *(f"{key} = {_value(value)}" for key, value in keys.items()), ""])


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    return json.dumps(value)


def crowds_of(
    scene: Rehearsal, holdings: Sequence[Mapping[str, Any]], *, with_groups: bool
) -> Callable[[str], dict[str, str]]:
    """Return, for a path, each person's widest role by a report's holdings, with crowds as their people.

    Args:
        scene: The tenant, which knows everybody.
        holdings: Of a report.
        with_groups: Whether the report could read who is in a group; else the test expands it itself.
    """
    users = scene.admin("GET", "/state").body["users"]
    keys = {one[name].casefold(): one["key"] for one in users for name in ("mail", "upn") if one[name]}
    users = [one for one in users if not one["deleted"]]
    crowds = {
        "anyone who has the link": {one["key"] for one in users},
        "everyone in the organisation": {one["key"] for one in users if one["type"] == "Member"},
        "Everyone except external users": {one["key"] for one in users if one["type"] == "Member"},
        "group WCC Children's Services - All": set() if with_groups else STAFF,
    }

    def roles_on(path: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in holdings:
            if one["item"] in {path, f"{path.rpartition('/')[0]}/"}:
                person = crowds.get(one["principal"]) or {one["person"] or keys.get(one["address"], "")}
                for key in person - {""}:
                    role = ROLES[one["access"]]
                    found[key] = max(found.get(key, role), role, key=RANK.index)
        return found

    return roles_on
