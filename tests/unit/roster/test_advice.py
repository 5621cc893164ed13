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
