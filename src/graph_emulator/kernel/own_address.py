"""Our own address, as whoever calls knows it."""

from collections.abc import Mapping

_LOOPBACK = frozenset({"", "127.0.0.1", "localhost"})


def came_by(headers: Mapping[str, str], base_url: str) -> str:
    """Return the address by which a request came.

    A client that reaches us under Microsoft's host name has to find that name in links, in the authority's
    metadata and in what its assertions may be for: it would ask for tokens by the host of a link.

    Args:
        headers: The request's.
        base_url: Our address on loopback.
    """
    host = headers.get("host", "")
    return base_url if host.partition(":")[0] in _LOOPBACK else f"https://{host}"
