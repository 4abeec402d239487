"""Families of films: the same seed, the same bytes; what is said to be taken over as it is, is."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from bench.edits.films import Footage
from bench.edits.truth import Medium
from bench.families import truth
from bench.families.making import Asked, make
from bench.families.packets import CARRIED_BY, Piece, coded, h264, hevc, mpeg4, shown, stream_of, taken_over, vp9
from bench.families.regimes import Regime
from bench.families.truth import Exactly, Witness
from example.textures import Picture, noise, tinted

RATE, FRAMES = 8, 48
CODINGS = {"h264": h264(24, 12), "hevc": hevc(26, 12), "mpeg4": mpeg4(6, 12), "vp9": vp9(34, 12)}


def _frames(seed: int) -> list[Picture]:
    """A picture that runs past; 6 s."""
    wide = tinted(noise(np.random.default_rng(seed), 144, 400, 24, 4), (20, 40, 60), (230, 210, 190))
    return [np.ascontiguousarray(wide[:, at * 3 : at * 3 + 256]) for at in range(FRAMES)]


@pytest.fixture(scope="module")
def real_films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    for seed in range(4):
        (folder / f"{seed}.mp4").write_bytes(coded(_frames(seed), RATE, h264(18, 12)))
    return folder


@pytest.fixture(scope="module", params=[(Regime.PLATFORM, 2), (Regime.HOSTILE, 1)], ids=["platform", "hostile"])
def asked(request: pytest.FixtureRequest, real_films: Path) -> Asked:
    regime, roots = request.param
    return Asked(8, 1, 14, Medium.FILM, regime, roots, photos=real_films)


@pytest.fixture(scope="module")
def made(asked: Asked, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Witness]]:
    folder = tmp_path_factory.mktemp("made")
    return folder, make(folder, asked, lambda line: None)


def test_the_same_seed_gives_the_same_bytes(made: tuple[Path, list[Witness]], asked: Asked, tmp_path: Path) -> None:
    folder, witnesses = made
    assert make(tmp_path, asked, lambda line: None) == witnesses == sorted(truth.read(folder), key=lambda one: one.node)
    for one in witnesses:
        assert (tmp_path / one.file).read_bytes() == (folder / one.file).read_bytes()


def test_every_film_can_be_decoded(made: tuple[Path, list[Witness]]) -> None:
    folder, witnesses = made
    for one in witnesses:
        footage = shown((folder / one.file).read_bytes())
        assert footage.seconds >= 2.4, one.edits
        assert np.ptp(footage.frames[0]) > 40


def test_what_is_taken_over_as_it_is_shows_its_parents_very_frames(real_films: Path, tmp_path: Path) -> None:
    seen: Counter[Exactly | None] = Counter()
    for seed in (1, 2, 3):
        folder = tmp_path / str(seed)
        family = make(folder, Asked(seed, 1, 14, Medium.FILM, Regime.PLATFORM, 2, photos=real_films), lambda line: None)
        seen.update(one.descends_exactly for one in family)
        content = {one.node: (folder / one.file).read_bytes() for one in family}
        pictures = {one.node: one.pictures for one in family}
        for one in family:
            above = [_distinct(shown(content[parent])) for parent in one.parents]
            own = _distinct(shown(content[one.node]))
            if one.descends_exactly is Exactly.BYTES:
                assert content[one.node] == content[one.parents[0]]
            if one.descends_exactly in (Exactly.BYTES, Exactly.STREAM):
                assert (own, pictures[one.node]) == (above[0], pictures[one.parents[0]])
            if one.descends_exactly is Exactly.PART:
                assert own < above[0]
                assert pictures[one.node] != pictures[one.parents[0]]
            if one.descends_exactly is Exactly.JOINED:
                assert own <= set().union(*above)
                assert all(own & one for one in above)
    assert set(seen) == {None, *Exactly}


def test_a_container_states_a_time_keeps_it_loses_it_or_states_a_false_one(real_films: Path, tmp_path: Path) -> None:
    seen: set[str] = set()
    for seed in (1, 2, 3):
        folder = tmp_path / str(seed)
        family = make(folder, Asked(seed, 1, 14, Medium.FILM, Regime.PLATFORM, 2, photos=real_films), lambda line: None)
        stated = {one.node: _stated(folder / one.file) for one in family}
        for one in family:
            named = [edit for edit in one.edits if edit["edit"] in ("metadata", "false metadata")]
            if one.descends_exactly is Exactly.BYTES:
                assert stated[one.node] == stated[one.parents[0]]
            else:
                assert stated[one.node] == (named[0]["taken"] if named else None)
            before = stated[one.parents[0]] if one.parents else None
            if named and named[0]["edit"] == "false metadata":
                seen.add("false")
                assert before is None or str(stated[one.node]) < before
            elif one.parents:
                seen.add({(True, True): "kept", (True, False): "lost"}.get((bool(before), bool(named)), "none"))
                assert not named or stated[one.node] == before
    assert {"kept", "lost", "false"} <= seen


def _stated(path: Path) -> str | None:
    with av.open(str(path)) as container:
        said = container.metadata.get("creation_time")
    return None if said is None else said.replace(".000000", "")


def _distinct(footage: Footage) -> set[bytes]:
    return {frame.tobytes() for frame in footage.frames}


def _same(one: Sequence[Picture], other: Sequence[Picture]) -> bool:
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("codec", "ending"), [(codec, ending) for codec in CODINGS for ending in CARRIED_BY[codec]])
def test_packets_are_cut_and_joined_without_a_change_to_a_frame(codec: str, ending: str) -> None:
    first, second = (coded(_frames(seed), RATE, CODINGS[codec]) for seed in (1, 2))
    assert stream_of(first).keys == (0.0, 1.5, 3.0, 4.5)
    assert stream_of(second).follows(stream_of(first))
    joined = shown(taken_over([Piece(first, 1, 3), Piece(second, 2)], ending))
    assert joined.rate == RATE
    assert _same(joined.frames, [*shown(first).frames[12:36], *shown(second).frames[24:]])


@pytest.mark.parametrize("codec", list(CODINGS))
def test_coding_films_again_and_again_does_not_darken(codec: str) -> None:
    frames = first = _frames(3)[:12]
    for _ in range(4):
        frames = list(shown(coded(frames, RATE, CODINGS[codec])).frames)
    assert abs(np.mean(frames, axis=(0, 1, 2)) - np.mean(first, axis=(0, 1, 2))).max() < 1.5
