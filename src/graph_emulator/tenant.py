"""One tenant in one folder: opened, seeded, reset, and described for whoever wants to talk to it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from graph_emulator.directory.models import Application, User
from graph_emulator.files.addresses import resolver
from graph_emulator.files.seeding import seed_library
from graph_emulator.identity.keys import keyring_in
from graph_emulator.identity.openid import Authority
from graph_emulator.identity.own_certificates import certificate_of, certify
from graph_emulator.identity.principals import Authenticator
from graph_emulator.kernel.clock import TenantClock, parse_instant
from graph_emulator.kernel.gateway import Gateway
from graph_emulator.kernel.ids import IdSource
from graph_emulator.kernel.notebook import notebook
from graph_emulator.kernel.quirks import Quirks
from graph_emulator.kernel.recording import Recorder
from graph_emulator.kernel.router import Router
from graph_emulator.kernel.state import State
from graph_emulator.kernel.store import Store
from graph_emulator.kernel.tls import authority_in, write_private
from graph_emulator.logs.watching import LogWriter
from graph_emulator.mail.notices import observe as observe_mail
from graph_emulator.seed.acts import Player
from graph_emulator.seed.consistency import act_faults, check_seed
from graph_emulator.seed.document import Act, Seed
from graph_emulator.seed.faults import SeedError
from graph_emulator.seed.load import load_seed
from graph_emulator.services import add_indexes, all_routes, sharepoint_rest, was_given, watch_access
from graph_emulator.subscriptions.postoffice import PostOffice


class TenantError(RuntimeError):
    """The folder cannot be used."""


class Tenant:
    """Everything that one process holds about its folder."""

    def __init__(self, folder: Path, seed: Seed | None = None) -> None:
        """Open a folder; an empty one begins with the seed, any other goes on where it was.

        Raises:
            TenantError: Another process holds the folder.
            SeedError: The seed is refused; the folder stays empty.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self._lock = _locked(folder)
        self.ca = authority_in(folder)
        self.keyring = keyring_in(folder)
        self.store = Store(folder / "tenant.sqlite")
        self.state = State(ids=IdSource(1), clock=TenantClock(_epoch()))
        add_indexes(self.state)
        self.authenticator = Authenticator(self.state, self.keyring)
        router = Router(all_routes(), resolver(self.state))
        self.gateway = Gateway(self.state, self.store, router, self.authenticator)
        self._connect()
        self.authority = Authority(self.state, self.keyring)
        self.base_url = "https://127.0.0.1"
        if self.store.meta("seed") is None:
            self._begin(seed or Seed())
        else:
            self.reload()

    def _connect(self) -> None:
        """Let the services hear of what passes the gateway."""
        self.gateway.name_of = self.authenticator.name_of
        self.gateway.watch = watch_access(self.state)
        self.gateway.was_given = was_given(self.state)
        self.gateway.observers.append(observe_mail)
        logs = LogWriter(self.state, self.store.last_taken)
        self.gateway.observers.append(logs.observe)
        self.gateway.before_take.append(logs.settle)
        self.gateway.dialects.append(sharepoint_rest(self.state, self.authenticator))
        self.post_office = PostOffice(self.state, self.store, self.ca.cert_pem.bytes().decode())
        self.gateway.after_commit.append(self.post_office.work)
        self.gateway.recorder = Recorder(notebook())
        note = self.gateway.recorder.note_beside
        self.post_office.sent = lambda body: note("v1.0", "POST notificationUrl", 202, None, body)

    def at(self, base_url: str) -> None:
        """Take note of the address under which the tenant is served."""
        self.base_url = self.gateway.base_url = self.authenticator.base_url = base_url

    def reload(self) -> None:
        """Go back to what is durable."""
        self.store.forget_pending()
        state = self.state
        state.clear()
        state.ids.counters = dict(self.store.meta("counters") or {})
        state.quirks = Quirks().changed(self.store.meta("quirks") or {})
        state.clock = TenantClock(parse_instant(self.store.meta("clock")))
        self._settle(msgspec.convert(self.store.meta("seed"), Seed))
        state.tenant_id = self.store.meta("tenant_id")
        self.store.load(state)
        self.gateway.resume()

    def plant(self, seed: Seed) -> None:
        """Fill the tenant with a seed; the applications that are there keep their ids and secrets.

        Raises:
            SeedError: The seed is refused, or people are in the tenant already; nothing has changed.
        """
        if len(self.state.every(User)):
            raise SeedError(["the tenant has people already; reset it first"])
        check_seed(seed)
        with self._all_or_nothing():
            self._fill(seed)

    def act(self, acts: list[Act]) -> None:
        """Play acts, all of them or none.

        Raises:
            SeedError: One of them cannot be played; nothing has changed.
        """
        faults = act_faults(acts, {user.key for user in self.state.every(User)})
        if faults:
            raise SeedError(faults)
        with self._all_or_nothing():
            Player(self.gateway).play(acts)
            self.commit()

    def reset(self) -> None:
        """Go back to the seed; applications keep their ids and secrets, the journal begins anew."""
        seed = msgspec.convert(self.store.meta("seed"), Seed)
        tenant_id, apps = self.state.tenant_id, list(self.state.every(Application))
        self.store.clear()
        self.state.clear()
        self.state.ids.counters = {}
        self.state.quirks = Quirks()
        self.gateway.injector.waiting.clear()
        self.gateway.resume()
        self.state.tenant_id = tenant_id
        for app in apps:
            self.state.put(app)
        with self._all_or_nothing():
            self._fill(seed)

    def commit(self) -> None:
        """Make durable what was done, with the clock."""
        if self.store.meta("clock") != self.state.clock.now().isoformat():
            self.store.set_meta("clock", self.state.clock.now().isoformat())
        self.gateway.commit()

    def set_quirks(self, changes: dict[str, Any]) -> None:
        """Set some quirks."""
        self.state.quirks = self.state.quirks.changed(changes)
        self.store.set_meta("quirks", self.state.quirks.as_names())
        self.commit()

    def ready(self) -> dict[str, Any]:
        """Return what a client needs to know, and leave it in the folder too."""
        apps = {app.name: self._credentials(app) for app in self.state.every(Application)}
        facts = {
            "base_url": self.base_url,
            "authority": f"{self.base_url}/{self.state.tenant_id}",
            "tenant_id": self.state.tenant_id,
            "ca_file": str((self.folder / "ca.pem").resolve()),
            "admin_url": f"{self.base_url}/__emulator__",
            "now": self.state.clock.stamp(),
            "apps": apps,
            "pid": os.getpid(),
        }
        fresh = self.folder / "ready.json.new"
        write_private(fresh, msgspec.json.encode(facts))
        fresh.replace(self.folder / "ready.json")
        return facts

    def _credentials(self, app: Application) -> dict[str, str]:
        held = {"client_id": app.id, "client_secret": app.secret}
        certificate = certificate_of(self.folder, app)
        return {**held, "certificate": str(certificate.resolve())} if certificate.exists() else held

    def close(self) -> None:
        """Commit, close the store and let go of the folder."""
        self.commit()
        self.store.close()
        (self.folder / "ready.json").unlink(missing_ok=True)
        os.close(self._lock)

    def _begin(self, seed: Seed) -> None:
        try:
            check_seed(seed)
            self.state.ids.seed = seed.tenant.seed
            self.state.tenant_id = self.state.ids.derived("tenant", seed.tenant.name)
            self._fill(seed)
        except Exception:
            self.store.forget_pending()
            self.store.close()
            os.close(self._lock)
            raise

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Go back to what is durable when what is being done ends in any error."""
        try:
            yield
        except Exception:
            self.reload()
            raise

    def _fill(self, seed: Seed) -> None:
        self._settle(seed)
        self.state.clock = TenantClock(parse_instant(seed.tenant.clock))
        load_seed(self.state, seed)
        certify(self.state, self.folder)
        seed_library(self.state, seed, lambda: self.store.spill(self.state))
        self.store.take(self.state)
        Player(self.gateway).play(seed.acts)
        self.store.set_meta("seed", msgspec.to_builtins(seed))
        self.store.set_meta("tenant_id", self.state.tenant_id)
        self.store.set_meta("quirks", self.state.quirks.as_names())
        self.commit()

    def _settle(self, seed: Seed) -> None:
        self.state.ids.seed = seed.tenant.seed
        self.state.host = seed.tenant.host
        self.state.throttle.licences = seed.tenant.licences


def _locked(folder: Path) -> int:
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise TenantError(f"another process holds {folder}") from error
    return descriptor


def _epoch() -> datetime:
    return parse_instant(Seed().tenant.clock)
