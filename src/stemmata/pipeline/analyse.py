"""What runs for one item: probe first, then the fingerprint that its kind of media calls for."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select, update

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.decode.claims import MAX_CLAIMS, ZONES, film_zone
from stemmata.decode.metadata import METADATA, WALKERS
from stemmata.decode.probe import PROBE, UNSEEN
from stemmata.decode.signed import SIGNED
from stemmata.decode.text import TEXT
from stemmata.decode.viewing_copy import VIEWING_COPY
from stemmata.fingerprint.film_rendition import FILM_RENDITION
from stemmata.fingerprint.kept_onsets import ONSETS
from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.fingerprint.rendition import RENDITION
from stemmata.fingerprint.sound import SOUND
from stemmata.fingerprint.sound_samples import SAMPLES
from stemmata.intake.telegram import POSTINGS
from stemmata.model.canonical import Json
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Media
from stemmata.model.seams import Engine, Reducer, Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.objects import ObjectStore

REDUCERS: tuple[Reducer, ...] = (PROBE, METADATA, STILL, KEY_FRAMES, FILM, SOUND, ONSETS, TEXT, POSTINGS, SIGNED)
"""Of what is kept. Renditions are made where trees are built and samples where sound is synchronised; neither stays."""
WHEN_ASKED: tuple[Reducer, ...] = (VIEWING_COPY,)
"""Kept, and made by no run: while pages are served."""
PRELOAD = tuple(sorted({reducer.entry.split(":")[0] for reducer in (*REDUCERS, RENDITION, FILM_RENDITION, SAMPLES)}))
FINGERPRINTS: dict[Media, Reducer] = {Media.IMAGE: STILL, Media.VIDEO: FILM, Media.TEXT: TEXT}

BEHIND_THE_PROBE = MAX_CLAIMS
"""Position of the first claim that the walk found: those of the probe are fewer."""

Tick = Callable[[str, int, int], None]
"""Progress: (step, done, total)."""


@dataclass(frozen=True, slots=True)
class Task:
    """`parameters` are for reducers whose results are not kept under their name alone, and for UNSEEN: whoever changes
    that forgets what was kept."""

    sha256: str
    reducer: Reducer
    parameters: Mapping[str, Json] | None = None


class Analysis:
    """Runs reducers over items and keeps what comes back; the tables are filled from what is kept."""

    def __init__(self, objects: ObjectStore, derived: Derived, index: Index, engine: Engine, pool: WorkerPool) -> None:
        self._objects, self._derived, self._index = objects, derived, index
        self._engine, self._pool = engine, pool

    def reduce_all(self, step: str, tasks: Sequence[Task], tick: Tick, each: Callable[[Task], None]) -> None:
        """Run what is not kept yet; `each` is called for every task, kept or new, once its result is on disk."""
        missing = [task for task in tasks if not self._derived.has(task.reducer, task.sha256)]
        for task in tasks:
            if self._derived.has(task.reducer, task.sha256):
                each(task)
        done = len(tasks) - len(missing)
        tick(step, done, len(tasks))
        for task, result in self._engine.map(self._reduce, missing):
            self._derived.put(task.reducer, task.sha256, result)
            each(task)
            done += 1
            tick(step, done, len(tasks))

    def _reduce(self, task: Task) -> Reduction | Failure:
        return self._pool.reduce(task.reducer, str(self._objects.path(task.sha256)), task.parameters)

    def probe(self, items: Iterable[str], unseen: Collection[str], tick: Tick) -> None:
        """Type, container, stream identity and metadata of every item that has not been read yet. Of those in `unseen`
        no poster is made."""
        for sha256 in unseen:  # a merge may have brought the restriction after the poster
            kept = self._derived.get(PROBE, sha256, {"poster"})
            if isinstance(kept, Reduction) and kept.arrays["poster"].size:
                self._derived.forget(PROBE, sha256)
        listed = list(items)
        tasks = [Task(sha256, PROBE, {UNSEEN: True} if sha256 in unseen else None) for sha256 in listed]
        self.reduce_all("probe", tasks, tick, lambda task: self._note_probe(task.sha256))
        others = self._of_no_structure()
        walks = [Task(sha256, METADATA) for sha256 in listed if sha256 not in others]
        self.reduce_all("metadata", walks, tick, lambda task: self._note_metadata(task.sha256))

    def fingerprint(self, step: str, items: Sequence[tuple[str, Media]], tick: Tick) -> None:
        tasks = [Task(sha256, FINGERPRINTS[media]) for sha256, media in items if media in FINGERPRINTS]
        self.reduce_all(step, tasks, tick, lambda task: self._note_result(task))

    def key_frames(self, films: Sequence[str], tick: Tick) -> None:
        """A first look at films that were not read whole yet. Failures are named when they are."""
        tasks = [Task(sha256, KEY_FRAMES) for sha256 in films if not self._derived.has(FILM, sha256)]
        self.reduce_all("keys", tasks, tick, lambda task: None)

    def listen(self, items: Sequence[str], tick: Tick) -> None:
        """The sound of films and of sound files. What fails is named; a film without usable sound is read all the
        same."""
        tasks = [Task(sha256, SOUND) for sha256 in items]
        self.reduce_all("sounds", tasks, tick, lambda task: self._note_result(task, of_the_whole=False))

    def note_onsets(self, items: Sequence[str], tick: Tick) -> None:
        """What a cheap look for other microphones needs of items that have something to hear."""
        tasks = [Task(sha256, ONSETS) for sha256 in items]
        self.reduce_all("onsets", tasks, tick, lambda task: self._note_result(task, of_the_whole=False))

    def samples_of(self, items: Sequence[str]) -> Iterator[tuple[str, Reduction | Failure]]:
        """In any order, and kept nowhere. What fails is named."""
        for task, result in self._engine.map(self._reduce, [Task(sha256, SAMPLES) for sha256 in items]):
            self._note_failure(task.sha256, task.reducer.name, result, of_the_whole=False)
            yield task.sha256, result

    def _note_probe(self, sha256: str) -> None:
        result = self._derived.get(PROBE, sha256)
        values: dict[str, object]
        if isinstance(result, Reduction) and not _fits(result.facts):
            result = Failure(Code.WORKER_OUTPUT, "its facts are not of the declared types", result.lock)
        if isinstance(result, Reduction):
            facts = result.facts
            values = {
                "mime": facts.get("mime"),
                "media": facts.get("media"),
                "width": facts.get("width"),
                "height": facts.get("height"),
                "duration_us": facts.get("duration_us"),
                "stream_sha256": facts.get("stream_sha256"),
                "form": None if facts.get("form") is None else json.dumps(facts["form"], sort_keys=True),
                "state": "unread" if facts.get("media") == Media.OTHER else "read",
            }
            claimed, marks = facts.get("claimed"), facts.get("marks")
        else:
            values, claimed, marks = {"state": "failed"}, None, None
        lock = None if result is None else result.lock
        values["lock"] = None if lock is None else json.dumps(lock.to_json(), sort_keys=True)
        with self._index.write() as connection:
            connection.execute(update(schema.item).where(schema.item.c.sha256 == sha256).values(**values))
            connection.execute(delete(schema.claimed).where(schema.claimed.c.item == sha256))
            if isinstance(claimed, list) and claimed:
                mime = str(values["mime"])
                connection.execute(
                    insert(schema.claimed), [_claimed(sha256, at, row, mime) for at, row in enumerate(claimed)]
                )
            connection.execute(delete(schema.mark).where(schema.mark.c.item == sha256))
            if isinstance(marks, list) and marks:
                connection.execute(insert(schema.mark), [{"item": sha256, "mark": str(mark)} for mark in marks])
        self._note_failure(sha256, "probe", result)

    def _of_no_structure(self) -> frozenset[str]:
        """Items of a known type that nobody walks; what could not be probed may still be walked."""
        item = schema.item.c
        with self._index.read() as connection:
            return frozenset(connection.scalars(select(item.sha256).where(item.mime.not_in(WALKERS))))

    def _note_metadata(self, sha256: str) -> None:
        """Behind what the probe said: each parser keeps its own words."""
        result = self._derived.get(METADATA, sha256)
        told = result.facts.get("claimed") if isinstance(result, Reduction) else None
        claimed = schema.claimed.c
        with self._index.write() as connection:
            connection.execute(
                delete(schema.claimed).where(claimed.item == sha256, claimed.position >= BEHIND_THE_PROBE)
            )
            if isinstance(told, list) and told:
                rows = [_claimed(sha256, BEHIND_THE_PROBE + at, row, "") for at, row in enumerate(told)]
                connection.execute(insert(schema.claimed), rows)
        self._note_failure(sha256, METADATA.name, result, of_the_whole=False)

    def _note_result(self, task: Task, *, of_the_whole: bool = True) -> None:
        result = self._derived.get(task.reducer, task.sha256)
        self._note_failure(task.sha256, task.reducer.name, result, of_the_whole=of_the_whole)

    def _note_failure(
        self, sha256: str, step: str, result: Reduction | Failure | None, *, of_the_whole: bool = True
    ) -> None:
        failure = result.failure if isinstance(result, Reduction) else result
        failed = schema.failure.c
        with self._index.write() as connection:
            of_any_version = failed.step.startswith(f"{step.split('/')[0]}/", autoescape=True)
            connection.execute(
                delete(schema.failure).where(failed.item == sha256, or_(failed.step == step, of_any_version))
            )
            if failure is None:
                return
            known = connection.execute(
                select(failed.code).where(failed.item == sha256, failed.code == failure.code.value)
            ).first()
            if known is not None:
                return  # the probe said it already
            shown = connection.scalar(
                select(schema.name.c.shown).where(schema.name.c.item == sha256).order_by(schema.name.c.shown)
            )
            connection.execute(
                insert(schema.failure).values(
                    item=sha256, shown=shown or sha256, step=step, code=failure.code.value, detail=failure.detail
                )
            )
            if of_the_whole and not isinstance(result, Reduction):
                state = "unread" if failure.code is Code.NOT_READ else "failed"
                connection.execute(update(schema.item).where(schema.item.c.sha256 == sha256).values(state=state))


_COLUMNS = {"mime": str, "media": str, "width": int, "height": int, "duration_us": int, "stream_sha256": str}


def _fits(facts: Mapping[str, object]) -> bool:
    """Whether what goes into a column of the tables may: a worker that was taken over can answer anything."""
    return facts.get("media") in tuple(Media) and all(
        type(value := facts.get(name)) in (kind, type(None)) and (not isinstance(value, int) or abs(value) < 2**63)
        for name, kind in _COLUMNS.items()
    )


def _claimed(sha256: str, at: int, row: object, mime: str) -> dict[str, object]:
    """`row`: of claims.py, whose values are all that its parsers give, or of metadata.py, with raw form and zone. What
    is of neither form is withheld: a worker that was taken over can answer anything."""
    field, value, parser, withhold, *rest = row if isinstance(row, list) and len(row) >= 4 else [None, None, None, True]
    raw, zone = rest if len(rest) == 2 else (None, film_zone(mime, str(field), str(value)))
    return {
        "item": sha256,
        "position": at,
        "field": str(field),
        "value": str(value),
        "parser": str(parser),
        "withhold": int(withhold is not False),
        "raw": None if raw is None else str(raw),
        "zone": zone if zone in ZONES else None,
    }
