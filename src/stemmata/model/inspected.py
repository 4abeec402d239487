"""What was found in material that others made, what was proved of it, and what was not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.canonical import Plain
from stemmata.model.plain import flag, mapping, text, texts
from stemmata.model.signed import Verdict

MOST_NAMED = 30
"""Sentences of one kind that are kept for one thing: a manifest of a million missing files needs no million lines."""


class Kind(StrEnum):
    BAG = "bag"
    WACZ = "wacz"
    MULTI_WACZ = "multi-wacz"
    TOKEN = "token"
    SIGNED_FILE = "c2pa"
    ARCHIVE = "zip"
    """Only where it could not be read far enough to know what it is."""


class Signer(StrEnum):
    """Who stands behind a signature. An unknown one may be anybody: a key or a certificate takes a minute to make."""

    TRUSTED = "trusted"
    """One whom a person named as trusted, or for whom such a one vouches."""
    UNKNOWN = "unknown"
    ABSENT = "absent"
    """Nobody signed it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One thing. `weak`: what holds rests on a hash for which other contents can be made (MD5, SHA-1).

    `signer`: None where that could not be read.

    `reasons`: why it failed or could not be checked, in sentences. `proved`, `not_proved`: what the verdict means for
    this one. `notes`: what a person should know beside it.
    """

    kind: Kind
    name: str
    verdict: Verdict
    weak: bool = False
    reasons: tuple[str, ...] = ()
    proved: tuple[str, ...] = ()
    not_proved: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signer: Signer | None = None

    def to_json(self) -> dict[str, Plain]:
        return {
            "kind": self.kind.value,
            "name": self.name,
            "verdict": self.verdict.value,
            "weak": self.weak,
            "signer": None if self.signer is None else self.signer.value,
            "reasons": list(self.reasons),
            "proved": list(self.proved),
            "not_proved": list(self.not_proved),
            "notes": list(self.notes),
        }


def inspected_from_json(value: Plain) -> Inspected:
    """ValueError, KeyError for anything that `Inspected.to_json` does not write."""
    row: Mapping[str, Plain] = mapping(value)
    return Inspected(
        Kind(text(row["kind"])),
        text(row["name"]),
        Verdict(text(row["verdict"])),
        flag(row["weak"]),
        texts(row["reasons"]),
        texts(row["proved"]),
        texts(row["not_proved"]),
        texts(row["notes"]),
        None if row["signer"] is None else Signer(text(row["signer"])),
    )


class Findings:
    """Gathers reasons: the worst of them is the verdict, and no kind of them grows without bound."""

    def __init__(self) -> None:
        self._failed: list[str] = []
        self._unchecked: list[str] = []
        self._notes: list[str] = []

    def fail(self, sentence: str) -> None:
        self._failed.append(sentence)

    def cannot(self, sentence: str) -> None:
        self._unchecked.append(sentence)

    def note(self, sentence: str) -> None:
        self._notes.append(sentence)

    @property
    def verdict(self) -> Verdict:
        if self._failed:
            return Verdict.FAILED
        return Verdict.UNCHECKED if self._unchecked else Verdict.OK

    @property
    def reasons(self) -> tuple[str, ...]:
        return _bounded(self._failed) + _bounded(self._unchecked)

    @property
    def notes(self) -> tuple[str, ...]:
        return _bounded(self._notes)


def _bounded(sentences: Sequence[str]) -> tuple[str, ...]:
    """Each once, the first of them, and how many more there are."""
    once = list(dict.fromkeys(sentences))
    more = len(once) - MOST_NAMED
    return (*once[:MOST_NAMED], f"and {more:,} more like these") if more > 0 else tuple(once)
