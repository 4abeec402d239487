"""Re-read everything: every object, every log. Three verdicts, each thing named; nothing is repaired."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.errors import LogDamaged, ObjectDamaged, ObjectMissing
from stemmata.preserve import merkle
from stemmata.preserve.bodies import read_bodies
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.entry import read_leaf
from stemmata.preserve.log import Log
from stemmata.preserve.manifest import read_manifest

SHOWN = 20
"""Failing things a person reads in one go; JSON has all of them."""


class Verdict(StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNCHECKED = "could not be checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not simply ok. `thing` is an object's name or a log's writer."""

    verdict: Verdict
    thing: str
    says: str


@dataclass(slots=True)
class Report:
    """What a check came to. `objects` and `entries` count what was ok."""

    objects: int = 0
    entries: int = 0
    logs: int = 0
    absent_bodies: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        verdicts = {finding.verdict for finding in self.findings}
        return 1 if Verdict.FAILED in verdicts else 3 if Verdict.UNCHECKED in verdicts else 0

    def as_json(self) -> dict[str, object]:
        return {
            "ok": {"objects": self.objects, "entries": self.entries, "logs": self.logs},
            "bodies_absent_by_decision": self.absent_bodies,
            "findings": [
                {"verdict": finding.verdict.value, "thing": finding.thing, "says": finding.says}
                for finding in self.findings
            ],
        }

    def lines(self) -> list[str]:
        failed = [finding for finding in self.findings if finding.verdict is Verdict.FAILED]
        unchecked = [finding for finding in self.findings if finding.verdict is Verdict.UNCHECKED]
        lines = [
            f"OK: {self.objects:,} objects are the bytes that were received; "
            f"{self.entries:,} entries in {self.logs:,} logs verify."
        ]
        if self.absent_bodies:
            lines.append(f"{self.absent_bodies:,} bodies of entries are absent by decision; their entries verify.")
        for word, found in (("Failed", failed), ("Could not be checked", unchecked)):
            lines += [f"{word}: {finding.thing}: {finding.says}" for finding in found[:SHOWN]]
            if len(found) > SHOWN:
                lines.append(f"{word}: {len(found) - SHOWN:,} more; --json names them all.")
        lines.append("This says nothing on what a picture shows, nor on who took it when.")
        return lines


def verify_case(case: CaseFolder, tick: Callable[[int, int], None] = lambda done, total: None) -> Report:
    """Check logs first (they name the objects), then every object. Never raises on damage: it is a finding."""
    report = Report()
    named: set[str] = set()
    for log in case.logs():
        try:
            named |= _check_log(case, log, report)
            report.logs += 1
        except LogDamaged as error:
            report.findings.append(Finding(Verdict.FAILED, f"log {log.writer}", error.happened))
    held = set(case.objects.names())
    for at, name in enumerate(sorted(held | named), start=1):
        _check_object(case, name, name in named, report)
        tick(at, len(held | named))
    return report


def _check_log(case: CaseFolder, log: Log, report: Report) -> set[str]:
    state, key = log.checkpoint(), log.verifier().key
    hashes: list[bytes] = []
    commitments: list[str] = []
    named: set[str] = set()
    for position, leaf in enumerate(log.leaves(state.size)):
        try:
            header = read_leaf(leaf, key)
        except ValueError as error:
            raise LogDamaged(log.writer, f"entry {position}: {error}") from error
        hashes.append(merkle.leaf_hash(leaf))
        commitments.append(header.body)
        for role, ids in header.references.items():
            if role in {"manifest", "objects"}:
                named.update(ids)
            if role == "manifest":
                named |= _manifest_objects(case, ids, report)
    if merkle.root_of(hashes) != state.root:
        raise LogDamaged(log.writer, "its entries do not give the root of its checkpoint")
    if log.leaf_hashes(state.size) != hashes:
        raise LogDamaged(log.writer, "its hash tiles differ from its entries")
    _check_earlier(log, hashes)
    _check_bodies(log, commitments, report)
    report.entries += state.size
    return named


def _check_earlier(log: Log, hashes: list[bytes]) -> None:
    """Every state ever signed must be a prefix of this one."""
    for name, signed in log.checkpoints():
        earlier = log.check(signed)
        if earlier.size > len(hashes):
            raise LogDamaged(
                log.writer, f"it was signed at {earlier.size} entries and holds {len(hashes)}: an older copy"
            )
        if merkle.root_of(hashes[: earlier.size]) != earlier.root:
            raise LogDamaged(log.writer, f"the state signed in {name} is no prefix of it: it was rewritten")


def _check_bodies(log: Log, commitments: list[str], report: Report) -> None:
    seen: set[int] = set()
    try:
        for position, body in read_bodies(log.bodies, len(commitments)):
            seen.add(position)
            if body is None:
                report.absent_bodies += 1
            elif body.commitment != commitments[position]:
                says = "is not the body that was signed"
                report.findings.append(Finding(Verdict.FAILED, f"body of entry {position} in {log.writer}", says))
    except (ValueError, OSError) as error:
        report.findings.append(Finding(Verdict.FAILED, f"bodies of {log.writer}", str(error)))
        return
    for position in sorted(set(range(len(commitments))) - seen):
        says = "is missing, and no decision to erase it left its place"
        report.findings.append(Finding(Verdict.FAILED, f"body of entry {position} in {log.writer}", says))


def _manifest_objects(case: CaseFolder, manifests: list[str], report: Report) -> set[str]:
    named: set[str] = set()
    for name in manifests:
        try:
            named.update(row.sha256 for row in read_manifest(case.objects, name))
        except (ObjectMissing, ObjectDamaged):
            says = "the manifest cannot be read, so the objects it names could not be looked for"
            report.findings.append(Finding(Verdict.UNCHECKED, f"manifest {name}", says))
    return named


def _check_object(case: CaseFolder, name: str, named: bool, report: Report) -> None:
    try:
        case.objects.verify(name)
    except (ObjectMissing, ObjectDamaged) as error:
        report.findings.append(Finding(Verdict.FAILED, f"object {name}", error.happened))
    except (OSError, ValueError) as error:
        report.findings.append(Finding(Verdict.UNCHECKED, f"object {name}", f"it could not be read: {error}"))
    else:
        if named:
            report.objects += 1
        else:
            says = "no entry names it: an add was interrupted here; adding the same folder again adopts it"
            report.findings.append(Finding(Verdict.UNCHECKED, f"object {name}", says))
