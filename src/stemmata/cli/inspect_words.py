"""Words for `stemmata inspect`: one paragraph for each thing that was found."""

from collections.abc import Iterator

from stemmata.model.counted import counted
from stemmata.model.inspected import Inspected, Kind, Signer
from stemmata.model.signed import Verdict
from stemmata.pipeline.inspect import Outcome

KINDS = {
    Kind.BAG: "bag (BagIt)",
    Kind.WACZ: "web archive (WACZ)",
    Kind.MULTI_WACZ: "several web archives (multi-WACZ)",
    Kind.TOKEN: "time-stamp token (RFC 3161)",
    Kind.SIGNED_FILE: "signed provenance (C2PA)",
    Kind.ARCHIVE: "ZIP",
}
VERDICTS = {Verdict.OK: "ok", Verdict.FAILED: "FAILED", Verdict.UNCHECKED: "could not be checked"}
OK_BY_SIGNER = {
    Signer.TRUSTED: "ok, trusted signer",
    Signer.UNKNOWN: "consistent, signer unknown",
    Signer.ABSENT: "consistent, not signed",
}
"""Of what holds: a bare "ok" would say more than that it agrees with itself, which anybody can achieve."""


def lines_of(outcome: Outcome) -> Iterator[str]:
    for one, _ in outcome.found:
        yield from _paragraph(one)
    for name, failure in outcome.failures:
        yield f"Could not be checked: {failure.sentence(name)}"
    for name, why in outcome.skipped:
        yield f"Passed over: {name} {why}."
    if not outcome.found and not outcome.failures:
        yield "Nothing was found that carries a proof of its own: no bag, no WACZ, no token, no signed file."
    elif outcome.nothing:
        others = counted(outcome.nothing, "other file carries", "other files carry")
        yield f"{others} no such proof. That means nothing for or against {'it' if outcome.nothing == 1 else 'them'}."


def verdict_words(one: Inspected) -> str:
    if one.verdict is not Verdict.OK or one.signer is None:
        return VERDICTS[one.verdict]
    return OK_BY_SIGNER[one.signer] + (", weak" if one.weak else "")


def _paragraph(one: Inspected) -> Iterator[str]:
    yield f"{one.name}: {KINDS[one.kind]}: {verdict_words(one)}"
    for reason in one.reasons:
        yield f"  why: {reason}"
    for proved in one.proved:
        yield f"  proved: {proved}"
    for lack in one.not_proved:
        yield f"  not proved: {lack}"
    for note in one.notes:
        yield f"  note: {note}"


def to_json(outcome: Outcome) -> dict[str, object]:
    return {
        "found": [one.to_json() for one, _ in outcome.found],
        "failures": [{"name": name, "code": one.code, "detail": one.detail} for name, one in outcome.failures],
        "skipped": [{"name": name, "why": why} for name, why in outcome.skipped],
        "nothing_in": outcome.nothing,
    }
