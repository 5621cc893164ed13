"""Who belongs to which team and channel: records that directory, files and Teams all read."""
