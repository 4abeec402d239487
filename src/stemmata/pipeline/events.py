"""Other microphones in a case: which recordings hear one event, what that says of copies, and their common clocks.

Landmarks propose what is the same recording (pipeline.sounds), and find it too where two microphones hear the same
loud sources. Synchronisation tells the two apart: a copy lies on one clock, an event's sources do not. It joins no
family, and adds no recording that landmarks did not find.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stemmata.case.events import Event, Microphones, event_of
from stemmata.corroborate.evidence import Evidence, Ground
from stemmata.corroborate.origins import Places, origins_of
from stemmata.decode.sound import HZ
from stemmata.fingerprint.kept_onsets import ONSETS, flux_of
from stemmata.fingerprint.sound_samples import SAMPLES
from stemmata.lineage.families import Family
from stemmata.match.heard import LEAST_SECONDS, SILENT
from stemmata.match.sync_candidates import DEFAULT_APART_M
from stemmata.match.sync_edge import asserted, sync_edge
from stemmata.match.sync_prefilter import coarse
from stemmata.match.synchronise import METHOD, Synchronised, Verdict
from stemmata.match.timelines import timelines
from stemmata.model.canonical import digest_of
from stemmata.model.edge import Edge, Kind
from stemmata.model.failure import Failure
from stemmata.model.seams import Engine, Reduction
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.analyse import Analysis, Tick
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.spooled_sounds import Spool, question
from stemmata.pipeline.sync_cache import Chosen, SyncCache
from stemmata.pipeline.synchronise import Onsets, clock_edge, pairs_possible, pairs_to_compare

MOST = 1_000
"""Recordings; above it `run` does not look for other microphones, since the cheap look alone would take hours."""
APART_M = DEFAULT_APART_M
CACHED_AS = f"{METHOD} {SAMPLES.name} {APART_M:g}"
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Listened:
    """items: with enough to hear, sorted. looked: False where they are more than MOST. found: of every pair that was
    compared, which is `compared` of them."""

    items: tuple[str, ...] = ()
    looked: bool = True
    found: tuple[Synchronised, ...] = ()

    @property
    def microphones(self) -> Microphones:
        return Microphones(len(self.items), self.looked, len(self.found), pairs_possible(len(self.items)))


@dataclass(frozen=True, slots=True)
class Means:
    """Who reads, keeps and compares. `temporary`: where samples lie while pairs are compared."""

    analysis: Analysis
    derived: Derived
    comparers: Comparers
    engine: Engine
    temporary: Path


def listened_for_events(heard: Collection[str], means: Means, tick: Tick) -> Listened:
    """Of the items that have something to hear and of which onsets are kept. No pair is compared twice; a file that
    cannot be read again is named among the failures, and its pairs are left for the next run."""
    if len(heard) > MOST:
        return Listened(tuple(sorted(heard)), looked=False)
    items = tuple(item for item in sorted(heard) if _is_usable(means.derived, item))
    cache = SyncCache(means.derived.root / "pairs.db", CACHED_AS)
    try:
        chosen = _chosen(items, means.derived, cache)
        found = {(a, b): one for a, b, lags in chosen if (one := cache.get(a, b, lags)) is not None}
        missing = [asked for asked in chosen if (asked[0], asked[1]) not in found]
        for done, one in enumerate(_compared(missing, means, cache), len(found) + 1):
            found[one.a, one.b] = one
            tick("sync", done, len(chosen))
    finally:
        cache.close()
    possible = pairs_possible(len(items))
    return Listened(items, found=tuple(asserted(found[pair], possible) for pair in sorted(found)))


def _is_usable(derived: Derived, item: str) -> bool:
    """As Heard.unusable says it of samples."""
    kept = derived.get(ONSETS, item, ())
    if not isinstance(kept, Reduction):
        return False
    return float(str(kept.facts["peak"])) >= SILENT and int(str(kept.facts["samples"])) >= LEAST_SECONDS * HZ


def _chosen(items: Sequence[str], derived: Derived, cache: SyncCache) -> Chosen:
    name = digest_of([METHOD, ONSETS.name, *items])
    known = cache.chosen(name)
    if known is None:
        places = pairs_to_compare(len(items), lambda: [_onsets(derived, item) for item in items])
        known = [(items[a], items[b], lags) for a, b, lags in places]
        cache.put_chosen(name, known)
    return known


def _onsets(derived: Derived, item: str) -> Onsets:
    kept = derived.get(ONSETS, item, {"onset"})
    if not isinstance(kept, Reduction):
        raise LookupError(f"no {ONSETS.name} is kept of {item}")
    return coarse(flux_of(kept))


def _compared(missing: Chosen, means: Means, cache: SyncCache) -> Iterator[Synchronised]:
    """Pairs of one item follow each other, so that a comparer finds its onsets in memory."""
    if not missing:
        return
    spool = Spool(means.temporary)
    try:
        spooled = set()
        for item, kept in means.analysis.samples_of(sorted({item for a, b, _ in missing for item in (a, b)})):
            if not isinstance(kept, Failure):
                spool.put(item, kept)
                spooled.add(item)
        able = [asked for asked in missing if {asked[0], asked[1]} <= spooled]

        def ask(asked: tuple[str, str, tuple[float, ...]]) -> str:
            return means.comparers.trace(question(spool, asked[0], asked[1], APART_M, asked[2]))

        for at, ((a, b, lags), answer) in enumerate(means.engine.map(ask, able)):
            if answer:  # "" where a comparer ended twice over it: the next run asks again
                cache.put(a, b, lags, answer)
                found = cache.get(a, b, lags)
                if found is not None:
                    yield found
            if at % 50 == 0:
                cache.commit()
    finally:
        spool.close()


def with_kinship(edges: Sequence[Edge], listened: Listened) -> list[Edge]:
    """Edges of one recording with what the two are to each other, as far as synchronisation tells; a layer alone (song,
    call, jingle) becomes `shared_sound`, which joins nothing. Then the edges of one event.

    Of a pair that is one event by several sources, the edge of one recording is left out: copies, cut or played again,
    never hear sources at lags of their own. Where all of it comes from one place, the recording stands, undecided.
    """
    found = {(one.a, one.b): one for one in listened.found}
    same = {edge.holders for edge in edges if edge.kind is Kind.SAME_RECORDING}
    events = [edge for edge in _event_edges(listened) if not (edge.facts["reason"] and edge.holders in same)]
    apart = {edge.holders for edge in events}
    said = [
        edge if edge.kind is not Kind.SAME_RECORDING else _as_kin(edge, found.get(edge.holders))
        for edge in edges
        if edge.kind is not Kind.SAME_RECORDING or edge.holders not in apart
    ]
    return [*said, *events]


def _as_kin(edge: Edge, found: Synchronised | None) -> Edge:
    if found is None or found.verdict is Verdict.NOT_ESTABLISHED:
        return edge
    told = found.verdict in (Verdict.SAME_RECORDING, Verdict.SHARED_SOUND)
    kind = Kind.SHARED_SOUND if found.verdict is Verdict.SHARED_SOUND else edge.kind
    return replace(edge, kind=kind, facts=edge.facts | {"kinship": found.kinship.value if told else UNDECIDED})


def _event_edges(listened: Listened) -> Iterator[Edge]:
    for one in listened.found:
        edge = sync_edge(one, listened.microphones.possible) if one.verdict is Verdict.SAME_EVENT else None
        if edge is not None:
            yield replace(edge, facts=edge.facts | {"reason": one.reason})


def events_of(listened: Listened, edges: Iterable[Edge]) -> tuple[Event, ...]:
    """Timelines of at least two recordings, in order of their ids. `edges`: with those of one event."""
    events = {edge.holders for edge in edges if edge.kind is Kind.SAME_EVENT}
    clocks = [
        edge
        for one in listened.found
        if one.verdict is not Verdict.SAME_EVENT or (one.a, one.b) in events
        if (edge := clock_edge(one)) is not None
    ]
    if not events:
        return ()
    solution = timelines(sorted({item for edge in clocks for item in edge.pair}), clocks)
    made = [event_of(line, solution.tested, APART_M) for line in solution.timelines if line.recordings > 1]
    return tuple(sorted(made, key=lambda event: event.id))


def microphone_evidence(edges: Iterable[Edge], families: Sequence[Family]) -> list[Evidence]:
    """Of edges of one event, where more than one source was heard: what comes from one place may be one recording,
    played aloud. A film whose footage is also held with other sound says nothing of that footage."""
    places = Places(origins_of(families))
    edges = list(edges)
    doubtful = {holder for edge in edges if edge.facts.get("sound") == "not_found" for holder in edge.holders}
    made = []
    for edge in edges:
        if edge.kind is not Kind.SAME_EVENT or edge.facts.get("kinship") != "other_microphone":
            continue
        units = [_counted_unit(holder, places, doubtful) for holder in edge.holders]
        if edge.facts.get("reason") or None in units:
            continue
        one, other = (unit for unit in units if unit is not None)
        if places.of(one) != places.of(other):
            values = {key: edge.facts[key] for key in ("offset_us", "windows", "impulses", "apart_m")}
            made.append(Evidence(Ground.OTHER_MICROPHONE, one, other, values=values))
    return made


def _counted_unit(holder: str, places: Places, doubtful: Collection[str]) -> Unit | None:
    """The file's sound where that is counted for itself, else its picture; None where it is not clear whose it is."""
    sound, picture = Unit(Track.SOUND, item=holder), Unit(Track.PICTURE, item=holder)
    if places.of(sound):
        return sound if len(places.of(sound)) == 1 else None
    return picture if holder not in doubtful and len(places.of(picture)) == 1 else None
