"""Checking an evidence package: what verify.sh and verify.py check, by the code of the store and of the logs.

Nothing in a package is trusted, its own programs least. Two verdicts, never one: that it agrees with itself, which
anybody can achieve, and that it was issued with keys that the stranger knew before.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from stemmata.model.counted import counted
from stemmata.model.interval import iso_utc
from stemmata.preserve import merkle, note
from stemmata.preserve.anchor_entry import read_anchor
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.entry import Header, read_leaf
from stemmata.preserve.evidence import KINDS
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.log import ORIGIN
from stemmata.preserve.manifest import ROLE, ROWS_ROLE, TOLD_ROLE, ManifestRow, manifest_rows
from stemmata.preserve.objects import is_object_name
from stemmata.preserve.package_form import (
    DOSSIER,
    LOG_NAME,
    MANIFEST,
    PACKAGE_SIGNATURE,
    PACKAGE_TEXT,
    TAGMANIFEST,
    UNLISTED,
    fingerprint,
    pem_key,
)
from stemmata.preserve.package_source import PackageSource, opened_package
from stemmata.preserve.proof_file import ConsistencyProof, InclusionProof
from stemmata.preserve.row_proof import RowProof
from stemmata.preserve.timestamp import by_library, by_openssl
from stemmata.preserve.writer import package_text

_LISTED = re.compile(r"([0-9a-f]{64})  (.+)")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_FILE = re.compile(r"(data/[a-z]+/[0-9a-f]{64})(?:\.[a-z0-9]{1,5})?")


class PackageVerdict(StrEnum):
    ISSUED_MATCH = "issued-match"
    CONSISTENT = "consistent"
    BROKEN = "broken"
    NOT_CHECKED = "could not be checked"


EXIT_CODES = {
    PackageVerdict.ISSUED_MATCH: 0,
    PackageVerdict.CONSISTENT: 3,
    PackageVerdict.BROKEN: 1,
    PackageVerdict.NOT_CHECKED: 2,
}
MEANINGS = {
    PackageVerdict.ISSUED_MATCH: (
        "CONSISTENT: everything in this package agrees with everything else in it.",
        "ISSUED-MATCH: it comes from the holders of the keys or checkpoints that you named, and is unchanged since.",
    ),
    PackageVerdict.CONSISTENT: (
        "CONSISTENT: everything in this package agrees with everything else in it.",
        "Anybody can make a package that is consistent. Compare the keys above with some from elsewhere (--key).",
    ),
    PackageVerdict.BROKEN: ("BROKEN: {why}",),
    PackageVerdict.NOT_CHECKED: ("CANNOT RUN: {why}",),
}
NOTHING_OF_CONTENT = "This says nothing about the content: not who filmed it, nor when, nor what it shows."


@dataclass(frozen=True, slots=True)
class Stamped:
    """The first `size` entries of a log existed by `time`, says an authority. `again`: how many stamps lie below it."""

    log: str
    size: int
    time: str
    root: str
    again: int

    def line(self) -> str:
        what = "stamped again at" if self.again else "existed by"
        whose = f"The first {counted(self.size, 'entry', 'entries')} of log {self.log}"
        return f"{whose} {what} {self.time}, says the time-stamp authority with root {self.root}"


@dataclass(slots=True)
class PackageReport:
    """`keys`: log -> fingerprint. `notes`: what a person should know beside the verdict."""

    verdict: PackageVerdict = PackageVerdict.CONSISTENT
    why: str = ""
    files: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    stamps: list[Stamped] = field(default_factory=list)
    unchecked_stamps: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.verdict]

    def as_json(self) -> dict[str, object]:
        return {
            "verdict": self.verdict.value,
            "why": self.why or None,
            "files": self.files,
            "keys": self.keys,
            "entries_signed": self.sizes,
            "existed_by": [asdict(stamp) for stamp in self.stamps],
            "notes": self.notes,
        }

    def lines(self) -> list[str]:
        if self.verdict in (PackageVerdict.BROKEN, PackageVerdict.NOT_CHECKED):
            return [line.format(why=self.why) for line in MEANINGS[self.verdict]]
        sizes = {log: counted(size, "entry", "entries") for log, size in self.sizes.items()}
        logs = [f"log {log}, state signed at {sizes[log]}: key {key}" for log, key in self.keys.items()]
        proved = f"{counted(len(self.files), 'file is', 'files are')} proved, each by an entry in a signed log."
        stamps = [stamp.line() for stamp in self.stamps]
        return [proved, *logs, *stamps, *self.notes, *MEANINGS[self.verdict], NOTHING_OF_CONTENT]


def check_package(
    path: Path, keys: Collection[str] = (), held: Sequence[bytes] = (), roots: Collection[str] = ()
) -> PackageReport:
    """`keys`: fingerprints of logs, `held`: checkpoints, `roots`: fingerprints of time-stamp authorities' certificates,
    all of which the stranger got by another way. Never raises on damage."""
    report = PackageReport()
    try:
        with opened_package(path) as source:
            package = _Package(source, report)
            package.check()
            matched = {log for log, text in package.states.items() if _is_named(log, text, keys, held, report)}
    except ValueError as error:
        report.verdict, report.why = PackageVerdict.BROKEN, str(error)
    except OSError as error:
        report.verdict, report.why = PackageVerdict.NOT_CHECKED, str(error)
    else:
        named = not roots or _are_named(roots, report)
        if report.unchecked_stamps and roots:
            report.verdict, report.why = PackageVerdict.NOT_CHECKED, "neither openssl nor rfc3161-client is there"
        elif named and matched == set(package.states):
            report.verdict = PackageVerdict.ISSUED_MATCH
    return report


def _is_named(log: str, text: str, keys: Collection[str], held: Sequence[bytes], report: PackageReport) -> bool:
    named = report.keys[log] in keys
    if keys and not named:
        report.notes.append(f"The key of log {log} is NOT one that you named.")
    for other in held:
        lines, own = other.decode("utf-8", "replace").split("\n"), text.split("\n")[:3]
        at = lines.index(own[0]) if own[0] in lines else len(lines)  # a note, or a file that holds several
        if lines[at : at + 3] == own:
            named = True
        elif at < len(lines) and lines[at + 1 : at + 2] == own[1:2]:
            raise ValueError(f"your checkpoint of log {log} is another state of the same size: one was rewritten")
        elif at < len(lines):
            report.notes.append(f"Your checkpoint of log {log} is of another size and was not compared.")
    return named


def _are_named(roots: Collection[str], report: PackageReport) -> bool:
    """Whether every time stamp, and one at least, is by an authority that the stranger named."""
    found = {stamp.root for stamp in report.stamps}
    report.notes += [f"Root {root} is NOT one that you named." for root in sorted(found - set(roots))]
    if not found:
        report.notes.append("No time stamp is in this package.")
    return bool(found) and found <= set(roots)


def _require(holds: bool, says: str) -> None:
    if not holds:
        raise ValueError(says)


def _holds(key: bytes, text: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


class _Package:
    def __init__(self, source: PackageSource, report: PackageReport) -> None:
        self._source, self._report = source, report
        self._sums: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._files: dict[str, list[str]] = {}
        self._proved: set[str] = set()
        self.states: dict[str, str] = {}

    def check(self) -> None:
        """ValueError names the first thing that does not hold."""
        self._check_files()
        inner = (name.split("/") for name in self._sums if name.startswith("custody/"))
        logs = sorted({parts[1] for parts in inner if len(parts) > 2})
        for log in logs:
            _require(LOG_NAME.fullmatch(log) is not None, f"custody/ has a folder that is no log: {log}")
        self._check_issuer(logs)
        for log in logs:
            self._check_log(log)
        data = {name for name in self._sums if name.startswith("data/") and name != DOSSIER}
        _require(bool(self._proved), "it proves no file")
        _require(data == self._proved, f"a file in data/ is proved by no entry: {min(data - self._proved, default='')}")
        self._report.files = sorted(self._proved)

    def _check_files(self) -> None:
        there = self._source.names()
        for name in (MANIFEST, TAGMANIFEST):
            _require(name in there, f"{name} is missing")
            self._sums |= self._listed(name)
        odd = sorted({*self._sums, *UNLISTED} ^ set(there))
        _require(not odd, f"a file is missing, or is there and not listed: {odd[0] if odd else ''}")
        for name, expected in self._sums.items():
            found, self._sizes[name] = self._source.digest(name)
            _require(found == expected, f"a file is not the one listed: {name}")
            if (file := _FILE.fullmatch(name)) is not None:
                self._files.setdefault(file[1], []).append(name)

    def _listed(self, name: str) -> dict[str, str]:
        says = f"{name} is not a list of hashes and files"
        content = self._source.read(name)
        rows = [_LISTED.fullmatch(line) for line in content.decode("ascii", "replace").split("\n")[:-1]]
        sums = {row[2]: row[1] for row in rows if row is not None}
        inside = {path.startswith("data/") for path in sums}
        form = bool(sums) and len(sums) == len(rows) and content.endswith(b"\n")
        _require(form and inside == {name == MANIFEST} and not set(sums) & set(UNLISTED), says)
        return sums

    def _check_issuer(self, logs: Collection[str]) -> None:
        text = self._source.read(PACKAGE_TEXT)
        issuer = (*text.decode("ascii", "replace").split("\n"), "", "")[1]
        _require(issuer in logs, f"{PACKAGE_TEXT} names no log of this package")
        tagmanifest = self._source.digest(TAGMANIFEST)[0]
        _require(text == package_text(issuer, tagmanifest), f"{PACKAGE_TEXT} was signed for other contents")
        good = _holds(self._key(issuer), text, self._source.read(PACKAGE_SIGNATURE))
        _require(good, "the signature on the package does not hold")

    def _read(self, name: str) -> bytes:
        _require(name in self._sums, f"{name} is missing")
        return self._source.read(name)

    def _key(self, log: str) -> bytes:
        try:
            return pem_key(self._read(f"custody/{log}/log-key.pem"))
        except ValueError as error:
            raise ValueError(f"custody/{log}/log-key.pem: {error}") from error

    def _check_log(self, log: str) -> None:
        folder, key = f"custody/{log}", self._key(log)
        verifier = note.Verifier(ORIGIN + log, key)
        _require(public_key_id(key).startswith(log[:16]), f"the key of log {log} is not the one in its name")
        text = self._read(f"{folder}/checkpoint.txt").decode("utf-8")
        signed = note.with_signature(text, verifier, self._read(f"{folder}/checkpoint.sig"))
        try:
            state = Checkpoint.parse(note.open_note(signed, verifier))
        except ValueError as error:
            raise ValueError(f"{folder}/checkpoint.txt: {error}") from error
        _require(state.origin == verifier.name and state.text() == text, f"{folder}/checkpoint.txt is of another log")
        for number in self._members(f"{folder}/anchor", ".note", "-"):
            self._check_anchor(f"{folder}/anchor-{number}", verifier, state, signed)
        for number in self._members(folder, ".entry"):
            self._check_entry(folder, number, verifier, signed)
        self.states[log], self._report.keys[log] = text, fingerprint(public_key_id(key))
        self._report.sizes[log] = state.size

    def _check_anchor(self, at: str, verifier: note.Verifier, newest: Checkpoint, signed: bytes) -> None:
        content = self._read(f"{at}.note")
        try:
            text, signature = note.own_signature(content, verifier)
            state = Checkpoint.parse(text)
            own = note.with_signature(text, verifier, signature) == content and state.origin == verifier.name
            _require(own and at.endswith(f"-{state.size}"), "it is the state of another log or size")
            if state.size == newest.size:
                _require(state == newest, "it is another state of the same size")
            else:
                proof = ConsistencyProof.parse(self._read(f"{at}.consistency"))
                _require((proof.old, proof.signed) == (state.size, signed), "its proof is of other states")
                proof.opened(state.root, verifier)
        except ValueError as error:
            raise ValueError(f"{at}.note: {error}") from error
        earlier: list[bytes] = []
        while not earlier or f"{at}.{len(earlier)}.tsr" in self._sums:
            earlier.append(self._check_stamp(at, content, earlier))

    def _check_stamp(self, at: str, signed: bytes, earlier: Sequence[bytes]) -> bytes:
        begin = f"{at}.{len(earlier)}"
        token, root = self._read(f"{begin}.tsr"), self._read(f"{begin}.root.pem")
        others = self._read(f"{begin}.chain.pem") if f"{begin}.chain.pem" in self._sums else b""
        try:
            anchor = read_anchor(signed, earlier, token, others + root)
            _require(anchor.chain.root_pem() == root, "its root certificate is another")
        except ValueError as error:
            raise ValueError(f"{begin}.tsr: {error}") from error
        good = by_openssl(token, anchor.content, anchor.chain, anchor.stamp.time_us)
        if good is None:
            good = by_library(token, anchor.content, anchor.chain)
        _require(good is not False, f"the time stamp {begin}.tsr does not hold")
        if good is None:
            self._report.unchecked_stamps = True
            self._report.notes.append(f"The time stamp {begin}.tsr was NOT checked: no openssl, no rfc3161-client.")
        else:
            time, size = iso_utc(anchor.stamp.time_us) or "", anchor.size
            self._report.stamps.append(Stamped(anchor.writer, size, time, anchor.chain.fingerprint, len(earlier)))
        return token

    def _members(self, beginning: str, suffix: str, gap: str = "/.") -> list[str]:
        """Numbers in the names `<beginning>/<number><suffix>`, or with another of `gap` between the two."""
        found = []
        for name in self._sums:
            if name.startswith(beginning) and name.endswith(suffix) and name[len(beginning)] in gap:
                number = name[len(beginning) + 1 : -len(suffix)]
                if "/" not in number:
                    _require(_NUMBER.fullmatch(number) is not None, f"{name} has no number")
                    found.append(number)
        return sorted(found, key=int)

    def _check_entry(self, folder: str, number: str, verifier: note.Verifier, signed: bytes) -> None:
        at = f"{folder}/{number}"
        leaf = self._read(f"{at}.entry")
        try:
            header = read_leaf(leaf, verifier.key)
            rows = _single_references(header)[ROWS_ROLE]
            proof = InclusionProof.parse(self._read(f"{at}.tlog-proof"))
            own = (proof.index, proof.signed, proof.extra) == (int(number), signed, b"")
            _require(own, "its proof is of another entry or state")
            proof.opened(merkle.leaf_hash(leaf), verifier)
        except ValueError as error:
            raise ValueError(f"{at}.entry: {error}") from error
        if f"{at}.told" in self._sums:
            told = header.references.get(TOLD_ROLE, [""])[0]
            _require(self._sums[f"{at}.told"] == told, f"{at}.told is not what the entry commits to")
        for row in self._members(at, ".row"):
            self._check_row(at, row, bytes.fromhex(rows), KINDS[header.type])

    def _check_row(self, entry: str, number: str, rows: bytes, kind: str) -> None:
        at = f"{entry}.{number}"
        line = self._read(f"{at}.row")
        try:
            (row,) = manifest_rows(line + b"\n")
            _require(row.salt is not None and row.name is not None, "it has no salt or no name")
            proof = RowProof.parse(self._read(f"{at}.row-proof"))
            _require(proof.index == int(number) and proof.holds(line, rows), "it is not shown to be in its entry")
        except ValueError as error:
            raise ValueError(f"{at}.row: {error}") from error
        if f"{at}.name" in self._sums:
            _require(self._sums[f"{at}.name"] == row.name, f"{at}.name is not what the row commits to")
        self._proved.add(self._file_of(row, kind, at))

    def _file_of(self, row: ManifestRow, kind: str, at: str) -> str:
        files = self._files.get(f"data/{kind}/{row.sha256}", [])
        good = len(files) == 1 and self._sums[files[0]] == row.sha256 and self._sizes[files[0]] == row.size
        _require(good, f"the file of {at}.row is not in data/{kind}")
        return files[0]


def _single_references(header: Header) -> Mapping[str, str]:
    """One id for each role. ValueError for an entry of a kind that no package holds."""
    roles = set(header.references)
    _require(header.type in KINDS and {ROLE, ROWS_ROLE} <= roles <= {ROLE, ROWS_ROLE, TOLD_ROLE}, "it proves no file")
    _require(all(len(ids) == 1 and is_object_name(ids[0]) for ids in header.references.values()), "it proves no file")
    return {role: ids[0] for role, ids in header.references.items()}
