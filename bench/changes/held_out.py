"""What is still found of a pair when every phrase of the lexicon that stands in its labels is taken out: a floor for
texts whose words no lexicon lists."""

from dataclasses import replace

from bench.changes.pairs import Pair

from stemmata.lineage.changes import changes_between
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import tokens_of
from stemmata.model.change import Change

_HELD_OUT = {
    "HEDGE": ("hedges.phrases", "hedges.verify"),
    "ATTRIBUTION": (
        "attribution.verbs",
        "attribution.weak_verbs",
        "attribution.introducers",
        "attribution.before_verb",
        "attribution.closed",
    ),
}


def without_its_words(pair: Pair, lexicon: Lexicon, group: str) -> list[Change]:
    """Changes of a pair found without any phrase of the group whose first word stands in one of its labels."""
    words = {
        form
        for label in pair.labels
        if label.code.startswith(group)
        for stretch in (label.before, label.after)
        if stretch is not None
        for token in tokens_of(stretch.text)
        for form in lexicon.elements(token.text)
    }
    left = {
        category: tuple(phrase for phrase in phrases if category not in _HELD_OUT[group] or phrase[0] not in words)
        for category, phrases in lexicon.phrases.items()
    }
    code = lexicon.language
    before, after = (replace(version, language=code) for version in (pair.before, pair.after))
    return list(changes_between(before, after, languages={code: replace(lexicon, phrases=left)}))
