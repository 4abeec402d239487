"""Days that are written with their month as a word, in English, French and Arabic.

Source of the names: CLDR 46, months of the Gregorian calendar in en, fr, ar and ar-SY (both sets of Arabic names).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.fingerprint.folding import fold, folded_words

DAY_US = 86_400_000_000
MONTHS = (
    ("january", "jan", "janvier", "يناير", "كانون الثاني"),
    ("february", "feb", "fevrier", "فبراير", "شباط"),
    ("march", "mar", "mars", "مارس", "آذار"),
    ("april", "apr", "avril", "أبريل", "نيسان"),
    ("may", "mai", "مايو", "أيار"),
    ("june", "jun", "juin", "يونيو", "حزيران"),
    ("july", "jul", "juillet", "يوليو", "تموز"),
    ("august", "aug", "aout", "أغسطس", "آب"),
    ("september", "sep", "sept", "septembre", "سبتمبر", "أيلول"),
    ("october", "oct", "octobre", "أكتوبر", "تشرين الأول"),
    ("november", "nov", "novembre", "نوفمبر", "تشرين الثاني"),
    ("december", "dec", "decembre", "ديسمبر", "كانون الأول"),
)
_NUMBER = {
    tuple(fold(word) for word in name.split()): number for number, names in enumerate(MONTHS, start=1) for name in names
}
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er)?$")
LEAST_YEAR, MOST_YEAR = 1900, 2199


class Day(NamedTuple):
    year: int
    month: int
    day: int


def days_in(text: str, year: int | None) -> Iterator[Day]:
    """`year`: of a day without one; None leaves such days out."""
    words = [word.text for word in folded_words(text)]
    for at in range(len(words)):
        for length in (2, 1):
            month = _NUMBER.get(tuple(words[at : at + length]))
            if month is None:
                continue
            end = at + length
            for other in (2, 1):  # both names of the month, as in آذار/مارس
                if _NUMBER.get(tuple(words[end : end + other])) == month:
                    end += other
                    break
            before = _day(words[at - 1]) if at else None
            after = _day(words[end]) if end < len(words) else None
            follows = end + (before is None and after is not None)
            named = _year(words[follows]) if follows < len(words) else None
            day = before if before is not None else after
            if day is not None and (named or year) is not None:
                yield Day(int(named or year or 0), month, day)
            break


def day_of(epoch_us: int) -> Day:
    """In UTC, by the proleptic Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013)."""
    since = epoch_us // DAY_US + 719_468
    era, of_era = divmod(since, 146_097)
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return Day(year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)


def _day(word: str) -> int | None:
    found = _ORDINAL.match(word)
    return int(found[1]) if found is not None and 1 <= int(found[1]) <= 31 else None


def _year(word: str) -> int | None:
    return int(word) if len(word) == 4 and word.isdigit() and LEAST_YEAR <= int(word) <= MOST_YEAR else None
