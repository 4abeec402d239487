"""A named change between two versions of a text: what is said in one and not, or otherwise, in the other."""

from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.canonical import Json


class Code(StrEnum):
    """What kind of content changed; bench/texts/changes/LABELS.md says when each is given."""

    NUMBER_CHANGED = "NUMBER_CHANGED"
    NUMBER_ADDED = "NUMBER_ADDED"
    NUMBER_DROPPED = "NUMBER_DROPPED"
    NUMBER_VAGUENED = "NUMBER_VAGUENED"
    ATTRIBUTION_ADDED = "ATTRIBUTION_ADDED"
    ATTRIBUTION_DROPPED = "ATTRIBUTION_DROPPED"
    ATTRIBUTION_CHANGED = "ATTRIBUTION_CHANGED"
    HEDGE_ADDED = "HEDGE_ADDED"
    HEDGE_DROPPED = "HEDGE_DROPPED"
    PLACE_CHANGED = "PLACE_CHANGED"
    ACTOR_CHANGED = "ACTOR_CHANGED"
    DATE_CHANGED = "DATE_CHANGED"
    STATUS_CHANGED = "STATUS_CHANGED"
    NEGATION = "NEGATION"
    MODALITY = "MODALITY"
    VOICE = "VOICE"
    HEADLINE_ONLY = "HEADLINE_ONLY"
    OMITTED = "OMITTED"
    INSERTED = "INSERTED"
    OTHER = "OTHER"


class Status(StrEnum):
    """A machine only suggests; the other two are a person's."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Where(StrEnum):
    HEADLINE = "headline"
    BODY = "body"


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Code points [start, end) of a headline or a body, and what stands there."""

    part: Where
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"a stretch holds the text of its span, got [{self.start}, {self.end}) {self.text!r}")

    def to_json(self) -> dict[str, Json]:
        return {"part": self.part.value, "text": self.text, "span": [self.start, self.end]}


@dataclass(frozen=True, slots=True)
class Change:
    """One change from the version before to the version after; None on the side where nothing stands for it."""

    code: Code
    before: Stretch | None
    after: Stretch | None
    status: Status = Status.SUGGESTED

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change stands in at least one of two versions")

    def to_json(self) -> dict[str, Json]:
        """As in changes.jsonl, without the two texts: they are the caller's to name."""
        return {
            "code": self.code.value,
            "from": None if self.before is None else self.before.to_json(),
            "to": None if self.after is None else self.after.to_json(),
            "status": self.status.value,
        }
