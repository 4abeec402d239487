"""What the four answers and the spread of a family rest on, gathered from probes, edges and tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stemmata.corroborate.spread import Group, Spread, spread_of_posts
from stemmata.lineage.answers import Material, untold_witnesses
from stemmata.lineage.families import Family
from stemmata.lineage.joins import joins_of, parts_of
from stemmata.lineage.posted import Posted
from stemmata.lineage.quality import Measured
from stemmata.lineage.stemma import Descent, Witness
from stemmata.model.edge import Edge
from stemmata.model.seams import Reduction


class Known:
    """What is known of items and postings before families are formed. `names`: files of each item."""

    def __init__(
        self,
        measured: Mapping[str, Measured] | None = None,
        posts: Iterable[Posted] = (),
        names: Mapping[str, int] | None = None,
    ) -> None:
        self.measured, self.names = measured or {}, names or {}
        self._posts = {post.id: post for post in posts}
        self._carriers: dict[str, list[str]] = {}
        for post in self._posts.values():
            for item in post.items:
                self._carriers.setdefault(item, []).append(post.id)

    def posts_of(self, family: Family) -> tuple[Posted, ...]:
        """Postings that carry an item of the family or, of a story, are members themselves; each once, by id. A member
        counts as carrying itself."""
        holders = frozenset(family.holders)
        found = {posting for holder in holders for posting in self._carriers.get(holder, ())}
        found |= holders & self._posts.keys()
        return tuple(
            replace(self._posts[name], items=tuple(sorted({*self._posts[name].items, *({name} & holders)})))
            for name in sorted(found)
        )

    def posts_with(self, items: Iterable[str]) -> tuple[Posted, ...]:
        """Postings that carry any of these items, each once, by id."""
        found = {posting for item in items for posting in self._carriers.get(item, ())}
        return tuple(self._posts[name] for name in sorted(found))

    def group_of(self, name: str, families: Sequence[Family]) -> Group:
        """`families`: all that share an origin under this name."""
        items = {member.unit.item for family in families for member in family.members} - {None}
        posts = {post.id for family in families for post in self.posts_of(family)}
        files = sum(self.names.get(str(item), 1) for item in items)
        return Group(name, len(families), files, len(items), len(posts))


def material_of(
    family: Family,
    edges: Sequence[Edge],
    known: Known,
    witnesses: Sequence[Witness] | None = None,
    descents: Sequence[Descent] = (),
) -> Material:
    """`edges`: those to which the family's members link, by position. Without witnesses, files of the same coded
    pictures are one."""
    units = [member.unit for member in family.members]
    linked = sorted({at for member in family.members for at in member.links})
    own = [edges[at] for at in linked]
    lengths = {
        holder: known.measured[holder].duration_us or 0 for holder in family.holders if holder in known.measured
    }  # fmt: skip
    footage = family.kind == "footage"
    return Material(
        tuple(untold_witnesses(units, own) if witnesses is None else witnesses),
        tuple(descents),
        parts_of(units, lengths, own) if footage else (),
        joins_of(units, lengths, own) if footage else (),
        {holder: known.measured[holder] for holder in family.holders if holder in known.measured},
        known.posts_of(family),
    )


def spreads_of(families: Sequence[Family], groups: Iterable[Sequence[str]], known: Known) -> dict[str, Spread]:
    """By family, of those of which a posting is held. `groups`: ids of families that share an origin, and of sources
    that are not held."""
    by_id = {family.id: family for family in families}
    made: dict[str, Spread] = {}
    for names in groups:
        own = [by_id[name] for name in names if name in by_id]
        posts = {family.id: known.posts_of(family) for family in own}
        if any(posts.values()):
            group = known.group_of(own[0].id, own)
            made |= {name: spread_of_posts(found, group) for name, found in posts.items() if found}
    return made


def measured_of(item: str, probed: Reduction) -> Measured:
    """From a probe: sizes as shown, and what the first stream of pictures takes."""
    facts = probed.facts
    streams = facts.get("streams")
    pictures = [one for one in streams if one.get("kind") == "picture"] if isinstance(streams, list) else []
    first = pictures[0] if pictures else {}
    return Measured(
        item,
        _count(facts.get("width")),
        _count(facts.get("height")),
        _count(facts.get("duration_us")),
        _count(first.get("packets")),
        _count(first.get("bytes")),
        str(first["codec"]) if first.get("codec") else None,
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None
