"""Files go out of the case with their proofs: the package is whole first, then logged as a copy, then placed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from stemmata import __version__
from stemmata.acts.named_units import tables
from stemmata.acts.told import as_told
from stemmata.case.restricted import restricted
from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.errors import BadRequest
from stemmata.model.profile import Profile
from stemmata.model.seams import Statement
from stemmata.preserve import redaction_entry
from stemmata.preserve.authority import Authority, authority
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.event_entry import event_statement
from stemmata.preserve.evidence import LogEvidence, evidence_of
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.package_form import fingerprint
from stemmata.preserve.package_make import seal_package, write_package
from stemmata.preserve.package_output import opened_output, refuse_existing
from stemmata.preserve.redaction_entry import redaction_of

PACKAGE_ROLE = "package"
"""The role under which a `copy` entry names a package: the SHA-256 of its tag manifest."""
MOST_NAMED = 900
"""Files in one header: 67 bytes each, below the 65,535 that an entry may have."""


@dataclass(frozen=True, slots=True)
class Packaged:
    """`entries` say that the copy was made. `keys`: log -> fingerprint, which strangers must get by another way."""

    entries: list[str]
    package: str
    files: int
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
    disclosure: Mapping[str, Json] | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    clock_us: Callable[[], int] = now_us,
) -> Packaged:
    """`items`: SHA-256 of files held. `target`: a folder, or a ZIP where its name says so.

    `recipient` is kept in the case, in the erasable body of the entry, and never in the package. A closed case can be
    packaged: the entry says what left it and changes nothing in it. A crash between entry and placing leaves an entry
    on a package that did not leave: the log rather says too much than too little.

    OutputExists, StoreFull, KeyMissing, CaseBusy, BadRequest for a file that cannot be proved alone, LogDamaged,
    ObjectMissing, ObjectDamaged: then nothing was written but what is swept.
    """
    refuse_existing(target)
    decided = authority(case)
    _refuse_hidden(case, items, profile, decided)
    evidence = evidence_of(case, items, decided.keyring, openings=profile is Profile.INTERNAL)
    with case.writing(clock_us, even_closed=True) as writer:  # before anything large is copied: is there a key, a log?
        if all(one.log.writer != writer.log.writer for one in evidence):
            evidence.append(LogEvidence(writer.log, writer.log.signed_checkpoint()))
    told = {"to": as_told(recipient), "reason": f"evidence package, {profile.value}", "tool": f"stemmata {__version__}"}
    with opened_output(target) as output:
        digest = write_package(case, evidence, profile, output, tick, disclosure)
        said = list(_copies(case.id, sorted(set(items)), told, digest))
        with case.writing(clock_us, even_closed=True) as writer:
            seal_package(output, *writer.sign_package(digest))
            entries = writer.append(said)
        output.place()
    keys = {one.log.writer: fingerprint(public_key_id(one.log.verifier().key)) for one in evidence}
    return Packaged(entries, digest, len(set(items)), keys)


def _refuse_hidden(case: CaseFolder, items: Collection[str], profile: Profile, decided: Authority) -> None:
    """What is kept out of sight leaves for the team alone, and a redaction once a second person signed it."""
    signed = {one.place.entry for one in decided.proposals if one.in_force}
    waiting = {
        redaction_of(entry, case.objects).derivative
        for entry in case.entries()
        if entry.type == redaction_entry.TYPE and entry.id not in signed
    }
    with tables(case) as connection:
        unseen = restricted(connection)
    for item in items:
        if item in unseen and profile is not Profile.INTERNAL:
            todo = "redact it, lift the restriction, or use --profile internal"
            raise BadRequest(f"file {item[:12]} is kept out of sight", todo)
        if item in waiting:
            todo = "another person signs it: stemmata countersign ENTRY --key FILE"
            raise BadRequest(f"redaction {item[:12]} waits for a second signature", todo)


def _copies(case_id: str, items: Sequence[str], told: Mapping[str, str | None], digest: str) -> Iterator[Statement]:
    """One entry for as many files as a header holds, all in one append."""
    for at in range(0, len(items), MOST_NAMED):
        said = event_statement(CustodyEvent.COPY, case_id, items[at : at + MOST_NAMED], told)
        yield Statement(said.type, {**said.references, PACKAGE_ROLE: [digest]}, said.body)
