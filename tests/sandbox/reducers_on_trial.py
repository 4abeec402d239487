"""Reducers that misbehave in every way a decoder can: preloaded by the worker under test, never by the product."""

import ctypes
import errno
import mmap
import os
import signal
import struct
import threading
import time
from collections.abc import Mapping
from typing import BinaryIO

import numpy as np

from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox import limits, system_calls, trial, wire

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
        os.lseek(5, 0, os.SEEK_CUR)

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


def asks_the_kernel(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """Everything that the lock must refuse, by the kernel's own calls: name -> whether it was."""
    attempts = trial.of_seccomp(int(str(parameters["parent"])))
    refused: dict[str, object] = {name: trial.is_refused(attempt) for name, attempt in attempts.items()}
    return Reduction(refused, {"bytes": np.zeros(0, np.uint8)})


def asks_for(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """One call by its name, all arguments zero: name -> the kernel's error."""
    name = str(parameters["call"])
    try:
        system_calls.call(name, 0, 0, 0, 0, 0, 0)
        told = "let through"
    except OSError as error:
        told = errno.errorcode[error.errno or 0]
    return Reduction({name: told}, {"bytes": np.zeros(0, np.uint8)})


def asks_by_number(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """A number past every table, as an attacker would ask by x86-64's other one."""
    ctypes.CDLL(None).syscall(ctypes.c_long(int(str(parameters["number"]))))
    raise AssertionError


def asks_by_the_old_gate(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """getpid by i386's interrupt: mov eax, 20; int 0x80; ret."""
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    raise AssertionError


def starts_a_thread(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    done: list[int] = []
    thread = threading.Thread(target=lambda: done.append(1))
    thread.start()
    thread.join()
    return Reduction({"done": len(done)}, {"bytes": np.zeros(0, np.uint8)})


def ends_the_zygote(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    os.kill(int(str(parameters["parent"])), signal.SIGKILL)
    time.sleep(10)
    raise AssertionError
