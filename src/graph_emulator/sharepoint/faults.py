"""SharePoint's refusals: a number and a type of .NET in the code, which clients tell them apart by.

Source: pnp-cli:spo
"""

from graph_emulator.kernel.faults import GraphFault

_SP = "Microsoft.SharePoint.SPException"
_CLIENT = "Microsoft.SharePoint.Client"
_BY_STATUS = {
    400: f"-1, {_CLIENT}.InvalidClientQueryException",
    403: "-2147024891, System.UnauthorizedAccessException",
    404: f"-1, {_CLIENT}.ResourceNotFoundException",
    429: f"-2147467259, {_SP}",
    501: "-2147467263, System.NotImplementedException",
}


def code_of(fault: GraphFault) -> str:
    """Return a fault's code in SharePoint's form, also where another part of the tenant raised it."""
    if ", " in fault.code:
        return fault.code
    return _BY_STATUS.get(fault.status, f"-2147467259, {_SP}")


def bad_query(message: str) -> GraphFault:
    """Return the 400 for an address or option that cannot be read."""
    return GraphFault(400, _BY_STATUS[400], message)


def bad_argument(message: str) -> GraphFault:
    """Return the 400 for a value that cannot be."""
    return GraphFault(400, "-2147024809, System.ArgumentException", message)


def unknown_property(name: str) -> GraphFault:
    """Return the 400 for a property that a type does not have."""
    return bad_query(f"The field or property '{name}' does not exist.")


def denied() -> GraphFault:
    """Return the 403 for whoever may not do it."""
    message = "Attempted to perform an unauthorized operation."
    return GraphFault(403, _BY_STATUS[403], message)


def no_site() -> GraphFault:
    """Return the 404 for an address without a site."""
    return GraphFault(404, "-2147024894, System.IO.FileNotFoundException", "404 FILE NOT FOUND")


def no_file(path: str) -> GraphFault:
    """Return the 404 for a path or id without a file or folder."""
    return GraphFault(404, "-2147024894, System.IO.FileNotFoundException", f"File Not Found. {path}".strip())


def no_list(name: str, url: str) -> GraphFault:
    """Return the 404 for a list that the site does not have."""
    message = f"List '{name}' does not exist at site with URL '{url}'."
    return GraphFault(404, "-1, System.ArgumentException", message)


def no_item() -> GraphFault:
    """Return the 404 for an item that the list does not have."""
    message = "Item does not exist. It may have been deleted by another user."
    return GraphFault(404, "-2130575338, System.ArgumentException", message)


def no_group() -> GraphFault:
    """Return the 404 for a group that the site does not have."""
    return GraphFault(404, f"-2146232832, {_SP}", "Group cannot be found.")


def no_user(name: object = "") -> GraphFault:
    """Return the 404 for an account that the site does not know."""
    message = f"The specified user {name} could not be found." if name else "User cannot be found."
    return GraphFault(404, f"-2146232832, {_SP}", message)


def no_assignment(number: int) -> GraphFault:
    """Return the 404 for a principal without a role assignment."""
    return GraphFault(404, f"-2130575340, {_SP}", f"Can not find the principal with id: {number}.")


def no_role() -> GraphFault:
    """Return the 404 for a permission level that the site does not have."""
    return GraphFault(404, "-2147024809, System.ArgumentException", "The role definition cannot be found.")


def inherits() -> GraphFault:
    """Return the 400 for a change of role assignments that are the parent's."""
    message = "This operation is not allowed on an object that inherits permissions."
    return GraphFault(400, "-2146233079, System.InvalidOperationException", message)
