"""Runs the emulator: `python -m graph_emulator --port 0 --data DIR [--seed FILE]`."""

import argparse
import sys
from collections.abc import Sequence

import msgspec

from graph_emulator.commands import check_seed_file, parser
from graph_emulator.doors import Doors
from graph_emulator.kernel.server import end_with_stdin, listen, server_for
from graph_emulator.kernel.tls import server_context
from graph_emulator.opening import close_tenant, open_tenant
from graph_emulator.seed.faults import SeedError
from graph_emulator.seed.source import open_seed
from graph_emulator.tenant import Tenant, TenantError

_REFUSED = 2
_INTERRUPTED = 130
_CHECK = ["seed", "check"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words ask for; return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words[:2] == _CHECK:
            sys.stdout.write(check_seed_file(words[2:]) + "\n")
        else:
            _start(parser().parse_args(words))
    except (SeedError, TenantError) as error:
        sys.stderr.write(f"graph-emulator: {error}\n")
        return _REFUSED
    except KeyboardInterrupt:  # before the server has begun to listen for it
        return _INTERRUPTED
    return 0


def _start(asked: argparse.Namespace) -> None:
    tenant = open_tenant(asked.data, open_seed(asked.seed) if asked.seed else None)
    try:
        _serve(tenant, asked)
    finally:
        close_tenant(tenant)


def _serve(tenant: Tenant, asked: argparse.Namespace) -> None:
    try:
        listener = listen(asked.port)
    except OSError as error:
        raise TenantError(
            f"port {asked.port} cannot be used: {error.strerror}; --port 0 takes a free one"
        ) from error
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


if __name__ == "__main__":
    raise SystemExit(main())
