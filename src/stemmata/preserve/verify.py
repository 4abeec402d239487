"""Re-read everything: every object, every log. Three verdicts, each thing named; nothing is repaired."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.counted import counted
from stemmata.model.errors import LogDamaged, ObjectDamaged, ObjectMissing
from stemmata.model.keyring import Keyring, Place
from stemmata.preserve.authority import Authority, authority_of
from stemmata.preserve.bodies import half_erased
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.log import ORIGIN
from stemmata.preserve.log_check import LogCheck, check_bodies, check_log, missing_notes, prefix_problem
from stemmata.preserve.manifest import read_manifest
from stemmata.preserve.vault_entry import sealed_entries

SHOWN = 20
"""Failing things a person reads in one go; JSON has all of them."""


MOST_MANIFEST = 10_000_000
"""Bytes: far more than any portion gives, so that no film is read for one."""


class Verdict(StrEnum):
    OK = "ok"
    FAILED = "failed"
    UNCHECKED = "could not be checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not simply ok. `thing` is an object, a log, or an entry's body, by name."""

    verdict: Verdict
    thing: str
    says: str


@dataclass(slots=True)
class Report:
    """What a check came to. `objects`, `entries`, `logs` count what was ok; `erased_bodies` and `removed_objects` what
    is absent by a decision that two people signed, `sealed_bodies` what lies in the vault alone.

    `left_over`: manifests that an interrupted command left; every file that they list was named by an entry since.
    """

    objects: int = 0
    entries: int = 0
    logs: int = 0
    erased_bodies: int = 0
    sealed_bodies: int = 0
    removed_objects: int = 0
    left_over: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 all ok; 1 something failed; 3 nothing failed, but something could not be checked."""
        verdicts = {finding.verdict for finding in self.findings}
        return 1 if Verdict.FAILED in verdicts else 3 if Verdict.UNCHECKED in verdicts else 0

    def failed(self, thing: str, says: str) -> None:
        self.findings.append(Finding(Verdict.FAILED, thing, says))

    def unchecked(self, thing: str, says: str) -> None:
        self.findings.append(Finding(Verdict.UNCHECKED, thing, says))

    def as_json(self) -> dict[str, object]:
        return {
            "ok": {"objects": self.objects, "entries": self.entries, "logs": self.logs},
            "in_the_vault": self.sealed_bodies,
            "absent_by_decision": {"objects": self.removed_objects, "bodies": self.erased_bodies},
            "manifests_left_over": self.left_over,
            "findings": [
                {"verdict": finding.verdict.value, "thing": finding.thing, "says": finding.says}
                for finding in self.findings
            ],
        }

    def lines(self) -> list[str]:
        failed = [finding for finding in self.findings if finding.verdict is Verdict.FAILED]
        unchecked = [finding for finding in self.findings if finding.verdict is Verdict.UNCHECKED]
        lines = [
            f"OK: {counted(self.objects, 'object is', 'objects are')} the bytes that were received; "
            f"{counted(self.entries, 'entry', 'entries')} in {counted(self.logs, 'log', 'logs')} "
            f"{'verifies' if self.entries == 1 else 'verify'}."
        ]
        if self.erased_bodies or self.removed_objects:
            removed = counted(self.removed_objects, "object", "objects")
            erased = counted(self.erased_bodies, "body of an entry", "bodies of entries")
            lines.append(f"Absent by decision, signed by two: {removed}, {erased}; the entries verify.")
        if self.sealed_bodies:
            sealed = counted(self.sealed_bodies, "body of an entry lies", "bodies of entries lie")
            lines.append(f"{sealed} in the vault; what it holds was not opened.")
        if self.left_over:
            one = "list of files is left over from interrupted commands and says nothing new."
            many = "lists of files are left over from interrupted commands and say nothing new."
            lines.append(counted(self.left_over, one, many))
        for word, found in (("Failed", failed), ("Could not be checked", unchecked)):
            lines += [f"{word}: {finding.thing}: {finding.says}" for finding in found[:SHOWN]]
            if len(found) > SHOWN:
                lines.append(f"{word}: {len(found) - SHOWN:,} more; --json names them all.")
        lines.append("This says nothing on what a picture shows, nor on who took it when.")
        return lines


def verify_case(case: CaseFolder, tick: Callable[[int, int], None] = lambda done, total: None) -> Report:
    """Check the logs (they name the objects), then every object. Never raises on damage: it is a finding."""
    report = Report()
    held = set(case.objects.names())  # before the logs: what an `add` stores meanwhile is named in them only later
    checked = {log.writer: check_log(log) for log in case.logs()}
    decided = _decided(case, checked, report)
    named: set[str] = set()
    sealed = sealed_entries(found.headers for found in checked.values())
    readable = all(found.refused is None for found in checked.values())
    for found in checked.values():
        _report_log(case, found, decided, sealed, report, readable=readable)
        named |= _named(case, found, report)
    _check_absent_logs(case, checked, report)
    if readable:
        _check_settings(case, checked, report)
    whole = all(found.is_whole for found in checked.values())
    everything = sorted(held | named)
    for at, name in enumerate(everything, start=1):
        if name in decided.objects:
            _check_removed(case, name, decided, report)
        else:
            _check_object(case, name, named, report, whole=whole, readable=readable)
        tick(at, len(everything))
    for stray in case.objects.strays():
        report.unchecked(f"objects/{stray}", "lies among the objects and is none")
    return report


def _decided(case: CaseFolder, checked: dict[str, LogCheck], report: Report) -> Authority:
    """What two people decided. Nothing, where a state that it rests on cannot be read: absence then stays damage."""
    try:
        return authority_of({writer: found.headers for writer, found in checked.items()}, case.id, case.objects)
    except (ObjectMissing, ObjectDamaged, OSError) as error:
        report.unchecked("decisions", f"a state that one names cannot be read ({error}), so none was counted")
        return Authority(Keyring([]), (), {}, {}, {}, {})


def _check_removed(case: CaseFolder, name: str, decided: Authority, report: Report) -> None:
    decision = decided.objects[name]
    if not case.objects.has(name):
        report.removed_objects += 1
    elif decision.case == case.id and name in decided.held:
        says = f"its removal was decided, and it is on hold for disclosure {decided.held[name][:16]}"
        report.unchecked(f"object {name}", says)
    elif decision.case == case.id:
        says = f"entry {decision.place.entry[:16]} decided its removal, and it is still held: stemmata erase removes it"
        report.unchecked(f"object {name}", says)
    else:
        _check_object(case, name, {name}, report, whole=True, readable=True)


def _report_log(
    case: CaseFolder,
    found: LogCheck,
    decided: Authority,
    sealed: Collection[str],
    report: Report,
    *,
    readable: bool,
) -> None:
    """`readable`: every log could be read. If not, the decision behind what is absent may stand in another one."""
    writer = found.log.writer
    for problem in found.problems:
        report.failed(f"log {writer}", problem.removeprefix(f"log {writer}: "))
    if found.refused is not None:
        report.unchecked(f"log {writer}", found.refused.happened)
    report.entries += len(found.headers)
    report.logs += found.is_whole
    absent = report.failed if readable else report.unchecked
    _report_past(found, decided, report)
    bodies = list(check_bodies(found))
    for body in bodies:
        thing = f"body of entry {body.position} in {writer}"
        if body.refused is not None:
            report.unchecked(thing, f"cannot be read, nor those behind it: {body.refused.happened}")
            continue
        if body.problem is not None:
            report.failed(thing, body.problem)
            continue
        entry = found.headers[body.position].id
        if entry in sealed and not body.erased:
            report.unchecked(thing, "was sealed, and its plain text is still here: stemmata vault seal takes it away")
        elif body.erased and entry in sealed and case.vault.has(entry):
            report.sealed_bodies += 1
        elif body.erased and entry in decided.bodies:
            report.erased_bodies += 1
        elif body.erased and entry in sealed:
            absent(thing, "was sealed, and the vault does not hold it")
        elif body.erased:
            absent(thing, "was erased, and no decision that two people signed says so")
    if found.refused is None and all(body.refused is None for body in bodies):
        _report_unfinished(found, report, readable=all(body.problem is None for body in bodies))


def _report_unfinished(found: LogCheck, report: Report, *, readable: bool) -> None:
    """States that were signed and are not kept, and, where bodies can be read, those that are half erased."""
    writer = found.log.writer
    for size in missing_notes(found):
        says = f"checkpoints/{size}.note is missing: a merge was interrupted (repeat it), or it was taken away"
        report.unchecked(f"log {writer}", says)
    for position in half_erased(found.log.bodies, len(found.hashes)) if readable else ():
        says = "its erasure was stopped half-way, and parts of it may still be there: erase it again"
        report.unchecked(f"body of entry {position} in {writer}", says)


def _report_past(found: LogCheck, decided: Authority, report: Report) -> None:
    """Signatures hold, and whoever has the key of a person who gave it up could have made them."""
    past = [
        position
        for position, header in found.headers.items()
        if decided.keyring.is_past(Place(header.id, header.author, found.log.writer, position))
    ]
    if past:
        one = f"entry, number {past[0]}, was signed after its key was revoked or rotated"
        many = f"entries from entry {past[0]} on were signed after their key was revoked or rotated"
        says = counted(len(past), one, many)
        report.unchecked(f"log {found.log.writer}", says)


def _named(case: CaseFolder, found: LogCheck, report: Report) -> set[str]:
    """The objects that a log's entries name, themselves and through manifests."""
    named: set[str] = set()
    for header in found.headers.values():
        named |= header.objects
        for name in header.references.get("manifest", []):
            try:
                named.update(row.sha256 for row in read_manifest(case.objects, name))
            except (ObjectMissing, ObjectDamaged, OSError):
                says = "the manifest cannot be read, so the objects that it names could not be looked for"
                report.unchecked(f"manifest {name}", says)
    return named


def _check_absent_logs(case: CaseFolder, checked: dict[str, LogCheck], report: Report) -> None:
    """A log that was taken away whole leaves no trace in itself: the settings and the merge entries name it."""
    if case.writer_id is not None and case.writer_id not in checked:
        report.failed(f"log {case.writer_id}", "is missing, and the settings name it as this folder's own")
    for found in checked.values():
        for header in found.headers.values():
            for name in header.references.get("checkpoints", []):
                _check_named_state(case, name, checked, report)


def _check_settings(case: CaseFolder, checked: dict[str, LogCheck], report: Report) -> None:
    """The settings are not signed; which case this is stands in the first entry of whoever made it, too."""
    own = [checked[case.writer_id]] if case.writer_id in checked else []
    for logs in (own, list(checked.values())):
        begun = [header for found in logs for header in found.headers.values() if header.type == "create"]
        if begun:
            if not any(case.id in header.references.get(CASE_ROLE, []) for header in begun):
                report.failed("stemmata.toml", f"it names the case {case.id}, and the logs begin another one")
            return


def _check_named_state(case: CaseFolder, name: str, checked: dict[str, LogCheck], report: Report) -> None:
    try:
        signed = case.objects.read(name)
        writer = signed.decode("utf-8").partition("\n")[0].removeprefix(ORIGIN)
    except (ObjectMissing, ObjectDamaged, OSError, UnicodeDecodeError):
        report.unchecked(f"checkpoint {name}", "cannot be read, so the log it speaks of could not be looked for")
        return
    if writer not in checked:
        report.failed(f"log {writer}", "is missing, and a merge entry says that it was taken in")
        return
    if not checked[writer].is_whole:
        return
    try:
        problem = prefix_problem(checked[writer], checked[writer].log.check(signed))
    except LogDamaged as error:
        problem = error.happened
    if problem is not None:
        report.failed(f"log {writer}", f"{problem} (as a merge entry names it)")


def _check_object(case: CaseFolder, name: str, named: set[str], report: Report, *, whole: bool, readable: bool) -> None:
    """`whole`: every log is what was signed. `readable`: every log could be read."""
    try:
        size = case.objects.verify(name)
    except ObjectMissing as error:
        if readable:
            report.failed(f"object {name}", error.happened)
        else:
            report.unchecked(f"object {name}", f"{error.happened}; a log that cannot be read may say why")
    except ObjectDamaged as error:
        report.failed(f"object {name}", error.happened)
    except (OSError, ValueError) as error:
        report.unchecked(f"object {name}", f"it could not be read: {error}")
    else:
        if name in named:
            report.objects += 1
        elif _is_left_over(case, name, size, named):
            report.left_over += 1
        elif whole:
            says = "not named by any entry: an add was interrupted, or goes on now; adding the same again adopts it"
            report.unchecked(f"object {name}", says)
        else:
            report.unchecked(f"object {name}", "not named by any entry that could be read")


def _is_left_over(case: CaseFolder, name: str, size: int, named: set[str]) -> bool:
    """A manifest without an entry, of files that entries name: salted, so that doing the same again made another."""
    if size > MOST_MANIFEST:
        return False
    try:
        rows = read_manifest(case.objects, name)
    except (ObjectMissing, ObjectDamaged):
        return False
    return bool(rows) and all(row.salt is not None and row.sha256 in named for row in rows)
