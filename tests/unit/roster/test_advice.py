"""Words for complaints that no file of ours brings today."""

from sharepoint_gate.roster.advice import advise, shown


def test_a_complaint_without_words_of_ours_keeps_those_of_its_maker() -> None:
    """A new kind of rule must not end in a crash while its words are missing."""
    what, why, mend = advise("new_kind", "name", "x" * 80, {}, "Input should be shorter")
    assert what == f"name: {'x' * 57}... does not fit"
    assert why == "Input should be shorter"
    assert mend


def test_values_are_shown_as_people_write_them() -> None:
    """Nobody must know what Python calls a thing."""
    assert (shown(True), shown({"a": 1}), shown([1])) == ("true", "a group of keys", "a list")  # noqa: FBT003


def test_an_entry_of_a_list_is_told_without_its_number() -> None:
    """Nobody but a program counts the roles of a person from nought."""
    what, _, mend = advise(
        "string_pattern_mismatch", "0", "Agency Lead", {"pattern": "^[a-z][a-z0-9-]*$"}, ""
    )
    assert what == "Agency Lead is not in the form for this"
    assert mend == "write agency-lead"


def test_an_id_of_the_directory_has_an_example() -> None:
    """An administrator who wrote a name where an id belongs sees what such an id looks like."""
    pattern = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"
    _, why, _ = advise("string_pattern_mismatch", "tenant.tenant_id", "westmarsh", {"pattern": pattern}, "")
    assert "11111111-2222-3333-4444-555555555555" in why
