"""Named changes in lines for a terminal."""

from collections.abc import Iterator

from stemmata.case.versions import HeldText, TextLink
from stemmata.cli.terminal import isolated
from stemmata.lineage.stemma import Sureness
from stemmata.model.change import Change, Code
from stemmata.model.decision import Verdict
from stemmata.pipeline.compare import Outcome
from stemmata.pipeline.named_changes import Changes, NamedChange, Unnamed

CODES = {
    Code.NUMBER_CHANGED: "number changed",
    Code.NUMBER_ADDED: "number added",
    Code.NUMBER_DROPPED: "number dropped",
    Code.NUMBER_VAGUENED: "number made vague",
    Code.ATTRIBUTION_ADDED: "attribution added",
    Code.ATTRIBUTION_DROPPED: "attribution dropped",
    Code.ATTRIBUTION_CHANGED: "attribution changed",
    Code.HEDGE_ADDED: "hedge added",
    Code.HEDGE_DROPPED: "hedge dropped",
    Code.PLACE_CHANGED: "place changed",
    Code.ACTOR_CHANGED: "actor changed",
    Code.DATE_CHANGED: "date changed",
    Code.STATUS_CHANGED: "status changed",
    Code.NEGATION: "denial changed",
    Code.MODALITY: "certainty changed",
    Code.VOICE: "voice changed",
    Code.HEADLINE_ONLY: "in the headline only",
    Code.OMITTED: "left out",
    Code.INSERTED: "inserted",
    Code.OTHER: "other change of content",
}
"""As WORDS section 3 has them."""

UNNAMED = {
    Unnamed.NOT_READ: "Changes are not named by this version.",
    Unnamed.TOO_LONG: "One of the two is too long for its changes to be named.",
}
NONE = "No change of content was named. That does not show that there is none."
ORDERS = {
    Sureness.PROVEN: "{before} is the proven source of {after}.",
    Sureness.LIKELY: "{after} probably comes from {before}.",
    Sureness.NEAREST_KIN: "{after} comes from {before} or from a sibling of it that is not held.",
}
BY_TIME = "{after} was posted after {before}, by clocks as claimed; copying is not shown."
LONGEST = 300
"""Code points of a shared passage that a line shows."""
NO_ORDER = "Which of {before} and {after} came first is not known: read the changes in either direction."


def change_lines(before: HeldText, after: HeldText, found: Changes) -> Iterator[str]:
    yield _order(found.link).format(before=isolated(before.name), after=isolated(after.name))
    if found.unnamed is not None:
        yield UNNAMED[found.unnamed]
    elif not found.named:
        yield NONE
    for number, one in enumerate(found.named, start=1):
        yield f"{number:>3}  {CODES[one.change.code]}: {told(one.change)}{_standing(one)}"
    for decided in found.earlier:
        value = "" if decided.decision is None else decided.decision.value
        yield f"  –  {CODES[decided.change.code]}: {value} before, on a reading not made now ({decided.id[:16]})"


def text_lines(outcome: Outcome) -> Iterator[str]:
    """What two files without a case share as text, and what the second says otherwise."""
    for one, other in outcome.passages():
        yield f"  shared: “{isolated(_short(one))}”"
        if one != other:
            yield f"      as:  “{isolated(_short(other))}”"
    if outcome.changes is None:
        return
    yield NONE if not outcome.changes else "Changes from the first to the second, suggested:"
    for number, change in enumerate(outcome.changes, start=1):
        yield f"{number:>3}  {CODES[change.code]}: {told(change)}"


def _short(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= LONGEST else f"{told[:LONGEST]} …"


def told(change: Change) -> str:
    """Both sides, as they stand in the texts."""
    sides = ["nothing" if side is None else f"“{isolated(side.text)}”" for side in (change.before, change.after)]
    return " → ".join(sides).replace("\n", " ")


def _order(link: TextLink) -> str:
    if link.sureness is not None:
        return ORDERS[link.sureness]
    return BY_TIME if link.by_time else NO_ORDER


def _standing(one: NamedChange) -> str:
    verdict: Verdict = one.verdict
    if verdict.contested:
        return " (confirmed and rejected: it stays suggested)"
    entries = ", ".join(decided.id[:16] for decided in verdict.standing)
    return f" ({one.status.value}{f' in {entries}' if entries else ''})"
