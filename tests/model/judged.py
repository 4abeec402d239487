"""Judgements for tests: entries named by short words, units by letters."""

from hypothesis import strategies as st

from stemmata.model.judgement import Judgement, Said
from stemmata.model.unit import Track, Unit


def whole(holder: str) -> Unit:
    return Unit(Track.PICTURE, item=holder)


def said(
    entry: str,
    value: Said | None,
    one: str | Unit = "A",
    other: str | Unit = "B",
    *,
    undoes: str | None = None,
    who: str = "w",
    when_us: int = 1,
) -> Judgement:
    first, second = (whole(side) if isinstance(side, str) else side for side in (one, other))
    return Judgement(entry, value, first, second, who, when_us, "seen side by side", undoes)


@st.composite
def logs(draw: st.DrawFn, holders: str = "ABCD", most: int = 8) -> list[Judgement]:
    """Judgements of two writers as entries can be: an undo names an entry that was there before it, or none held."""
    made: list[Judgement] = []
    for at in range(draw(st.integers(0, most))):
        before = [one.id for one in made]
        undoes = draw(st.none() | st.sampled_from([*before, "not held"]))
        value = draw(st.sampled_from(Said) if undoes is None else st.none() | st.sampled_from(Said))
        one, other = draw(st.permutations(holders))[:2]
        who, when_us = draw(st.sampled_from("vw")), draw(st.integers(-9, 9))
        made.append(said(f"e{at}", value, one, other, undoes=undoes, who=who, when_us=when_us))
    return made
