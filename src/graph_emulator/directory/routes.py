"""The directory's routes."""

from functools import partial

from graph_emulator.directory import handlers
from graph_emulator.kernel.collections import list_price
from graph_emulator.kernel.routes import Route

_USER_ROLES = ("User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All")
_GROUP_ROLES = ("GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All")
_LIST = frozenset({"$filter", "$select", "$top", "$skiptoken"})

_get = partial(Route, method="GET", workload="directory")

ROUTES = (
    _get(
        template="/users",
        topic="api/user-list",
        handler=handlers.list_users,
        roles=_USER_ROLES,
        units=2,
        tariff=list_price,
        query=_LIST,
        notes="$search, $count, $orderby, $expand; operators other than eq, in, any, startswith, and, or",
    ),
    _get(
        template="/users/{user}",
        topic="api/user-get",
        handler=handlers.get_user,
        roles=_USER_ROLES,
        query=frozenset({"$select"}),
        notes="$expand; properties that are not in the type list of the directory",
    ),
    _get(
        template="/directory/deletedItems/microsoft.graph.user",
        topic="api/directory-deleteditems-list",
        handler=handlers.list_deleted_users,
        roles=("User.Read.All", "User.ReadWrite.All", "Directory.Read.All"),
        units=2,
        tariff=list_price,
        query=frozenset({"$select", "$top", "$skiptoken"}),
        notes="purging after 30 days; groups and applications",
    ),
    _get(
        template="/directory/deletedItems/{object}",
        topic="api/directory-deleteditems-get",
        handler=handlers.get_deleted_item,
        roles=("User.Read.All", "User.ReadWrite.All", "Directory.Read.All"),
        query=frozenset({"$select"}),
        notes="groups and applications",
    ),
    _get(
        template="/groups",
        topic="api/group-list",
        handler=handlers.list_groups,
        roles=_GROUP_ROLES,
        units=2,
        tariff=list_price,
        query=_LIST,
        notes="$search, $count, $orderby, $expand",
    ),
    _get(
        template="/groups/{group}",
        topic="api/group-get",
        handler=handlers.get_group,
        roles=_GROUP_ROLES,
        query=frozenset({"$select"}),
        notes="$expand",
    ),
    _get(
        template="/groups/{group}/members",
        topic="api/group-list-members",
        handler=handlers.list_group_members,
        roles=_GROUP_ROLES,
        units=2,
        tariff=list_price,
        query=frozenset({"$select", "$top", "$skiptoken"}),
        notes="members other than people; nested groups",
    ),
)
