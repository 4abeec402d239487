"""One family in three sentences: what it is, one stretch that shows it, and what is not known."""

import json
from collections import Counter
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.queries import edges_among, names_of, segments_of, short_name, shortlist
from stemmata.lineage.stemma import Sureness
from stemmata.lineage.stemma_json import stemma_from_json
from stemmata.model.interval import iso_utc

CLASS_WORDS = {
    Sureness.PROVEN: "with a proven parent",
    Sureness.LIKELY: "with a likely parent",
    Sureness.NEAREST_KIN: "with a nearest kin",
}
FIRST = 200
"""Members looked at for an example: enough for any family that a sentence can speak of."""


def family_lines(index: Index) -> list[str]:
    """The family to look at first, or nothing where no two files are kin."""
    with index.read() as connection:
        first = next((row for row in shortlist(connection, 20) if row.kind == "footage"), None)
        if first is None:
            return []
        holders = list(
            connection.scalars(
                select(schema.member.c.holder).distinct().where(schema.member.c.family == first.id).limit(FIRST)
            )
        )
        names = sorted({name for holder in holders for name in names_of(connection, holder)})
        lines = [f"For example, {len(names):,} files show the same footage, among them {first.title}."]
        stretch = _stretch(connection, holders)
        if stretch:
            lines.append(stretch)
        lines.append(_earliest(connection, first))
        if tree := _tree(connection, first):
            lines.append(tree)
        return lines


def _stretch(connection: Connection, holders: list[str]) -> str:
    best: tuple[float, str] = (0.0, "")
    for edge in edges_among(connection, holders):
        if edge.kind == "same_recording":
            continue  # the sentence is of pictures
        for segment in segments_of(edge):
            a, b = segment["a"], segment["b"]
            if not isinstance(a, list) or not isinstance(b, list):
                continue
            seconds = (a[1] - a[0]) / 1e6
            changed = bool(segment["mirrored"]) or edge.kind == "same_picture_part"
            weight = seconds + (1000 if changed else 0)
            if weight > best[0]:
                how = ", mirrored" if segment["mirrored"] else ""
                one, other = short_name(connection, edge.a), short_name(connection, edge.b)
                best = (
                    weight,
                    f"{one} shares {seconds:.0f} s of picture with {other}{how} "
                    f"({clock(a[0])}–{clock(a[1])} there is {clock(b[0])}–{clock(b[1])} here).",
                )
    return best[1]


def clock(us: int) -> str:
    """m:ss, as players show it."""
    seconds = max(0, round(us / 1e6))
    return f"{seconds // 60}:{seconds % 60:02d}"


def _earliest(connection: Connection, family: Row[tuple[Any, ...]]) -> str:
    if family.earliest_posting is None:
        return "None of them is dated by a posting that is held."
    row = connection.execute(select(schema.posting).where(schema.posting.c.id == family.earliest_posting)).one()
    when = (iso_utc(row.posted_low_us) or "unknown").replace("T", " ").replace("Z", " UTC")
    return (
        f"The earliest dated posting held is in {row.channel_name or row.platform}, {when} "
        f"(clock as claimed by {row.platform})."
    )


def _tree(connection: Connection, family: Row[tuple[Any, ...]]) -> str:
    """How many of the family stand below another one, and how sure that is; nothing where no tree is computed yet."""
    body = connection.scalar(select(schema.stemma.c.body).where(schema.stemma.c.family == family.id))
    if body is None:
        return ""
    stemma = stemma_from_json(json.loads(body))
    lost = {one.id for one in stemma.witnesses if not one.held}
    held = [one for one in stemma.descents if one.child not in lost]
    classes = Counter(one.sureness for one in held if one.parent is not None and one.parent not in lost)
    alone = {one.child for one in held if one.parent is None or one.parent in lost}
    below = ", ".join(f"{classes[sureness]:,} {words}" for sureness, words in CLASS_WORDS.items() if classes[sureness])
    nodes = f"Their family tree has {len({one.child for one in held}):,} nodes (files with the same pictures are one)"
    rest = f"for {len(alone):,} of them no parent is held"
    return f"{nodes}: {below}; {rest}." if below else f"{nodes}; {rest}."
