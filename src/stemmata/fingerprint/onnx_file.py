"""What an ONNX file consists of, read from its bytes before any runtime sees them: refused are parts that lie in other
files, operators that are not of the standard, and what is no ONNX.

Only the fields that matter here are read. Sources: onnx/onnx.proto (ModelProto and below), Protocol Buffers' encoding.
"""

from collections.abc import Iterator, Mapping

STANDARD = frozenset({"", "ai.onnx"})
"""Domains of operators that every runtime has. "com.microsoft" and other domains are one runtime's own."""
MAX_DEPTH = 16
"""Of graphs within operators of graphs."""

WITHIN: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse tensor"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse tensor", 23: "sparse tensor"},
    "sparse tensor": {1: "tensor", 2: "tensor"},
}
"""For each message, which of its fields are messages that matter."""
GRAPH, OPERATOR_SETS, TRAINING, FUNCTIONS = 7, 8, 20, 25  # ModelProto
OPERATOR, DOMAIN = 4, 7  # NodeProto
EXTERNAL_DATA, DATA_LOCATION = 13, 14  # TensorProto


class NotUsable(ValueError):
    """Why a model is refused, as the rest of a sentence that begins with its name."""


def check(content: bytes) -> None:
    """NotUsable: no ONNX file, values in other files, operators that are not standard."""
    view = memoryview(content)
    try:
        fields = {number for number, _ in _fields(view)}
        if not {GRAPH, OPERATOR_SETS} <= fields:
            raise NotUsable("is no ONNX file")
        if fields & {TRAINING, FUNCTIONS}:
            raise NotUsable("holds functions or training of its own; export it with those put in line")
        _check(view, "model", 0)
    except _Broken as error:
        raise NotUsable("is no ONNX file") from error


class _Broken(Exception):
    """The bytes are no message."""


def _check(message: memoryview, kind: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotUsable("holds graphs within graphs without end")
    operator, domain = "", ""
    for number, content in _fields(message):
        if kind == "tensor" and (number == EXTERNAL_DATA or (number == DATA_LOCATION and content != 0)):
            raise NotUsable("keeps values in other files; export it as one file")
        if isinstance(content, int):
            continue
        if kind == "node" and number in {OPERATOR, DOMAIN}:
            text = bytes(content).decode("utf-8", "backslashreplace")
            operator, domain = (text, domain) if number == OPERATOR else (operator, text)
        within = WITHIN.get(kind, {}).get(number)
        if within is not None:
            _check(content, within, depth + (within == "graph"))
    if domain not in STANDARD:
        raise NotUsable(f"uses an operator that is not of the standard: {domain}.{operator}")


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """(number, content) of every field: an integer, or the bytes of what is longer."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        if wire == 2:
            length, at = _varint(message, at)
        elif wire in {1, 5}:
            length = 8 if wire == 1 else 4
        else:
            raise _Broken
        if number == 0 or at + length > len(message):
            raise _Broken
        yield number, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """(value, offset behind it): at most ten bytes."""
    value = 0
    for place, byte in enumerate(message[at : at + 10]):
        value |= (byte & 127) << 7 * place
        if not byte & 128:
            return value, at + place + 1
    raise _Broken
