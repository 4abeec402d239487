"""Numbers that the texts of a story state, lined up over time. Lineage reads them; nothing is added up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stemmata.case.versions import HeldText
from stemmata.lineage.changes import Version
from stemmata.lineage.statements import candidates_in
from stemmata.model.change import Where
from stemmata.model.interval import TimeInterval
from stemmata.pipeline.named_changes import LONGEST, Wording, wording_of


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One number as a text states it, at code points [start, end) of the body that was read. `low`, `high`: the range
    that the words allow, both inclusive; None is open. Both None is a word without a number, such as "dozens"."""

    start: int
    end: int
    low: int | None
    high: int | None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a value stands somewhere, got [{self.start}, {self.end})")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a range does not end before it begins, got {self.low} to {self.high}")


Reader = Callable[[Wording], Sequence[StatedValue]]
"""Values of one text, in the order in which they stand."""


def counts_of_harm(wording: Wording) -> list[StatedValue]:
    """Counts of harm in the body of one text, as lineage.statements reads them."""
    found = candidates_in(Version(wording.headline, wording.body, wording.language))
    return [
        StatedValue(one.number.start, one.number.end, _whole(one.low), _whole(one.high))
        for one in found
        if one.number.part is Where.BODY
    ]


def _whole(bound: float | None) -> int | None:
    return None if bound is None else round(bound)


READER: Reader | None = counts_of_harm
"""What reads values in this version; None where nothing does, and every page says so."""


@dataclass(frozen=True, slots=True)
class ValueInTime:
    """`start`, `end`: code points of the body that the case holds. `time` is None where nobody posted the text."""

    holder: str
    value: StatedValue
    start: int
    end: int
    time: TimeInterval | None


def values_of(texts: Sequence[HeldText]) -> list[ValueInTime] | None:
    """In the order of `texts`; None where nothing reads values. Texts that are too long to be read are left out."""
    if READER is None:
        return None
    found: list[ValueInTime] = []
    for text in texts:
        wording, cut = wording_of(text)
        if len(wording.body) > LONGEST:
            continue
        found += [
            ValueInTime(text.holder, value, value.start + cut, value.end + cut, text.dated) for value in READER(wording)
        ]
    return found
