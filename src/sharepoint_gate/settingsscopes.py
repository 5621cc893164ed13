"""How many places of a library may have permissions of their own before it is told."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from sharepoint_gate.roster.rules import ScopeRules
from sharepoint_gate.settingsections import Section


class ScopeSettings(Section):
    """When a library counts as near its end.

    Attributes:
        warn_at: From so many places with permissions of their own on it is told every night.
        advised: What SharePoint advises at most.
    """

    warn_at: Annotated[int, Field(ge=1, le=50_000)] = 4000
    advised: Annotated[int, Field(ge=1, le=50_000)] = 5000

    @model_validator(mode="after")
    def _warns_in_time(self) -> Self:
        if self.warn_at > self.advised:
            raise ValueError("a warning that comes after what is advised comes too late")
        return self

    @property
    def rules(self) -> ScopeRules:
        """The same as a value for the judging rooms."""
        return ScopeRules(self.warn_at, self.advised)
