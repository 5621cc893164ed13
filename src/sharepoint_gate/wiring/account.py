"""Who is at the keyboard, as the operating system knows it."""

import os
import pwd


def true_account() -> str:
    """Return the account of this process: a variable of the environment could be set by anybody."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        # A container may run under a number that has no name.
        return f"uid {number}"
