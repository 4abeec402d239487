"""Names of sources as they are compared: known agencies, and whoever a case holds something of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from stemmata.fingerprint.folding import folded_words
from stemmata.match.agencies import KNOWN, NEEDS_A_NOUN
from stemmata.match.cues import LANGUAGES
from stemmata.model.declaration import SourceKind

Key = tuple[str, ...]
_IDLE = frozenset(
    word.text
    for cues in LANGUAGES
    for noun in (*cues.media, "the", "le", "la", "les", "l")
    for word in folded_words(noun)
) - {"daily", "weekly", "wire", "radio", "quotidien", "tabloid"}
"""Nouns that stand beside a name or are left out: "the newspaper X" is X."""
LONGEST = 8
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class Source:
    """`key`: the same for all spellings. `needs_noun`: the name is a word of the language too."""

    name: str
    kind: SourceKind
    key: Key
    needs_noun: bool = False
    marked: bool = False
    """Written in capitals, of two or three Latin letters: nothing else is meant only then."""


def key_of(name: str) -> Key:
    """Of a name as it is written: folded, without articles and without nouns for media. A known agency has one key
    under all its spellings."""
    words = tuple(word.text for word in folded_words(name))
    known = _spelled().get(words) or _spelled().get(_bare(words))
    return known.key if known is not None else _bare(words)


def _bare(words: Key) -> Key:
    left = tuple(word for word in words if word not in _IDLE)
    return left or words


@cache
def _spelled() -> Mapping[Key, Source]:
    made: dict[Key, Source] = {}
    for spelling, (name, kind) in KNOWN.items():
        words = tuple(word.text for word in folded_words(spelling))
        key = tuple(word.text for word in folded_words(name))
        made[words] = Source(name, kind, key, spelling in NEEDS_A_NOUN, spelling.isupper() and len(spelling) <= 4)
    return made


@dataclass(frozen=True)
class Names:
    """Known agencies, and the channels, sites and outlets of a case: (name, kind)."""

    of_case: tuple[tuple[str, SourceKind], ...] = ()
    _sources: dict[Key, Source] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._sources.update(_spelled())
        for name, kind in self.of_case:
            words = tuple(word.text for word in folded_words(name))[:LONGEST]
            for spelled in {words, _bare(words)}:
                short = sum(map(len, spelled)) < 4
                if spelled and not short and spelled not in self._sources:
                    self._sources[spelled] = Source(name, kind, key_of(name))

    @classmethod
    def of(cls, channels: Iterable[str], outlets: Iterable[str]) -> "Names":
        """Channels of platforms, and whatever else carries texts."""
        rows = [(name, SourceKind.CHANNEL) for name in channels] + [(name, SourceKind.OUTLET) for name in outlets]
        return cls(tuple(sorted(set(rows))))

    def longest_at(self, words: tuple[str, ...]) -> tuple[int, Source] | None:
        """The longest known name that `words` begin with: how many words, and whose it is."""
        for length in range(min(LONGEST, len(words)), 0, -1):
            found = self._sources.get(words[:length])
            if found is not None:
                return length, found
        return None
