"""The page of a story: two of its texts side by side, what changed between them, and what was decided on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.case.held import roots_kept
from stemmata.case.versions import HeldText, TextLink, in_order, shared_spans, text_links, texts_of
from stemmata.model.canonical import digest_of
from stemmata.model.decision import Decided
from stemmata.pipeline.named_changes import Changes, NamedChange, changes_between
from stemmata.pipeline.stated_values import values_of
from stemmata.publish.figures import plain
from stemmata.publish.stemma_case import kept_tree
from stemmata.publish.stemma_shape import letter
from stemmata.web.family import holder_letters
from stemmata.web.reading import Mark, blocks_of
from stemmata.web.search import READ_AT_ONCE, language_key, time_words
from stemmata.web.values import values_page

TEXTS, LINKS = 500, 60
"""Shown of each on one page; the rest are counted. Any two of the texts can be laid side by side."""
QUOTED = 220
"""Code points of a stretch that the list of changes repeats; the texts above have all of it."""

Page = dict[str, object]


@dataclass(frozen=True, slots=True)
class StoryAsked:
    """Which two texts lie side by side, by holder; None for the first link. `signed`: the entry that was just made."""

    before: str | None = None
    after: str | None = None
    signed: str | None = None


def story_page(connection: Connection, family_id: str, asked: StoryAsked) -> Page | None:
    """None for a family that is no story, or that is not there."""
    family = connection.execute(select(schema.family).where(schema.family.c.id == family_id)).first()
    if family is None or family.kind != "story":
        return None
    texts = texts_of(connection, family_id)
    if not texts:
        return None
    links = text_links(connection, family_id)
    tree = kept_tree(connection, family_id)
    letters = {} if tree is None else holder_letters(tree)
    held = {text.holder: text for text in texts}
    unlettered = [holder for holder in held if holder not in letters]
    letters |= {holder: letter(len(letters) + at) for at, holder in enumerate(unlettered)}
    link = _chosen(held, links, asked)
    roots = roots_kept(connection, family_id)
    page: Page = {
        "family": family,
        "text_count": len(texts),
        "has_tree": tree is not None,
        "roots": roots,
        "texts": [_listed(text, letters[text.holder]) for text in list(held.values())[:TEXTS]],
        "links": [_link(one, letters, link) for one in links[:LINKS] if one.before in held and one.after in held],
        "more_links": max(0, len(links) - LINKS),
        "chosen": link,
        "sides": [],
        "unnamed": None,
        "changes": [],
        "earlier": [],
        "shared": 0,
        "values": values_page(values_of(texts), held, letters),
    }
    if link is None:
        only = next(iter(held.values()))
        return page | {"sides": [_side(only, letters[only.holder], None, letters, [], "text")]}
    return page | _beside(connection, held[link.before], held[link.after], link, letters)


def pair_changes(connection: Connection, family_id: str, before: str, after: str) -> Changes | None:
    """What the page of a story lists for two of its texts; None where they are not both in it."""
    held = {text.holder: text for text in texts_of(connection, family_id)}
    if before == after or before not in held or after not in held:
        return None
    link = _chosen(held, text_links(connection, family_id), StoryAsked(before, after))
    if link is None:
        return None
    return changes_between(connection, held[link.before], held[link.after], link)


def state_seen(change: NamedChange) -> str:
    """A name for what the page says was decided: a form carries it, so that nobody signs over what they did not see."""
    return digest_of([one.id for one in change.verdict.standing])[:16]


def _chosen(held: Mapping[str, HeldText], links: Sequence[TextLink], asked: StoryAsked) -> TextLink | None:
    """The link asked for; a pair that is none lies in the order that was asked. The first link where nothing is."""
    before, after = asked.before, asked.after
    if before in held and after in held and before != after and before is not None and after is not None:
        known = next((link for link in links if (link.before, link.after) == (before, after)), None)
        return known or in_order(held[before], held[after])
    return next((link for link in links if link.before in held and link.after in held), None)


def _beside(
    connection: Connection,
    before: HeldText,
    after: HeldText,
    link: TextLink,
    letters: Mapping[str, str],
) -> Page:
    shared = shared_spans(connection, before.holder, after.holder)
    found = changes_between(connection, before, after, link)
    left = [Mark(start, end, "shared") for start, end, _, _ in shared]
    right = [Mark(start, end, "shared") for _, _, start, end in shared]
    for number, one in enumerate(found.named, start=1):
        if one.before is not None:
            left.append(Mark(*one.before, "gone" if one.after is None else "changed", number))
        if one.after is not None:
            right.append(Mark(*one.after, "new" if one.before is None else "changed", number))
    return {
        "sides": [
            _side(before, letters[before.holder], None, letters, left, "before"),
            _side(after, letters[after.holder], link, letters, right, "after"),
        ],
        "unnamed": None if found.unnamed is None else found.unnamed.value,
        "changes": [_change(number, one, before, after) for number, one in enumerate(found.named, start=1)],
        "earlier": [_decided(one) | {"code": one.change.code.value} for one in found.earlier],
        "shared": len(shared),
    }


def _side(
    text: HeldText,
    own: str,
    link: TextLink | None,
    letters: Mapping[str, str],
    marks: Sequence[Mark],
    side: str,
) -> Page:
    body = text.body[:READ_AT_ONCE]
    parts = [part for part in text.parts if part.end <= len(body)]
    return {
        "side": side,
        "letter": own,
        "holder": text.holder,
        "is_item": text.is_item,
        "name": text.name,
        "title": None if text.headline is not None else text.title,
        "language": text.language,
        "language_key": language_key(text.language),
        "time": time_words(text.time, text.platform),
        "link": None if link is None else _link_word(link),
        "line": {"proven": "l-proven", "likely": "l-likely", "nearest_kin": "l-kin"}.get(
            "" if link is None or link.sureness is None else link.sureness.value
        ),
        "other": None if link is None else letters[link.before],
        "blocks": blocks_of(body, parts, marks),
        "cut": len(text.body) > READ_AT_ONCE,
    }


def _link_word(link: TextLink) -> str:
    if link.sureness is not None:
        return f"link_{link.sureness.value}"
    return "link_time" if link.by_time else "link_none"


def _listed(text: HeldText, own: str) -> Page:
    return {"holder": text.holder, "letter": own, "name": plain(text.title or text.name)[:90]}


def _link(one: TextLink, letters: Mapping[str, str], chosen: TextLink | None) -> Page:
    return {
        "before": letters[one.before],
        "after": letters[one.after],
        "word": _link_word(one),
        "address": f"?before={one.before}&after={one.after}",
        "is_chosen": one == chosen,
    }


def _change(number: int, one: NamedChange, before: HeldText, after: HeldText) -> Page:
    return {
        "number": number,
        "id": one.unit.id,
        "code": one.change.code.value,
        "before": None if one.before is None else _quoted(before, *one.before),
        "after": None if one.after is None else _quoted(after, *one.after),
        "status": "contested" if one.verdict.contested else one.status.value,
        "decided": [_decided(decided) for decided in one.verdict.standing],
        "seen": state_seen(one),
    }


def _quoted(text: HeldText, start: int, end: int) -> Page:
    told = text.body[start:end]
    return {"text": plain(told[:QUOTED]) + (" …" if len(told) > QUOTED else ""), "language": text.language}


def _decided(one: Decided) -> Page:
    value = None if one.decision is None else one.decision.value
    return {"entry": one.id, "value": value, "who": one.who[:16], "when": one.when_us, "reason": one.reason}
