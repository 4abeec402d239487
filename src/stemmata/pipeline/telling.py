"""The texts of a case as they are asked for their sources, and what their answers can lead to."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.decode.text import TEXT
from stemmata.lineage.posted import Posted
from stemmata.match.addresses import address_of
from stemmata.match.calendar import day_of
from stemmata.match.declared import Link
from stemmata.match.described import Carried
from stemmata.match.resolving import Holdings
from stemmata.match.source_names import Names
from stemmata.model.item import Media
from stemmata.model.seams import Reduction
from stemmata.model.told import Text
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.stories import Telling

SHOWS = (Media.IMAGE.value, Media.VIDEO.value, Media.AUDIO.value)


def telling_of(posts: Mapping[str, Posted], texts: Iterable[Text], derived: Derived) -> Telling:
    """`texts` as pipeline.held_texts gives them. A posting goes by the name of its channel where that is public, and by
    none where it may be a person's; its time counts where nothing contradicts it."""
    own: dict[str, Text] = {}
    links: dict[str, list[Link]] = {}
    for text in texts:
        if text.posting:
            post = posts[text.holder]
            own[text.holder] = replace(text, channel=post.name, published=post.dated)
            links[text.holder] = [Link(address) for address in post.links]
        else:
            kept = derived.get(TEXT, text.holder)
            facts: Mapping[str, object] = kept.facts if isinstance(kept, Reduction) else {}
            own[text.holder] = text
            links[text.holder] = [*_links(facts.get("links")), *_links(facts.get("embeds"))]
    channels = {post.name for post in posts.values() if post.name is not None}
    outlets = {text.channel for text in own.values() if text.channel is not None and not text.posting}
    return Telling(own, links, Names.of(channels, outlets))


def _links(rows: object) -> list[Link]:
    """Addresses, with the place in the body that they stand on where that is known."""
    made = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, str):
            made.append(Link(row))
        elif isinstance(row, dict) and isinstance(row.get("url"), str):
            span = row.get("span")
            made.append(Link(row["url"], *span) if isinstance(span, list) else Link(row["url"]))
    return made


def holdings_of(
    connection: Connection,
    posts: Mapping[str, Posted],
    texts: Mapping[str, Text],
    shared: Mapping[tuple[str, str], int],
) -> Holdings:
    """What declarations can lead to; `shared` as of pipeline.stories.shared_words."""
    item, name, post = schema.item.c, schema.name.c, schema.posting.c
    names: dict[str, set[str]] = {}
    for sha256, shown in connection.execute(select(name.item, name.shown)):
        names.setdefault(posixpath.basename(shown).casefold(), set()).add(sha256)
    numbered = select(post.platform, post.channel_id, post.native_id, post.id)
    numbers = {
        (str(platform), str(channel), str(number)): str(posting)
        for platform, channel, number, posting in connection.execute(numbered)
        if channel is not None and number is not None
    }
    return Holdings(
        texts,
        shared,
        {address_of(post.url): post.id for post in posts.values() if post.url is not None},
        numbers,
        {shown: frozenset(held) for shown, held in names.items()},
        frozenset(connection.scalars(select(item.sha256).where(item.media.in_(SHOWS)))),
    )


def carried_of(posts: Iterable[Posted], footage: frozenset[str]) -> list[Carried]:
    """Postings of public channels that carry a picture, film or sound (`footage`, by item), with the day on which they
    were posted."""
    made = []
    for post in posts:
        at = post.dated
        if post.name is None or at is None or at.low_us is None or not footage.intersection(post.items):
            continue
        day = day_of(at.low_us)
        if at.high_us is not None and day_of(at.high_us) == day:
            made.append(Carried(post.id, post.name, day))
    return made
