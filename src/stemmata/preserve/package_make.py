"""An evidence package, written: originals, the proofs of them and of nothing else, and the means to check them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import resources

from stemmata import __version__
from stemmata.model.canonical import Json
from stemmata.model.errors import ObjectDamaged, ObjectMissing
from stemmata.model.interval import iso_utc
from stemmata.model.profile import Profile
from stemmata.preserve import note
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.evidence import Anchored, LogEvidence, ProvedEntry, ProvedRow
from stemmata.preserve.keys import public_key_id
from stemmata.preserve.objects import BLOCK
from stemmata.preserve.package_form import (
    BAGIT,
    DOSSIER,
    MANIFEST,
    PACKAGE_SIGNATURE,
    PACKAGE_TEXT,
    TAGMANIFEST,
    fingerprint,
    key_pem,
    manifest_lines,
)
from stemmata.preserve.package_output import PROGRAMS, Output
from stemmata.preserve.proof_file import InclusionProof

TEXTS = resources.files("stemmata.preserve") / "package_files"
DOSSIER_SAYS = (
    "Times are those of the collector's clock, and names and what was told are the collector's statement: claimed, not "
    "proved. What a file shows is not spoken of here."
)
NAMES_ARE_IN = """\
The names that files had when they were received, and what was told of the way to the collector, are in the files *.name
and *.told. They are the collector's statement, and the entries commit to them. Do not publish this package."""
NAMES_ARE_OUT = """\
The names that files had when they were received, and what was told of the way to the collector, are not in this
package. The entries commit to them, so that each can be shown later and not be changed."""


def write_package(
    case: CaseFolder,
    evidence: Sequence[LogEvidence],
    profile: Profile,
    output: Output,
    tick: Callable[[int, int], None] = lambda done, total: None,
    disclosure: Mapping[str, Json] | None = None,
) -> str:
    """Everything but the signature into `output`; returns the SHA-256 of the tag manifest, which names the package.
    `disclosure`: what was asked, looked for and withheld, for the dossier.

    ObjectMissing, ObjectDamaged: a package holds the bytes that were received or does not come into being.
    """
    payload, tags = dict[str, str](), dict[str, str]()
    files = _files(evidence)
    total = sum(row.row.size for row in files.values())
    done = 0
    for name, row in files.items():
        payload[name] = output.add(name, _object_blocks(case, row.row.sha256), row.row.size)
        if payload[name] != row.row.sha256:
            raise ObjectDamaged(row.row.sha256, payload[name])
        done += row.row.size
        tick(done, total)
    dossier = _dossier(evidence, files, profile, disclosure)
    payload[DOSSIER] = output.add(DOSSIER, [dossier], len(dossier))
    count = len(payload), total + len(dossier)
    for name, content in [(MANIFEST, manifest_lines(payload)), *_tag_files(evidence, profile, count)]:
        tags[name] = output.add(name, [content], len(content))
    tagmanifest = manifest_lines(tags)
    return output.add(TAGMANIFEST, [tagmanifest], len(tagmanifest))


def seal_package(output: Output, text: bytes, signature: bytes) -> None:
    """The issuer's signature on the tag manifest: then the package is whole, and durable, and not placed yet."""
    output.add(PACKAGE_TEXT, [text], len(text))
    output.add(PACKAGE_SIGNATURE, [signature], len(signature))
    output.finish()


def _files(evidence: Sequence[LogEvidence]) -> dict[str, ProvedRow]:
    """Path in the package -> a row of it. One file for all its rows, with the first usual ending."""
    best: dict[tuple[str, str], ProvedRow] = {}
    for kind, row in _rows(evidence):
        known = best.get((kind, row.row.sha256))
        if known is None or (not known.suffix and row.suffix):
            best[kind, row.row.sha256] = row
    return {f"data/{kind}/{digest}{row.suffix}": row for (kind, digest), row in sorted(best.items())}


def _rows(evidence: Iterable[LogEvidence]) -> Iterator[tuple[str, ProvedRow]]:
    for one in evidence:
        for entry in one.entries:
            yield from ((entry.kind, row) for row in entry.rows)


def _object_blocks(case: CaseFolder, name: str) -> Iterator[bytes]:
    try:
        with case.objects.path(name).open("rb") as source:
            while block := source.read(BLOCK):
                yield block
    except FileNotFoundError:
        raise ObjectMissing(name) from None


def _dossier(
    evidence: Sequence[LogEvidence],
    files: Mapping[str, ProvedRow],
    profile: Profile,
    disclosure: Mapping[str, Json] | None,
) -> bytes:
    paths = {row.row.sha256: path for path, row in files.items()}
    received: dict[str, list[Json]] = {digest: [] for digest in paths}
    for one in evidence:
        for entry in one.entries:
            for row in entry.rows:
                received[row.row.sha256].append(_receipt(one, entry, row))
    items: list[Json] = [
        {"sha256": digest, "bytes": files[path].row.size, "file": path, "received": received[digest]}
        for digest, path in sorted(paths.items())
    ]
    whole: dict[str, Json] = {
        "form": "stemmata dossier/1",
        "profile": profile.value,
        "items": items,
        "says": DOSSIER_SAYS,
    }
    if disclosure is not None:
        whole["disclosure"] = dict(disclosure)
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _receipt(one: LogEvidence, entry: ProvedEntry, row: ProvedRow) -> Json:
    receipt: dict[str, Json] = {
        "log": one.log.writer,
        "entry": entry.proof.index,
        "row": row.proof.index,
        "claimed": iso_utc(entry.claimed_us),
    }
    times = [state.time_us for state in one.anchors if state.size > entry.proof.index]
    if times:
        receipt["existed_by"] = {"time": iso_utc(min(times)), "basis": "anchored"}
    if row.name is not None:
        receipt["name"] = json.loads(row.name)
    if entry.told is not None:
        receipt["told"] = json.loads(entry.told)
    return receipt


def _tag_files(
    evidence: Sequence[LogEvidence], profile: Profile, payload: tuple[int, int]
) -> Iterator[tuple[str, bytes]]:
    yield "bagit.txt", BAGIT
    files, size = payload
    yield "bag-info.txt", f"Bag-Software-Agent: stemmata {__version__}\nPayload-Oxum: {size}.{files}\n".encode()
    for one in evidence:
        yield from _custody(one)
    for name in sorted(PROGRAMS):
        yield name, (TEXTS / name).read_bytes()
    yield "README.txt", _readme(evidence, profile)


def _custody(one: LogEvidence) -> Iterator[tuple[str, bytes]]:
    folder, verifier = f"custody/{one.log.writer}", one.log.verifier()
    text, signature = note.own_signature(one.signed, verifier)
    yield f"{folder}/log-key.pem", key_pem(verifier.key)
    yield f"{folder}/checkpoint.txt", text.encode()
    yield f"{folder}/checkpoint.sig", signature
    signed = note.with_signature(text, verifier, signature)  # those of witnesses left out
    for state in one.anchors:
        yield from _anchor(f"{folder}/anchor-{state.size}", state)
    for entry in one.entries:
        n = entry.proof.index
        yield f"{folder}/{n}.entry", entry.leaf
        yield f"{folder}/{n}.tlog-proof", InclusionProof(n, entry.proof.hashes, signed).content()
        if entry.told is not None:
            yield f"{folder}/{n}.told", entry.told
        for row in entry.rows:
            yield f"{folder}/{n}.{row.proof.index}.row", row.row.line()
            yield f"{folder}/{n}.{row.proof.index}.row-proof", row.proof.content()
            if row.name is not None:
                yield f"{folder}/{n}.{row.proof.index}.name", row.name


def _anchor(at: str, state: Anchored) -> Iterator[tuple[str, bytes]]:
    yield f"{at}.note", state.stamps[0].signed
    if state.consistency is not None:
        yield f"{at}.consistency", state.consistency.content()
    for number, one in enumerate(state.stamps):
        yield f"{at}.{number}.tsr", one.token
        yield f"{at}.{number}.root.pem", one.chain.root_pem()
        if one.chain.others_pem():
            yield f"{at}.{number}.chain.pem", one.chain.others_pem()


def _readme(evidence: Sequence[LogEvidence], profile: Profile) -> bytes:
    logs = "".join(
        f"    log {one.log.writer}\n      {fingerprint(public_key_id(one.log.verifier().key))}\n" for one in evidence
    )
    sh, py = (sha256((TEXTS / name).read_bytes()).hexdigest() for name in ("verify.sh", "verify.py"))
    text = (TEXTS / "README.txt").read_text("utf-8")
    return text.format(
        logs=logs,
        names=NAMES_ARE_IN if profile is Profile.INTERNAL else NAMES_ARE_OUT,
        version=__version__,
        sh=sh,
        py=py,
    ).encode()
