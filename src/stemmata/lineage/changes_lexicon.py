"""What a language brings to the naming of changes: words, phrases and number words, looked up by their folded forms.

The words themselves are data (lineage/lexicons/*.toml; docs/add-a-language.md explains every section). A language needs
none of them: what it lacks is not named, and digits, names and omissions are found without.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.lineage.changes_words import Token, TokenKind

GAP = "..."
"""In a phrase, none to LONGEST_GAP words."""

LONGEST_GAP = 4
LONGEST_PREFIX = 3
"""Letters before the middle of a pattern *word*: as many as Arabic writes onto a word."""

_KEPT_WORDS = 200_000
"""Words whose look-up is kept: more than a case has different ones; beyond, they are looked up anew."""

_OWN_WORDS = 0.03
"""Share of words of `words.detection` from which on a text is taken to be in a language. Short news in English has 0.04
and more of them, in Arabic 0.1; a text in French, German or Persian has none."""

_KNOWN_WORDS = 0.5
"""For texts too short to have any of those: the share of words that the lexicon knows at all."""


@dataclass(frozen=True, slots=True)
class Morphology:
    """How words are taken apart. All of it folded; longest affixes first."""

    suffixes: tuple[str, ...] = ()
    weak_letters: frozenset[str] = frozenset()
    """Letters that carry no root (Arabic ا و ي)."""
    proclitics: tuple[str, ...] = ()
    """Particles that are written onto the next word (Arabic و ف ب ل ك ال)."""
    joiners: tuple[str, ...] = ()
    """Those of them that mean "and": between number words they join."""
    articles: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    """Pronouns that are written onto the verb or noun before them."""
    irregular: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, str] = field(default_factory=dict)
    """Odd past forms of verbs and their present."""
    past_endings: tuple[str, ...] = ()
    verb_endings: tuple[str, ...] = ()
    """Endings of a present with one person as its subject (English -s)."""
    duals: tuple[str, ...] = ()
    noun_endings: tuple[str, ...] = ()
    """Endings that no verb has."""
    future: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    """Prefixes of verbs of what is to come, and of what is not yet done."""
    plural_participles: tuple[str, ...] = ()
    """[beginning, ending] of plurals that are written like duals (مدنيين)."""
    plain_words: frozenset[str] = frozenset()
    """Words that an affix seems to begin, and does not."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What differs between languages beyond their words."""

    units_before_tens: bool = False
    """Whether "three and twenty" is 23."""
    verb_first: bool = False
    """Whether the verb stands before its subject, and a noun before what describes it."""


@dataclass(frozen=True)
class Lexicon:
    """One language. `phrases` of every category ("hedges.phrases") as folded words; `values` of number words, and
    [low, high] of vague quantities; `sources` of every section."""

    language: str
    name: str
    sources: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    morphology: Morphology = Morphology()
    grammar: Grammar = Grammar()
    _index: Mapping[str, list[tuple[str, tuple[str, ...]]]] = field(init=False, repr=False)
    _patterns: Mapping[str, str] = field(init=False, repr=False)
    _numbers: frozenset[str] = field(init=False, repr=False)
    _words: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    _known: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    _roots: dict[str, tuple[str, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        index: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for category, phrases in self.phrases.items():
            for phrase in phrases:
                index.setdefault(phrase[0], []).append((category, phrase[1:]))
        elements = {element for phrases in self.phrases.values() for phrase in phrases for element in phrase}
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_patterns", {one.rstrip("*"): one for one in elements if "*" in one})
        numbers = {word for name, table in self.values.items() if name.startswith("numbers.") for word in table}
        articles = {phrase[0] for phrase in self.phrases.get("numbers.articles", ())}
        object.__setattr__(self, "_numbers", frozenset(numbers | articles))

    def peeled(self, word: str) -> tuple[str, ...]:
        """The word, and what is left of it when particles that are written onto it are taken off, longest first."""
        if word in self.morphology.plain_words:
            return (word,)
        return (
            word,
            *(
                word[len(prefix) :]
                for prefix in self.morphology.proclitics
                if word.startswith(prefix) and len(word) - len(prefix) >= 2
            ),
        )

    def found(self, tokens: Sequence[Token]) -> dict[str, list[tuple[int, int]]]:
        """Where phrases of every category stand, as runs [first, last) of tokens; of those that begin at one token the
        longest. In order."""
        known = [self.elements(token.text) for token in tokens]
        runs: dict[str, list[tuple[int, int]]] = {}
        for at, elements in enumerate(known):
            longest: dict[str, int] = {}
            for element in elements:
                for category, rest in self._index.get(element, ()):
                    last = _end(rest, known, at + 1)
                    if last is not None and last > longest.get(category, 0):
                        longest[category] = last
            for category in sorted(longest):
                runs.setdefault(category, []).append((at, longest[category]))
        return runs

    def has(self, category: str, word: str) -> bool:
        """Whether the folded word alone is a phrase of this category."""
        return category in self.categories(word)

    def categories(self, word: str) -> frozenset[str]:
        """The categories of which the folded word alone is a phrase."""
        categories = self._words.get(word)
        if categories is None:
            categories = frozenset(
                found for one in self.elements(word) for found, rest in self._index.get(one, ()) if not rest
            )
            if len(self._words) < _KEPT_WORDS:
                self._words[word] = categories
        return categories

    def may_count(self, word: str) -> bool:
        """Whether a numeral can begin with this word."""
        return any(form in self._numbers for form in self.peeled(word))

    def value(self, kind: str, word: str) -> float | None:
        """What a number word, multiplier, ordinal or fraction stands for, as it is written; None for any other word."""
        found = self.values.get(kind, {}).get(word)
        return None if found is None else found[0]

    def bounds(self, kind: str, word: str) -> tuple[float, float] | None:
        """[low, high] of a vague quantity; particles written onto it fall away."""
        table = self.values.get(kind, {})
        return next((table[form] for form in self.peeled(word) if form in table), None)

    def root(self, word: str) -> str:
        """What forms of one word have in common; a word that is too short to be cut stays as it is."""
        return self.roots(word)[0]

    def bare_root(self, word: str) -> str:
        """The root without any particle that may be written onto the word."""
        return min(self.roots(word), key=len)

    def roots(self, word: str) -> tuple[str, ...]:
        """The root, and those that the word has if its beginning is a particle written onto it."""
        roots = self._roots.get(word)
        if roots is None:
            forms = [word, *(form for form in self.peeled(word)[1:] if len(form) >= 3)]
            roots = tuple(dict.fromkeys(_root(form, self.morphology) for form in forms))
            if len(self._roots) < _KEPT_WORDS:
                self._roots[word] = roots
        return roots

    def is_past(self, word: str) -> bool:
        """Whether the word can be the past, or the participle, of a verb."""
        shape = self.morphology
        regular = word.endswith(shape.past_endings) and len(word) > 3
        return word in shape.past or regular

    def elements(self, word: str) -> frozenset[str]:
        """The elements of phrases that this word stands for: itself, itself peeled, and patterns."""
        known = self._known.get(word)
        if known is None:
            forms = self.peeled(word)
            known = frozenset({*forms, *(pattern for form in forms for pattern in self._fitting(form))})
            if len(self._known) < _KEPT_WORDS:
                self._known[word] = known
        return known

    def _fitting(self, word: str) -> Iterator[str]:
        """The patterns that a word fits: `word*` at its beginning, `*word*` within LONGEST_PREFIX letters of it."""
        for last in range(1, len(word) + 1):
            if word[:last] in self._patterns:
                yield self._patterns[word[:last]]
            for first in range(min(LONGEST_PREFIX + 1, last)):
                inner = "*" + word[first:last]
                if inner in self._patterns:
                    yield self._patterns[inner]


NEUTRAL = Lexicon("und", "no language")
"""For texts in a language without a lexicon."""


def _end(rest: tuple[str, ...], known: Sequence[frozenset[str]], at: int) -> int | None:
    if not rest:
        return at
    if rest[0] == GAP:
        ends = (_end(rest[1:], known, at + skipped) for skipped in range(LONGEST_GAP + 1))
        return next((end for end in ends if end is not None), None)
    if at < len(known) and rest[0] in known[at]:
        return _end(rest[1:], known, at + 1)
    return None


def _root(word: str, morphology: Morphology) -> str:
    bare = morphology.irregular.get(word) or morphology.past.get(word) or word
    for suffix in morphology.suffixes:
        left = len(bare) - len(suffix)
        if bare.endswith(suffix) and left >= (2 if len(suffix) > 2 and suffix in morphology.duals else 3):
            bare = bare[:left]
            break
    if len(bare) > 2 and bare[-1] == bare[-2]:
        bare = bare[:-1]
    strong = "".join(letter for letter in bare if letter not in morphology.weak_letters)
    return strong if len(strong) >= 2 else bare


def language_of(tokens: Sequence[Token], languages: Mapping[str, Lexicon]) -> Lexicon:
    """The lexicon whose commonest words these have most of; NEUTRAL where they have few of any."""
    words = [token for token in tokens if token.kind is TokenKind.WORD]
    if not words:
        return NEUTRAL
    for least, belongs in ((_OWN_WORDS, _is_common), (_KNOWN_WORDS, _is_known)):
        shares = [
            (sum(belongs(one, word.text) for word in words) / len(words), code)
            for code, one in sorted(languages.items())
        ]
        share, code = max(shares, default=(0.0, ""))
        if share >= least:
            return languages[code]
    return NEUTRAL


def _is_common(lexicon: Lexicon, word: str) -> bool:
    return lexicon.has("words.detection", word)


def _is_known(lexicon: Lexicon, word: str) -> bool:
    return bool(lexicon.categories(word)) or lexicon.may_count(word)
