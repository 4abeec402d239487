"""Signed provenance: what a C2PA manifest in a file says of that file, who says it, and whether it was altered since.

A signature that holds shows that nobody changed the statement after it was signed. It does not show that the statement
is true, nor who the signer is: no list of trusted certificates comes with Stemmata, and anyone can make one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.canonical import Plain
from stemmata.model.plain import count, items, mapping, text, text_or_none, texts

PARENT = "parentOf"
"""The relationship of an ingredient that the file was made from, as C2PA writes it; others are only parts of it."""


class Verdict(StrEnum):
    """Integrity, three-valued (WORDS section 3)."""

    OK = "ok"
    FAILED = "failed"
    UNCHECKED = "unchecked"


SIGNATURE, CONTENT, STATEMENT, CERTIFICATE, FORM = "signature", "content", "statement", "certificate", "form"
"""Why a manifest failed: the signature is of something else; the content is not what was signed; a statement in the
manifest is not; the certificate may not sign this or was withdrawn; the manifest breaks another rule of C2PA."""
NEEDS_EXTRA, NOT_LOADED, NOT_FETCHED, GONE, UNREADABLE, UNBOUND, ENDED = (
    "needs_extra", "not_loaded", "not_fetched", "gone", "unreadable", "unbound", "ended",
)  # fmt: skip
"""Why one could not be checked: the library is not installed, or cannot be loaded; the file only names an address; it
names a manifest within itself that is not there any more; the library cannot read it; nothing in it binds it to the
content; the worker was ended."""
REASONS = (
    SIGNATURE, CONTENT, STATEMENT, CERTIFICATE, FORM, NEEDS_EXTRA, NOT_LOADED, NOT_FETCHED, GONE, UNREADABLE,
    UNBOUND, ENDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """What was done, as the manifest names it ("c2pa.edited"). source: of which kind what was made is, by the last part
    of its IPTC address ("digitalCapture"); None where that is not said."""

    name: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Ingredient:
    """Something that a manifest names as used. title: a file's name, withheld in public.

    manifest: label of its own manifest, of which the naming file holds a copy; None where it had none, and then nothing
    tells which file was meant. verdict: whether that copy is whole, by what can be read now and what the signer wrote
    down; None where there is none. binding: digest of the assertion that ties the copy to its file's bytes.
    bare_sha256: SHA-256 of those bytes without the manifest store, where the binding tells it.
    """

    relationship: str
    title: str | None = None
    manifest: str | None = None
    verdict: Verdict | None = None
    binding: str | None = None
    bare_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What one file holds. `verdict` is of the active manifest: its signature, statements and content.

    place: where the store lies; None where the file only names an `address`, which nobody asked, or a store that is
    gone. codes: C2PA status codes behind a failure, or the library's word for what it could not read. issuer, subject:
    organisations named in the signer's certificate; names of persons are never kept. signed_us: µs since 1970 UTC, by a
    time stamp of `authority` within the manifest that belongs to the signature; stamp: whether it does, None without
    one. binding: as of an ingredient. left_out: actions and ingredients beyond the bounds.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    place: str | None = None
    address: str | None = None
    signature: Verdict = Verdict.UNCHECKED
    content: Verdict = Verdict.UNCHECKED
    manifest: str | None = None
    generator: str | None = None
    issuer: str | None = None
    subject: str | None = None
    signed_us: int | None = None
    authority: str | None = None
    stamp: Verdict | None = None
    binding: str | None = None
    actions: tuple[Action, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    left_out: int = 0

    def to_json(self) -> dict[str, Plain]:
        return {
            "verdict": self.verdict.value,
            "reasons": list(self.reasons),
            "codes": list(self.codes),
            "place": self.place,
            "address": self.address,
            "signature": self.signature.value,
            "content": self.content.value,
            "manifest": self.manifest,
            "generator": self.generator,
            "issuer": self.issuer,
            "subject": self.subject,
            "signed_us": self.signed_us,
            "authority": self.authority,
            "stamp": None if self.stamp is None else self.stamp.value,
            "binding": self.binding,
            "actions": [{"name": one.name, "source": one.source} for one in self.actions],
            "ingredients": [_ingredient_row(one) for one in self.ingredients],
            "left_out": self.left_out,
        }


def signed_from_json(row: Mapping[str, Plain]) -> Signed:
    """ValueError or KeyError for anything that `Signed.to_json` does not write."""
    return Signed(
        Verdict(text(row["verdict"])),
        texts(row["reasons"]),
        texts(row["codes"]),
        text_or_none(row["place"]),
        text_or_none(row["address"]),
        Verdict(text(row["signature"])),
        Verdict(text(row["content"])),
        text_or_none(row["manifest"]),
        text_or_none(row["generator"]),
        text_or_none(row["issuer"]),
        text_or_none(row["subject"]),
        None if row["signed_us"] is None else count(row["signed_us"]),
        text_or_none(row["authority"]),
        _verdict_or_none(row["stamp"]),
        text_or_none(row["binding"]),
        tuple(
            Action(text(one["name"]), text_or_none(one["source"]))
            for one in (mapping(at) for at in items(row["actions"]))
        ),
        tuple(_ingredient(mapping(one)) for one in items(row["ingredients"])),
        count(row["left_out"]),
    )


def _ingredient_row(one: Ingredient) -> dict[str, Plain]:
    return {
        "relationship": one.relationship,
        "title": one.title,
        "manifest": one.manifest,
        "verdict": None if one.verdict is None else one.verdict.value,
        "binding": one.binding,
        "bare_sha256": one.bare_sha256,
    }


def _ingredient(row: Mapping[str, Plain]) -> Ingredient:
    return Ingredient(
        text(row["relationship"]),
        text_or_none(row["title"]),
        text_or_none(row["manifest"]),
        _verdict_or_none(row["verdict"]),
        text_or_none(row["binding"]),
        text_or_none(row["bare_sha256"]),
    )


def _verdict_or_none(value: Plain) -> Verdict | None:
    return None if value is None else Verdict(text(value))
