"""The program's door for ``python -m sharepoint_gate`` and for the installed command."""

from sharepoint_gate.cli.group import gate


def main() -> None:
    """Run the command line."""
    gate(prog_name="sharepoint-gate")


if __name__ == "__main__":
    main()
