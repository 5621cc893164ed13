"""The application that audits: which one it is, and how it proves itself."""

import json

import pytest

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.graph.config import ClientCertificate, ClientSecret
from sharepoint_gate.settings import load_settings
from sharepoint_gate.wiring.tenants import auditor_config, tenant_config
from tests.cli.scene import SETTINGS, Scene, as_closed_tenant
from tests.e2e.audit_scene import make_certificate

AUDITOR = "11111111-1111-1111-1111-111111111111"


def auditing(scene: Scene, **keys: object) -> None:
    """Name a real tenant, and beside it the auditor's application."""
    plain = scene.folder / "plain.toml"
    if not plain.exists():
        as_closed_tenant(scene)
        plain.write_text((scene.folder / SETTINGS).read_text(encoding="utf-8"), encoding="utf-8")
    text = plain.read_text(encoding="utf-8")
    lines = [f"{key} = {value if isinstance(value, int) else _told(value)}" for key, value in keys.items()]
    scene.write(SETTINGS, "\n".join([text, "[auditor]", *lines, ""]))


def _told(value: object) -> str:
    return f"{{path = {json.dumps(value['path'])}}}" if isinstance(value, dict) else json.dumps(value)


def test_without_a_word_the_tenants_own_application_looks(scene: Scene) -> None:
    """Then its being read-only rests on the door alone, which the report says."""
    auditing(scene)
    settings = load_settings(scene.folder / SETTINGS)
    assert auditor_config(settings, None) == tenant_config(settings, None)
    assert settings.auditor.rotation_days == 0


def test_the_auditor_has_a_secret_or_a_certificate_of_its_own(scene: Scene) -> None:
    """It never borrows the reconciler's."""
    scene.write("auditor-secret", "looks only")
    auditing(scene, client_id=AUDITOR, client_secret_file=str(scene.folder / "auditor-secret"))
    config = auditor_config(load_settings(scene.folder / SETTINGS), None)
    assert (config.client_id, config.credential) == (AUDITOR, ClientSecret("looks only"))
    auditing(scene, client_id=AUDITOR, certificate={"path": str(make_certificate(scene.folder))})
    config = auditor_config(load_settings(scene.folder / SETTINGS), None)
    assert isinstance(config.credential, ClientCertificate)


@pytest.mark.parametrize("both", [False, True])
def test_one_credential_and_no_other_number_of_them(scene: Scene, *, both: bool) -> None:
    """It must be certain which one is used."""
    pem = {"path": str(make_certificate(scene.folder))}
    more = {"client_secret_file": str(scene.folder / "secret"), "certificate": pem} if both else {}
    auditing(scene, client_id=AUDITOR, **more)
    with pytest.raises(SettingsError, match="one credential"):
        auditor_config(load_settings(scene.folder / SETTINGS), None)


def test_a_rotation_has_a_number_of_days(scene: Scene) -> None:
    """At most a year."""
    auditing(scene, rotation_days=367)
    assert "auditor.rotation_days" in scene.say("audit", wanted=2).err


def test_a_tenant_that_does_not_answer_is_no_clean_audit(scene: Scene) -> None:
    """4, and no report."""
    auditing(scene)
    spoken = scene.say("audit", "--json", wanted=4)
    assert spoken.out == ""
