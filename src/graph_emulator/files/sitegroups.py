"""What SharePoint's own interface reads and changes: the site's groups, and who is assigned what where."""

from graph_emulator.files.groups import (
    SiteGroupView,
    add_person,
    group_named,
    group_of_link,
    groups_of_site,
    remove_person,
    view,
)
from graph_emulator.files.inheritance import (
    break_inheritance,
    has_unique,
    reset_inheritance,
    role_assignments,
    site_of,
)

__all__ = [
    "SiteGroupView",
    "add_person",
    "break_inheritance",
    "group_named",
    "group_of_link",
    "groups_of_site",
    "has_unique",
    "remove_person",
    "reset_inheritance",
    "role_assignments",
    "site_of",
    "view",
]
