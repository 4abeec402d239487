"""Stories for tests: texts written from numbered sentences, with dates in days."""

from collections.abc import Iterable, Mapping

from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.links import witnesses
from stemmata.lineage.stemma import Descent, Stemma
from stemmata.lineage.story_tree import Story, story_stemma
from stemmata.model.declaration import Declaration, Resolved, ResolvedBy, SourceKind, UnheldSource
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.judgement import Judgement
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit

DAY_US = 86_400_000_000
PLACES = ("market", "bridge", "harbour", "school", "mill", "station", "orchard", "tower")


def holder(name: str) -> str:
    return name.encode().hex().rjust(64, "0")


def day(at: int) -> TimeInterval:
    return TimeInterval(at * DAY_US, (at + 1) * DAY_US - 1, Basis.FILE)


def sentence(number: int, change: str = "") -> str:
    """Twenty-four words that no other number has; `change` takes the place of one."""
    words = [f"{PLACES[at % len(PLACES)]}{number}{chr(ord('a') + at)}" for at in range(24)]
    if change:
        words[12] = f"{change}{number}"
    return f"{' '.join(words)}."


def text(name: str, sentences: Iterable[str], at: int | None = None, title: str | None = None) -> Text:
    body = "\n\n".join(sentences)
    return Text(
        holder(name), False, f"text/1:{holder(name)}", body, (), "en", None if at is None else day(at), title=title
    )


def story(texts: Iterable[Text], resolved: Iterable[Resolved] = (), unheld: Iterable[UnheldSource] = ()) -> Story:
    by_holder = {text.holder: text for text in texts}
    members = witnesses([Unit(Track.TEXT, item=one) for one in by_holder], ())
    ids = [one.id for one in members]
    shared = {(min(one, other), max(one, other)): 20 for one in ids for other in ids if one != other}
    own = {one.id: by_holder[one.holders[0]] for one in members}
    return Story("story", tuple(members), own, shared, tuple(resolved), tuple(unheld))


def names(of: Text, source: str, *, holder: str | None = None, unheld: str | None = None) -> Resolved:
    """`of` names a source: one that is held, or one that is not, by key."""
    said = Declaration(Unit(Track.TEXT, item=of.holder), source, SourceKind.OUTLET, "according to", 0, 1)
    return Resolved(said, holder, None if holder is None else ResolvedBy.PASSAGE, unheld)


def stemma(made: Story, judgements: Iterable[Judgement] = ()) -> Stemma:
    return story_stemma(made, list(judgements), CALIBRATIONS)


def parents(made: Stemma) -> dict[str, set[str]]:
    """By name; of what is not held the id."""
    name_of = {one.id: bytes.fromhex(one.holders[0]).lstrip(b"\0").decode() for one in made.witnesses if one.held}
    found: dict[str, set[str]] = {name: set() for name in name_of.values()}
    for link in made.descents:
        if link.parent is not None:
            found[name_of[link.child]].add(name_of.get(link.parent, link.parent))
    return found


def descent(made: Stemma, child: str) -> list[Descent]:
    wanted = next(one.id for one in made.witnesses if one.held and one.holders[0] == holder(child))
    return [one for one in made.descents if one.child == wanted]


def changed(numbers: Iterable[int], changes: Mapping[int, str]) -> list[str]:
    return [sentence(number, changes.get(number, "")) for number in numbers]
