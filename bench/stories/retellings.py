"""Texts that another person wrote from the annotations of real retellings, before the code that reads them: roots
counted against those that the annotation has, and sources named against those that the texts name."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.rows import row

from stemmata.corroborate.material import case_material
from stemmata.corroborate.roots import Count
from stemmata.lineage.stories import story_families
from stemmata.match.resolving import Holdings, edges_of
from stemmata.match.source_names import Names, key_of
from stemmata.model.declaration import SourceKind
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.told import Part, PartKind, Text
from stemmata.pipeline.relate import passage_relations
from stemmata.pipeline.stories import (
    Telling,
    Told,
    credits_of,
    heard_in,
    own_units,
    shared_words,
    story_stemmata,
    told_by,
)

TEXTS = Path(__file__).parents[1] / "texts" / "retellings" / "texts.jsonl"
HALF_DAY_US = 43_200_000_000
BYLINE = 70
"""Code points of the longest block that is taken for a byline."""


def report(file: Path) -> Iterator[str]:
    if not file.exists():
        yield f"not run: no {file.name}"
        return
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    texts = {str(one["id"]): _text(one) for one in rows}
    holder = {text.holder: name for name, text in texts.items()}
    told = _told(list(texts.values()))[0]
    found = named = right = 0
    for one in rows:
        ours_of = {
            key_of(led.declaration.source)
            for led in told.resolved
            if led.declaration.of.holder == texts[one["id"]].holder
            and led.declaration.kind not in (SourceKind.PERSON, SourceKind.LINK)
        }
        theirs = {key_of(name) for name in one["declares"]}
        found, named, right = found + len(ours_of), named + len(theirs), right + len(ours_of & theirs)
    yield row("sources found are named", right, found)
    yield row("sources named are found", right, named)
    for story in dict.fromkeys(str(one["story"]) for one in rows):
        own = [texts[str(one["id"])] for one in rows if one["story"] == story]
        true = {root for one in rows if one["story"] == story for root in _roots(one)}
        yield from _story(story, own, sorted(true), holder)


def _story(name: str, texts: Sequence[Text], true: Sequence[str], holder: dict[str, str]) -> Iterator[str]:
    told, edges = _told(texts)
    families = story_families(sorted(text.holder for text in texts), (), edges)
    held = {text.holder: text for text in texts}
    own = own_units(held, told)
    material = case_material(
        families, [*edges, *edges_of(told.resolved, Holdings(held))], [], unheld=told.unheld, own=own
    )
    roots = Count(material).whole()
    counted = f"{roots.groups_low} to {roots.groups} groups"
    yield f"{name}: {len(texts)} texts, {len(families)} families by wording, {counted}"
    yield f"  roots by the annotation: {len(true)} ({'; '.join(true)})"
    for one in told.resolved:
        led = holder.get(str(one.holder)) or next((s.name for s in told.unheld if s.key == one.unheld), None)
        if led is not None:
            where = "held" if one.holder else "not held"
            by = f", {one.by.value}" if one.by else ""
            yield f"  {holder[one.declaration.of.holder]} names {one.declaration.source}: {led} ({where}{by})"
    for made in story_stemmata(families, edges, held, told, ()):
        of_witness = {one.id: holder[one.holders[0]] for one in made.witnesses if one.held}
        of_witness |= {one.id: one.named.name for one in made.witnesses if one.named is not None}
        for link in made.descents:
            if link.parent is not None:
                way = "next to" if link.undirected else "from"
                yield f"  {of_witness[link.child]} {way} {of_witness[link.parent]} ({link.sureness.value})"


def _told(texts: Sequence[Text]) -> tuple[Told, list[Any]]:
    held = {text.holder: text for text in texts}
    names = Names.of((), [text.channel for text in texts if text.channel is not None])
    heard = heard_in(Telling(held, {}, names))
    edges = passage_relations(sorted(texts, key=lambda text: text.holder), credits_of(held, heard))
    return told_by(heard, Holdings(held, shared_words(edges))), edges


def _text(one: dict[str, Any]) -> Text:
    """Blocks between blank lines: the first is the headline, a short one after it says who wrote it, where and when."""
    parts, start = [], 0
    for at, block in enumerate(str(one["text"]).split("\n\n")):
        kind = PartKind.HEADLINE if at == 0 else PartKind.PARAGRAPH
        if at == 1 and len(block) <= BYLINE:
            kind = PartKind.BYLINE
        if block:
            parts.append(Part(kind, start, start + len(block)))
        start += len(block) + 2
    holder = f"{int.from_bytes(str(one['id']).encode(), 'big'):064x}"
    when = _dated(one["published"])
    return Text(holder, False, f"text/1:{holder}", one["text"], tuple(parts), one["language"], when, one["outlet"])


def _dated(written: str | None) -> TimeInterval | None:
    """A day, or a month where no day is given; clocks run half a day either way."""
    if written is None:
        return None
    first = date.fromisoformat(written if len(written) == 10 else f"{written}-01")
    last = (
        first if len(written) == 10 else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    )
    start, end = (
        int((datetime.combine(day, datetime.min.time()) - datetime(1970, 1, 1)).total_seconds())
        for day in (first, last)
    )
    return TimeInterval(start * 1_000_000 - HALF_DAY_US, (end + 86_400) * 1_000_000 + HALF_DAY_US, Basis.FILE)


def _roots(one: dict[str, Any]) -> list[str]:
    return [str(root) for root in one["roots"]]
