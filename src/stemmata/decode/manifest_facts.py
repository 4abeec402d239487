"""From what the C2PA library reports of a manifest store to a bounded `Signed`. Total over any JSON.

Read from "crJSON" (Reader.crjson of c2pa-python 0.38): the one report that names the issuer of a certificate apart from
its subject. Status codes: C2PA Technical Specification 2.2 section 15. Clocks of this machine decide nothing: whether a
certificate has expired by now is left out, so that the same bytes give the same answer in any year.
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from stemmata.decode.claims import plain_text
from stemmata.model.signed import (
    CERTIFICATE,
    CONTENT,
    FORM,
    REASONS,
    SIGNATURE,
    STATEMENT,
    UNBOUND,
    Action,
    Ingredient,
    Signed,
    Verdict,
)

MOST_ACTIONS, MOST_INGREDIENTS, MOST_CODES = 50, 50, 20
LABEL, NAME = 200, 200  # characters
NOT_COUNTED = frozenset({"signingCredential.untrusted", "signingCredential.expired", "claimSignature.outsideValidity"})
"""Matters of trust and of today's date. `timeStamp.*` are told apart (Signed.stamp), and `cawg.*` belong to statements
on who an author is, which are not read at all."""
NOT_COUNTED_FAMILIES = ("timeStamp.", "cawg.")
SIGNATURE_HOLDS = "claimSignature.validated"
COPY_IS_WHOLE = "ingredient.manifest.validated"
GOOD = (".validated", ".match", ".trusted")
"""How codes end that are no failures, where all stand in one list."""
STAMP_HOLDS, STAMP_FAILS = "timeStamp.validated", frozenset({"timeStamp.mismatch", "timeStamp.malformed"})
_BOUND = re.compile(r"assertion\.(?:data|bmff|boxes|collection|multiAsset)Hash\.(match|mismatch)")
_CODE = re.compile(r"[A-Za-z0-9._]{1,80}")
_HARD_BINDING = re.compile(r"c2pa\.hash\.(?:data|bmff|boxes|collection|multi-asset)\b")
_OF_STORE = re.compile(r"(?:self#jumbf=)?/c2pa/([^/]+)")
_DIGEST = re.compile(r"b64'([A-Za-z0-9+/]{43}=)'")

Report = Mapping[str, object]


def signed_of_report(report: Report, active: str, place: str | None, address: str | None) -> Signed:
    """`report`: the library's crJSON; `active`: label of the active manifest. ValueError where it is not in it."""
    manifests = {str(one.get("label")): one for one in _mappings(report.get("manifests"))}
    if active not in manifests:
        raise ValueError("the report does not hold the active manifest")
    manifest = manifests[active]
    success, failures = _codes(manifest.get("validationResults"))
    counted = tuple(code for code in failures if _counts(code))
    signature = _signature(success, counted)
    content = _content(success, counted)
    verdict, reasons = Verdict.OK, tuple(sorted({_reason(code) for code in counted}, key=REASONS.index))
    if reasons:
        verdict = Verdict.FAILED
    elif Verdict.UNCHECKED in (signature, content):
        verdict, reasons = Verdict.UNCHECKED, (UNBOUND,)
    signing = _mapping(manifest.get("signature"))
    stamp, stamped_us, authority = _stamp(signing, success, (*failures, *_informational(manifest)))
    certificate = _mapping(signing.get("certificateInfo"))
    actions, ingredients = list(_actions(manifest)), list(_ingredients(manifest, manifests))
    left_out = max(0, len(actions) - MOST_ACTIONS) + max(0, len(ingredients) - MOST_INGREDIENTS)
    binding, _ = _binding(manifest)
    return Signed(
        verdict,
        reasons,
        counted[:MOST_CODES],
        place,
        address,
        signature,
        content,
        plain_text(active, LABEL),
        _generator(manifest),
        _organisation(certificate.get("issuer")),
        _organisation(certificate.get("subject")),
        stamped_us,
        authority,
        stamp,
        binding,
        tuple(actions[:MOST_ACTIONS]),
        tuple(ingredients[:MOST_INGREDIENTS]),
        left_out,
    )


def _codes(results: object) -> tuple[frozenset[str], tuple[str, ...]]:
    """Success and failure, without what is not written as a code."""
    found = _mapping(results)
    return frozenset(_written(found.get("success"))), tuple(sorted(set(_written(found.get("failure")))))


def _informational(manifest: Report) -> list[str]:
    return list(_written(_mapping(manifest.get("validationResults")).get("informational")))


def _written(rows: object) -> Iterator[str]:
    for row in _mappings(rows):
        code = row.get("code")
        if isinstance(code, str) and _CODE.fullmatch(code):
            yield code


def _counts(code: str) -> bool:
    return code not in NOT_COUNTED and not code.startswith(NOT_COUNTED_FAMILIES)


def _reason(code: str) -> str:
    bound = _BOUND.fullmatch(code)
    if bound is not None:
        return CONTENT
    if code.startswith("claimSignature."):
        return SIGNATURE
    if code.startswith("signingCredential."):
        return CERTIFICATE
    return STATEMENT if code in {"assertion.hashedURI.mismatch", "assertion.missing"} else FORM


def _signature(success: frozenset[str], counted: Sequence[str]) -> Verdict:
    if any(_reason(code) == SIGNATURE for code in counted):
        return Verdict.FAILED
    return Verdict.OK if SIGNATURE_HOLDS in success else Verdict.UNCHECKED


def _content(success: frozenset[str], counted: Sequence[str]) -> Verdict:
    if any(_reason(code) == CONTENT for code in counted):
        return Verdict.FAILED
    return Verdict.OK if any(_BOUND.fullmatch(code) for code in success) else Verdict.UNCHECKED


def _stamp(
    signing: Report, success: frozenset[str], others: Sequence[str]
) -> tuple[Verdict | None, int | None, str | None]:
    """Whether the time stamp belongs to the signature, its time and who issued it; all None without one."""
    stamp = _mapping(signing.get("timeStampInfo"))
    if STAMP_FAILS & {*others}:
        return Verdict.FAILED, None, None
    at = _us(stamp.get("timestamp"))
    if at is None:
        return None, None, None
    if STAMP_HOLDS not in success:
        return Verdict.UNCHECKED, None, None
    return Verdict.OK, at, _organisation(_mapping(stamp.get("certificateInfo")).get("subject"))


def _us(written: object) -> int | None:
    try:
        at = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    if at is None or at.tzinfo is None:
        return None
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000


def _organisation(name: object) -> str | None:
    """Of a distinguished name only what stands under O: a common name can be a person's."""
    found = _mapping(name).get("O")
    return plain_text(found, NAME) if isinstance(found, str) and found.strip() else None


def _generator(manifest: Report) -> str | None:
    """The program or device that made the claim, by its own account."""
    claim = _mapping(manifest.get("claim.v2") or manifest.get("claim"))
    listed = claim.get("claim_generator_info")
    first = next(iter(_mappings(listed)), {}) if isinstance(listed, list) else _mapping(listed)
    parts = [part for part in (first.get("name"), first.get("version")) if isinstance(part, str) and part.strip()]
    written = " ".join(parts) or claim.get("claim_generator")
    return plain_text(written, NAME) if isinstance(written, str) and written.strip() else None


def _assertions(manifest: Report, wanted: str) -> Iterator[tuple[str, Report]]:
    for label, assertion in _mapping(manifest.get("assertions")).items():
        if str(label).startswith(wanted) and isinstance(assertion, Mapping):
            yield str(label), assertion


def _actions(manifest: Report) -> Iterator[Action]:
    for _, assertion in _assertions(manifest, "c2pa.actions"):
        for one in _mappings(assertion.get("actions")):
            name, source = one.get("action"), one.get("digitalSourceType")
            if isinstance(name, str):
                kind = plain_text(source.rstrip("/").rsplit("/", 1)[-1], 80) if isinstance(source, str) else None
                yield Action(plain_text(name, 80), kind)


def _ingredients(manifest: Report, manifests: Mapping[str, Report]) -> Iterator[Ingredient]:
    for _, assertion in _assertions(manifest, "c2pa.ingredient"):
        relationship, title = assertion.get("relationship"), assertion.get("dc:title")
        label = _label_of(assertion.get("activeManifest")) or _label_of(assertion.get("c2pa_manifest"))
        copy = manifests.get(label) if label is not None else None
        binding, bare = (None, None) if copy is None else _binding(copy)
        yield Ingredient(
            plain_text(relationship, 80) if isinstance(relationship, str) else "",
            plain_text(title, NAME) if isinstance(title, str) and title else None,
            None if label is None else plain_text(label, LABEL),
            None if label is None else _copy_verdict(assertion, copy),
            binding,
            bare,
        )


def _label_of(reference: object) -> str | None:
    url = _mapping(reference).get("url")
    found = _OF_STORE.match(url) if isinstance(url, str) else None
    return None if found is None else found[1]


def _copy_verdict(assertion: Report, copy: Report | None) -> Verdict:
    """Of the copy of an ingredient's manifest: what the library finds now, and what the signer wrote down then, which
    the library does not repeat. Versions 1 and 2 wrote down failures only."""
    if copy is None:
        return Verdict.UNCHECKED
    success, failures = _codes(copy.get("validationResults"))
    then, failed_then = _codes(_mapping(assertion.get("validationResults")).get("activeManifest"))
    noted = [code for code in _written(assertion.get("validationStatus")) if not code.endswith(GOOD)]
    if any(_counts(code) for code in (*failures, *failed_then, *noted)):
        return Verdict.FAILED
    holds = SIGNATURE_HOLDS in success or (COPY_IS_WHOLE in success and SIGNATURE_HOLDS in then)
    return Verdict.OK if holds else Verdict.UNCHECKED


def _binding(manifest: Report) -> tuple[str | None, str | None]:
    """Digest of the hard binding; SHA-256 of the file without what the binding leaves out, its store above all."""
    found = sorted((pair for pair in _assertions(manifest, "c2pa.hash.") if _HARD_BINDING.match(pair[0])), key=_first)
    if not found:
        return None, None
    label, assertion = found[0]
    kept = {key: value for key, value in assertion.items() if key != "pad"}
    digest = sha256(json.dumps([label, kept], sort_keys=True).encode("ascii")).hexdigest()
    named = _DIGEST.fullmatch(str(assertion.get("hash")))
    claim = _mapping(manifest.get("claim.v2") or manifest.get("claim"))
    algorithm = assertion.get("alg") or claim.get("alg")
    if not label.startswith("c2pa.hash.data") or algorithm != "sha256" or named is None:
        return digest, None
    return digest, b64decode(named[1]).hex()


def _first(pair: tuple[str, Report]) -> str:
    return pair[0]


def _mapping(value: object) -> Report:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> Iterator[Report]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))
