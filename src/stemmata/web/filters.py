"""How values from files, and our own numbers, are written on a page."""

import unicodedata

from markupsafe import Markup, escape

from stemmata.model.interval import iso_utc

DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_AR = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
    "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
ARABIC_DIGITS = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")


def shown(value: object) -> Markup:
    """A value from a file, a post or a person: escaped, isolated, control and direction characters made visible."""
    text = "".join(
        f"\\u{ord(character):04x}"
        if character in DIRECTION
        or (unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\n\t\u200c\u200d")
        else character
        for character in str(value)
    )
    return Markup('<bdi dir="auto">{}</bdi>').format(escape(text))


def number(value: int, language: str) -> str:
    return in_digits_of(f"{value:,}", language)


def in_digits_of(text: str, language: str) -> str:
    return text.translate(ARABIC_DIGITS) if language == "ar" else text


def clock(us: int | None) -> str:
    """m:ss on a file's own timeline."""
    if us is None:
        return "–"
    seconds = max(0, round(us / 1e6))
    return f"{seconds // 60}:{seconds % 60:02d}"


def when(us: int | None, language: str) -> str:
    """14 Mar 2031, 10:58 UTC; unknown stays a word."""
    iso = iso_utc(us)
    if iso is None:
        return "غير معروف" if language == "ar" else "unknown"
    year, month, day, time = iso[:4], int(iso[5:7]), int(iso[8:10]), iso[11:16]
    if language == "ar":
        return f"{day} {MONTHS_AR[month - 1]} {year}، {time} UTC".translate(ARABIC_DIGITS)
    return f"{day} {MONTHS[month - 1]} {year}, {time} UTC"


def date(us: int | None, language: str) -> str:
    """14 Mar 2031, of UTC; never with a clock."""
    iso = iso_utc(us)
    if iso is None:
        return when(None, language)
    year, month, day = iso[:4], int(iso[5:7]), int(iso[8:10])
    if language == "ar":
        return f"{day} {MONTHS_AR[month - 1]} {year}".translate(ARABIC_DIGITS)
    return f"{day} {MONTHS[month - 1]} {year}"


def size(count: int) -> str:
    amount = float(count)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def short_hash(value: str) -> str:
    """First 8 and last 4 in groups of four (WORDS section 6)."""
    return f"{value[:4]} {value[4:8]} … {value[-4:]}"
