"""Which stretches of long films are read, so that relatives are read at the same moments.

Short films are read whole. Of long ones only stretches are, chosen on the clock of the film with most kin and carried
over to the others; a film that none of them reaches chooses its own, and takes its kin along.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.fingerprint.film_rendition import MOST_FRAMES
from stemmata.lineage.lying import Lying
from stemmata.model.span import Span

STRETCHES = 3
STRETCH_FRAMES = 100
"""Groups of pictures last one to ten seconds: at 25 frames a second, some begin within most stretches."""


@dataclass(frozen=True, slots=True)
class Running:
    """From when to when a film runs, and from one frame to the next, µs."""

    span: Span
    step_us: int

    @property
    def is_short(self) -> bool:
        return self.span.length_us <= MOST_FRAMES * self.step_us


def spans_to_read(films: Mapping[str, Running], lies: Mapping[tuple[str, str], Lying]) -> dict[str, list[Span]]:
    """For the reducer's `spans_us`, in order; [] where a film is read whole. At most STRETCHES + 1 for each."""
    kin: dict[str, set[str]] = {holder: set() for holder in films}
    for one, other in lies:
        if one in kin and other in kin:
            kin[one].add(other)
    read: dict[str, list[Span]] = {holder: [] for holder in films}
    for holder in sorted(films, key=lambda holder: (-len(kin[holder]), -films[holder].span.length_us, holder)):
        if not films[holder].is_short and not read[holder]:
            for stretch in _chosen(films[holder]):
                _add(read[holder], stretch, films[holder])
                for other in sorted(kin[holder]):
                    carried = _carried(stretch, lies[other, holder], films[other])
                    if carried is not None:
                        _add(read[other], carried, films[other])
    return {holder: [] if films[holder].is_short else sorted(spans) for holder, spans in read.items()}


def _chosen(film: Running) -> list[Span]:
    length = STRETCH_FRAMES * film.step_us
    room = film.span.length_us - length
    starts = [film.span.start_us + room * (2 * k + 1) // (2 * STRETCHES) for k in range(STRETCHES)]
    return [Span(start, start + length) for start in starts]


def _carried(stretch: Span, lying: Lying, film: Running) -> Span | None:
    """Onto the clock of `film`, which is the one of `lying`; None where it does not reach it by half."""
    low, high = sorted(round(float(lying.line.to_a(float(at)))) for at in (stretch.start_us, stretch.end_us))
    start, end = max(low, film.span.start_us), min(high, film.span.end_us)
    return Span(start, end) if end > start and 2 * (end - start) >= high - low else None


def _add(spans: list[Span], new: Span, film: Running) -> None:
    """Unless it is held, or would be more than the reducer's bound."""
    held = sum(one.length_us for one in spans)
    if all(one.shared_us(new) == 0 for one in spans) and held + new.length_us <= MOST_FRAMES * film.step_us:
        spans.append(new)
