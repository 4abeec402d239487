"""A pair on the page of its family: where its proof picture lies, and what is left over, as values for the words."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from stemmata.case import queries

TIMED = frozenset({"overlay", "caption"})

Page = dict[str, object]


def proof_of(edge: Row[tuple[Any, ...]], letters: Mapping[str, str]) -> Page:
    a, b = letters[edge.a], letters[edge.b]
    segments: list[dict[str, Any]] = [dict(segment) for segment in queries.segments_of(edge)]
    left_over = [_left_over(row, a, b) for segment in segments for row in segment["left_over"]]
    return {
        "address": f"/proof/{edge.a}/{edge.b}.jpg?a={a}&b={b}",
        "compare": f"/compare/{edge.a}/{edge.b}",
        "kind": edge.kind,
        "a": a,
        "b": b,
        "stretches": [{"a": segment["a"], "b": segment["b"]} for segment in segments],
        "comparisons": None if edge.chance is None else json.loads(edge.chance)["comparisons"],
        "left_over": [row for at, row in enumerate(left_over) if row not in left_over[:at]],
    }


def _left_over(row: Mapping[str, Any], a: str, b: str) -> Page:
    """`key` of the words, and what stands in them: the side that has it, the other, an amount."""
    sides = {"a": (a, b), "b": (b, a), "unknown": (f"{a} / {b}", f"{a} / {b}"), None: (b, a)}
    side, other = sides[row["side"]]
    amounts = row["amounts"]
    return {
        "key": f"left_{row['kind']}",
        "side": side,
        "other": other,
        "degrees": f"{amounts.get('degrees', 0):.0f}",
        "percent": f"{100 * amounts.get('factor', 1):.0f}",
        "gain": f"{amounts.get('gain', 1):.2f}",
        "offset": f"{amounts.get('offset', 0):+.0f}",
        "span": row["span"] if row["kind"] in TIMED else None,
    }
