"""What is told of files from outside their pictures, as signs on links: by postings, by when they were received, by how
they were written, by what they say of themselves, and by those who signed them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stemmata.lineage import signs
from stemmata.lineage.links import Link
from stemmata.lineage.posted import Bounds, posting_signs
from stemmata.lineage.signed import SignedCase
from stemmata.lineage.stemma import Sign, Witness
from stemmata.lineage.written import Written, written_signs
from stemmata.pipeline.answers import Known


@dataclass(frozen=True, slots=True)
class Told:
    """bounds: of each item, by what is no claim. stated: of each still, how many things it says of itself. written: of
    each item, how it was written. signed: what manifests name, of all that is held."""

    known: Known
    bounds: Mapping[str, Bounds]
    stated: Mapping[str, int]
    written: Mapping[str, Written] = field(default_factory=dict)
    signed: SignedCase = field(default_factory=lambda: SignedCase({}, ()))

    def told_of(self, witnesses: Sequence[Witness], links: Iterable[Link]) -> list[Link]:
        """The links with what is told of their two sides. None of it weighs: clocks, forwardings and statements
        were not measured, and how files are written says too little; contradicting bounds forbid. What somebody signed
        stands first: of what proves nothing it is the one that says who was made from whom."""
        posts = {one.id: self.known.posts_with(one.holders) for one in witnesses}
        bounds = {one.id: _first(self.bounds.get(holder, Bounds()) for holder in one.holders) for one in witnesses}
        said = {one.id: self._said(one) for one in witnesses}
        written = {one.id: [self.written[name] for name in one.holders if name in self.written] for one in witnesses}
        holders = {one.id: one.holders for one in witnesses}
        made = []
        for link in links:
            parent, child = link.parent, link.child
            found = [*posting_signs(posts[parent], posts[child], bounds[parent], bounds[child])]
            found += written_signs(written[parent], written[child])
            ours, theirs = said[parent], said[child]
            if ours is not None and theirs is not None and ours != theirs:
                found.append(Sign(signs.METADATA, None, None, {"parent": ours, "child": theirs}))
            signed = self.signed.signs(holders[parent], holders[child])
            made.append(replace(link, signs=(*signed, *link.signs, *found)) if signed or found else link)
        return made

    def _said(self, one: Witness) -> int | None:
        """The most that any of its files says; None for what is no still."""
        known = [self.stated[holder] for holder in one.holders if holder in self.stated]
        return max(known, default=None)


def _first(bounds: Iterable[Bounds]) -> Bounds:
    """Of files of the same coded pictures: these existed by the earliest, and were not there before any could be."""
    found = [one for one in bounds if not one.contradict]
    by = min((one.existed_by_us for one in found if one.existed_by_us is not None), default=None)
    before = min((one.not_before_us for one in found if one.not_before_us is not None), default=None)
    unbounded = any(one.not_before_us is None for one in found)
    return Bounds(None if unbounded else before, by)
