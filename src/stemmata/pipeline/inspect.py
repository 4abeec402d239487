"""What others made, looked at without a case: bags, WACZ, time-stamp tokens and signed files, each with its verdict.

ZIPs, JSON and tag files are parsed in the locked worker. Tokens and certificates are read by our own reader and by
cryptography, and checked by openssl, as for anchors. Nothing is fetched, unpacked to disk, or kept.
"""

import os
from bisect import bisect_left
from collections import defaultdict
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
    seen = survey(paths)
    outcome = Outcome(failures=[(name.shown, failure) for name, failure in seen.failures])
    outcome.skipped = [(name.shown, why) for name, why in seen.skipped]
    files = {one.path: one for one in seen.entries}
    bags = _bags(files)
    look = _Look(worker, trust, now_us, _Beside(files, bags))
    for path, name in bags.items():
        outcome.found.append((look.bag(path, name), path))
    for done, one in enumerate(seen.entries, start=1):
        made = look.file(one)
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
    def __init__(self, worker: Worker, trust: Trust | None, now_us: int, beside: "_Beside") -> None:
        self._worker, self._trust, self._now_us, self._beside = worker, trust, now_us, beside
        self._digests: dict[tuple[bytes, str], str | None] = {}

    def bag(self, path: bytes, name: str) -> Inspected:
        try:
            return check_bag(FolderBag(Path(os.fsdecode(path)), self._worker), name)
        except LookupError as error:
            return Inspected(Kind.BAG, name, Verdict.UNCHECKED, reasons=(f"{error.args[0]}.",))

    def file(self, one: Found) -> Inspected | Failure | None:
        """None where it holds nothing of these kinds."""
        if one.path.lower().endswith(TOKEN_SUFFIXES):
            return self._token(one)
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

    def _token(self, one: Found) -> Inspected:
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
        held = self._holder(one, algorithm, stamp)
        of_name = self._beside.of_name(one)
        if held is None and of_name is not None:
            if self._digest(of_name.path, algorithm) is None:
                why = f"{shown(of_name.name.shown)} could not be read, so it was not compared with what was stamped."
                return Inspected(Kind.TOKEN, name, Verdict.UNCHECKED, reasons=(why,))
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
        notes = check.notes
        if of_name is not None and held is not of_name:
            notes = (*notes, f"It is not of {shown(of_name.name.shown)}, whose name it has.")
        weak = algorithm in ("md5", "sha1")
        return Inspected(
            Kind.TOKEN,
            name,
            check.verdict,
            weak,
            () if good else (f"Of {shown(held.name.shown)}: {check.why}.",),
            (existed_by(stamp, check, f"The bytes of {shown(held.name.shown)}"),) if good else (),
            (NOT_MORE, *(("Its hash can be forged, so other bytes may have been stamped.",) if weak else ())),
            notes,
            signer,
        )

    def _holder(self, token: Found, algorithm: str, stamp: Stamp) -> Found | None:
        """The file that the token is of."""
        imprint = stamp.imprint.hex()
        return next(
            (one for one in self._beside.candidates(token) if self._digest(one.path, algorithm) == imprint), None
        )

    def _digest(self, path: bytes, algorithm: str) -> str | None:
        """None where it cannot be read."""
        key = (path, algorithm)
        if key not in self._digests:
            try:
                self._digests[key] = file_digests(path, [algorithm])[algorithm]
            except LookupError:
                self._digests[key] = None
        return self._digests[key]


class _Beside:
    """Which files a token may be of, by where it lies. Looked up, not searched: every file may have a token."""

    def __init__(self, files: Mapping[bytes, Found], bags: Collection[bytes]) -> None:
        self._files, self._bags, self._paths = files, bags, sorted(files)
        self._by_stem: dict[bytes, list[bytes]] = defaultdict(list)
        self._by_folder: dict[bytes, list[bytes]] = defaultdict(list)
        for path in files:
            self._by_stem[path.rpartition(b".")[0]].append(path)
            self._by_folder[path.rpartition(b"/")[0]].append(path)

    def of_name(self, token: Found) -> Found | None:
        """film.mp4 of film.mp4.tsr."""
        return self._files.get(token.path[: -len(TOKEN_SUFFIXES[0])])

    def candidates(self, token: Found) -> Iterator[Found]:
        """Those of its name first, then those beside it, then those of its bags; each once."""
        seen = {token.path}
        for path in self._in_turn(token):
            if path not in seen:
                seen.add(path)
                yield self._files[path]

    def _in_turn(self, token: Found) -> Iterator[bytes]:
        stem = token.path[: -len(TOKEN_SUFFIXES[0])]
        if stem in self._files:
            yield stem
        yield from self._by_stem.get(stem, ())
        yield from self._by_folder[token.path.rpartition(b"/")[0]]
        for bag in self._bags:
            if token.path.startswith(bag + b"/"):
                yield from _below(self._paths, bag)


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
