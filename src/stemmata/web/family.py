"""The page of one family: its members beside one of them, what each shares with it, and all pairs that were joined."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import queries, schema
from stemmata.pipeline.proofs import PROVABLE
from stemmata.publish.proof_picture import HEIGHT, WIDTH
from stemmata.publish.stemma_case import Tree, kept_tree
from stemmata.publish.stemma_shape import letter
from stemmata.web.bars import bar, lengths_of
from stemmata.web.events import heard_with
from stemmata.web.filters import clock
from stemmata.web.proof import proof_of
from stemmata.web.sound import sound_beside
from stemmata.web.stemma import Asked, tree_part

MEMBERS = 200
"""Members shown of one group; the rest are counted. Beyond that a list serves better than a page."""
STRETCHES = 60
SHARED_ORIGIN = frozenset({"same_bytes", "same_stream", "same_footage", "same_picture_part", "same_story"})
"""Edges that a page of a family speaks of; the same place seen again may lie between members and joins none of them."""
OF_SOUND = frozenset({"same_recording"})
"""And of a family of sound: what its files show is another matter."""
AROUND = 90
"""Code points shown before and after a shared passage."""

Page = dict[str, object]
EdgeRow = Row[tuple[Any, ...]]


def family_page(connection: Connection, family_id: str, asked: Asked) -> Page | None:
    row = connection.execute(select(schema.family).where(schema.family.c.id == family_id)).first()
    if row is None:
        return None
    member = schema.member.c
    query = select(member.holder).distinct().where(member.family == family_id).order_by(member.holder)
    holders = list(connection.scalars(query))
    shown = holders[:MEMBERS]
    spoken_of = OF_SOUND if row.kind == "sound" else SHARED_ORIGIN
    among = queries.edges_among(connection, shown)
    edges = [edge for edge in among if edge.kind in spoken_of]
    ordered = _ordered(connection, shown)
    tree = kept_tree(connection, family_id)
    letters = {holder: letter(at) for at, holder in enumerate(ordered)} if tree is None else holder_letters(tree)
    edges = [edge for edge in edges if edge.a in letters and edge.b in letters]
    stretches = [stretch for edge in edges for stretch in _stretches(connection, edge, letters)]
    lettered = [edge for edge in among if edge.a in letters and edge.b in letters]
    sounds, more_sounds = sound_beside(connection, lettered, ordered, letters) if row.kind != "story" else ([], 0)
    return {
        "family": row,
        "members": [] if tree else [_member(connection, holder, ordered[0], letters, edges) for holder in ordered],
        "tree": None if tree is None else tree_part(connection, tree, asked, letters, row),
        "more": len(holders) - len(shown),
        "stretches": stretches[:STRETCHES],
        "more_stretches": max(0, len(stretches) - STRETCHES),
        "proofs": [proof_of(edge, letters) for edge in edges if edge.kind in PROVABLE and edge.segments][:STRETCHES],
        "proof_size": (WIDTH, HEIGHT),
        "sounds": sounds,
        "more_sounds": more_sounds,
        "heard_with": heard_with(connection, holders) if row.kind != "story" else [],
        "passages": _passages(connection, edges) if row.kind == "story" else [],
        "highest": None if row.highest_quality is None else queries.short_name(connection, row.highest_quality),
        "highest_letter": letters.get(row.highest_quality or ""),
        "earliest": posting_of(connection, _earliest(tree) or row.earliest_posting),
    }


def _earliest(tree: Tree | None) -> str | None:
    found = None if tree is None else tree.stemma.answers.earliest_dated
    return None if found is None else found[0]


def holder_letters(tree: Tree) -> dict[str, str]:
    """Of each file; one that was joined has that of the first of its witnesses."""
    return {holder: tree.letters[one] for one in reversed(tree.shape.order) for holder in tree.known[one].holders}


def _ordered(connection: Connection, holders: Sequence[str]) -> list[str]:
    """The longest film first, or the largest picture, since most can be laid beside it; the others by name."""
    table = schema.item.c
    extent = {
        row.sha256: (row.duration_us or 0, (row.width or 0) * (row.height or 0))
        for row in connection.execute(
            select(table.sha256, table.duration_us, table.width, table.height).where(table.sha256.in_(holders))
        )
    }
    first = max(holders, key=lambda holder: (extent.get(holder, (-1, -1)), holder))
    rest = sorted(
        (holder for holder in holders if holder != first),
        key=lambda holder: (queries.short_name(connection, holder), holder),
    )
    return [first, *rest]


def posting_of(connection: Connection, posting: str | None) -> Page | None:
    if posting is None:
        return None
    row = connection.execute(select(schema.posting).where(schema.posting.c.id == posting)).first()
    if row is None:
        return None
    return {"channel": row.channel_name or row.platform, "platform": row.platform, "low": row.posted_low_us}


def _member(
    connection: Connection, holder: str, first: str, letters: Mapping[str, str], edges: Sequence[EdgeRow]
) -> Page:
    item = connection.execute(select(schema.item).where(schema.item.c.sha256 == holder)).first()
    posts = queries.postings_with(connection, holder) if item is not None else []
    earliest = posting_of(connection, posts[0].id if posts else None if item is not None else holder)
    mine = [edge for edge in edges if holder in (edge.a, edge.b)]
    beside = next((edge for edge in mine if holder != first and first in (edge.a, edge.b)), None)
    edge = beside or (mine[0] if mine and holder != first else None)
    other = None if edge is None else edge.b if edge.a == holder else edge.a
    return {
        "letter": letters[holder],
        "holder": holder,
        "item": item,
        "name": queries.short_name(connection, holder),
        "names": len(queries.names_of(connection, holder)) or 1,
        "kind": None if edge is None else edge.kind,
        "other": None if other is None else letters[other],
        "stretches": [] if edge is None else _stretches(connection, edge, letters, first=other)[:3],
        "span": clock(item.duration_us) if item is not None and item.duration_us else None,
        "earliest": earliest,
        "is_first": holder == first,
    }


def _stretches(
    connection: Connection, edge: EdgeRow, letters: Mapping[str, str], first: str | None = None
) -> list[Page]:
    """One for each aligned segment; `first` is the side that comes first, a where it is left out."""
    lengths = lengths_of(connection, {edge.a, edge.b})
    turned = first == edge.b
    one, other = (edge.b, edge.a) if turned else (edge.a, edge.b)
    made: list[Page] = []
    for segment in queries.segments_of(edge):
        spans: tuple[Any, Any] = (segment["a"], segment["b"])
        ours, theirs = spans[::-1] if turned else spans
        made.append(
            {
                "kind": edge.kind,
                "a_letter": letters[one],
                "b_letter": letters[other],
                "a_name": queries.short_name(connection, one),
                "b_name": queries.short_name(connection, other),
                "a": ours,
                "b": theirs,
                "a_bar": bar(ours, lengths.get(one)),
                "b_bar": bar(theirs, lengths.get(other)),
                "speed": segment["speed"],
                "mirrored": segment["mirrored"],
            }
        )
    return made


def _passages(connection: Connection, edges: Sequence[EdgeRow]) -> list[Page]:
    made: list[Page] = []
    for edge in edges:
        if edge.kind != "same_story":
            continue
        query = select(schema.text.c.holder, schema.text.c.body).where(schema.text.c.holder.in_([edge.a, edge.b]))
        bodies: dict[str, str] = {row.holder: row.body for row in connection.execute(query)}
        for a_from, a_to, b_from, b_to, words, *_ in json.loads(edge.facts)["passages"][:6]:
            made.append(
                {
                    "a_name": queries.short_name(connection, edge.a),
                    "b_name": queries.short_name(connection, edge.b),
                    "a": _around(bodies.get(edge.a, ""), a_from, a_to),
                    "b": _around(bodies.get(edge.b, ""), b_from, b_to),
                    "words": words,
                }
            )
    return made[:STRETCHES]


def _around(body: str, start: int, end: int) -> list[str]:
    """What stands before, the passage, and what stands after: whole words, with … where the text goes on."""
    before, after = body[max(0, start - AROUND) : start], body[end : end + AROUND]
    if start > AROUND:
        before = "… " + (before.partition(" ")[2] or before)
    if end + AROUND < len(body):
        after = (after.rpartition(" ")[0] or after) + " …"
    return [before, body[start:end], after]
