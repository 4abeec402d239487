"""The proof picture: one for every way in which two pictures share something, small, and the same each time."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from tests.match import footage

from stemmata.match.picture import Picture
from stemmata.match.pictures import compare, to_edge
from stemmata.model.edge import Edge, Kind
from stemmata.publish.proof_panels import AZURE, ORANGE
from stemmata.publish.proof_picture import HEIGHT, OVER_BOX, WIDTH, Labels, proof_picture

MOST_BYTES = 110_000


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    street, walk = footage.street(1), footage.walk(1, 4)
    stills = {
        "street": street,
        "saved again": street,
        "crop": footage.cropped(street, (0.2, 0.25, 0.6, 0.6)),
        "mirrored": footage.mirrored(street),
        "negative": 255 - street,
        "upright": footage.cropped(street, (0.3, 0.0, 0.4, 1.0)),
        "other": footage.street(9),
        "frame": walk[20],
    }
    films = {
        "walk": walk,
        "letterboxed": [footage.bordered(frame, 1 / 6) for frame in walk],
        "mirrored walk": [footage.mirrored(frame) for frame in walk],
        "backwards": walk[::-1],
    }
    made = {name: footage.still(name, pixels) for name, pixels in stills.items()}
    made |= {name: footage.film(name, frames) for name, frames in films.items()}
    made["faster"] = footage.film("faster", walk, rate=footage.RATE * 5 // 4)
    return made


def pair(pictures: dict[str, Picture], one: str, other: str) -> tuple[Picture, Picture]:
    return replace(pictures[one], holder="a" * 64), replace(pictures[other], holder="b" * 64)


def edge_of(a: Picture, b: Picture) -> Edge:
    edge = to_edge(compare(a, b))
    assert edge is not None
    return edge


def pixels_of(drawn: bytes | None) -> npt.NDArray[np.uint8]:
    assert drawn is not None
    assert len(drawn) <= MOST_BYTES
    image = Image.open(BytesIO(drawn))
    assert image.format == "JPEG"
    assert image.size == (WIDTH, HEIGHT)
    return np.asarray(image.convert("RGB"), np.uint8)


PAIRS = [
    ("street", "saved again"),
    ("street", "crop"),
    ("street", "mirrored"),
    ("street", "negative"),
    ("street", "upright"),
    ("walk", "letterboxed"),
    ("walk", "mirrored walk"),
    ("walk", "faster"),
    ("walk", "backwards"),
    ("walk", "frame"),
    ("frame", "walk"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_agrees_lies_grey_in_every_kind_of_pair(one: str, other: str, pictures: dict[str, Picture]) -> None:
    """Orange and azure add up to grey, so that the middle of the panel has next to no colour."""
    a, b = pair(pictures, one, other)
    left, top, width, height = OVER_BOX
    made = pixels_of(proof_picture(a, b, edge_of(a, b)))
    middle = made[top + height // 3 : top + 2 * height // 3, left + 2 * width // 5 : left + 3 * width // 5].astype(int)
    coloured = np.abs(middle[:, :, 0] - middle[:, :, 2]) > 60
    assert coloured.mean() < 0.05


def test_the_same_evidence_gives_the_same_bytes(pictures: dict[str, Picture]) -> None:
    a, b = pair(pictures, "walk", "letterboxed")
    assert proof_picture(a, b, edge_of(a, b)) == proof_picture(a, b, edge_of(a, b))


def test_it_can_be_drawn_of_the_same_place_too(pictures: dict[str, Picture]) -> None:
    """Nothing there is left over: another moment differs everywhere."""
    a, b = pair(pictures, "street", "saved again")
    edge = edge_of(a, b)
    place = replace(edge, kind=Kind.SAME_PLACE, segments=(replace(edge.segments[0], left_over=()),))
    pixels_of(proof_picture(a, b, place))


def test_other_kinds_of_edges_have_none(pictures: dict[str, Picture]) -> None:
    a, b = pair(pictures, "street", "saved again")
    assert proof_picture(a, b, replace(edge_of(a, b), kind=Kind.SAME_STREAM, segments=())) is None


def test_pictures_of_another_edge_are_refused(pictures: dict[str, Picture]) -> None:
    a, b = pair(pictures, "street", "saved again")
    with pytest.raises(ValueError, match="from the two pictures of its edge"):
        proof_picture(b, a, edge_of(a, b))


def test_the_letters_of_a_page_stand_in_it(pictures: dict[str, Picture]) -> None:
    a, b = pair(pictures, "street", "saved again")
    edge = edge_of(a, b)
    assert proof_picture(a, b, edge, Labels("C", "AA")) != proof_picture(a, b, edge)


def test_the_two_colours_of_the_sides_add_up_to_white() -> None:
    assert [one + other for one, other in zip(ORANGE, AZURE, strict=True)] == [255, 255, 255]
