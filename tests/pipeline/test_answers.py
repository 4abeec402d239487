"""The four answers of a worked-through case, as its tables and exports hold them."""

from pathlib import Path

import pytest
from sqlalchemy import select
from tests import cases
from tests.media import make

from stemmata.case import queries, schema
from stemmata.decode.probe import PROBE
from stemmata.model.seams import Reduction
from stemmata.pipeline.answers import measured_of
from stemmata.pipeline.derived import Derived
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(scope="module")
def families(small_case: CaseFolder) -> dict[str, dict[str, object]]:
    """Columns by the names of the files of each family."""
    index = cases.opened(small_case)
    found: dict[str, dict[str, object]] = {}
    with index.read() as connection:
        for row in connection.execute(select(schema.family)):
            member = schema.member.c
            holders = connection.scalars(select(member.holder).where(member.family == row.id)).all()
            names = sorted({name for holder in holders for name in queries.names_of(connection, holder)})
            found[" ".join(name.partition("/")[2] for name in names)] = {
                "most_complete": row.most_complete and queries.short_name(connection, row.most_complete),
                "coverage": row.coverage,
                "highest_quality": row.highest_quality and queries.short_name(connection, row.highest_quality),
                "earliest": row.earliest_posting is not None and row.earliest_item is not None,
                "spread": queries.spread_of(connection, row.id),
            }
    index.close()
    return found


def test_a_photograph_holds_more_than_a_crop_that_comes_from_it_and_finer_detail(
    families: dict[str, dict[str, object]],
) -> None:
    found = families["crop.jpg photo.png"]
    assert (found["most_complete"], found["coverage"], found["highest_quality"]) == ("photo.png", 1.0, "photo.png")


def test_a_film_and_its_copy_in_another_container_hold_the_same(families: dict[str, dict[str, object]]) -> None:
    (found,) = [row for names, row in families.items() if "film.mkv" in names]
    assert found["coverage"] == 1.0
    assert found["earliest"] is True
    spread = found["spread"]
    assert isinstance(spread, dict)
    assert (spread["dated"], spread["no_earlier"], spread["group"]["items"]) == (1, 1, 2)
    assert [channel["name"] for channel in spread["channels"]] == ["Lower Town News"]
    assert [post["language"] for post in spread["posts"]] == [None]


def test_what_was_posted_by_nobody_has_no_spread(families: dict[str, dict[str, object]]) -> None:
    assert families["other.mp4"]["spread"] is None
    assert families["other.mp4"]["earliest"] is False


def test_a_probe_says_what_the_pictures_of_a_film_take(small_case: CaseFolder) -> None:
    film = max(cases.items_of(small_case, "video"))
    probed = Derived(small_case.derived).get(PROBE, film)
    assert isinstance(probed, Reduction)
    found = measured_of(film, probed)
    assert found.codec == "h264"
    assert found.bits_per_pixel is not None
    assert 0 < found.bits_per_pixel < 24


def test_an_excerpt_without_coding_again_lacks_what_was_cut_off(tmp_path: Path) -> None:
    whole = make.film(1, seconds=8)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "whole.mp4").write_bytes(whole)
    (folder / "part.mp4").write_bytes(make.remuxed(whole, "mp4", from_s=2.0, to_s=6.0))
    case = cases.made(tmp_path / "case", folder)
    (row,) = cases.rows(case, tmp_path / "out", "families")
    names = {str(one["item"]): one["names"] for one in cases.rows(case, tmp_path / "again", "items")}
    assert names[str(row["most_complete"])] == ["folder/whole.mp4"]
    assert row["coverage"] == 1.0
