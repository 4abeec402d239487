"""The evidence on direction between two films, each piece by its key, with the values it was read from.

Two kinds prove something. What one shows and the other lacks (a margin, seconds) cannot come from the other: not where
a border or an outro was added, only where the scene itself is seen to go on. Coded groups in common prove one encoding
and no direction: who joins films without coding them again makes the file that holds more. The rest weighs.
"""

from dataclasses import dataclass
from math import exp

from stemmata.lineage.film_beyond import Beyond
from stemmata.lineage.film_calibration import FILMS, Weights
from stemmata.lineage.film_copying import FilmPair, FilmSide
from stemmata.lineage.film_moments import SHARP
from stemmata.lineage.film_reading import FilmReading, SharedGroups, film_reading
from stemmata.lineage.signs import (
    COLOUR_LOST,
    COLOUR_MORE,
    DETAIL,
    ENLARGED,
    GROUPS_BEGIN,
    KIN_ABOVE,
    LAID_OVER_CHILD,
    LAID_OVER_PARENT,
    LEFT_OVER,
    METADATA,
    REPEATED,
    SAME_GROUPS,
    SAME_STREAM,
    SECONDS,
    SOUND_LOST,
    SOUND_MORE,
    UNCOVERED,
)
from stemmata.lineage.stemma import Proof, Sign
from stemmata.match.streams import StreamFacts
from stemmata.model.seams import Reduction

PROVEN_BARE = 0.03
"""Share of a picture that must be bare for a proof: more than twice what laying may be off by."""
PROVEN_MORE_S = 0.2
GREY, COLOURED = 1.0, 3.0
"""Levels from grey below which a film has no colour, and above which it has."""
LEAST_MARKED = 0.0008
WRITTEN_BY_MUXERS = frozenset(
    {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
        "handler_name",
        "vendor_id",
        "duration",
        "language",
    }
)
"""Claims that any program writes that stores a film: they say nothing on what was known of it before."""

SIGNED_BY = {
    GROUPS_BEGIN: (
        "child_falls",
        "child_rises",
        "parent_falls",
        "parent_rises",
        "told_child",
        "told_parent",
        "no_steps",
    ),
    UNCOVERED: ("bare_child",),
    SECONDS: ("more_child",),
    LAID_OVER_CHILD: ("marked_child",),
    LAID_OVER_PARENT: ("marked_parent",),
    LEFT_OVER: ("left", "back"),
    ENLARGED: ("enlarged", "shrunk"),
    DETAIL: ("detail_more", "detail_less"),
    REPEATED: ("slow_repeats", "slow_whole", "fast_from_repeats"),
}
"""Which numbers of a reading weigh in each kind."""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What is known of a film without looking at its pictures. sound: whether it has a track of it. stated: how many
    things it says of itself beyond what any muxer writes."""

    streams: StreamFacts
    sound: bool
    stated: int

    @classmethod
    def of(cls, holder: str, probed: Reduction) -> "FilmFacts":
        streams = StreamFacts.of(holder, probed)
        return cls(streams, streams.sound is not None, stated(probed))


def stated(probed: Reduction) -> int:
    """How many things a file says of itself beyond what any program writes that stores it."""
    claimed = probed.facts.get("claimed")
    names = [str(one[0]) for one in claimed if isinstance(one, list) and one] if isinstance(claimed, list) else []
    return sum(name.lower().rsplit(": ", 1)[-1] not in WRITTEN_BY_MUXERS for name in names)


Signs = tuple[Sign, ...]


def film_signs(pair: FilmPair, one: FilmFacts, other: FilmFacts, weights: Weights = FILMS) -> tuple[Signs, Signs]:
    """On whether `other` comes from `one`, and on whether `one` comes from `other`."""
    groups = SharedGroups.of(one.streams, other.streams)
    forth = _from(pair, one, other, groups, weights)
    back = _from(pair.turned(), other, one, groups.turned(), weights)
    held = [next((sign for sign in signs if sign.proof is Proof.NOT_ANCESTOR), None) for signs in (back, forth)]
    if held[0] is not None and held[1] is not None:
        forth += (Sign(KIN_ABOVE, Proof.NOT_ANCESTOR, None, {"one": held[0].kind, "other": held[1].kind}),)
        back += (Sign(KIN_ABOVE, Proof.NOT_ANCESTOR, None, {"one": held[1].kind, "other": held[0].kind}),)
    return forth, back


def _from(pair: FilmPair, parent: FilmFacts, child: FilmFacts, groups: SharedGroups, weights: Weights) -> Signs:
    reading = film_reading(pair, groups)
    weigh = _Weighing(reading, weights)
    found: list[Sign] = []
    if parent.streams.picture is not None and parent.streams.picture == child.streams.picture:
        found.append(Sign(SAME_STREAM, Proof.SAME_ORIGIN, None, {"files": 2}))
    elif groups.shared:
        values = {"shared": groups.shared, "parent": groups.one, "child": groups.other}
        found.append(Sign(SAME_GROUPS, Proof.SAME_ORIGIN, None, values))
    else:
        found += _coded(pair, weigh)
    found += _beyond(pair, weigh)
    found += _laid_over(pair, weigh)
    found += _colour_and_sound(pair.one, pair.other, parent, child)
    if parent.stated != child.stated:
        found.append(Sign(METADATA, None, None, {"parent": parent.stated, "child": child.stated}))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Weighing:
    reading: FilmReading
    weights: Weights

    def sign(self, kind: str, values: dict[str, float | int], proof: Proof | None = None) -> Sign:
        weight = sum(self.weights.each[name] * getattr(self.reading, name) for name in SIGNED_BY[kind])
        kept = {name: value if isinstance(value, int) else float(f"{value:.4g}") for name, value in values.items()}
        return Sign(kind, proof, None if proof is not None else round(weight, 3), kept)


def _coded(pair: FilmPair, weigh: _Weighing) -> list[Sign]:
    """What coding left."""
    parent, child = pair.one.steps, pair.other.steps
    found = [weigh.sign(LEFT_OVER, {"there": pair.other.left, "back": pair.one.left})]
    if parent.keys or child.keys:
        values: dict[str, float | int] = {
            "child": child.mean,
            "parent": parent.mean,
            "child_keys": child.keys,
            "parent_keys": parent.keys,
        }
        found.append(weigh.sign(GROUPS_BEGIN, values))
    found.append(weigh.sign(ENLARGED, {"scale": pair.scale}))
    found.append(weigh.sign(DETAIL, {"child": exp(pair.detail)}))
    if weigh.reading.sped:
        repeats = {"speed": pair.speed, "child": pair.other.repeats, "parent": pair.one.repeats}
        found.append(weigh.sign(REPEATED, repeats))
    return found


def _beyond(pair: FilmPair, weigh: _Weighing) -> list[Sign]:
    own: Beyond = pair.other.beyond
    found = []
    if own.sides_bare:
        proven = own.bare_goes_on and own.share_bare >= PROVEN_BARE
        found.append(weigh.sign(UNCOVERED, {"share": own.share_bare}, Proof.NOT_ANCESTOR if proven else None))
    more = own.before_s + own.behind_s
    if more:
        proven = own.runs_on and pair.sharp <= SHARP and max(own.before_s, own.behind_s) >= PROVEN_MORE_S
        found.append(weigh.sign(SECONDS, {"seconds": more}, Proof.NOT_ANCESTOR if proven else None))
    return found


def _laid_over(pair: FilmPair, weigh: _Weighing) -> list[Sign]:
    found = []
    if pair.other.marked > LEAST_MARKED:
        found.append(weigh.sign(LAID_OVER_CHILD, {"share": pair.other.marked}))
    if pair.one.marked > LEAST_MARKED:
        found.append(weigh.sign(LAID_OVER_PARENT, {"share": pair.one.marked}))
    return found


def _colour_and_sound(one: FilmSide, other: FilmSide, parent: FilmFacts, child: FilmFacts) -> list[Sign]:
    found = []
    if one.colour >= COLOURED and other.colour <= GREY:
        found.append(Sign(COLOUR_LOST))
    if one.colour <= GREY and other.colour >= COLOURED:
        found.append(Sign(COLOUR_MORE))
    if parent.sound and not child.sound:
        found.append(Sign(SOUND_LOST))
    if child.sound and not parent.sound:
        found.append(Sign(SOUND_MORE))
    return found
