"""Named changes between two versions of a text. Pure; nothing here is more than *suggested*.

The words of either version are read with the lexicon of its language (changes_reading.py), sentences that tell the same
are found (changes_blocks.py) and laid on each other word by word (changes_alignment.py); what is left over on either
side is then named, kind by kind. docs/stories.md has every code with an example and its limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.lineage.changes_blocks import Block, blocks_of
from stemmata.lineage.changes_compared import Compared, compared, says_the_same
from stemmata.lineage.changes_lexicon import NEUTRAL, Lexicon, language_of
from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.lineage.changes_named import NO_NAMES, Names, NameTable
from stemmata.lineage.changes_of_dates import date_changes
from stemmata.lineage.changes_of_denial import denial_changes
from stemmata.lineage.changes_of_headlines import headline_changes, held_in
from stemmata.lineage.changes_of_hedges import hedge_changes
from stemmata.lineage.changes_of_modality import modality_changes
from stemmata.lineage.changes_of_names import name_changes
from stemmata.lineage.changes_of_numbers import number_changes
from stemmata.lineage.changes_of_speech import attribution_changes, without_moved
from stemmata.lineage.changes_of_statements import statement_changes
from stemmata.lineage.changes_of_voice import voice_changes
from stemmata.lineage.changes_reading import Reading, read
from stemmata.lineage.changes_unlisted import add_unlisted
from stemmata.lineage.changes_words import tokens_of
from stemmata.model.change import Change, Where

VERSION = "changes/1"

_DETECTED = 4000
"""Code points of each version from which their language is recognised."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text: headline and body as they stand; language as declared, None where it is not known."""

    headline: str | None
    body: str
    language: str | None = None


def changes_between(
    before: Version, after: Version, names: Names = NO_NAMES, languages: Mapping[str, Lexicon] | None = None
) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`, in the order of `after`, then what is only in `before`.

    languages: lexicons by code, those that come with the program where None. A version whose language is not declared
    is read in the one that both together are recognised as; in none of these, numbers in digits, names, omissions and
    insertions are still named. Headlines are compared only where both versions have one.
    """
    known = lexicons() if languages is None else languages
    table = NameTable.of(names)
    readers = lexicons_of(before, after, known)
    bodies = (read(Where.BODY, before.body, readers[0], table), read(Where.BODY, after.body, readers[1], table))
    found: list[Change] = []
    if before.headline and after.headline:
        heads = (
            read(Where.HEADLINE, before.headline, readers[0], table),
            read(Where.HEADLINE, after.headline, readers[1], table),
        )
        lines = compared(heads, _whole(heads), held_in(bodies))
        found += _changes(lines)
        found += headline_changes(lines)
    for block in blocks_of(*bodies):
        found += _changes(compared(bodies, block))
    return tuple(sorted(without_moved(found), key=_place))


def lexicons_of(before: Version, after: Version, known: Mapping[str, Lexicon]) -> tuple[Lexicon, Lexicon]:
    """That of the language declared; else the one that both versions together are in, NEUTRAL in none of these."""
    recognised = None
    if before.language is None or after.language is None:
        recognised = language_of(tokens_of(f"{before.body[:_DETECTED]}\n{after.body[:_DETECTED]}"), known)
    one, other = (
        recognised if version.language is None else known.get(version.language.split("-")[0].lower())
        for version in (before, after)
    )
    return one or NEUTRAL, other or NEUTRAL


def _whole(heads: tuple[Reading, Reading]) -> Block:
    return Block(tuple(range(len(heads[0].sentences))), tuple(range(len(heads[1].sentences))))


def _changes(both: Compared) -> list[Change]:
    """In this order, since what one kind has named the next leaves alone."""
    if says_the_same(both):
        return []
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
    found += name_changes(both)
    return found


def _place(change: Change) -> tuple[bool, bool, int]:
    """By the place in `after`, headline first; what is only in `before` comes last, by its place there."""
    stretch = change.after if change.before is None or change.after is not None else change.before
    return change.after is None, stretch is not None and stretch.part is Where.BODY, stretch.start if stretch else 0
