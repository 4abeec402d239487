"""Named changes between two versions of a text. Pure; nothing here is more than *suggested*."""

from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.lineage.changes_blocks import Block, blocks_of
from stemmata.lineage.changes_compared import Compared, compared
from stemmata.lineage.changes_lexicon import NEUTRAL, Lexicon, language_of
from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.lineage.changes_of_certainty import denial_changes, hedge_changes, modality_changes
from stemmata.lineage.changes_of_dates import date_changes
from stemmata.lineage.changes_of_headlines import headline_changes, held_in
from stemmata.lineage.changes_of_names import NamedIn, name_changes, name_key
from stemmata.lineage.changes_of_numbers import number_changes
from stemmata.lineage.changes_of_speech import attribution_changes, without_moved
from stemmata.lineage.changes_of_statements import statement_changes
from stemmata.lineage.changes_of_voice import voice_changes
from stemmata.lineage.changes_reading import Reading, read
from stemmata.lineage.changes_unlisted import add_unlisted
from stemmata.lineage.changes_words import tokens_of
from stemmata.model.change import Change, Where

VERSION = "changes/1"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text: headline and body as they stand; language as declared, None where it is not known."""

    headline: str | None
    body: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The case's places and actors, each a group of spellings of one name."""

    places: tuple[tuple[str, ...], ...] = ()
    actors: tuple[tuple[str, ...], ...] = ()


NO_NAMES = Names()


def changes_between(
    before: Version, after: Version, names: Names = NO_NAMES, languages: Mapping[str, Lexicon] | None = None
) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`, in the order of `after`, then what is only in `before`."""
    known = lexicons() if languages is None else languages
    named = _named(names)
    found: list[Change] = []
    bodies = _readings(Where.BODY, before, after, known)
    if before.headline and after.headline:
        heads = _readings(Where.HEADLINE, before, after, known)
        whole = Block(tuple(range(len(heads[0].sentences))), tuple(range(len(heads[1].sentences))))
        lines = compared(heads, whole, held_in(bodies))
        found.extend(_changes(lines, named))
        found.extend(headline_changes(lines))
    for block in blocks_of(*bodies):
        found.extend(_changes(compared(bodies, block), named))
    return tuple(sorted(without_moved(found), key=_place))


def _named(names: Names) -> NamedIn:
    keys = [
        frozenset(
            tuple(name_key(token.text) for token in tokens_of(spelling)) for group in groups for spelling in group
        )
        for groups in (names.places, names.actors)
    ]
    return NamedIn(keys[0] - {()}, keys[1] - {()})


def _readings(
    where: Where, before: Version, after: Version, known: Mapping[str, Lexicon]
) -> tuple[Reading, Reading]:
    sides = []
    for version in (before, after):
        text = (version.headline or "") if where is Where.HEADLINE else version.body
        sides.append(read(where, text, _lexicon(version, before, after, known)))
    return sides[0], sides[1]


def _lexicon(version: Version, before: Version, after: Version, known: Mapping[str, Lexicon]) -> Lexicon:
    """That of the language declared; else the one that both versions together are in."""
    if version.language is not None:
        return known.get(version.language.split("-")[0].lower(), NEUTRAL)
    beginning = "\n".join(one.body[:_DETECTED] for one in (before, after))
    return language_of(tokens_of(beginning), known)


_DETECTED = 4000
"""Code points from which a language is recognised."""


def _changes(both: Compared, named: NamedIn) -> list[Change]:
    """In this order, since what one has named the next leaves alone."""
    add_unlisted(both)
    found = voice_changes(both)
    if both.readings[0].where is Where.BODY:
        found += statement_changes(both)
    found += attribution_changes(both)
    found += modality_changes(both)
    found += denial_changes(both)
    found += number_changes(both)
    found += date_changes(both)
    found += hedge_changes(both)
    found += name_changes(both, named)
    return found


def _place(change: Change) -> tuple[bool, bool, int]:
    stretch = change.after or change.before
    assert stretch is not None
    return change.after is None, stretch.part is Where.BODY, stretch.start
