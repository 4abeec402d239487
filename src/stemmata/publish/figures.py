"""How our own numbers and times are written, in English and Arabic (WORDS section 6)."""

import unicodedata
from collections.abc import Mapping, Sequence

from stemmata.model.interval import iso_utc

DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_AR = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
    "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
ARABIC_DIGITS = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")
UNKNOWN = {"en": "unknown", "ar": "غير معروف"}


def plain(value: object) -> str:
    """A value from a file, a post or a person: control and direction characters are made visible."""
    return "".join(
        f"\\u{ord(character):04x}"
        if character in DIRECTION
        or (unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\n\t\u200c\u200d")
        else character
        for character in str(value)
    )


def isolated(value: object) -> str:
    """The same within a sentence of ours: it cannot turn the words round it, nor they it."""
    return f"\u2068{plain(value)}\u2069"


def listed(names: Sequence[str], language: str) -> str:
    """A and K; A, B and K."""
    if language == "ar":
        return " و".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def number(value: int, language: str) -> str:
    return in_digits_of(f"{value:,}", language)


def in_digits_of(text: str, language: str) -> str:
    return text.translate(ARABIC_DIGITS) if language == "ar" else text


def plural(number: int, language: str) -> int:
    """Index of the form for `number`: CLDR plural rules, two forms in English and six in Arabic."""
    if language == "en":
        return 0 if number == 1 else 1
    if number in (0, 1, 2):
        return number
    rest = number % 100
    return 3 if 3 <= rest <= 10 else 4 if 11 <= rest <= 99 else 5


def decimals(value: float, places: int, language: str) -> str:
    """With that many decimals, and no zeros at their end."""
    text = f"{value:.{places}f}"
    return in_digits_of(text.rstrip("0").rstrip(".") if "." in text else text, language)


def per_cent(share: float, language: str) -> str:
    """64 %; below one per cent with one decimal, and never 0 or 100 for what is only near it."""
    if 0 < share < 0.001:
        return in_digits_of("< 0.1 %" if language == "en" else "< 0.1%", language)
    shown = 100 * share
    text = f"{shown:.1f}" if shown < 1 or 99 < shown < 100 else f"{shown:.0f}"
    if share < 1 and text in {"100", "100.0"}:
        text = "99.9"
    return f"{text}\u00a0%" if language == "en" else in_digits_of(f"{text}%", language)


def clock(us: int | None) -> str:
    """m:ss on a file's own timeline."""
    if us is None:
        return "–"
    seconds = max(0, round(us / 1e6))
    return f"{seconds // 60}:{seconds % 60:02d}"


def stretch(start_us: int, end_us: int, language: str) -> str:
    """0:03–0:17."""
    return in_digits_of(f"{clock(start_us)}–{clock(end_us)}", language)


def when(us: int | None, language: str) -> str:
    """14 Mar 2031, 10:58 UTC; unknown stays a word."""
    iso = iso_utc(us)
    if iso is None:
        return UNKNOWN[language]
    year, month, day, time = iso[:4], int(iso[5:7]), int(iso[8:10]), iso[11:16]
    if language == "ar":
        return f"{day} {MONTHS_AR[month - 1]} {year}، {time} UTC".translate(ARABIC_DIGITS)
    return f"{day} {MONTHS[month - 1]} {year}, {time} UTC"


BETWEEN: Mapping[str, tuple[str, str, str]] = {
    "en": ("by {high} at the latest", "not before {low}", "between {low} and {high}"),
    "ar": ("{high} على أبعد حد", "ليس قبل {low}", "بين {low} و{high}"),
}
"""Where only the end is known, only the beginning, or both of a time that is no moment."""


def when_between(low_us: int | None, high_us: int | None, language: str) -> str:
    """A moment as `when` gives it; of a time that is not known so well both of its ends. Unknown stays a word."""
    if low_us == high_us:
        return when(low_us, language)
    upto, since, between = BETWEEN[language]
    form = upto if low_us is None else since if high_us is None else between
    return form.replace("{low}", when(low_us, language)).replace("{high}", when(high_us, language))


def short_between(low_us: int, high_us: int | None, language: str) -> str:
    """14 Mar 10:58 of a moment; of a time that is not known so well 13–15 Mar, 28 Feb–2 Mar, 14 Mar–…"""
    if high_us == low_us:
        return short_time(low_us, language)
    day, month = _day_and_month(low_us, language)
    if high_us is None:
        return f"{day} {month}–…"
    last, its_month = _day_and_month(high_us, language)
    if month != its_month:
        return f"{day} {month}–{last} {its_month}"
    return f"{day} {month}" if day == last else f"{day}–{last} {month}"


def short_time(us: int, language: str, *, clock_too: bool = True) -> str:
    """14 Mar 10:58, for the narrow line of a drawing; the whole date and its basis stand beside it elsewhere."""
    iso = str(iso_utc(us))
    day, month = _day_and_month(us, language)
    return f"{day} {month} {in_digits_of(iso[11:16] if clock_too else iso[:4], language)}"


def _day_and_month(us: int, language: str) -> tuple[str, str]:
    iso = str(iso_utc(us))
    month, day = int(iso[5:7]) - 1, in_digits_of(str(int(iso[8:10])), language)
    return day, MONTHS_AR[month].rsplit("/", 1)[-1] if language == "ar" else MONTHS[month]


def date(us: int | None, language: str) -> str:
    """14 Mar 2031, of UTC; never with a clock."""
    iso = iso_utc(us)
    if iso is None:
        return when(None, language)
    year, month, day = iso[:4], int(iso[5:7]), int(iso[8:10])
    if language == "ar":
        return f"{day} {MONTHS_AR[month - 1]} {year}".translate(ARABIC_DIGITS)
    return f"{day} {MONTHS[month - 1]} {year}"
