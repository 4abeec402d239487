"""A lexicon read from its TOML file, and refused where it cannot be meant; the languages that come with the program."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from stemmata.fingerprint.folding import fold
from stemmata.lineage.changes_lexicon import GAP, Grammar, Lexicon, Morphology
from stemmata.lineage.changes_words import tokens_of
from stemmata.model.canonical import Plain
from stemmata.model.errors import LexiconRefused

HARMS = ("killed", "hurt", "held", "missing", "displaced", "destroyed")
"""Kinds of harm. Together they are the category `harm.words`."""

PHRASES: Mapping[str, tuple[str, ...]] = {
    "words": (
        "detection", "stop", "auxiliaries", "abbreviations", "conjunctions", "determiners", "impersonal", "infinitive",
        "to_be", "partitive", "singular",
    ),
    "numbers": ("joiners", "articles", "weak", "per_cent", "money", "out_of", "durations", "ordinal_endings", "before"),
    "quantities": ("weak", "whole", "compared"),
    "bounds": (
        "at_least", "more_than", "at_most", "fewer_than", "nearly", "about", "between", "and", "to", "or",
        "after_at_least", "after_at_most", "after_about",
    ),
    "not_counts": ("ages", "calibres", "unit_nouns", "numbered_places", "named_by_number"),
    "dates": (
        "weekdays", "months", "day_parts", "relative", "seasons", "clock_cues", "clock_after", "fractions", "year_cues",
        "day_cues", "month_cues",
    ),
    "attribution": (
        "verbs", "weak_verbs", "introducers", "complementisers", "media", "sources", "follow", "closed", "before_verb",
        "addressed",
    ),
    "hedges": ("phrases", "verify", "beliefs"),
    "denial": ("negators", "particles", "no_denial", "denials", "affirmations"),
    "modality": ("planned", "possible", "conditions"),
    "voice": ("passive", "agents", "endings"),
    "places": ("cues", "nouns", "directions"),
    "actors": ("nouns",),
    "status": ("nouns",),
    "harm": HARMS,
}  # fmt: skip
"""Sections and their lists of phrases. `word*` is any word that begins so, `*word*` also with up to three letters
before it; `...` stands for none to four words."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "numbers": ("values", "multipliers", "ordinals", "fractions"),
    "quantities": ("vague",),
}
FORMS = ("past_suffixes", "present_prefixes", "present_suffixes")
AFFIXES = (
    "suffixes", "weak_letters", "proclitics", "joiners", "articles", "objects", "past_endings", "verb_endings", "duals",
    "noun_endings", "future", "present", "plural_participles", "plain_words",
)  # fmt: skip
FLAGS = ("units_before_tens", "verb_first")
_TABLES = ("irregular", "past")
_OTHERS: Mapping[str, tuple[str, ...]] = {"morphology": (*AFFIXES, *_TABLES), "inflection": FORMS, "grammar": FLAGS}
_INFLECTED = frozenset({"verbs", "weak_verbs"})


def lexicon_from(text: str) -> Lexicon:
    """A language from its TOML file. LexiconRefused where a section is unknown, a source is missing, or a word of one
    table has two values."""
    try:
        table: dict[str, Plain] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconRefused("a lexicon", f"it is not TOML: {error}") from error
    language, name = table.pop("language", None), table.pop("name", None)
    if not isinstance(language, str) or not isinstance(name, str) or not language or not name:
        raise LexiconRefused("a lexicon", "it does not say its language (a code such as fr) and its name")
    return _File(language, name, table).lexicon()


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """The languages that come with the program, by code."""
    entries = sorted(files("stemmata.lineage.lexicons").iterdir(), key=lambda entry: entry.name)
    found = [lexicon_from(entry.read_text("utf-8")) for entry in entries if entry.name.endswith(".toml")]
    return {one.language: one for one in found}


@dataclass(frozen=True)
class _File:
    language: str
    name: str
    table: Mapping[str, Plain]

    def lexicon(self) -> Lexicon:
        sections = {section: self._section(section, found) for section, found in self.table.items()}
        inflection = {key: self._strings("inflection", key, sections) for key in FORMS}
        phrases = {
            f"{section}.{key}": tuple(dict.fromkeys(self._phrases(section, key, sections, inflection)))
            for section, keys in PHRASES.items()
            for key in keys
        }
        phrases["harm.words"] = tuple(phrase for kind in HARMS for phrase in phrases[f"harm.{kind}"])
        return Lexicon(
            self.language,
            self.name,
            {section: self._source(section, found) for section, found in sections.items()},
            {category: found for category, found in phrases.items() if found},
            {
                f"{section}.{key}": self._values(section, key, sections.get(section, {}))
                for section, keys in VALUES.items()
                for key in keys
            },
            self._morphology(sections),
            self._grammar(sections.get("grammar", {})),
        )

    def _refused(self, where: str, why: str) -> LexiconRefused:
        return LexiconRefused(f"the lexicon of {self.name}", f"{where} {why}")

    def _section(self, section: str, found: Plain) -> dict[str, Plain]:
        known = {*PHRASES.get(section, ()), *VALUES.get(section, ()), *_OTHERS.get(section, ())}
        if not known or not isinstance(found, dict):
            raise self._refused(f"[{section}]", f"is no section; there are {', '.join(sorted({*PHRASES, *_OTHERS}))}")
        for key in found:
            if key not in known and key != "source":
                raise self._refused(f"[{section}] {key}", f"is not known; there are {', '.join(sorted(known))}")
        return found

    def _source(self, section: str, found: Mapping[str, Plain]) -> str:
        source = found.get("source")
        if not isinstance(source, str) or not source.strip():
            raise self._refused(f"[{section}]", 'does not say where its words come from: source = "…"')
        return source

    def _strings(self, section: str, key: str, sections: Mapping[str, Mapping[str, Plain]]) -> tuple[str, ...]:
        listed = sections.get(section, {}).get(key, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self._refused(f"[{section}] {key}", "is a list of words or phrases in quotation marks")
        return tuple(str(one) for one in listed)

    def _phrases(
        self,
        section: str,
        key: str,
        sections: Mapping[str, Mapping[str, Plain]],
        inflection: Mapping[str, tuple[str, ...]],
    ) -> Iterable[tuple[str, ...]]:
        for written in self._strings(section, key, sections):
            if key in _INFLECTED:
                yield from ((form,) for form in _forms(written.split(), inflection))
                continue
            phrase = _phrase(written)
            if not phrase or GAP in {phrase[0], phrase[-1]}:
                raise self._refused(f"[{section}] {key}", f"has a phrase that begins or ends with nothing: {written!r}")
            yield phrase

    def _values(self, section: str, key: str, found: Mapping[str, Plain]) -> dict[str, tuple[float, float]]:
        listed = found.get(key, {})
        where = f"[{section}] {key}"
        if not isinstance(listed, dict):
            raise self._refused(where, "is a table: { word = value }")
        table: dict[str, tuple[float, float]] = {}
        for word, value in listed.items():
            ends = value if isinstance(value, list) else [value, value]
            numbers = [float(end) for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
            if len(numbers) != 2 or len(ends) != 2 or not 0 <= numbers[0] <= numbers[1]:
                raise self._refused(where, f"gives {word!r} neither a number nor a low and a high one")
            folded = fold(word)
            if table.setdefault(folded, (numbers[0], numbers[1])) != (numbers[0], numbers[1]):
                raise self._refused(where, f"gives {word!r} two values, in two spellings that are read as one")
        return table

    def _grammar(self, found: Mapping[str, Plain]) -> Grammar:
        flags = {key: found.get(key, False) for key in FLAGS}
        for key, flag in flags.items():
            if not isinstance(flag, bool):
                raise self._refused(f"[grammar] {key}", "is true or false")
        return Grammar(flags["units_before_tens"] is True, flags["verb_first"] is True)

    def _morphology(self, sections: Mapping[str, Mapping[str, Plain]]) -> Morphology:
        listed = {key: tuple(map(fold, self._strings("morphology", key, sections))) for key in AFFIXES}
        found = sections.get("morphology", {})
        return Morphology(
            suffixes=tuple(sorted(listed["suffixes"], key=len, reverse=True)),
            weak_letters=frozenset("".join(listed["weak_letters"])),
            proclitics=tuple(sorted(listed["proclitics"], key=len, reverse=True)),
            joiners=listed["joiners"],
            articles=listed["articles"],
            objects=listed["objects"],
            irregular=self._forms_table("irregular", found),
            past=self._forms_table("past", found),
            past_endings=listed["past_endings"],
            verb_endings=listed["verb_endings"],
            duals=listed["duals"],
            noun_endings=listed["noun_endings"],
            future=listed["future"],
            present=listed["present"],
            plural_participles=listed["plural_participles"],
            plain_words=frozenset(listed["plain_words"]),
        )

    def _forms_table(self, key: str, found: Mapping[str, Plain]) -> dict[str, str]:
        listed = found.get(key, {})
        if not isinstance(listed, dict) or not all(isinstance(word, str) for word in listed.values()):
            raise self._refused(f"[morphology] {key}", "is a table: { form = word }")
        return {fold(form): fold(str(word)) for form, word in listed.items()}


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
    """All forms of a verb: as they stand, or where the language gives affixes, with each of them. Forms after the first
    that begin with the first of `present_prefixes` are presents."""
    prefixes = tuple(map(fold, inflection["present_prefixes"]))
    first, *others = map(fold, written)
    for form in (first, *others):
        if prefixes and form is not first and form.startswith(prefixes[0]):
            stem = form[len(prefixes[0]) :]
            for prefix in prefixes:
                yield prefix + stem
                yield from (prefix + stem + fold(suffix) for suffix in inflection["present_suffixes"])
        else:
            yield form
            yield from (form + fold(suffix) for suffix in inflection["past_suffixes"])
