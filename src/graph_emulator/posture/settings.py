"""The settings of sharing: the tenant's, which Graph shows, and a site's, which it does not.

Source: graph:resources/sharepointsettings
Source: spo:turn-external-sharing-on-or-off
"""

from typing import Any, ClassVar, Literal

import msgspec

from graph_emulator.kernel.state import Record, State

Level = Literal[
    "disabled", "existingExternalUserSharingOnly", "externalUserSharingOnly", "externalUserAndGuestSharing"
]
Domains = Literal["none", "allowList", "blockList"]
LEVELS: tuple[Level, ...] = (
    "disabled",
    "existingExternalUserSharingOnly",
    "externalUserSharingOnly",
    "externalUserAndGuestSharing",
)
EVERY_SITE = "*"
_TENANT = "tenant"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a document that people write; an unknown key is a fault."""


class DefaultLink(_Part, frozen=True, kw_only=True):
    """What a link is when a request names neither type nor scope."""

    scope: Literal["anonymous", "organization", "users"] = "organization"
    type: Literal["view", "edit"] = "edit"


class SiteSettings(_Part, frozen=True, kw_only=True):
    """What a site allows; a new tenant's sites hold nobody back.

    Attributes:
        sharing: The site's own level; None follows the tenant. The narrower of the two counts.
        allowed_domains: Outsiders come from these only, where any is named.
        blocked_domains: Outsiders never come from these.
        guest_expiration_days: After how many days a guest's access to the site ends; None never.
        default_link: The default link's scope and type.
        members_can_share: Whether others than owners may share.
        block_download_file_types: Which files a link that blocks downloads can show.
        access_requests: Whether people may ask for access.
        notifications: Whether a link can be announced by mail.
        anonymous_link_days: After how many days an anonymous link ends at the latest; None never.
        block_download: The policy that nobody downloads anything of the site.
        block_download_spares_owners: Whether that policy spares the site's owners.
        restricted_to_groups: Restricted access control: only people of these groups, by id or seed key,
            have any access to the site; an empty list restricts nobody.
    """

    sharing: Level | None = None
    allowed_domains: tuple[str, ...] = ()
    blocked_domains: tuple[str, ...] = ()
    guest_expiration_days: int | None = None
    default_link: DefaultLink = DefaultLink()
    members_can_share: bool = True
    block_download_file_types: Literal["WebPreviewableFiles", "ServerRenderedFilesOnly"] = (
        "WebPreviewableFiles"
    )
    access_requests: bool = True
    notifications: bool = True
    anonymous_link_days: int | None = None
    block_download: bool = False
    block_download_spares_owners: bool = False
    restricted_to_groups: tuple[str, ...] = ()


def _graph_name(name: str) -> str:
    """Return a setting as Graph spells it."""
    first, *more = name.split("_")
    spelt = first + "".join(word.capitalize() for word in more)
    return spelt.replace("UiEnabled", "UIEnabled").replace("InMb", "InMB")


class IdleSignOut(_Part, frozen=True, kw_only=True, rename=_graph_name):
    """When an idle browser session ends."""

    is_enabled: bool = False
    warn_after_in_seconds: int = 0
    sign_out_after_in_seconds: int = 0


class TenantSettings(_Part, frozen=True, kw_only=True, rename=_graph_name):
    """The tenant's settings, with the names that Graph gives them.

    Source: graph:resources/sharepointsettings#properties
    """

    allowed_domain_guids_for_sync_app: tuple[str, ...] = ()
    available_managed_paths_for_site_creation: tuple[str, ...] = ("/sites/", "/teams/")
    deleted_user_personal_site_retention_period_in_days: int = 30
    excluded_file_extensions_for_sync_app: tuple[str, ...] = ()
    idle_session_sign_out: IdleSignOut = IdleSignOut()
    image_tagging_option: Literal["disabled", "basic", "enhanced"] = "basic"
    is_commenting_on_site_pages_enabled: bool = True
    is_file_activity_notification_enabled: bool = True
    is_legacy_auth_protocols_enabled: bool = False
    is_loop_enabled: bool = True
    is_mac_sync_app_enabled: bool = True
    is_require_accepting_user_to_match_invited_user_enabled: bool = False
    is_resharing_by_external_users_enabled: bool = True
    is_share_point_mobile_notification_enabled: bool = True
    is_share_point_newsfeed_enabled: bool = True
    is_site_creation_enabled: bool = True
    is_site_creation_ui_enabled: bool = True
    is_site_pages_creation_enabled: bool = True
    is_sites_storage_limit_automatic: bool = True
    is_sync_button_hidden_on_personal_site: bool = False
    is_unmanaged_sync_app_for_tenant_restricted: bool = False
    personal_site_default_storage_limit_in_mb: int = 1_048_576
    sharing_allowed_domain_list: tuple[str, ...] = ()
    sharing_blocked_domain_list: tuple[str, ...] = ()
    sharing_capability: Level = "externalUserAndGuestSharing"
    sharing_domain_restriction_mode: Domains = "none"
    site_creation_default_managed_path: str = "/sites/"
    site_creation_default_storage_limit_in_mb: int = 26_214_400
    tenant_default_timezone: str = "(UTC) Dublin, Edinburgh, Lisbon, London"


class TenantPosture(Record, kw_only=True):
    """The tenant's settings as they stand."""

    kind: ClassVar[str] = "tenant-posture"
    settings: TenantSettings


class SitePosture(Record, kw_only=True):
    """A site's settings as they stand; `id` is the site's, or `*` for every site without its own."""

    kind: ClassVar[str] = "site-posture"
    settings: SiteSettings


def tenant_settings(state: State) -> TenantSettings:
    """Return the tenant's settings."""
    record = state.get(TenantPosture, _TENANT)
    return record.settings if record is not None else TenantSettings()


def site_settings(state: State, site_id: str) -> SiteSettings:
    """Return a site's settings: its own, or those of every site."""
    record = state.get(SitePosture, site_id) or state.get(SitePosture, EVERY_SITE)
    return record.settings if record is not None else SiteSettings()


def put_tenant(state: State, settings: TenantSettings) -> None:
    """Let the tenant have these settings."""
    state.put(TenantPosture(id=_TENANT, settings=settings))


def put_site(state: State, site_id: str, settings: SiteSettings) -> None:
    """Let a site have these settings, or every site without its own when the id is `*`."""
    state.put(SitePosture(id=site_id, settings=settings))


def level_of(state: State, site_id: str) -> Level:
    """Return how far a site may be shared: the narrower of the tenant's level and its own."""
    tenant = tenant_settings(state).sharing_capability
    own = site_settings(state, site_id).sharing
    return tenant if own is None else min(tenant, own, key=LEVELS.index)


def changed(known: Any, changes: dict[str, Any]) -> Any:
    """Return settings with some of them changed.

    Raises:
        msgspec.ValidationError: A name is not known, or a value does not fit.
    """
    return msgspec.convert({**msgspec.to_builtins(known), **changes}, type(known))
