"""Events: recordings that sound puts on one clock, as the tables hold them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from stemmata.case import schema
from stemmata.match.timelines import Tested, Timeline
from stemmata.model.canonical import digest_of


@dataclass(frozen=True, slots=True)
class Microphones:
    """How far other microphones were looked for. recordings: with enough to hear; looked: False where they were too
    many; compared: pairs, of so many possible."""

    recordings: int
    looked: bool
    compared: int
    possible: int


@dataclass(frozen=True, slots=True)
class EventClip:
    """A clip on an event's clock, µs: when its own clock says 0. low_us, high_us: against the event's reference, whose
    start is exact. recording: copies have one number. rate_ppb: how much faster its clock counts than the mean of the
    others, with one standard error; None where nothing tells."""

    item: str
    start_us: int
    low_us: int
    high_us: int
    confirmed: bool
    recording: int
    rate_ppb: int | None = None
    rate_error_ppb: int | None = None


@dataclass(frozen=True, slots=True)
class EventPair:
    """A pair whose offset was weighed. residual_us: by which it differs from where the clocks were put; missed_us: by
    which its interval cannot hold beside the others. kept: False for one that was left out for it. alone: nothing else
    speaks for or against it."""

    a: str
    b: str
    residual_us: int
    missed_us: int
    kept: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Event:
    """`id`: of its members, so that it is the same in every case. clips: in order of their start."""

    id: str
    reference: str
    clips: tuple[EventClip, ...]
    pairs: tuple[EventPair, ...]
    apart_m: int

    @property
    def recordings(self) -> int:
        return len({clip.recording for clip in self.clips})


def event_of(line: Timeline, tested: Iterable[Tested], apart_m: float) -> Event:
    """From the solution's seconds. `tested`: pairs of any timeline; those of this one are taken."""
    members = {one.clip for one in line.clips}
    number = {recording: at for at, recording in enumerate(sorted({one.recording for one in line.clips}))}
    clips = tuple(
        EventClip(
            one.clip,
            _us(one.start),
            _us(one.low),
            _us(one.high),
            one.confirmed,
            number[one.recording],
            _ppb(one.rate_ppm),
            _ppb(one.rate_error_ppm),
        )
        for one in line.clips
    )
    pairs = sorted(
        (
            EventPair(*one.edge.pair, _us(abs(one.residual)), _us(one.missed), one.kept, one.alone)
            for one in tested
            if members.issuperset(one.edge.pair)
        ),
        key=lambda pair: (pair.a, pair.b, pair.kept),
    )
    return Event(digest_of(["event", *sorted(members)])[:16], line.reference, clips, tuple(pairs), round(apart_m))


def _us(seconds: float) -> int:
    return round(seconds * 1e6)


def _ppb(ppm: float | None) -> int | None:
    return None if ppm is None else round(ppm * 1e3)


def write_events(connection: Connection, events: Sequence[Event]) -> None:
    """Those of most recordings first, then of most files."""
    order = sorted(events, key=lambda event: (-event.recordings, -len(event.clips), event.id))
    rows = [
        {
            "id": event.id,
            "rank": rank,
            "recordings": event.recordings,
            "body": json.dumps(asdict(event), sort_keys=True),
        }
        for rank, event in enumerate(order, start=1)
    ]
    members = [{"event": event.id, "item": clip.item} for event in order for clip in event.clips]
    for table, found in ((schema.event, rows), (schema.event_clip, members)):
        if found:
            connection.execute(insert(table), found)


def _event(body: str) -> Event:
    kept: Mapping[str, Any] = json.loads(body)
    return Event(
        kept["id"],
        kept["reference"],
        tuple(EventClip(**one) for one in kept["clips"]),
        tuple(EventPair(**one) for one in kept["pairs"]),
        kept["apart_m"],
    )


def held_event(connection: Connection, event_id: str) -> Event | None:
    body = connection.scalar(select(schema.event.c.body).where(schema.event.c.id == event_id))
    return None if body is None else _event(body)


def held_events(connection: Connection, after: int = 0, limit: int | None = None) -> list[Event]:
    """In order of rank, which counts from 1; `after` leaves out those up to it."""
    query = select(schema.event.c.body).where(schema.event.c.rank > after).order_by(schema.event.c.rank).limit(limit)
    return [_event(body) for body in connection.scalars(query)]


def events_with(connection: Connection, items: Collection[str]) -> list[Event]:
    """In which any of these items takes part, in order of rank."""
    event, clip = schema.event.c, schema.event_clip.c
    named = select(clip.event).where(clip.item.in_(sorted(items)))
    query = select(event.body).where(event.id.in_(named)).order_by(event.rank)
    return [_event(body) for body in connection.scalars(query)]
