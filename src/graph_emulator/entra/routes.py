"""The directory's routes.

Source: graph:resources/azure-ad-overview
"""

from functools import partial

from graph_emulator.entra import accounts, delta, groups, handlers
from graph_emulator.entra.listing import OPTIONS
from graph_emulator.kernel.collections import list_price
from graph_emulator.kernel.routes import Route

_USER_ROLES = ("User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All")
_FULL_ROLES = ("User.Read.All", "User.ReadWrite.All", "Directory.Read.All")
_GROUP_ROLES = ("GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All")
_MEMBER_WRITE = ("GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All")
_ACCOUNT_WRITE = ("User.ReadWrite.All", "Directory.ReadWrite.All")
_DELETING = ("User.DeleteRestore.All", "User.ReadWrite.All")
_COUNTING = frozenset({"$filter", "$search"})
_SELECT = frozenset({"$select"})
_U, _G, _D = "/users/{user}", "/groups/{group}", "/directory/deletedItems"

_get = partial(Route, method="GET", workload="directory")
_list = partial(_get, units=2, tariff=list_price, query=OPTIONS)
_write = partial(Route, write=True, workload="directory")

_READS = (
    _list(
        template="/users",
        topic="api/user-list",
        handler=handlers.list_users,
        roles=_USER_ROLES,
        notes="$expand; ge, le; filters by properties that are not in the type list of the directory",
    ),
    _get(
        template="/users/$count",
        topic="concepts/aad-advanced-queries",
        handler=handlers.count_users,
        roles=_FULL_ROLES,
        query=_COUNTING,
    ),
    _get(
        template="/users/delta",
        topic="api/user-delta",
        handler=delta.user_delta,
        roles=_FULL_ROLES,
        units=2,
        query=delta.OPTIONS,
        notes="the time until a change is seen; relations",
    ),
    _get(
        template=_U,
        topic="api/user-get",
        handler=handlers.get_user,
        roles=_USER_ROLES,
        query=_SELECT,
        notes="$expand; properties that are not in the type list of the directory",
    ),
    _list(
        template=f"{_U}/memberOf",
        topic="api/user-list-memberof",
        handler=handlers.list_member_of,
        roles=_GROUP_ROLES,
        delegated=("User.Read", *_GROUP_ROLES),
        notes="administrative units and directory roles",
    ),
    _list(
        template=f"{_U}/transitiveMemberOf",
        topic="api/user-list-transitivememberof",
        handler=handlers.list_transitive_member_of,
        roles=_GROUP_ROLES,
        delegated=("User.Read", *_GROUP_ROLES),
        notes="administrative units and directory roles",
    ),
    _get(
        template=f"{_D}/microsoft.graph.user",
        topic="api/directory-deleteditems-list",
        handler=handlers.list_deleted_users,
        roles=_FULL_ROLES,
        units=2,
        tariff=list_price,
        query=frozenset({"$select", "$top", "$skiptoken"}),
        notes="groups and applications; $filter, $orderby",
    ),
    _get(
        template=f"{_D}/{{object}}",
        topic="api/directory-deleteditems-get",
        handler=handlers.get_deleted_item,
        roles=_FULL_ROLES,
        query=_SELECT,
        notes="groups and applications",
    ),
)
_WRITES = (
    _write(
        method="POST",
        template="/users",
        topic="api/user-post-users",
        handler=accounts.create_user,
        roles=_ACCOUNT_WRITE,
        notes="password rules; properties beyond those of the type list; accounts of social identities",
    ),
    _write(
        method="PATCH",
        template=_U,
        topic="api/user-update",
        handler=accounts.update_user,
        roles=(accounts.ENABLING_ROLE, *_ACCOUNT_WRITE),
        notes="properties beyond account, names, addresses and type; sensitive actions on administrators",
    ),
    _write(
        method="DELETE",
        template=_U,
        topic="api/user-delete",
        handler=accounts.delete_user,
        roles=_DELETING,
    ),
    _write(
        method="POST",
        template=f"{_U}/revokeSignInSessions",
        topic="api/user-revokesigninsessions",
        handler=accounts.revoke_sessions,
        roles=("User.RevokeSessions.All", *_ACCOUNT_WRITE),
        notes="the minutes until tokens end; tokens that were issued hold until they expire",
    ),
    _write(
        method="POST",
        template=f"{_D}/{{object}}/restore",
        topic="api/directory-deleteditems-restore",
        handler=accounts.restore_deleted,
        roles=_DELETING,
        notes="groups and applications; autoReconcileProxyConflict",
    ),
    _write(
        method="DELETE",
        template=f"{_D}/{{object}}",
        topic="api/directory-deleteditems-delete",
        handler=accounts.purge_deleted,
        roles=_DELETING,
        notes="groups and applications",
    ),
)
_GROUPS = (
    _list(
        template="/groups",
        topic="api/group-list",
        handler=groups.list_groups,
        roles=_GROUP_ROLES,
        notes="$expand",
    ),
    _get(
        template="/groups/$count",
        topic="concepts/aad-advanced-queries",
        handler=groups.count_groups,
        roles=_GROUP_ROLES,
        query=_COUNTING,
    ),
    _get(
        template=_G,
        topic="api/group-get",
        handler=groups.get_group,
        roles=_GROUP_ROLES,
        query=_SELECT,
        notes="$expand",
    ),
    _list(
        template=f"{_G}/members",
        topic="api/group-list-members",
        handler=groups.list_group_members,
        roles=_GROUP_ROLES,
        notes="devices, contacts and service principals",
    ),
    _list(
        template=f"{_G}/transitiveMembers",
        topic="api/group-list-transitivemembers",
        handler=groups.list_transitive_members,
        roles=_GROUP_ROLES,
        notes="devices, contacts and service principals; OData casts",
    ),
    _list(
        template=f"{_G}/owners",
        topic="api/group-list-owners",
        handler=groups.list_owners,
        roles=_GROUP_ROLES,
        notes="service principals",
    ),
    _get(
        template=f"{_G}/sites/root",
        topic="api/site-get",
        handler=groups.get_root_site,
        roles=("Sites.Read.All", "Sites.ReadWrite.All", "Sites.FullControl.All"),
        workload="files",
        notes="$select; groups without a team",
    ),
    _write(
        method="POST",
        template=f"{_G}/members/$ref",
        topic="api/group-post-members",
        handler=groups.add_member,
        roles=_MEMBER_WRITE,
        notes="the further role by the kind of member; devices, contacts and service principals",
    ),
    _write(
        method="DELETE",
        template=f"{_G}/members/{{member}}/$ref",
        topic="api/group-delete-members",
        handler=groups.remove_member,
        roles=_MEMBER_WRITE,
    ),
)
ROUTES = (*_READS, *_WRITES, *_GROUPS)
