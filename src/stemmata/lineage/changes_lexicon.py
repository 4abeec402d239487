"""What a language brings to the naming of changes: words and phrases as data, one TOML file a language.

docs/add-a-language.md explains every section. A language needs none of them: what it lacks is simply not named, and
digits, names and omissions are found without.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from stemmata.fingerprint.folding import fold
from stemmata.lineage.changes_words import Token, TokenKind, tokens_of
from stemmata.model.canonical import Plain
from stemmata.model.errors import LexiconRefused

PHRASES: Mapping[str, tuple[str, ...]] = {
    "words": ("detection", "stop", "auxiliaries", "abbreviations", "conjunctions", "determiners"),
    "numbers": ("joiners", "articles", "weak", "per_cent", "money", "out_of", "durations"),
    "quantities": ("weak", "whole", "compared"),
    "bounds": ("at_least", "more_than", "at_most", "fewer_than", "nearly", "about", "between", "to", "or", "after"),
    "not_counts": ("ages", "calibres", "unit_nouns", "numbered_places", "named_by_number"),
    "dates": ("weekdays", "months", "day_parts", "relative", "seasons", "clock_cues", "clock_after", "fractions", "year_cues"),
    "attribution": ("verbs", "weak_verbs", "introducers", "complementisers", "media", "sources", "follow", "closed", "before_verb", "addressed"),
    "hedges": ("phrases", "verify", "beliefs"),
    "denial": ("negators", "no_denial", "denials", "affirmations"),
    "modality": ("planned", "possible", "conditions"),
    "voice": ("passive", "agents", "endings"),
    "places": ("cues", "nouns", "directions"),
    "actors": ("cues", "nouns"),
    "status": ("nouns",),
    "harm": ("words",),
}
"""Sections and their lists of phrases. `word*` is any word that begins so, `*word*` also with up to three letters
before it; `...` stands for none to four words."""

VALUES: Mapping[str, tuple[str, ...]] = {"numbers": ("values", "multipliers", "ordinals"), "quantities": ("vague",)}
FORMS = ("past_suffixes", "present_prefixes", "present_suffixes", "objects")

_LONGEST_GAP = 4
_LONGEST_AFFIX = 3
_KEPT_WORDS = 200_000
"""Words whose look-up is kept: more than a case has different ones; beyond, they are looked up anew."""
_OWN_WORDS = 0.03
"""Share of words of `words.detection` from which on a text is taken to be in a language. News in English and Arabic has
0.1 and more of them; in texts of other languages of the same script one may stand by chance."""
GAP = "..."


@dataclass(frozen=True, slots=True)
class Morphology:
    """How words of one root are recognised: affixes that fall away, letters that carry no root, odd forms."""

    suffixes: tuple[str, ...] = ()
    weak_letters: frozenset[str] = frozenset()
    proclitics: tuple[str, ...] = ()
    irregular: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, str] = field(default_factory=dict)
    """Odd past forms of verbs and their present, where the language has such."""
    duals: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    """Pronouns that are written onto the verb whose object they are."""
    future: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    """Prefixes of verbs of what is to come, and of what is not yet done."""
    feminine: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Endings and beginnings that only nouns have."""
    plain_words: frozenset[str] = frozenset()
    """Words that an affix seems to end or to begin, and does not."""


@dataclass(frozen=True)
class Lexicon:
    """One language. `phrases` of every category ("hedges.phrases") as folded words; `values` of number words, and
    [low, high] of vague quantities."""

    language: str
    name: str
    sources: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    values: Mapping[str, Mapping[str, tuple[float, float]]]
    morphology: Morphology
    unit_before_ten: bool
    _index: Mapping[str, list[tuple[str, tuple[str, ...]]]] = field(init=False, repr=False)
    _patterns: tuple[str, ...] = field(init=False, repr=False)
    _known: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    _roots: dict[str, tuple[str, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        index: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for category, phrases in self.phrases.items():
            for phrase in phrases:
                index.setdefault(phrase[0], []).append((category, phrase[1:]))
        elements = {element for phrases in self.phrases.values() for phrase in phrases for element in phrase}
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_patterns", tuple(sorted(one for one in elements if "*" in one)))

    def peeled(self, word: str) -> tuple[str, ...]:
        """The word, and what is left of it when particles that are written onto it are taken off, longest first."""
        found = [word]
        if word in self.morphology.plain_words:
            return (word,)
        for prefix in self.morphology.proclitics:
            if word.startswith(prefix) and len(word) - len(prefix) >= 2:
                found.append(word[len(prefix) :])
        return tuple(found)

    def elements(self, word: str) -> frozenset[str]:
        """The elements of phrases that this word stands for: itself, itself peeled, and patterns."""
        known = self._known.get(word)
        if known is None:
            forms = self.peeled(word)
            known = frozenset({*forms, *(one for one in self._patterns if any(_fits(one, form) for form in forms))})
            if len(self._known) < _KEPT_WORDS:
                self._known[word] = known
        return known

    def found(self, tokens: Sequence[Token]) -> dict[str, list[tuple[int, int]]]:
        """Where phrases of every category stand, as runs [first, last) of tokens; of those that begin at one token the
        longest. In order."""
        known = [self.elements(token.text) for token in tokens]
        runs: dict[str, list[tuple[int, int]]] = {}
        for at, elements in enumerate(known):
            longest: dict[str, int] = {}
            for element in elements:
                for category, rest in self._index.get(element, ()):
                    last = _rest(rest, known, at + 1)
                    if last is not None and last > longest.get(category, 0):
                        longest[category] = last
            for category, last in longest.items():
                runs.setdefault(category, []).append((at, last))
        return runs

    def has(self, category: str, word: str) -> bool:
        """Whether the word alone is a phrase of this category."""
        return any(
            found == category and not rest for one in self.elements(word) for found, rest in self._index.get(one, ())
        )

    def value(self, kind: str, word: str) -> tuple[float, float] | None:
        """What a number word, multiplier, ordinal or vague quantity stands for; None for any other word."""
        table = self.values.get(kind, {})
        for form in self.peeled(word):
            if form in table:
                return table[form]
        return None

    def root(self, word: str) -> str:
        """What forms of one word have in common; a word that is too short to be cut stays as it is."""
        return self.roots(word)[0]

    def roots(self, word: str) -> tuple[str, ...]:
        """The root, and those that the word has if its first letter is a particle written onto it."""
        roots = self._roots.get(word)
        if roots is None:
            forms = [word, *(form for form in self.peeled(word)[1:] if len(form) >= 3)]
            roots = tuple(dict.fromkeys(_root(form, self.morphology) for form in forms))
            if len(self._roots) < _KEPT_WORDS:
                self._roots[word] = roots
        return roots


NEUTRAL = Lexicon("und", "no language", {}, {}, {}, Morphology(), unit_before_ten=False)
"""For texts in a language without a lexicon."""


def _rest(rest: tuple[str, ...], known: Sequence[frozenset[str]], at: int) -> int | None:
    if not rest:
        return at
    if rest[0] == GAP:
        for skipped in range(_LONGEST_GAP + 1):
            last = _rest(rest[1:], known, at + skipped)
            if last is not None:
                return last
        return None
    if at < len(known) and rest[0] in known[at]:
        return _rest(rest[1:], known, at + 1)
    return None


def _fits(pattern: str, word: str) -> bool:
    if pattern.startswith("*"):
        inner = pattern.strip("*")
        at = word.find(inner)
        return 0 <= at <= _LONGEST_AFFIX and (pattern.endswith("*") or at + len(inner) == len(word))
    return word.startswith(pattern.rstrip("*"))


def _root(word: str, morphology: Morphology) -> str:
    bare = morphology.irregular.get(word) or morphology.past.get(word) or word
    for suffix in morphology.suffixes:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= (2 if len(suffix) > 2 and suffix in morphology.duals else 3):
            bare = bare[: -len(suffix)]
            break
    if len(bare) > 2 and bare[-1] == bare[-2]:
        bare = bare[:-1]
    strong = "".join(letter for letter in bare if letter not in morphology.weak_letters)
    return strong if len(strong) >= 2 else bare


def lexicon_from(text: str) -> Lexicon:
    """A language from its TOML file. LexiconRefused where a section is unknown, a source is missing, or a word of one
    table has two values."""
    try:
        table: dict[str, Plain] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconRefused("a lexicon", f"is not TOML: {error}") from error
    language = table.pop("language", None)
    name = table.pop("name", None)
    if not isinstance(language, str) or not isinstance(name, str) or not language or not name:
        raise LexiconRefused("a lexicon", "does not say its language (a code such as fr) and its name")
    return _Reader(language, name, table).lexicon()


@dataclass(frozen=True)
class _Reader:
    language: str
    name: str
    table: dict[str, Plain]

    def lexicon(self) -> Lexicon:
        sections = {section: self._section(section, found) for section, found in self.table.items()}
        sources = {section: self._source(section, found) for section, found in sections.items()}
        forms = sections.get("inflection", {})
        inflection = {key: self._strings("inflection", key, forms) for key in FORMS}
        phrases = {
            f"{section}.{key}": tuple(dict.fromkeys(self._phrases(section, key, sections.get(section, {}), inflection)))
            for section, keys in PHRASES.items()
            for key in keys
        }
        values = {
            f"{section}.{key}": self._values(section, key, sections.get(section, {}))
            for section, keys in VALUES.items()
            for key in keys
        }
        before = sections.get("numbers", {}).get("unit_before_ten", False)
        if not isinstance(before, bool):
            raise self._refused("[numbers] unit_before_ten", "is true or false")
        filled = {key: found for key, found in phrases.items() if found}
        return Lexicon(
            self.language, self.name, sources, filled, values, self._morphology(sections), before
        )

    def _refused(self, where: str, why: str) -> LexiconRefused:
        return LexiconRefused(f"the lexicon of {self.name}", f"{where} {why}")

    def _section(self, section: str, found: Plain) -> dict[str, Plain]:
        known = {
            *PHRASES.get(section, ()),
            *VALUES.get(section, ()),
            *{"numbers": ("unit_before_ten",), "inflection": FORMS}.get(section, ()),
        }
        if section == "morphology":
            known = {"suffixes", "weak_letters", "proclitics", "irregular", "past", "duals", "plain_words", "future", "present", "feminine", "articles"}
        if not known or not isinstance(found, dict):
            raise self._refused(f"[{section}]", "is no section that is known")
        for key in found:
            if key not in known and key != "source":
                raise self._refused(f"[{section}] {key}", f"is not known; there are {', '.join(sorted(known))}")
        return found

    def _source(self, section: str, found: dict[str, Plain]) -> str:
        source = found.get("source")
        if not isinstance(source, str) or not source.strip():
            raise self._refused(f"[{section}]", "does not say where its words come from: source = \"…\"")
        return source

    def _strings(self, section: str, key: str, found: Mapping[str, Plain]) -> tuple[str, ...]:
        listed = found.get(key, [])
        if not isinstance(listed, list):
            raise self._refused(f"[{section}] {key}", "is a list of words or phrases in quotation marks")
        strings = tuple(one for one in listed if isinstance(one, str))
        if len(strings) != len(listed):
            raise self._refused(f"[{section}] {key}", "is a list of words or phrases in quotation marks")
        return strings

    def _phrases(
        self, section: str, key: str, found: Mapping[str, Plain], inflection: Mapping[str, tuple[str, ...]]
    ) -> Iterable[tuple[str, ...]]:
        for written in self._strings(section, key, found):
            if key in {"verbs", "weak_verbs"}:
                yield from ((form,) for form in _forms(written.split(), inflection))
            else:
                phrase = _phrase(written)
                if not phrase or phrase[0] == GAP or phrase[-1] == GAP:
                    raise self._refused(f"[{section}] {key}", f"has a phrase that begins or ends with nothing: {written!r}")
                yield phrase

    def _values(self, section: str, key: str, found: Mapping[str, Plain]) -> dict[str, tuple[float, float]]:
        listed = found.get(key, {})
        where = f"[{section}.{key}]"
        if not isinstance(listed, dict):
            raise self._refused(where, "is a table: word = value")
        table: dict[str, tuple[float, float]] = {}
        for word, value in listed.items():
            ends = value if isinstance(value, list) else [value, value]
            numbers = [float(end) for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
            if len(numbers) != 2 or len(ends) != 2 or not 0 <= numbers[0] <= numbers[1]:
                raise self._refused(where, f"gives {word!r} no number, nor a low and a high one")
            folded = fold(word)
            if table.get(folded, (numbers[0], numbers[1])) != (numbers[0], numbers[1]):
                raise self._refused(where, f"gives {word!r} two values")
            table[folded] = (numbers[0], numbers[1])
        return table

    def _forms(self, key: str, found: Mapping[str, Plain]) -> dict[str, str]:
        listed = found.get(key, {})
        if not isinstance(listed, dict) or not all(isinstance(word, str) for word in listed.values()):
            raise self._refused(f"[morphology.{key}]", "is a table: form = word")
        return {fold(form): fold(str(word)) for form, word in listed.items()}

    def _morphology(self, sections: Mapping[str, dict[str, Plain]]) -> Morphology:
        found = sections.get("morphology", {})
        suffixes = sorted(map(fold, self._strings("morphology", "suffixes", found)), key=len, reverse=True)
        proclitics = sorted(map(fold, self._strings("morphology", "proclitics", found)), key=len, reverse=True)
        return Morphology(
            tuple(suffixes),
            frozenset("".join(self._strings("morphology", "weak_letters", found))),
            tuple(proclitics),
            self._forms("irregular", found),
            self._forms("past", found),
            tuple(map(fold, self._strings("morphology", "duals", found))),
            tuple(map(fold, self._strings("inflection", "objects", sections.get("inflection", {})))),
            tuple(map(fold, self._strings("morphology", "future", found))),
            tuple(map(fold, self._strings("morphology", "present", found))),
            tuple(map(fold, self._strings("morphology", "feminine", found))),
            tuple(map(fold, self._strings("morphology", "articles", found))),
            frozenset(map(fold, self._strings("morphology", "plain_words", found))),
        )


def _phrase(written: str) -> tuple[str, ...]:
    elements: list[str] = []
    for part in written.split():
        if part == GAP or "*" in part:
            elements.append("*".join(fold(piece) for piece in part.split("*")))
        elif part.startswith("'") or part == "n't":
            elements.append(part)
        else:
            elements.extend(token.text for token in tokens_of(part))
    return tuple(elements)


def _forms(written: Sequence[str], inflection: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """All forms of a verb: as they stand, or where the language gives affixes, with each of them."""
    prefixes = tuple(map(fold, inflection["present_prefixes"]))
    for form in map(fold, written):
        if prefixes and form.startswith(prefixes[0]) and form != fold(written[0]):
            for prefix in prefixes:
                yield prefix + form[len(prefixes[0]) :]
                yield from (
                    prefix + form[len(prefixes[0]) :] + fold(suffix) for suffix in inflection["present_suffixes"]
                )
        else:
            yield form
            yield from (form + fold(suffix) for suffix in inflection["past_suffixes"])


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """The languages that come with the program, by code."""
    folder = files("stemmata.lineage.lexicons")
    found = [
        lexicon_from(entry.read_text("utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]
    return {one.language: one for one in found}


def language_of(tokens: Sequence[Token], languages: Mapping[str, Lexicon]) -> Lexicon:
    """The lexicon whose commonest words these have most of; NEUTRAL where they have few of any."""
    words = [token for token in tokens if token.kind is TokenKind.WORD]
    if not words:
        return NEUTRAL
    shares = [
        (sum(one.has("words.detection", word.text) for word in words) / len(words), code)
        for code, one in sorted(languages.items())
    ]
    share, code = max(shares, default=(0.0, ""))
    return languages[code] if share >= _OWN_WORDS else NEUTRAL
