"""What the admin API says when it cannot carry out a request."""


class AdminError(ValueError):
    """A request to the admin API that cannot be carried out."""
