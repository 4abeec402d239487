"""What every family tree is measured against: the recipes of the literature, and stars."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import networkx
import numpy as np
import pytest
from bench.edits.truth import Medium
from bench.families import film_costs, metadata, still_costs
from bench.families.baselines import (
    cheapest,
    earliest,
    largest,
    mse_edmonds,
    mse_ok,
    oriented_kruskal,
    pair_costs,
    star,
)
from bench.families.coding import Coding, decoded, encoded, resampled
from bench.families.metadata import Stated
from bench.families.packets import Piece, coded, h264, taken_over
from bench.families.score import Kind, Placed
from bench.families.still_costs import Costs
from example.textures import Picture, noise, tinted
from hypothesis import given, settings
from hypothesis import strategies as st

INF = float("inf")


def _textured(seed: int, size: tuple[int, int] = (480, 360)) -> Picture:
    return tinted(noise(np.random.default_rng(seed), size[1], size[0], 24, 3), (20, 40, 60), (230, 210, 190))


def _said(placed: Sequence[Placed]) -> dict[str, str | None]:
    return {one.child: one.parent for one in placed}


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """a, a smaller and coarser b of it, a fine crop c of b; z has nothing to do with them."""
    folder = tmp_path_factory.mktemp("stills")
    a = encoded(_textured(1), Coding("jpeg", 95))
    b = encoded(resampled(decoded(a), 360, 270, "lanczos"), Coding("jpeg", 40))
    c = encoded(np.ascontiguousarray(decoded(b)[20:, 30:]), Coding("jpeg", 90))
    for name, content in (("a", a), ("b", b), ("c", c), ("z", encoded(_textured(2), Coding("jpeg", 90)))):
        (folder / f"{name}.jpg").write_bytes(content)
    return folder


FILES = ["a.jpg", "b.jpg", "c.jpg", "z.jpg"]


def test_a_copy_costs_less_from_its_parent_than_the_parent_from_it(stills: Path) -> None:
    costs = pair_costs(stills, FILES, Medium.STILL)
    assert costs[0, 1] < costs[1, 0]
    assert costs[1, 2] < costs[2, 1]


def test_pictures_with_nothing_in_common_have_no_cost(stills: Path) -> None:
    costs = pair_costs(stills, FILES, Medium.STILL)
    assert np.isinf(costs[3]).all()
    assert np.isinf(costs[:, 3]).all()


def test_both_trees_follow_a_chain_of_copies_and_leave_a_stranger_alone(stills: Path) -> None:
    costs = pair_costs(stills, FILES, Medium.STILL)
    chain = {"a.jpg": None, "b.jpg": "a.jpg", "c.jpg": "b.jpg", "z.jpg": None}
    assert _said(mse_ok(FILES, costs)) == chain
    assert _said(mse_edmonds(FILES, costs)) == chain


def test_a_changed_tone_is_matched_before_anything_is_compared(tmp_path: Path) -> None:
    picture = _textured(3)
    darker = np.clip(picture.astype(np.float32) * 0.9 + 5, 0, 255).astype(np.uint8)
    for name, shown in (("a", picture), ("b", darker)):
        (tmp_path / f"{name}.png").write_bytes(encoded(shown, Coding("png", 0)))
    costs = still_costs.still_costs([tmp_path / "a.png", tmp_path / "b.png"])
    assert costs[0, 1] < 2.0 < np.mean((darker.astype(np.float32) - picture) ** 2)


def test_what_is_coded_as_the_child_is_left_with_less(stills: Path) -> None:
    parent, child = (still_costs.read(stills / name) for name in ("a.jpg", "b.jpg"))
    matrix = still_costs.movement(parent, child)
    assert matrix is not None
    assert child.tables is not None
    bare = still_costs.Seen(child.pixels, child.points, child.described)
    assert still_costs.left_over(parent, child, matrix) < still_costs.left_over(parent, bare, matrix)


def test_oriented_kruskal_takes_no_edge_into_a_node_that_has_a_parent() -> None:
    """Node 2 is cheaper from 1; 1 from 0; 0 from 2 would close a circle."""
    costs = np.array([[INF, 2.0, 4.0], [9.0, INF, 1.0], [3.0, 8.0, INF]])
    assert oriented_kruskal(costs) == [None, 0, 1]


def test_the_cheapest_tree_takes_the_root_that_makes_it_cheapest() -> None:
    """Taken greedily, 0 -> 1 leaves 20 for node 2; hung by 2 everything costs 9."""
    costs = np.array([[INF, 1.0, 20.0], [8.0, INF, 20.0], [4.0, 5.0, INF]])
    assert cheapest(costs) == [2, 0, None]


@settings(deadline=None)
@given(st.integers(2, 7).flatmap(lambda n: st.lists(st.integers(1, 60), min_size=n * n, max_size=n * n)))
def test_the_cheapest_tree_costs_what_networkx_finds(drawn: list[int]) -> None:
    n = round(len(drawn) ** 0.5)
    costs = np.array(drawn, np.float64).reshape(n, n)
    np.fill_diagonal(costs, INF)
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from((a, b, costs[a, b]) for a in range(n) for b in range(n) if a != b)
    best = networkx.minimum_spanning_arborescence(graph)
    above = cheapest(costs)
    own = sum(float(costs[parent, child]) for child, parent in enumerate(above) if parent is not None)
    assert above.count(None) == 1
    assert own == best.size(weight="weight")


@pytest.mark.parametrize("tree", [oriented_kruskal, cheapest])
def test_without_any_cost_nobody_has_a_parent(tree: Callable[[Costs], list[int | None]]) -> None:
    assert tree(np.full((3, 3), INF)) == [None, None, None]


def test_a_star_hangs_everything_on_the_source_it_is_told() -> None:
    assert star(["a", "b", "c"], "b") == [
        Placed("a", "b", Kind.LIKELY),
        Placed("b", None, Kind.NONE),
        Placed("c", "b", Kind.LIKELY),
    ]


def test_a_stated_time_wins_over_earlier_file_times(tmp_path: Path) -> None:
    content = encoded(_textured(1, (64, 48)), Coding("jpeg", 80))
    taken = Stated(("Novara", "N20"), datetime(2031, 5, 1, tzinfo=UTC))
    (tmp_path / "b.jpg").write_bytes(metadata.stating(content, taken))
    for name, changed in (("a.jpg", 1_000), ("b.jpg", 2_000_000_000)):
        path = tmp_path / name
        if not path.exists():
            path.write_bytes(content)
        os.utime(path, (changed, changed))
    assert _said(earliest(tmp_path, ["a.jpg", "b.jpg"], Medium.STILL)) == {"a.jpg": "b.jpg", "b.jpg": None}


def test_a_films_container_states_a_time_too(films: Path, tmp_path: Path) -> None:
    content = (films / "a.mp4").read_bytes()
    for name, said in (("a.mp4", None), ("b.mp4", {"creation_time": "2031-05-01T00:00:00Z"})):
        (tmp_path / name).write_bytes(taken_over([Piece(content)], "mp4", said))
        os.utime(tmp_path / name, (1_000, 1_000))
    assert _said(earliest(tmp_path, ["a.mp4", "b.mp4"], Medium.FILM)) == {"a.mp4": "b.mp4", "b.mp4": None}


def test_the_largest_has_most_pixels_and_then_most_bytes(tmp_path: Path) -> None:
    for name, size, quality in (("a", (64, 48), 95), ("b", (96, 72), 40), ("c", (96, 72), 80)):
        (tmp_path / f"{name}.jpg").write_bytes(encoded(_textured(1, size), Coding("jpeg", quality)))
    files = ["a.jpg", "b.jpg", "c.jpg"]
    assert _said(largest(tmp_path, files, Medium.STILL)) == {"a.jpg": "c.jpg", "b.jpg": "c.jpg", "c.jpg": None}


RATE = 12


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """a of 6 s, its seconds 2 to 5 made smaller as b, b in another container as c, a at 1.15 times its speed as d."""
    folder = tmp_path_factory.mktemp("films")
    wide = _textured(5, (900, 180))
    frames = [np.ascontiguousarray(wide[:, at * 7 : at * 7 + 320]) for at in range(6 * RATE)]
    smaller = [resampled(frame, 240, 136, "area") for frame in frames[2 * RATE : 5 * RATE]]
    a, b = coded(frames, RATE, h264(18, 12)), coded(smaller, RATE, h264(26, 12))
    faster = [frames[int(at * 1.15)] for at in range(int(6 * RATE / 1.15))]
    made = {"a.mp4": a, "b.mp4": b, "c.mkv": taken_over([Piece(b)], "mkv"), "d.mp4": coded(faster, RATE, h264(26, 12))}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return folder


def _clock(folder: Path, one: str, other: str) -> film_costs.Clock:
    first, second = film_costs.small(folder / one), film_costs.small(folder / other)
    found = film_costs.aligned(first, second, first.shown @ second.shown.T)
    assert found is not None
    return found


def test_a_trimmed_film_is_found_at_its_second(films: Path) -> None:
    clock = _clock(films, "a.mp4", "b.mp4")
    assert abs(clock.offset_s + 1.5 * clock.speed - 3.5) < 1 / RATE
    assert clock.first_s == 0.0
    assert clock.last_s == pytest.approx(3.0, abs=0.2)


def test_a_faster_film_is_found_with_its_speed(films: Path) -> None:
    assert abs(_clock(films, "a.mp4", "d.mp4").speed - 1.15) < 0.02


def test_of_films_the_trimmed_copy_comes_from_the_whole_and_containers_cannot_be_told_apart(films: Path) -> None:
    files = ["a.mp4", "b.mp4", "c.mkv"]
    costs = pair_costs(films, files, Medium.FILM)
    assert costs[1, 2] == costs[2, 1] == 0.0
    assert costs[0, 1] < costs[1, 0]
    said = _said(mse_edmonds(files, costs))
    assert said["a.mp4"] is None
    assert "a.mp4" in {said["b.mp4"], said["c.mkv"]}


def test_films_that_hardly_overlap_have_no_cost(films: Path, tmp_path: Path) -> None:
    frames = [_textured(6, (320, 180))] * RATE
    (tmp_path / "short.mp4").write_bytes(coded(frames, RATE, h264(20, 12)))
    assert np.isinf(film_costs.film_costs([films / "a.mp4", tmp_path / "short.mp4"])).all()
