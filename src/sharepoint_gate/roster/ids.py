"""The forms of ids: of people, organisations and cases."""

import re

_ID = re.compile(r"[a-z][a-z0-9-]*")
_REFERENCE = re.compile(r"([A-Z][A-Z0-9]*)-(\d{4})-(\d{3,})")
_LOOSE_REFERENCE = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)[-_ /.]*(\d{4})[-_ /.]+(\d{1,4})\s*")
_LONGEST = 40


def id_slip(written: str) -> str | None:
    """Return what to write instead of an id of a wrong form, or None when its form is right."""
    if _ID.fullmatch(written) and len(written) <= _LONGEST:
        return None
    slug = re.sub(r"[^a-z0-9-]+", "-", written.strip().lower()).strip("-")
    return f"write {slug}" if _ID.fullmatch(slug) and len(slug) <= _LONGEST else "write an id like u12"


def is_case_reference(written: str) -> bool:
    """Tell whether a text has the form of a case reference, for example RR-2026-001."""
    return _REFERENCE.fullmatch(written) is not None


def prefix_of(reference: str) -> str:
    """Return the part of a case reference before its year."""
    return reference.partition("-")[0]


def nearest_reference(written: str, prefix: str | None = None) -> str | None:
    """Return the case reference that was probably meant, or None.

    Args:
        written: What stands in the file, for example ``RR-2026-1``.
        prefix: The prefix that the case's process asks for, when it is known.
    """
    found = _LOOSE_REFERENCE.fullmatch(written)
    if found is None:
        return None
    return f"{prefix or found[1].upper()}-{found[2]}-{int(found[3]):03d}"
