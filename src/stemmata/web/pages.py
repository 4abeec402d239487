"""What each page shows, as plain values from the tables."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import queries, schema
from stemmata.case.index import Index
from stemmata.model.failure import Code, Failure
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.filters import clock

PER_PAGE = 100
MEMBERS = 200
"""Members shown of one group; the rest are counted. Beyond that a list serves better than a page."""
STRETCHES = 60

Page = dict[str, object]


class Pages:
    """Questions of the pages to one case."""

    def __init__(self, case: CaseFolder, index: Index) -> None:
        self.case, self.index = case, index

    def frame(self, connection: Connection) -> Page:
        """What stands on every page: the case's name, counts for the rail, and whether numbers can still change."""
        answer = self._answer()
        return {
            "case_name": self.case.name,
            "answer_numbers": answer,
            "history_count": queries.count(connection, schema.entry),
            "failure_count": queries.count(connection, schema.failure),
            "progress": queries.progress(connection),
        }

    def _answer(self) -> Mapping[str, object]:
        kept = self.index.value("answer")
        return kept if isinstance(kept, dict) else {}

    def answer(self, connection: Connection) -> Page:
        first = [self._card(connection, row) for row in queries.shortlist(connection, 6)]
        return {"shortlist": first, "failures": queries.failure_rows(connection, 4)}

    def _card(self, connection: Connection, row: Row[tuple[Any, ...]]) -> Page:
        holder = connection.scalar(
            select(schema.member.c.holder).where(schema.member.c.family == row.id).order_by(schema.member.c.position)
        )
        return {
            "id": row.id,
            "kind": row.kind,
            "title": row.title,
            "files": row.files,
            "postings": row.postings,
            "picture": (row.highest_quality or holder) if row.kind == "footage" else None,
        }

    def families(self, connection: Connection, kind: str, after: int) -> Page:
        rows = queries.family_page(connection, kind, after, PER_PAGE + 1)
        cards = [self._card(connection, row) for row in rows[:PER_PAGE]]
        return {"kind": kind, "cards": cards, "next": rows[PER_PAGE - 1].rank if len(rows) > PER_PAGE else None}

    def family(self, connection: Connection, family_id: str) -> Page | None:
        row = connection.execute(select(schema.family).where(schema.family.c.id == family_id)).first()
        if row is None:
            return None
        member = schema.member.c
        holders = list(
            connection.scalars(
                select(member.holder).distinct().where(member.family == family_id).order_by(member.holder)
            )
        )
        shown = holders[:MEMBERS]
        edges = queries.edges_among(connection, shown)
        members = [self._member(connection, holder, edges) for holder in shown]
        stretches = [stretch for edge in edges for stretch in self._stretches(connection, edge)]
        return {
            "family": row,
            "members": members,
            "more": len(holders) - len(shown),
            "stretches": stretches[:STRETCHES],
            "more_stretches": max(0, len(stretches) - STRETCHES),
            "passages": self._passages(connection, edges) if row.kind == "story" else [],
            "highest": self._name(connection, row.highest_quality),
            "earliest": self._posting(connection, row.earliest_posting),
            "file_count": sum(len(queries.names_of(connection, holder)) for holder in shown),
        }

    def _name(self, connection: Connection, holder: str | None) -> str | None:
        return None if holder is None else queries.short_name(connection, holder)

    def _posting(self, connection: Connection, posting: str | None) -> Page | None:
        if posting is None:
            return None
        row = connection.execute(select(schema.posting).where(schema.posting.c.id == posting)).first()
        return (
            None
            if row is None
            else {
                "channel": row.channel_name or row.platform,
                "platform": row.platform,
                "low": row.posted_low_us,
                "high": row.posted_high_us,
                "text": row.text,
            }
        )

    def _member(self, connection: Connection, holder: str, edges: Sequence[Row[tuple[Any, ...]]]) -> Page:
        item = connection.execute(select(schema.item).where(schema.item.c.sha256 == holder)).first()
        text = connection.execute(select(schema.text).where(schema.text.c.holder == holder)).first()
        posts = queries.postings_with(connection, holder) if item is not None else []
        mine = [edge for edge in edges if holder in (edge.a, edge.b)]
        kinds = sorted({edge.kind for edge in mine})
        own = self._posting(connection, holder) if item is None else None
        return {
            "holder": holder,
            "item": item,
            "name": queries.short_name(connection, holder),
            "names": len(queries.names_of(connection, holder)) or 1,
            "kinds": kinds,
            "with": [queries.short_name(connection, edge.b if edge.a == holder else edge.a) for edge in mine[:1]],
            "span": clock(item.duration_us) if item is not None and item.duration_us else None,
            "earliest": self._posting(connection, posts[0].id) if posts else own,
            "title": text.title if text is not None else None,
        }

    def _stretches(self, connection: Connection, edge: Row[tuple[Any, ...]]) -> list[Page]:
        lengths = []
        for holder in (edge.a, edge.b):
            row = connection.execute(select(schema.item.c.duration_us).where(schema.item.c.sha256 == holder)).first()
            lengths.append(row.duration_us if row is not None and row.duration_us else None)
        if edge.kind not in {"same_footage", "same_picture_part", "same_stream", "same_place"}:
            return []
        return [
            {
                "kind": edge.kind,
                "a_name": queries.short_name(connection, edge.a),
                "b_name": queries.short_name(connection, edge.b),
                "a": segment["a"],
                "b": segment["b"],
                "a_bar": _bar(segment["a"], lengths[0]),
                "b_bar": _bar(segment["b"], lengths[1]),
                "speed": segment["speed"],
                "mirrored": segment["mirrored"],
            }
            for segment in queries.segments_of(edge)
        ]

    def _passages(self, connection: Connection, edges: Sequence[Row[tuple[Any, ...]]]) -> list[Page]:
        made: list[Page] = []
        for edge in edges:
            if edge.kind != "same_story":
                continue
            bodies = {
                row.holder: row.body
                for row in connection.execute(select(schema.text).where(schema.text.c.holder.in_([edge.a, edge.b])))
            }
            for a0, a1, b0, b1, words in json.loads(edge.facts)["passages"][:6]:
                made.append(
                    {
                        "a_name": queries.short_name(connection, edge.a),
                        "b_name": queries.short_name(connection, edge.b),
                        "a": _around(bodies.get(edge.a, ""), a0, a1),
                        "b": _around(bodies.get(edge.b, ""), b0, b1),
                        "words": words,
                    }
                )
        return made[:STRETCHES]

    def items(self, connection: Connection, after: str) -> Page:
        table = schema.item
        query = select(table).where(table.c.sha256 > after).order_by(table.c.sha256).limit(PER_PAGE + 1)
        rows = connection.execute(query).all()
        cards = [{"row": row, "name": queries.short_name(connection, row.sha256)} for row in rows[:PER_PAGE]]
        return {"cards": cards, "next": rows[PER_PAGE - 1].sha256 if len(rows) > PER_PAGE else None}

    def item(self, connection: Connection, sha256: str) -> Page | None:
        row = connection.execute(select(schema.item).where(schema.item.c.sha256 == sha256)).first()
        if row is None:
            return None
        claimed = schema.claimed
        kin = []
        for edge in queries.edges_of(connection, sha256)[:MEMBERS]:
            other = edge.b if edge.a == sha256 else edge.a
            is_item = connection.scalar(select(schema.item.c.sha256).where(schema.item.c.sha256 == other)) is not None
            kin.append(
                {"kind": edge.kind, "other": other, "name": queries.short_name(connection, other), "is_item": is_item}
            )
        failed = schema.failure.c
        query = select(schema.failure).where(failed.item == sha256).order_by(failed.step)
        return {
            "item": row,
            "name": queries.short_name(connection, sha256),
            "names": queries.names_of(connection, sha256),
            "entries": [
                {"row": entry, "body": json.loads(entry.body) if entry.body else None}
                for entry in queries.entries_of(connection, sha256)
            ],
            "claimed": connection.execute(
                select(claimed).where(claimed.c.item == sha256).order_by(claimed.c.position)
            ).all(),
            "kin": kin,
            "families": queries.families_of(connection, sha256),
            "posts": queries.postings_with(connection, sha256)[:20],
            "item_failures": [
                queries.FailureRow(entry.item, entry.shown, Failure(Code(entry.code), entry.detail))
                for entry in connection.execute(query)
            ],
        }

    def failures(self, connection: Connection) -> Page:
        return {"rows": queries.failure_rows(connection, 2000)}

    def history(self, connection: Connection, after: int) -> Page:
        table = schema.entry
        query = select(table).order_by(table.c.claimed_us, table.c.id).offset(after).limit(PER_PAGE + 1)
        rows = connection.execute(query).all()
        return {
            "entries": [{"row": row, "body": json.loads(row.body) if row.body else None} for row in rows[:PER_PAGE]],
            "next": after + PER_PAGE if len(rows) > PER_PAGE else None,
        }

    def search(self, connection: Connection, asked: str) -> Page:
        """Names and texts that contain the words asked for, as written."""
        if not asked.strip():
            return {"asked": asked, "found": []}
        like = "%" + asked.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        name, text = schema.name.c, schema.text.c
        by_name = connection.execute(
            select(name.item, name.shown).where(name.shown.like(like, escape="\\")).order_by(name.shown).limit(PER_PAGE)
        )
        found = [{"holder": row.item, "is_item": True, "shown": row.shown} for row in by_name]
        by_text = connection.execute(
            select(text.holder, text.item, text.body)
            .where(text.body.like(like, escape="\\"))
            .order_by(text.holder)
            .limit(PER_PAGE)
        )
        for row in by_text:
            at = row.body.find(asked.strip())
            found.append(
                {"holder": row.holder, "is_item": row.item is not None, "shown": row.body[max(0, at - 60) : at + 120]}
            )
        return {"asked": asked, "found": found}


def _bar(span: object, length: int | None) -> list[float] | None:
    """Start and width of a stretch in a ribbon of 200."""
    if not isinstance(span, list) or not length:
        return None
    return [round(200 * span[0] / length, 1), round(max(1.5, 200 * (span[1] - span[0]) / length), 1)]


def _around(body: str, start: int, end: int) -> list[str]:
    return [body[max(0, start - 90) : start], body[start:end], body[end : end + 90]]
