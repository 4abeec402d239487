"""Long films are read in stretches that their relatives are read in too."""

from tests.lineage.films import lying

from stemmata.fingerprint.film_rendition import MOST_FRAMES
from stemmata.lineage.film_spans import Running, spans_to_read
from stemmata.lineage.lying import Lying
from stemmata.model.span import Span

STEP = 40_000
MINUTE = 60_000_000


def both(lies: dict[tuple[str, str], Lying]) -> dict[tuple[str, str], Lying]:
    return lies | {(other, one): lie.turned() for (one, other), lie in lies.items()}


def test_short_films_are_read_whole() -> None:
    films = {holder: Running(Span(0, 8_000_000), STEP) for holder in "ab"}
    assert spans_to_read(films, both({("a", "b"): lying()})) == {"a": [], "b": []}


def test_a_trimmed_copy_is_read_at_the_same_moments() -> None:
    films = {"a": Running(Span(0, 5 * MINUTE), STEP), "b": Running(Span(0, 4 * MINUTE), STEP)}
    found = spans_to_read(films, both({("a", "b"): lying(30.0)}))
    assert len(found["a"]) == len(found["b"]) == 3
    assert [one.start_us - other.start_us for one, other in zip(found["a"], found["b"], strict=True)] == [
        30_000_000
    ] * 3


def test_a_film_that_none_of_the_stretches_reaches_chooses_its_own_and_takes_its_kin_along() -> None:
    films = {
        "a": Running(Span(0, 10 * MINUTE), STEP),
        "b": Running(Span(0, 10 * MINUTE), STEP),
        "c": Running(Span(0, MINUTE), STEP),
    }
    found = spans_to_read(films, both({("a", "b"): lying(), ("a", "c"): lying(180.0)}))
    assert found["c"]
    carried = Span(found["c"][0].start_us + 180_000_000, found["c"][0].end_us + 180_000_000)
    assert carried in found["a"]


def test_no_more_is_asked_for_than_the_reducer_keeps() -> None:
    films = {holder: Running(Span(0, MINUTE * (1 + number)), STEP) for number, holder in enumerate("abcdef")}
    lies = {("a", other): lying(7.0 * number) for number, other in enumerate("bcdef")}
    for spans in spans_to_read(films, both(lies)).values():
        assert sum(span.length_us for span in spans) <= MOST_FRAMES * STEP
        assert spans == sorted(spans)
