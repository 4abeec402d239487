"""The unit: the endpoint of every relation. Nothing that moves (a family, an edge number) is ever referred to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.canonical import Json, digest_of
from stemmata.model.span import Region, Span, TextSpan


class Track(StrEnum):
    PICTURE = "picture"
    SOUND = "sound"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an item or of a posting: one track, and where on it.

    Exactly one of `item` (SHA-256 of its bytes) and `posting` (posting id) is given. `span` None is the whole of it;
    `region` None is the whole picture.
    """

    track: Track
    item: str | None = None
    posting: str | None = None
    span: Span | TextSpan | None = None
    region: Region | None = None

    def __post_init__(self) -> None:
        if (self.item is None) == (self.posting is None):
            raise ValueError("a unit lies in an item or in a posting, never in both or neither")
        if (self.track is Track.TEXT) != isinstance(self.span, TextSpan) and self.span is not None:
            raise ValueError(f"a {self.track} unit cannot have a {type(self.span).__name__}")

    @property
    def holder(self) -> str:
        """The item's SHA-256 or the posting's id."""
        return self.item or self.posting or ""

    @property
    def id(self) -> str:
        """SHA-256 of the fields: the same part has the same id in every case."""
        return digest_of(self.fields())

    def fields(self) -> dict[str, Json]:
        span: Json = None
        if isinstance(self.span, Span):
            span = [self.span.start_us, self.span.end_us]
        elif isinstance(self.span, TextSpan):
            span = [self.span.extraction, self.span.start, self.span.end]
        region: Json = None
        if self.region is not None:
            region = [self.region.x, self.region.y, self.region.width, self.region.height]
        return {
            "item": self.item,
            "posting": self.posting,
            "track": self.track.value,
            "span": span,
            "region": region,
        }


def unit_of(fields: Mapping[str, object]) -> Unit:
    """The unit that `Unit.fields` wrote. ValueError for anything else."""
    if set(fields) != {"item", "posting", "track", "span", "region"}:
        raise ValueError("a unit has an item or a posting, a track, a span and a region")
    track, kept, region = Track(str(fields["track"])), fields["span"], fields["region"]
    span: Span | TextSpan | None = None
    if track is Track.TEXT and isinstance(kept, list) and len(kept) == 3 and isinstance(kept[0], str):
        span = TextSpan(kept[0], *_integers(kept[1:], 2))
    elif kept is not None:
        span = Span(*_integers(kept, 2))
    window = None if region is None else Region(*_integers(region, 4))
    return Unit(track, _text(fields["item"]), _text(fields["posting"]), span, window)


def _integers(value: object, number: int) -> list[int]:
    if not isinstance(value, list) or len(value) != number or any(type(one) is not int for one in value):
        raise ValueError(f"expected {number} integers, got {value!r:.80}")
    return value


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"expected text or null, got {value!r:.80}")
    return value
