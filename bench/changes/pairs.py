"""Labelled pairs of versions, and when a change that was found is the one that was labelled."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stemmata.lineage.changes import Version
from stemmata.model.change import Change, Code, Stretch, Where


@dataclass(frozen=True)
class Label:
    """One change as a person named it; spans in code points of the part."""

    code: Code
    before: Stretch | None
    after: Stretch | None


@dataclass(frozen=True)
class Pair:
    name: str
    before: Version
    after: Version
    labels: tuple[Label, ...]


def pairs_in(path: Path) -> Iterator[Pair]:
    """ValueError where a span does not hold the text that the label says."""
    for line in path.read_text("utf-8").splitlines():
        read = json.loads(line)
        before, after = (Version(read[side]["headline"], read[side]["body"]) for side in ("before", "after"))
        labels = tuple(
            Label(Code(one["code"]), _stretch(one["from"], before), _stretch(one["to"], after))
            for one in read["changes"]
        )
        yield Pair(read["id"], before, after, labels)


def _stretch(side: dict[str, object] | None, version: Version) -> Stretch | None:
    if side is None:
        return None
    where, span = Where(str(side["part"])), side["span"]
    if not isinstance(span, list):
        raise ValueError(f"a span is [first, last), got {span!r}")
    text = version.body if where is Where.BODY else version.headline or ""
    if text[span[0] : span[1]] != side["text"]:
        raise ValueError(f"{side['text']!r} does not stand at {span}")
    return Stretch(where, span[0], span[1], str(side["text"]))


def is_found(label: Label, change: Change) -> bool:
    """The same code, and a span that overlaps wherever the label has one."""
    return label.code is change.code and all(
        labelled is None or (found is not None and _overlap(labelled, found))
        for labelled, found in ((label.before, change.before), (label.after, change.after))
    )


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.part is other.part and one.start < other.end and other.start < one.end


@dataclass(frozen=True)
class Tally:
    """Of one pair: codes of labels found, of labels missed, of changes that nobody labelled."""

    right: tuple[Code, ...]
    missed: tuple[Code, ...]
    false: tuple[Code, ...]


def tally(pair: Pair, changes: Sequence[Change]) -> Tally:
    """Each change answers for at most one label."""
    left = list(changes)
    right, missed = [], []
    for label in pair.labels:
        found = next((change for change in left if is_found(label, change)), None)
        if found is None:
            missed.append(label.code)
        else:
            left.remove(found)
            right.append(label.code)
    return Tally(tuple(right), tuple(missed), tuple(change.code for change in left))
