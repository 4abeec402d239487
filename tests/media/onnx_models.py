"""Tiny ONNX models, written by hand: the few fields of onnx.proto (IR version 8, operators version 17) that they need.

The package `onnx` would be 40 MB for this. A model here looks at pictures as 1 × 1 means of a grid of cells.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FLOAT, INT64 = 1, 7


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def field(field: int, content: bytes | str) -> bytes:
    content = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def tensor(name: str, values: npt.NDArray[np.generic]) -> bytes:
    kind = FLOAT if values.dtype == np.float32 else INT64
    dims = b"".join(number(1, size) for size in values.shape)
    return dims + number(2, kind) + field(8, name) + field(9, values.tobytes())


def external_tensor(name: str, size: int, place: str) -> bytes:
    """A tensor whose values lie in another file."""
    entry = field(1, "location") + field(2, place)
    return number(1, size) + number(2, FLOAT) + field(8, name) + field(13, entry) + number(14, 1)


def ints(name: str, values: Sequence[int]) -> bytes:
    """An attribute."""
    return field(1, name) + b"".join(number(8, value) for value in values) + number(20, 7)


def whole(name: str, value: int) -> bytes:
    """An attribute."""
    return field(1, name) + number(3, value) + number(20, 2)


def node(operator: str, inputs: Sequence[str], output: str, *attributes: bytes, domain: str = "") -> bytes:
    named = b"".join(field(1, name) for name in inputs) + field(2, output) + field(4, operator)
    return named + b"".join(field(5, one) for one in attributes) + (field(7, domain) if domain else b"")


def value(name: str, shape: Sequence[int | str], kind: int = FLOAT) -> bytes:
    dims = b"".join(field(1, number(1, size) if isinstance(size, int) else field(2, size)) for size in shape)
    return field(1, name) + field(2, field(1, number(1, kind) + field(2, dims)))


def model(nodes: Sequence[bytes], tensors: Sequence[bytes], inputs: Sequence[bytes], outputs: Sequence[bytes]) -> bytes:
    graph = b"".join(field(1, one) for one in nodes) + field(2, "tiny")
    graph += b"".join(field(5, one) for one in tensors)
    graph += b"".join(field(11, one) for one in inputs) + b"".join(field(12, one) for one in outputs)
    return number(1, 8) + field(8, number(2, 17)) + field(7, graph)


def of_cells(side: int = 64, cell: int = 16) -> bytes:
    """[N, 3, side, side] -> the mean of each cell of each colour, less the mean of all: alike where pictures are."""
    nodes = [
        node("AveragePool", ["picture"], "cells", ints("kernel_shape", [cell, cell]), ints("strides", [cell, cell])),
        node("Flatten", ["cells"], "flat", whole("axis", 1)),
        node("ReduceMean", ["flat"], "mean", ints("axes", [1]), whole("keepdims", 1)),
        node("Sub", ["flat", "mean"], "descriptor"),
    ]
    outputs = [value("descriptor", ["N", 3 * (side // cell) ** 2])]
    return model(nodes, [], [value("picture", ["N", 3, side, side])], outputs)


def of_sameness(side: int = 32) -> bytes:
    """[N, 3, side, side] -> the same for every picture: it proposes everything."""
    nodes = [
        node("ReduceMean", ["picture"], "mean", ints("axes", [2, 3]), whole("keepdims", 0)),
        node("Mul", ["mean", "nothing"], "none"),
        node("Add", ["none", "one"], "descriptor"),
    ]
    tensors = [tensor("nothing", np.zeros(1, np.float32)), tensor("one", np.ones(1, np.float32))]
    return model(nodes, tensors, [value("picture", ["N", 3, side, side])], [value("descriptor", ["N", 3])])


def of_means(*operators: str, side: int = 32) -> bytes:
    """[N, 3, side, side] -> the mean of each colour, then each operator upon it: "Sub" and "Div" hold it against
    itself; "Sqrt" gives no number for a dark picture."""
    nodes, last = [node("ReduceMean", ["picture"], "mean", ints("axes", [2, 3]), whole("keepdims", 0))], "mean"
    for at, operator in enumerate(operators):
        nodes.append(node(operator, [last] if operator == "Sqrt" else [last, last], f"step{at}"))
        last = f"step{at}"
    return model(nodes, [], [value("picture", ["N", 3, side, side])], [value(last, ["N", 3])])
