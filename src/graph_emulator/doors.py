"""Sends each request to the part of the emulator that it is for."""

import sqlite3
import sys
import traceback
from collections.abc import Callable

from graph_emulator.admin.api import PREFIX, Admin
from graph_emulator.batch import answer_batch
from graph_emulator.identity.telling import asked_of, route_of, said_in
from graph_emulator.kernel.beside import disturbed, door_beside
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.notebook import SIGN_IN
from graph_emulator.kernel.sending import reply_of
from graph_emulator.kernel.wire import Reply, Request, json_reply
from graph_emulator.subscriptions.handshake import preparation
from graph_emulator.tenant import Tenant


class Doors:
    """The front of one tenant: Graph, its sign-in service, and the admin API."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._admin = Admin(tenant)

    def prepare(self, request: Request) -> Callable[[], Request] | None:
        """Return what has to be done before a request is answered, away from the tenant, or None."""
        tenant = self._tenant
        return preparation(tenant.gateway, tenant.post_office.context, request)

    def respond(self, request: Request) -> Reply:
        """Answer one request; what it changed is durable when this returns."""
        tenant = self._tenant
        door = door_beside(request.path, tenant.state.tenant_id)
        if door is None:
            return self._answered(request)
        injector, now = tenant.gateway.injector, tenant.state.clock.now()
        return disturbed(injector, door, now, lambda: self._answered(request))

    def _answered(self, request: Request) -> Reply:
        try:
            return self._routed(request)
        except sqlite3.Error as error:  # most of all a full disk
            self._tenant.reload()  # nothing may be remembered that is not there
            message = f"The emulator could not write its store, and forgot this request: {error}"
            sys.stderr.write(f"graph-emulator: {message}\n")
            return json_reply(503, {"error": {"code": "emulatorStore", "message": message}})
        except Exception:  # noqa: BLE001 - whatever it is, the next request must find a sound tenant
            traceback.print_exc(file=sys.stderr)
            self._tenant.store.restore(self._tenant.state)
            message = "The emulator itself failed; what it had begun is undone."
            return json_reply(500, {"error": {"code": "emulatorFailed", "message": message}})

    def _routed(self, request: Request) -> Reply:
        path = request.path
        if path.startswith(PREFIX + "/"):
            return self._admin.answer(request)
        if path.startswith(f"/{self._tenant.state.tenant_id}/"):
            reply = self._tenant.authority.answer(request, self._tenant.base_url)
            gateway = self._tenant.gateway
            gateway.recorder.note_beside(
                SIGN_IN, route_of(request), reply.status, asked_of(request), said_in(reply)
            )
            gateway.commit()
            return reply
        return self._graph(request)

    def _graph(self, request: Request) -> Reply:
        gateway = self._tenant.gateway
        gateway.requests += 1
        if request.method == "POST" and request.path in {"/v1.0/$batch", "/beta/$batch"}:
            reply = self._batch(request)
        else:
            reply = reply_of(gateway.perform(request))
        gateway.commit()
        return reply

    def _batch(self, request: Request) -> Reply:
        try:
            self._tenant.gateway.authenticate(request.headers)
            return answer_batch(self._tenant.gateway, request)
        except GraphFault as fault:
            return reply_of(self._tenant.gateway.refuse(request, fault))
