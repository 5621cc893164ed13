"""The forms of JSON (sp-dev-docs:json-light-support-in-rest-sharepoint-api-released; odata:v3)."""

import pytest

from tests.emulator.sharepoint.rest import PLAIN, SITE, VERBOSE, Rest

_HOST = "https://smallbridge.sharepoint.example"
_LEVEL = {
    "BasePermissions": {"High": "48", "Low": "134287360"},
    "Description": "Can pass through.",
    "Hidden": True,
    "Id": 1073741825,
    "Name": "Limited Access",
    "Order": 160,
    "RoleTypeKind": 1,
}


def test_plain_form_has_the_bare_thing(rest: Rest) -> None:
    """With nometadata a thing is an object of its own, as in the fixtures of the CLI's role definitions."""
    said = rest("GET", "web/roledefinitions(1073741825)")
    assert said.json == _LEVEL
    assert said.headers["content-type"].startswith(PLAIN)


def test_verbose_form_wraps_and_tells_where_ways_lead(rest: Rest) -> None:
    """With verbose everything stands under `d`, with `__metadata`; a way that is not expanded is deferred."""
    shape = rest("GET", "web/roledefinitions(1073741825)", accept=VERBOSE).json["d"]
    uri = f"{_HOST}{SITE}/_api/Web/RoleDefinitions/GetById(1073741825)"
    assert shape == {"__metadata": {"id": uri, "uri": uri, "type": "SP.RoleDefinition"}, **_LEVEL}
    group = rest("GET", "web/sitegroups(3)", accept=VERBOSE).json["d"]
    assert group["Users"] == {"__deferred": {"uri": f"{_HOST}{SITE}/_api/Web/SiteGroups/GetById(3)/Users"}}


def test_verbose_collections_are_results(rest: Rest) -> None:
    """Verbose rows stand in `results`, also when they are expanded inside another thing."""
    rows = rest("GET", "web/sitegroups?$expand=Users", accept=VERBOSE).json["d"]["results"]
    assert [user["Title"] for user in rows[0]["Users"]["results"]] == ["Ann Archer", "Ben Barrow"]


def test_minimal_form_names_types_and_addresses(rest: Rest) -> None:
    """`application/json` alone is the light form with minimal metadata."""
    shape = rest("GET", "web/sitegroups(3)?$select=Id", accept="application/json").json
    assert shape == {
        "odata.metadata": f"{_HOST}{SITE}/_api/$metadata#SP.Group",
        "odata.type": "SP.Group",
        "odata.id": f"{_HOST}{SITE}/_api/Web/SiteGroups/GetById(3)",
        "odata.editLink": "Web/SiteGroups/GetById(3)",
        "Id": 3,
    }


def test_fourth_version_is_plain_too(rest: Rest) -> None:
    """`odata.metadata=none` gets rows in `value`, and errors in the fourth version's form."""
    accept = "application/json;odata.metadata=none"
    assert [row["Id"] for row in rest("GET", "web/sitegroups?$top=3", accept=accept).json["value"]] == [
        3,
        4,
        5,
    ]
    refused = rest("GET", "web/sitegroups(99)", accept=accept).json
    assert refused["error"] == {
        "code": "-2146232832, Microsoft.SharePoint.SPException",
        "message": "Group cannot be found.",
    }


@pytest.mark.parametrize("accept", ["", "*/*", "application/atom+xml", "application/json;odata=fullmetadata"])
def test_other_forms_are_not_written(rest: Rest, accept: str) -> None:
    """SharePoint would answer in Atom; the emulator says that it writes JSON only."""
    assert rest("GET", "web", accept=accept).status == 406


def test_refusals_follow_the_form(rest: Rest) -> None:
    """A refusal is `odata.error` in the light form and `error` in the verbose one, with the same inside."""
    inside = {
        "code": "-2146232832, Microsoft.SharePoint.SPException",
        "message": {"lang": "en-US", "value": "Group cannot be found."},
    }
    assert rest("GET", "web/sitegroups(99)").json == {"odata.error": inside}
    assert rest("GET", "web/sitegroups(99)", accept=VERBOSE).json == {"error": inside}


def test_one_property_and_nothing(rest: Rest) -> None:
    """A property is a `value`, under its own name in verbose; a change that answers nothing says null."""
    assert rest("GET", "web/title").json == {"value": "Smallbridge Safeguarding-Case review"}
    assert rest("GET", "web/TITLE", accept=VERBOSE).json == {
        "d": {"Title": "Smallbridge Safeguarding-Case review"}
    }
    place = "web/lists/getbytitle('Documents')/items(5)"
    assert rest("POST", f"{place}/breakroleinheritance(true)").json == {"odata.null": True}
    assert rest("POST", f"{place}/resetroleinheritance", accept=VERBOSE).json == {
        "d": {"ResetRoleInheritance": None}
    }


def test_context_is_told_to_whoever_wants_a_digest(rest: Rest) -> None:
    """`contextinfo` is a POST; verbose wraps it, lists and all."""
    plain = rest.must("POST", "contextinfo")
    assert (plain["FormDigestTimeoutSeconds"], plain["WebFullUrl"]) == (1800, _HOST + SITE)
    verbose = rest("POST", "contextinfo", accept=VERBOSE).json["d"]["GetContextWebInformation"]
    assert verbose["FormDigestValue"] == plain["FormDigestValue"]
    assert verbose["SupportedSchemaVersions"] == {"results": ["14.0.0.0", "15.0.0.0"]}
    assert (
        rest("GET", "contextinfo", host="127.0.0.1:8443")
        .json["WebFullUrl"]
        .startswith("https://127.0.0.1:8443/")
    )


def test_select_and_expand(rest: Rest) -> None:
    """What is selected comes, at any depth; what is selected behind a way that is not expanded is refused."""
    query = "$select=Title,Users/Email&$expand=Users"
    assert rest("GET", f"web/associatedmembergroup?{query}").json == {
        "Title": "Smallbridge Safeguarding-Case review Members",
        "Users": [{"Email": "cat@smallbridge.example"}],
    }
    assert rest("GET", "web/sitegroups(5)?$select=Users/Email").status == 400
    assert rest("GET", "web/sitegroups(5)?$select=Colour").json["odata.error"]["message"]["value"] == (
        "The field or property 'colour' does not exist."
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("UserPrincipalName eq 'CAT@smallbridge.example'", ["Cat Cole"]),
        ("(UserPrincipalName eq ('cat@smallbridge.example'))", ["Cat Cole"]),
        ("PrincipalType eq 1 and startswith(Title,'B')", ["Ben Barrow"]),
        ("substringof('ole',Title)", ["Cat Cole"]),
        (
            "IsHiddenInUI ne true and startswith(LoginName,'i:0') and Title ne 'Cat Cole'",
            ["Ann Archer", "Ben Barrow", "Flo O'Ford"],
        ),
        ("Title eq 'Flo O''Ford'", ["Flo O'Ford"]),
    ],
)
def test_filters(rest: Rest, text: str, kept: list[str]) -> None:
    """The listed comparisons keep rows, in any case of the letters."""
    assert [row["Title"] for row in rest("GET", f"web/siteusers?$filter={text}").rows] == kept


@pytest.mark.parametrize(
    "query",
    ["$filter=Title gt 'a'", "$filter=Colour eq 'a'", "$top=x", "$orderby=Colour", "$apply=x", "view=1"],
)
def test_options_that_are_not_known_are_refused(rest: Rest, query: str) -> None:
    """An option, operator or property that is not listed is 400, never passed over."""
    assert rest("GET", f"web/siteusers?{query}").status == 400


def test_orders_and_counts(rest: Rest) -> None:
    """`$orderby`, `$skip` and `$top` work together."""
    rows = rest("GET", "web/sitegroups?$orderby=Id desc&$skip=1&$top=2").rows
    assert [row["Id"] for row in rows] == [5, 4]
