"""What a page says of sound: where two files hold one recording, where to listen, and where sound and picture disagree.

A recording that is not found in a shared stretch was sought there by the bar of the run; it may be drowned out as well
as replaced, and the words say so. One recording under two pictures may be a song: it never shows one event.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import queries, schema
from stemmata.model.item import Media
from stemmata.web.bars import bar, lengths_of

PICTURED = frozenset({"same_footage", "same_picture_part", "same_stream"})
ROWS = 60

Page = dict[str, object]
EdgeRow = Row[tuple[Any, ...]]
Pair = tuple[str, str]


def sound_of_pair(edges: Sequence[EdgeRow], letters: Mapping[str, str]) -> Page | None:
    """Of all edges between two files. None where sound says nothing: it was not sought, or there was too little."""
    recording = next((edge for edge in edges if edge.kind == "same_recording"), None)
    if recording is None:
        sought = any(_fact(edge, "sound") == "not_found" for edge in edges)
        return {"key": "sound_not_found", "stretches": [], "method": None} if sought else None
    a, b = letters[recording.a], letters[recording.b]
    chance = None if recording.chance is None else json.loads(recording.chance)
    return {
        "key": "sound_only" if _fact(recording, "picture") == "not_found" else "sound_same",
        "a": a,
        "b": b,
        "stretches": [_played(segment, b) for segment in queries.segments_of(recording)],
        "listen": json.loads(recording.facts).get("listen", []),
        "method": recording.method,
        "comparisons": None if chance is None else chance["comparisons"],
    }


def sound_beside(
    connection: Connection, edges: Sequence[EdgeRow], ordered: Sequence[str], letters: Mapping[str, str]
) -> tuple[list[Page], int]:
    """Ribbons of picture and sound for each member beside the first of `ordered`, or beside another where sound says
    nothing of the two; and how many rows more there are than are shown."""
    between: dict[frozenset[str], list[EdgeRow]] = {}
    for edge in edges:
        between.setdefault(frozenset((edge.a, edge.b)), []).append(edge)
    said = {pair: found for pair, edges_of in between.items() if (found := sound_of_pair(edges_of, letters))}
    chosen: list[frozenset[str]] = []
    for holder in ordered[1:]:
        mine = sorted(
            (pair for pair in said if holder in pair), key=lambda pair: (ordered[0] not in pair, sorted(pair))
        )
        if mine and mine[0] not in chosen:
            chosen.append(mine[0])
    by_letter = [sorted(pair, key=lambda one: (len(letters[one]), letters[one], one)) for pair in chosen[:ROWS]]
    shown: list[Pair] = [(one, other) for one, other in by_letter]
    lengths = lengths_of(connection, {holder for pair in shown for holder in pair})
    heard_only = _without_picture(connection, set(lengths))
    return [
        _row(pair, between[frozenset(pair)], said[frozenset(pair)], lengths)
        | {
            "sides": [
                {"letter": letters[holder], "holder": holder, "name": queries.short_name(connection, holder)}
                for holder in pair
            ],
            "played": [
                _played(segment, letters[edge.b])
                for edge in between[frozenset(pair)]
                if edge.kind == "same_recording"
                for segment in queries.segments_of(edge)
            ][:3],
            # A film and a sound file have no track in common to judge.
            "compare": "/compare/{}/{}".format(*pair) if len({holder in heard_only for holder in pair}) == 1 else None,
        }
        for pair in shown
    ], len(chosen) - len(shown)


def _without_picture(connection: Connection, items: set[str]) -> set[str]:
    table = schema.item.c
    query = select(table.sha256).where(table.sha256.in_(sorted(items)), table.media == Media.AUDIO.value)
    return set(connection.scalars(query))


def _row(pair: Pair, edges: Sequence[EdgeRow], said: Page, lengths: Mapping[str, int | None]) -> Page:
    one, other = pair
    picture = [edge for edge in edges if edge.kind in PICTURED][:1]
    sound = [edge for edge in edges if edge.kind == "same_recording"]
    return {
        "one": one,
        "other": other,
        "key": f"row_{said['key']}",
        "picture": [joined for edge in picture for joined in _joins(edge, one, lengths)],
        "sound": [joined for edge in sound for joined in _joins(edge, one, lengths)],
    }


def _joins(edge: EdgeRow, one: str, lengths: Mapping[str, int | None]) -> list[Page]:
    """Bars on both ribbons; an edge without stretches holds for the whole of both."""
    other = edge.b if edge.a == one else edge.a
    made: list[Page] = []
    for segment in queries.segments_of(edge) or [{"a": None, "b": None}]:
        spans = (segment["a"], segment["b"]) if edge.a == one else (segment["b"], segment["a"])
        bars = [
            bar(span if span is not None else [0, lengths.get(holder)], lengths.get(holder))
            for span, holder in zip(spans, (one, other), strict=True)
        ]
        if None not in bars:
            made.append({"one": bars[0], "other": bars[1], "spans": spans})
    return made


def _played(segment: Mapping[str, Any], letter: str) -> Page:
    """Speed and pitch of b, whose letter it is, against a; None where they are as in a."""
    speed, pitch = float(segment["speed"]), float(segment["geometry"].get("pitch", 1.0))
    return {
        "a": segment["a"],
        "b": segment["b"],
        "letter": letter,
        "speed": None if speed == 1.0 else f"{speed:.3f}",
        "pitch": None if pitch == 1.0 else f"{pitch:.3f}",
    }


def _fact(edge: EdgeRow, name: str) -> object:
    return json.loads(edge.facts).get(name)
