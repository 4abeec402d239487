"""One family of films: every file made from its parents' files, coded again or taken over packet by packet."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bench.edits.coding import FilmCoding
from bench.edits.films import Footage
from bench.edits.settings import covering
from bench.families import metadata
from bench.families.acts import Act
from bench.families.made import Made, named
from bench.families.metadata import FIRST_DAY
from bench.families.packets import (
    CARRIED_BY,
    Piece,
    coded,
    h264,
    hevc,
    mpeg4,
    shown,
    stream_of,
    taken_over,
    vp9,
)
from bench.families.regimes import FILMS, Chances, Regime
from bench.families.stills import KEPT_METADATA, WITH_CAMERA
from bench.families.trees import Parents
from bench.families.truth import Edit, Exactly
from example.textures import Picture

SHORTEST_S = 2.5
"""No cut leaves less."""
LONGEST_PART_S = 6.0
"""Of each film that is joined with others: chains of compilations would grow without end."""
ROOT_RATE_FACTOR = 18, 23
KEY_EVERY_S = 1.0, 2.5
PACKET_JOIN = 0.7
"""Where the coded pictures of all parents can follow each other, this share of joins takes them over as they are."""
STATES_TIME = frozenset({"mp4", "mov", "mkv", "webm"})
"""Endings of containers that hold the time of recording."""
SLOWEST, FASTEST = 0.8, 1.25


def grown(sources: Sequence[Callable[[], Footage]], parents: Parents, regime: Regime, seed: str) -> Iterator[Made]:
    """Every node's file, in order; node k draws on `seed` and k only, and on its parents' files.

    All sources have one size, and take the rate of the first.
    """
    made: list[Made] = []
    rate = 0
    for node, above in enumerate(parents):
        rng = random.Random(f"{seed} {node}")
        if not above:
            footage = sources[node]()
            rate = rate or footage.rate
            one = _root(footage, rate, rng)
        elif len(above) > 1:
            one = _joined([made[parent] for parent in above], above, FILMS[regime], rng)
        else:
            one = _copy(made[above[0]], FILMS[regime], rng)
        one = _stating(one, [made[parent] for parent in above], random.Random(f"says {seed} {node}"))
        made.append(one)
        yield one


def _stating(one: Made, parents: Sequence[Made], rng: random.Random) -> Made:
    """With what its container says of itself: sources often name camera and time, what is coded again seldom keeps it,
    and what is taken over in another container keeps it, loses it, or names a false one."""
    if one.exactly is Exactly.BYTES:
        return replace(one, stated=parents[0].stated)
    before = parents[0].stated if parents else None
    stated, edit = None, "metadata"
    if not parents:
        stated = metadata.taken(rng) if rng.random() < WITH_CAMERA else None
    elif one.exactly in (Exactly.STREAM, Exactly.PART):
        way = rng.choice(("strip", "keep", "state"))
        stated = before if way == "keep" else None
        if way == "state":
            stated, edit = metadata.earlier(rng, FIRST_DAY if before is None else before.taken), "false metadata"
    elif rng.random() < KEPT_METADATA:
        stated = before
    if stated is None or one.ending not in STATES_TIME:
        return replace(one, stated=None)
    time = stated.taken.strftime("%Y-%m-%dT%H:%M:%SZ")
    says = {"creation_time": time, "comment": " ".join(stated.camera)}
    content = taken_over([Piece(one.content)], one.ending, says)
    return replace(one, content=content, edits=(*one.edits, {"edit": edit, "taken": time}), stated=stated)


@dataclass(frozen=True, slots=True)
class Cut:
    """Seconds [start, end) of a film, and how much faster they run."""

    start_s: float
    end_s: float
    speed: float = 1.0

    def pictures(self, footage: Footage, rate: int) -> Iterator[Picture]:
        for tick in range(max(1, round((self.end_s - self.start_s) / self.speed * rate))):
            yield footage.at(self.start_s + (tick + 0.5) / rate * self.speed)

    def seconds(self) -> dict[str, float]:
        return {"start_s": round(self.start_s, 3), "end_s": round(self.end_s, 3)}


def _root(footage: Footage, rate: int, rng: random.Random) -> Made:
    factor, key_every = rng.randint(*ROOT_RATE_FACTOR), round(rng.uniform(*KEY_EVERY_S) * rate)
    whole = Cut(0.0, footage.seconds)
    return _stored(whole.pictures(footage, rate), rate, "h264", factor, key_every, [])


def _copy(parent: Made, chances: Chances, rng: random.Random) -> Made:
    if rng.random() < chances.as_it_is:
        return _as_it_is(parent, rng)
    footage = shown(parent.content)
    edits: list[Edit] = []
    cut = whole = Cut(0.0, footage.seconds)
    if rng.random() < chances.trimmed:
        cut = _trim(footage.seconds, rng)
    if cut != whole:
        edits.append({"edit": "trim", **cut.seconds()})
    if rng.random() < chances.sped:
        cut = Cut(cut.start_s, cut.end_s, round(rng.uniform(SLOWEST, FASTEST), 3))
        edits.append({"edit": "speed", "factor": cut.speed})
    acts: list[Act] = []
    picture = footage.frames[0]
    for draw in chances.drawn(rng)[: 3 - len(edits)]:
        act = draw(rng, (picture.shape[1], picture.shape[0]))
        if act is not None:
            picture = act.paint(picture, 0)
            acts.append(act)
    edits += [act.named() for act in acts]
    return _again(_painted(cut.pictures(footage, footage.rate), acts), footage.rate, edits, chances, rng)


def _painted(pictures: Iterator[Picture], acts: Sequence[Act]) -> Iterator[Picture]:
    for number, picture in enumerate(pictures):
        for act in acts:
            picture = act.paint(picture, number)
        yield picture


def _trim(seconds: float, rng: random.Random) -> Cut:
    """Off the start, the end, or both; up to 35 in 100 of the film at each. The whole, if too little would be left."""
    off_start, off_end = (round(rng.uniform(0.05, 0.35) * seconds, 2) for _ in range(2))
    ends = rng.choice(("start", "end", "both"))
    start, end = (0.0 if ends == "end" else off_start), (seconds if ends == "start" else seconds - off_end)
    return Cut(start, end) if end - start >= SHORTEST_S else Cut(0.0, seconds)


def _as_it_is(parent: Made, rng: random.Random) -> Made:
    """A cut at key frames, another container, or the same bytes."""
    stream, way = stream_of(parent.content), rng.choice(("cut", "cut", "container", "same"))
    endings = CARRIED_BY[stream.codec]
    if way == "cut":
        bounds = [*stream.keys, stream.ends]
        choices = [
            (first, until)
            for first in range(len(stream.keys))
            for until in range(first + 1, len(bounds))
            if (first, until) != (0, len(stream.keys)) and bounds[until] - bounds[first] >= SHORTEST_S
        ]
        if choices:
            first, until = rng.choice(choices)
            ending = rng.choice((parent.ending, *endings))
            piece = Piece(parent.content, first, None if until == len(stream.keys) else until)
            seconds = Cut(bounds[first], bounds[until]).seconds()
            edit: Edit = {"edit": "cut at key frames", "container": ending, **seconds}
            kept = parent.groups[first:until]
            return Made(taken_over([piece], ending), ending, (edit,), Exactly.PART, groups=kept)
        way = "container"
    if way == "container":
        ending = rng.choice([one for one in endings if one != parent.ending])
        edit = {"edit": "other container", "container": ending}
        content = taken_over([Piece(parent.content)], ending)
        return Made(content, ending, (edit,), Exactly.STREAM, groups=parent.groups)
    return Made(parent.content, parent.ending, (), Exactly.BYTES, groups=parent.groups)


def _joined(parents: Sequence[Made], nodes: Sequence[int], chances: Chances, rng: random.Random) -> Made:
    """One after the other in random order: coded pictures as they are, where that can be, or coded again."""
    order = rng.sample(range(len(parents)), len(parents))
    streams = [stream_of(parents[at].content) for at in order]
    if all(stream.follows(streams[0]) for stream in streams) and rng.random() < PACKET_JOIN:
        ending = rng.choice(CARRIED_BY[streams[0].codec])
        pieces: list[Piece] = []
        edits: list[Edit] = []
        groups: list[str] = []
        for at, stream in zip(order, streams, strict=True):
            piece, cut = _piece(parents[at], stream.keys, stream.ends, rng)
            pieces.append(piece)
            groups += parents[at].groups[piece.first : piece.until]
            edits.append({"edit": "joined as it is", "node": nodes[at], "container": ending, **cut.seconds()})
        return Made(taken_over(pieces, ending), ending, tuple(edits), Exactly.JOINED, groups=tuple(groups))
    films = [shown(parents[at].content) for at in order]
    size, rate = films[0].frames[0].shape[1::-1], films[0].rate
    cuts = [_part(film.seconds, rng) for film in films]
    compiled: list[Edit] = [
        {"edit": "compilation", "node": nodes[at], **cut.seconds()} for at, cut in zip(order, cuts, strict=True)
    ]
    pictures = (
        covering(picture, size[0], size[1])
        for film, cut in zip(films, cuts, strict=True)
        for picture in cut.pictures(film, rate)
    )
    return _again(pictures, rate, compiled, chances, rng)


def _piece(parent: Made, keys: Sequence[float], ends: float, rng: random.Random) -> tuple[Piece, Cut]:
    """From a key frame on, up to another one or the end, no longer than LONGEST_PART_S if that can be."""
    first = rng.randrange((len(keys) + 1) // 2)
    bounds = [*keys, ends]
    fitting = [at for at in range(first + 1, len(bounds)) if bounds[at] - bounds[first] <= LONGEST_PART_S]
    until = fitting[-1] if fitting else first + 1
    cut = Cut(bounds[first], bounds[until])
    return Piece(parent.content, first, None if until == len(keys) else until), cut


def _part(seconds: float, rng: random.Random) -> Cut:
    length = min(seconds, rng.uniform(SHORTEST_S, LONGEST_PART_S))
    start = rng.uniform(0.0, seconds - length)
    return Cut(start, start + length)


def _again(pictures: Iterator[Picture], rate: int, edits: Sequence[Edit], chances: Chances, rng: random.Random) -> Made:
    codec, factor = chances.kind(rng), rng.randint(*chances.quality)
    return _stored(pictures, rate, codec, factor, round(rng.uniform(*KEY_EVERY_S) * rate), edits)


def _stored(
    pictures: Iterator[Picture], rate: int, codec: str, factor: int, key_every: int, edits: Sequence[Edit]
) -> Made:
    coding = _coding(codec, factor, key_every)
    stored: Edit = {"edit": "stored", "coding": codec, "rate factor": factor, "key every": key_every}
    content = coded(pictures, rate, coding)
    groups = named(content, len(stream_of(content).keys))
    return Made(content, coding.ending, (*edits, stored), groups=groups)


def _coding(codec: str, factor: int, key_every: int) -> FilmCoding:
    """About as good in every codec as x264 at this rate factor: that is what the numbers below stand for."""
    if codec == "h264":
        return h264(factor, key_every)
    if codec == "hevc":
        return hevc(factor + 2, key_every)
    if codec == "mpeg4":
        return mpeg4(max(2, (factor - 12) // 2), key_every)
    return vp9(factor + 8, key_every)
