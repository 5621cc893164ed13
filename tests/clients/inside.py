"""Runs inside a network of its own, where Microsoft's host names mean this machine: a tenant and a walk.

Started by `tests.clients.namespace`. Arguments: the walk's module. Standard input: a JSON document with the
folder, seed and host names, and what the walk is asked. Standard output: what the walk saw, and what the
tenant remembers of it.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.clients.certificate import new_certificate
from tests.emulator.raw import Emulator


def main() -> None:
    """Serve a tenant on the port of HTTPS, let the walk happen, and print everything."""
    asked: dict[str, Any] = json.load(sys.stdin)
    names = [option for name in asked["names"] for option in ("--host-name", name)]
    emulator = Emulator(Path(asked["folder"]), Path(asked["seed"]), "--port", "443", *names)
    try:
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
            os.environ[name] = emulator.ready["ca_file"]
        seen = importlib.import_module(sys.argv[1]).walk(emulator, _prepared(emulator, asked))
        told = {name: emulator.admin("GET", name) for name in ("state", "journal")}
    finally:
        emulator.kill()
    sys.stdout.write(json.dumps({"seen": seen, **told}) + "\n")


def _prepared(emulator: Emulator, asked: dict[str, Any]) -> dict[str, Any]:
    """Register a certificate for the reconciler, and return everything that a client signs in with."""
    pem, certificate = new_certificate()
    app = emulator.admin("POST", "apps", {"name": "reconciler", "certificate_pem": pem})
    path = Path(asked["folder"]) / "client.pem"
    path.write_text(certificate["privateKey"] + pem, encoding="utf-8")
    path.chmod(0o600)
    return {
        **asked,
        **app,
        **certificate,
        "certificate_file": str(path),
        "tenant": emulator.ready["tenant_id"],
    }


if __name__ == "__main__":
    main()
