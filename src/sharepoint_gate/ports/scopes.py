"""What a job needs to give back permissions of their own that items no longer need."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.permit import WritePermit


class ScopeWriter(Protocol):
    """Lets items take their permissions from their folder again, one by one."""

    async def has_own(self, item: ItemId, *, folder: bool) -> bool:
        """Tell whether an item has permissions of its own.

        Raises:
            GraphError: It cannot be told.
        """
        ...

    async def reset(self, item: ItemId, *, folder: bool) -> None:
        """Let an item inherit again.

        Raises:
            LawError: The permit does not hold it.
            WriteUncertainError: No answer came.
            GraphError: SharePoint refused.
        """
        ...


OpensScopes = Callable[[WritePermit], AbstractAsyncContextManager[ScopeWriter]]
"""Opens a writer for a permit; entering it raises AccessDeniedError where the credential does not do."""
