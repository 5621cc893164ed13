"""The rehearsal tenant in the foreground, until somebody ends it."""

import subprocess
import sys
from pathlib import Path

from sharepoint_gate.rehearsal.embedded import private_folder


def serve(state_dir: Path, seed_path: Path | None) -> int:
    """Serve the tenant of a state folder; return the emulator's exit code, 0 after Ctrl-C.

    Raises:
        StoreError: The folder cannot be made.
    """
    folder = private_folder(private_folder(state_dir) / "tenant")
    seed = ["--seed", str(seed_path)] if seed_path else []
    command = [sys.executable, "-m", "graph_emulator", "--port", "0", "--data", str(folder), *seed]
    # Held open by this process: when it is killed, the tenant ends too and leaves no orphan behind.
    with subprocess.Popen([*command, "--until-stdin-closes"], stdin=subprocess.PIPE) as process:  # noqa: S603
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0
