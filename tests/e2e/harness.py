"""A rehearsal in a folder of its own: emulator and gate as processes, sockets in between."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from click.testing import CliRunner

from sharepoint_gate.cli.group import gate

ROOT = Path(__file__).resolve().parents[2]
# Nothing of the machine's own settings may reach the programs: neither certificates nor proxies.
_WANTED = ("PATH", "HOME", "LANG", "GRAPH_EMULATOR_RECORD")
STATED = ("statements.block_download_policy", "statements.b2b_integration")
CLEAN = {key: os.environ[key] for key in _WANTED if key in os.environ}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    body: Any
    location: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The output read as JSON."""
        return json.loads(self.out)


@dataclass
class Rehearsal:
    """One tenant and one working folder.

    Attributes:
        folder: Holds a copy of the shipped configuration and the gate's state.
        name: Which partnership: demo (Westmarsh) or small.
        mail: Whether letters go; most tests are about access and leave this off.
        in_process: Commands run in the test's own process, which spares a second of start each; tests of
            signals, exits and real nights leave this off.
    """

    folder: Path
    name: str = "demo"
    in_process: bool = False
    mail: bool = False
    process: subprocess.Popen[str] | None = None
    ready: dict[str, Any] = field(default_factory=dict)
    _connection: http.client.HTTPSConnection | None = field(default=None, repr=False)

    @property
    def config(self) -> Path:
        """The copied configuration."""
        return self.folder / "config"

    @property
    def state(self) -> Path:
        """Where the gate keeps what it remembers, and the tenant lies below."""
        return self.folder / ".sharepoint-gate"

    @property
    def files(self) -> Path:
        """The copied partnership."""
        return self.config / self.name

    def prepare(self) -> None:
        """Copy the shipped configuration, pointed at the chosen partnership."""
        shutil.copytree(ROOT / "config", self.config, dirs_exist_ok=True)
        settings = self.config / "gate.toml"
        text = settings.read_text().replace("demo/", f"{self.name}/")
        if self.name == "small":
            text = text.replace("partnership@westmarsh", "partnership@saltmere")
        settings.write_text(text if self.mail else text.replace('mode = "graph"', 'mode = "off"'))

    def start(self) -> None:
        """Start the emulator where the gate will look for it, and wait until it is ready."""
        data = self.state / "tenant"
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        seed = next(self.files.glob("*-tenant.yaml"))
        command = [
            sys.executable,
            "-m",
            "graph_emulator",
            "--port",
            "0",
            "--data",
            str(data),
            "--seed",
            str(seed),
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=CLEAN, cwd=self.folder
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the emulator ended before it was ready"
        self.ready = json.loads(line)

    def stop(self) -> None:
        """End the emulator by its own process id."""
        self._hang_up()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def kill(self) -> None:
        """Kill the emulator outright."""
        assert self.process is not None
        self._hang_up()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None

    def gate(self, *arguments: str, wanted: int | None = 0, env: Mapping[str, str] | None = None) -> Spoken:
        """Run one command of the gate in the working folder; ``wanted`` is its exit code, None for any."""
        run = self._at_the_door if self.in_process else self._as_process
        spoken = run(arguments, env or {})
        assert wanted is None or spoken.code == wanted, f"{arguments}: {spoken}"
        assert "Traceback" not in spoken.err, spoken.err
        return spoken

    def let_pass(self) -> None:
        """Let a person release the plan of now past every rail that holds it."""
        plan = self.gate("plan", "--json", wanted=None).data
        until = self.admin("GET", "/state").body["clock"][:10]
        for rail in plan["rails"]:
            words = ("--plan", plan["digest"], "--reason", "as the board decided", "--until", until)
            self.gate("release", rail["rail"], *words)

    def _at_the_door(self, arguments: Sequence[str], env: Mapping[str, str]) -> Spoken:
        """Give the command in this process: the same door, sockets and files, no interpreter to start."""
        with contextlib.chdir(self.folder):
            answer = CliRunner().invoke(gate, list(arguments), prog_name="sharepoint-gate", env=env)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return Spoken(answer.exit_code, answer.stdout, answer.stderr)

    def _as_process(self, arguments: Sequence[str], env: Mapping[str, str]) -> Spoken:
        command = [sys.executable, "-m", "sharepoint_gate", *arguments]
        environment = {**CLEAN, **env}
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment,
            cwd=self.folder,
            check=False,
            timeout=300,
        )
        return Spoken(done.returncode, done.stdout, done.stderr)

    def admin(self, method: str, path: str, body: object = None) -> Answer:
        """Ask the emulator's admin API."""
        return self._ask(self.ready["admin_url"] + path, method, body, {})

    def as_person(self, key: str, method: str, path: str, body: object = None) -> Answer:
        """Send a Graph request with a person's token."""
        token = self.admin("POST", "/token", {"user": key}).body["access_token"]
        return self.bearing(token, method, path, body)

    def bearing(self, token: str, method: str, path: str, body: object = None) -> Answer:
        """Send a Graph request with a token."""
        return self._ask(self.ready["base_url"] + path, method, body, {"Authorization": f"Bearer {token}"})

    def plant(self, acts: Sequence[Mapping[str, object]]) -> None:
        """Let acts happen in the tenant."""
        answer = self.admin("POST", "/seed", {"acts": list(acts)})
        assert answer.status < 300, answer

    def weekend(self) -> None:
        """Let the shipped weekend of drift happen."""
        self._chapter(self._weekend())

    def repair(self) -> None:
        """Let the administrator put right what the gate cannot, as the shipped weekend tells it."""
        self._chapter(self._weekend().get("repair", {"acts": []}))

    def _weekend(self) -> Any:
        return yaml.safe_load(next(self.files.glob("*-weekend.yaml")).read_text())

    def _chapter(self, chapter: Any) -> None:
        """Let acts happen, and write what is stated into the settings, in the place of what was stated."""
        self.plant(chapter["acts"])
        stated = chapter.get("statements", {})
        lines = [
            f'statements.{key} = {{says = "{one["says"]}", by = "{one["by"]}", on = {one["on"]}}}'
            for key, one in stated.items()
        ]
        settings = self.config / "gate.toml"
        if lines and settings.exists():
            text = settings.read_text(encoding="utf-8")
            kept = [one for one in text.splitlines() if not one.startswith(STATED)]
            place = kept.index("[posture]") + 1
            settings.write_text("\n".join([*kept[:place], *lines, *kept[place:], ""]), encoding="utf-8")

    def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """Return the emulator's journal."""
        answer: list[dict[str, Any]] = self.admin("GET", f"/journal?since={since}").body
        return answer

    def access(self, item: str) -> list[dict[str, Any]]:
        """Return who can open an item, by the emulator's own reckoning."""
        answer: list[dict[str, Any]] = self.admin("GET", f"/access?item={quote(item)}").body
        return answer

    def _ask(self, url: str, method: str, body: object, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        payload = None if body is None else json.dumps(body)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = self._connect(parts.hostname or "", parts.port or 443)
        connection.request(method, target, payload, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        raw = response.read()
        said = json.loads(raw) if raw else None
        return Answer(response.status, said, response.getheader("Location", ""))

    def _connect(self, host: str, port: int) -> http.client.HTTPSConnection:
        """Return a connection that is kept: a handshake for each question would be most of the test."""
        kept = self._connection
        if kept is None or (kept.host, kept.port) != (host, port):
            self._hang_up()
            context = ssl.create_default_context(cafile=self.ready["ca_file"])
            kept = self._connection = http.client.HTTPSConnection(host, port, context=context, timeout=120)
        return kept

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
