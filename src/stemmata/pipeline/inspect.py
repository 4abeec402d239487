"""What others made, looked at without a case: bags, WACZ, time-stamp tokens and signed files, each with its verdict.

ZIPs, JSON and tag files are parsed in the locked worker. Tokens and certificates are read by our own reader and by
cryptography, and checked by openssl, as for anchors. Nothing is fetched, unpacked to disk, or kept.
"""

import os
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from stemmata.decode.signed import SIGNED
from stemmata.intake.archive import ARCHIVE
from stemmata.intake.bag import check_bag, looks_like_a_bag, shown
from stemmata.intake.bag_folder import FolderBag, file_digests
from stemmata.intake.folder import Found, survey
from stemmata.intake.wacz_auth import with_signature
from stemmata.model.canonical import Plain
from stemmata.model.failure import Code, Failure
from stemmata.model.inspected import Inspected, Kind, Signer, inspected_from_json
from stemmata.model.plain import mapping
from stemmata.model.seams import Worker
from stemmata.model.signed import Signed, Verdict, signed_from_json
from stemmata.preserve.timestamp import IMPRINTS, MOST_TOKEN, Stamp, read_stamp
from stemmata.preserve.token_check import Trust, check_token, existed_by

TOKEN_SUFFIXES = (b".tsr", b".tst")
ARCHIVE_MIME = "application/zip"
MAY_BE_SIGNED = ("image/", "video/", "audio/")
"""Forms in which stores of C2PA are looked for: docs/signed.md."""
PRELOAD = ("stemmata.intake.archive", "stemmata.intake.bag_tags", "stemmata.decode.signed")
NOT_MORE = "It says nothing on who made the file, nor on what it shows."

Tick = Callable[[str, int, int], None]


@dataclass
class Outcome:
    """`found`: (thing, path of the file or folder), by name. `failures`: what could not be looked at. `skipped`: what
    was left out on purpose, and why. `nothing`: files that hold nothing of these kinds."""

    found: list[tuple[Inspected, bytes]] = field(default_factory=list)
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    nothing: int = 0

    @property
    def verdicts(self) -> set[Verdict]:
        return {one.verdict for one, _ in self.found} | ({Verdict.UNCHECKED} if self.failures else set())


def inspect_paths(paths: Sequence[Path], worker: Worker, trust: Trust | None, now_us: int, tick: Tick) -> Outcome:
    """Every file and folder at `paths`, and below."""
    look = _Look(worker, trust, now_us)
    seen = survey(paths)
    outcome = Outcome(failures=[(name.shown, failure) for name, failure in seen.failures])
    outcome.skipped = [(name.shown, why) for name, why in seen.skipped]
    files = {one.path: one for one in seen.entries}
    bags = _bags(files)
    for path, name in bags.items():
        outcome.found.append((look.bag(path, name), path))
    for done, one in enumerate(seen.entries, start=1):
        made = look.file(one, files, bags)
        if isinstance(made, Failure):
            outcome.failures.append((one.name.shown, made))
        elif made is not None:
            outcome.found.append((made, one.path))
        elif _bag_of(one.path, bags) is None:
            outcome.nothing += 1
        tick("inspect", done, len(seen.entries))
    outcome.found.sort(key=lambda pair: (pair[0].name, pair[0].kind))
    return outcome


def _bags(files: Mapping[bytes, Found]) -> dict[bytes, str]:
    """Folders that are bags, or would be if their bagit.txt were there, with the names to show."""
    candidates: dict[bytes, Found] = {}
    for path, one in files.items():
        folder, _, last = path.rpartition(b"/")
        if last == b"bagit.txt" or (last.startswith(b"manifest-") and last.endswith(b".txt")):
            candidates.setdefault(folder, one)
    found, paths = {}, sorted(files)
    for folder, one in candidates.items():
        names = [os.fsdecode(path[len(folder) + 1 :]) for path in _below(paths, folder)]
        if looks_like_a_bag(names):
            found[folder] = one.name.shown.rpartition("/")[0] or os.fsdecode(folder)
    return found


def _below(paths: Sequence[bytes], folder: bytes) -> Sequence[bytes]:
    """Of sorted paths, those within the folder."""
    return paths[bisect_left(paths, folder + b"/") : bisect_left(paths, folder + b"0")]  # "0" follows "/"


def _bag_of(path: bytes, bags: Collection[bytes]) -> bytes | None:
    """The innermost bag in which it lies."""
    while path:
        path = path.rpartition(b"/")[0]
        if path in bags:
            return path
    return None


class _Look:
    def __init__(self, worker: Worker, trust: Trust | None, now_us: int) -> None:
        self._worker, self._trust, self._now_us = worker, trust, now_us
        self._digests: dict[tuple[bytes, str], str] = {}

    def bag(self, path: bytes, name: str) -> Inspected:
        try:
            return check_bag(FolderBag(Path(os.fsdecode(path)), self._worker), name)
        except LookupError as error:
            return Inspected(Kind.BAG, name, Verdict.UNCHECKED, reasons=(f"{error.args[0]}.",))

    def file(self, one: Found, files: Mapping[bytes, Found], bags: Mapping[bytes, str]) -> Inspected | Failure | None:
        """None where it holds nothing of these kinds."""
        if one.path.lower().endswith(TOKEN_SUFFIXES):
            return self._token(one, files, bags)
        if one.mime == ARCHIVE_MIME or one.path.lower().endswith(b".wacz"):
            return self._archive(one)
        return self._signed(one) if one.size and one.mime.startswith(MAY_BE_SIGNED) else None

    def _archive(self, one: Found) -> Inspected | Failure | None:
        answer = self._worker.reduce(ARCHIVE, os.fsdecode(one.path), {"name": one.name.shown})
        if isinstance(answer, Failure):
            return answer
        told, signed = (cast(Plain, answer.facts.get(key)) for key in ("inspected", "signed_data"))
        if told is None:
            return None
        try:
            found = inspected_from_json(told)
            return found if signed is None else with_signature(found, mapping(signed), self._trust, self._now_us)
        except (ValueError, KeyError):  # a worker that a file took over can say anything
            return Failure(Code.WORKER_OUTPUT)

    def _signed(self, one: Found) -> Inspected | Failure | None:
        answer = self._worker.reduce(SIGNED, os.fsdecode(one.path))
        if isinstance(answer, Failure):
            return answer
        told = answer.facts.get("signed")
        if told is None:
            return None
        try:
            return _signed_file(one.name.shown, signed_from_json(mapping(cast(Plain, told))))
        except (ValueError, KeyError):
            return Failure(Code.WORKER_OUTPUT)

    def _token(self, one: Found, files: Mapping[bytes, Found], bags: Mapping[bytes, str]) -> Inspected:
        name = one.name.shown
        try:
            with open(one.path, "rb") as source:
                token = source.read(MOST_TOKEN + 1)
            stamp = read_stamp(token)
        except (OSError, ValueError) as error:
            return Inspected(
                Kind.TOKEN, name, Verdict.UNCHECKED, reasons=(f"It is no token that can be read: {error}.",)
            )
        algorithm = IMPRINTS.get(stamp.algorithm)
        if algorithm is None:
            why = "It is over a hash that is not known here."
            return Inspected(Kind.TOKEN, name, Verdict.UNCHECKED, reasons=(why,))
        held = self._holder(one, files, bags, algorithm, stamp)
        of_name = files.get(one.path[: -len(TOKEN_SUFFIXES[0])])
        if held is None and of_name is not None:
            why = (
                f"{shown(of_name.name.shown)} is not what was stamped: it was changed, or the token is of another file."
            )
            return Inspected(Kind.TOKEN, name, Verdict.FAILED, reasons=(why,))
        check = check_token(token, stamp, stamp.imprint, self._trust, self._now_us)
        signer = Signer.TRUSTED if check.trusted else Signer.UNKNOWN
        if held is None:
            why = f"No file beside it is the one that it is of ({algorithm} {stamp.imprint.hex()})."
            reasons: tuple[str, ...] = (why,) if check.verdict is Verdict.OK else (why, _sentence(check.why))
            worst = Verdict.FAILED if check.verdict is Verdict.FAILED else Verdict.UNCHECKED
            return Inspected(Kind.TOKEN, name, worst, reasons=reasons, notes=check.notes, signer=signer)
        good = check.verdict is Verdict.OK
        weak = algorithm in ("md5", "sha1")
        return Inspected(
            Kind.TOKEN,
            name,
            check.verdict,
            weak,
            () if good else (f"Of {shown(held.name.shown)}: {check.why}.",),
            (existed_by(stamp, check, f"The bytes of {shown(held.name.shown)}"),) if good else (),
            (NOT_MORE, *(("Its hash can be forged, so other bytes may have been stamped.",) if weak else ())),
            check.notes,
            signer,
        )

    def _holder(
        self, token: Found, files: Mapping[bytes, Found], bags: Mapping[bytes, str], algorithm: str, stamp: Stamp
    ) -> Found | None:
        """The file that the token is of: the one of its name first, then those beside it, then those of its bag."""
        for one in _candidates(token, files, bags):
            try:
                if self._digest(one.path, algorithm) == stamp.imprint.hex():
                    return one
            except LookupError:
                continue
        return None

    def _digest(self, path: bytes, algorithm: str) -> str:
        key = (path, algorithm)
        if key not in self._digests:
            self._digests[key] = file_digests(path, [algorithm])[algorithm]
        return self._digests[key]


def _candidates(token: Found, files: Mapping[bytes, Found], bags: Mapping[bytes, str]) -> Iterator[Found]:
    stem = token.path[: -len(TOKEN_SUFFIXES[0])]
    folder = stem.rpartition(b"/")[0]
    beside = [path for path in files if path.rpartition(b"/")[0] == folder]
    around = [
        path for bag in bags if token.path.startswith(bag + b"/") for path in files if path.startswith(bag + b"/")
    ]
    named = [path for path in beside if path == stem or path.rpartition(b".")[0] == stem]
    for path in dict.fromkeys((*named, *beside, *around)):
        if path != token.path:
            yield files[path]


def _signed_file(name: str, signed: Signed) -> Inspected:
    """docs/signed.md has what each reason and code means."""
    proved = ["The manifest and the content are those that were signed."] if signed.verdict is Verdict.OK else []
    why = () if signed.verdict is Verdict.OK else (f"Reasons: {', '.join((*signed.reasons, *signed.codes))}.",)
    return Inspected(
        Kind.SIGNED_FILE,
        name,
        signed.verdict,
        reasons=why,
        proved=tuple(proved),
        not_proved=("Signer unknown: anyone can make a certificate.", "It says nothing on what the picture shows."),
        notes=(f"Claim generator, by its own account: {shown(signed.generator)}.",) if signed.generator else (),
        signer=Signer.UNKNOWN,
    )


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:]}."
