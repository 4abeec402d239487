"""All tables at once, by a directory: the same buckets that a binary search in each table finds."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match import buckets, prefixes
from stemmata.match.buckets import Sought, divided, meetings, portions, spans, tables_of
from stemmata.match.prefixes import KEY_BITS, NEVER, Columns, bounds, columns, depths, directory

TABLES, LEAST = 2, 3
key = st.sampled_from([0, 1, 2**32 - 1, 2**31, 2**27, 2**27 + 1, 0xABCDEF01, 0xABCDEF00]) | st.integers(0, 2**32 - 1)
key_lists = st.lists(key, max_size=40)
index_parts = st.lists(st.tuples(key_lists, key_lists), min_size=1, max_size=3)
asked_keys = st.lists(st.tuples(st.integers(0, TABLES - 1), key), max_size=12)


@pytest.fixture(autouse=True)
def large_directories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefixes, "CELL", 1)


def part(of: Sequence[list[int]]) -> Columns:
    return columns([(np.array(keys, np.uint32), np.arange(len(keys), dtype=np.uint32)) for keys in of])


def sought(asked: list[tuple[int, int]]) -> Sought:
    return Sought(np.array([at for at, _ in asked], np.int64), np.array([one for _, one in asked], np.uint32))


@given(index_parts, asked_keys, st.integers(1, KEY_BITS))
def test_a_span_is_what_a_binary_search_in_its_table_finds(
    held: list[tuple[list[int], list[int]]], asked: list[tuple[int, int]], depth: int
) -> None:
    column, keys = part(held[0]), sought(asked)
    found = spans(column, keys, np.full(len(asked), depth))
    for at, (table, one) in enumerate(asked):
        first, count = bounds(column.keys(table), np.array([one], np.uint32), np.array([depth]))
        assert found.last[at] - found.first[at] == count[0]
        assert not count[0] or found.first[at] == column.start[table] + first[0]


@given(index_parts, asked_keys, st.integers(1, 4))
def test_dividing_finds_the_depths_and_their_spans(
    held: list[tuple[list[int], list[int]]], asked: list[tuple[int, int]], most: int
) -> None:
    parts, keys = [part(one) for one in held], sought(asked)
    found = divided(parts, keys, np.full(len(asked), LEAST), most)
    for at, (table, one) in enumerate(asked):
        expected = depths([column.keys(table) for column in parts], np.array([one], np.uint32), LEAST, most)
        assert found.depth[at] == expected[0]
    for column, span in zip(parts, found.spans, strict=True):
        again = spans(column, keys, found.depth)
        assert (span.last - span.first).tolist() == (again.last - again.first).tolist()
        full = span.last > span.first
        assert span.first[full].tolist() == again.first[full].tolist()


def test_what_asked_for_more_bits_from_the_start_keeps_them() -> None:
    column = part([[5, 5, 5], []])
    keys = sought([(0, 5), (0, 5)])
    found = divided([column], keys, np.array([20, NEVER]), most=3)
    assert found.depth.tolist() == [20, NEVER]
    assert (found.spans[0].last - found.spans[0].first).tolist() == [3, 0]


@given(asked_keys, st.integers(1, 5))
def test_meetings_name_every_place_of_every_span(asked: list[tuple[int, int]], block: int) -> None:
    column = part([[0, 0, 1, 2**31], [7, 2**32 - 1]])
    keys = sought(asked)
    span = spans(column, keys, np.full(len(asked), LEAST))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prefixes, "BLOCK", block)
        met = [(int(one), int(at)) for ours, there in meetings(span) for one, at in zip(ours, there, strict=True)]
    expected = [(at, place) for at in range(len(asked)) for place in range(span.first[at], span.last[at])]
    assert met == expected


@given(index_parts)
def test_the_directory_of_several_is_that_of_their_union(held: list[tuple[list[int], list[int]]]) -> None:
    parts = [part(one) for one in held]
    together = part([[one for each in held for one in each[table]] for table in range(TABLES)])
    each = [[column.keys(table) for table in range(TABLES)] for column in parts]
    assert directory(each).tolist() == together.directory.tolist()


def test_portions_are_all_postings_and_know_their_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "TOGETHER", 2)
    column = part([[3, 1], [9]])
    assert [at for portion in portions(column) for at in portion.tolist()] == [0, 1, 2]
    assert tables_of(column, np.arange(3)).tolist() == [0, 0, 1]
