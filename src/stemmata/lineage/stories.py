"""Families of texts: whole articles and postings, joined by the passages that they share."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stemmata.lineage.families import Family, Formed, Joined, Member, family_id
from stemmata.lineage.judged import Bearing, is_whole, still_joined
from stemmata.match.manner import Manner
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.unit import Track, Unit

STORY_KINDS = frozenset({Kind.SAME_BYTES, Kind.SAME_STORY})
QUOTATION = Manner.QUOTATION.value


def story_families(
    texts: Sequence[str], postings: Iterable[str], edges: Sequence[Edge], judgements: Sequence[Judgement] = ()
) -> list[Family]:
    """The families of `form_stories`."""
    return form_stories(texts, postings, edges, judgements).families


def form_stories(
    texts: Sequence[str], postings: Iterable[str], edges: Sequence[Edge], judgements: Sequence[Judgement] = ()
) -> Formed:
    """Families of texts: `texts` are item ids, `postings` posting ids. A posting that shares nothing makes no family
    of its own (it has no kin); an article alone does.

    Texts that share nothing but what one speaker said are not one story: the speaker is the root of that alone.
    Stories are of whole texts: a "different" between passages cuts nothing, since the texts may share others.
    """
    bearing = Bearing.of(judgements, Track.TEXT)
    bearing = replace(bearing, different=tuple(d for d in bearing.different if is_whole(d.one) and is_whole(d.other)))
    apart = bearing.apart()
    known_postings = frozenset(postings)
    known = sorted({*texts, *known_postings})
    place = {holder: at for at, holder in enumerate(known)}
    joined = Joined(list(range(len(known))))
    links: dict[str, list[int]] = {}
    joining = [
        (at, edge)
        for at, edge in enumerate(edges)
        if edge.kind in STORY_KINDS
        and edge.facts.get("manner") != QUOTATION
        and {edge.a.holder, edge.b.holder} <= place.keys()
        and edge.holders not in apart
    ]
    for at, edge in joining:
        joined.join(place[edge.a.holder], place[edge.b.holder])
        links.setdefault(edge.a.holder, []).append(at)
        links.setdefault(edge.b.holder, []).append(at)
    for one in bearing.kindred:
        if set(one.holders) <= place.keys():
            joined.join(place[one.holders[0]], place[one.holders[1]])
    groups: dict[int, list[str]] = {}
    for holder in known:
        groups.setdefault(joined.find(place[holder]), []).append(holder)
    families = []
    for holders in groups.values():
        if len(holders) == 1 and holders[0] in known_postings:
            continue
        members = tuple(
            Member(
                Unit(Track.TEXT, posting=holder) if holder in known_postings else Unit(Track.TEXT, item=holder),
                tuple(links.get(holder, ())),
            )
            for holder in holders
        )
        families.append(Family(family_id("story", holders[0], None, None), "story", members))
    families.sort(key=lambda family: family.id)
    units = {family.id: [member.unit for member in family.members] for family in families}
    return Formed(families, tuple(still_joined(units, [edge for _, edge in joining], bearing)))
