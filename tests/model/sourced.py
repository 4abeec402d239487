"""Records of who stands behind material, for tests: entries named by short words, units by letters."""

from hypothesis import strategies as st

from stemmata.model.sourcing import OF_ONE, PERSONS, Sourced, Sourcing
from stemmata.model.unit import Track, Unit


def whole(holder: str) -> Unit:
    return Unit(Track.PICTURE, item=holder)


def recorded(
    entry: str,
    said: Sourced | None,
    *holders: str,
    persons: tuple[str, ...] = (),
    undoes: str | None = None,
    when_us: int = 1,
    reason: str | None = "told on the phone",
) -> Sourcing:
    """Of A and B, or of A alone, where no holders are named."""
    units = tuple(whole(one) for one in holders or (("A",) if said in OF_ONE else ("A", "B")))
    return Sourcing(entry, said, units, "w", when_us, reason, persons, undoes)


@st.composite
def records(draw: st.DrawFn, holders: str = "ABCD", most: int = 8) -> list[Sourcing]:
    """As entries can be: an undo names an entry that was there before it, or none held."""
    made: list[Sourcing] = []
    for at in range(draw(st.integers(0, most))):
        undoes = draw(st.none() | st.sampled_from([*(one.id for one in made), "not held"]))
        said = draw(st.sampled_from(Sourced) if undoes is None else st.none() | st.sampled_from(Sourced))
        named = draw(st.permutations(holders))[: 1 if said in OF_ONE else 2]
        count = 0 if said is None else PERSONS.get(said, 0)
        persons = tuple(draw(st.permutations(["P-1", "P-2", "P-3"]))[:count])
        made.append(recorded(f"e{at}", said, *named, persons=persons, undoes=undoes, when_us=draw(st.integers(-9, 9))))
    return made
