"""The program's door for ``python -m sharepoint_gate`` and for the installed command."""

import sys

_STOPPED = 130


def main() -> None:
    """Run the command line."""
    try:
        # Imported here, so that Ctrl-C in the first moment is no traceback either.
        from sharepoint_gate.cli.group import gate  # noqa: PLC0415

        gate(prog_name="sharepoint-gate")
    except KeyboardInterrupt:
        sys.exit(_STOPPED)


if __name__ == "__main__":
    main()
