"""Events on one clock: the list, the page of one, and the line on other pages that leads there.

Times on an event's clock, intervals as the travel of sound leaves them. Nothing here says where anybody stood.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, select

from stemmata.case import queries, schema
from stemmata.case.events import Event, EventClip, events_with, held_event, held_events
from stemmata.fingerprint.kept_onsets import ONSETS
from stemmata.match.lag_lines import ERRORS_OF_95
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.viewing_copies import ViewingCopies
from stemmata.publish.figures import in_digits_of
from stemmata.publish.stemma_shape import letter
from stemmata.web.viewing import PLAYED_TOGETHER, copy_of

PER_PAGE = 100
WIDTH = 1000.0
"""Of the drawing of the common clock."""
TICKS = 40
"""Impulsive sounds drawn of each clip: those that rise most."""
LEAST_WHISKER = 3.0
ROUND_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MARKS = 10
PAIRS = 300
FILES_NAMED = 3

Page = dict[str, object]


@dataclass(frozen=True, slots=True)
class Axis:
    """The event's clock from `first` on, µs, over `length`."""

    first: int
    length: int

    def at(self, us: int) -> float:
        return round(WIDTH * (us - self.first) / self.length, 2)

    def marks(self) -> list[tuple[float, int]]:
        """Round times at which a line is drawn."""
        step = next((one for one in ROUND_S if self.length / one / 1e6 <= MARKS), ROUND_S[-1]) * 1_000_000
        return [(self.at(us), us) for us in range(0, self.first + self.length, step) if us >= self.first]


def event_list(connection: Connection, after: int, language: str) -> Page:
    found = held_events(connection, after, PER_PAGE + 1)
    return {
        "cards": [_card(connection, event, language) for event in found[:PER_PAGE]],
        "next": after + PER_PAGE if len(found) > PER_PAGE else None,
    }


def _card(connection: Connection, event: Event, language: str) -> Page:
    return {
        "id": event.id,
        "recordings": event.recordings,
        "files": len(event.clips),
        "names": [queries.short_name(connection, clip.item) for clip in event.clips[:FILES_NAMED]],
        "more": max(0, len(event.clips) - FILES_NAMED),
        "unconfirmed": sum(not clip.confirmed for clip in event.clips),
        "contradict": sum(not pair.kept for pair in event.pairs),
    }


def event_page(
    connection: Connection, derived: Derived, copies: ViewingCopies, event_id: str, language: str
) -> Page | None:
    event = held_event(connection, event_id)
    if event is None:
        return None
    held = {row.sha256: row for row in connection.execute(
        select(schema.item).where(schema.item.c.sha256.in_([clip.item for clip in event.clips]))
    )}  # fmt: skip
    letters = {clip.item: letter(at) for at, clip in enumerate(event.clips)}
    ends = [clip.start_us + (held[clip.item].duration_us or 0) for clip in event.clips]
    first = min(min(clip.low_us for clip in event.clips), 0)
    last = max(*ends, *(clip.high_us for clip in event.clips), first + 1_000_000)
    axis = Axis(first, last - first)
    same: dict[int, list[str]] = {}
    for clip in event.clips:
        same.setdefault(clip.recording, []).append(letters[clip.item])
    rows = []
    played = {clip.item: copy_of(copies, clip.item, held[clip.item].media) for clip in event.clips[:PLAYED_TOGETHER]}
    for clip, end in zip(event.clips, ends, strict=True):
        rows.append(
            {
                "letter": letters[clip.item],
                "item": clip.item,
                "name": queries.short_name(connection, clip.item),
                "viewing": played.get(clip.item),
                "start_ms": clip.start_us / 1000,
                "bar": [axis.at(clip.start_us), round(axis.at(end) - axis.at(clip.start_us), 2)],
                "whisker": _whisker(clip, axis),
                "ticks": _ticks(derived, clip, axis),
                "is_reference": clip.item == event.reference,
                "confirmed": clip.confirmed,
                "copy_of": next((one for one in same[clip.recording] if one != letters[clip.item]), None),
                "starts": seconds(clip.start_us, language),
                "between": (seconds(clip.low_us, language), seconds(clip.high_us, language)),
                "wide": seconds(clip.high_us - clip.low_us, language, signed=False),
                "rate": _rate(clip, language),
            }
        )
    pairs, more_pairs = _pairs(connection, event, letters, language)
    return {
        "event": event,
        "rows": rows,
        "played": len(played),
        "copies": Counter(copy["state"] for copy in played.values()),
        "copies_stopped": copies.stopped,
        "marks": axis.marks(),
        "from_ms": 0,
        "to_ms": last // 1000,
        "reference": letters[event.reference],
        "pairs": pairs,
        "one_source": not more_pairs and all(pair["one_source"] for pair in pairs if pair["kind"] == "same_event"),
        "more_pairs": more_pairs,
        "left_out": [
            {
                "a": letters[pair.a],
                "b": letters[pair.b],
                "by": seconds(pair.missed_us, language, signed=False),
                "residual": seconds(pair.residual_us, language, signed=False),
            }
            for pair in event.pairs
            if not pair.kept
        ],
        "first_ms": first / 1000,
        "span_ms": (last - first) / 1000,
    }


def _whisker(clip: EventClip, axis: Axis) -> list[float] | None:
    """Where the clip may begin; None for what is exact."""
    if clip.high_us == clip.low_us:
        return None
    low, high = axis.at(clip.low_us), axis.at(clip.high_us)
    wide = max(high - low, LEAST_WHISKER)
    return [round((low + high - wide) / 2, 2), round(wide, 2)]


def _ticks(derived: Derived, clip: EventClip, axis: Axis) -> list[float]:
    kept = derived.get(ONSETS, clip.item, {"impulse", "rise"})
    if not isinstance(kept, Reduction):
        return []
    at, rise = np.asarray(kept.arrays["impulse"], np.int64), np.asarray(kept.arrays["rise"])
    most = np.sort(np.argsort(-rise.astype(np.int64), kind="stable")[:TICKS])
    return [axis.at(clip.start_us + int(us)) for us in at[most]]


def _rate(clip: EventClip, language: str) -> str | None:
    if clip.rate_ppb is None:
        return None
    error = ERRORS_OF_95 * (clip.rate_error_ppb or 0) / 1000
    return _isolated(f"{clip.rate_ppb / 1000:+.0f} ± {error:.0f}", language)


def _pairs(connection: Connection, event: Event, letters: Mapping[str, str], language: str) -> tuple[list[Page], int]:
    edges = [
        edge
        for edge in queries.edges_among(connection, list(letters))
        if edge.kind in {"same_event", "same_recording", "shared_sound"}
    ]
    tested = {(pair.a, pair.b): pair for pair in event.pairs}
    order = {item: at for at, item in enumerate(letters)}
    edges.sort(key=lambda edge: (edge.kind, *sorted((order[edge.a], order[edge.b]))))
    made = []
    for edge in edges[:PAIRS]:
        pair = tested.get((min(edge.a, edge.b), max(edge.a, edge.b)))
        made.append(_pair(edge, letters, order, language) | {"kept": pair is None or pair.kept})
    return made, max(0, len(edges) - PAIRS)


def _pair(edge: Row[tuple[Any, ...]], letters: Mapping[str, str], order: Mapping[str, int], language: str) -> Page:
    facts = json.loads(edge.facts)
    turned = order[edge.b] < order[edge.a]
    one, other = (edge.b, edge.a) if turned else (edge.a, edge.b)
    offset, drift = facts.get("offset_us"), facts.get("drift_ppb")
    if offset is not None:
        # Of the edge: a's time less b's at one moment. On the page: how much later the second begins.
        offset = [-offset[1], -offset[0]] if turned else offset
    return {
        "a": letters[one],
        "b": letters[other],
        "kind": edge.kind,
        "kinship": facts.get("kinship"),
        "offset": None if offset is None else [seconds(us, language) for us in offset],
        "windows": facts.get("windows"),
        "asked": facts.get("windows_asked"),
        "impulses": facts.get("impulses"),
        "sources": facts.get("sources"),
        "one_source": facts.get("reason") == "one_source",
        "contradicted": facts.get("contradicted", False),
        "drift": None if drift is None else _isolated(
            f"{(-1 if turned else 1) * drift[0] / 1000:+.0f} ± {ERRORS_OF_95 * drift[1] / 1000:.0f}", language
        ),
        "compare": f"/compare/{one}/{other}",
    }  # fmt: skip


def seconds(us: int, language: str, *, signed: bool = True) -> str:
    """To a hundredth: an interval is told by the travel of sound, never to a millisecond."""
    text = f"{us / 1e6:{'+' if signed else ''}.2f}"
    return _isolated(text, language)


def _isolated(text: str, language: str) -> str:
    """From left to right, sign first, whatever stands round it."""
    return f"\u2066{in_digits_of(text.replace('-', chr(0x2212)), language)}\u2069"


def heard_with(connection: Connection, items: Collection[str]) -> list[Page]:
    """Of files of one item or family: events in which they take part, and how many other recordings do."""
    own = set(items)
    made: list[Page] = []
    for event in events_with(connection, items):
        mine = {clip.recording for clip in event.clips if clip.item in own}
        others = {clip.recording for clip in event.clips} - mine
        if others:
            made.append({"id": event.id, "others": len(others)})
    return made


def numbers_of(answer: Mapping[str, object]) -> Mapping[str, object] | None:
    """How far other microphones were looked for; None for not yet, or for an answer of an earlier version."""
    found = answer.get("microphones")
    return found if isinstance(found, dict) else None
