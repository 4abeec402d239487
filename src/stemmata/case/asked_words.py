"""What a person asks for: words, "phrases", beginnings*, and OR; read once, for the index and for the marks in a text.

Words that stand side by side must all be there. OR parts the whole question: what stands on either side of it is an
alternative. Quotation marks of both scripts make a phrase; a word that the folding parts, such as IMG_1204, is one too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stemmata.fingerprint.folding import folded_words
from stemmata.fingerprint.peeling import has_article, peeled
from stemmata.model.errors import BadRequest

LONGEST = 1000
"""Characters of a question that are read: more is a document, and `compare` is for those."""

_PART = re.compile(r'"([^"]*)"?|“([^”]*)”?|«([^»]*)»?|(\S+)')
EITHER = frozenset({"OR", "|"})


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words in a row. `beginning`: the last of them is only the beginning of a word."""

    words: tuple[str, ...]
    beginning: bool = False

    @property
    def loose(self) -> tuple[str, ...] | None:
        """Its words without proclitics, as a text may hold them with others: of a phrase, or a word with its ال."""
        if len(self.words) == 1 and not has_article(self.words[0]):
            return None
        bare = tuple(peeled(word)[1] for word in self.words)
        return None if bare == self.words else bare


@dataclass(frozen=True, slots=True)
class Asked:
    """One text must hold every term of one alternative. `written` is the question as it was put."""

    written: str
    alternatives: tuple[tuple[Term, ...], ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All of them, each once, in the order in which they were asked."""
        return tuple(dict.fromkeys(term for alternative in self.alternatives for term in alternative))

    @property
    def plain(self) -> str | None:
        """The question where it is a single run of characters, which a file's name may hold anywhere; else None."""
        written = self.written.strip()
        return None if not written or re.search(r'[\s"“”«»*]', written) else written


def asked_words(written: str) -> Asked:
    """BadRequest where nothing is asked: no letter and no digit."""
    told = written[:LONGEST].encode("utf-8", "backslashreplace").decode("utf-8")  # a terminal may send lone surrogates
    alternatives: list[list[Term]] = [[]]
    for part in _PART.finditer(told):
        bare = part[4]
        if bare in EITHER:
            alternatives.append([])
            continue
        quoted = next((group for group in part.groups()[:3] if group is not None), None)
        text = bare if quoted is None else quoted
        words = tuple(word.text for word in folded_words(text))
        if words:
            alternatives[-1].append(Term(words, quoted is None and text.endswith("*")))
    kept = tuple(tuple(alternative) for alternative in alternatives if alternative)
    if not kept:
        raise BadRequest(
            "a search without words was asked for", 'name words, a "phrase", or the beginning* of a word; OR for either'
        )
    return Asked(told, kept)


def match_of(asked: Asked) -> str:
    """The question as SQLite's FTS5 takes it (its documentation, section 3), over the columns of schema.FOUND."""
    return " OR ".join(f"({' AND '.join(_expressions(alternative))})" for alternative in asked.alternatives)


def _expressions(alternative: tuple[Term, ...]) -> Iterator[str]:
    for term in alternative:
        exact = f"{_quoted(term.words)}{' *' if term.beginning else ''}"
        loose = term.loose
        if loose is None:
            yield exact
        else:
            yield f"({exact} OR without_article : {_quoted(loose)}{' *' if term.beginning else ''})"


def _quoted(words: tuple[str, ...]) -> str:
    """Folded words hold letters and digits only, never a quotation mark."""
    return '"' + " ".join(words) + '"'
