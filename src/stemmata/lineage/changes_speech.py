"""Who says it, and what holds it open: clauses that name a speaker or a source, and hedges."""

from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_dates import Runs
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import Token, TokenKind

_BREAKS = frozenset(",;:.!?؟،؛…—–\"“”«»()[]")
_QUOTES = frozenset("\"“”«»")
_LONGEST_CLAUSE = 14
_LONGEST_SUBJECT = 9
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


@dataclass(frozen=True, slots=True)
class Hedge:
    """Tokens [first, last) that hold a statement open."""

    first: int
    last: int


def speech_of(
    tokens: Sequence[Token], sentences: Sequence[tuple[int, int]], runs: Runs, dated: frozenset[int], lexicon: Lexicon
) -> list[Speech]:
    """Clauses in order; of two over each other the one found by the surer sign."""
    found: list[Speech] = []
    for first, last in sentences:
        sentence = _Sentence(tokens, first, last, runs, dated, lexicon)
        for one in [*sentence.introduced(), *sentence.said(), *sentence.labelled()]:
            if all(one.last <= other.first or one.first >= other.last for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.first)


@dataclass(frozen=True)
class _Sentence:
    tokens: Sequence[Token]
    first: int
    last: int
    runs: Runs
    dated: frozenset[int]
    lexicon: Lexicon

    def introduced(self) -> list[Speech]:
        """"according to X", بحسب: from the phrase to the end of its clause."""
        found = []
        for start, end in self._runs("attribution.introducers"):
            stop = self._break_after(end)
            if stop - start > _LONGEST_CLAUSE or stop <= end and end - start < 2:
                continue
            verbs = [at for at in range(start, min(end + 2, stop)) if self.lexicon.has("attribution.verbs", self.tokens[at].text)]
            if self.tokens[start].text in _NEEDS_VERB and not verbs:
                continue
            found.append(self._speech(start, stop, verbs[0] if verbs else start))
        return found

    def said(self) -> list[Speech]:
        weak = {start for start, _ in self._runs("attribution.weak_verbs")}
        verbs = sorted({start for start, _ in self._runs("attribution.verbs")} | weak)
        found = []
        for verb in verbs:
            one = self._by_verb(verb, weak=verb in weak)
            if one is not None:
                found.append(one)
        return found

    def _by_verb(self, verb: int, *, weak: bool) -> Speech | None:
        if self._is_noun(verb) or self._is_passive(verb):
            return None
        start, stop = self._break_before(verb), self._break_after(verb + 1)
        that = next(
            (at for at in range(verb + 1, min(stop, verb + 2 + _LONGEST_SUBJECT)) if self._is("attribution.complementisers", at)),
            None,
        )
        if that is not None and verb - start <= _LONGEST_SUBJECT:
            if that < self.last and self.tokens[that - 1].text in {"إلى", "الي", "على", "علي", "من", "في"}:
                return self._speech(start, that - 1, verb)
            return self._speech(self._subject_start(start, verb), that, verb)
        return self._aside(start, stop, verb) or self._leading(start, stop, verb, weak=weak)

    def _aside(self, start: int, stop: int, verb: int) -> Speech | None:
        """", a spokesman said." and "said X" after a quotation: the clause between two breaks."""
        if start == self.first and stop >= self.last - 1 or stop - start > _LONGEST_CLAUSE:
            return None
        if start == self.first and (stop >= self.last or self.tokens[stop].raw not in _QUOTES | {":", ","}):
            return None
        if start == self.first and self.tokens[stop].raw == "," and not self._quoted_after(stop):
            return None
        tail = range(verb + 1, stop)
        if len(tail) > _LONGEST_TAIL or any(self._is("words.auxiliaries", at) for at in tail):
            return None
        inverted = verb - start <= 1
        if tail and not inverted and not self._follows(verb + 1):
            return None
        if not tail and inverted and verb == start:
            return None
        return self._speech(self._subject_start(start, verb), stop, verb)

    def _follows(self, at: int) -> bool:
        """Whether what stands after the verb can be how, where, when or to whom it was said."""
        token = self.tokens[at]
        return at in self.dated or self._is("attribution.follow", at) or token.capital or self._told(at - 1)

    def _told(self, verb: int) -> bool:
        return self.tokens[verb].text in {"told", "tells", "tell", "informed", "assured", "warned", "confirmed"}

    def _quoted_after(self, at: int) -> bool:
        return any(self.tokens[one].raw in _QUOTES for one in range(at, min(at + 2, self.last)))

    def _leading(self, start: int, stop: int, verb: int, *, weak: bool) -> Speech | None:
        """"Neighbor says it was the militia": a subject, a verb, and the statement itself."""
        subject = verb - start
        if weak and self.tokens[verb].text not in _BELIEFS or not 1 <= subject <= _LONGEST_SUBJECT:
            return None
        if self.lexicon.unit_before_ten or verb + 1 >= stop:
            return None
        after = range(verb + 1, stop)
        said = any(self._is("words.auxiliaries", at) or self._past(at) for at in after)
        told = self._told(verb)
        if not said and not told and not self._quoted_after(stop):
            return None
        return self._speech(self._subject_start(start, verb), verb + 1, verb)

    def _past(self, at: int) -> bool:
        return self.tokens[at].text.endswith("ed") or self.tokens[at].text in self.lexicon.morphology.irregular

    def labelled(self) -> list[Speech]:
        """"Port director: …", "شهود: …": a short label that names a source."""
        for at in range(self.first + 1, min(self.first + _LONGEST_LABEL + 1, self.last - 1)):
            raw = self.tokens[at].raw
            if raw == ":":
                label = range(self.first, at)
                if any(self._is("attribution.sources", place) for place in label):
                    return [self._speech(self.first, at, self.first)]
                return []
            if raw in _BREAKS:
                return []
        return []

    def _speech(self, first: int, last: int, verb: int) -> Speech:
        while first < last - 1 and (self._is("words.conjunctions", first) or self.tokens[first].kind is TokenKind.MARK):
            first += 1
        own = {
            at
            for category in ("attribution.introducers", "attribution.media")
            for start, end in self._runs(category)
            for at in range(start, end)
        }
        speaker = tuple(
            at
            for at in range(first, last)
            if at != verb
            and at not in self.dated
            and at not in own
            and self.tokens[at].kind is TokenKind.WORD
            and not self._is("words.stop", at)
            and not (self._is("attribution.verbs", at) and at != first)
        )
        return Speech(first, last, verb, speaker)

    def _subject_start(self, start: int, verb: int) -> int:
        """Where the subject begins: after what is only a time or a conjunction."""
        while start < verb and (start in self.dated or self._is("words.conjunctions", start)):
            start += 1
        return start

    def _is_noun(self, verb: int) -> bool:
        """"a report", "his account": what looks like a verb after an article or a possessive is none."""
        before = self.tokens[verb - 1].text if verb > self.first else ""
        return before in _DETERMINERS

    def _is_passive(self, verb: int) -> bool:
        return verb > self.first and self.tokens[verb - 1].text in _BE

    def _is(self, category: str, at: int) -> bool:
        return self.lexicon.has(category, self.tokens[at].text)

    def _runs(self, category: str) -> list[tuple[int, int]]:
        return [run for run in self.runs.get(category, ()) if self.first <= run[0] < self.last]

    def _break_before(self, at: int) -> int:
        while at > self.first and self.tokens[at - 1].raw not in _BREAKS:
            at -= 1
        return at

    def _break_after(self, at: int) -> int:
        while at < self.last and (self.tokens[at].raw not in _BREAKS or self._abbreviates(at)):
            at += 1
        return at

    def _abbreviates(self, at: int) -> bool:
        return self.tokens[at].raw == "." and at + 1 < self.last and self.tokens[at + 1].kind is not TokenKind.MARK


_NEEDS_VERB = frozenset({"كما", "على", "علي", "مثلما", "هيك", "متل"})
_DETERMINERS = frozenset(
    {"a", "an", "the", "his", "her", "their", "its", "'s", "no", "this", "that", "any", "our", "my", "to", "of", "one"}
)
_BE = frozenset({"was", "were", "is", "are", "be", "been", "being"})
_BELIEFS = frozenset(
    {"thinks", "think", "believes", "believe", "reckons", "fears", "fear", "hopes", "understands", "suspects", "suspect"}
)


def hedges_of(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Hedge]:
    """Phrases of doubt, and a denial close before a word of checking ("could not be verified", غير مؤكد). In order,
    the longest first where they overlap."""
    found = [Hedge(first, last) for first, last in runs.get("hedges.phrases", ())]
    negators = [run for run in runs.get("denial.negators", ())]
    for first, last in runs.get("hedges.verify", ()):
        for start, end in negators:
            between = tokens[end:first]
            if 0 <= first - end <= 3 and all(token.kind is TokenKind.WORD for token in between):
                found.append(Hedge(start, last))
    chosen: list[Hedge] = []
    for one in sorted(found, key=lambda hedge: (hedge.first - hedge.last, hedge.first)):
        if all(one.last <= other.first or one.first >= other.last for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.first)
