"""Changes between two texts of a case, named: from the texts to the namer, and from its stretches to units.

Computed when they are asked for: they are a pure function of two texts, and only decisions on them are kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from stemmata.case.decisions import verdicts_between
from stemmata.case.versions import HeldText, TextLink, parts_of
from stemmata.lineage import changes
from stemmata.lineage.changes import Version
from stemmata.model.change import Change, Status, Stretch, Where
from stemmata.model.decision import Decided, UnitChange, Verdict
from stemmata.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as its changes are named: `headline` apart where the body opens with one."""

    headline: str | None
    body: str
    language: str | None


LONGEST = 100_000
"""Code points of a body up to which its changes are named: a long report. Aligning two texts is quadratic in the worst
case, and a page waits for it."""


class Unnamed(StrEnum):
    """Why nothing is said of the changes between two texts: that is not to say that there are none."""

    NOT_READ = "not_named"
    """Nothing in this version names changes."""
    TOO_LONG = "too_long"


Namer = Callable[[Wording, Wording], Sequence[Change]]
"""Changes from the first to the second, in the order of the second and then of what stands in the first only."""


def suggested(before: Wording, after: Wording) -> Sequence[Change]:
    """As lineage names them, without lists of places and parties: a case holds none yet."""
    earlier, later = (Version(one.headline, one.body, one.language) for one in (before, after))
    return changes.changes_between(earlier, later)


NAMER: Namer | None = suggested
"""What names changes in this version; None where nothing does, and every page says so."""


@dataclass(frozen=True, slots=True)
class NamedChange:
    """One change between two texts of a case. `before`, `after`: code points of the bodies, None where nothing stands
    there. `verdict`: what stands of the decisions on it."""

    unit: UnitChange
    change: Change
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    verdict: Verdict

    @property
    def status(self) -> Status:
        return self.verdict.status


@dataclass(frozen=True, slots=True)
class Changes:
    """All between two texts, in one order. `earlier`: decisions that stand on changes which are not named now, since
    the texts were read otherwise or by another version: nothing that a person said is dropped. `unnamed`: why nothing
    is named; None where both texts were looked at."""

    link: TextLink
    named: tuple[NamedChange, ...]
    earlier: tuple[Decided, ...]
    unnamed: Unnamed | None = None


def changes_between(connection: Connection, before: HeldText, after: HeldText, link: TextLink) -> Changes:
    """`link` goes from `before` to `after`."""
    decided = verdicts_between(connection, before.holder, after.holder)
    unnamed = _unnamed(before.body, after.body)
    named = () if unnamed is not None or NAMER is None else tuple(_named(before, after, decided, NAMER))
    known = {one.unit.id for one in named}
    mine = (before.holder, after.holder)
    earlier = tuple(
        one
        for change, verdict in sorted(decided.items())
        for one in verdict.standing
        if change not in known and (one.change.parent.holder, one.change.child.holder) == mine
    )
    return Changes(link, named, earlier, unnamed)


def _unnamed(*bodies: str) -> Unnamed | None:
    if NAMER is None:
        return Unnamed.NOT_READ
    return Unnamed.TOO_LONG if max(len(body) for body in bodies) > LONGEST else None


def changes_of(before: Wording, after: Wording) -> tuple[Change, ...] | None:
    """Of two texts that lie in no case, as NAMER names them; None where it names none, or one is too long."""
    if NAMER is None or _unnamed(before.body, after.body) is not None:
        return None
    return tuple(NAMER(before, after))


NO_STATEMENT = frozenset({"byline", "date"})
"""Parts that are compared as credits and times of publication, and never as what the text says."""


def wording_of(text: HeldText) -> tuple[Wording, int]:
    """The text as it is compared, and how many code points of its body stand before what is compared as the body.

    Who wrote it and when it was published are blanked out, so that all else keeps its place.
    """
    body = list(text.body)
    for part in text.parts:
        if part.kind in NO_STATEMENT:
            body[part.start : part.end] = " " * (part.end - part.start)
    said, headline = "".join(body), text.headline
    if headline is None:
        return Wording(None, said, text.language), 0
    rest = said[headline.end :]
    cut = headline.end + len(rest) - len(rest.lstrip())
    return Wording(said[headline.start : headline.end], said[cut:], text.language), cut


def wording_of_facts(facts: Mapping[str, object]) -> Wording:
    """The same of what decode.text found in one file."""
    parts = facts.get("parts")
    body, language = str(facts.get("body") or ""), facts.get("language")
    found = parts_of(parts if isinstance(parts, list) else [])
    told = language if isinstance(language, str) else None
    return wording_of(HeldText("", True, "", "", None, body, found, told, None, None))[0]


def _named(before: HeldText, after: HeldText, decided: dict[str, Verdict], namer: Namer) -> Iterator[NamedChange]:
    one, other = wording_of(before), wording_of(after)
    for change in namer(one[0], other[0]):
        here, there = _place(before, one[1], change.before), _place(after, other[1], change.after)
        unit = UnitChange(change.code, _unit(before, here), _unit(after, there))
        verdict = decided.get(unit.id, Verdict())
        yield NamedChange(unit, replace(change, status=verdict.status), here, there, verdict)


def _place(text: HeldText, cut: int, stretch: Stretch | None) -> tuple[int, int] | None:
    if stretch is None:
        return None
    if stretch.part is Where.BODY:
        return stretch.start + cut, stretch.end + cut
    headline = text.headline
    if headline is None:
        raise ValueError("a change stands in a headline that the text does not have")
    return stretch.start + headline.start, stretch.end + headline.start


def _unit(text: HeldText, place: tuple[int, int] | None) -> Unit:
    return text.unit() if place is None else text.unit(*place)
