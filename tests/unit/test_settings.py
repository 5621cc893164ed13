"""Settings: what is taken, from where, and every slip at its line."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.settings import Settings, TenantSettings, find_settings, has_settings, load_settings

_ROOT = Path(__file__).parents[2]
_FILES = '[files]\nroster = "roster.yaml"\nprocesses = "p.yaml"\nagreement_versions = "v.yaml"\n'
_EMBEDDED = f'tenant = "embedded"\n{_FILES}'
_GUID = "11111111-2222-3333-4444-555555555555"
_REAL = f'{_FILES}[tenant]\ntenant_id = "{_GUID}"\nclient_id = "{_GUID}"\n'


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.upper().startswith("SHAREPOINT_GATE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def settings_of(text: str, folder: Path | None = None) -> Settings:
    """Write a settings file and read it."""
    path = (folder or Path()) / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def error_of(text: str) -> SettingsError:
    """Return the error of reading a settings file."""
    with pytest.raises(SettingsError) as caught:
        settings_of(text)
    assert caught.value.exit_code == 2
    return caught.value


def told(text: str) -> list[tuple[int, int, str]]:
    """Return line, column and what of each fault of a settings file."""
    return [(one.place.line, one.place.column, one.what) for one in error_of(text).faults]


def test_the_shipped_file_runs_on_the_rehearsal_tenant() -> None:
    """A clone works at once, and all files that it names are there."""
    settings = load_settings(_ROOT / "config" / "gate.toml")
    files = settings.files
    assert settings.is_embedded
    assert settings.state_dir == Path(".sharepoint-gate")
    for path in (files.roster, files.processes, files.agreement_versions, files.acceptances):
        assert path is not None
        assert path.is_file()
    assert files.demo_tenant == _ROOT / "config" / "demo" / "westmarsh-tenant.yaml"
    assert files.paths.roster == files.roster


def test_what_is_not_set_has_a_safe_value() -> None:
    """Types that are shown under block-download are known, and a late review only warns."""
    settings = settings_of(_EMBEDDED)
    assert "docx" in settings.rules.rules.viewable_types
    assert "msg" not in settings.rules.rules.viewable_types
    assert "safeguarding" in settings.rules.rules.generic_words
    assert settings.rules.rules.review_date_blocks is False
    assert settings.sharing.create_link_version == "beta"


def test_paths_are_relative_to_the_file_and_the_state_to_the_working_folder(tmp_path: Path) -> None:
    """A command started elsewhere reads the same files."""
    (tmp_path / "etc").mkdir()
    settings = settings_of(_EMBEDDED, tmp_path / "etc")
    assert settings.files.roster == tmp_path / "etc" / "roster.yaml"
    assert settings.state_dir == Path(".sharepoint-gate")
    assert settings_of(f'state_dir = "s"\n{_EMBEDDED}', tmp_path / "etc").state_dir == tmp_path / "etc" / "s"
    assert settings_of(f'state_dir = "/var/s"\n{_EMBEDDED}').state_dir == Path("/var/s")


def test_the_file_is_looked_for_in_a_fixed_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """First the command line, then the environment, then two usual places."""
    (tmp_path / "config").mkdir()
    for name in ("config/gate.toml", "gate.toml", "other.toml", "named.toml"):
        (tmp_path / name).write_text(_EMBEDDED, encoding="utf-8")
        if name == "config/gate.toml":
            assert find_settings(None) == Path("config/gate.toml")
    assert find_settings(None) == Path("gate.toml")
    monkeypatch.setenv("SHAREPOINT_GATE_CONFIG", "other.toml")
    assert find_settings(None) == Path("other.toml")
    assert find_settings(Path("named.toml")) == Path("named.toml")
    assert load_settings().source == Path("other.toml")


def test_a_command_can_ask_whether_there_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal may begin without them; naming a lost file is still a fault."""
    assert not has_settings(None)
    assert has_settings(Path("lost.toml"))
    Path("gate.toml").write_text(_EMBEDDED, encoding="utf-8")
    assert has_settings(None)
    Path("gate.toml").unlink()
    monkeypatch.setenv("SHAREPOINT_GATE_CONFIG", "other.toml")
    assert has_settings(None)


@pytest.mark.parametrize("config", [None, Path("lost.toml")])
def test_a_lost_file_never_gives_a_green_rehearsal(config: Path | None) -> None:
    """Without settings nothing runs."""
    with pytest.raises(SettingsError) as caught:
        load_settings(config)
    assert caught.value.exit_code == 2
    assert caught.value.what == "there is no settings file"


@pytest.mark.parametrize("name", ["SHAREPOINT_GATE_STATE_DIR", "sharepoint_gate_state_dir"])
def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """One machine can differ without another file."""
    monkeypatch.setenv(name, "/var/lib/gate")
    monkeypatch.setenv("SHAREPOINT_GATE_SHARING__CREATE_LINK_VERSION", "v1.0")
    settings = settings_of(f'state_dir = "here"\n{_EMBEDDED}')
    assert settings.state_dir == Path("/var/lib/gate")
    assert settings.sharing.create_link_version == "v1.0"
    assert settings.sharing.items_page_size == 200


def test_an_unknown_variable_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a name would leave the setting as it is."""
    monkeypatch.setenv("SHAREPOINT_GATE_STATEDIR", "/x")
    (fault,) = error_of(_EMBEDDED).faults
    assert fault.place.file == "environment variable SHAREPOINT_GATE_STATEDIR"
    assert fault.mend == "did you mean STATE_DIR?"


def test_a_wrong_variable_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault must not point at a line of the file."""
    monkeypatch.setenv("SHAREPOINT_GATE_SHARING__ITEMS_PAGE_SIZE", "0")
    (fault,) = error_of(_EMBEDDED).faults
    assert fault.place.file == "environment variable SHAREPOINT_GATE_SHARING__ITEMS_PAGE_SIZE"


def test_a_variable_that_cannot_be_parsed_is_a_settings_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole section in a variable is written as JSON."""
    monkeypatch.setenv("SHAREPOINT_GATE_SHARING", "{")
    assert error_of(_EMBEDDED).what == "a variable of the environment cannot be read"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"compny = 'X'\n{_EMBEDDED}", [(1, 1, "compny is not a known setting")]),
        (f"{_EMBEDDED}rooster = 'x'\n", [(6, 1, "files.rooster is not a known setting")]),
        (
            f"{_EMBEDDED}[sharing]\n  create_link_version = 'v2'\n",
            [(7, 3, "sharing.create_link_version: v2 is not one of the words for this")],
        ),
        (
            f"{_EMBEDDED}[sharing]\nitems_page_size = 5000\n",
            [(7, 1, "sharing.items_page_size: 5000 is too large")],
        ),
        (
            f"{_EMBEDDED}[sharing]\nitems_page_size = 'many'\n",
            [(7, 1, "sharing.items_page_size: many is not a whole number")],
        ),
        (
            f"{_EMBEDDED}[rules]\nviewable_types = ['.docx']\n",
            [(7, 1, "rules.viewable_types.0: .docx is not in the form for this")],
        ),
        (f"company = 'a|b'\n{_EMBEDDED}", [(1, 1, "company: a|b is not in the form for this")]),
        (f"tenant = 'embeddedd'\n{_FILES}", [(1, 1, "tenant: embeddedd is not one of the words for this")]),
        (_FILES, [(1, 1, "tenant is missing")]),
        (
            "tenant = 'embedded'\n[files]\nprocesses = 'p'\nagreement_versions = 'v'\n",
            [(2, 1, "files.roster is missing")],
        ),
        (
            _REAL.replace(_GUID, "my-tenant", 1),
            [(6, 1, "tenant.tenant_id: my-tenant is not in the form for this")],
        ),
        (
            _REAL + "base_url = 'http://graph.example'\nclient_secret_file = 's'\n",
            [(8, 1, "tenant.base_url: http://graph.example is not in the form for this")],
        ),
        (
            _REAL + "tenannt = 1\nclient_secret_file = 's'\n",
            [(8, 1, "tenant.tenannt is not a known setting")],
        ),
        (_REAL, [(5, 1, "the application has no credential")]),
        ("tenant = \n", [(1, 10, "the text is not TOML: Invalid value")]),
        ("tenant = 'embedded'\nx = [1\n", [(3, 1, "the text is not TOML: Unclosed array")]),
    ],
)
def test_each_slip_is_told_at_its_line(text: str, expected: list[tuple[int, int, str]]) -> None:
    """Unknown keys, wrong values and missing ones are told where they stand."""
    assert told(text) == expected


def test_all_faults_are_told_at_once() -> None:
    """The second does not wait for the first."""
    assert len(told(f"compny = 'X'\n{_EMBEDDED}[sharing]\nitems_page_size = 0\n")) == 2


@pytest.mark.parametrize(
    "line",
    [
        "client_secret = 'hunter2'",
        "[tenant]\nclient_secret = 'hunter2'",
        "[tenant.certificate]\npassword = 'hunter2'",
    ],
)
def test_law_14_a_secret_in_the_open_is_refused_and_not_repeated(line: str) -> None:
    """Settings are copied and mailed; the fault says where the secret may stand, and never the secret."""
    text = f"{line}\n{_FILES}" if line.startswith("client") else f"{_FILES}{line}\n"
    error = error_of(text)
    assert [one for one in error.faults if "holds a secret in the open" in one.what]
    assert "client_secret_file" in error.diagnostics()
    assert "hunter2" not in error.diagnostics()


def test_law_14_a_secret_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing all settings shows no secret."""
    monkeypatch.setenv("SHAREPOINT_GATE_CLIENT_SECRET", "hunter2")
    settings = settings_of(_REAL)
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    secret = settings.read_secret()
    assert isinstance(secret, SecretStr)
    assert secret.get_secret_value() == "hunter2"


def test_a_secret_comes_from_a_file_of_its_own(tmp_path: Path) -> None:
    """The line break at its end is no part of it."""
    (tmp_path / "secret").write_text("hunter2\n", encoding="utf-8")
    secret = settings_of(_REAL + "client_secret_file = 'secret'\n", tmp_path).read_secret()
    assert secret == SecretStr("hunter2")


@pytest.mark.parametrize(
    ("content", "what"), [(None, "cannot be read"), (b"", "is empty"), (b"\xff", "cannot be read")]
)
def test_a_secret_file_without_a_secret_is_told(tmp_path: Path, content: bytes | None, what: str) -> None:
    """A missing secret must not look like a wrong one."""
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    settings = settings_of(_REAL + "client_secret_file = 'secret'\n", tmp_path)
    with pytest.raises(SettingsError) as caught:
        settings.read_secret()
    assert what in caught.value.what


def test_a_certificate_needs_no_secret() -> None:
    """The better credential; its path is relative to the file, too."""
    line = f"certificate = {{path = 'app.pem', thumbprint = '{'ab' * 20}'}}\n"
    settings = settings_of(_REAL + line, Path().absolute())
    assert isinstance(settings.tenant, TenantSettings)
    assert settings.tenant.certificate is not None
    assert settings.tenant.certificate.path == Path().absolute() / "app.pem"
    assert settings.read_secret() is None
    assert settings.tenant.authority_url == f"https://login.microsoftonline.com/{_GUID}"


def test_the_rehearsal_tenant_needs_no_secret() -> None:
    """Its own credential is made anew each time it begins."""
    assert settings_of(_EMBEDDED).read_secret() is None


def test_two_credentials_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It must be certain which one is used."""
    monkeypatch.setenv("SHAREPOINT_GATE_CLIENT_SECRET", "x")
    (fault,) = error_of(_REAL + "client_secret_file = 'secret'\n").faults
    assert "has 2 credentials: SHAREPOINT_GATE_CLIENT_SECRET, client_secret_file" in fault.what


def test_an_empty_secret_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that was set from nothing must not look like a wrong secret at night."""
    monkeypatch.setenv("SHAREPOINT_GATE_CLIENT_SECRET", "")
    (fault,) = error_of(_REAL).faults
    assert fault.place.file == "environment variable SHAREPOINT_GATE_CLIENT_SECRET"


def test_half_a_tenant_in_variables_is_told_by_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables may name a real tenant over a file that names the rehearsal; then all of it is needed."""
    monkeypatch.setenv("SHAREPOINT_GATE_TENANT__TENANT_ID", _GUID)
    assert [fault.what for fault in error_of(_EMBEDDED).faults] == ["tenant.client_id is missing"]


def test_settings_cannot_be_changed_while_running() -> None:
    """What was read is what holds."""
    settings = settings_of(_EMBEDDED)
    with pytest.raises(ValidationError):
        settings.company = "Other"


def test_a_file_that_cannot_be_read_is_told() -> None:
    """A folder and another encoding have their remedies."""
    Path("folder.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(Path("folder.toml"))
    Path("latin.toml").write_bytes("company = 'Zo\u00eb'".encode("latin-1"))
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load_settings(Path("latin.toml"))
