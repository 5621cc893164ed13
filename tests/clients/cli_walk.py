"""One walk with the CLI for Microsoft 365: all of its commands in one process of Node.js."""

import json
from pathlib import Path
from typing import Any

from tests.clients.office365_walk import wait_once
from tests.clients.walks import people, run_node
from tests.emulator.raw import Emulator

_SETTINGS = {"disableTelemetry": True, "clientId": ""}


def walk(emulator: Emulator, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the commands said."""
    emulator.admin("PUT", "quirks", {"pages.delta": 3, "rest.remove_without_level": "all"})
    channels = emulator.admin("GET", "state")["channels"]
    drive = next(one["drive_id"] for one in channels if one["name"] == asked["channel"])
    wait_once(emulator, "GET /drives/{drive}")
    home = _home(Path(asked["folder"]).parent / "home")
    other = emulator.ready["apps"]["outsider"]["client_id"]
    told = {
        **asked,
        "drive": drive,
        "newcomer": people(emulator)["f.ford"],
        "other_app": other,
        "gone": "agenda.docx",
    }
    return run_node("cli.mjs", told, emulator, home)


def _home(folder: Path) -> dict[str, str]:
    """Return the environment of a client that keeps its files in a folder and reports to nobody."""
    settings = folder / ".config" / "configstore"
    settings.mkdir(parents=True)
    (settings / "cli-m365-config.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    names = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config"), "TMPDIR": str(folder)}
    return {**names, "CLIMICROSOFT365_NOUPDATE": "1"}
