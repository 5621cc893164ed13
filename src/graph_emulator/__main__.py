"""Runs the emulator: `python -m graph_emulator --port 0 --data DIR [--seed FILE]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from graph_emulator.doors import Doors
from graph_emulator.kernel.server import end_with_stdin, listen, server_for
from graph_emulator.kernel.tls import server_context
from graph_emulator.seed.faults import SeedError
from graph_emulator.seed.source import read_seed
from graph_emulator.tenant import Tenant, TenantError

_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a tenant until told to end; return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        tenant = Tenant(asked.data, read_seed(asked.seed) if asked.seed else None)
    except (SeedError, TenantError, OSError) as error:
        sys.stderr.write(f"graph_emulator: {error}\n")
        return _REFUSED
    try:
        _serve(tenant, asked)
    finally:
        tenant.close()
    return 0


def _serve(tenant: Tenant, asked: argparse.Namespace) -> None:
    listener = listen(asked.port)
    tenant.at(f"https://127.0.0.1:{listener.getsockname()[1]}")
    facts = tenant.ready()

    def tell() -> None:
        sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
        sys.stdout.flush()

    doors = Doors(tenant)
    server = server_for(doors.respond, server_context(tenant.ca, asked.host_name), tell, doors.prepare)
    if asked.until_stdin_closes:
        end_with_stdin(server)
    server.run(sockets=[listener])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="graph_emulator", description="A Microsoft 365 tenant on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the tenant")
    parser.add_argument("--seed", type=Path, help="what an empty folder begins with (YAML or JSON)")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input closes")
    parser.add_argument(
        "--host-name",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name in the server's certificate, for clients that ask for a fixed host; repeatable",
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
