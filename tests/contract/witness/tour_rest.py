"""The part of the walk along SharePoint's own interface: every operation, in each form of JSON."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from tests.e2e.harness import Rehearsal
from tests.emulator.raw import Connection

Json = dict[str, Any]
_FORMS = (
    "application/json;odata=nometadata",
    "application/json;odata=verbose",
    "application/json;odata=minimalmetadata",
    "application/json;odata.metadata=none",
)
_READ = 1073741826
_EVERYBODY = "c:0(.s|true"


class RestTour:
    """The walk on one site, with what it needs to know of it."""

    def __init__(self, scene: Rehearsal, web_url: str) -> None:
        who = {"app": "witness", "by_certificate": True, "audience": "sharepoint"}
        self._token = scene.admin("POST", "/token", who).body["access_token"]
        self._connection = Connection(scene.ready["base_url"], scene.ready["ca_file"])
        self._root = urlsplit(web_url).path
        self._scene = scene

    def _allow(self, how: str) -> None:
        self._scene.admin("PUT", "/quirks", {"rest.channel_site_permissions": how})

    def go(self, path: str, throw_away: str) -> None:
        """Read everything in every form, then change it and back.

        Args:
            path: Where a file lies, from the site on.
            throw_away: Where one lies that is in the recycle bin twice.
        """
        file = f"{self._root}/{path}"
        self._must("POST", "web/EnsureUser", {"logonName": _EVERYBODY})
        for form in _FORMS:
            for line in self._looks(file):
                self._must("GET", line, form=form)
            self._must("POST", "contextinfo", form=form)
            self._must("POST", f"{self._item(file)}/GetSharingInformation", form=form)
        people = [row["Id"] for row in self._must("GET", "web/SiteUsers")["value"] if row["Email"]]
        self._change(self._item(file), people[0])
        self._allow("allow")
        self._let_in()
        self._allow("refuse")
        self._throw(throw_away)
        for line in ("web/Nothing", "web/SiteGroups/GetById(9999)", "web?$select=Nothing"):
            for form in (*_FORMS, "text/html"):
                assert self._send("GET", line, None, form).status >= 400

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _looks(self, file: str) -> Iterator[str]:
        yield from (
            "web",
            "site",
            "site/RootWeb",
            "web/CurrentUser",
            "web/Lists?$top=2",
            "web/RoleDefinitions",
        )
        yield from ("web/Title", "site/Id", "site/RecycleBin?$top=1", "contextinfo/LibraryVersion")
        yield "web?$select=Title,HasUniqueRoleAssignments,MembersCanShare,RequestAccessEmail"
        yield from (f"web/Associated{name}Group" for name in ("Owner", "Member", "Visitor"))
        yield from self._at_people()
        yield from self._at_levels()
        yield from self._at_library(file)

    def _at_people(self) -> Iterator[str]:
        users = self._must("GET", "web/SiteUsers")["value"]
        groups = self._must("GET", "web/SiteGroups")["value"]
        person = next(row for row in users if row["Email"] and row["PrincipalType"] == 1)
        login, owners = quote(person["LoginName"], safe=""), groups[0]
        yield from ("web/SiteUsers?$expand=Groups", "web/SiteGroups?$expand=Users&$top=2")
        for place in ("web/SiteUsers", f"web/SiteGroups({owners['Id']})/Users"):
            yield f"{place}?$top=1"
        yield from (f"web/SiteUsers/GetById({person['Id']})", f"web/GetUserById({person['Id']})/Groups")
        yield f"web/SiteUsers/GetByEmail('{person['Email']}')/Title"
        yield f"web/SiteUsers/GetByEmail('{person['Email']}')"
        yield f"web/SiteUsers/GetByLoginName(@v)?@v='{login}'"
        yield f"web/GetUserById({person['Id']})"
        yield f"web/SiteGroups/GetById({owners['Id']})"
        yield f"web/SiteGroups/GetByName('{owners['Title']}')"
        yield f"web/SiteGroups/GetByName('{owners['Title']}')/Title"
        yield from self._at_members(groups)

    def _at_members(self, groups: list[Json]) -> Iterator[str]:
        for group in groups:
            place = f"web/SiteGroups({group['Id']})/Users"
            rows = self._must("GET", place)["value"]
            if rows and rows[0]["Email"]:
                login = quote(rows[0]["LoginName"], safe="")
                yield f"{place}/GetById({rows[0]['Id']})"
                yield f"{place}/GetByEmail('{rows[0]['Email']}')"
                yield f"{place}/GetByLoginName(@v)?@v='{login}'"
                return

    def _at_levels(self) -> Iterator[str]:
        yield f"web/RoleDefinitions({_READ})"
        yield f"web/RoleDefinitions/GetById({_READ})/Name"
        yield "web/RoleDefinitions/GetByName('Read')"
        yield "web/RoleDefinitions/GetByType(2)"
        rows = self._must("GET", "web/RoleAssignments?$expand=Member")["value"]
        group = next(row["PrincipalId"] for row in rows if row["Member"]["PrincipalType"] == 8)
        one = f"web/RoleAssignments/GetByPrincipalId({group})"
        yield "web/RoleAssignments?$expand=Member,RoleDefinitionBindings"
        yield from (one, f"{one}/PrincipalId", f"{one}/RoleDefinitionBindings")
        yield from (f"{one}/Member", f"{one}/Member/Users", f"{one}/Member/Title")
        people = [row["PrincipalId"] for row in rows if row["Member"]["PrincipalType"] == 1]
        yield from (f"web/RoleAssignments/GetByPrincipalId({person})/Member/Groups" for person in people[:1])

    def _at_library(self, file: str) -> Iterator[str]:
        library = next(row for row in self._must("GET", "web/Lists")["value"] if row["BaseTemplate"] == 101)
        folder = file.rpartition("/")[0]
        name, at, item = quote(library["Title"]), self._by_path("File", file), self._item(file)
        unique = self._must("GET", f"{at}/UniqueId")["value"]
        above = self._must("GET", f"{self._by_path('Folder', folder)}/UniqueId")["value"]
        number = self._must("GET", item)["Id"]
        listed = f"web/Lists/GetByTitle('{name}')"
        yield from (
            listed,
            f"web/Lists(guid'{library['Id']}')",
            f"web/Lists/GetById('{library['Id']}')/Title",
        )
        yield from (f"{listed}/Items?$top=2", f"{listed}/GetItemById({number})", f"{listed}/Items({number})")
        yield f"{listed}/GetItemByUniqueId('{unique}')"
        yield from (f"{listed}/RoleAssignments", f"{listed}/RootFolder")
        yield f"web/GetList('{quote(self._root + '/Shared Documents')}')"
        yield from (at, f"web/GetFileById('{unique}')", f"web/GetFileByServerRelativeUrl('{quote(file)}')")
        yield f"{at}?$expand=ListItemAllFields/ParentList"
        yield f"{item}/GetSharingInformation/webUrl"
        yield from (item, f"{item}/File", f"{item}/ParentList", f"{item}/Id", f"{item}/RoleAssignments")
        yield f"{item}?$select=Id,FileRef,FileLeafRef,FileDirRef,UniqueId,HasUniqueRoleAssignments"
        place = self._by_path("Folder", folder)
        yield from (
            place,
            f"web/GetFolderById('{above}')",
            f"web/GetFolderByServerRelativeUrl('{quote(folder)}')",
        )
        yield from (f"{place}/Files", f"{place}/Folders", f"{place}/ParentFolder", f"{place}/Name")
        yield from (f"{place}/ListItemAllFields", f"{place}/ListItemAllFields/Folder")

    def _change(self, item: str, number: int) -> None:
        """Give and take at a file, its library and the site; people come to a group and leave it."""
        copying = {"copyRoleAssignments": True, "clearSubscopes": False}
        for place in (item, f"{item}/ParentList"):
            self._must("POST", f"{place}/BreakRoleInheritance", copying)
            roles = f"{place}/RoleAssignments"
            adding = f"{roles}/AddRoleAssignment(principalid={number},roledefid={_READ})"
            self._must("POST", adding)
            self._must("POST", f"{roles}/RemoveRoleAssignment(principalid={number},roledefid={_READ})")
            self._must("POST", adding)
            self._must("GET", f"{roles}/GetByPrincipalId({number})/Member/Groups")
            self._must("DELETE", f"{roles}/GetByPrincipalId({number})")
            self._must("POST", f"{place}/ResetRoleInheritance")
        self._must("MERGE", "web", {"MembersCanShare": False})

    def _let_in(self) -> None:
        """Let everybody among the visitors and out again, where the site's own permissions can be changed."""
        group = self._must("GET", "web/AssociatedVisitorGroup")["Id"]
        users = f"web/SiteGroups/GetById({group})/Users"
        for leave in ("RemoveById({})", f"RemoveByLoginName('{quote(_EVERYBODY)}')"):
            one = self._must("POST", users, {"LoginName": _EVERYBODY})
            self._must("POST", f"{users}/{leave.format(one['Id'])}")
        self._must("POST", "web/BreakRoleInheritance", {"copyRoleAssignments": True, "clearSubscopes": False})
        assert self._send("POST", "web/ResetRoleInheritance", None, _FORMS[0]).status == 400

    def _throw(self, name: str) -> None:
        """Bring back and delete for good what lies in the recycle bin."""
        rows = [row for row in self._must("GET", "web/RecycleBin")["value"] if name in row["LeafName"]]
        first, second, third = (row["Id"] for row in rows[:3])
        for form in _FORMS:
            self._must("GET", f"site/RecycleBin/GetById('{first}')", form=form)
            self._must("GET", "web/RecycleBin?$top=1", form=form)
        self._must("GET", f"web/RecycleBin('{first}')/Title")
        self._must("POST", f"web/RecycleBin('{first}')/DeleteObject")
        self._must("POST", f"web/RecycleBin('{second}')/Restore")
        self._must("POST", "site/RecycleBin/RestoreByIds", {"ids": [third]})
        self._must("POST", "web/RecycleBin/RestoreAll")

    def _by_path(self, kind: str, path: str) -> str:
        return f"web/Get{kind}ByServerRelativePath(decodedUrl='{quote(path)}')"

    def _item(self, file: str) -> str:
        return f"{self._by_path('File', file)}/ListItemAllFields"

    def _must(self, method: str, line: str, body: object = None, form: str = _FORMS[0]) -> Json:
        reply = self._send(method, line, body, form)
        assert reply.status < 300, (method, line, reply)
        said: Json = json.loads(reply.content) if reply.content else {}
        return said

    def _send(self, method: str, line: str, body: object, form: str) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": form}
        headers |= {"Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        target = f"{self._root}/_api/{line}".replace(" ", "%20")
        return self._connection.send(method, target, headers, content)
