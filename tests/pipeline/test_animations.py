"""Animations in a case and between two files: read in the worker, compared as films, images by their type."""

from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image
from tests import cases
from tests.match import footage
from tests.media import make

from stemmata.pipeline.compare import compare_files

WALKED = footage.walk(1, 5)


def write_folder(folder: Path) -> None:
    """A film, four of its seconds as an animation of ten pictures a second, and another animation."""
    folder.mkdir()
    (folder / "film.mp4").write_bytes(footage.encoded(WALKED, rate=Fraction(footage.RATE), crf=23))
    first, *others = (Image.fromarray(pixels) for pixels in WALKED[12:])
    delays = [(80, 80, 90)[at % 3] for at in range(48)]
    first.save(folder / "moving.gif", save_all=True, append_images=others, duration=delays, loop=0)
    (folder / "other.webp").write_bytes(make.animation(5, "WEBP"))


def test_a_case_holds_an_animation_and_its_film_in_one_group(tmp_path: Path) -> None:
    write_folder(tmp_path / "folder")
    case = cases.made(tmp_path / "case", tmp_path / "folder")
    items = {str(row["item"]): row for row in cases.rows(case, tmp_path / "items", "items")}
    named = {str(row["names"][0]).rsplit("/", 1)[-1]: row for row in items.values()}  # type: ignore[index]
    assert {name: (row["media"], row["duration_s"]) for name, row in named.items() if name != "film.mp4"} == {
        "moving.gif": ("image", 4.0),
        "other.webp": ("image", 0.8),
    }
    (edge,) = cases.rows(case, tmp_path / "edges", "edges")
    assert {edge["a"], edge["b"]} == {named["film.mp4"]["item"], named["moving.gif"]["item"]}
    assert edge["kind"] == "same_footage"
    segments = edge["segments"]
    assert isinstance(segments, list)
    film, moving = ("a", "b") if edge["a"] == named["film.mp4"]["item"] else ("b", "a")
    assert segments[0][film] == pytest.approx([1.0, 5.0], abs=0.1)
    assert segments[0][moving] == pytest.approx([0.0, 4.0], abs=0.1)


def test_two_files_are_compared_as_films(tmp_path: Path) -> None:
    write_folder(tmp_path / "folder")
    outcome = compare_files(tmp_path / "folder" / "film.mp4", tmp_path / "folder" / "moving.gif")
    assert (outcome.verdict, outcome.failures) == ("same_footage", ())
    assert all(segment.a is not None and segment.b is not None for edge in outcome.edges for segment in edge.segments)
