"""What the business unit does: it edits the roster, records what people said of the agreement, freezes."""

from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.e2e.machine.checks import check_gains, check_quiet, insist, tell
from tests.e2e.machine.law import STAGES, Case, ExceptionRow
from tests.e2e.machine.partnership import ONE, THREE, TWO, UNIT, new_person
from tests.e2e.machine.town import Town

PEOPLE = st.sampled_from(["r1", "r2", "r3", "r4", "r5", "r6"])
CASES = st.sampled_from([ONE, TWO, THREE])
_ROLES = st.sampled_from(["chair", "lead", "author"])


class Edits:
    """The rules of the business unit."""

    town: ClassVar[Town]

    @rule(ref=CASES, stage=st.sampled_from(STAGES))
    def move_case(self, ref: str, stage: str) -> None:
        """Move a case to another stage, or close it; open it where it is not declared yet."""
        cases = self.town.declared.cases
        people = {"r1": "chair"} if "r1" in self.town.declared.people else {}
        cases.setdefault(ref, Case(stage, people)).stage = stage
        self.town.write()

    @rule(key=PEOPLE, ref=CASES, role=_ROLES)
    def name(self, key: str, ref: str, role: str) -> None:
        """Name somebody on a case, who comes onto the roster for it where need be."""
        declared = self.town.declared
        declared.people.setdefault(key, new_person(key))
        declared.cases.setdefault(ref, Case("gathering", {})).people[key] = role
        self.town.write()

    @rule(key=PEOPLE, ref=CASES)
    def take_off(self, key: str, ref: str) -> None:
        """Take somebody off a case."""
        case = self.town.declared.cases.get(ref)
        if case is not None and case.people.pop(key, ""):
            self.town.write()

    @rule(key=PEOPLE, days=st.integers(-1, 1))
    def end_person(self, key: str, days: int) -> None:
        """Give somebody a last day."""
        person = self.town.declared.people.get(key)
        if person is not None and key not in self.town.left:
            person.ends_on = self.town.today() + timedelta(days=days)
            self.town.write()

    @rule(key=PEOPLE)
    def delete_person(self, key: str) -> None:
        """Delete somebody's row, as nobody should."""
        declared = self.town.declared
        if declared.people.pop(key, None) is not None:
            for case in declared.cases.values():
                case.people.pop(key, "")
            declared.exceptions = {
                name: one for name, one in declared.exceptions.items() if one.person != key
            }
            self.town.write()

    @rule(key=PEOPLE)
    def confirm(self, key: str) -> None:
        """Confirm that an account is still the same person's."""
        person = self.town.declared.people.get(key)
        if person is not None:
            person.confirmed_on = self.town.today()
            self.town.write()

    @rule(key=st.sampled_from(["nhs", "police"]), ends=st.booleans())
    def organisation(self, key: str, *, ends: bool) -> None:
        """End an organisation's agreement, or take its word on its people anew."""
        found = self.town.declared.organisations[key]
        if ends:
            found.agreement_ended = self.town.today() - timedelta(days=1)
        else:
            found.confirmed_on, found.agreement_ended = self.town.today(), None
        self.town.write()

    @rule(withdrawn=st.sampled_from([True, False, False]))
    def arrangement(self, *, withdrawn: bool) -> None:
        """Withdraw the arrangement, or put it into force again."""
        if withdrawn != self.town.declared.withdrawn:
            self.town.declared.withdrawn = withdrawn
            self.town.write()

    @rule(key=PEOPLE, ref=CASES, access=st.sampled_from(["read", "edit"]), days=st.integers(0, 3))
    def except_somebody(self, key: str, ref: str, access: str, days: int) -> None:
        """Record an exception, and let somebody make its access."""
        declared = self.town.declared
        if key in declared.people and ref in declared.cases:
            folder, until = f"{ref}/30-report", self.town.today() + timedelta(days=days)
            number = len(declared.exceptions) + 1
            while f"EX-2026-{number:03}" in declared.exceptions:
                number += 1
            row = ExceptionRow(key, folder, access, until)
            declared.exceptions[f"EX-2026-{number:03}"] = row
            self.town.write()

    @rule(how=st.sampled_from(["broken", "stale", "good"]))
    def save_the_file(self, how: str) -> None:
        """Save half a file, or an old copy over a newer one, or put right what was saved like that."""
        if how == "good":
            return self._mend()
        path = self.town.scene.files / "roster.yaml"
        text = path.read_text()
        if how == "broken":
            text = text[: len(text) // 2]
        else:
            text = f"{(self.town.config / 'small' / 'roster.yaml').read_text()}# an old copy\n"
        self.town.write(text)
        self.town.file = how
        return None

    def _mend(self) -> None:
        if self.town.file != "good":
            self.town.write()

    @rule(key=PEOPLE, accepts=st.booleans())
    def decide(self, key: str, *, accepts: bool) -> None:
        """Record what somebody said of the agreement; an acceptance takes two names, a refusal one."""
        town = self.town
        if town.file != "good" or key not in town.declared.people:
            return
        town.pass_time(minutes=90)
        at = town.now()
        evidence = f"P-{key}-{len(town.facts.decisions.get(key, ()))}"
        said = ("--version", "2", "--at", at.isoformat(), "--source", "paper", "--evidence", evidence)
        for actor in ("b1", "b2") if accepts else ("b1",):
            decision = "--accepted" if accepts else "--declined"
            told = town.gate("--actor", actor, "uaa", "record", key, decision, *said)
            insist(told.code == 0, tell(told))
            insist(not told.writes, told.writes)
        town.facts.decisions.setdefault(key, []).append((at, accepts))

    @rule(name=st.sampled_from(["r1", "r2", "r4", "r5", ONE, TWO]), leaves=st.booleans())
    def freeze(self, name: str, *, leaves: bool) -> None:
        """Freeze a person or a case; a command that ends well has left nothing."""
        town = self.town
        known = town.declared if town.file == "good" else town.facts.roster
        if name not in known.people and name not in known.cases:
            return
        leaver = leaves and name in known.people
        told = town.gate("leaver" if leaver else "freeze", name, "--reason", "phone lost", "--json")
        check_gains(town, told.entries, removals_only=True)
        check_quiet(town, told)
        insist(told.code in {0, 4}, tell(told))
        town.facts.frozen.add(name)
        town.left |= {name} if leaver else set()
        left = told.report.get("left")
        insist(bool(left) == (told.code == 4), tell(told))
        if told.code == 0:
            self._nothing_is_left(name)

    def _nothing_is_left(self, name: str) -> None:
        for path, rows in self.town.readers().items():
            readers = set(rows) - set(UNIT)
            kept = readers if path.startswith(f"{name}/") else readers & {name}
            insist(not kept, f"{kept} read {path} after the freeze of {name}: {rows}")

    @rule()
    def unfreeze(self) -> None:
        """Lift a freeze, which by itself gives nothing."""
        town = self.town
        known = town.declared if town.file == "good" else town.facts.roster
        for name in sorted(town.facts.frozen - town.left):
            if name in known.people or name in known.cases:
                told = town.gate("unfreeze", name, "--reason", "found")
                insist(told.code == 0, tell(told))
                insist(not told.writes, told.writes)
                town.facts.frozen.discard(name)
                return
