"""A model's file is refused by its bytes, with the reason, before a runtime sees it."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.media import make
from tests.media import onnx_models as onnx

from stemmata.fingerprint.onnx_file import NotUsable, check

PICTURES, NUMBERS = onnx.value("picture", ["N", 3, 64, 64]), onnx.value("given", ["N", 12])


def with_node(node: bytes, *tensors: bytes) -> bytes:
    return onnx.model([node], list(tensors), [PICTURES], [NUMBERS])


def within_a_branch(node: bytes) -> bytes:
    graph = onnx.field(1, node) + onnx.field(2, "branch")
    branch = onnx.field(1, "then_branch") + onnx.field(6, graph) + onnx.number(20, 5)
    return onnx.node("If", ["picture"], "given", branch)


FOREIGN = onnx.node("Magic", ["picture"], "given", domain="com.example")

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is no ONNX file"),
    "text": (lambda: b"model weights, see the readme\n" * 20, "is no ONNX file"),
    "a JPEG": (make.still, "is no ONNX file"),
    "noise": (lambda: np.random.default_rng(1).bytes(5000), "is no ONNX file"),
    "a model that is cut": (lambda: onnx.of_cells()[:-9], "is no ONNX file"),
    "an operator of its own": (lambda: with_node(FOREIGN), "not of the standard: com.example.Magic"),
    "one within a branch": (lambda: with_node(within_a_branch(FOREIGN)), "not of the standard: com.example.Magic"),
    "values in another file": (
        lambda: with_node(onnx.node("Mul", ["picture", "w"], "given"), onnx.external_tensor("w", 4, "/etc/passwd")),
        "keeps values in other files",
    ),
    "functions": (lambda: onnx.of_cells() + onnx.field(25, onnx.field(1, "f")), "functions or training of its own"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_plain_model_is_refused_by_name(name: str) -> None:
    make_it, why = REFUSED[name]
    with pytest.raises(NotUsable, match=why):
        check(make_it())


@pytest.mark.parametrize("make_it", [onnx.of_cells, onnx.of_sameness])
def test_a_plain_model_passes(make_it: Callable[[], bytes]) -> None:
    check(make_it())
