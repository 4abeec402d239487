"""Descriptors by a model that the user supplies, for candidates only: pictures go in, numbers come out, twice apart.

The model never meets a file. One locked child decodes the file and gives small pictures; another, which holds the model
and those pictures and nothing else, gives their descriptors. Both are the worker's (sandbox): no network, no files,
limits on time and memory. The runtime starts no thread for a session of one thread, so it runs in a forked child; the
thread that its import starts stays behind in the warm process (500 of 500 children gave the same answer).
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO, Protocol

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from PIL import Image

from stemmata.decode import stills, video
from stemmata.fingerprint import frames
from stemmata.fingerprint.moments import REACH_US, Moment, Moments, thinned
from stemmata.fingerprint.onnx_file import NotUsable, check
from stemmata.fingerprint.picture import shown_frames, small_luma
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import ArrayBound, Reducer, Reduction

MAX_MODEL_BYTES = 1_000_000_000
SMALLEST_PX, LARGEST_PX = 16, 512
"""Sides that a model may ask for."""
MAX_DIMENSIONS = 4096
FILM_PICTURES = 32
"""Of a film: its calmest moments, as its copies choose them, over a reach that doubles until there are so few."""
BATCH = 128
"""Pictures for which the model is loaded once."""
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
"""Of ImageNet's pictures, in shares of full light, red, green and blue: what models trained on it are fed with, SSCD
among them."""

Pixels = npt.NDArray[np.uint8]

PICTURES = Reducer(
    "learned-pictures/1",
    "stemmata.fingerprint.learned:pictures",
    {"picture": ArrayBound("|u1", (FILM_PICTURES, LARGEST_PX, LARGEST_PX, 3))},
    seconds=3600.0,
)
"""Kept nowhere: it feeds DESCRIBE."""
MODEL = Reducer("learned-model/1", "stemmata.fingerprint.learned:model", {}, seconds=120.0, memory_bytes=4_000_000_000)
DESCRIBE = Reducer(
    "learned-describe/1",
    "stemmata.fingerprint.learned:describe",
    {"descriptor": ArrayBound("<f4", (BATCH, MAX_DIMENSIONS))},
    seconds=1800.0,
    memory_bytes=4_000_000_000,
)


def kept_as(sha256: str) -> Reducer:
    """The name under which the descriptors of an item are kept: the model is part of it. One row for each picture."""
    bounds = {"descriptor": ArrayBound("<f4", (FILM_PICTURES, MAX_DIMENSIONS))}
    return Reducer(f"learned/1-{sha256}", "stemmata.fingerprint.learned:describe", bounds)


class Session(Protocol):
    """What is used of onnxruntime.InferenceSession."""

    def get_inputs(self) -> list[Any]: ...

    def get_outputs(self) -> list[Any]: ...

    def run(self, outputs: None, inputs: dict[str, npt.NDArray[np.float32]]) -> list[Any]: ...


def warm() -> None:
    """Imports the runtime, which is an extra, into the warm process: a child can import nothing."""
    video.warm()
    stills.warm()
    import_module("onnxruntime")


def pictures(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """(n, height, width, 3) uint8 RGB, upright, stretched to the size in `parameters`: of a still one, of a film up to
    FILM_PICTURES. MediaError as fingerprint.picture's."""
    size = int(str(parameters["width"])), int(str(parameters["height"]))
    if parameters["form"] == "still":
        shown = [_stretched(Image.fromarray(stills.read_still(source, longest_px=2048).pixels), size)]
    else:
        shown = _film_pictures(source, size)
    return Reduction({}, {"picture": np.stack(shown)})


def _film_pictures(source: BinaryIO, size: tuple[int, int]) -> list[Pixels]:
    reading = video.Reading()
    moments: Moments[VideoFrame] = Moments(REACH_US)
    kept: list[Moment[Pixels]] = []
    reach_us, before, shrink = REACH_US, None, VideoReformatter()

    def keep(moment: Moment[VideoFrame]) -> None:
        nonlocal kept, reach_us
        upright = np.rot90(moment.shown.to_ndarray(format="rgb24"), k=-(reading.rotation // 90) % 4)
        kept.append(
            Moment(moment.at_us, _stretched(Image.fromarray(np.ascontiguousarray(upright)), size), moment.moved)
        )
        while len(kept) > FILM_PICTURES:
            reach_us *= 2
            kept = thinned(kept, reach_us)

    for at, frame in shown_frames(source, reading):
        luma = small_luma(shrink, frame, reading.rotation)
        for moment in moments.add(at, frame, 0.0 if before is None else frames.step(before, luma)):
            keep(moment)
        before = luma
    for moment in moments.end():
        keep(moment)
    if not kept:
        raise MediaError(Code.NO_FRAMES)
    return [moment.shown for moment in kept]


def _stretched(image: Image.Image, size: tuple[int, int]) -> Pixels:
    return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BILINEAR), np.uint8)


def model(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """facts: height, width, dimensions; or `refused`, why the file cannot be used, to follow its name."""
    content = source.read(MAX_MODEL_BYTES + 1)
    try:
        if len(content) > MAX_MODEL_BYTES:
            raise NotUsable(f"is larger than {MAX_MODEL_BYTES:,} bytes")
        session = _session(content)
        height, width = _sides(session)
        dimensions = _described(session, np.full((height, width, 3), 127, np.uint8)).shape[0]
    except NotUsable as error:
        return Reduction({"refused": str(error)}, {})
    return Reduction({"height": height, "width": width, "dimensions": dimensions}, {})


def describe(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """`source`: the model, `model_bytes` long, then `pictures` of them as `pictures` gives them. Descriptors (n, D) of
    length 1; one picture is given to the model at a time, so that no descriptor depends on what came with it."""
    session = _session(source.read(int(str(parameters["model_bytes"]))))
    height, width = _sides(session)
    shown = np.frombuffer(source.read(), np.uint8).reshape(-1, height, width, 3)
    return Reduction({}, {"descriptor": np.stack([_described(session, one) for one in shown])})


def _session(content: bytes) -> Session:
    check(content)
    onnxruntime = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    try:
        session: Session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except MemoryError:
        raise
    except Exception as error:
        raise NotUsable("is refused by the runtime: " + str(error)[:160]) from error
    return session


def _sides(session: Session) -> tuple[int, int]:
    """(height, width) of the pictures that it takes. NotUsable for another form."""
    taken, given = session.get_inputs(), session.get_outputs()
    if len(taken) != 1 or len(given) != 1:
        raise NotUsable(f"has {len(taken)} inputs and {len(given)} outputs; one of each is expected")
    shape = list(taken[0].shape)
    if taken[0].type != "tensor(float)" or len(shape) != 4 or shape[1] != 3:
        raise NotUsable(f"takes {taken[0].type} {shape}; expected are pictures, float32 [N, 3, height, width]")
    if not all(isinstance(side, int) and SMALLEST_PX <= side <= LARGEST_PX for side in shape[2:]):
        raise NotUsable(f"takes pictures of {shape[2:]}; expected are fixed sides of {SMALLEST_PX} to {LARGEST_PX}")
    if isinstance(shape[0], int) and shape[0] != 1:
        raise NotUsable(f"takes {shape[0]} pictures at a time; expected are any number, or 1")
    return int(shape[2]), int(shape[3])


def _described(session: Session, picture: Pixels) -> npt.NDArray[np.float32]:
    """(D,) of length 1; of length 0 where the model gives nothing but zeros. NotUsable for another form."""
    fed = ((picture.astype(np.float32) / 255 - MEAN) / DEVIATION).transpose(2, 0, 1)[None]
    try:
        (answer,) = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(fed, np.float32)})
    except MemoryError:
        raise
    except Exception as error:
        raise NotUsable("fails on a picture: " + str(error)[:160]) from error
    given = np.asarray(answer)
    if given.ndim != 2 or len(given) != 1 or not 2 <= given.shape[1] <= MAX_DIMENSIONS or given.dtype != np.float32:
        raise NotUsable(f"gives {given.dtype} {list(given.shape)}; expected is float32 [N, 2 to {MAX_DIMENSIONS}]")
    if not np.isfinite(given).all():
        raise NotUsable("gives numbers that are not finite")
    length = float(np.linalg.norm(given[0].astype(np.float64)))
    return np.asarray(given[0] / max(length, 1e-12), "<f4")
