"""Who says it: clauses that name a speaker or a source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_dates import Runs, phrases_within
from stemmata.lineage.changes_doubt import BREAKS, Hedge
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import Token, TokenKind

_QUOTES = frozenset('"“”«»')
_LONGEST_CLAUSE = 14
_LONGEST_SUBJECT = 12
"""Words between a verb of saying and its "that": longer subjects with relative clauses are rare in reports."""
_LONGEST_TAIL = 8
_LONGEST_LABEL = 6


@dataclass(frozen=True, slots=True)
class Speech:
    """Tokens [first, last) that put a statement in somebody's mouth; `verb` is the token that says so.

    `speaker` are the tokens that name who it is: not the verb, the day, the medium or little words.
    """

    first: int
    last: int
    verb: int
    speaker: tuple[int, ...]
    leads: bool = False
    """Whether what is said follows at once."""


def speech_of(
    tokens: Sequence[Token],
    sentences: Sequence[tuple[int, int]],
    runs: Runs,
    dated: frozenset[int],
    hedges: Sequence[Hedge],
    lexicon: Lexicon,
) -> list[Speech]:
    """Clauses in order; of two over each other the one found by the surer sign. A clause whose speaker is but a hedge
    ("it is said", يُعتقد) is none."""
    found: list[Speech] = []
    doubtful = {at for hedge in hedges for at in range(hedge.first, hedge.last)}
    for first, last in sentences:
        sentence = _Sentence(tokens, first, last, runs, dated, lexicon)
        for one in [*sentence.introduced(), *sentence.said(), *sentence.labelled()]:
            over = [other for other in found if one.first < other.last and other.first < one.last]
            wider = all(one.first <= other.first and other.last <= one.last for other in over)
            held_open = one.verb in doubtful and (doubtful.issuperset(one.speaker) or _is_late(one, lexicon))
            same = [other for other in over if (other.first, other.last) == (one.first, one.last)]
            if wider and not same and not held_open:
                found = [other for other in found if other not in over] + [one]
    return sorted(found, key=lambda one: one.first)


def _is_late(one: Speech, lexicon: Lexicon) -> bool:
    """Whether an Arabic verb of doubt stands inside its clause, where it is passive and has no speaker."""
    return lexicon.grammar.verb_first and one.verb > one.first and bool(one.speaker)


@dataclass(frozen=True)
class _Sentence:
    tokens: Sequence[Token]
    first: int
    last: int
    runs: Runs
    dated: frozenset[int]
    lexicon: Lexicon

    def introduced(self) -> list[Speech]:
        """As in "according to X", كما قال: from the phrase to the end of its clause."""
        found = []
        for start, end in self._runs("attribution.closed"):
            found.append(self._speech(start, end, end - 1))
        for start, end in self._runs("attribution.before_verb"):
            verb = next((at for at in range(end, min(end + 2, self.last)) if self._is_any_verb(at)), None)
            if verb is not None:
                found.append(self._speech(start, self._said_from(verb + 1), verb))
        for start, end in self._runs("attribution.introducers"):
            that = self._said_from(end)
            if that - start <= _LONGEST_CLAUSE and (that > end or end - start > 1):
                found.append(self._speech(start, that, start))
        return found

    def _said_from(self, at: int) -> int:
        """Where the clause that names the speaker ends: at a mark, or where what is said begins."""
        stop = self._break_after(at)
        return next((one for one in range(at + 1, stop) if self._is("attribution.complementisers", one)), stop)

    def said(self) -> list[Speech]:
        weak = {start for start, _ in self._runs("attribution.weak_verbs")}
        strong = {start for start, _ in self._runs("attribution.verbs")}
        found = []
        for verb in sorted(strong | weak):
            one = self._by_verb(verb, weak=verb not in strong)
            if one is not None:
                found.append(one)
        return found

    def _is_verb(self, at: int) -> bool:
        return self._is("attribution.verbs", at) or self._is("attribution.weak_verbs", at)

    def _is_any_verb(self, at: int) -> bool:
        """With an object written onto it too."""
        word = self.tokens[at].text
        forms = [word, *(word.removesuffix(one) for one in self.lexicon.morphology.objects if word.endswith(one))]
        names = ("attribution.verbs", "attribution.weak_verbs")
        return any(self.lexicon.has(name, form) for name in names for form in forms)

    def _by_verb(self, verb: int, *, weak: bool) -> Speech | None:
        before = verb - 1
        if before >= self.first and any(
            self._is(category, before) for category in ("words.determiners", "voice.passive", "denial.negators")
        ):
            return None
        start, stop = self._break_before(verb), self._break_after(verb + 1)
        if weak and not self.lexicon.grammar.verb_first and any(self._is_verb(at) for at in range(start, verb)):
            return None
        that = self._complementiser(verb, stop)
        if that is not None and verb - start <= _LONGEST_SUBJECT:
            return self._speech(self._subject_start(start, verb), that, verb, leads=True)
        return self._aside(start, stop, verb, weak=weak) or self._leading(start, stop, verb, weak=weak)

    def _complementiser(self, verb: int, stop: int) -> int | None:
        """Where the clause ends before its "that"; an aside between commas may stand before it."""
        for at in range(verb + 1, min(stop, verb + 2 + _LONGEST_SUBJECT)):
            if self._is("words.auxiliaries", at) or (not self.lexicon.grammar.verb_first and self._past(at)):
                break
            if self._is("attribution.complementisers", at):
                little = self.lexicon.grammar.verb_first and at - 1 > verb and self._is("places.cues", at - 1)
                return at - 1 if little else at
        if stop == verb + 1 and stop < self.last and self.tokens[stop].raw in ",،":
            aside = self._break_after(stop + 1)
            if (
                aside + 1 < self.last
                and self.tokens[aside].raw in ",،"
                and self._is("attribution.complementisers", aside + 1)
            ):
                return aside
        return None

    def _aside(self, start: int, stop: int, verb: int, *, weak: bool) -> Speech | None:
        """As in ", a spokesman said." and "said X" after a quotation: the clause between two breaks."""
        whole = start == self.first and stop >= self.last - 1
        if whole or stop - start > _LONGEST_CLAUSE or (weak and self.lexicon.grammar.verb_first):
            return None
        if start == self.first and not self._quoted_after(stop):
            return None
        tail = range(verb + 1, stop)
        if len(tail) > _LONGEST_TAIL or any(self._is("words.auxiliaries", at) for at in tail):
            return None
        inverted = all(self._is("words.conjunctions", at) for at in range(start, verb))
        if inverted and not tail:
            return None
        if tail and not inverted and not self._follows(verb + 1):
            return None
        return self._speech(self._subject_start(start, verb), stop, verb)

    def _follows(self, at: int) -> bool:
        """Whether what stands after the verb can be how, where, when or to whom it was said."""
        told = self._is("attribution.addressed", at - 1)
        return told or at in self.dated or self._is("attribution.follow", at) or self.tokens[at].capital

    def _quoted_after(self, at: int) -> bool:
        return any(self.tokens[one].raw in _QUOTES | {":"} for one in range(at, min(at + 2, self.last)))

    def _leading(self, start: int, stop: int, verb: int, *, weak: bool) -> Speech | None:
        """As in "Neighbor says it was the militia": a subject, a verb, and the statement itself."""
        quoted = self._quoted_after(stop)
        believed = self._is("hedges.beliefs", verb)
        if (weak and not believed and not quoted) or not 1 <= verb - start <= _LONGEST_SUBJECT:
            return None
        if self.lexicon.grammar.verb_first or verb + 1 >= stop:
            return None
        stated = any(self._is("words.auxiliaries", at) or self._past(at) for at in range(verb + 1, stop))
        if not (stated or quoted or self._is("attribution.addressed", verb)):
            return None
        return self._speech(self._subject_start(start, verb), verb + 1, verb, leads=True)

    def _past(self, at: int) -> bool:
        return self.lexicon.is_past(self.tokens[at].text)

    def labelled(self) -> list[Speech]:
        """As in "Port director: …", شهود: a short label that names a source, at the beginning or after a dash."""
        start = self.first
        for at in range(self.first, self.last - 1):
            raw = self.tokens[at].raw
            if raw in "—–":
                start = at + 1
            elif raw == ":" and 0 < at - start <= _LONGEST_LABEL:
                if any(self._is("attribution.sources", place) for place in range(start, at)):
                    return [Speech(start, at, start, self._named(range(start, at)), leads=True)]
                return []
            elif raw in BREAKS:
                return []
        return []

    def _speech(self, first: int, last: int, verb: int, *, leads: bool = False) -> Speech:
        while first < last - 1 and (self._is("words.conjunctions", first) or self.tokens[first].kind is TokenKind.MARK):
            first += 1
        before = self._named(range(first, verb))
        subject = any(self.tokens[at].kind is TokenKind.WORD and at not in self._cues() for at in range(first, verb))
        if subject or self._is("attribution.addressed", verb):
            return Speech(first, last, verb, before, leads)
        after = self._named(range(verb + 1, last))
        return Speech(first, last, verb, after, leads)

    def _cues(self) -> set[int]:
        """Tokens of "according to" and "as", before which no subject stands."""
        return {
            at
            for category in (
                "attribution.introducers",
                "attribution.before_verb",
                "words.conjunctions",
                "words.auxiliaries",
            )
            for start, end in self._runs(category)
            for at in range(start, end)
        }

    def _named(self, places: Iterable[int]) -> tuple[int, ...]:
        """The words that name somebody: no medium, day, verb of saying or little word."""
        own = {
            at
            for category in ("attribution.introducers", "attribution.media", "attribution.before_verb")
            for start, end in self._runs(category)
            for at in range(start, end)
        }
        return tuple(
            at
            for at in places
            if at not in self.dated
            and at not in own
            and self.tokens[at].kind is TokenKind.WORD
            and not self._is("words.stop", at)
            and not self._is("attribution.verbs", at)
        )

    def _subject_start(self, start: int, verb: int) -> int:
        """Where the subject begins: after what is only a time or a conjunction."""
        while start < verb and (start in self.dated or self._is("words.conjunctions", start)):
            start += 1
        return start

    def _is(self, category: str, at: int) -> bool:
        return self.lexicon.has(category, self.tokens[at].text)

    def _runs(self, category: str) -> list[tuple[int, int]]:
        return list(phrases_within(self.runs, category, self.first, self.last))

    def _break_before(self, at: int) -> int:
        while at > self.first and (self.tokens[at - 1].raw not in BREAKS or self._abbreviates(at - 1)):
            at -= 1
        return at

    def _break_after(self, at: int) -> int:
        while at < self.last and (self.tokens[at].raw not in BREAKS or self._abbreviates(at)):
            at += 1
        return at

    def _abbreviates(self, at: int) -> bool:
        return self.tokens[at].raw == "." and at + 1 < self.last and self.tokens[at + 1].kind is not TokenKind.MARK
