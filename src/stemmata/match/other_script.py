"""Names written in Latin and in Arabic letters, compared by their consonants.

Transliteration is no code: هالفارد is Halvard, and one Arabic letter stands for several Latin ones. What is left when
vowels are dropped and letters of one place in the mouth are joined agrees for most pairs of spellings, and for few
other words where it is long. Classes of letters: written for this module from the tables of romanisation of Arabic
(ALA-LC) and from how names of other languages are written in Arabic, where p is b and v is f.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from stemmata.fingerprint.folding import fold, folded_words

LEAST_NAME = 4
"""Consonants from which a word that agrees is taken for the same name; three agree between words of any text."""
PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("بپ", "b"), **dict.fromkeys("تثط", "t"), **dict.fromkeys("جغگچ", "g"),
        **dict.fromkeys("دذض", "d"), **dict.fromkeys("زسشصظ", "s"), **dict.fromkeys("فڤ", "f"),
        **dict.fromkeys("خقك", "k"), "ر": "r", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ح": "h",
        **dict.fromkeys("اوىيعءة", ""),
    }
)  # fmt: skip
_DIGRAPHS = (("ph", "f"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ck", "k"))
_SOFT = re.compile("c(?=[eiy])")
_LATIN = str.maketrans(
    {
        "p": "b", "v": "f", "j": "g", "z": "s", "c": "k", "q": "k", "x": "ks", "w": "", "y": "",
        **dict.fromkeys("aeiou", ""),
    }
)  # fmt: skip
_ARABIC_WORD = re.compile("[\u0621-\u064a\u067e\u0686\u06a4\u06af]+")

NOUNS: tuple[frozenset[str], ...] = tuple(
    frozenset(fold(word) for word in words.split())
    for words in (
        "bureau office مكتب",
        "centre center مركز",
        "observatory observatoire مرصد المرصد",
        "organisation organization منظمة",
        "committee commission comite لجنة هيئة",
        "council conseil مجلس",
        "institute institut معهد",
        "foundation fondation مؤسسة",
        "association society جمعية رابطة",
        "mission بعثة",
        "archive archives أرشيف",
        "agency agence newswire wire وكالة",
        "network شبكة",
        "radio إذاعة",
        "channel television tv chaine قناة تلفزيون فضائية",
        "newspaper daily times post herald gazette courier tribune journal quotidien صحيفة جريدة يومية",
        "magazine مجلة",
        "site website portal موقع بوابة",
        "initiative مبادرة",
    )
)
"""Nouns that say the same of a source; two names with nouns of different lines are of two sources."""


def consonants(word: str) -> str:
    """Of a folded word in Latin or Arabic letters, h only at the beginning; "" for any other."""
    if _ARABIC_WORD.fullmatch(word):
        bare = word.translate(_ARABIC)
    elif word.isascii() and word.isalpha():
        bare = word
        for written, kept in _DIGRAPHS:
            bare = bare.replace(written, kept)
        bare = _SOFT.sub("s", bare).translate(_LATIN)
    else:
        return ""
    bare = bare[:1] + bare[1:].replace("h", "")
    return "".join(letter for at, letter in enumerate(bare) if not at or letter != bare[at - 1])


def names_by_sound(words: Iterable[tuple[str, bool]]) -> frozenset[str]:
    """Of (folded word, whether it begins with a capital): all that may be names, with and without what Arabic writes
    before a word."""
    found: set[str] = set()
    for word, capital in words:
        if _ARABIC_WORD.fullmatch(word):
            ways = [word, *(word[len(prefix) :] for prefix in PREFIXES if word.startswith(prefix))]
            found.update(consonants(way) for way in ways)
        elif capital:
            found.add(consonants(word))
    return frozenset(sound for sound in found if len(sound) >= LEAST_NAME)


@dataclass(frozen=True, slots=True)
class SoundedName:
    """A name of a source as it is compared. nouns: lines of NOUNS."""

    arabic: bool
    nouns: frozenset[int]
    sounds: frozenset[str]

    def is_same(self, other: "SoundedName") -> bool:
        """Whether two names in different scripts may be of one source: a word in common by its consonants, and nouns
        that say the same where both have one."""
        nouns_agree = not self.nouns or not other.nouns or bool(self.nouns & other.nouns)
        return self.arabic != other.arabic and nouns_agree and bool(self.sounds & other.sounds)


@lru_cache(maxsize=65_536)  # a case names the same sources over and over
def sounded(name: str) -> SoundedName:
    words = [word.text for word in folded_words(name)]
    nouns = frozenset(at for at, line in enumerate(NOUNS) if line.intersection(words))
    left = [(word, True) for word in words if not any(word in line for line in NOUNS)]
    return SoundedName(is_arabic(words), nouns, names_by_sound(left))


class NamesOfOtherScript:
    """Names by any key, asked for those that may be one name in the other script."""

    def __init__(self, names: Mapping[tuple[str, ...], str]) -> None:
        self._named = {key: sounded(name) for key, name in sorted(names.items())}
        self._by_sound: dict[str, list[tuple[str, ...]]] = {}
        for key, name in self._named.items():
            for sound in name.sounds:
                self._by_sound.setdefault(sound, []).append(key)

    def same(self, name: str) -> list[tuple[str, ...]]:
        """Keys, sorted."""
        asked = sounded(name)
        found = {key for sound in asked.sounds for key in self._by_sound.get(sound, ())}
        return sorted(key for key in found if asked.is_same(self._named[key]))


def is_arabic(words: Iterable[str]) -> bool:
    return any(_ARABIC_WORD.fullmatch(word) for word in words)
