"""Named changes for programs: a row of changes.jsonl for each. Spans are code points of each text's body."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.case.decisions import decisions
from stemmata.case.versions import TextLink, held_texts, in_order, text_links
from stemmata.model.decision import Decided
from stemmata.model.interval import iso_utc
from stemmata.pipeline.named_changes import Changes, NamedChange, changes_between

Row = dict[str, object]


def change_lines(connection: Connection) -> Iterator[Row]:
    """Of every link of every story: where there is a tree, from parent to child; else of every pair that shares a
    passage, in the order of time where that is known. A pair in two stories is written once. Then of every pair on
    which somebody decided, in the order in which that was done, even where nothing links it."""
    family = schema.family.c
    stories = connection.scalars(select(family.id).where(family.kind == "story").order_by(family.id)).all()
    links = {(link.before, link.after): link for story in stories for link in text_links(connection, story)}
    decided = {(one.change.parent.holder, one.change.child.holder) for one in decisions(connection)}
    for before, after in sorted(set(links) | decided):
        texts = {text.holder: text for text in held_texts(connection, [before, after])}
        if len(texts) == 2:
            link = links.get((before, after)) or in_order(texts[before], texts[after])
            yield from change_rows(changes_between(connection, texts[before], texts[after], link))


def change_rows(changes: Changes) -> Iterator[Row]:
    """What is named now, then decisions on what was named before."""
    for one in changes.named:
        yield {
            "change": one.unit.id,
            **_link(changes.link),
            "code": one.change.code.value,
            "from": _side(one, before=True),
            "to": _side(one, before=False),
            "status": one.status.value,
            "in_conflict": one.verdict.contested,
            "named_now": True,
            "decisions": [_decision(decided) for decided in one.verdict.standing],
        }
    for decided in changes.earlier:
        yield {
            "change": decided.change.id,
            **_link(changes.link),
            "code": decided.change.code.value,
            "from": _told(decided, before=True),
            "to": _told(decided, before=False),
            "status": "" if decided.decision is None else decided.decision.value,
            "in_conflict": False,
            "named_now": False,
            "decisions": [_decision(decided)],
        }


def _link(link: TextLink) -> Row:
    return {
        "parent": link.before,
        "child": link.after,
        "order": "stemma" if link.sureness is not None else "time" if link.by_time else "none",
        "class": None if link.sureness is None else link.sureness.value,
    }


def _side(one: NamedChange, *, before: bool) -> Row | None:
    stretch, place = (one.change.before, one.before) if before else (one.change.after, one.after)
    if stretch is None or place is None:
        return None
    return {"part": stretch.part.value, "text": stretch.text, "span": list(place)}


def _told(decided: Decided, *, before: bool) -> Row | None:
    fields = (decided.change.parent if before else decided.change.child).fields()
    span = fields["span"]
    return {"extraction": span[0], "span": span[1:]} if isinstance(span, list) else None


def _decision(decided: Decided) -> Row:
    return {
        "entry": decided.id,
        "who": decided.who,
        "when": iso_utc(decided.when_us),
        "value": None if decided.decision is None else decided.decision.value,
        "reason": decided.reason,
    }
