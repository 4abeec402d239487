"""What Stemmata says of generated families, and what it should beat."""

from collections.abc import Mapping

from bench.families import stemma
from bench.stories.families import Copy, Family

from stemmata.lineage.stemma import Stemma
from stemmata.lineage.stories import story_families
from stemmata.lineage.story_readings import Wording
from stemmata.match.addresses import address_of
from stemmata.match.declared import Link
from stemmata.match.resolving import Holdings
from stemmata.match.source_names import Names
from stemmata.model.edge import Edge
from stemmata.model.told import Text
from stemmata.pipeline.relate import passage_relations
from stemmata.pipeline.stories import Telling, Told, heard_in, shared_words, story_stemmata, told_by

Parents = dict[str, frozenset[str]]


def texts_of(family: Family, held: frozenset[str]) -> dict[str, Text]:
    return {one.text.holder: one.text for one in family.copies if one.text is not None and one.node in held}


def passages(texts: Mapping[str, Text]) -> list[Edge]:
    return passage_relations([texts[name] for name in sorted(texts)])


def told(family: Family, texts: Mapping[str, Text], edges: list[Edge]) -> Told:
    own = {one.text.holder: one for one in family.copies if one.text is not None and one.text.holder in texts}
    addresses = {address_of(str(one.address)): holder for holder, one in own.items()}
    links = {holder: [Link(address) for address in one.links] for holder, one in own.items()}
    names = Names.of((), [text.channel for text in texts.values() if text.channel is not None])
    return told_by(heard_in(Telling(texts, links, names)), Holdings(texts, shared_words(edges), addresses))


def stemmata(family: Family, held: frozenset[str]) -> list[Stemma]:
    texts = texts_of(family, held)
    edges = passages(texts)
    families = story_families(sorted(texts), (), edges)
    return story_stemmata(families, edges, texts, told(family, texts, edges), ())


def node_of(family: Family) -> dict[str, str]:
    return {one.text.holder: one.node for one in family.copies if one.text is not None}


def said(family: Family, held: frozenset[str]) -> tuple[Parents, list[Stemma]]:
    """The held parents of every held text."""
    made = stemmata(family, held)
    nodes = node_of(family)
    parents: dict[str, set[str]] = {node: set() for node in sorted(held)}
    for one in made:
        of_witness = {witness.id: nodes[witness.holders[0]] for witness in one.witnesses if witness.held}
        for link in one.descents:
            if link.parent in of_witness:
                parents[of_witness[link.child]].add(of_witness[str(link.parent)])
    return {node: frozenset(found) for node, found in parents.items()}, made


def star(family: Family, held: frozenset[str]) -> Parents:
    """Everything comes from the text from which, in truth, most come."""
    true = truth(family, held)
    middle = stemma.first_root(true)
    return {node: frozenset({middle} - {node}) if middle else frozenset() for node in sorted(held)}


def earliest(family: Family, held: frozenset[str]) -> Parents:
    """Everything comes from the text with the earliest date."""
    return _from(min(_held(family, held), key=lambda one: (_low(one), one.node)).node, held)


def largest(family: Family, held: frozenset[str]) -> Parents:
    """Everything comes from the longest text."""
    longest = max(_held(family, held), key=lambda one: (len(one.text.body) if one.text else 0, one.node))
    return _from(longest.node, held)


def nearest_earlier(family: Family, held: frozenset[str]) -> Parents:
    """Each from the text of an earlier date that has most of its words, however ordered."""
    copies = {one.node: one for one in _held(family, held)}
    words = {node: set(one.text.body.split()) if one.text else set() for node, one in copies.items()}
    made: Parents = {}
    for node, one in copies.items():
        before = [other for other in copies.values() if other.node != node and _low(other) < _low(one)]
        best = max(before, key=lambda other: (len(words[node] & words[other.node]), other.node), default=None)
        made[node] = frozenset() if best is None else frozenset({best.node})
    return made


def truth(family: Family, held: frozenset[str]) -> Parents:
    """Nearest held ancestors."""
    return stemma.surviving(family.parents, held)


def one_node(family: Family, held: frozenset[str]) -> dict[str, str]:
    """Node -> the first of those whose words are the same: nothing tells such texts apart, and any of them is right."""
    first: dict[tuple[str, ...], str] = {}
    made: dict[str, str] = {}
    for one in family.copies:
        if one.text is not None and one.node in held:
            made[one.node] = first.setdefault(Wording(one.text).words, one.node)
    return made


def joined(parents: Mapping[str, frozenset[str]], nodes: Mapping[str, str]) -> Parents:
    """With texts of the same words as one; it has the parents of all of them that are others."""
    made: dict[str, set[str]] = {}
    for child, above in parents.items():
        own = nodes[child]
        made.setdefault(own, set()).update(nodes[one] for one in above if nodes[one] != own)
    return {node: frozenset(above) for node, above in made.items()}


def _held(family: Family, held: frozenset[str]) -> list[Copy]:
    return [one for one in family.copies if one.node in held]


def _low(one: Copy) -> float:
    published = None if one.text is None else one.text.published
    return float("inf") if published is None or published.low_us is None else published.low_us


def _from(middle: str, held: frozenset[str]) -> Parents:
    return {node: frozenset({middle} - {node}) for node in sorted(held)}
