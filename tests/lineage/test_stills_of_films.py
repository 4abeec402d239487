"""A frame can be taken out of a film; a film that goes on cannot be made of a still."""

from stemmata.lineage.stemma import Proof, Witness
from stemmata.lineage.stills_of_films import links_between
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

FILM, STILL = Unit(Track.PICTURE, item="a" * 64), Unit(Track.PICTURE, item="b" * 64)
OF_HOLDER = {unit.holder: Witness(unit.id, (unit,)) for unit in (FILM, STILL)}
STILLS = frozenset({STILL.holder})


def links(shown_us: int, film_us: int = 10_000_000) -> list[tuple[str, str, bool]]:
    edge = Edge(Kind.SAME_FOOTAGE, FILM, STILL, "picture/1", (Segment(Span(1_000_000, 1_000_000 + shown_us), None),))
    found = links_between([edge], OF_HOLDER, STILLS, {FILM.holder: film_us})
    name = {FILM.id: "film", STILL.id: "still"}
    return sorted((name[link.parent], name[link.child], link.forbidden) for link in found)


def test_a_film_that_goes_on_is_not_made_of_the_still() -> None:
    assert links(200_000) == [("film", "still", False), ("still", "film", True)]


def test_a_film_that_shows_nothing_else_may_be_either() -> None:
    assert links(9_000_000) == [("film", "still", False), ("still", "film", False)]


def test_the_seconds_beyond_the_still_are_the_proof() -> None:
    edge = Edge(Kind.SAME_FOOTAGE, FILM, STILL, "picture/1", (Segment(Span(0, 500_000), None),))
    found = links_between([edge], OF_HOLDER, STILLS, {FILM.holder: 10_000_000})
    (sign,) = next(link for link in found if link.forbidden).signs
    assert sign.proof is Proof.NOT_ANCESTOR
    assert sign.values == {"seconds": 9.5}


def test_nothing_is_calibrated_between_a_still_and_a_film() -> None:
    edge = Edge(Kind.SAME_FOOTAGE, FILM, STILL, "picture/1", (Segment(Span(0, 500_000), None),))
    assert all(link.population is None for link in links_between([edge], OF_HOLDER, STILLS, {FILM.holder: 1}))
