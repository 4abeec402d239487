"""What a case can prove of some files: the entries that received them, each with its place in a signed state, and the
one row of its manifest that names the file.

Nothing else of the batch comes along: not its other rows, nor its names. An opening (a file's name, what was told) is
taken only where it is asked for, and only where it is what the entry committed to.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.errors import BadRequest
from stemmata.model.keyring import Keyring, Place
from stemmata.preserve import note, receive_entry
from stemmata.preserve.anchor_entry import Anchor, anchors_of
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import Log, LoggedEntry
from stemmata.preserve.manifest import (
    ROLE,
    ROWS_ROLE,
    TOLD_ROLE,
    ManifestRow,
    commitment,
    manifest_references,
    opening,
    read_manifest,
    row_hashes,
)
from stemmata.preserve.proof_file import ConsistencyProof, InclusionProof, prove_consistency, prove_inclusion
from stemmata.preserve.receive_entry import told_opening
from stemmata.preserve.row_proof import RowProof, prove_row

KINDS = {
    CustodyEvent.RECEIVE.value: "originals",
    CustodyEvent.REDACT.value: "redacted",
    CustodyEvent.DERIVE.value: "redacted",
}
"""Type of entry -> the folder below data/ whose files its rows prove."""

# fmt: off
SUFFIXES = frozenset((
    ".3gp", ".aac", ".amr", ".avi", ".avif", ".bmp", ".flac", ".gif", ".heic", ".htm", ".html", ".jpeg", ".jpg",
    ".json", ".m4a", ".m4v", ".md", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg", ".mpg", ".mts", ".ogg", ".opus", ".pdf",
    ".png", ".srt", ".tif", ".tiff", ".txt", ".vtt", ".wav", ".webm", ".webp", ".wmv",
))
# fmt: on
"""Endings that a file in a package may keep: none that a system would run."""


@dataclass(frozen=True, slots=True)
class ProvedRow:
    row: ManifestRow
    proof: RowProof
    name: bytes | None
    """The opening of its name commitment; None where it was not asked for, or was erased."""
    suffix: str
    """The usual ending of such a file, ".mp4", taken from its name; empty where that has no usual one."""


@dataclass(frozen=True, slots=True)
class ProvedEntry:
    """`kind`: the folder below data/ in which its files lie."""

    kind: str
    leaf: bytes
    claimed_us: int
    proof: InclusionProof
    rows: tuple[ProvedRow, ...]
    told: bytes | None


@dataclass(frozen=True, slots=True)
class Anchored:
    """A state of the log that an outside time stamp covers, and so every entry below `size`.

    `stamps`: one, and those made over it later. `consistency`: to the package's state, None where it is the same.
    """

    size: int
    stamps: tuple[Anchor, ...]
    consistency: ConsistencyProof | None

    @property
    def time_us(self) -> int:
        return self.stamps[0].stamp.time_us


@dataclass(slots=True)
class LogEvidence:
    """A log's state, as it was signed, and what it proves."""

    log: Log
    signed: bytes
    entries: list[ProvedEntry] = field(default_factory=list)
    anchors: list[Anchored] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    entry: LoggedEntry
    rows: tuple[ProvedRow, ...]


def evidence_of(case: CaseFolder, items: Collection[str], keys: Keyring, *, openings: bool) -> list[LogEvidence]:
    """Of every log that received one of these files, in the order of their names. `keys`: those of the case.

    BadRequest for a file that only entries of an earlier version name, which cannot prove one file without the rest of
    the batch, or that were signed after their key was ended. LogDamaged, ObjectMissing, ObjectDamaged.
    """
    wanted, proved, made, anchors = frozenset(items), set[str](), [], anchors_of(case)
    for log in case.logs():
        signed = log.signed_checkpoint()
        size = log.check(signed).size
        received = _received(case, log, wanted, openings)
        found = [one for one in received if one.entry.index < size and not keys.is_past(_place(one.entry))]
        if not found:
            continue
        proved |= {row.row.sha256 for one in found for row in one.rows}
        entries = list(_proved(log, signed, size, found, openings))
        states = _anchored_states(anchors, log, size)
        chosen = {_earliest(states, one.proof.index) for one in entries} - {None}
        anchored = [_anchored(log, signed, size, states[at]) for at in sorted(at for at in chosen if at is not None)]
        made.append(LogEvidence(log, signed, entries, anchored))
    for item in sorted(wanted - proved):
        raise BadRequest(
            f"no entry proves file {item[:12]} alone: an earlier version received it, or a key that was ended by then",
            "add the file in a new case and merge that into this one: then there is an entry that does",
        )
    return made


def _place(entry: LoggedEntry) -> Place:
    return Place(entry.id, entry.author, entry.writer, entry.index)


def _received(case: CaseFolder, log: Log, wanted: frozenset[str], openings: bool) -> Iterator[_Found]:
    for entry in log.entries():
        if entry.type not in KINDS or not set(entry.references) <= {ROLE, ROWS_ROLE, TOLD_ROLE}:
            continue
        manifest = entry.references.get(ROLE, [])
        rows = read_manifest(case.objects, manifest[0]) if len(manifest) == 1 else []
        listed = [index for index, row in enumerate(rows) if row.sha256 in wanted and row.salt is not None]
        if not listed or not manifest_references(manifest[0], rows).items() <= entry.references.items():
            continue
        names, hashes = _names(entry.body), row_hashes(rows)
        yield _Found(entry, tuple(_row(rows[at], prove_row(at, hashes), names.get(at), openings) for at in listed))


def _names(body: Mapping[str, Json] | None) -> Mapping[int, dict[str, Json]]:
    listed = None if body is None else body.get("names")
    return {at: name for at, name in enumerate(listed) if isinstance(name, dict)} if isinstance(listed, list) else {}


def _row(row: ManifestRow, proof: RowProof, name: dict[str, Json] | None, openings: bool) -> ProvedRow:
    opened = None if name is None else _opened(opening(name), row.name)
    if opened is None or name is None:
        return ProvedRow(row, proof, None, "")
    suffix = PurePosixPath(str(name.get("name"))).suffix.lower()
    return ProvedRow(row, proof, opened if openings else None, suffix if suffix in SUFFIXES else "")


def _opened(found: bytes, committed: str | None) -> bytes | None:
    return found if commitment(found) == committed else None


def _proved(log: Log, signed: bytes, size: int, found: list[_Found], openings: bool) -> Iterator[ProvedEntry]:
    proofs = prove_inclusion(log, signed, [one.entry.index for one in found])
    for one, proof in zip(found, proofs, strict=True):
        leaf = next(log.leaves(size, proof.index))
        told = _told(one.entry) if openings else None
        yield ProvedEntry(KINDS[one.entry.type], leaf, one.entry.claimed_us, proof, one.rows, told)


def _anchored_states(anchors: Sequence[Anchor], log: Log, size: int) -> dict[int, tuple[Anchor, ...]]:
    """Size of a stamped state -> its earliest stamp and, of the longest row of stamps over that, each."""
    states: dict[int, tuple[Anchor, ...]] = {}
    firsts = (one for one in anchors if not one.earlier and 0 < one.size <= size and _is_of(log, one))
    for first in sorted(firsts, key=lambda one: one.stamp.time_us):
        row = [first]
        while later := [one for one in anchors if one.signed == first.signed and one.earlier == row[-1].tokens]:
            row.append(later[0])
        states.setdefault(first.size, tuple(row))
    return states


def _is_of(log: Log, anchor: Anchor) -> bool:
    try:
        return anchor.writer == log.writer and own_note(log, anchor.signed) == anchor.signed
    except ValueError:
        return False


def _earliest(states: Mapping[int, tuple[Anchor, ...]], index: int) -> int | None:
    """The stamped state that says earliest that this entry existed."""
    covering = [(row[0].stamp.time_us, size) for size, row in states.items() if size > index]
    return min(covering)[1] if covering else None


def _anchored(log: Log, signed: bytes, size: int, row: tuple[Anchor, ...]) -> Anchored:
    at = row[0].size
    return Anchored(at, row, prove_consistency(log, at, own_note(log, signed)) if at < size else None)


def own_note(log: Log, signed: bytes) -> bytes:
    """The note with the log's own signature only: those of witnesses come and go."""
    verifier = log.verifier()
    text, signature = note.own_signature(signed, verifier)
    return note.with_signature(text, verifier, signature)


def _told(entry: LoggedEntry) -> bytes | None:
    committed = entry.references.get(TOLD_ROLE)
    if entry.body is None or not committed or not set(receive_entry.TOLD_KEYS) <= set(entry.body):
        return None
    return _opened(told_opening(entry.body), committed[0])
