"""The plan of an `add`: what is there, what will not be read, and what it costs, before anything is touched."""

import os
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from stemmata.decode.sniff import HEAD_BYTES, media_of
from stemmata.intake.folder import Found, Survey
from stemmata.intake.readers import Reader, recognise
from stemmata.model.failure import Failure
from stemmata.model.item import Media, Name
from stemmata.model.posting import Posting
from stemmata.model.seams import Worker

ADD_BYTES_PER_SECOND = 80_000_000  # copy + hash + fsync on the slowest disk this was tried on (bench/ingest.py)
ADD_SECONDS_PER_FILE = 0.004
SECONDS_PER_FILE = {Media.IMAGE: 0.35, Media.VIDEO: 0.5, Media.TEXT: 0.05, Media.AUDIO: 0.1, Media.OTHER: 0.04}
FILM_BYTES_PER_SECOND = 400_000
"""Rough rates of one core (bench/firsthour.py prints them): a plan is a plan."""

INDEX_BYTES_PER_FILE = 250_000  # fingerprints, poster and tables, measured on stills and short clips


@dataclass(frozen=True, slots=True)
class Plan:
    files: int
    bytes_total: int
    bytes_needed: int
    bytes_free: int
    by_media: dict[str, int]
    unread: dict[str, int]
    recognised: tuple[str, ...]
    missing: int
    same_name_and_size: int
    cannot_be_received: int
    skipped: int
    seconds_to_add: float
    seconds_to_run: float

    def as_json(self) -> dict[str, object]:
        return {
            "files": self.files,
            "bytes": self.bytes_total,
            "bytes_needed": self.bytes_needed,
            "bytes_free": self.bytes_free,
            "media": self.by_media,
            "unread": self.unread,
            "recognised": list(self.recognised),
            "missing": self.missing,
            "same_name_and_size": self.same_name_and_size,
            "cannot_be_received": self.cannot_be_received,
            "skipped": self.skipped,
            "seconds_to_add": round(self.seconds_to_add),
            "seconds_to_run": round(self.seconds_to_run),
        }


def plan_of(
    survey: Survey, *, held: AbstractSet[tuple[str, int]], free_bytes: int, worker: Worker, cores: int = 1
) -> Plan:
    """`held` are (shown name, size) pairs of the case: a hint for the plan only, since bytes decide at `add`.

    Exports are read in `worker`, to tell what they name that is not here.
    """
    media = Counter(media_of(entry.mime) for entry in survey.entries)
    names = {entry.name.path for entry in survey.entries}
    exports = [_export(entry, reader, worker, names) for entry in survey.entries if (reader := _reader(entry))]
    recognised_files = {export.name for export in exports}
    unread = Counter(
        entry.mime
        for entry in survey.entries
        if media_of(entry.mime) is Media.OTHER and entry.name not in recognised_files
    )
    same = sum(1 for entry in survey.entries if (entry.name.shown, entry.size) in held)
    total = sum(entry.size for entry in survey.entries)
    films = sum(entry.size for entry in survey.entries if media_of(entry.mime) is Media.VIDEO)
    run = sum(SECONDS_PER_FILE[kind] * number for kind, number in media.items()) + films / FILM_BYTES_PER_SECOND
    return Plan(
        files=len(survey.entries),
        bytes_total=total,
        bytes_needed=total + INDEX_BYTES_PER_FILE * len(survey.entries),
        bytes_free=free_bytes,
        by_media={kind.value: number for kind, number in sorted(media.items())},
        unread=dict(sorted(unread.items(), key=lambda pair: (-pair[1], pair[0]))),
        recognised=tuple(export.sentence for export in exports),
        missing=sum(export.missing for export in exports),
        same_name_and_size=same,
        cannot_be_received=len(survey.failures),
        skipped=len(survey.skipped),
        seconds_to_add=total / ADD_BYTES_PER_SECOND + ADD_SECONDS_PER_FILE * len(survey.entries),
        seconds_to_run=run / max(cores, 1),
    )


@dataclass(frozen=True, slots=True)
class _Export:
    name: Name
    sentence: str
    missing: int


def _reader(entry: Found) -> Reader | None:
    if entry.mime != "application/json":
        return None
    with Path(os.fsdecode(entry.path)).open("rb") as source:
        return recognise(entry.mime, source.read(HEAD_BYTES))


def _export(entry: Found, reader: Reader, worker: Worker, names: AbstractSet[bytes]) -> _Export:
    """What an export holds, and how many files it names that are neither beside it nor said to be left out."""
    read = worker.reduce(reader.reducer, os.fsdecode(entry.path))
    where = f"{reader.form}, {entry.name.shown}"
    if isinstance(read, Failure):
        return _Export(entry.name, f"{where}: {read.happened}", 0)
    postings = [posting for posting in reader.postings(read.facts, "") if isinstance(posting, Posting)]
    folder = entry.name.path.rpartition(b"/")[0]
    left_out, absent = 0, 0
    for attachment in (one for posting in postings for one in posting.attachments):
        if attachment.path is None:
            left_out += 1
        else:
            absent += (folder + b"/" + os.fsencode(attachment.path)).lstrip(b"/") not in names
    channels = len({(posting.channel_id, posting.channel_name) for posting in postings})
    counts = f"{channels:,} {'chat' if channels == 1 else 'chats'}, {len(postings):,} messages"
    return _Export(entry.name, f"{where}: {counts}; media left out by the export: {left_out:,}", left_out + absent)
