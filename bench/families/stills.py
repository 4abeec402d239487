"""One family of stills: every file made from its parents' files, decoded, edited and encoded again."""

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from bench.families import metadata
from bench.families.coding import Coding, decoded, encoded, resampled
from bench.families.made import Made
from bench.families.metadata import FIRST_DAY, Stated
from bench.families.regimes import STILLS, Chances, Regime
from bench.families.trees import Parents
from bench.families.truth import Edit, Exactly
from example.textures import Picture

ROOT_QUALITY = 88, 98
WITH_CAMERA = 0.7
"""This share of the sources says which camera took it and when."""
KEPT_METADATA = 0.12
"""This share of the JPEGs made from a JPEG keeps what the parent says of itself: most uploads lose it."""


def grown(sources: Sequence[Callable[[], Picture]], parents: Parents, regime: Regime, seed: str) -> Iterator[Made]:
    """Every node's file, in order; node k draws on `seed` and k only, and on its parents' files."""
    made: list[Made] = []
    for node, above in enumerate(parents):
        rng = random.Random(f"{seed} {node}")
        if not above:
            one = _root(sources[node](), rng)
        elif len(above) > 1:
            one = _collage([made[parent] for parent in above], STILLS[regime], rng)
        else:
            one = _copy(made[above[0]], STILLS[regime], rng)
        made.append(one)
        yield one


def _root(picture: Picture, rng: random.Random) -> Made:
    stated = metadata.taken(rng) if rng.random() < WITH_CAMERA else None
    return _stored(picture, Coding("jpeg", rng.randint(*ROOT_QUALITY), rng.choice(("420", "444"))), [], stated)


def _copy(parent: Made, chances: Chances, rng: random.Random) -> Made:
    if rng.random() < chances.as_it_is:
        return _as_it_is(parent, rng)
    picture, edits = decoded(parent.content), []
    for draw in chances.drawn(rng):
        act = draw(rng, (picture.shape[1], picture.shape[0]))
        if act is not None:
            picture = act.paint(picture, 0)
            edits.append(act.named())
    return _stored(picture, chances.coding(rng), edits, _claimed(parent, chances, rng))


def _claimed(parent: Made, chances: Chances, rng: random.Random) -> Stated | None:
    """What a copy that is coded again says of itself; kept only where it can be a JPEG's."""
    if rng.random() < chances.false_exif:
        return metadata.earlier(rng, FIRST_DAY if parent.stated is None else parent.stated.taken)
    if parent.stated is not None and rng.random() < KEPT_METADATA:
        return Stated(parent.stated.camera, parent.stated.taken, rng.choice(metadata.PROGRAMS))
    return None


def _as_it_is(parent: Made, rng: random.Random) -> Made:
    """The same coded picture: the same bytes, or only what a JPEG says of itself is changed."""
    way = rng.choice(("strip", "state", "same")) if parent.ending == "jpg" else "same"
    if way == "strip" and parent.stated is not None:
        bare = metadata.stripped(parent.content)
        return Made(bare, "jpg", ({"edit": "metadata stripped"},), Exactly.STREAM)
    if way == "state":
        stated = metadata.earlier(rng, FIRST_DAY if parent.stated is None else parent.stated.taken)
        edit = {"edit": "false metadata", "taken": stated.taken.isoformat()}
        return Made(metadata.stating(parent.content, stated), "jpg", (edit,), Exactly.STREAM, stated)
    return Made(parent.content, parent.ending, (), Exactly.BYTES, parent.stated)


def _collage(parents: Sequence[Made], chances: Chances, rng: random.Random) -> Made:
    """All of them in one picture: side by side, one above the other, or the others inset in the first."""
    pictures = [decoded(parent.content) for parent in parents]
    way = rng.choice(("side by side", "above each other", "inset"))
    if way == "inset":
        picture = _inset(pictures[0], pictures[1:], rng)
    else:
        picture = _joined(pictures, rng.randrange(300, 640), rng.choice((0, 4, 8)), upright=way != "side by side")
    return _stored(picture, chances.coding(rng), [{"edit": "collage", "way": way}], None)


def _joined(pictures: Sequence[Picture], side: int, gap: int, *, upright: bool) -> Picture:
    """In a row of this height, or in a column of this width, white between them."""
    parts: list[Picture] = []
    for picture in pictures:
        height, width = picture.shape[:2]
        share = side / (width if upright else height)
        part = resampled(picture, max(16, round(width * share)), max(16, round(height * share)), "area")
        white = np.full((gap, part.shape[1], 3) if upright else (part.shape[0], gap, 3), 255, np.uint8)
        parts += [part, white]
    return np.ascontiguousarray(np.concatenate(parts[:-1], axis=0 if upright else 1))


def _inset(under: Picture, pictures: Sequence[Picture], rng: random.Random) -> Picture:
    """Each at a corner of its own, up to 45 in 100 of the width."""
    out = under.copy()
    for picture, (right, low) in zip(
        pictures, rng.sample([(0, 0), (1, 0), (0, 1), (1, 1)], len(pictures)), strict=True
    ):
        share = rng.uniform(0.3, 0.45)
        width = max(16, round(share * under.shape[1]))
        height = min(round(width * picture.shape[0] / picture.shape[1]), round(0.48 * under.shape[0]))
        part = resampled(picture, width, height, "area")
        x, y = right * (under.shape[1] - width), low * (under.shape[0] - height)
        out[y : y + height, x : x + width] = part
    return out


def _stored(picture: Picture, coding: Coding, edits: Sequence[Edit], stated: Stated | None) -> Made:
    content = encoded(picture, coding)
    if coding.kind != "jpeg":
        stated = None
    if stated is not None:
        content = metadata.stating(content, stated)
    stored: dict[str, float | str] = {"edit": "stored", "coding": coding.kind}
    if coding.kind != "png":
        stored["quality"] = coding.quality
    if coding.kind == "jpeg":
        stored["chroma"] = coding.chroma
    if stated is not None:
        stored["taken"] = stated.taken.isoformat()
    return Made(content, coding.ending, (*edits, stored), stated=stated)
