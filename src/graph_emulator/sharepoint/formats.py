"""The forms in which SharePoint writes JSON, and which of them a client asked for.

Source: sp-dev-docs:json-light-support-in-rest-sharepoint-api-released
Source: odata:v3
"""

from collections.abc import Mapping
from typing import Any, Literal

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import Answer
from graph_emulator.sharepoint.faults import code_of

Form = Literal["nometadata", "minimal", "verbose", "none-v4"]
Shape = dict[str, Any]
_FORMS: dict[str, Form] = {
    "odata=nometadata": "nometadata",
    "odata=minimalmetadata": "minimal",
    "odata=verbose": "verbose",
    "odata.metadata=none": "none-v4",
    "odata.metadata=minimal": "none-v4",
}
_TYPES: dict[Form, str] = {
    "nometadata": "application/json;odata=nometadata;streaming=true;charset=utf-8",
    "minimal": "application/json;odata=minimalmetadata;streaming=true;charset=utf-8",
    "verbose": "application/json;odata=verbose;charset=utf-8",
    "none-v4": "application/json;odata.metadata=none;odata.streaming=true;charset=utf-8",
}


def form_asked(headers: Mapping[str, str]) -> Form:
    """Return the form that Accept asks for.

    Raises:
        GraphFault: 406: none that is written here; SharePoint's own default is Atom.
    """
    for choice in headers.get("accept", "").casefold().split(","):
        kind, *options = (part.strip() for part in choice.split(";"))
        if kind == "application/json":
            return _form(options)
    message = "The emulator writes JSON only: ask for application/json;odata=nometadata or verbose."
    raise GraphFault(406, "-1, Microsoft.SharePoint.Client.ClientServiceException", message)


def _form(options: list[str]) -> Form:
    for option in options:
        if option in _FORMS:
            return _FORMS[option]
        if option.startswith("odata"):
            raise GraphFault(
                406,
                "-1, Microsoft.SharePoint.Client.ClientServiceException",
                f"{option} is not written here.",
            )
    return "minimal"


def answered(status: int, form: Form, body: Shape | None) -> Answer:
    """Return an answer in a form."""
    headers = {} if body is None else {"content-type": _TYPES[form]}
    return Answer(status=status, body=body, headers=headers)


def one(form: Form, shape: Shape, context: str) -> Shape:
    """Return the body that carries one thing."""
    if form == "verbose":
        return {"d": shape}
    return {"odata.metadata": context, **shape} if form == "minimal" else shape


def many(form: Form, rows: list[Shape], context: str, following: str | None) -> Shape:
    """Return the body that carries a collection, with the address of its next page."""
    if form == "verbose":
        return {"d": {"results": rows, **({"__next": following} if following else {})}}
    body: Shape = {"odata.metadata": context} if form == "minimal" else {}
    if following:
        body["@odata.nextLink" if form == "none-v4" else "odata.nextLink"] = following
    return {**body, "value": rows}


def single(form: Form, name: str, value: Any, context: str) -> Shape:
    """Return the body that carries one property, or nothing where a change answers nothing."""
    if form == "verbose":
        return {"d": {name: value}}
    if value is None:
        return {"@odata.null" if form == "none-v4" else "odata.null": True}
    return {"odata.metadata": context, "value": value} if form == "minimal" else {"value": value}


def plain(form: Form, value: Any) -> Any:
    """Return a property's value; the verbose form wraps lists."""
    if form == "verbose" and isinstance(value, list):
        return {"results": [plain(form, each) for each in value]}
    if isinstance(value, dict):
        return {name: plain(form, each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(form, each) for each in value]
    return value


def marked(form: Form, name: str, uri: str, shape: Shape) -> Shape:
    """Return a thing with what its form says about it."""
    if form == "verbose":
        return {"__metadata": {"id": uri, "uri": uri, "type": name}, **shape}
    if form == "minimal":
        return {"odata.type": name, "odata.id": uri, "odata.editLink": uri.partition("/_api/")[2], **shape}
    return shape


def refusal(fault: GraphFault, headers: Mapping[str, str]) -> Answer:
    """Return a refusal in the form that the client asked for."""
    try:
        form = form_asked(headers)
    except GraphFault:
        form = "minimal"
    code = code_of(fault)
    if fault.status == 401:  # noqa: PLR2004 - tokens are refused before OData begins, so not in its form
        body: Shape = {"error_description": fault.message}
    elif form == "none-v4":
        body = {"error": {"code": code, "message": fault.message}}
    else:
        told = {"code": code, "message": {"lang": "en-US", "value": fault.message}}
        body = {"error" if form == "verbose" else "odata.error": told}
    answer = answered(fault.status, form, body)
    answer.headers |= fault.headers
    return answer
