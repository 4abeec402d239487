"""What the interchange says of family trees: lineage.jsonl, and the parts of items.jsonl and families.jsonl."""

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.lineage.stemma import Descent, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import sign_to_json, stemma_from_json
from stemmata.model.span import Span, TextSpan
from stemmata.publish.stemma_case import stemma_of

MICRO = 1_000_000

Row = dict[str, object]


def lineage(connection: Connection) -> Iterator[Row]:
    """Family by family, then by child: a row for each unit and each parent of its witness. Where no tree was worked out
    every member stands with class "none", which claims nothing."""
    families = list(connection.scalars(select(schema.family.c.id).order_by(schema.family.c.id)))
    for family in families:
        stemma = stemma_of(connection, family)
        rows = [] if stemma is None else _rows(stemma)
        told = {(row["child"], row["child_unit"]) for row in rows}
        holders = {row["child"] for row in rows}
        member = schema.member.c
        query = select(member.holder, member.unit).where(member.family == family).distinct()
        for holder, unit in connection.execute(query):
            # a witness may have narrower units than the family: its holder is told then
            if (holder, unit) not in told and holder not in holders:
                rows.append(_row(holder, unit, unit, None, None))
        yield from sorted(rows, key=_order)


def parents_held(connection: Connection) -> dict[str, bool | None]:
    """item -> whether a parent of it is held; None where it comes from it or from a sibling that is not held. Items in
    no tree are not in it. A file in several places of trees has a parent where any of them has one."""
    found: dict[str, bool | None] = {}
    for body in connection.scalars(select(schema.stemma.c.body).order_by(schema.stemma.c.family)):
        stemma = stemma_from_json(json.loads(body))
        witnesses = {one.id: one for one in stemma.witnesses}
        for link in stemma.descents:
            state = None if link.undirected or stemma.undirected else _held(link, witnesses)
            for holder in witnesses[link.child].holders:
                found[holder] = _any(found[holder], state) if holder in found else state
    return found


def answers(stemma: Stemma | None) -> Row:
    """The four answers as families.jsonl has them, and what is not held; nothing where there is no tree."""
    if stemma is None:
        return {"most_complete_share": None, "most_complete_lacks": None, "answer_reasons": [], "lost": []}
    complete = stemma.answers.most_complete
    parents: dict[str, list[str]] = {}
    for link in stemma.descents:
        if link.parent is not None:
            parents.setdefault(link.child, []).append(link.parent)
    return {
        "most_complete_share": None if complete is None else complete.share,
        "most_complete_lacks": None
        if complete is None
        else [{"item": holder, "span": _seconds(span)} for holder, span in complete.lacks],
        "answer_reasons": list(stemma.answers.reasons),
        "lost": [
            {
                "node": one.id,
                "parent_nodes": sorted(set(parents.get(one.id, ()))),
                "named": None if one.named is None else one.named.name,
                "named_by": None if one.named is None else one.named.texts,
            }
            for one in stemma.witnesses
            if not one.held
        ],
    }


def _rows(stemma: Stemma) -> list[Row]:
    witnesses = {one.id: one for one in stemma.witnesses}
    return [
        _row(unit.holder, unit.id, link.child, link, witnesses)
        for link in stemma.descents
        for unit in witnesses[link.child].units
    ]


def _row(child: str, unit: str, node: str, link: Descent | None, witnesses: Mapping[str, Witness] | None) -> Row:
    parent = witnesses.get(link.parent) if link is not None and witnesses is not None and link.parent else None
    first = parent.units[0] if parent is not None and parent.units else None
    return {
        "child": child,
        "parent": None if first is None else first.holder,
        "child_unit": unit,
        "parent_unit": None if first is None else first.id,
        "node": node,
        "parent_node": None if link is None else link.parent,
        "class": Sureness.NONE.value if link is None else link.sureness.value,
        "p": None if link is None else link.p,
        "population": None if link is None else link.population,
        "span": None if link is None else _stretch(link.span),
        "undirected": link is not None and link.undirected,
        "judged": False if link is None else link.judged,
        "assumes": [] if link is None else list(link.assumes),
        "evidence": [] if link is None else [sign_to_json(sign) for sign in link.signs],
    }


def _order(row: Row) -> tuple[str, str, str, str, str]:
    span = json.dumps(row["span"])
    return str(row["child"]), str(row["child_unit"]), str(row["node"]), str(row["parent_node"]), span


def _held(link: Descent, witnesses: Mapping[str, Witness]) -> bool | None:
    if link.parent is None or (link.parent in witnesses and not witnesses[link.parent].held):
        return False
    return None if link.sureness is Sureness.NEAREST_KIN else True


def _any(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _stretch(span: Span | TextSpan | None) -> list[float] | list[int] | None:
    """Of a film in seconds, of a text in code points."""
    return [span.start, span.end] if isinstance(span, TextSpan) else _seconds(span)


def _seconds(span: Span | None) -> list[float] | None:
    return None if span is None else [span.start_us / MICRO, span.end_us / MICRO]
