"""What a pair of films says on whether the one was made from the other, as numbers that can be weighed."""

from dataclasses import astuple, dataclass, fields, replace
from math import log

import numpy as np
import numpy.typing as npt

from stemmata.lineage.film_copying import FilmPair, Steps
from stemmata.match.streams import StreamFacts

CLEAR_STEP = 0.3
"""Log of how much less is left over at a key frame, from which more of it says no more."""
STEP_ERROR = 0.03
"""Beside the error seen over a few key frames, which may be small by luck."""
CLEAR_TIMES = 3.0
FALLS_ALL_THE_SAME = -0.05
"""At the parent's key frames, from which a fall says that the parent's noise is not the child's."""
BARE_PLAY, BARE_CLEAR = 0.014, 0.03
"""Share of a picture below which what is bare may be laying's own error, and how much more is clear."""
SAME_SIZE, MARKED, SAME_TONE, OWN_SPEED = 0.05, 0.004, 0.8, 0.01
LONG_MORE_S = 0.15


@dataclass(frozen=True, slots=True)
class FilmReading:
    """Of the hypothesis that the child was made from the parent. All are finite; most lie in 0..1.

    left: log of the mean square left over. back: log of what is left over where the parent lies on the child, less the
    same the other way round, -1.5..1.5. child_falls, child_rises, parent_falls, parent_rises: how much less or more is
    left over at key frames of either, 0..1. told_child, told_parent: how clearly it is more, -1..1. no_steps: the child
    has no key frame that could be looked at. bare_child: the child shows a margin that the parent lacks and that is no
    border. cropped; sides_cut (0..4): of the parent's picture. more_child: the child runs on without a cut where the
    parent does not. trimmed; ends_cut (0..2), lost (log of its length over the child's): of the parent. enlarged,
    shrunk: in pixels of the file. detail_more, detail_less: log of fine structure. marked_child, marked_parent,
    marked_untold: something lies over the picture. toned. mirrored. sped. slow_repeats, slow_whole: the child is the
    slower, and repeats frames as that needs, or does not. fast_from_repeats: the child is the faster, and the parent
    repeats frames as if it had been slowed down. part: all coded groups of the child are the parent's, who has more;
    whole: the other way round; both_part: each has others.
    """

    left: float
    back: float
    child_falls: float
    child_rises: float
    parent_falls: float
    parent_rises: float
    told_child: float
    told_parent: float
    no_steps: float
    bare_child: float
    cropped: float
    sides_cut: float
    more_child: float
    trimmed: float
    ends_cut: float
    lost: float
    enlarged: float
    shrunk: float
    detail_more: float
    detail_less: float
    marked_child: float
    marked_parent: float
    marked_untold: float
    toned: float
    mirrored: float
    sped: float
    slow_repeats: float
    slow_whole: float
    fast_from_repeats: float
    part: float
    whole: float
    both_part: float

    def without_steps(self) -> "FilmReading":
        """As of films that begin no group of pictures where the other does not begin one as well."""
        none = dict.fromkeys(STEPS, 0.0) | {"no_steps": 1.0}
        return replace(self, **none)

    def vector(self) -> npt.NDArray[np.float64]:
        """In order of the fields."""
        return np.array(astuple(self), np.float64)


STEPS = ("child_falls", "child_rises", "parent_falls", "parent_rises", "told_child", "told_parent")
FEATURES = tuple(one.name for one in fields(FilmReading))


@dataclass(frozen=True, slots=True)
class SharedGroups:
    """Coded groups of pictures, told apart by their bits: how many both hold, how many each."""

    shared: int = 0
    one: int = 0
    other: int = 0

    @classmethod
    def of(cls, one: StreamFacts, other: StreamFacts) -> "SharedGroups":
        ours, theirs = ({group.tobytes() for group in side.groups} for side in (one, other))
        return cls(len(ours & theirs), len(ours), len(theirs))

    def turned(self) -> "SharedGroups":
        return SharedGroups(self.shared, self.other, self.one)


def film_reading(pair: FilmPair, groups: SharedGroups = SharedGroups()) -> FilmReading:
    """`one` of both is the parent, `other` the child."""
    parent, child = pair.one, pair.other
    step_child, step_parent = _drawn(child.steps), _drawn(parent.steps)
    more = max(child.beyond.before_s, child.beyond.behind_s)
    ends = (parent.beyond.before_s > 0) + (parent.beyond.behind_s > 0)
    slower = pair.speed < 1 - OWN_SPEED
    faster = pair.speed > 1 + OWN_SPEED
    repeats = _held(child.repeats / (1 - pair.speed)) if slower else 0.0
    return FilmReading(
        left=log(pair.left + 0.5),
        back=float(np.clip(log((child.left + 0.5) / (parent.left + 0.5)), -1.5, 1.5)),
        child_falls=max(0.0, -step_child),
        child_rises=max(0.0, step_child),
        parent_falls=max(0.0, FALLS_ALL_THE_SAME - step_parent),
        parent_rises=max(0.0, step_parent),
        told_child=_told(child.steps),
        told_parent=_told(parent.steps),
        no_steps=float(child.steps.keys == 0),
        bare_child=0.0 if child.beyond.bare_added else _held((child.beyond.share_bare - BARE_PLAY) / BARE_CLEAR),
        cropped=_held((parent.beyond.share_bare - BARE_PLAY) / BARE_CLEAR),
        sides_cut=float(parent.beyond.sides_bare),
        more_child=0.0 if child.beyond.more_added else _held(more / LONG_MORE_S),
        trimmed=float(ends > 0),
        ends_cut=float(ends),
        lost=log(1 + (parent.beyond.before_s + parent.beyond.behind_s) / max(0.1, pair.shared_s)),
        enlarged=_held(log(pair.scale) / SAME_SIZE),
        shrunk=_held(-log(pair.scale) / SAME_SIZE),
        detail_more=_held(pair.detail),
        detail_less=_held(-pair.detail),
        marked_child=_held(child.marked / MARKED),
        marked_parent=_held(parent.marked / MARKED),
        marked_untold=_held(pair.untold / MARKED),
        toned=_held(pair.toned - SAME_TONE),
        mirrored=float(pair.mirrored),
        sped=float(slower or faster),
        slow_repeats=repeats,
        slow_whole=1 - repeats if slower else 0.0,
        fast_from_repeats=_held(parent.repeats / (1 - 1 / pair.speed)) if faster else 0.0,
        part=float(groups.shared > 0 and groups.shared == groups.other < groups.one),
        whole=float(groups.shared > 0 and groups.shared == groups.one < groups.other),
        both_part=float(groups.shared > 0 and groups.shared < min(groups.one, groups.other)),
    )


def _drawn(steps: Steps) -> float:
    """-1..1, drawn towards 0 where there are few."""
    return float(np.tanh(steps.mean / CLEAR_STEP)) * steps.keys / (steps.keys + 1)


def _told(steps: Steps) -> float:
    """-1..1, by how far the step lies from none, in errors: of pictures brought to another size most of what is left
    over is no coding, and steps are small however clear."""
    if not steps.keys:
        return 0.0
    error = float(np.hypot(steps.error, STEP_ERROR / np.sqrt(steps.keys)))
    if steps.keys == 1:
        error = 4 * STEP_ERROR
    return float(np.tanh(steps.mean / error / CLEAR_TIMES))


def _held(value: float) -> float:
    """Within 0..1."""
    return min(1.0, max(0.0, value))
