"""What the wording of one text shares with another's, and what only others can explain.

Texts are compared as runs of three folded words, wherever they stand, so that paragraphs may change places. A run of
the child's that the candidate lacks is a *reading* where it is short and a *passage* where it is longer than a
sentence. It speaks against the candidate only where some other text that may be older than the child has it: what
nobody else has is the child's own, under every parent alike. Long silence of the candidate is counted apart, since a
page may have been cut after it was copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from stemmata.fingerprint.folding import folded_words
from stemmata.lineage.story_dates import chance_before
from stemmata.model.told import PartKind, Text

WORDS = 3
"""In a run. Of 1, 2 and 3, three gave the best trees of a tradition that is known (bench.stories besoin)."""
PASSAGE_WORDS = 20
"""From here on what one has and the other lacks is a passage: about a sentence."""
READING_WORDS = 4
"""A longer reading counts as several."""
ISLAND = 5
"""Runs in a row that two texts share by chance: phrases that any text has."""
NOT_TOLD = frozenset({PartKind.BYLINE, PartKind.DATE, PartKind.REPUBLICATION, PartKind.HEADLINE})
"""Parts that say who carries a text, and when; headlines are compared by themselves, since they are changed first."""

UNDECIDED = 0.5
"""From this chance on a text may be older than another: dates that say nothing count as possible."""

Run = tuple[str, ...]
Stretch = tuple[int, int]
"""First and last run (exclusive), by position."""


class Wording:
    """One text as it is compared. `starts`, `ends`: code points of its words in the body."""

    def __init__(self, text: Text) -> None:
        self.text = text
        words = [word for word in folded_words(text.body) if not _lies_in(word.start, text)]
        self.words = tuple(word.text for word in words)
        self.starts = tuple(word.start for word in words)
        self.ends = tuple(word.end for word in words)
        self.runs: tuple[Run, ...] = tuple(self.words[at : at + WORDS] for at in range(len(self.words) - WORDS + 1))

    @cached_property
    def held(self) -> frozenset[Run]:
        return frozenset(self.runs)

    @cached_property
    def headline(self) -> tuple[str, ...]:
        """Folded; the title where the body marks none, () where there is neither."""
        part = next(iter(self.text.of(PartKind.HEADLINE)), None)
        shown = self.text.title or "" if part is None else self.text.body[part.start : part.end]
        return tuple(word.text for word in folded_words(shown))

    def absent_from(self, other: "Wording") -> list[Stretch]:
        """Longest stretches of runs that the other lacks, in order. A few runs that it has by chance do not break its
        silence."""
        found: list[Stretch] = []
        for absent, group in groupby(range(len(self.runs)), key=lambda at: self.runs[at] not in other.held):
            places = list(group)
            if not absent:
                continue
            stretch = places[0], places[-1] + 1
            while found and stretch[0] - found[-1][1] <= ISLAND and (is_passage(stretch) or is_passage(found[-1])):
                stretch = found.pop()[0], stretch[1]
            found.append(stretch)
        return found

    def code_points(self, stretch: Stretch) -> tuple[int, int]:
        return self.starts[stretch[0]], self.ends[min(len(self.ends), stretch[1] + WORDS - 1) - 1]


def _lies_in(place: int, text: Text) -> bool:
    return any(part.start <= place < part.end for part in text.parts if part.kind in NOT_TOLD)


def is_passage(stretch: Stretch) -> bool:
    return stretch[1] - stretch[0] >= PASSAGE_WORDS + WORDS - 1


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A stretch of a child that a candidate lacks and others have. `holders`: those that have all of it and may be
    older than the child. `older`: 0..1, whether one of them is older than the candidate as well. `passage`: whether it
    lies in a longer silence of the candidate; then it is the longest part that anybody else has as a whole."""

    stretch: Stretch
    holders: frozenset[str]
    older: float
    passage: bool

    @property
    def words(self) -> int:
        """Of its own: the first and last runs reach over words that both have."""
        return max(1, self.stretch[1] - self.stretch[0] - WORDS + 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate as the source of a child. shared: of the child's runs, the share that the candidate has, 0..1. later,
    older: readings that it cannot explain and others can, by whether one of these is older than the candidate; sums of
    chances. elsewhere: passages of that kind. lost, lost_passages: readings and passages of the candidate that the
    child lacks, before where the child ends. cut: words of the candidate after where the child ends."""

    shared: float
    later: float
    older: float
    elsewhere: int
    lost: int
    lost_passages: int
    cut: int
    headline: bool | None
    """Whether both have the same one; None where one has none."""


class Readings:
    """The wordings of one family, by witness."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self.wordings = {name: Wording(text) for name, text in sorted(texts.items())}
        self._holders: dict[Run, set[str]] = {}
        for name, wording in self.wordings.items():
            for run in wording.held:
                self._holders.setdefault(run, set()).add(name)
        self._before = {
            (one, other): chance_before(texts[one].published, texts[other].published)
            for one in texts
            for other in texts
            if one != other
        }

    def before(self, one: str, other: str) -> float:
        """0..1, by the dates that the texts bear."""
        return self._before[one, other]

    def unexplained(self, parent: str, child: str) -> list[Unexplained]:
        wording = self.wordings[child]
        found = []
        for stretch in wording.absent_from(self.wordings[parent]):
            parts = self._held_together(wording, stretch, child)
            silent = is_passage(stretch)
            for part in sorted(parts, key=lambda part: part[0] - part[1])[:1] if silent else parts:
                holders = self._having(wording, part, child) - {parent}
                if not holders:  # within a silence, what both have by chance
                    continue
                older = max(self.before(holder, parent) for holder in holders)
                found.append(Unexplained(part, holders, older, silent))
        return found

    def _having(self, wording: Wording, stretch: Stretch, child: str) -> frozenset[str]:
        """Who else has every run of a stretch, and may be older than the child."""
        names: set[str] = set(self._holders[wording.runs[stretch[0]]])
        for run in wording.runs[stretch[0] + 1 : stretch[1]]:
            names &= self._holders[run]
        return frozenset(name for name in names if name != child and self.before(name, child) >= UNDECIDED)

    def _held_together(self, wording: Wording, stretch: Stretch, child: str) -> list[Stretch]:
        """The parts of a stretch that somebody else has as a whole, the longest from the left on."""
        parts: list[Stretch] = []
        at, end = stretch
        while at < end:
            names = self._having(wording, (at, at + 1), child)
            reach = at + 1
            while names and reach < end:
                left = names & self._holders[wording.runs[reach]]
                if not left:
                    break
                names, reach = frozenset(left), reach + 1
            if names:
                parts.append((at, reach))
            at = reach
        return parts

    def compared(self, parent: str, child: str) -> Compared:
        ours, theirs = self.wordings[child], self.wordings[parent]
        unexplained = self.unexplained(parent, child)
        readings = [one for one in unexplained if not one.passage]
        lost, beyond = self._lost(theirs, ours)
        counted = [(max(1.0, one.words / READING_WORDS), one.older) for one in readings]
        headlines = ours.headline, theirs.headline
        return Compared(
            shared=len(ours.held & theirs.held) / max(1, len(ours.held)),
            later=sum(count * (1.0 - older) for count, older in counted),
            older=sum(count * older for count, older in counted),
            elsewhere=sum(one.passage for one in unexplained),
            lost=sum(not is_passage(one) for one in lost),
            lost_passages=sum(is_passage(one) for one in lost),
            cut=beyond,
            headline=ours.headline == theirs.headline if all(headlines) else None,
        )

    @staticmethod
    def _lost(parent: Wording, child: Wording) -> tuple[list[Stretch], int]:
        """Stretches that the child lacks, and how many words it breaks off before the parent's end."""
        absent = parent.absent_from(child)
        if absent and absent[-1][1] == len(parent.runs) and is_passage(absent[-1]):
            return absent[:-1], absent[-1][1] - absent[-1][0]
        return absent, 0
