"""A model in the locked worker: what it must look like, and what it makes of pictures."""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.media import make
from tests.media import onnx_models as onnx

from stemmata.fingerprint import learned
from stemmata.model.canonical import Json
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox.worker import LocalWorker

if find_spec("onnxruntime") is None:  # not imported here: it would tell its maker of its use
    pytest.skip('not run: onnxruntime is not installed (pip install "stemmata[learned]")', allow_module_level=True)


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker([learned.__name__]) as made:
        yield made


Ask = Callable[[Reducer, bytes, Mapping[str, Json]], Reduction]


@pytest.fixture
def ask(worker: LocalWorker, tmp_path: Path) -> Ask:
    def asked(reducer: Reducer, content: bytes, parameters: Mapping[str, Json]) -> Reduction:
        (tmp_path / "file").write_bytes(content)
        answer = worker.reduce(reducer, str(tmp_path / "file"), parameters)
        assert isinstance(answer, Reduction), answer
        return answer

    return asked


def passing(taken: bytes, given: bytes, operator: str = "Flatten") -> bytes:
    attributes = [onnx.whole("axis", 1)] if operator == "Flatten" else []
    return onnx.model([onnx.node(operator, ["picture"], "given", *attributes)], [], [taken], [given])


def pictures_of(*shape: int | str) -> bytes:
    return onnx.value("picture", shape)


REFUSED = {
    "sides that are not fixed": (
        passing(pictures_of("N", 3, "H", "W"), onnx.value("given", ["N", "D"])),
        "fixed sides",
    ),
    "one colour": (passing(pictures_of("N", 1, 64, 64), onnx.value("given", ["N", 4096])), r"\[N, 3, height, width\]"),
    "eight pictures at a time": (
        passing(pictures_of(8, 3, 32, 32), onnx.value("given", [8, 3072])),
        "takes 8 pictures",
    ),
    "a picture comes out": (
        passing(pictures_of("N", 3, 32, 32), onnx.value("given", ["N", 3, 32, 32]), "Relu"),
        r"gives float32 \[1, 3, 32, 32\]",
    ),
    "too many numbers": (passing(pictures_of("N", 3, 64, 64), onnx.value("given", ["N", 12288])), "2 to 4096"),
    "an operator that nobody has": (
        passing(pictures_of("N", 3, 32, 32), onnx.value("given", ["N", 3]), "Divine"),
        "refused by the runtime",
    ),
    "numbers that are none": (onnx.of_means("Sub", "Div"), "not finite"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_model_of_another_form_is_refused_by_name(name: str, ask: Ask) -> None:
    content, why = REFUSED[name]
    facts = ask(learned.MODEL, content, {}).facts
    assert set(facts) == {"refused"}
    assert re.search(why, str(facts["refused"])), facts


def test_a_model_says_what_it_takes_and_gives(ask: Ask) -> None:
    assert ask(learned.MODEL, onnx.of_cells(64), {}).facts == {"height": 64, "width": 64, "dimensions": 48}


def shown(content: bytes, form: str, ask: Ask) -> learned.Pixels:
    reduction = ask(learned.PICTURES, content, {"width": 64, "height": 48, "form": form})
    return np.asarray(reduction.arrays["picture"], np.uint8)


def test_a_still_is_one_picture_and_a_film_a_few(ask: Ask) -> None:
    assert shown(make.still(), "still", ask).shape == (1, 48, 64, 3)
    film = shown(make.film(1, seconds=3, sound=False), "film", ask)
    assert 3 <= len(film) <= 12
    assert 2 <= len(shown(make.animation(), "film", ask)) <= len(film)


def test_descriptors_are_of_length_one_and_do_not_depend_on_company(ask: Ask) -> None:
    model = onnx.of_cells(64)
    pictures = np.stack([make.texture(seed, 64, 64) for seed in (1, 2, 3)])

    def described(which: slice) -> learned.Pixels:
        content = model + pictures[which].tobytes()
        return np.asarray(ask(learned.DESCRIBE, content, {"model_bytes": len(model)}).arrays["descriptor"])

    together = described(slice(None))
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert together.tobytes() == b"".join(described(slice(at, at + 1)).tobytes() for at in range(3))
    scaled = ((pictures[0] / 255 - learned.MEAN) / learned.DEVIATION).reshape(4, 16, 4, 16, 3).mean(axis=(1, 3))
    flat = scaled.transpose(2, 0, 1).reshape(-1)
    assert np.allclose(together[0], (flat - flat.mean()) / np.linalg.norm(flat - flat.mean()), atol=1e-4)
