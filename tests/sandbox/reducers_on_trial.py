"""Reducers that misbehave in every way a decoder can: preloaded by the worker under test, never by the product."""

import os
import signal
import struct
import time
from collections.abc import Mapping
from typing import BinaryIO

import numpy as np

from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox import limits, wire

WARMED: list[int] = []


def warm() -> None:
    WARMED.append(os.getpid())


def size(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    content = source.read()
    numbers = np.frombuffer(content, dtype=np.uint8)
    return Reduction({"bytes": len(content), "parameters": dict(parameters)}, {"bytes": numbers})


def partial(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({"bytes": 3}, {"bytes": np.zeros(3, np.uint8)}, Failure(Code.TRUNCATED, "3 of 9"))


def refuses(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    raise MediaError(Code.DAMAGED, "a line\nbreak and \u202e a mark")


def raises(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    raise KeyError("unforeseen")


def crash(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def hang(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    while True:
        pass


def closes_its_answer_and_hangs(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.close(limits.ANSWER)
    while True:
        time.sleep(1)


def memory_bomb(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def too_large(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({}, {"bytes": np.zeros(10_000_000, np.uint8)})


def wrong_dtype(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({}, {"bytes": np.zeros(3, np.float64)})


def wrong_axes(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({}, {"bytes": np.zeros((3, 3), np.uint8)})


def undeclared(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({}, {"other": np.zeros(3, np.uint8)})


def missing(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({}, {})


def objects(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({}, {"bytes": np.array([print], dtype=object)})


def long_json(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    return Reduction({"text": "x" * 5_000_000}, {"bytes": np.zeros(0, np.uint8)})


def garbage(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.write(limits.ANSWER, b"\x80\x04cos\nsystem\n(S'true'\ntR." + bytes(100))
    os._exit(0)


def half_an_answer(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.write(limits.ANSWER, next(wire.encode(size(source, parameters)))[:20])
    os._exit(0)


def more_than_the_answer(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    for piece in wire.encode(size(source, parameters)):
        os.write(limits.ANSWER, piece)
    os.write(limits.ANSWER, b"and more")
    os._exit(0)


def writes_for_ever(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.write(limits.ANSWER, struct.pack("<8sI", wire.MAGIC, 2**32 - 1))
    while True:
        os.write(limits.ANSWER, b" " * 65536)


def tries(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """What is forbidden, tried one by one: the name of what was refused -> the exception."""

    def write_to_source() -> None:
        os.write(limits.SOURCE, b"x")

    def open_file() -> None:
        open("/etc/hostname").close()

    def import_late() -> None:
        import wave  # noqa: F401

    def fork() -> None:
        os.fork()

    def descriptor() -> None:
        os.fstat(5)

    refused: dict[str, object] = {}
    for attempt in (write_to_source, open_file, import_late, fork, descriptor):
        try:
            attempt()
            refused[attempt.__name__] = None
        except (OSError, ImportError) as error:
            refused[attempt.__name__] = type(error).__name__
    refused["environment"] = sorted(os.environ)
    refused["warmed_before_fork"] = [os.getpid() != pid for pid in WARMED]
    return Reduction(refused, {"bytes": np.zeros(0, np.uint8)})


def writes_a_file(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    descriptor = os.memfd_create("own")
    os.write(descriptor, b"x")
    raise AssertionError("RLIMIT_FSIZE 0 did not hold")


def ends_the_zygote(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(10)
    raise AssertionError
