"""What copying does to a text: words changed, lines cut, put in another order, misread by a scanner."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.reuse.pieces import Piece, Word

CONFUSED = {
    "en": {"e": "c", "l": "1", "i": "l", "o": "0", "m": "rn", "h": "b", "a": "o", "n": "u", "t": "f", "s": "5"},
    "ar": {"ب": "ت", "ت": "ث", "ن": "ت", "ح": "ج", "د": "ذ", "ر": "ز", "س": "ش", "ص": "ض", "ف": "ق", "ي": "ب"},
}
"""Letters that scanners take for each other."""


def reworded(piece: Piece, share: float, vocabulary: Sequence[str], random: Random) -> Piece:
    """`share` of the words replaced (three in five), left out or joined by another."""
    words: list[Word] = []
    for word in piece.words:
        drawn = random.random()
        if drawn >= share:
            words.append(word)
        elif drawn < 0.6 * share:
            words.append(replace(word, written=random.choice(vocabulary)))
        elif drawn < 0.8 * share:
            words += [word, Word(random.choice(vocabulary), None)]
    return replace(piece, words=tuple(words))


def misread(piece: Piece, share: float, language: str, random: Random) -> Piece:
    """`share` of the letters taken for others or lost; now and then two words run together or one is torn."""
    words: list[Word] = []
    for word in piece.words:
        written = "".join(_letter(letter, share, language, random) for letter in word.written)
        if words and random.random() < share / 2:
            words[-1] = replace(words[-1], written=words[-1].written + written)
        elif len(written) > 5 and random.random() < share / 2:
            words += [replace(word, written=written[:3]), replace(word, written=written[3:])]
        elif written:
            words.append(replace(word, written=written))
    return replace(piece, words=tuple(words))


def _letter(letter: str, share: float, language: str, random: Random) -> str:
    if random.random() >= share:
        return letter
    confused = CONFUSED[language].get(letter.lower())
    if confused is not None:
        return confused
    return "" if random.random() < 0.3 else letter


def excerpt(piece: Piece, words: int, random: Random) -> Piece:
    """So many words in a row."""
    start = random.randrange(max(1, len(piece.words) - words + 1))
    return replace(piece, words=piece.words[start : start + words])
