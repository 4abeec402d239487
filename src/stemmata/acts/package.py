"""Files go out of the case with their proofs: the package is whole first, then logged as a copy, then placed."""

import os
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from stemmata import __version__
from stemmata.acts.told import as_told
from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.profile import Profile
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.entry import SALT_BYTES
from stemmata.preserve.evidence import LogEvidence, evidence_of
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.manifest import ManifestRow, manifest_bytes, manifest_references
from stemmata.preserve.package_form import fingerprint
from stemmata.preserve.package_make import seal_package, write_package
from stemmata.preserve.package_output import opened_output, refuse_existing

PACKAGE_ROLE = "package"
"""The role under which a `copy` entry names a package: the SHA-256 of its tag manifest."""


@dataclass(frozen=True, slots=True)
class Packaged:
    """`entry` says that the copy was made. `keys`: log -> fingerprint, which strangers must get by another way."""

    entry: str
    package: str
    files: int
    bytes: int
    keys: dict[str, str]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def package(
    case: CaseFolder,
    items: Collection[str],
    target: Path,
    profile: Profile,
    *,
    recipient: str | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    clock_us: Callable[[], int] = now_us,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Packaged:
    """`items`: SHA-256 of files held. `target`: a folder, or a ZIP where its name says so.

    `recipient` is kept in the case, in the erasable body of the entry, and never in the package. A closed case can be
    packaged: the entry says what left it and changes nothing in it. A crash between entry and placing leaves an entry
    on a package that did not leave: the log rather says too much than too little.

    OutputExists, StoreFull, KeyMissing, CaseBusy, BadRequest for a file that cannot be proved alone, LogDamaged,
    ObjectMissing, ObjectDamaged: then nothing was written but what is swept.
    """
    refuse_existing(target)
    evidence = evidence_of(case, items, openings=profile is Profile.INTERNAL)
    with case.writing(clock_us, even_closed=True) as writer:  # before anything large is copied: is there a key, a log?
        if all(one.log.writer != writer.log.writer for one in evidence):
            evidence.append(LogEvidence(writer.log, writer.log.signed_checkpoint()))
    rows = _rows(evidence, random_bytes)
    body: dict[str, Json] = {
        "recipient": as_told(recipient),
        "profile": profile.value,
        "tool": f"stemmata {__version__}",
    }
    with opened_output(target) as output:
        digest = write_package(case, evidence, profile, output, tick)
        with case.writing(clock_us, even_closed=True) as writer:
            seal_package(output, *writer.sign_package(digest))
            with case.objects.batch() as objects:
                manifest = objects.put_bytes(manifest_bytes(rows))
            references = manifest_references(manifest.sha256, rows) | {PACKAGE_ROLE: [digest]}
            (entry,) = writer.append([Statement(CustodyEvent.COPY.value, references, body)])
        output.place()
    keys = {one.log.writer: fingerprint(public_key_id(one.log.verifier().key)) for one in evidence}
    return Packaged(entry, digest, len(rows), sum(row.size for row in rows), keys)


def _rows(evidence: list[LogEvidence], random_bytes: Callable[[int], bytes]) -> list[ManifestRow]:
    """What was copied, salted like what was received, so that a later package can show one of these copies alone."""
    sizes = {row.row.sha256: row.row.size for one in evidence for entry in one.entries for row in entry.rows}
    rows = [ManifestRow(name, size, random_bytes(SALT_BYTES).hex()) for name, size in sorted(sizes.items())]
    return sorted(rows, key=lambda row: row.salt or "")  # no order that would tell of the others
