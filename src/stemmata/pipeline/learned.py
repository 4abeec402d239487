"""A model of the user's own in a run: what it makes of every picture, kept by item, and the pairs that it proposes.

Nothing is downloaded and nothing is trained. The model's SHA-256 is part of the name under which descriptors are kept,
and stands in the answer; no verdict knows of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from stemmata.fingerprint import learned
from stemmata.fingerprint.picture import STILL
from stemmata.match.learned import Proposals, proposals
from stemmata.model.canonical import Json
from stemmata.model.errors import ModelRefused
from stemmata.model.failure import Failure
from stemmata.model.seams import Engine, Reducer, Reduction
from stemmata.pipeline.analyse import Tick
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.objects import ObjectStore

RUNTIME = "onnxruntime"


@dataclass(frozen=True, slots=True)
class Model:
    content: bytes
    sha256: str
    height: int
    width: int

    @property
    def kept_as(self) -> Reducer:
        return learned.kept_as(self.sha256)


@dataclass(frozen=True, slots=True)
class _Portion:
    """Items whose pictures the model is given in one go: (SHA-256, form)."""

    items: tuple[tuple[str, str], ...]


class LearnedCandidates:
    """`scratch`: a folder of the case that is swept. ModelRefused where the model cannot be used, before any file of
    the case is looked at."""

    def __init__(self, path: Path, objects: ObjectStore, derived: Derived, engine: Engine, scratch: Path) -> None:
        self._objects, self._derived, self._engine, self._scratch = objects, derived, engine, scratch
        self._path = path
        if find_spec(RUNTIME) is None:
            raise ModelRefused(str(path), f"needs {RUNTIME}, which is not installed", 'pip install "stemmata[learned]"')
        self._pool = WorkerPool((learned.__name__,))
        try:
            self.model = self._read()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._pool.close()

    def proposed(self, forms: Mapping[str, str], tick: Tick) -> Proposals:
        """`forms`: what each item is compared as. Describes what was not described yet."""
        asked = sorted(forms.items())
        self._describe([item for item in asked if not self._derived.has(self.model.kept_as, item[0])], tick)
        described = {}
        for holder, _ in asked:
            kept = self._derived.get(self.model.kept_as, holder)
            if isinstance(kept, Reduction):
                described[holder] = np.asarray(kept.arrays["descriptor"], np.float32)
        return proposals(described)

    def _read(self) -> Model:
        try:
            content = self._path.read_bytes()
        except OSError as error:
            raise ModelRefused(str(self._path), f"cannot be read: {error.strerror}") from error
        answer = self._reduced(learned.MODEL, [content], {})
        if isinstance(answer, Failure):
            raise ModelRefused(str(self._path), f"{answer.happened} ({answer.code})")
        if "refused" in answer.facts:
            raise ModelRefused(str(self._path), str(answer.facts["refused"]))
        sides = (int(str(answer.facts[name])) for name in ("height", "width"))
        return Model(content, sha256(content).hexdigest(), *sides)

    def _describe(self, missing: Sequence[tuple[str, str]], tick: Tick) -> None:
        done = 0
        for portion, answers in self._engine.map(self._described, _portions(missing)):
            for (holder, _), answer in zip(portion.items, answers, strict=True):
                self._derived.put(self.model.kept_as, holder, answer)
            done += len(portion.items)
            tick("learned", done, len(missing))

    def _described(self, portion: _Portion) -> list[Reduction | Failure]:
        """An answer for each item. ModelRefused where the model fails on pictures that were read."""
        read = [self._pictures(holder, form) for holder, form in portion.items]
        shown = [one.arrays["picture"] for one in read if isinstance(one, Reduction)]
        if not shown:
            return read
        pixels = np.concatenate(shown)
        given = self._reduced(
            learned.DESCRIBE,
            [self.model.content, np.ascontiguousarray(pixels).tobytes()],
            {"model_bytes": len(self.model.content)},
        )
        if isinstance(given, Failure):
            raise ModelRefused(str(self._path), f"failed on a picture: {given.detail or given.code}")
        rows = iter(np.split(given.arrays["descriptor"], np.cumsum([len(one) for one in shown])[:-1]))
        return [one if isinstance(one, Failure) else Reduction({}, {"descriptor": next(rows)}) for one in read]

    def _pictures(self, holder: str, form: str) -> Reduction | Failure:
        asked: dict[str, Json] = {
            "width": self.model.width,
            "height": self.model.height,
            "form": "still" if form == STILL.name else "film",
        }
        return self._pool.reduce(learned.PICTURES, str(self._objects.path(holder)), asked)

    def _reduced(
        self, reducer: Reducer, pieces: Sequence[bytes], parameters: Mapping[str, Json]
    ) -> Reduction | Failure:
        """The worker is handed one file: these pieces."""
        with NamedTemporaryFile(dir=self._scratch, prefix="learned-") as target:
            target.writelines(pieces)
            target.flush()
            return self._pool.reduce(reducer, target.name, parameters)


def _portions(items: Sequence[tuple[str, str]]) -> Iterator[_Portion]:
    """As many as give at most learned.BATCH pictures."""
    held: list[tuple[str, str]] = []
    pictures = 0
    for holder, form in items:
        most = 1 if form == STILL.name else learned.FILM_PICTURES
        if pictures + most > learned.BATCH:
            yield _Portion(tuple(held))
            held, pictures = [], 0
        held.append((holder, form))
        pictures += most
    if held:
        yield _Portion(tuple(held))
