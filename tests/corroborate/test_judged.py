"""Which judgements stand: only another judgement undoes one."""

from hypothesis import given
from hypothesis import strategies as st
from tests.corroborate.made import picture, said

from stemmata.corroborate.judged import standing_of
from stemmata.model.judgement import Said


def _ids(*undoes: str | None) -> set[str]:
    """Entries a, b, c …, each undoing what is named in its place."""
    names = "abcdefgh"[: len(undoes)]
    judgements = [
        said(Said.SAME, picture("x"), picture("y"), name, undone) for name, undone in zip(names, undoes, strict=True)
    ]
    return {judgement.id for judgement in standing_of(judgements)}


def test_an_undone_judgement_falls_and_what_undid_it_stands() -> None:
    assert _ids(None, "a") == {"b"}


def test_undoing_an_undoing_lets_the_first_stand_again() -> None:
    assert _ids(None, "a", "b") == {"a", "c"}


def test_of_two_undoings_one_is_enough() -> None:
    assert _ids(None, "a", "a", "c") == {"b", "d"}


def test_a_judgement_may_undo_one_that_is_not_held() -> None:
    assert _ids("not held") == {"a"}


def test_a_circle_of_undoings_falls_whole() -> None:
    assert _ids("b", "a", None) == {"c"}


@given(st.permutations(range(6)))
def test_the_order_in_which_judgements_arrive_leaves_no_trace(order: list[int]) -> None:
    undoes = [None, "j0", "j1", "j1", "j3", "j0"]
    made = [said(Said.SAME, picture("x"), picture("y"), f"j{at}", undoes[at]) for at in order]
    assert {judgement.id for judgement in standing_of(made)} == {"j2", "j4", "j5"}
