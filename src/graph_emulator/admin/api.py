"""The admin API below `/__emulator__`: it needs no token and exists on loopback only."""

from collections.abc import Callable
from typing import Any

import msgspec

from graph_emulator.admin import identity, invitations, mail, posture, subscriptions, terms, views
from graph_emulator.admin.errors import AdminError
from graph_emulator.admin.files import doors as files_doors
from graph_emulator.admin.limits import metered
from graph_emulator.batch import ROUTE_NAME as BATCH
from graph_emulator.kernel.clock import ClockError, parse_duration, parse_instant
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.injection import Injected, InjectionError
from graph_emulator.kernel.numbers import number_in
from graph_emulator.kernel.quirks import QuirkError
from graph_emulator.kernel.wire import Reply, Request, json_object, json_reply
from graph_emulator.seed.document import as_acts, as_seed
from graph_emulator.seed.faults import SeedError
from graph_emulator.tenant import Tenant

PREFIX = "/__emulator__"


class Admin:
    """The admin API of one tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._doors: dict[tuple[str, str], Callable[[Request], Any]] = {
            ("GET", "state"): self._state,
            ("GET", "access"): self._access,
            ("GET", "journal"): self._journal,
            ("GET", "meter"): self._meter,
            ("GET", "answers"): self._answers,
            ("POST", "record"): self._record,
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._set_clock,
            ("GET", "quirks"): self._quirks,
            ("PUT", "quirks"): self._set_quirks,
            ("GET", "faults"): self._faults,
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._drop_faults,
            ("POST", "seed"): self._seed,
            ("POST", "reset"): self._reset,
            **identity.doors(tenant),
            **terms.doors(tenant),
            **mail.doors(tenant),
            **subscriptions.doors(tenant),
            **posture.doors(tenant),
            **files_doors(tenant),
            **invitations.doors(tenant),
        }

    def answer(self, request: Request) -> Reply:
        """Answer a request whose path begins with the prefix."""
        name = request.path.removeprefix(PREFIX).strip("/")
        door = self._doors.get((request.method, name))
        if door is None:
            return json_reply(404, {"errors": [f"the admin API has no {request.method} {name}"]})
        try:
            return json_reply(200, door(request))
        except SeedError as refused:
            return json_reply(400, {"errors": refused.faults})
        except (AdminError, ClockError, InjectionError, QuirkError, LookupError) as refused:
            return json_reply(400, {"errors": [str(refused)]})
        except (GraphFault, msgspec.ValidationError) as refused:
            return json_reply(400, {"errors": [f"the body is not as expected: {refused}"]})

    def _state(self, _: Request) -> Any:
        return views.whole_state(self._tenant.state)

    def _access(self, request: Request) -> Any:
        options = request.options()
        if "item" not in options:
            raise AdminError("access needs item, and may have person")
        return views.access(self._tenant.state, options["item"], options.get("person"))

    def _journal(self, request: Request) -> Any:
        since = number_in(request.options().get("since", "0"))
        if since < 0:
            raise AdminError("since is the number of a journal entry")
        self._tenant.commit()
        return [entry.shown() for entry in self._tenant.store.journal(since)]

    def _meter(self, _: Request) -> Any:
        return metered(self._tenant)

    def _answers(self, _: Request) -> Any:
        return self._tenant.gateway.recorder.shown()

    def _record(self, request: Request) -> Any:
        body = json_object(request.body)
        if set(body) != {"on"} or not isinstance(body["on"], bool):
            raise AdminError("record takes on, which is true or false")
        recorder = self._tenant.gateway.recorder
        if body["on"] and not recorder.on:
            recorder.forget()
        recorder.on = body["on"]
        return {"on": recorder.on}

    def _clock(self, _: Request) -> Any:
        return {"now": self._tenant.state.clock.stamp()}

    def _set_clock(self, request: Request) -> Any:
        body = json_object(request.body)
        clock = self._tenant.state.clock
        if set(body) == {"advance"}:
            clock.advance(parse_duration(str(body["advance"])))
        elif set(body) == {"set"}:
            clock.set(parse_instant(str(body["set"])))
        else:
            raise AdminError("the clock takes advance or set")
        self._tenant.commit()
        return {"now": clock.stamp()}

    def _quirks(self, _: Request) -> Any:
        return self._tenant.state.quirks.as_names()

    def _set_quirks(self, request: Request) -> Any:
        self._tenant.set_quirks(json_object(request.body))
        return self._tenant.state.quirks.as_names()

    def _faults(self, _: Request) -> Any:
        return msgspec.to_builtins(self._tenant.gateway.injector.waiting)

    def _add_fault(self, request: Request) -> Any:
        fault = msgspec.convert(json_object(request.body), Injected)
        gateway = self._tenant.gateway
        gateway.injector.add(fault, frozenset({BATCH, *gateway.route_names()}))
        return msgspec.to_builtins(gateway.injector.waiting)

    def _drop_faults(self, _: Request) -> Any:
        self._tenant.gateway.injector.waiting.clear()
        return []

    def _seed(self, request: Request) -> Any:
        body = json_object(request.body)
        before = self._tenant.gateway.entries
        if set(body) == {"acts"}:
            self._tenant.act(as_acts(body["acts"]))
        else:
            self._tenant.plant(as_seed(body))
        return {"entries": self._tenant.gateway.entries - before, "now": self._tenant.state.clock.stamp()}

    def _reset(self, _: Request) -> Any:
        self._tenant.reset()
        recorder = self._tenant.gateway.recorder
        recorder.on = False
        recorder.forget()
        return {"now": self._tenant.state.clock.stamp()}
