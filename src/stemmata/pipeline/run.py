"""One pass over a case: bring the tables up to the logs, read what was not read, relate what can be related.

Everything is resumable: results are kept one by one as they arrive, so a run that is killed loses at most the files it
was working on, and the next one goes on from there. Answers appear early and improve: exact and stream copies first,
then stills and texts, then films.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.case.results import Findings, write_findings
from stemmata.corroborate.roots import count_roots
from stemmata.decode.probe import PROBE
from stemmata.engine.local_workers import LocalWorkers
from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.lineage.families import footage_families, story_families
from stemmata.lineage.stretches import Timeline
from stemmata.match.pictures import METHOD
from stemmata.match.streams import StreamFacts
from stemmata.model.edge import Edge, Kind
from stemmata.model.item import Media
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.analyse import PRELOAD, REDUCERS, Analysis, Tick
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.evidence import PairCache
from stemmata.pipeline.kept_pictures import KeptPictures
from stemmata.pipeline.postings import read_postings, text_rows
from stemmata.pipeline.relate import (
    Asked,
    Relations,
    declared_relations,
    passage_relations,
    picture_relations,
    stream_relations,
)
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.casefolder import CaseFolder

STEPS = ("index", "probe", "texts", "stills", "keys", "films", "compare")
QUICK_FROM_US = 120_000_000
"""Seconds of unread film from which key frames are looked at first: below, the whole answer comes as soon."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run ends with. `answer` holds the numbers of the first page."""

    answer: dict[str, object]
    failures: int
    seconds: float


class Run:
    """`clock` gives seconds for progress only; nothing that it says reaches a result."""

    def __init__(
        self, folder: CaseFolder, threads: int, tick: Tick, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._clock = folder, clock
        self.index = Index(folder.index_path)
        self._derived = Derived(folder.derived)
        self._pool = WorkerPool(PRELOAD)
        self._engine = LocalWorkers(threads)
        self._comparers = Comparers(self._derived)
        self._analysis = Analysis(folder.objects, self._derived, self.index, self._engine, self._pool)
        self._report = tick
        self._last_note = 0.0

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()
        self._comparers.close()
        self._pool.close()
        self.index.close()

    def run(self, *, again: bool = False) -> RunSummary:
        """Everything that is new, and then the answer. CaseBusy where another run goes on in this case."""
        with self._folder.running():
            return self._run(again=again)

    def _run(self, *, again: bool) -> RunSummary:
        began = self._clock()
        self._derived.sweep(REDUCERS)
        if again:
            self._derived.forget_failures(REDUCERS)
        self._tick("index", 0, 1)
        project(self._folder, self.index)
        self._tick("index", 1, 1)
        self._analysis.probe(self._items(), self._tick)
        self.relate(complete=False, stills=False, films=None)
        texts = [(sha256, media) for sha256, media in self._media() if media is Media.TEXT]
        self._analysis.fingerprint("texts", texts, self._tick)
        read_postings(self._folder, self.index, self._derived, self._pool)
        text_rows(self.index, self._derived)
        stills = [(sha256, media) for sha256, media in self._media() if media is Media.IMAGE]
        self._analysis.fingerprint("stills", stills, self._tick)
        films = [(sha256, media) for sha256, media in self._media() if media is Media.VIDEO]
        if films:
            self.relate(complete=False, stills=True, films=None)
        if self._unread_us() >= QUICK_FROM_US:
            self._analysis.key_frames([sha256 for sha256, _ in films], self._tick)
            self.relate(complete=False, stills=True, films=KEY_FRAMES)
        self._analysis.fingerprint("films", films, self._tick)
        self.relate(complete=True, stills=True, films=FILM)
        with self.index.write() as connection:
            connection.execute(delete(schema.progress))
        answer = self.index.value("answer")
        if not isinstance(answer, dict):
            raise ValueError("a finished run has written no answer")
        return RunSummary(answer, int(answer["failures"]), self._clock() - began)

    def _tick(self, step: str, done: int, total: int) -> None:
        self._report(step, done, total)
        now = self._clock()
        if done < total and now - self._last_note < 0.5:
            return  # the page polls every few seconds; a write per file would cost more than it tells
        self._last_note = now
        with self.index.write() as connection:
            connection.execute(delete(schema.progress).where(schema.progress.c.step == step))
            connection.execute(
                insert(schema.progress).values(step=step, done=done, total=total, updated_us=time.time_ns() // 1000)
            )

    def _items(self) -> list[str]:
        with self.index.read() as connection:
            return list(
                connection.scalars(select(schema.item.c.sha256).order_by(schema.item.c.bytes, schema.item.c.sha256))
            )

    def _media(self) -> list[tuple[str, Media]]:
        """Readable items, short ones first, so that many answers come early."""
        query = select(schema.item.c.sha256, schema.item.c.media).where(schema.item.c.media.is_not(None))
        length = (schema.item.c.duration_us, schema.item.c.bytes, schema.item.c.sha256)
        with self.index.read() as connection:
            return [(row.sha256, Media(row.media)) for row in connection.execute(query.order_by(*length))]

    def _unread_us(self) -> int:
        """How long the films last of which no fingerprint is kept."""
        item = schema.item.c
        query = select(item.sha256, item.duration_us).where(item.media == Media.VIDEO)
        with self.index.read() as connection:
            rows = connection.execute(query).all()
        return sum(row.duration_us or 0 for row in rows if not self._derived.has(FILM, row.sha256))

    def relate(self, *, complete: bool, stills: bool, films: Reducer | None) -> None:
        """Compare, form families, count roots, and write the whole answer at once.

        `films`: the fingerprint by which films are compared; None for not yet.
        """
        media = dict(self._media())
        kept = KeptPictures(self._derived)
        timelines: list[Timeline] = []
        streams: list[StreamFacts] = []
        for sha256, kind in media.items():
            probed = self._derived.get(PROBE, sha256)
            if not isinstance(probed, Reduction):
                continue
            streams.append(StreamFacts.of(sha256, probed))
            if kind is Media.VIDEO:
                cut = kept.part(sha256, FILM.name, {"cut_us"}) if films is FILM else None
                duration = int(str(probed.facts.get("duration_us") or 0))
                timelines.append(Timeline(sha256, duration, cut.cuts_us if cut is not None else ()))
        forms = ({Media.IMAGE: STILL.name} if stills else {}) | ({Media.VIDEO: films.name} if films else {})
        found = self._pictures({sha256: forms[kind] for sha256, kind in media.items() if kind in forms}, kept)
        bodies, posting_ids, articles = self._texts()
        edges: list[Edge] = [*stream_relations(streams), *found.edges]
        edges += passage_relations(bodies, posting_ids)
        edges += declared_relations(*self._carried())
        readable = [sha256 for sha256, kind in media.items() if kind is Media.IMAGE]
        families = footage_families(readable, timelines, edges)
        families += story_families(articles, posting_ids, edges)
        rests_on = [(edge.a.holder, edge.b.holder) for edge in edges if edge.kind is Kind.DRAWS_ON]
        undecided = [(row.a, row.b) for row in found.undecided if row.verdict == "undecided"]
        write_findings(
            self.index,
            Findings(
                edges=edges,
                undecided=[(row.a, row.b, METHOD, row.verdict, row.facts) for row in found.undecided],
                families=families,
                roots=count_roots(families, rests_on, undecided),
                compared_pairs=found.compared,
                complete=complete,
            ),
        )

    def _pictures(self, forms: dict[str, str], kept: KeptPictures) -> Relations:
        cache = PairCache(self._folder.derived / "pairs.db")
        try:
            return picture_relations(forms, Asked(kept, cache, self._comparers, self._engine), self._tick)
        finally:
            cache.close()

    def _texts(self) -> tuple[dict[tuple[str, str], str], frozenset[str], list[str]]:
        bodies: dict[tuple[str, str], str] = {}
        postings: set[str] = set()
        articles: list[str] = []
        with self.index.read() as connection:
            for row in connection.execute(select(schema.text).order_by(schema.text.c.holder)):
                bodies[row.holder, row.extraction] = row.body
                if row.posting is not None:
                    postings.add(row.posting)
                else:
                    articles.append(row.item)
        return bodies, frozenset(postings), articles

    def _carried(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What postings carry, and what saved pages show by a name that lies beside them."""
        link = schema.posting_item
        with self.index.read() as connection:
            carried = [
                (row.posting, row.item)
                for row in connection.execute(select(link.c.posting, link.c.item).where(link.c.item.is_not(None)))
            ]
            kept = json.loads(
                connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "shown_by_pages")) or "[]"
            )
        return carried, [(str(page), str(item)) for page, item in kept]
