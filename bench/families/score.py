"""What a tool's answer for one family is worth: the literature's measures of trees, NIST's, and each claim by itself.

Files whose coded pictures are the same to the last bit (the same bytes, other metadata, another container) are one node
here: their pictures cannot tell which came first, and all are equally right as a parent. Names are file names. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bench.families import stemma
from bench.families.stemma import Parents
from bench.families.truth import Witness


class Kind(StrEnum):
    """How sure a tool is of a parent; NONE: it holds none."""

    PROVEN = "proven"
    LIKELY = "likely"
    NEAREST_KIN = "nearest_kin"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a tool says of one file. Files are named relative to the benchmark's folder, as in the truth.

    `p`: how likely the tool holds it that `parent` is the nearest held ancestor. ValueError where `parent` and `kind`
    contradict each other, or `p` is outside 0..1. Several for one child are several parents.
    """

    child: str
    parent: str | None
    kind: Kind
    p: float | None = None

    def __post_init__(self) -> None:
        if (self.parent is None) != (self.kind is Kind.NONE):
            raise ValueError(f"{self.child}: kind {self.kind} with parent {self.parent}")
        if self.parent == self.child:
            raise ValueError(f"{self.child} is named as its own parent")
        if self.p is not None and not 0.0 <= self.p <= 1.0:
            raise ValueError(f"{self.child}: p is between 0 and 1, got {self.p}")


class Verdict(StrEnum):
    """What a claimed parent is in truth; the first that holds."""

    SAME = "same picture"
    """The same coded pictures: neither content nor this benchmark says which came first."""
    PARENT = "parent"
    """The nearest held ancestor."""
    FARTHER = "farther ancestor"
    REVERSED = "descendant"
    COUSIN = "cousin"
    """They share an ancestor, held or lost, and neither descends from the other."""
    OTHER = "no kin"
    NO_PARENT = "none held"
    """None was claimed, and none is held."""
    MISSED = "parent missed"
    """None was claimed, and one is held."""


RIGHT = frozenset({Verdict.SAME, Verdict.PARENT, Verdict.NO_PARENT})
DESCENDS = RIGHT | {Verdict.FARTHER}
"""The claim "descends from" is true, although a nearer ancestor may be held."""


@dataclass(frozen=True)
class Known:
    """One family's truth when only `files` are held."""

    family: str
    files: frozenset[str]
    stands_for: Mapping[str, str]
    """Every file of the family, held or not -> the node it belongs to."""
    whole: Parents
    """Of all nodes."""

    @cached_property
    def kept(self) -> frozenset[str]:
        """Nodes of which a file is held."""
        return frozenset(self.stands_for[file] for file in self.files)

    @cached_property
    def held(self) -> dict[str, frozenset[str]]:
        """Nearest held ancestors of every held node."""
        return stemma.surviving(self.whole, self.kept)

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """All ancestors of every node, held or not."""
        return {node: frozenset(stemma.ancestors(self.whole, node)) for node in self.whole}


def files_parents(family: Sequence[Witness]) -> dict[str, frozenset[str]]:
    file_of = {one.node: one.file for one in family}
    return {one.file: frozenset(file_of[parent] for parent in one.parents) for one in family}


def held_files(family: Sequence[Witness], lost: float, seed: int) -> frozenset[str]:
    """The files of one family that are left when this share is lost. ValueError for a share outside 0..1."""
    return stemma.held(files_parents(family), lost, seed)


def known(family: Sequence[Witness], files: Set[str]) -> Known:
    """What is true of a family of which these files are held.

    A node of several files has the parents of the one that was made first. The others can descend from that very node:
    coded again with other tables and then with the first ones, a picture may come out as it was.
    """
    parents = files_parents(family)
    first: dict[str, str] = {}
    for one in sorted(family, key=lambda one: one.file):
        first.setdefault(one.pictures, one.file)
    stands_for = {one.file: first[one.pictures] for one in family}
    whole: dict[str, frozenset[str]] = {}
    for one in sorted(family, key=lambda one: one.node):
        whole.setdefault(stands_for[one.file], frozenset(stands_for[parent] for parent in parents[one.file]))
    return Known(family[0].family, frozenset(files), stands_for, whole)


def said(family: Known, placed: Iterable[Placed]) -> dict[str, frozenset[str]]:
    """A tool's answer over the family's held nodes, without what names other files."""
    own = {file: family.stands_for[file] for file in family.files}
    found: dict[str, set[str]] = {node: set() for node in sorted(family.kept)}
    for one in placed:
        if one.child in own and one.parent in own and own[one.child] != own[one.parent]:
            found[own[one.child]].add(own[one.parent])
    return {node: frozenset(above) for node, above in found.items()}


def verdict(family: Known, one: Placed) -> Verdict:
    """What the claim is in truth. The child is a file of the family."""
    child = family.stands_for[one.child]
    if one.parent is None:
        return Verdict.MISSED if family.held[child] else Verdict.NO_PARENT
    parent = family.stands_for.get(one.parent)
    if parent is None:
        return Verdict.OTHER
    if parent == child:
        return Verdict.SAME
    if parent in family.held[child]:
        return Verdict.PARENT
    if parent in family.above[child]:
        return Verdict.FARTHER
    if child in family.above[parent]:
        return Verdict.REVERSED
    return Verdict.COUSIN if family.above[child] & family.above[parent] else Verdict.OTHER


@dataclass(frozen=True, slots=True)
class TreeScore:
    """Of one family. All but `root` and `depth` are shares, 1 is best.

    root: whether the proposed root (of several, the one with most below it) is a true one: a held node without held
    ancestor. roots: |common| / |either|. edges: |common| / (n - 1) for a tree with n nodes, |common| / |either| for a
    forest or where a node has several parents. leaves, ancestry (ancestor and descendant): |common| / |either|.
    depth: edges from the proposed root up to the nearest true one, 0 is best; None where there is none.
    Sources: Dias, Rocha and Goldenstein, IEEE TIFS 7(2), 2012; for forests Costa et al., IEEE TIFS 9(10), 2014.

    vo, eo, veo: 2 |common| / (|true| + |said|) over nodes that take part in a link, over links, over both; `loose` ones
    do not look at a link's direction. SimNO, SimLO, SimNLO of NIST's MediScore, lib/ProvenanceMetrics.py.
    """

    root: bool
    roots: float
    edges: float
    leaves: float
    ancestry: float
    depth: int | None
    vo: float
    eo: float
    veo: float
    eo_loose: float
    veo_loose: float


def tree_score(true: Parents, said: Parents) -> TreeScore:
    """Both over the same nodes. ValueError where they are not."""
    if set(true) != set(said):
        raise ValueError(f"both sides need the same nodes, {len(set(true) ^ set(said))} are on one side only")
    own, theirs = stemma.edges(true), stemma.edges(said)
    is_tree = len(stemma.roots(true)) == 1 and all(len(above) <= 1 for above in true.values())
    first = stemma.first_root(said)
    nodes = [{node for edge in links for node in edge} for links in (own, theirs)]
    loose = [{frozenset(edge) for edge in links} for links in (own, theirs)]
    return TreeScore(
        root=first is not None and not true[first],
        roots=_jaccard(stemma.roots(true), stemma.roots(said)),
        edges=_share(len(own & theirs), len(own)) if is_tree else _jaccard(own, theirs),
        leaves=_jaccard(stemma.leaves(true), stemma.leaves(said)),
        ancestry=_jaccard(stemma.ancestry(true), stemma.ancestry(said)),
        depth=None if first is None else stemma.depth(true, first),
        vo=_overlap(nodes),
        eo=_overlap([own, theirs]),
        veo=_overlap(nodes, [own, theirs]),
        eo_loose=_overlap(loose),
        veo_loose=_overlap(nodes, loose),
    )


def _share(part: int, whole: int) -> float:
    """1 of nothing: there was nothing to miss."""
    return part / whole if whole else 1.0


def _jaccard(one: Set[object], other: Set[object]) -> float:
    return _share(len(one & other), len(one | other))


def _overlap(*pairs: Sequence[Set[object]]) -> float:
    """Each pair: what is true and what was said."""
    common = sum(len(one & other) for one, other in pairs)
    return _share(2 * common, sum(len(one) + len(other) for one, other in pairs))
