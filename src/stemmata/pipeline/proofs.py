"""What a proof picture is drawn from: an edge as the tables hold it, and the two kept fingerprints."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import schema
from stemmata.match.evidence import EDGE_KINDS, segment_from_json
from stemmata.match.pictures import Picture
from stemmata.model.edge import Edge, Kind
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.kept_pictures import FORMS, KeptPictures

PROVABLE = frozenset(kind.value for kind in EDGE_KINDS.values())
"""Kinds of edges between pictures that were laid over each other."""


class Proofs:
    """Not for several threads at once: fingerprints are held for a while, since edges of one file come together."""

    def __init__(self, derived: Derived, unseen: Collection[str] = ()) -> None:
        """`unseen`: items of which no picture is drawn."""
        self._derived, self._unseen = derived, unseen
        self._pictures = KeptPictures(derived)

    def pictures(self, edge: Edge) -> tuple[Picture, Picture] | None:
        """Of a and b; None where one is kept out of sight, or its fingerprint is not kept: `run` makes that again."""
        found = [self._picture(unit.holder) for unit in (edge.a, edge.b)]
        return None if found[0] is None or found[1] is None else (found[0], found[1])

    def _picture(self, holder: str) -> Picture | None:
        if holder in self._unseen:
            return None
        for form, (reducer, _) in FORMS.items():
            if self._derived.has(reducer, holder):
                try:
                    return self._pictures.whole(holder, form)
                except LookupError:  # only its failure is kept
                    continue
        return None


def provable_edge(row: Row[tuple[Any, ...]]) -> Edge | None:
    """The edge of a row of the tables; None for a kind that is not between pictures."""
    if row.kind not in PROVABLE or row.segments is None:
        return None
    a, b = (Unit(Track.PICTURE, item=holder) for holder in (row.a, row.b))
    segments = tuple(segment_from_json(segment) for segment in json.loads(row.segments))
    return Edge(Kind(row.kind), a, b, row.method, segments, facts=json.loads(row.facts))


def edge_between(connection: Connection, a: str, b: str) -> Edge | None:
    """The edge between two pictures of a case, `a` < `b`."""
    table = schema.edge.c
    query = select(schema.edge).where(table.a == a, table.b == b, table.kind.in_(PROVABLE)).order_by(table.kind)
    row = connection.execute(query).first()
    return None if row is None else provable_edge(row)
