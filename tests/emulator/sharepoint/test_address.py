"""Addresses of SharePoint REST (sp-dev-docs:determine-sharepoint-rest-service-endpoint-uris)."""

import pytest

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.sharepoint.address import Segment, is_rest, segments, site_path
from tests.emulator.sharepoint.rest import PACK, Rest, item_at


def test_site_stands_before_the_mark() -> None:
    """What stands in front of `/_api` names the site; the root site has nothing there."""
    assert site_path("/sites/A%20b/_api/web") == "sites/A b"
    assert site_path("/_api/contextinfo") == ""


@pytest.mark.parametrize(
    "path", ["/v1.0/drives/d/root:/_api/x", "/beta/_api/web", "/sites/x/_apis", "/sites/x"]
)
def test_other_addresses_are_graphs(path: str) -> None:
    """Only `/_api` as a whole segment of an address that is not Graph's leads to SharePoint."""
    assert not is_rest(path)


def test_literals_are_read() -> None:
    """Texts double their quotes; numbers, truth and GUIDs stand bare; names come in any case."""
    parts = segments("/_api/web/F(x='it''s%2F(1)',N=3,t=true)/lists(guid'AB-1')/items(4)/", {})
    assert parts == [
        Segment("web"),
        Segment("F", (), {"x": "it's/(1)", "n": 3, "t": True}, is_called=True),
        Segment("lists", ("AB-1",), {}, is_called=True),
        Segment("items", (4,), {}, is_called=True),
    ]


def test_alias_stands_for_a_literal() -> None:
    """`@name` in an address is given its value by the query."""
    parts = segments("/_api/web/F(decodedurl=@a)", {"@a": "'/x'"})
    assert parts[1].named == {"decodedurl": "/x"}


@pytest.mark.parametrize("path", ["/_api/web/F(@a)", "/_api/web/F(x y)", "/_api/web/(1)"])
def test_unreadable_address_is_refused(path: str) -> None:
    """An alias without a value and a word that is no literal are 400."""
    with pytest.raises(GraphFault) as refused:
        segments(path, {})
    assert refused.value.status == 400


def test_case_does_not_matter(rest: Rest) -> None:
    """Segments, functions and the library's path are found in any case."""
    said = rest("GET", f"WEB/getfilebyserverrelativepath(DECODEDURL='{PACK.upper()}/AGENDA.DOCX')/name")
    assert said.json == {"value": "agenda.docx"}


def test_every_form_of_a_file_address_leads_to_it(rest: Rest) -> None:
    """A file is found by path in both spellings, by its unique id, and by its list item in four ways."""
    item = rest.must("GET", item_at(f"{PACK}/agenda.docx"))
    number, guid = item["Id"], item["GUID"]
    lists = rest.must("GET", "web/lists")["value"][0]["Id"]
    for address in (
        f"web/GetFileByServerRelativeUrl('{PACK}/agenda.docx')/ListItemAllFields",
        f"web/GetFileByServerRelativePath(decodedurl=@f)/ListItemAllFields?@f='{PACK}/agenda.docx'",
        f"web/GetFileById('{guid}')/ListItemAllFields",
        f"web/lists/getbytitle('Documents')/items({number})",
        f"web/lists(guid'{lists}')/items/getbyid({number})",
        f"web/lists/getbyid('{lists}')/GetItemById({number})",
        f"web/lists/getbytitle('Documents')/GetItemByUniqueId(guid'{guid}')",
        f"web/GetList('{PACK.partition('/Case')[0]}')/items({number})",
    ):
        assert rest.must("GET", address) == item, address


def test_what_is_not_there_is_told_in_sharepoints_words(rest: Rest) -> None:
    """Each kind of thing that does not exist has its own code."""
    for address, code in (
        (f"web/GetFileByServerRelativePath(decodedUrl='{PACK}/none.docx')", "-2147024894, "),
        (f"web/GetFolderByServerRelativePath(decodedUrl='{PACK}/agenda.docx')", "-2147024894, "),
        ("web/lists/getbytitle('None')", "-1, System.ArgumentException"),
        ("web/lists/getbytitle('Documents')/items(99)", "-2130575338, "),
        ("web/sitegroups/getbyid(99)", "-2146232832, "),
        ("web/sitegroups/getbyname('None')", "-2146232832, "),
        ("web/siteusers/getbyid(99)", "-2146232832, "),
        ("web/siteusers/getbyemail('nobody@x.example')", "-2146232832, "),
        ("web/roledefinitions/getbyid(1)", "-2147024809, "),
        ("/sites/None/_api/web", "-2147024894, "),
    ):
        said = rest("GET", address)
        assert (said.status, said.code.startswith(code)) == (404, True), address
