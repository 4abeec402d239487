"""Small bodies of material, made to measure, and hypothesis strategies over them."""

from collections.abc import Iterable

from hypothesis import strategies as st

from stemmata.corroborate.evidence import Behind, Dependence, Evidence, Ground, Role, Status
from stemmata.corroborate.origins import Material, Origin, OriginKind
from stemmata.model.judgement import Judgement, Said
from stemmata.model.unit import Track, Unit

SHOWING = (Ground.OTHER_CAMERA, Ground.SEPARATE_AUTHORS, Ground.SEPARATE_OBSERVERS, Ground.ASSERTED)
BARRING = (Ground.ONE_PERSON, Ground.ONE_TEAM, Ground.ONE_ACCOUNT, Ground.ONE_WITNESS)


def picture(holder: str) -> Unit:
    return Unit(Track.PICTURE, item=holder)


def text(holder: str) -> Unit:
    return Unit(Track.TEXT, item=holder)


def footage(name: str, *holders: str) -> Origin:
    return Origin(name, OriginKind.FOOTAGE, tuple(picture(holder) for holder in holders or (name,)))


def story(name: str, *holders: str) -> Origin:
    return Origin(name, OriginKind.STORY, tuple(text(holder) for holder in holders or (name,)))


def rests(of: str, on: str, status: Status = Status.DECLARED) -> Dependence:
    """A text rests on a picture."""
    return Dependence(text(of), picture(on), status)


def said(said: Said | None, one: Unit, other: Unit, entry: str, undoes: str | None = None) -> Judgement:
    return Judgement(entry, said, one, other, "key", 0, "as seen", undoes)


def evidence(ground: Ground, one: Unit, other: Unit) -> Evidence:
    return Evidence(ground, one, other, "told in person", "key", f"{ground}-{one.holder}-{other.holder}")


def shown(one: Unit, other: Unit) -> Evidence:
    return evidence(Ground.SEPARATE_OBSERVERS, one, other)


NAMES = tuple("abcdef")


def _pairs() -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """Six texts, each one holder, between which anything may have been said."""
    judged = draw(st.lists(st.tuples(_pairs(), st.sampled_from([Said.SAME, Said.DIFFERENT, Said.UNSURE])), max_size=4))
    resting = draw(st.lists(st.tuples(_pairs(), st.sampled_from(list(Status))), max_size=6))
    weighed = draw(st.lists(st.tuples(_pairs(), st.sampled_from([*SHOWING, *BARRING])), max_size=9))
    open_pairs = draw(st.lists(_pairs(), max_size=3))
    named = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["P-1", "P-2"])), max_size=2))
    return Material(
        tuple(story(name) for name in NAMES),
        tuple(Dependence(text(of), text(on), status, f"d{at}") for at, ((of, on), status) in enumerate(resting)),
        tuple(said(what, text(one), text(other), f"j{at}") for at, ((one, other), what) in enumerate(judged)),
        tuple((text(one), text(other)) for one, other in open_pairs),
        tuple(evidence(ground, text(one), text(other)) for (one, other), ground in weighed),
        tuple(Behind(text(name), who, Role.OBSERVER) for name, who in named),
    )


def texts(names: Iterable[str]) -> tuple[Origin, ...]:
    return tuple(story(name) for name in names)
