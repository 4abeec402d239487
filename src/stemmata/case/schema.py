"""The tables of index.db: a projection of the logs and of derived results, rebuilt at will, so never migrated.

Times are integer µs since 1970 UTC, spans integer µs on the item's timeline, JSON columns text, ids hex digests.
"""

from sqlalchemy import DDL, Column, Float, Index, Integer, MetaData, Table, Text
from sqlalchemy.event import listen

SCHEMA_VERSION = 16
"""Raised whenever these tables change: an index of another version is thrown away and rebuilt."""

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

entry = Table(
    "entry",
    metadata,
    Column("id", Text, primary_key=True),
    Column("writer", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("claimed_us", Integer, nullable=False),
    Column("label", Text),
    Column("file_count", Integer),
    Column("body", Text),  # without lists of names of files and persons; null where the body was erased
    Column("refs", Text, nullable=False),  # role -> ids, but for the case's own id: it is the salt of pseudonyms
)

item = Table(
    "item",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("received_us", Integer, nullable=False),  # earliest claimed time of a receive entry that names it
    Column("mime", Text),
    Column("media", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration_us", Integer),
    Column("stream_sha256", Text),
    Column("sidecar_of", Text),
    Column("form", Text),  # as decode.container_form.Form writes itself; null where it was not read
    Column("lock", Text),  # of the worker that read it first, as model.lock.Lock writes itself; null where not known
    Column("state", Text, nullable=False),  # waiting | read | failed | unread
)

name = Table(
    "name",
    metadata,
    Column("item", Text, nullable=False, index=True),
    Column("entry", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("raw", Text),  # hex of the bytes, where they are not UTF-8
    Column("modified_us", Integer),
)
Index("name_shown", name.c.shown)

failure = Table(
    "failure",
    metadata,
    Column("item", Text, index=True),  # null where there are no bytes
    Column("shown", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

claimed = Table(
    "claimed",
    metadata,
    Column("item", Text, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("parser", Text, nullable=False),
    Column("withhold", Integer, nullable=False),
    Column("raw", Text),  # hex digits of what stands in the file; null where the value is all that the parser gave
    Column("zone", Text),  # of a date: utc, offset or unknown (decode.claims); null of what is none
)

mark = Table(
    "mark",
    metadata,
    Column("item", Text, nullable=False, index=True),
    Column("mark", Text, nullable=False),  # a key of decode.mark_table that the bytes bear
)

posting = Table(
    "posting",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("channel_id", Text),
    Column("channel_name", Text),
    Column("channel_kind", Text),
    Column("author_name", Text),
    Column("native_id", Text),
    Column("url", Text),
    Column("text", Text),
    Column("posted_low_us", Integer),
    Column("posted_high_us", Integer),
    Column("posted_basis", Text),
    Column("edited_us", Integer),
    Column("reply_to", Text),
    Column("forwarded_from", Text),
    Column("raw_object", Text, nullable=False),
    Column("pointer", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("links", Text, nullable=False),
)

posting_item = Table(
    "posting_item",
    metadata,
    Column("posting", Text, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("item", Text, index=True),  # null where the export left the file out or it is not held
    Column("path", Text),
    Column("missing", Text),
)

text = Table(
    "text",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("item", Text),
    Column("posting", Text),
    Column("extraction", Text, nullable=False),
    Column("title", Text),
    Column("body", Text, nullable=False),
    Column("parts", Text, nullable=False),
    Column("language", Text),
    Column("published_low_us", Integer),  # as a page says of itself; of a posting null
    Column("published_high_us", Integer),
    Column("published_basis", Text),
)

searched = Table(
    "searched",
    metadata,
    Column("id", Integer, primary_key=True),  # the row of FOUND
    Column("holder", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # of what was indexed: another state is indexed again
)

FOUND = "found"
"""Folded words of names, titles and bodies, for full-text search: SQLite's FTS5, which no Table can describe."""

listen(
    searched,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {FOUND} USING fts5(name, title, body, without_conjunction, "
        'without_article, tokenize = "unicode61 remove_diacritics 0")'  # the folding took the marks off
    ),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("item", Text),
    Column("posting", Text),
    Column("track", Text, nullable=False),
    Column("span", Text),
    Column("region", Text),
)

edge = Table(
    "edge",
    metadata,
    Column("a", Text, nullable=False, index=True),
    Column("b", Text, nullable=False, index=True),
    Column("a_unit", Text, nullable=False),
    Column("b_unit", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("status", Text),
    Column("segments", Text),
    Column("chance", Text),  # {"rate", "comparisons", "expected", "tested_to", "snapshot", "look_alikes"}
    Column("facts", Text, nullable=False),
)

undecided = Table(
    "undecided",
    metadata,
    Column("a", Text, nullable=False),
    Column("b", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # undecided | not_comparable | same_place
    Column("facts", Text, nullable=False),
)

family = Table(
    "family",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # footage | story
    Column("files", Integer, nullable=False),
    Column("postings", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("rank", Integer, nullable=False),  # 1 = look at this first
    Column("groups", Integer, nullable=False),
    Column("groups_low", Integer, nullable=False),
    Column("most_complete", Text),
    Column("coverage", Float),
    Column("highest_quality", Text),
    Column("earliest_posting", Text),
    Column("earliest_item", Text),
)
Index("family_rank", family.c.kind, family.c.rank)

member = Table(
    "member",
    metadata,
    Column("family", Text, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("holder", Text, nullable=False, index=True),
    Column("unit", Text, nullable=False),
)

link = Table(
    "link",
    metadata,
    Column("family", Text, nullable=False, index=True),
    Column("group_name", Text, nullable=False),  # families with one group_name share an origin
)

stemma = Table(
    "stemma",
    metadata,
    Column("family", Text, primary_key=True),
    Column("body", Text, nullable=False),  # as lineage.stemma_json writes it
)

roots = Table(
    "roots",
    metadata,
    Column("key", Text, primary_key=True),  # a family's id, or "case"
    Column("body", Text, nullable=False),  # as corroborate.roots_json writes it
)

declaration = Table(
    "declaration",
    metadata,
    Column("holder", Text, nullable=False, index=True),
    Column("posting", Text),  # the holder again, where it is one
    Column("extraction", Text),
    Column("kind", Text, nullable=False),  # as model.declaration.SourceKind, or "own": found out by the text itself
    Column("source", Text),
    Column("cue", Text),
    Column("start", Integer),  # code points of the body, from the cue to the name; of "own" the sentence
    Column("end", Integer),
    Column("whole", Integer, nullable=False),
    Column("address", Text),
    Column("target", Text, index=True),  # the holder that it leads to
    Column("led_by", Text),  # as model.declaration.ResolvedBy
    Column("unheld", Text, index=True),  # or the key of a source that nobody holds
    Column("certain", Integer, nullable=False),
)

unheld = Table(
    "unheld",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("texts", Integer, nullable=False),  # that name it
)

judgement = Table(
    "judgement",
    metadata,
    Column("entry", Text, primary_key=True),
    Column("said", Text),  # as model.judgement.Said; null where it only takes one back
    Column("one", Text, nullable=False),  # units, by id
    Column("other", Text, nullable=False),
    Column("one_holder", Text, nullable=False, index=True),
    Column("other_holder", Text, nullable=False, index=True),
    Column("one_fields", Text, nullable=False),
    Column("other_fields", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("when_us", Integer, nullable=False),
    Column("reason", Text),  # null where the body was erased
    Column("undoes", Text),
    Column("relied_on", Text),
    Column("state", Text, nullable=False),  # standing | in_conflict | undone
)

sourcing = Table(
    "sourcing",
    metadata,
    Column("entry", Text, primary_key=True),
    Column("said", Text),  # as model.sourcing.Sourced; null where it only takes one back
    Column("units", Text, nullable=False),  # fields of one or two units, in the order in which they were said
    Column("one_holder", Text, nullable=False, index=True),
    Column("other_holder", Text, index=True),  # null where it is said of one unit
    Column("made", Text, nullable=False),  # pseudonym of each person, by the case in which the name was typed
    Column("keys", Text, nullable=False),  # of each, what names from several cases are compared by, or null
    Column("persons", Text, nullable=False),  # pseudonyms as shown: one for each person
    Column("who", Text, nullable=False),
    Column("when_us", Integer, nullable=False),
    Column("reason", Text),  # null where the body was erased
    Column("undoes", Text),
    Column("state", Text, nullable=False),  # standing | in_conflict | undone
)

decision = Table(
    "decision",
    metadata,
    Column("entry", Text, primary_key=True),
    Column("change", Text, nullable=False, index=True),
    Column("parent_holder", Text, nullable=False, index=True),
    Column("child_holder", Text, nullable=False),
    Column("fields", Text, nullable=False),  # as model.decision.UnitChange
    Column("decision", Text),  # confirmed | rejected; null where it only takes others back
    Column("who", Text, nullable=False),
    Column("when_us", Integer, nullable=False),
    Column("reason", Text),  # null where the body was erased
    Column("undoes", Text, nullable=False),
)

task = Table(
    "task",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # as model.task.TaskKind
    Column("entries", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("since_us", Integer, nullable=False),
)

spread = Table(
    "spread",
    metadata,
    Column("family", Text, primary_key=True),
    Column("body", Text, nullable=False),  # corroborate.spread.Spread as JSON
)

progress = Table(
    "progress",
    metadata,
    Column("step", Text, primary_key=True),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("updated_us", Integer, nullable=False),
)

signed = Table(
    "signed",
    metadata,
    Column("item", Text, primary_key=True),
    Column("manifest", Text, index=True),  # its label; null where none was read
    Column("body", Text, nullable=False),  # as model.signed.Signed.to_json
)

event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("rank", Integer, nullable=False, index=True),  # 1 = most recordings
    Column("recordings", Integer, nullable=False),
    Column("body", Text, nullable=False),  # case.events.Event as JSON
)

event_clip = Table(
    "event_clip",
    metadata,
    Column("event", Text, nullable=False, index=True),
    Column("item", Text, nullable=False, index=True),
)

RELATIONS = (unit, edge, undecided, family, member, link, stemma, roots, spread, declaration, unheld, event, event_clip)
"""What matching writes, replaced as a whole in one transaction."""
