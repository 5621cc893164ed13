"""Why somebody can or cannot open a case's files, told to a person."""

from dataclasses import replace

from sharepoint_gate.access.desired import Condition
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.explain import Answer, why
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObservedPermission, PermissionId
from sharepoint_gate.access.sight import Way
from sharepoint_gate.roster.model import CaseRef, OrganisationId, PersonId, ProcessId, StageId
from tests.world import Scene, direct, people_link, person_of, wide_link

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"
MAIL = f"{CASE}/40-panel-pack/request.msg"
RETURN = f"{CASE}/20-agency-returns/wicb/return.docx"


def scene(stage: str = "panel-meeting") -> Scene:
    """Return a case in sync with a panel member, an author and an executive."""
    made = Scene().case(CASE, stage, u12="panel-member", u14="agency-author", u05="executive")
    return made.file(PACK, RETURN)


def ask(base: Scene, person: str, target: str = CASE) -> Answer:
    """Ask about a person and a case or path."""
    world = base.world()
    return why(world, desired_access(world), person, target)


def test_somebody_who_should_and_does_see_is_told_so() -> None:
    """The answer says what should be and what is, and ticks every condition."""
    answer = ask(scene().in_sync(), "u12")
    assert answer.question == "Person u12 (u12, WICB Authority) and RR-2026-001"
    assert answer.sentence == (
        "Person u12 should see 1 file of RR-2026-001. "
        "Now they see 1 of the 2 files there, through a link that names them."
    )
    assert all(check.holds for check in answer.checks)
    assert answer.ways == (Way.LINK,)
    counts = {
        str(one.folder): (one.should_see, one.sees, one.files, one.check.holds) for one in answer.folders
    }
    assert counts["40-panel-pack"] == (1, 1, 1, True)
    assert counts["20-agency-returns"] == (0, 0, 1, False)
    assert answer.next_step == ""


def test_each_crossed_condition_is_told_with_its_line() -> None:
    """Whoever is suspended learns every reason, and what opens once they are met."""
    answer = ask(scene("information-gathering").in_sync().undecided("u14"), "u14", RETURN)
    assert answer.sentence == (
        "Person u14 should not see this file. "
        "Person u14 has not accepted version 2 of the acceptance agreement. "
        "Now they see it, through a link that names them."
    )
    crossed = [(check.condition, check.kind) for check in answer.checks if not check.holds]
    assert crossed == [(Condition.UAA, FindingKind.UAA_MISSING)]
    assert answer.next_step == "Once every crossed condition is met, they will see 20-agency-returns."
    assert answer.folders == ()


def test_the_next_stage_that_opens_something_is_told() -> None:
    """Somebody who is early learns from which stage on they will see what."""
    answer = ask(scene("notified"), "u12")
    assert answer.sentence == (
        "Person u12 should see no file of RR-2026-001 at stage notified. Now they see 0 of the 2 files there."
    )
    assert answer.next_step == "They will see 40-panel-pack from stage panel-meeting."
    assert ask(scene("notified"), "u12", f"{CASE}/40-panel-pack").next_step == answer.next_step
    assert ask(scene("notified"), "u12", f"{CASE}/90-key").next_step == ""
    assert ask(scene("closed"), "u12").next_step == ""


def test_a_suspended_person_is_told_both_what_waits_and_what_comes_later() -> None:
    """What is open now waits for the conditions; what opens later is told with its stage."""
    base = scene().case(CASE, "panel-meeting", u12="panel-member executive").undecided("u12")
    assert ask(base, "u12").next_step == (
        "Once every crossed condition is met, they will see 40-panel-pack. "
        "They will see 60-final-report from stage executive-sign-off."
    )


def test_a_file_that_should_be_seen_is_told_for_itself() -> None:
    """A question about one file is answered about that file."""
    answer = ask(scene().in_sync(), "u12", PACK)
    assert (
        answer.sentence == "Person u12 should see this file. Now they see it, through a link that names them."
    )
    assert {check.condition for check in answer.checks} == set(Condition)
    assert ask(scene(), "u12", PACK).sentence.endswith("Now they see nothing of it.")


def test_a_file_type_that_cannot_be_shown_is_the_reason() -> None:
    """A mail file is told to be the reason, not the person."""
    answer = ask(scene().file(MAIL), "u12", MAIL)
    assert "request.msg is of a type that cannot be shown without download." in answer.sentence


def test_every_way_to_see_is_told() -> None:
    """Links, own entries above the file, and links for everybody are all ways."""
    base = scene().share(PACK, people_link(["u12"]), wide_link("anonymous"))
    base.share(f"{CASE}/40-panel-pack", direct("u12"))
    assert ask(base, "u12", PACK).ways == (Way.LINK, Way.DIRECT, Way.WIDE_LINK)


def test_people_are_found_by_id_address_or_name() -> None:
    """Any of the three leads to the same person, whatever the letter case; addresses of the account too."""
    base = scene().account("u12", other_mails=("Known.As@wicb.example",), mail="")
    asked = ("U12", "u12@WICB.example", "known.as@wicb.example", "  person  U12 ")
    assert [ask(base, text).person for text in asked] == [person_of(base.world(), "u12")] * 4


def test_somebody_who_is_not_on_the_roster_gets_a_plain_answer() -> None:
    """A stranger reads nothing, and is told so without a list of conditions."""
    answer = ask(scene(), "zed@else.example")
    assert (
        answer.sentence
        == "zed@else.example is not on the roster, and nobody reads anything who is not on it."
    )
    assert (answer.person, answer.checks) == (None, ())


def test_a_name_that_fits_two_people_asks_back() -> None:
    """Nobody is guessed at."""
    base = scene().person("u12", name="Sam Lee").person("u14", name="Sam Lee")
    assert ask(base, "Sam Lee").sentence == (
        "Sam Lee may be any of Sam Lee (u12, u12@wicb.example), Sam Lee (u14, u14@wicb.example): "
        "ask again with the roster id."
    )


def test_an_unknown_case_is_told_with_a_suggestion() -> None:
    """A reference in the wrong letters, or without its noughts, is suggested; another is not."""
    assert ask(scene(), "u12", "RR-2026-1").sentence == (
        "There is no case RR-2026-1 on the roster. Did you mean RR-2026-001?"
    )
    assert ask(scene(), "u12", "rr-2026-001").sentence == (
        "There is no case rr-2026-001 on the roster. Did you mean RR-2026-001?"
    )
    answer = ask(scene(), "u12", "RR-2099-001/x")
    assert answer.sentence == "There is no case RR-2099-001 on the roster."
    assert answer.person is not None


def test_a_path_that_is_not_there_is_told() -> None:
    """A file or a part that does not exist has no readers; a process folder without files is just empty."""
    for path in (f"{CASE}/40-panel-pack/no.docx", f"{CASE}/99-none"):
        assert (
            ask(scene(), "u12", path).sentence
            == f"There is no {path} in the channel, so there is nothing to see."
        )
    assert ask(scene(), "u12", f"{CASE}/60-final-report").sentence.endswith("There is no file there yet.")
    assert ask(scene(), "u12", f"/{CASE}/20-agency-returns/wicb/").sentence.endswith("0 of the 1 file there.")


def test_somebody_not_named_on_the_case_is_told_that_first() -> None:
    """Without a role there is no folder to compare."""
    answer = ask(scene().person("u50"), "u50")
    assert answer.sentence.startswith(
        "Person u50 should not see anything of RR-2026-001. Person u50 is not named on RR-2026-001."
    )
    assert (answer.folders, answer.next_step) == ((), "")


def test_the_business_unit_reads_in_the_channel() -> None:
    """The business unit sees every file as members, and is told which files there are."""
    answer = ask(scene().in_sync(), "u01")
    assert answer.sentence == (
        "Person u01 is of the business unit and reads every file as a member of the channel. "
        "Now they see 2 of the 2 files there, as a member of the channel."
    )
    assert sum(one.should_see for one in answer.folders) == 2
    assert ask(scene().in_sync(), "u01", PACK).sentence.endswith(
        "Now they see it, as a member of the channel."
    )


def test_a_folder_is_told_to_the_business_unit_without_roles_or_windows() -> None:
    """The business unit needs no role: no line compares one, named on the case or not, open or closed."""
    for stage in ("panel-meeting", "closed"):
        made = scene(stage).case(CASE, stage, u12="panel-member", u01="executive")
        for person in ("u01", "u02"):
            answer = ask(made.in_sync(), person)
            told = {one.check.sentence for one in answer.folders}
            assert told == {"The business unit reads it in the channel, whatever the stage."}
            assert all(one.check.holds for one in answer.folders)
            assert answer.next_step == ""
            assert {one.condition for one in answer.checks}.isdisjoint(
                {Condition.STAGE, Condition.OWN_AGENCY}
            )


def test_the_business_unit_in_bad_standing_is_told_what_comes_after() -> None:
    """What is missing is the personal condition and nothing else; then the whole channel opens."""
    answer = ask(scene().undecided("u01"), "u01", PACK)
    assert [one.condition for one in answer.checks if not one.holds] == [Condition.UAA]
    assert answer.next_step == (
        "Once every crossed condition is met, they will read every file as a member of the channel."
    )
    assert ask(scene().undecided("u01"), "u01").folders == ()


def test_without_a_role_no_window_is_told() -> None:
    """Somebody who is not named on the case is told that, and no condition that needs a role."""
    answer = ask(scene().person("u50"), "u50", RETURN)
    assert [one.kind for one in answer.checks if not one.holds] == [FindingKind.NOT_NAMED_ON_CASE]
    assert {one.condition for one in answer.checks}.isdisjoint({Condition.STAGE, Condition.OWN_AGENCY})
    closed = ask(scene("closed").person("u50"), "u50", RETURN)
    assert FindingKind.ACCESS_ON_CLOSED_CASE in {one.kind for one in closed.checks}


def test_the_way_through_to_something_below_is_no_sight() -> None:
    """Limited Access on a folder shows nobody what lies in it; an entry for everyone shows it to all."""
    base = scene().share(CASE, replace(direct("u12"), roles=()))
    base.share(f"{CASE}/40-panel-pack", replace(direct("u12", permission="l"), roles=("Limited Access",)))
    assert ask(base, "u12", PACK).ways == ()
    everyone = Grantee(GranteeKind.SITE_USER, None, "5", "Everyone", "c:0(.s|true", "")
    base.share(CASE, ObservedPermission(PermissionId("e"), ("read",), everyone))
    assert ask(base, "u12", PACK).ways == (Way.EVERYONE,)


def test_law_1_a_stage_or_process_that_the_book_no_longer_knows_opens_nothing() -> None:
    """A changed process book leaves nobody a reader, and every question an answer."""
    for changes in ({"stage": StageId("renamed")}, {"process": ProcessId("renamed")}):
        made = scene().in_sync()
        made.cases[CaseRef(CASE)] = replace(made.cases[CaseRef(CASE)], **changes)
        world = made.world()
        assert not any(one.readers for one in desired_access(world).files.values())
        for target in (CASE, PACK, f"{CASE}/40-panel-pack"):
            answer = ask(made, "u12", target)
            assert answer.sentence.startswith("Person u12 should ")
            assert answer.next_step == ""


def test_somebody_of_the_business_unit_in_bad_standing_is_told_why() -> None:
    """Law 1 holds for the business unit too."""
    answer = ask(scene().undecided("u01"), "u01")
    assert "has not accepted version 2" in answer.sentence


def test_an_exception_is_named_with_its_last_day() -> None:
    """Whoever reads by a recorded exception learns until when."""
    base = scene().exception("EX-1", "u35", f"{CASE}/40-panel-pack").share(PACK, direct("u35", "write"))
    assert ask(base, "u35", PACK).sentence == (
        "Person u35 should see this file, by the recorded exception EX-1 until 2026-04-30. "
        "Now they see it, through an entry of their own."
    )


def test_what_could_not_be_read_is_told() -> None:
    """An answer never says that somebody sees nothing where nobody could look."""
    answer = ask(scene().change_item(PACK, permissions=None, unread="403"), "u12")
    assert answer.sentence.endswith("Who sees 1 file there could not be read.")


def test_an_account_that_is_gone_is_followed_by_its_pin() -> None:
    """Somebody whose account was not found may still hold what it was given when it was approved."""
    base = scene().in_sync()
    base.accounts[PersonId("u12")] = ()
    assert ask(base, "u12", PACK).ways == (Way.LINK,)
    base.memory = Scene().memory
    assert ask(base, "u12", PACK).ways == ()


def test_an_organisation_that_is_not_on_the_roster_is_told_by_its_id() -> None:
    """The question names the organisation as far as it is known."""
    base = scene()
    del base.organisations[OrganisationId("wicb")]
    assert ask(base, "u12").question == "Person u12 (u12, wicb) and RR-2026-001"


def test_a_channel_whose_members_were_not_read_gives_no_way() -> None:
    """Without the list of members nobody is said to see through the channel."""
    base = scene().in_sync()
    base.members = None
    assert ask(base, "u01", PACK).ways == ()
    assert CaseRef(CASE) in base.world().roster.cases
