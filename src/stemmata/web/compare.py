"""The page on which two files lie side by side to be judged: what was computed, what was said before, and the form."""

import json
from typing import Any

from sqlalchemy import Connection, Row

from stemmata.case import queries
from stemmata.case.judgements import judgement_named, judgements_between
from stemmata.case.named import whole_unit
from stemmata.case.tasks import tasks
from stemmata.model.canonical import digest_of
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.proofs import PROVABLE
from stemmata.pipeline.seen import seen_between
from stemmata.publish.proof_picture import HEIGHT, WIDTH
from stemmata.web.filters import clock
from stemmata.web.proof import proof_of
from stemmata.web.sound import sound_of_pair

Page = dict[str, object]


def pair_of(connection: Connection, a: str, b: str) -> tuple[Unit, Unit] | None:
    """Both as wholes; None where one is not held, was not read, or the two cannot be judged beside each other."""
    try:
        one, other = whole_unit(connection, a), whole_unit(connection, b)
    except (NotHeld, BadRequest):
        return None
    return (one, other) if one != other and one.track is other.track else None


def state_seen(connection: Connection, one: Unit, other: Unit) -> str:
    """A name for all that the page says of the pair: a form carries it, so that nobody signs what they did not see."""
    return digest_of(dict(seen_between(connection, one, other).result))


def compare_page(connection: Connection, one: Unit, other: Unit, signed: str | None) -> Page:
    """A is the first of the address. `signed` is the entry just made here."""
    letters = {one.holder: "A", other.holder: "B"}
    a, b = sorted(letters)
    edges = queries.edges_between(connection, a, b)
    provable = [edge for edge in edges if edge.kind in PROVABLE and edge.segments]
    said = judgements_between(connection, one.holder, other.holder)
    entries = {row.entry for row in said}
    made = None if signed is None else judgement_named(connection, signed)
    undecided = queries.undecided_between(connection, a, b)
    return {
        "sides": [side_of(connection, unit, letters[unit.holder]) for unit in (one, other)],
        "is_story": one.track is Track.TEXT,
        "verdicts": [{"kind": edge.kind, "method": edge.method} for edge in edges if edge.kind != "same_recording"]
        + [{"kind": row.verdict, "method": row.method} for row in undecided if not edges],
        "sound": sound_of_pair(edges, letters),
        "proofs": [proof_of(edge, letters) for edge in provable],
        "proof_size": (WIDTH, HEIGHT),
        "said": [_said(row, letters) for row in said],
        "tasks": [task.kind.value for task in tasks(connection) if entries & set(task.entries)],
        "signed": _said(made, letters) if made is not None and made.entry in entries else None,
        "seen": state_seen(connection, one, other),
    }


def side_of(connection: Connection, unit: Unit, letter: str) -> Page:
    """One of the two that lie beside each other."""
    return {
        "letter": letter,
        "holder": unit.holder,
        "is_item": unit.item is not None,
        "has_picture": unit.track is Track.PICTURE,
        "name": queries.short_name(connection, unit.holder),
    }


def _said(row: Row[tuple[Any, ...]], letters: dict[str, str]) -> Page:
    return {
        "entry": row.entry,
        "said": row.said or "nothing",
        "one": letters[row.one_holder] + _stretch(row.one_fields),
        "other": letters[row.other_holder] + _stretch(row.other_fields),
        "who": row.who[:16],
        "when_us": row.when_us,
        "reason": row.reason,
        "state": row.state,
    }


def _stretch(kept: str) -> str:
    fields = json.loads(kept)
    if fields["span"] is None or fields["track"] == "text":
        return ""
    start, end = fields["span"]
    return f" {clock(start)}–{clock(end)}"
