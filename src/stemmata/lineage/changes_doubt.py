"""What holds a statement open: words and turns of doubt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_dates import Runs
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import Token, TokenKind

BREAKS = frozenset(',;:.!?؟،؛…—–"“”«»()[]')
"""Marks that end a clause."""

_NEAR_DENIAL = 3
"""Words between a denial and the word of checking that it makes a doubt ("could not at once be verified")."""


@dataclass(frozen=True, slots=True)
class Hedge:
    """Tokens [first, last) that hold a statement open."""

    first: int
    last: int


def hedges_of(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Hedge]:
    """Phrases of doubt, and a denial close before a word of checking ("could not be verified", غير مؤكد). In order,
    the longest first where they overlap."""
    found = []
    for first, last in runs.get("hedges.phrases", ()):
        noun = first > 0 and lexicon.has("words.determiners", tokens[first - 1].text)
        if not (noun and last - first == 1 and lexicon.has("hedges.beliefs", tokens[first].text)):
            found.append(Hedge(first, last))
    for first, last in runs.get("hedges.verify", ()):
        for start, end in runs.get("denial.negators", ()):
            between = tokens[end:first]
            if 0 <= first - end <= _NEAR_DENIAL and all(token.kind is TokenKind.WORD for token in between):
                found.append(Hedge(start, last))
    found.extend(_said_of(tokens, runs, lexicon))
    chosen: list[Hedge] = []
    for one in sorted(found, key=lambda hedge: (hedge.first - hedge.last, hedge.first)):
        if all(one.last <= other.first or one.first >= other.last for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.first)


def _said_of(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> Iterable[Hedge]:
    """As in "is reported to have", "it is claimed that", كما يقال: a verb of saying of which nobody is the subject."""
    verbs = {first for name in ("attribution.verbs", "attribution.weak_verbs") for first, _ in runs.get(name, ())}
    for verb in sorted(verbs):
        follows = tokens[verb + 1].text if verb + 1 < len(tokens) else ""
        passive = verb > 0 and lexicon.has("voice.passive", tokens[verb - 1].text)
        alone = verb + 1 == len(tokens) or tokens[verb + 1].raw in BREAKS
        if passive and alone and verb > 1 and lexicon.has("words.impersonal", tokens[verb - 2].text):
            yield Hedge(verb - 2, verb + 1)
        that = verb + 1 < len(tokens) and lexicon.has("attribution.complementisers", follows)
        if passive and (lexicon.has("words.infinitive", follows) or that):
            last = verb + 2
            while not that and last < len(tokens) and lexicon.has("words.to_be", tokens[last].text):
                last += 1
            yield Hedge(verb - 1, last)
    for first, last in runs.get("attribution.before_verb", ()):
        if last + 1 >= len(tokens) or tokens[last + 1].raw in BREAKS:
            present = lexicon.morphology.present
            if last in verbs and (not present or tokens[last].text.startswith(present)):
                yield Hedge(first, last + 1)
