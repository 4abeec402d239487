"""Whether containers tell a parent from other kin: python -m bench.families.containers FOLDER...

Each FOLDER holds families (`bench.families make`). Nothing is fitted: how much two containers agree is the share of the
aspects read of both that are the same. Pairs of the same coded pictures are left out, since there is nothing to tell.
A generated family is written by FFmpeg's and OpenCV's writers; real copies pass through more of them.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.families import truth
from bench.families.report import cell
from bench.families.truth import Family, Witness

from stemmata.decode.container_form import FORMAT, Form, form_of
from stemmata.decode.probe import probe, warm
from stemmata.lineage.written import differing


@dataclass(frozen=True, slots=True)
class Told:
    """One child: how much it agrees with each parent that was coded apart, and with each other member."""

    parents: tuple[float, ...]
    others: tuple[float, ...]

    def ahead(self) -> float:
        """Share of (parent, other) in which the parent agrees more; a half where both agree alike."""
        pairs = [(parent, other) for parent in self.parents for other in self.others]
        return sum((parent > other) + 0.5 * (parent == other) for parent, other in pairs) / len(pairs)

    def chosen(self) -> float:
        """Chance that the member that agrees most, drawn among equals, is a parent."""
        most = max(*self.parents, *self.others)
        best = [value == most for value in (*self.parents, *self.others)]
        return sum(best[: len(self.parents)]) / sum(best)

    def drawn(self) -> float:
        """The same of a member drawn at random."""
        return len(self.parents) / (len(self.parents) + len(self.others))


def agreement(one: Form, other: Form) -> float:
    differ, agree = differing(one, other)
    return len(agree) / (len(differ) + len(agree))


def told(family: Family, forms: Mapping[str, Form]) -> Iterator[Told]:
    by_node = {one.node: one for one in family}
    for child in family:
        apart = [one for one in family if one.pictures != child.pictures]
        parents = [by_node[node] for node in child.parents if by_node[node] in apart]
        others = [one for one in apart if one.node not in child.parents]
        if parents and others:
            form = forms[child.file]
            yield Told(
                tuple(agreement(forms[one.file], form) for one in parents),
                tuple(agreement(forms[one.file], form) for one in others),
            )


def aspects(families: Sequence[Family], forms: Mapping[str, Form]) -> Iterator[str]:
    """Of each aspect, how often a child has it in common with its parent, and with any other member."""
    counted = {side: (Counter[str](), Counter[str]()) for side in (True, False)}
    for family in families:
        for child in family:
            for one in family:
                if one.pictures == child.pictures:
                    continue
                differ, agree = differing(forms[one.file], forms[child.file])
                same, read = counted[one.node in child.parents]
                same.update(agree)
                read.update((*differ, *agree))
    names = sorted(counted[True][1], key=lambda name: (name != FORMAT, name))
    for name in names:
        shares = [counted[side][0][name] / max(1, counted[side][1][name]) for side in (True, False)]
        n = counted[True][1][name]
        yield f"    {name:<14} the same in {shares[0]:.3f} of parents (n = {n}), {shares[1]:.3f} of other members"


def form_in(folder: Path, one: Witness) -> Form:
    with (folder / one.file).open("rb") as source:
        found = form_of(probe(source, {}).facts["form"])
    if found is None:
        raise ValueError(f"{one.file} has no form, though the bench wrote it")
    return found


def main(arguments: Sequence[str]) -> int:
    warm()
    for folder in map(Path, arguments):
        witnesses = truth.read(folder)
        families = list(truth.families(witnesses).values())
        forms = {one.file: form_in(folder, one) for one in witnesses}
        by_family = [list(told(family, forms)) for family in families]
        count = sum(map(len, by_family))
        print(f"{folder.name}: {len(families)} families, {count} children whose parent was coded apart")
        for label, measure in (
            ("parent ahead of another member (0.5: no better than chance)", Told.ahead),
            ("the member that agrees most is a parent", Told.chosen),
            ("a member drawn at random is a parent", Told.drawn),
        ):
            means = [sum(map(measure, found)) / len(found) if found else None for found in by_family]
            print(f"    {label}: {cell(means)}")
        for line in aspects(families, forms):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
