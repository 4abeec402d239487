"""From what texts declare to what a case holds of it: a text, a posting, a file; or a source that nobody here holds.

A name alone leads to no text: a paper prints many. It leads to the text of that paper which shares a passage with the
one that names it, or else its rare words and figures, and which is not certainly younger. What is named and not held is
one source for all texts on one matter: five papers that cite one report of an agency have one root.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.match.addresses import address_of, file_name, posting_number
from stemmata.match.other_script import NamesOfOtherScript, is_arabic
from stemmata.match.source_names import Key, key_of
from stemmata.match.subjects import SAME_SUBJECT, Subjects
from stemmata.model.canonical import digest_of
from stemmata.model.declaration import Declaration, Resolved, ResolvedBy, SourceKind, UnheldSource
from stemmata.model.edge import Edge, Kind
from stemmata.model.interval import TimeInterval
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit

METHOD = "named_source/1"
LEAST_NAME = 2
"""Words of a name that others may begin with."""
CLEARLY = 1.25
"""By how much the likeness of the text that is taken exceeds that of the next one of the same source."""


@dataclass(frozen=True)
class Holdings:
    """What declarations can lead to. texts: by holder. shared: words in common by pair of holders, smaller first, of
    texts of which one carries the other's running text. addresses: of texts, postings and files, as address_of gives
    them. numbers: (platform, channel, number) of postings. names: file name, folded -> items. pictures: items that are
    no text."""

    texts: Mapping[str, Text]
    shared: Mapping[tuple[str, str], int] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pictures: frozenset[str] = frozenset()


class Resolver:
    def __init__(self, holdings: Holdings) -> None:
        self._held = holdings
        self._subjects = Subjects({holder: text.body for holder, text in holdings.texts.items()})
        self._of_source: dict[Key, list[str]] = {}
        for holder, text in sorted(holdings.texts.items()):
            if text.channel is not None:
                self._of_source.setdefault(key_of(text.channel), []).append(holder)
        channels = {key: holdings.texts[holders[0]].channel or "" for key, holders in self._of_source.items()}
        self._in_scripts = NamesOfOtherScript(channels)

    def resolved(self, declarations: Iterable[Declaration]) -> tuple[list[Resolved], list[UnheldSource]]:
        """In the order of holders and bodies. Links that lead to nothing held are left out: a page links to much."""
        found: list[Resolved] = []
        open_ones: dict[Key, list[Declaration]] = {}
        for one in sorted(declarations, key=lambda one: (one.of.holder, one.start or 0, one.end or 0, one.source)):
            led = self._led(one)
            if led is not None:
                found.append(led)
            elif one.kind is SourceKind.PERSON:
                found.append(Resolved(one))
            elif one.kind is not SourceKind.LINK:
                open_ones.setdefault(key_of(one.source), []).append(one)
        open_ones = _across_scripts(_shortened(open_ones))
        unheld: list[UnheldSource] = []
        for key, waiting in sorted(open_ones.items()):
            for group in self._on_one_matter(key, waiting):
                source = _unheld(key, group)
                unheld.append(source)
                found += [Resolved(one, unheld=source.key, certain=_in_own_script(one, group)) for one in group]
        found.sort(key=lambda one: (one.declaration.of.holder, one.declaration.start or 0, one.declaration.source))
        return found, sorted(unheld, key=lambda one: one.key)

    def _led(self, one: Declaration) -> Resolved | None:
        by_address = None if one.address is None else self._by_address(one, one.address)
        if by_address is not None or one.kind in {SourceKind.PERSON, SourceKind.LINK}:
            return by_address
        return self._by_name(one)

    def _by_address(self, one: Declaration, address: str) -> Resolved | None:
        held, own = self._held, one.of.holder
        holder = held.addresses.get(address_of(address))
        if holder is not None and holder != own:
            return Resolved(one, holder, ResolvedBy.ADDRESS)
        number = posting_number(address)
        posting = None if number is None else held.numbers.get(number)
        if posting is not None and posting != own:
            return Resolved(one, posting, ResolvedBy.POSTING)
        name = file_name(address)
        named = frozenset() if name is None else held.names.get(name, frozenset()) - {own}
        if len(named) == 1:
            return Resolved(one, next(iter(named)), ResolvedBy.FILE_NAME, certain=False)
        return None

    def _by_name(self, one: Declaration) -> Resolved | None:
        own = one.of.holder
        text = self._held.texts.get(own)
        candidates = [
            holder
            for holder in self._of_source.get(key_of(one.source), ())
            if holder != own and not (text and _is_later(self._held.texts[holder].published, text.published))
        ]
        sharing = [(self._shared(own, holder), holder) for holder in candidates]
        most, nearest = max(sharing, default=(0, ""), key=lambda pair: (pair[0], pair[1]))
        if most:
            return Resolved(one, nearest, ResolvedBy.PASSAGE)
        key = key_of(one.source)
        alike = sorted(((self._subjects.likeness(own, holder, key), holder) for holder in candidates), reverse=True)
        alike = [(likeness, holder) for likeness, holder in alike if likeness >= SAME_SUBJECT]
        if not alike:
            return self._in_other_script(one, text)
        clear = len(alike) == 1 or alike[0][0] >= CLEARLY * alike[1][0]
        return Resolved(one, alike[0][1], ResolvedBy.SUBJECT, certain=clear)

    def _in_other_script(self, one: Declaration, text: Text | None) -> Resolved | None:
        """A text of a source whose name is that one in other letters, on the same matter: never certain, since names
        that agree by their consonants were not measured on names of sources."""
        own = one.of.holder
        found = sorted(
            (
                (self._subjects.across(own, holder), holder)
                for key in self._in_scripts.same(one.source)
                for holder in self._of_source[key]
                if holder != own and not (text and _is_later(self._held.texts[holder].published, text.published))
            ),
            reverse=True,
        )
        if text is None or not found or not found[0][0]:
            return None
        return Resolved(one, found[0][1], ResolvedBy.OTHER_SCRIPT, certain=False)

    def _shared(self, one: str, other: str) -> int:
        return self._held.shared.get((min(one, other), max(one, other)), 0)

    def _on_one_matter(self, key: Key, declarations: Sequence[Declaration]) -> Iterator[list[Declaration]]:
        """Declarations of one name, by what the texts that make them are about beside that name."""
        holders = sorted({one.of.holder for one in declarations})
        group = {holder: {holder} for holder in holders}
        for at, one in enumerate(holders):
            for other in holders[:at]:
                if group[one] is not group[other] and (
                    self._shared(one, other) or self._subjects.alike(one, other, key)
                ):
                    group[other] |= group[one]
                    for member in group[one]:
                        group[member] = group[other]
        for members in sorted({min(found): found for found in group.values()}.items()):
            yield [one for one in declarations if one.of.holder in members[1]]


def _shortened(named: Mapping[Key, list[Declaration]]) -> dict[Key, list[Declaration]]:
    """With a name that begins with another one of the case under that: in a script without capitals nothing shows where
    a name ends."""
    made: dict[Key, list[Declaration]] = {}
    for key, found in sorted(named.items()):
        short = next((key[:end] for end in range(LEAST_NAME, len(key)) if key[:end] in named), key)
        made.setdefault(short, []).extend(found)
    return made


def _across_scripts(named: Mapping[Key, list[Declaration]]) -> dict[Key, list[Declaration]]:
    """With a name in Arabic letters under the same one in Latin letters, where there is just one."""
    latin = NamesOfOtherScript({key: found[0].source for key, found in named.items() if not is_arabic(key)})
    made: dict[Key, list[Declaration]] = {}
    for key, found in sorted(named.items()):
        same = latin.same(found[0].source)
        made.setdefault(same[0] if len(same) == 1 else key, []).extend(found)
    return made


def _in_own_script(one: Declaration, group: Sequence[Declaration]) -> bool:
    """Whether it names the source as others of its group do, and not only in other letters."""
    return not is_arabic(key_of(one.source)) or all(is_arabic(key_of(other.source)) for other in group)


def _is_later(one: TimeInterval | None, other: TimeInterval | None) -> bool:
    """Whether `one` is certainly after `other`, by the dates that they bear."""
    if one is None or other is None or one.low_us is None or other.high_us is None:
        return False
    return one.low_us > other.high_us


def _unheld(key: Key, group: Sequence[Declaration]) -> UnheldSource:
    """Named as most of them name it."""
    holders = tuple(sorted({one.of.holder for one in group}))
    names = [one.source for one in group]
    name = max(sorted(set(names), key=lambda name: (len(name), name)), key=names.count)
    kinds = [one.kind for one in group]
    kind = max(sorted(set(kinds)), key=kinds.count)
    return UnheldSource(digest_of(["unheld source", " ".join(key), holders[0]]), name, kind, holders)


def edges_of(resolved: Iterable[Resolved], holdings: Holdings) -> list[Edge]:
    """`draws_on` edges: declared where it is certain what is meant, else suggested. An unheld source stands as a
    posting that nobody holds."""
    made: dict[tuple[str, str], Edge] = {}
    for one in resolved:
        target = one.holder or one.unheld
        if target is None:
            continue
        edge = Edge(
            Kind.DRAWS_ON,
            one.declaration.of,
            _unit_of(target, one, holdings),
            METHOD,
            status="declared" if one.certain else "suggested",
            facts={
                "source": one.declaration.source,
                "cue": one.declaration.cue,
                "whole": one.declaration.whole,
                "by": None if one.by is None else one.by.value,
                "unheld": one.unheld is not None,
            },
        )
        made.setdefault((edge.a.id, edge.b.id), edge)
    return sorted(made.values(), key=lambda edge: (edge.a.holder, edge.b.holder, edge.a.id))


def _unit_of(target: str, one: Resolved, holdings: Holdings) -> Unit:
    if one.unheld is not None:
        return Unit(Track.TEXT, posting=target)
    text = holdings.texts.get(target)
    if text is not None and text.posting:
        return Unit(Track.TEXT, posting=target)
    if target in holdings.pictures:
        return Unit(Track.PICTURE, item=target)
    if text is not None or one.by is ResolvedBy.FILE_NAME:
        return Unit(Track.TEXT, item=target)
    return Unit(Track.TEXT, posting=target)
