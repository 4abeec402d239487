"""The family tree on the page of a family: its drawing, the evidence of each link drawn, and the list of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection, Row, and_, or_, select

from stemmata.case import queries, schema
from stemmata.lineage.stemma import Descent, Sureness
from stemmata.model.span import TextSpan
from stemmata.pipeline.proofs import PROVABLE
from stemmata.publish import sign_words
from stemmata.publish.figures import per_cent, stretch
from stemmata.publish.stemma_case import Tree
from stemmata.publish.stemma_draw import STEPS, TIME, drawing_of, keys_of, notes_of
from stemmata.publish.stemma_drawing import BoxKind, Drawing
from stemmata.publish.stemma_sentences import (
    class_word,
    conflict_sentence,
    omega_sentence,
    told,
)
from stemmata.publish.stemma_shape import strength
from stemmata.publish.stemma_svg import OnPage, stemma_svg
from stemmata.publish.stemma_words import of
from stemmata.publish.unheld_words import unheld_name
from stemmata.web.proof import proof_of
from stemmata.web.words import word

LISTED = 200
"""Witnesses in the list of one page."""
SHRUNK_TO_FIT = 860
"""Drawings up to so many pixels wide are made to fit their card; wider ones keep their size and scroll."""
SYMBOLS = {
    Sureness.PROVEN: "l-proven",
    Sureness.LIKELY: "l-likely",
    Sureness.NEAREST_KIN: "l-kin",
    Sureness.NONE: "l-none",
}
MARK_SYMBOLS = {"proves": "i-ok", "found": "i-ok", "against": "i-back", "silent": "i-part", "assumed": "i-unk"}
LACKS = 3
PILED = 50
"""Files of a pile that are asked for a pair to show, and named in its list; the rest are counted."""

Page = dict[str, object]
TableRow = Row[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a family's page. at: a witness's id; start: where the list begins."""

    language: str = "en"
    axis: str = STEPS
    at: str | None = None
    start: int = 0


def token(letter: str) -> str:
    """A letter as a part of an address: ω is written o."""
    return letter.replace("ω", "o")


def tree_part(connection: Connection, tree: Tree, asked: Asked, letters: Mapping[str, str], family: TableRow) -> Page:
    """`letters`: of holders, as the rest of the page has them. `family`: its row. Stories have no pictures."""
    axis = TIME if asked.axis == TIME else STEPS
    focus = asked.at if asked.at in tree.letters else None
    drawing = drawing_of(tree, axis=axis, focus=focus, right_to_left=asked.language == "ar")
    shown = [box.id for box in drawing.boxes if box.kind is not BoxKind.FOLDED]
    selected = focus or _first(tree, shown)
    rows = tree.shape.order[asked.start : asked.start + LISTED]
    links: dict[str, list[Descent]] = {}
    for link in tree.stemma.descents:
        links.setdefault(link.child, []).append(link)
    for found in links.values():
        found.sort(key=strength)
    return {
        "svg": Markup(
            _svg(
                tree,
                drawing,
                asked.language,
                selected,
                word("tree_label", asked.language, title=family.title),
                family.kind,
            )
        ),
        "fits": drawing.width <= SHRUNK_TO_FIT,
        "axis": axis,
        "at": focus,
        "keys": _keys(tree, drawing, asked.language),
        "notes": notes_of(tree, drawing, asked.language),
        "panels": [_panel(connection, tree, one, links.get(one, []), letters, asked.language) for one in shown],
        "selected": token(tree.letters[selected]),
        "rows": [_row(connection, tree, one, links.get(one, []), asked.language, one in shown) for one in rows],
        "start": asked.start,
        "next": asked.start + LISTED if asked.start + LISTED < len(tree.shape.order) else None,
        "nodes": len(tree.shape.order),
        "counts": _counts(tree),
        "held": len(tree.shape.held - tree.shape.elsewhere),
        "lost": sum(1 for one in tree.stemma.witnesses if not one.held),
        "conflicts": [conflict_sentence(key, entries, asked.language) for key, entries in tree.stemma.conflicts],
        "answers": _answers(connection, tree, asked.language),
    }


def _counts(tree: Tree) -> dict[str, int]:
    """Links of each class that have a parent, held or not, and witnesses of which nothing held is the parent."""
    apart = tree.shape.elsewhere
    made = {sureness.value: 0 for sureness in Sureness}
    for link in tree.stemma.descents:
        if link.parent is not None:
            made[link.sureness.value] += 1
    made[Sureness.NONE.value] = sum(1 for one in tree.shape.order if tree.shape.slots[one] == 0 and one not in apart)
    return made


def _first(tree: Tree, shown: Sequence[str]) -> str:
    """The surest link of a witness with most files, so that the page opens with evidence and not with its absence."""
    ranks = {link.child: strength(link)[0] for link in reversed(tree.stemma.descents) if link.parent in tree.shape.held}
    return min(shown, key=lambda one: (ranks.get(one, len(Sureness)), -tree.known[one].files, shown.index(one)))


def _svg(tree: Tree, drawing: Drawing, language: str, selected: str, title: str, kind: str) -> str:
    axis = f"&axis={TIME}" if drawing.timed else ""

    def fold(one: str) -> str:
        hidden = _hidden(tree, drawing, one)
        return f"?at={hidden}{axis}#st"

    page = OnPage(
        token=lambda one: token(tree.letters[one]),
        panel=lambda one: f"#ev-{token(tree.letters[one])}",
        fold=fold,
        thumb=(lambda sha256: f"/thumb/{sha256}.jpg") if kind == "footage" else None,
        selected=selected,
    )
    return stemma_svg(tree, drawing, language, title=title, page=page)


def _hidden(tree: Tree, drawing: Drawing, one: str) -> str:
    """The witness that a fold leads to: the first one below `one`, or below none, that is not drawn."""
    shown = {box.id for box in drawing.boxes if box.kind is not BoxKind.FOLDED}
    below = tree.shape.below[one] if one else tree.shape.roots
    found = [child for child in below if child not in shown]
    if found:
        return max(found, key=lambda child: (tree.known[child].files, child))
    return next(child for child in tree.shape.order if child not in shown)


def _keys(tree: Tree, drawing: Drawing, language: str) -> list[Page]:
    made: list[Page] = []
    for key in keys_of(tree, drawing, language):
        symbol = "l-omega-line" if key.from_omega else "l-omega" if key.omega else "l-pile"
        made.append(
            {"text": key.text, "symbol": SYMBOLS[key.sureness] if key.sureness and not key.from_omega else symbol}
        )
    return made


def _panel(
    connection: Connection,
    tree: Tree,
    one: str,
    links: Sequence[Descent],
    letters: Mapping[str, str],
    language: str,
) -> Page:
    """The evidence of all links into one witness, and the files of its pile."""
    known = tree.known[one]
    parents = list(dict.fromkeys(tree.letters[link.parent] for link in links if link.parent is not None))
    return {
        "token": token(tree.letters[one]),
        "letter": tree.letters[one],
        "parents": parents,
        "held": one in tree.shape.held,
        "elsewhere": one in tree.shape.elsewhere,
        "omega": None if one in tree.shape.held else omega_sentence(tree.stemma, one, tree.letters, language),
        "links": [_link(connection, tree, link, letters, language) for link in links],
        "holders": [
            {"holder": holder, "name": queries.short_name(connection, holder)} for holder in known.holders[:PILED]
        ],
        "more_holders": max(0, len(known.holders) - PILED),
        "is_item": known.files > 0,
        "files": known.files,
        "channel": known.channel,
        "platform": known.platform,
        "low": known.low_us,
        "high": known.high_us,
        "stated": known.stated,
    }


def _link(connection: Connection, tree: Tree, link: Descent, letters: Mapping[str, str], language: str) -> Page:
    said = told(tree.stemma, link, tree.letters, language)
    edge = _edge_of(connection, tree, link)
    return {
        "class": class_word(link, language),
        "symbol": SYMBOLS[link.sureness],
        "parent": None if link.parent is None else tree.letters[link.parent],
        "judged": link.judged,
        "sentence": said.sentence,
        "bullets": [
            {
                "symbol": MARK_SYMBOLS[bullet.mark.value],
                "mark": of(sign_words.MARKS[bullet.mark.value], language),
                "text": bullet.text,
            }
            for bullet in said.bullets
        ],
        "more": said.more,
        "proof": None if edge is None else proof_of(edge, letters),
    }


def _edge_of(connection: Connection, tree: Tree, link: Descent) -> TableRow | None:
    """A pair of files of child and parent that were laid over each other, the same each time."""
    if link.parent is None:
        return None
    child, parent = tree.known[link.child].holders[:PILED], tree.known[link.parent].holders[:PILED]
    table = schema.edge.c
    either = or_(and_(table.a.in_(child), table.b.in_(parent)), and_(table.a.in_(parent), table.b.in_(child)))
    provable = and_(table.kind.in_(PROVABLE), table.kind != "same_place", table.segments.is_not(None))
    query = select(schema.edge).where(either, provable).order_by(table.a, table.b, table.kind).limit(1)
    return connection.execute(query).first()


def _row(connection: Connection, tree: Tree, one: str, links: Sequence[Descent], language: str, drawn: bool) -> Page:
    """One line of the list: what the drawing says of a witness, in words."""
    known = tree.known[one]
    return {
        "id": one,
        "token": token(tree.letters[one]),
        "letter": tree.letters[one],
        "drawn": drawn,
        "held": one in tree.shape.held,
        "elsewhere": one in tree.shape.elsewhere,
        "picture": known.picture,
        "holder": known.holders[0] if known.holders else None,
        "is_item": known.files > 0,
        "name": queries.short_name(connection, known.holders[0]) if known.holders else _unheld(tree, one, language),
        "files": known.files,
        "links": [
            {
                "parent": None if link.parent is None else tree.letters[link.parent],
                "class": class_word(link, language),
                "symbol": SYMBOLS[link.sureness],
                "span": _span_word(link, language),
            }
            for link in links
        ],
        "duration": known.duration_us,
        "channel": known.channel,
        "low": known.low_us,
        "high": known.high_us,
        "stated": known.stated,
        "posted": known.posted,
    }


def _unheld(tree: Tree, one: str, language: str) -> str | None:
    """A source that is named and not held."""
    named = tree.named.get(one)
    return None if named is None else unheld_name(named.name, named.texts, language)


def _span_word(link: Descent, language: str) -> str | None:
    if isinstance(link.span, TextSpan):
        return of(sign_words.PASSAGE, language)
    return None if link.span is None else stretch(link.span.start_us, link.span.end_us, language)


def _answers(connection: Connection, tree: Tree, language: str) -> Page:
    """Four answers, each with the letter of its witness; None where it is not known."""
    found = tree.stemma.answers
    letters = {holder: tree.letters[one] for one in reversed(tree.shape.order) for holder in tree.known[one].holders}

    items = {unit.item for one in tree.stemma.witnesses for unit in one.units}

    def item(holder: str | None) -> Page | None:
        if holder is None:
            return None
        name, is_item = queries.short_name(connection, holder), holder in items
        return {"letter": letters.get(holder), "name": name, "holder": holder, "is_item": is_item}

    complete = found.most_complete
    lacks = [] if complete is None else complete.lacks
    return {
        "best_surviving": item(found.best_surviving),
        "most_complete": None if complete is None else item(complete.item),
        "share": None if complete is None else per_cent(complete.share, language),
        "lacks": [
            {
                "letter": letters.get(holder),
                "span": None if span is None else stretch(span.start_us, span.end_us, language),
            }
            for holder, span in lacks[:LACKS]
        ],
        "more_lacks": max(0, len(lacks) - LACKS),
        "highest_quality": item(found.highest_quality),
        "reasons": {
            of_which: [word(f"reason_{key}", language) for key in found.reasons if key.startswith(f"{of_which}_")]
            for of_which in ("best", "complete", "quality", "earliest")
        },
        "earliest": None if found.earliest_dated is None else item(found.earliest_dated[1]),
        "earliest_posting": None if found.earliest_dated is None else found.earliest_dated[0],
    }
