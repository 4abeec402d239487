"""What each page shows, as plain values from the tables."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import queries, schema
from stemmata.case.custody import history_of, proposals
from stemmata.case.index import Index
from stemmata.case.restricted import restricted
from stemmata.case.written import marks_of
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.errors import ObjectDamaged, ObjectMissing
from stemmata.model.failure import Code, Failure
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.events import heard_with
from stemmata.web.family import family_page
from stemmata.web.recorded import records_in_family, records_of_case
from stemmata.web.review import pairs_waiting
from stemmata.web.roots import beside_roots, case_roots, family_roots
from stemmata.web.signed import signed_card
from stemmata.web.spread import spread_of
from stemmata.web.stemma import Asked

PER_PAGE = 100
CHECKED_BYTES = 500_000_000
"""An item up to this size is read again whenever its page is opened: about a second."""
KIN = 200
"""Kin named on the page of one item; a family's page has them all."""

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
            "task_count": queries.count(connection, schema.task),
            "review_count": pairs_waiting(connection),
            "failure_count": queries.count(connection, schema.failure),
            "progress": queries.progress(connection),
            "unseen": restricted(connection),
        }

    def is_closed(self, connection: Connection) -> bool:
        """Whether the case takes no entry; headers of the logs are read only where a closing was ever signed."""
        entry = schema.entry.c
        closing = connection.execute(select(entry.id).where(entry.type == "close").limit(1)).first()
        return closing is not None and self.case.is_closed()

    def _answer(self) -> Mapping[str, object]:
        kept = self.index.value("answer")
        return kept if isinstance(kept, dict) else {}

    def answer(self, connection: Connection, language: str) -> Page:
        first = [self._card(connection, row) for row in queries.shortlist(connection, 6)]
        return {
            "shortlist": first,
            "failures": queries.failure_rows(connection, 4),
            "roots": case_roots(connection, language),
            "records": records_of_case(connection),
        }

    def _card(self, connection: Connection, row: Row[tuple[Any, ...]]) -> Page:
        stemma = schema.stemma
        holder = connection.scalar(
            select(schema.member.c.holder).where(schema.member.c.family == row.id).order_by(schema.member.c.position)
        )
        return {
            "id": row.id,
            "kind": row.kind,
            "title": row.title,
            "has_tree": connection.scalar(select(stemma.c.family).where(stemma.c.family == row.id)) is not None,
            "files": row.files,
            "postings": row.postings,
            "picture": (row.highest_quality or holder) if row.kind == "footage" else None,
        }

    def families(self, connection: Connection, kind: str, after: int) -> Page:
        rows = queries.family_page(connection, kind, after, PER_PAGE + 1)
        cards = [self._card(connection, row) for row in rows[:PER_PAGE]]
        return {"kind": kind, "cards": cards, "next": rows[PER_PAGE - 1].rank if len(rows) > PER_PAGE else None}

    def family(self, connection: Connection, family_id: str, asked: Asked) -> Page | None:
        page = family_page(connection, family_id, asked)
        if page is None:
            return None
        return page | {
            "spread": spread_of(connection, family_id),
            "roots": family_roots(connection, family_id, asked.language),
            "beside": beside_roots(connection, family_id, asked.language),
            "records": records_in_family(connection, family_id),
        }

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
        names = queries.names_of(connection, sha256)
        kin = []
        edges = [edge for edge in queries.edges_of(connection, sha256) if edge.kind != "same_event"]
        for edge in edges[:KIN]:
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
            "names": names,
            "marks": marks_of(connection, sha256, names),
            "entries": [
                {"row": entry, "body": json.loads(entry.body) if entry.body else None}
                for entry in queries.entries_of(connection, sha256)
            ],
            "since": [one for one in history_of(connection, sha256) if one.type != CustodyEvent.RECEIVE],
            "claimed": connection.execute(
                select(claimed).where(claimed.c.item == sha256).order_by(claimed.c.position)
            ).all(),
            "kin": kin,
            "heard_with": heard_with(connection, [sha256]),
            "integrity": self._integrity(row),
            "signed": signed_card(connection, sha256),
            "families": queries.families_of(connection, sha256),
            "posts": queries.postings_with(connection, sha256)[:20],
            "item_failures": [
                queries.FailureRow(entry.item, entry.shown, Failure(Code(entry.code), entry.detail))
                for entry in connection.execute(query)
            ],
        }

    def _integrity(self, item: Row[tuple[Any, ...]]) -> str:
        """ok, failed or unchecked: the bytes held, read now, against the name that the entry signed."""
        if item.bytes > CHECKED_BYTES:
            return "unchecked"
        try:
            self.case.objects.verify(item.sha256)
        except (ObjectMissing, ObjectDamaged):
            return "failed"
        except OSError:
            return "unchecked"
        return "ok"

    def failures(self, connection: Connection) -> Page:
        return {"rows": queries.failure_rows(connection, 2000)}

    def history(self, connection: Connection, after: int) -> Page:
        table = schema.entry
        query = select(table).order_by(table.c.claimed_us, table.c.id).offset(after).limit(PER_PAGE + 1)
        rows = connection.execute(query).all()
        waiting = proposals(connection)
        return {
            "entries": [{"row": row, "in_force": waiting.get(row.id)} for row in rows[:PER_PAGE]],
            "next": after + PER_PAGE if len(rows) > PER_PAGE else None,
        }
