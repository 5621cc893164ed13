"""The settings file as text: parsed TOML, the line of each key, and faults that point at it."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sharepoint_gate.errors import SettingsError
from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.advice import advise
from sharepoint_gate.roster.suggest import did_you_mean, listed

_HEADER = re.compile(r"\s*\[\s*([A-Za-z0-9_.\-\s]+?)\s*\]")
_KEY = re.compile(r"(\s*)([A-Za-z0-9_.\-]+)\s*=")
_AT = re.compile(r" \(at line (\d+), column (\d+)\)")
_PATHS = {
    ("state_dir",),
    ("files", "roster"),
    ("files", "processes"),
    ("files", "agreement_versions"),
    ("files", "acceptances"),
    ("files", "demo_tenant"),
    ("files", "demo_weekend"),
    ("files", "demo_certificate"),
    ("tenant", "client_secret_file"),
    ("tenant", "ca_file"),
    ("tenant", "certificate", "path"),
    ("mail", "outbox"),
    ("auditor", "client_secret_file"),
    ("trail", "key_file"),
    ("auditor", "certificate", "path"),
    ("authors", "allowed_signers"),
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SECRETIVE = re.compile(r"secret|password|passphrase|token|private_key")
_WHERE_SECRETS_STAND = (
    "take it out and make a new one; put that into a file of its own, named in tenant.client_secret_file, "
    "or into the variable SHAREPOINT_GATE_CLIENT_SECRET, or use tenant.certificate"
)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A parsed settings file.

    Attributes:
        data: Its values; paths are already taken relative to the file.
        faults: Secrets that lie in it, and what cannot be seen in it.
    """

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], tuple[int, int]]
    faults: tuple[Fault, ...]

    def place(self, *keys: str) -> Place:
        """Return where a key stands; of the nearest section above when it is absent."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.lines:
                return Place(str(self.path), *self.lines[keys[:length]])
        return Place(str(self.path), 1, 1)


def read_settings_file(path: Path) -> SettingsFile:
    """Read and parse the settings file.

    Raises:
        SettingsError: It cannot be read, or is not TOML.
    """
    text = _read(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error), text) from error
    lines = dict(_key_lines(text))
    bare = SettingsFile(path, data, lines, ())
    faults = (*_secrets_in_the_open(bare, data, ()), *_unseen_in(bare, data, ()))
    return SettingsFile(path, _with_paths(data, path.parent, ()), lines, faults)


def environment_faults(prefix: str, known: Sequence[str], variables: Sequence[str]) -> Iterator[Fault]:
    """Tell variables of ours that name no setting.

    Args:
        prefix: What our variables begin with.
        known: Names that may follow; nested ones follow after two underscores.
        variables: The names in the environment.
    """
    for name in variables:
        if not name.upper().startswith(prefix):
            continue
        first = name.upper().removeprefix(prefix).split("__")[0]
        if first not in known:
            yield Fault(
                Place(f"environment variable {name}", 1, 1),
                f"{name} is not a known setting",
                "a slip in a name would leave the setting as it is",
                did_you_mean(first, known, f"after {prefix} can stand: {listed(known)}"),
            )


def setting_faults(
    error: ValidationError, file: SettingsFile, model: type[BaseModel], environment: tuple[str, Sequence[str]]
) -> Iterator[Fault]:
    """Turn pydantic's complaints into faults with a line of the file, or with the name of the variable.

    Args:
        error: What pydantic raised.
        file: The settings file.
        model: The class of all settings.
        environment: What our variables begin with, and the names in the environment.
    """
    prefix, variables = environment
    names = {name.upper() for name in variables}
    in_variables = any(name.startswith(f"{prefix}TENANT__") for name in names)
    real_tenant = in_variables or isinstance(file.data.get("tenant"), dict)
    secret = {fault.place for fault in file.faults}
    for detail in error.errors(include_url=False):
        alternatives = [str(step) for step in detail["loc"][1:2]] if detail["loc"][:1] == ("tenant",) else []
        if alternatives and (alternatives[0] == "TenantSettings") is not real_tenant:
            continue
        keys = tuple(
            str(one) for one in detail["loc"] if str(one) not in {"TenantSettings", "literal['embedded']"}
        )
        variable = prefix + "__".join(keys).upper()
        place = Place(f"environment variable {variable}", 1, 1) if variable in names else file.place(*keys)
        if place not in secret:
            yield _fault(detail, keys, place, model)


def _fault(detail: ErrorDetails, keys: tuple[str, ...], place: Place, model: type[BaseModel]) -> Fault:
    name = ".".join(keys)
    if detail["type"] == "missing":
        return Fault(
            place, f"{name} is missing", "the program cannot guess it", f"add the line `{keys[-1]} = ...`"
        )
    if detail["type"] == "extra_forbidden":
        known = _known_keys(model, keys[:-1])
        mend = did_you_mean(keys[-1], known, f"delete it; known here: {listed(known)}")
        return Fault(place, f"{name} is not a known setting", "a slip would leave the setting as it is", mend)
    what, why, mend = advise(detail["type"], name, detail["input"], detail.get("ctx", {}), detail["msg"])
    return Fault(place, what, why, mend)


def _known_keys(model: type[BaseModel], keys: tuple[str, ...]) -> tuple[str, ...]:
    for key in keys:
        found = model.model_fields.get(key)
        parts = (found.annotation, *getattr(found.annotation, "__args__", ())) if found else ()
        model = next((one for one in parts if isinstance(one, type) and issubclass(one, BaseModel)), model)
    return tuple(name for name in model.model_fields if name not in {"client_secret", "source"})


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text", faults=[_not_utf8(path, error)]) from error
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read",
            why=error.strerror or "",
            mend="name another file, or let this account read it",
        ) from error


def _not_utf8(path: Path, error: UnicodeDecodeError) -> Fault:
    before = error.object[: error.start]
    line_start = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    return Fault(
        Place(str(path), before.count(b"\n") + 1, len(line_start) + 1),
        f"the byte 0x{error.object[error.start]:02x} is not UTF-8",
        "it is another kind of file, or was saved in another encoding",
        'save it again as plain text, encoding "UTF-8", or restore the last good version',
    )


def _not_toml(path: Path, message: str, text: str) -> SettingsError:
    found = _AT.search(message)
    line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
    what = _AT.sub("", message).replace(" (at end of document)", "")
    fault = Fault(
        Place(str(path), line, column),
        f"the text is not TOML: {what}",
        "nothing in it can be read",
        "write `key = value`; texts and paths stand in quotes",
    )
    return SettingsError(f"{path} cannot be parsed", faults=(fault,))


def _key_lines(text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            section = tuple(part.strip() for part in header[1].split("."))
            yield section, (number, line.index("[") + 1)
            continue
        found = _KEY.match(line)
        if found:
            yield (*section, *found[2].split(".")), (number, len(found[1]) + 1)


def _secrets_in_the_open(
    file: SettingsFile, data: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[Fault]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _secrets_in_the_open(file, value, (*above, key))
        elif _SECRETIVE.search(key.lower()) and (*above, key) not in _PATHS:
            yield Fault(
                file.place(*above, key),
                f"{'.'.join((*above, key))} holds a secret in the open",
                "settings are copied, mailed and kept in version control",
                _WHERE_SECRETS_STAND,
            )


def _unseen_in(file: SettingsFile, data: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Fault]:
    """Yield texts with control characters: no path or name holds any, and the system refuses some of them."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _unseen_in(file, value, (*above, key))
        elif isinstance(value, str) and _CONTROL.search(value):
            yield Fault(
                file.place(*above, key),
                f"{'.'.join((*above, key))} holds a character that cannot be seen",
                "no path and no name has any",
                "write the value again by hand",
            )


def _with_paths(data: Mapping[str, Any], folder: Path, above: tuple[str, ...]) -> dict[str, Any]:
    return {key: _with_path(value, folder, (*above, key)) for key, value in data.items()}


def _with_path(value: Any, folder: Path, keys: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return _with_paths(value, folder, keys)
    if keys in _PATHS and isinstance(value, str):
        return folder / Path(value).expanduser()
    return value
