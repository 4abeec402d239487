"""The warm process: imports the reducers once, then forks one child for every untrusted file.

`python -m stemmata.sandbox.zygote DESCRIPTOR MODULE...`, started by worker.py only. A module may have `warm()`: it is
called once, before any file, and does whatever its libraries would otherwise do at first use (open a file, import).
This process reads no byte of any file and starts no thread; requests come from our own parent.

A request on the control socket is a u32 LE length with two descriptors (the file, the answer's pipe), then JSON. The
parent reads the answer and keeps the clock; any later byte from it means "end this child", and is answered with how the
child ended. So a child that hangs, floods or closes its pipe cannot keep anyone waiting.
"""

import gc
import importlib
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO, NoReturn

from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock
from stemmata.model.seams import Reduction
from stemmata.sandbox import limits, trial, wire

LENGTH = struct.Struct("<I")
LIMIT_FAILED = 80  # exit status of a child that could not limit itself
NO_MEMORY_TO_SAY_SO = 81
CV_NO_MEMORY = -4  # cv::Error::StsNoMem

Function = Callable[[BinaryIO, Mapping[str, Json]], Reduction]


def main(arguments: list[str]) -> None:
    with socket.socket(fileno=int(arguments[0])) as control:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the parent, which then closes us
        try:
            lock = trial.strongest_lock()  # before the imports: a small process forks sooner
            limits.keep_to_reading(lock)
            for module in arguments[1:]:
                preload(module)
        except Exception as error:  # noqa: BLE001 - whatever an import raises, the parent has to be told
            send(control, {"ready": False, "why": f"{type(error).__name__}: {error}"})
            return
        send(control, {"ready": True, "why": "", "lock": asdict(lock)})
        serve(control, lock)


WARMED: set[str] = set()
"""Modules whose warm() was called: one that another module imported was not."""


def preload(name: str) -> None:
    if name in WARMED:
        return
    WARMED.add(name)
    module = importlib.import_module(name)
    warm = getattr(module, "warm", None)
    if warm is not None:
        warm()
    if "cv2" in sys.modules:  # its thread pool does not survive a fork
        sys.modules["cv2"].setNumThreads(1)
    gc.collect()
    gc.freeze()  # a collection in a child would otherwise touch, and so copy, every page


def serve(control: socket.socket, lock: Lock) -> None:
    while True:
        head, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, 2)
        if not head:
            return
        head += receive(control, LENGTH.size - len(head))
        request = json.loads(receive(control, LENGTH.unpack(head)[0]))
        source, answer = descriptors
        module, _, function = request["entry"].partition(":")
        preload(module)
        reducer: Function = getattr(sys.modules[module], function)
        held = limits.address_space()
        child = os.fork()
        if child == 0:
            control.detach()
            run(reducer, request, source, answer, held, lock)
        os.close(source)
        os.close(answer)
        ended = control.recv(1)
        os.kill(child, signal.SIGKILL)  # not waited for yet, so the number is still this child's, dead or alive
        _, status = os.waitpid(child, 0)
        if not ended:
            return
        send(control, {"status": os.waitstatus_to_exitcode(status)})


def run(reducer: Function, request: dict[str, Any], source: int, answer: int, held: int, lock: Lock) -> NoReturn:
    """The child: limit itself, reduce, answer, end. Never returns into the code of the parent."""
    status = LIMIT_FAILED
    try:
        limits.enter(
            source,
            answer,
            seconds=request["seconds"],
            memory_bytes=request["memory_bytes"],
            held_bytes=held,
            lock=lock,
        )
        status = NO_MEMORY_TO_SAY_SO
        reply(reducer, request["parameters"])
        status = 0
    finally:
        os._exit(status)


def reply(reducer: Function, parameters: Mapping[str, Json]) -> None:
    try:
        with open(limits.SOURCE, "rb", closefd=False) as source:
            for piece in wire.encode(reducer(source, parameters)):
                write(piece)
    except MediaError as error:
        write(wire.encode_failure(error.failure))
    except MemoryError:
        write(wire.encode_failure(Failure(Code.WORKER_MEMORY)))
    except Exception as error:  # noqa: BLE001 - whatever a decoder raises is this file's failure
        code = Code.WORKER_MEMORY if getattr(error, "code", None) == CV_NO_MEMORY else Code.WORKER_CRASHED
        write(wire.encode_failure(Failure(code, f"{type(error).__name__}: {error}")))


def write(piece: bytes | memoryview) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(limits.ANSWER, view) :]


def send(control: socket.socket, message: dict[str, Any]) -> None:
    text = json.dumps(message).encode("utf-8")
    control.sendall(LENGTH.pack(len(text)) + text)


def receive(control: socket.socket, count: int) -> bytes:
    """Exactly `count` bytes; EOFError when the other side is gone."""
    received = b""
    while len(received) < count:
        piece = control.recv(count - len(received))
        if not piece:
            raise EOFError("the other side of the control socket is gone")
        received += piece
    return received


if __name__ == "__main__":
    main(sys.argv[1:])
