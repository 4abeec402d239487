"""One pass over a case: bring the tables up to the logs, read what was not read, relate what can be related.

Everything is resumable: results are kept one by one as they arrive, so a run that is killed loses at most the files it
was working on, and the next one goes on from there. Answers appear early and improve: exact and stream copies first,
then stills and texts, then films.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.judgements import standing_judgements
from stemmata.case.posted import existence, held_posts
from stemmata.case.project import project
from stemmata.case.restricted import restricted
from stemmata.case.results import Findings, write_findings
from stemmata.case.signed import signed_case
from stemmata.case.sourcings import standing_sourcings
from stemmata.case.written import written_of
from stemmata.decode.probe import PROBE
from stemmata.engine.local_workers import LocalWorkers
from stemmata.fingerprint.picture import FILM, KEY_FRAMES, STILL
from stemmata.lineage.film_signs import FilmFacts, stated
from stemmata.lineage.posted import Posted
from stemmata.lineage.quality import Measured
from stemmata.lineage.stemma import Stemma
from stemmata.lineage.stretches import Timeline
from stemmata.match.described import described
from stemmata.match.resolving import edges_of
from stemmata.match.streams import StreamFacts
from stemmata.model.item import Media, compared_as
from stemmata.model.seams import Reducer, Reduction
from stemmata.model.told import Text
from stemmata.pipeline.analyse import PRELOAD, REDUCERS, WHEN_ASKED, Analysis, Tick
from stemmata.pipeline.answers import Known, measured_of
from stemmata.pipeline.candidate_index import CandidateIndex
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.events import MOST, Listened, Means, listened_for_events
from stemmata.pipeline.evidence import PairCache
from stemmata.pipeline.film_trees import FilmWood, running_of
from stemmata.pipeline.findings import Ground, Proposed, findings_of, with_trees
from stemmata.pipeline.held_texts import held_texts
from stemmata.pipeline.kept_pictures import KeptPictures
from stemmata.pipeline.postings import read_postings, text_rows
from stemmata.pipeline.reading import Woods
from stemmata.pipeline.readings import ReadingCache
from stemmata.pipeline.relate import (
    Asked,
    declared_relations,
    passage_relations,
    picture_relations,
    stream_relations,
)
from stemmata.pipeline.seen import look_again
from stemmata.pipeline.signed import read_signed
from stemmata.pipeline.sound_index import SoundIndex
from stemmata.pipeline.sounds import Sounds, sound_relations
from stemmata.pipeline.stories import (
    Heard,
    Telling,
    credits_of,
    heard_in,
    shared_words,
    story_stemmata,
    told_by,
)
from stemmata.pipeline.telling import carried_of, holdings_of, telling_of
from stemmata.pipeline.told import Told as ToldOfFiles
from stemmata.pipeline.trees import stemmata_of
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.casefolder import CaseFolder

if TYPE_CHECKING:
    from stemmata.pipeline.learned import LearnedCandidates

STEPS = (
    "index", "probe", "metadata", "signed", "texts", "stills", "sounds", "keys", "films", "learned", "onsets", "sync",
    "search", "compare", "renditions", "trace",
)  # fmt: skip
LONG_US = 60_000_000
"""Films from here on are first looked at by their key frames: a shorter one has too few of them, and is soon read."""
LEARNED_FOLDERS = "learned-"
"""Descriptors by models that this run was not given stay: they are dear, and another run may be."""
FIRST_PORTION = 32
"""Films read before they are compared for the first time; each further portion doubles the number."""
FIRST_ANSWER_S = 20.0
"""Between answers while pairs are compared, and then as long as the run took so far: writing stays a small part."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run ends with. `answer` holds the numbers of the first page."""

    answer: dict[str, object]
    failures: int
    seconds: float


def _portions(films: Sequence[tuple[str, Media]]) -> Iterator[Sequence[tuple[str, Media]]]:
    """The first few, then twice as many, and so on to all; the last is all of them, even of none."""
    count = FIRST_PORTION
    while count < len(films):
        yield films[:count]
        count *= 2
    yield films


class Run:
    """`clock` gives seconds for progress only; nothing that it says reaches a result. `learned`: a model of the user's
    that proposes further pairs (pipeline.learned)."""

    def __init__(
        self,
        folder: CaseFolder,
        threads: int,
        tick: Tick,
        clock: Callable[[], float] = time.monotonic,
        *,
        learned: Path | None = None,
    ) -> None:
        self._folder, self._clock = folder, clock
        self.index = Index(folder.index_path)
        self._derived = Derived(folder.derived)
        self._pool = WorkerPool(PRELOAD)
        self._engine = LocalWorkers(threads)
        self._comparers = Comparers(self._derived)
        self._analysis = Analysis(folder.objects, self._derived, self.index, self._engine, self._pool)
        self._model_path = learned
        self._model: LearnedCandidates | None = None
        self._proposed: Proposed | None = None
        self._heard: tuple[Telling, Heard] | None = None
        self._sounds: Sounds | None = None
        self._listened: Listened | None = None
        self._report = tick
        self._last_note = self._began = self._answer_due = 0.0

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()
        if self._model is not None:
            self._model.close()
        self._comparers.close()
        self._pool.close()
        self.index.close()

    def run(self, *, again: bool = False) -> RunSummary:
        """Everything that is new, and then the answer. CaseBusy where another run goes on in this case."""
        with self._folder.running():
            return self._run(again=again)

    def _run(self, *, again: bool) -> RunSummary:
        self._began = self._clock()
        self._answer_due = self._began + FIRST_ANSWER_S
        self._derived.sweep((*REDUCERS, *WHEN_ASKED), keep=LEARNED_FOLDERS)
        if self._model_path is not None:
            self._model = self._opened(self._model_path)
        if again:
            described = () if self._model is None else (self._model.model.kept_as,)
            self._derived.forget_failures((*REDUCERS, *WHEN_ASKED, *described))
        self._tick("index", 0, 1)
        project(self._folder, self.index)
        self._tick("index", 1, 1)
        with self.index.read() as connection:
            unseen = restricted(connection)
        self._analysis.probe(self._items(), unseen, self._tick)
        self.relate(complete=False, stills=False, films=None)
        read_signed(self._may_be_signed(), self._analysis, self._derived, self.index, self._tick)
        texts = [(sha256, media) for sha256, media in self._media() if media is Media.TEXT]
        self._analysis.fingerprint("texts", texts, self._tick)
        read_postings(self._folder, self.index, self._derived, self._pool)
        text_rows(self.index, self._derived)
        stills = [(sha256, media) for sha256, media in self._media() if media is Media.IMAGE]
        self._analysis.fingerprint("stills", stills, self._tick)
        films = [(sha256, media) for sha256, media in self._media() if media is Media.VIDEO]
        if films:
            self.relate(complete=False, stills=True, films=None)
        self._analysis.listen(list(self._sounding()), self._tick)
        self._sounds = self._listened = None
        long = self._long_films()
        if long:
            self._analysis.key_frames(long, self._tick)
            self.relate(complete=False, stills=True, films=KEY_FRAMES)
        for portion in _portions(films):
            self._analysis.fingerprint("films", portion, self._tick)
            if len(portion) == len(films):
                if self._model is not None:
                    self._proposed = self._propose(self._model)
                self._note_onsets()
            self.relate(complete=len(portion) == len(films), stills=True, films=FILM)
        with self.index.write() as connection:
            connection.execute(delete(schema.progress))
        answer = self.index.value("answer")
        if not isinstance(answer, dict):
            raise ValueError("a finished run has written no answer")
        return RunSummary(answer, int(answer["failures"]), self._clock() - self._began)

    def redraw(self) -> bool:
        """Families formed again from what was compared, after a judgement: 0.2 s for the 40 files of the example.

        False, and nothing done, where that would not give the answer of a whole run: files wait to be read, the last
        run was not finished, or a model proposed some of its pairs. CaseBusy where a run goes on.
        """
        with self._folder.running():
            project(self._folder, self.index)
            answer = self.index.value("answer")
            with self.index.read() as connection:
                waiting = connection.execute(select(schema.item).where(schema.item.c.state == "waiting")).first()
            if not isinstance(answer, dict) or not answer["complete"] or answer["learned"] or waiting is not None:
                return False
            self.relate(complete=True, stills=True, films=FILM)
            return True

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

    def _may_be_signed(self) -> list[str]:
        """Pictures, films and sound, and what could not be read as any: a damaged file may hold a whole manifest."""
        item = schema.item.c
        asked = item.media.in_([Media.IMAGE, Media.VIDEO, Media.AUDIO]) | (item.state == "failed")
        with self.index.read() as connection:
            return list(connection.scalars(select(item.sha256).where(asked).order_by(item.bytes, item.sha256)))

    def _media(self) -> list[tuple[str, Media]]:
        """Readable items and what they are compared as, short ones first, so that many answers come early."""
        item = schema.item.c
        query = select(item.sha256, item.media, item.duration_us).where(item.media.is_not(None))
        length = (schema.item.c.duration_us, schema.item.c.bytes, schema.item.c.sha256)
        with self.index.read() as connection:
            rows = connection.execute(query.order_by(*length))
            return [(row.sha256, compared_as(Media(row.media), row.duration_us)) for row in rows]

    def _sounding(self) -> dict[str, Media]:
        """Films and sound files, short ones first; not what moves without a sound of its own (an animation)."""
        item = schema.item.c
        query = select(item.sha256, item.media).where(item.media.in_([Media.VIDEO, Media.AUDIO]))
        with self.index.read() as connection:
            rows = connection.execute(query.order_by(item.duration_us, item.bytes, item.sha256))
            return {row.sha256: Media(row.media) for row in rows}

    def _long_films(self) -> list[str]:
        """Films that were not read yet and hold enough key frames to be compared by them."""
        item = schema.item.c
        query = select(item.sha256).where(item.media == Media.VIDEO, item.duration_us >= LONG_US)
        with self.index.read() as connection:
            found = connection.scalars(query.order_by(item.duration_us, item.sha256)).all()
        return [sha256 for sha256 in found if not self._derived.has(FILM, sha256)]

    def _opened(self, path: Path) -> "LearnedCandidates":
        from stemmata.pipeline.learned import LearnedCandidates  # here: nobody else pays for it

        return LearnedCandidates(path, self._folder.objects, self._derived, self._engine, self._folder.temporary)

    def _propose(self, model: "LearnedCandidates") -> Proposed:
        forms = {Media.IMAGE: STILL.name, Media.VIDEO: FILM.name}
        asked = {sha256: forms[kind] for sha256, kind in self._media() if kind in forms}
        found = model.proposed(asked, self._tick)
        return Proposed(model.model.sha256, found.bar, found.pairs)

    def _due(self) -> bool:
        """Whether as much time went by since the last answer as the run took until then."""
        now = self._clock()
        if now < self._answer_due:
            return False
        self._answer_due = now + max(FIRST_ANSWER_S, now - self._began)
        return True

    def relate(self, *, complete: bool, stills: bool, films: Reducer | None) -> None:
        """Compare, form families, count roots, and write the whole answer at once; meanwhile what is found so far.

        `films`: the fingerprint by which films are compared; None for not yet.
        """
        media = dict(self._media())
        kept = KeptPictures(self._derived)
        ground = self._ground(media, kept if films is FILM else None)
        if films is FILM:
            ground = replace(ground, sounds=self._related_sounds())
        if complete:
            ground = replace(ground, listened=self._synchronised(ground.sounds))
        forms = ({Media.IMAGE: STILL.name} if stills else {}) | ({Media.VIDEO: films.name} if films else {})
        pictures = {sha256: forms[kind] for sha256, kind in media.items() if kind in forms}
        cache = PairCache(self._folder.derived / "pairs.db")
        index = CandidateIndex(self._folder.derived / "candidates" / ("key-frames" if films is KEY_FRAMES else "films"))
        try:
            pairs = () if ground.model is None else ground.model.pairs
            asked = Asked(kept, index, cache, self._comparers, self._engine, self._due, pairs)
            for found in picture_relations(pictures, asked, self._tick):
                findings = findings_of(ground, found, complete=False)
                write_findings(self.index, findings)
            if complete:
                stemmata = self._stemmata(ground, findings, cache)
                write_findings(self.index, with_trees(ground, replace(findings, complete=True), stemmata))
        finally:
            cache.close()
            index.close()
        if complete:
            look_again(self.index, self._folder.objects)

    def _related_sounds(self) -> Sounds:
        """Asked once for a run: all sound was heard before the first film was read whole."""
        if self._sounds is None:
            index = SoundIndex(self._folder.derived / "candidates" / "sound")
            cache = PairCache(self._folder.derived / "pairs.db")
            try:
                self._sounds = sound_relations(self._sounding(), self._derived, index, cache, self._tick)
            finally:
                cache.close()
                index.close()
        return self._sounds

    def _note_onsets(self) -> None:
        heard = self._related_sounds().heard
        if len(heard) <= MOST:
            self._analysis.note_onsets(sorted(heard), self._tick)

    def _synchronised(self, sounds: Sounds) -> Listened:
        """Once for a run. A redraw finds every pair kept."""
        if self._listened is None:
            means = Means(self._analysis, self._derived, self._comparers, self._engine, self._folder.temporary)
            self._listened = listened_for_events(sounds.heard, means, self._tick)
        return self._listened

    def _stemmata(self, ground: Ground, findings: Findings, pairs: PairCache) -> list[Stemma]:
        pairs.commit()
        cache = ReadingCache(self._folder.derived / "pairs.db")
        try:
            woods = Woods(self._analysis, self._derived, self._engine, self._comparers, cache, frozenset(ground.stills))
            films = self._film_wood(ground, findings)
            told = self._told(ground, findings)
            footage = stemmata_of(findings.families, findings.edges, ground.judgements, woods, films, told, self._tick)
            texts = ground.telling.texts
            stories = story_stemmata(findings.families, findings.edges, texts, ground.told, ground.judgements)
            return [*footage, *stories]
        finally:
            cache.close()

    def _told(self, ground: Ground, findings: Findings) -> ToldOfFiles:
        kin = {holder for family in findings.families if len(family.holders) > 1 for holder in family.holders}
        said = {}
        for still in sorted(kin & set(ground.stills)):
            probed = self._derived.get(PROBE, still)
            if isinstance(probed, Reduction):
                said[still] = stated(probed)
        with self.index.read() as connection:
            written = written_of(connection, kin)
            return ToldOfFiles(ground.known, existence(connection), said, written, signed_case(connection))

    def _film_wood(self, ground: Ground, findings: Findings) -> FilmWood:
        """Of the films that have kin."""
        kin = {holder for family in findings.families if len(family.holders) > 1 for holder in family.holders}
        kept = KeptPictures(self._derived)
        running, facts = {}, {}
        for film in ground.timelines:
            if film.holder not in kin:
                continue
            probed = self._derived.get(PROBE, film.holder)
            seen = kept.part(film.holder, FILM.name, {"frame_us"})
            if isinstance(probed, Reduction) and seen is not None and len(seen.frame_us):
                running[film.holder] = running_of(seen.frame_us.tolist(), film.duration_us)
                facts[film.holder] = FilmFacts.of(film.holder, probed)
        return FilmWood(running, facts)

    def _ground(self, media: Mapping[str, Media], cuts: KeptPictures | None) -> Ground:
        """Everything but the comparison of pictures. `cuts`: where films are cut, if that is known yet."""
        timelines: list[Timeline] = []
        streams: list[StreamFacts] = []
        measured: dict[str, Measured] = {}
        for sha256, kind in media.items():
            probed = self._derived.get(PROBE, sha256)
            if not isinstance(probed, Reduction):
                continue
            streams.append(StreamFacts.of(sha256, probed))
            measured[sha256] = measured_of(sha256, probed)
            if kind is Media.VIDEO:
                cut = cuts.part(sha256, FILM.name, {"cut_us"}) if cuts is not None else None
                duration = int(str(probed.facts.get("duration_us") or 0))
                timelines.append(Timeline(sha256, duration, cut.cuts_us if cut is not None else ()))
        with self.index.read() as connection:
            texts, posts = held_texts(connection, self._derived), held_posts(connection)
        telling, heard = self._hear(posts, texts)
        edges = [*stream_relations(streams), *passage_relations(texts, credits_of(telling.texts, heard))]
        edges += declared_relations(*self._carried())
        with self.index.read() as connection:
            holdings = holdings_of(connection, posts, telling.texts, shared_words(edges))
        said = told_by(heard, holdings)
        edges += edges_of(said.resolved, holdings)
        edges += described(telling.texts.values(), carried_of(posts.values(), holdings.pictures), telling.names)
        stills = [sha256 for sha256, kind in media.items() if kind is Media.IMAGE]
        with self.index.read() as connection:
            judged, recorded = standing_judgements(connection).applied, standing_sourcings(connection)
        return Ground(
            tuple(edges),
            tuple(stills),
            tuple(timelines),
            tuple(text.holder for text in texts if not text.posting),
            frozenset(text.holder for text in texts if text.posting),
            self._proposed,
            judged,
            self._known(measured, posts),
            telling,
            said,
            recorded,
        )

    def _hear(self, posts: Mapping[str, Posted], texts: Sequence[Text]) -> tuple[Telling, Heard]:
        """What texts say of their sources; asked once for the same texts."""
        telling = telling_of(posts, texts, self._derived)
        if self._heard is None or self._heard[0] != telling:
            self._heard = telling, heard_in(telling)
        return self._heard

    def _known(self, measured: Mapping[str, Measured], posts: Mapping[str, Posted]) -> Known:
        name = schema.name.c
        with self.index.read() as connection:
            names = {item: int(count) for item, count in connection.execute(
                select(name.item, func.count()).group_by(name.item)
            )}  # fmt: skip
        return Known(measured, posts.values(), names)

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
