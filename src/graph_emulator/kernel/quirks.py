"""Switches for what the documents leave open or the field contradicts; each default is the documented one."""

from typing import Any, Literal

import msgspec

from graph_emulator.kernel.clock import ClockError, parse_duration

Honoured = Literal["honour", "403"]


class QuirkError(ValueError):
    """A quirk was named that is not known, or given a value that it cannot take."""


class Quirks(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The tenant's behaviour where Microsoft's documents are silent or contested.

    Attributes:
        create_link_v1_blocks_download: What v1.0 does with the beta link type `blocksDownload`.
        create_link_folder_blocks_download: Whether a folder may carry a block-download link.
        create_link_existing_adds_recipients: Whether a repeated createLink adds its recipients.
        create_link_not_viewable: What a `blocksDownload` link becomes on a file that cannot be shown.
        selected_create_link: Whether createLink honours selected permissions.
        selected_grant: Whether grant honours them.
        selected_revoke_grants: Whether revokeGrants honours them.
        selected_subscriptions: Whether subscriptions honour them.
        app_grants_need_full_control: Whether permissions of applications on lists and files take the full
            control that the overview of selected permissions asks for, not what the operations list.
        app_grants_list_roles: Whether a list of applications' permissions tells their roles.
        grant_requires_full_control: Whether grant needs Sites.FullControl.All of an app.
        grant_rotates_url: How often grant answers with a new URL.
        revoke_grants_v1: Whether revokeGrants exists on v1.0, or with which status it does not.
        revoke_grants_pending_external: Whether somebody who has not redeemed can be revoked by it.
        permission_inherited_from: How an inherited permission shows its ancestor.
        permission_delete_inherited: How DELETE answers on an inherited permission.
        inheritance_push_additions: Whether sharing a parent reaches children with their own scope.
        limited_access_visible: Whether Limited Access entries are listed.
        links_orphan_groups: Whether a deleted link's site group, and its Limited Access, stay behind.
        links_show_redeemers: Whether organisation and anonymous links list who opened them.
        scopes_limit: How many items of a library may have permissions of their own (a count, from 1).
        delta_duplicates: Whether a page of delta repeats the last item of the page before it.
        delta_deleted_names: Whether deleted items keep their names in delta.
        delta_removals_annotated: Whether delta marks items from which sharing was only taken away.
        delta_inherited_changes: Whether delta returns what inherits from a folder whose sharing changed.
        delta_link_changes: Whether a change of a link makes delta return its item.
        delta_preference_applied: Whether delta echoes the preferences that it honours.
        delta_resync_code: Which of the two codes a 410 of delta carries.
        delta_lifetime: After how long a delta token is gone; `never`, or a duration (ISO 8601).
        restore_keeps_people: Whether what comes back from the recycle bin brings its people and links.
        restore_in_graph: Whether Graph's restore works in SharePoint; documented for OneDrive personal.
        sharing_recreated_accounts: Whom a site means that knew a deleted account of the same login.
        sharing_creates_guests: Whether sharing with a stranger makes a guest; by date from July 2026.
        permission_pending_shown: Whether permissions name a guest who has not redeemed the invitation.
        permission_stale_ids: Whether permissions go on naming a deleted account by its id.
        permission_filter_link: Whether permissions can be filtered with `Link ne null`.
        teams_private_requires_team_member: Whether a private channel takes members of the team only.
        teams_site_sync_delay: How long a site takes to know who came to a channel and who left (ISO 8601).
        teams_add_reaches_site: Whether a member whom Graph adds comes into the site's Members group.
        sign_in_assertion_reuse: Whether a client's assertion counts again until it expires.
        teams_type_spelling: Whether a member's type has to be spelled as documented, capitals and all.
        invitations_app_only: Whether an application may invite; 403 where invitations are limited.
        users_delta_expired: How a delta token of more than seven days is refused.
        users_delta_replays: Whether a round of user delta repeats the one before it.
        tou_app_only: What an application meets that asks for agreements and acceptances.
        logs_delay: After how long audits and sign-ins of the directory can be read (ISO 8601).
        audit_delay: After how long a record of the audit log can be found (ISO 8601).
        audit_query_duration: How long a query of the audit log takes (ISO 8601).
        logs_kept: How many entries of each log are kept, a tenth more at times (a count, from 1).
        audit_record_limit: How many records such a query returns at most (a count, from 1).
        pages_delta: Items a page of delta (a count, from 1).
        pages_children: Items a page of children (a count, from 1).
        pages_directory: Users, groups or members a page when `$top` is silent (a count, from 1).
        journal_access: Whether the journal names who gained and lost access.
        mail_sent_items_delay: When a sent letter appears in the Sent Items (ISO 8601 duration).
        mail_most_headers: How many internet headers of its own a letter may have (a count).
        mail_bounce: Addresses that refuse every letter.
        notifications: Whether subscriptions can be made and bring anything; `silent-death` keeps them and
            brings nothing.
        throttling: Whether the published limits are applied, on the tenant's clock.
        throttling_undecorated: Whether clients that do not name themselves are throttled first.
        batch_mixed_dependencies: Whether a batch may hold dependent and independent requests.
        rest_channel_site_permissions: Whether SharePoint REST changes a channel site's own permissions.
        rest_remove_without_level: What SharePoint REST makes of a level that is taken without being named.
        batch_write_without_body: Whether a writing request of a batch may come without a body.

    Source: graph:api/driveitem-createlink
    Source: graph:api/permission-grant
    Source: graph:api/permission-revokegrants
    Source: graph:api/permission-delete
    """

    create_link_v1_blocks_download: Literal["honour", "silent-ignore", "reject400"] = msgspec.field(
        default="silent-ignore", name="createLink.v1_blocksDownload"
    )
    create_link_folder_blocks_download: Literal["reject400", "honour"] = msgspec.field(
        default="reject400", name="createLink.folder_blocksDownload"
    )
    create_link_existing_adds_recipients: bool = msgspec.field(
        default=False, name="createLink.existing_adds_recipients"
    )
    create_link_not_viewable: Literal["reject400", "plain-view"] = msgspec.field(
        default="reject400", name="createLink.not_viewable"
    )
    selected_create_link: Honoured = msgspec.field(default="honour", name="selected.create_link")
    selected_grant: Honoured = msgspec.field(default="honour", name="selected.grant")
    selected_revoke_grants: Honoured = msgspec.field(default="honour", name="selected.revoke_grants")
    selected_subscriptions: Honoured = msgspec.field(default="honour", name="selected.subscriptions")
    app_grants_need_full_control: bool = msgspec.field(default=True, name="app_grants.need_full_control")
    app_grants_list_roles: bool = msgspec.field(default=True, name="app_grants.list_roles")
    grant_requires_full_control: bool = msgspec.field(default=True, name="grant.requires_full_control")
    grant_rotates_url: Literal["never", "sometimes", "always"] = msgspec.field(
        default="sometimes", name="grant.rotates_url"
    )
    revoke_grants_v1: Literal["on", "404", "405"] = msgspec.field(default="on", name="revokeGrants.v1")
    revoke_grants_pending_external: Literal["ok", "reject400"] = msgspec.field(
        default="ok", name="revokeGrants.pending_external"
    )
    permission_inherited_from: Literal["full", "empty-object", "omitted"] = msgspec.field(
        default="empty-object", name="permission.inheritedFrom"
    )
    permission_delete_inherited: Literal["204-noop", "403", "400"] = msgspec.field(
        default="204-noop", name="permission.delete_inherited"
    )
    inheritance_push_additions: bool = msgspec.field(default=True, name="inheritance.push_additions")
    limited_access_visible: bool = msgspec.field(default=True, name="limited_access.visible")
    links_orphan_groups: bool = msgspec.field(default=True, name="links.orphan_groups")
    links_show_redeemers: bool = msgspec.field(default=False, name="links.show_redeemers")
    scopes_limit: int = msgspec.field(default=50_000, name="scopes.limit")
    delta_duplicates: bool = msgspec.field(default=False, name="delta.duplicates")
    delta_deleted_names: bool = msgspec.field(default=False, name="delta.deleted_names")
    delta_removals_annotated: bool = msgspec.field(default=True, name="delta.removals_annotated")
    delta_inherited_changes: bool = msgspec.field(default=False, name="delta.inherited_changes")
    delta_link_changes: bool = msgspec.field(default=True, name="delta.link_changes")
    delta_preference_applied: bool = msgspec.field(default=True, name="delta.preference_applied")
    delta_resync_code: Literal["resyncChangesApplyDifferences", "resyncChangesUploadDifferences"] = (
        msgspec.field(default="resyncChangesApplyDifferences", name="delta.resync_code")
    )
    delta_lifetime: str = msgspec.field(default="never", name="delta.token_lifetime")
    restore_keeps_people: bool = msgspec.field(default=True, name="restore.keeps_people")
    restore_in_graph: bool = msgspec.field(default=False, name="restore.in_graph")
    sharing_creates_guests: Literal["by-date", "always", "never"] = msgspec.field(
        default="by-date", name="sharing.creates_guests"
    )
    sharing_recreated_accounts: Literal["stale", "taken-over"] = msgspec.field(
        default="stale", name="sharing.recreated_accounts"
    )
    permission_pending_shown: bool = msgspec.field(default=True, name="permission.pending_shown")
    permission_stale_ids: bool = msgspec.field(default=False, name="permission.stale_ids")
    permission_filter_link: bool = msgspec.field(default=True, name="permission.filter_link")
    teams_private_requires_team_member: bool = msgspec.field(
        default=True, name="teams.private_requires_team_member"
    )
    teams_site_sync_delay: str = msgspec.field(default="PT0S", name="teams.site_sync_delay")
    teams_add_reaches_site: bool = msgspec.field(default=True, name="teams.add_reaches_site")
    sign_in_assertion_reuse: Literal["allow", "refuse"] = msgspec.field(
        default="allow", name="sign_in.assertion_reuse"
    )
    teams_type_spelling: Literal["exact", "any-case"] = msgspec.field(
        default="exact", name="teams.type_spelling"
    )
    invitations_app_only: Literal["allow", "403"] = msgspec.field(
        default="allow", name="invitations.app_only"
    )
    users_delta_expired: Literal["400", "410"] = msgspec.field(default="400", name="users_delta.expired")
    users_delta_replays: bool = msgspec.field(default=False, name="users_delta.replays")
    tou_app_only: Literal["403", "allow"] = msgspec.field(default="403", name="tou.app_only")
    logs_delay: str = msgspec.field(default="PT0S", name="logs.delay")
    audit_delay: str = msgspec.field(default="PT0S", name="audit.delay")
    audit_query_duration: str = msgspec.field(default="PT5M", name="audit.query_duration")
    logs_kept: int = msgspec.field(default=100_000, name="logs.kept")
    audit_record_limit: int = msgspec.field(default=50_000, name="audit.record_limit")
    pages_delta: int = msgspec.field(default=20, name="pages.delta")
    pages_children: int = msgspec.field(default=10, name="pages.children")
    pages_directory: int = msgspec.field(default=20, name="pages.directory")
    journal_access: bool = msgspec.field(default=True, name="journal.access")
    mail_sent_items_delay: str = msgspec.field(default="PT0S", name="mail.sent_items_delay")
    mail_most_headers: int = msgspec.field(default=5, name="mail.most_headers")
    mail_bounce: list[str] = msgspec.field(default_factory=list, name="mail.bounce")
    notifications: Literal["on", "off", "silent-death"] = "on"
    throttling: Literal["off", "tariff"] = "off"
    throttling_undecorated: Literal["same", "first"] = msgspec.field(
        default="same", name="throttling.undecorated"
    )
    rest_channel_site_permissions: Literal["refuse", "allow"] = msgspec.field(
        default="refuse", name="rest.channel_site_permissions"
    )
    rest_remove_without_level: Literal["reject400", "all"] = msgspec.field(
        default="reject400", name="rest.remove_without_level"
    )
    batch_mixed_dependencies: Literal["allow", "reject400"] = msgspec.field(
        default="allow", name="batch.mixed_dependencies"
    )
    batch_write_without_body: Literal["reject400", "allow"] = msgspec.field(
        default="reject400", name="batch.write_without_body"
    )

    def as_names(self) -> dict[str, Any]:
        """Return every quirk by its public name, with its value."""
        names: dict[str, Any] = msgspec.to_builtins(self)
        return names

    def changed(self, changes: dict[str, Any]) -> "Quirks":
        """Return the quirks with some of them changed.

        Raises:
            QuirkError: A name is not known, or a value does not fit.
        """
        try:
            quirks = msgspec.convert({**self.as_names(), **changes}, Quirks)
        except msgspec.ValidationError as error:
            raise QuirkError(str(error)) from error
        counts = (quirks.pages_delta, quirks.pages_children, quirks.pages_directory)
        if min(*counts, quirks.audit_record_limit, quirks.logs_kept) < 1:
            raise QuirkError("a page holds one entry at least")
        _check_files(quirks)
        try:
            parse_duration(quirks.teams_site_sync_delay)
            parse_duration(quirks.mail_sent_items_delay)
            for duration in (quirks.logs_delay, quirks.audit_delay, quirks.audit_query_duration):
                parse_duration(duration)
        except ClockError as error:
            raise QuirkError(str(error)) from error
        return quirks


def _check_files(quirks: Quirks) -> None:
    if quirks.scopes_limit < 1:
        raise QuirkError("a library may have one item at least with permissions of its own")
    try:
        if quirks.delta_lifetime != "never":
            parse_duration(quirks.delta_lifetime)
    except ClockError as error:
        raise QuirkError(str(error)) from error
