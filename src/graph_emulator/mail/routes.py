"""The routes of mailboxes."""

from functools import partial

from graph_emulator.kernel.routes import Route
from graph_emulator.mail import reading, writing

_READ = ("Mail.ReadBasic.All", "Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite")
_READ_DELEGATED = ("Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite")
_CONTENT = ("Mail.Read", "Mail.ReadWrite")
_WRITE = ("Mail.ReadWrite",)
_SEND = ("Mail.Send",)
_LIST = frozenset({"$select", "$filter", "$orderby", "$top", "$skiptoken", "$expand"})
_MESSAGES = "/users/{user}/messages"
_MESSAGE = f"{_MESSAGES}/{{message}}"

_route = partial(Route, workload="outlook", limits=("outlook",))

ROUTES = (
    _route(
        method="POST",
        template="/users/{user}/sendMail",
        topic="api/user-sendmail",
        handler=writing.send_mail,
        roles=_SEND,
        delegated=_SEND,
        write=True,
        binary=True,
        notes="/me; upload sessions; item and reference attachments; flags; SendAs and SendOnBehalf rights; "
        "Exchange's sending limits a day and a minute; unsafe HTML",
    ),
    _route(
        method="GET",
        template=_MESSAGES,
        topic="api/user-list-messages",
        handler=reading.list_messages,
        roles=_READ,
        delegated=_READ_DELEGATED,
        query=_LIST,
        notes="$search, $count, $skip; or, not and contains in $filter; delta; shared folders",
    ),
    _route(
        method="POST",
        template=_MESSAGES,
        topic="api/user-post-messages",
        handler=writing.create_draft,
        roles=_WRITE,
        delegated=_WRITE,
        write=True,
        binary=True,
        notes="drafts in other folders; changing a draft; replies and forwards",
    ),
    _route(
        method="GET",
        template="/users/{user}/mailFolders/{folder}/messages",
        topic="api/mailfolder-list-messages",
        handler=reading.list_folder,
        roles=_READ,
        delegated=_READ_DELEGATED,
        query=_LIST,
        notes="folders other than inbox, drafts, sentitems and deleteditems",
    ),
    _route(
        method="GET",
        template=_MESSAGE,
        topic="api/message-get",
        handler=reading.get_message,
        roles=_READ,
        delegated=_READ_DELEGATED,
        query=frozenset({"$select", "$expand"}),
        notes="the MIME form ($value); immutable ids; headers that servers add on the way",
    ),
    _route(
        method="DELETE",
        template=_MESSAGE,
        topic="api/message-delete",
        handler=writing.delete_message,
        roles=_WRITE,
        delegated=_WRITE,
        write=True,
        notes="retention, the recoverable items",
    ),
    _route(
        method="POST",
        template=f"{_MESSAGE}/send",
        topic="api/message-send",
        handler=writing.send_draft,
        roles=_SEND,
        delegated=_SEND,
        write=True,
    ),
    _route(
        method="GET",
        template=f"{_MESSAGE}/attachments",
        topic="api/message-list-attachments",
        handler=reading.list_attachments,
        roles=_CONTENT,
        delegated=_CONTENT,
        notes="$select, $filter; attachments that are items",
    ),
)
