"""Postings and texts into the tables: read by the reader that recognises them, files resolved by where they lay."""

import json
import posixpath
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from stemmata.case import schema
from stemmata.case.index import Index, set_value
from stemmata.case.search_index import index_texts
from stemmata.decode.body import parts_of_post
from stemmata.decode.text import TEXT, language_of
from stemmata.intake.readers import recognise
from stemmata.model.failure import Code, Failure
from stemmata.model.interval import TimeInterval
from stemmata.model.posting import Posting
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.held_texts import published_time
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.casefolder import CaseFolder

HEAD_BYTES = 4096  # what decode.sniff asks for
POSTING_TEXT = "posting/1"
"""Extraction id of a posting's own text: the reader's version stands in the posting."""


def read_postings(folder: CaseFolder, index: Index, derived: Derived, pool: WorkerPool) -> None:
    """Every posting of every recognised export, replaced as a whole."""
    postings: dict[str, Posting] = {}
    failed: list[tuple[str, str, Failure]] = []
    read: list[str] = []
    for sha256, mime in _candidates(index):
        reader = recognise(mime, _head(folder, sha256))
        if reader is None:
            continue
        kept = derived.get(reader.reducer, sha256)
        if kept is None:
            kept = pool.reduce(reader.reducer, str(folder.objects.path(sha256)))
            derived.put(reader.reducer, sha256, kept)
        if isinstance(kept, Failure):
            failed.append((sha256, "", kept))
            continue
        read.append(sha256)
        for found in reader.postings(kept.facts, sha256):
            if isinstance(found, Posting):
                postings.setdefault(found.id, found)
            else:
                failed.append((sha256, found.pointer, found.failure))
    with index.write() as connection:
        _replace(connection, postings, failed, read)


def _candidates(index: Index) -> list[tuple[str, str]]:
    with index.read() as connection:
        rows = connection.execute(
            select(schema.item.c.sha256, schema.item.c.mime)
            .where(schema.item.c.mime.in_(["application/json", "text/plain", "text/html"]))
            .order_by(schema.item.c.sha256)
        )
        return [(row.sha256, row.mime) for row in rows]


def _head(folder: CaseFolder, sha256: str) -> bytes:
    with folder.objects.path(sha256).open("rb") as source:
        return source.read(HEAD_BYTES)


def _replace(
    connection: Connection,
    postings: Mapping[str, Posting],
    failed: Iterable[tuple[str, str, Failure]],
    read: Iterable[str],
) -> None:
    connection.execute(delete(schema.posting))
    connection.execute(delete(schema.posting_item))
    connection.execute(delete(schema.failure).where(schema.failure.c.step == "postings"))
    where_lay = _places(connection)
    held = {row.shown: row.item for row in connection.execute(select(schema.name.c.shown, schema.name.c.item))}
    rows, links = [], []
    for posting_id, posting in sorted(postings.items()):
        rows.append(_row(posting_id, posting))
        for at, attachment in enumerate(posting.attachments):
            item = None
            for folder in where_lay.get(posting.raw_object, []):
                if attachment.path is not None and item is None:
                    item = held.get(posixpath.normpath(posixpath.join(folder, attachment.path)))
            links.append(
                {
                    "posting": posting_id,
                    "position": at,
                    "item": item,
                    "path": attachment.path,
                    "missing": attachment.missing,
                }
            )
    if rows:
        connection.execute(insert(schema.posting), rows)
    if links:
        connection.execute(insert(schema.posting_item), links)
    for sha256, pointer, failure in failed:
        shown = connection.scalar(select(schema.name.c.shown).where(schema.name.c.item == sha256)) or sha256
        connection.execute(
            insert(schema.failure).values(
                item=sha256,
                shown=shown,
                step="postings",
                code=failure.code.value,
                detail=f"{pointer}: {failure.detail}" if pointer else failure.detail,
            )
        )
    for sha256 in read:
        connection.execute(update(schema.item).where(schema.item.c.sha256 == sha256).values(state="read"))
        connection.execute(
            delete(schema.failure).where(schema.failure.c.item == sha256, schema.failure.c.code == Code.NOT_READ.value)
        )


def _places(connection: Connection) -> dict[str, list[str]]:
    """Folders in which each item lay when it was received, as the person's own paths."""
    places: dict[str, list[str]] = {}
    for row in connection.execute(select(schema.name.c.item, schema.name.c.shown).order_by(schema.name.c.shown)):
        places.setdefault(row.item, []).append(posixpath.dirname(row.shown))
    return places


def _row(posting_id: str, posting: Posting) -> dict[str, object]:
    posted, edited, forwarded = posting.posted_at, posting.edited_at, posting.forwarded_from
    return {
        "id": posting_id,
        "platform": posting.platform,
        "channel_id": posting.channel_id,
        "channel_name": posting.channel_name,
        "channel_kind": posting.channel_kind,
        "author_name": posting.author_name,
        "native_id": posting.native_id,
        "url": posting.url,
        "text": posting.text,
        "posted_low_us": posted.low_us if posted else None,
        "posted_high_us": posted.high_us if posted else None,
        "posted_basis": posted.basis.value if posted else None,
        "edited_us": edited.low_us if edited else None,
        "reply_to": posting.reply_to,
        "forwarded_from": forwarded.name if forwarded else None,
        "raw_object": posting.raw_object,
        "pointer": posting.pointer,
        "reader": posting.reader,
        "links": json.dumps(list(posting.links), ensure_ascii=False),
    }


def _published(time: TimeInterval | None) -> dict[str, object]:
    """What a page says of itself; of a posting nothing, since its platform says it."""
    return {
        "published_low_us": None if time is None else time.low_us,
        "published_high_us": None if time is None else time.high_us,
        "published_basis": None if time is None else time.basis.value,
    }


def text_rows(index: Index, derived: Derived) -> None:
    """The texts of items and postings, and which held files a saved page shows; replaced as a whole, and searchable."""
    with index.write() as connection:
        connection.execute(delete(schema.text))
        rows: list[dict[str, object]] = []
        shows: list[tuple[str, str]] = []
        held = {row.shown: row.item for row in connection.execute(select(schema.name.c.shown, schema.name.c.item))}
        places = _places(connection)
        exports = set(connection.scalars(select(schema.posting.c.raw_object)))
        texts = select(schema.item.c.sha256).where(schema.item.c.media == "text").order_by(schema.item.c.sha256)
        for sha256 in connection.scalars(texts).all():
            kept = derived.get(TEXT, sha256)
            if not isinstance(kept, Reduction) or sha256 in exports:
                continue
            facts = kept.facts
            rows.append(
                {
                    "holder": sha256,
                    "item": sha256,
                    "posting": None,
                    "extraction": f"{TEXT.name}:{sha256}",
                    "title": facts.get("title"),
                    "body": str(facts.get("body") or ""),
                    "parts": json.dumps(facts.get("parts") or [], ensure_ascii=False),
                    "language": facts.get("language"),
                    **_published(published_time(str(facts.get("published") or ""))),
                }
            )
            images = facts.get("images")
            for source in images if isinstance(images, list) else []:
                for folder in places.get(sha256, []):
                    item = held.get(posixpath.normpath(posixpath.join(folder, str(source))))
                    if item is not None:
                        shows.append((sha256, item))
        posts = select(schema.posting.c.id, schema.posting.c.text).where(schema.posting.c.text.is_not(None))
        rows.extend(
            {
                "holder": row.id,
                "item": None,
                "posting": row.id,
                "extraction": f"{POSTING_TEXT}:{row.id}",
                "title": None,
                "body": row.text,
                "parts": json.dumps(parts_of_post(row.text), ensure_ascii=False),
                "language": language_of(row.text),
                **_published(None),
            }
            for row in connection.execute(posts.order_by(schema.posting.c.id)).all()
        )
        if rows:
            connection.execute(insert(schema.text), rows)
        set_value(connection, "shown_by_pages", sorted(set(shows)))
        index_texts(connection)
