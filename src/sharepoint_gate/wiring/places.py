"""Where the gate's own state lies."""

from pathlib import Path

from sharepoint_gate.settings import Settings

DATABASE = "gate.sqlite"
# A rehearsal has a record and a memory of its own: its people and pins must never stand in for real ones when
# the settings are pointed at a real tenant later.
REHEARSAL_DATABASE = "rehearsal.sqlite"
TRAIL_KEY, REHEARSAL_TRAIL_KEY = "trail.key", "rehearsal-trail.key"
CHECKPOINTS, REHEARSAL_CHECKPOINTS = "checkpoints", "checkpoints-rehearsal"
COPIES = "in-force"
REHEARSAL_COPIES = "in-force-rehearsal"


def database_path(settings: Settings) -> Path:
    """Return the database of the tenant that the settings name."""
    return settings.state_dir / (REHEARSAL_DATABASE if settings.is_embedded else DATABASE)


def trail_key(settings: Settings) -> Path:
    """Return the file of the key that signs the trail; a rehearsal never signs with the real one."""
    if settings.is_embedded:
        return settings.state_dir / REHEARSAL_TRAIL_KEY
    return settings.trail.key_file or settings.state_dir / TRAIL_KEY


def checkpoints_folder(settings: Settings) -> Path:
    """Return where signed checkpoints are kept beside the database."""
    return settings.state_dir / (REHEARSAL_CHECKPOINTS if settings.is_embedded else CHECKPOINTS)


def copies_folder(settings: Settings) -> Path:
    """Return where copies of the last valid declared files lie."""
    return settings.state_dir / (REHEARSAL_COPIES if settings.is_embedded else COPIES)
