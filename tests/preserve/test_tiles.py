"""Tiles and bundles: the paths of the specification, and a right edge that knows the root however it grew."""

import struct
from functools import lru_cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stemmata.preserve.merkle import root_of
from stemmata.preserve.tiles import HASH, MAX_ENTRY, Edge, bundle, bundles, tile_path, unbundle

MOST = 65_536 + 300


@lru_cache(maxsize=1)
def all_hashes() -> list[bytes]:
    return [struct.pack(">24xQ", index) for index in range(MOST)]


def grown(sizes: list[int]) -> tuple[Edge, dict[str, bytes]]:
    """An edge that grew to each size in turn, and every tile that this wrote, the last of its name."""
    edge = Edge()
    tiles: dict[str, bytes] = {}
    for size in sizes:
        tiles.update(edge.grow(all_hashes()[edge.size : size]))
    return edge, tiles


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, 256, "tile/0/000"),
        (5, 256, "tile/0/005"),
        (255, 256, "tile/0/255"),
        (256, 256, "tile/0/256"),
        (999, 256, "tile/0/999"),
        (1000, 256, "tile/0/x001/000"),
        (1_234_067, 256, "tile/0/x001/x234/067"),  # the example of C2SP tlog-tiles
        (1_000_000, 256, "tile/0/x001/x000/000"),
        (0, 1, "tile/0/000.p/1"),
        (1_234_067, 255, "tile/0/x001/x234/067.p/255"),
    ],
)
def test_a_tile_lies_where_the_specification_says(index: int, width: int, path: str) -> None:
    assert tile_path(0, index, width) == path


def test_entry_bundles_lie_beside_the_levels() -> None:
    assert tile_path("entries", 1000, 7) == "tile/entries/x001/000.p/7"


@settings(max_examples=60)
@given(st.lists(st.integers(0, 1100), max_size=8))
@example([255, 256, 257])
@example([1, 255, 255, 512])
@example([0, 300, 1024])
def test_the_edge_knows_the_root_however_it_grew(sizes: list[int]) -> None:
    sizes = sorted(sizes)
    edge, _ = grown(sizes)
    assert (edge.size, edge.root()) == (max(sizes, default=0), root_of(all_hashes()[: edge.size]))


@pytest.mark.parametrize(
    "sizes",
    [[65_535, 65_536, 65_537], [65_536], [65_537], [256, 65_280, 65_536 + 257], [65_535, 65_792]],
    ids=str,
)
def test_the_edge_knows_the_root_across_the_second_level(sizes: list[int]) -> None:
    edge, _ = grown(sizes)
    assert edge.root() == root_of(all_hashes()[: sizes[-1]])


@settings(max_examples=30)
@given(st.lists(st.integers(0, 1100), max_size=6))
@example([65_536])
@example([65_535, 65_537])
def test_an_edge_loaded_from_its_tiles_is_the_one_that_wrote_them(sizes: list[int]) -> None:
    edge, tiles = grown(sorted(sizes))
    loaded = Edge.load(edge.size, lambda level, index, width: tiles[tile_path(level, index, width)])
    assert (loaded.size, loaded.root()) == (edge.size, edge.root())


def test_the_tiles_written_are_those_that_the_batching_leaves_unwritten() -> None:
    edge = Edge()
    assert [path for path, _ in edge.grow(all_hashes()[:255])] == ["tile/0/000.p/255"]
    assert [path for path, _ in edge.grow(all_hashes()[255:256])] == ["tile/0/000", "tile/1/000.p/1"]
    assert [path for path, _ in edge.grow(all_hashes()[256:257])] == ["tile/0/001.p/1"]


def test_a_full_tile_of_the_second_level_begins_the_third() -> None:
    _, tiles = grown([65_536])
    assert tiles["tile/2/000.p/1"] == root_of(all_hashes()[:65_536])
    assert len(tiles["tile/1/000"]) == 256 * HASH


def test_a_copied_edge_grows_alone() -> None:
    edge, _ = grown([300])
    before = edge.root()
    edge.copy().grow(all_hashes()[300:600])
    assert (edge.size, edge.root()) == (300, before)


@given(st.lists(st.binary(max_size=300), max_size=20))
@example([b""])
@example([b"x" * MAX_ENTRY])
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    assert list(unbundle(bundle(entries))) == entries


def test_an_entry_stands_behind_its_length_in_two_bytes() -> None:
    assert bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"


def test_an_entry_too_long_for_its_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at most 65535 bytes, got 65536"):
        bundle([bytes(MAX_ENTRY + 1)])


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"\x00", "in a length"),
        (b"\x00\x01a\x00", "in a length"),
        (b"\x00\x01", "in an entry"),
        (b"\xff\xff" + bytes(9), "in an entry"),
    ],
)
def test_a_bundle_that_breaks_off_is_refused(content: bytes, where: str) -> None:
    with pytest.raises(ValueError, match=f"breaks off {where}"):
        list(unbundle(content))


@given(st.integers(0, 600), st.integers(0, 600))
def test_bundles_continue_the_unfinished_one(first: int, new: int) -> None:
    entries = [b"%d" % index for index in range(first + new)]
    placed = dict(bundles(first, entries[first - first % 256 : first], entries[first:]))
    for index in range(first // 256, -(-(first + new) // 256)):
        members = entries[index * 256 : (index + 1) * 256]
        assert placed.pop(tile_path("entries", index, len(members))) == bundle(members)
    assert placed == {}
