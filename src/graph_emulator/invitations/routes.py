"""The route of invitations."""

from graph_emulator.invitations.handlers import invite
from graph_emulator.kernel.routes import Route

ROUTES = (
    Route(
        method="POST",
        template="/invitations",
        topic="api/invitation-post",
        handler=invite,
        roles=("User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
        delegated=("User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
        write=True,
        workload="directory",
        limits=("invitations",),
        notes="the message itself; sponsors; turning an own account into a guest's",
    ),
)
