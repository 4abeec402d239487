"""News agencies and broadcasters that reports name most, with the spellings under which they are named.

Source: the names that they give themselves in English, French and Arabic, and their marks in datelines, written down in
2026 without looking at any test material. A name that is missing is found where a word such as "agency" or "newspaper"
stands beside it, or where the case holds something of that name. Capitals matter in marks of two or three Latin
letters.
"""

from collections.abc import Mapping

from stemmata.model.declaration import SourceKind

AGENCIES: Mapping[str, tuple[str, ...]] = {
    "AP": ("AP", "Associated Press", "أسوشيتد برس", "اسوشييتد برس", "أ ب"),
    "Reuters": ("Reuters", "Thomson Reuters", "رويترز"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse", "فرانس برس", "وكالة الصحافة الفرنسية", "أ ف ب"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur", "د ب أ", "الوكالة الألمانية للأنباء", "وكالة الأنباء الألمانية"),
    "EFE": ("EFE", "Agencia EFE", "وكالة الأنباء الإسبانية"),
    "ANSA": ("ANSA", "أنسا"),
    "UPI": ("UPI", "United Press International", "يونايتد برس"),
    "Bloomberg": ("Bloomberg", "Bloomberg News", "بلومبرغ", "بلومبيرغ"),
    "TASS": ("TASS", "ITAR-TASS", "تاس"),
    "RIA Novosti": ("RIA", "RIA Novosti", "ريا نوفوستي", "نوفوستي"),
    "Interfax": ("Interfax", "Interfax-Ukraine", "إنترفاكس"),
    "Sputnik": ("Sputnik", "سبوتنيك"),
    "Ukrinform": ("Ukrinform", "أوكرينفورم"),
    "Xinhua": ("Xinhua", "شينخوا"),
    "Kyodo": ("Kyodo", "Kyodo News", "كيودو"),
    "Yonhap": ("Yonhap", "يونهاب"),
    "PTI": ("PTI", "Press Trust of India"),
    "ANI": ("ANI", "Asian News International"),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Agence Anadolu", "الأناضول"),
    "IHA": ("IHA", "Ihlas News Agency"),
    "IRNA": ("IRNA", "إرنا"),
    "Tasnim": ("Tasnim", "تسنيم"),
    "Fars": ("Fars News Agency", "وكالة فارس"),
    "INA": ("INA", "Iraqi News Agency", "واع", "وكالة الأنباء العراقية"),
    "NINA": ("NINA", "National Iraqi News Agency"),
    "SANA": ("SANA", "Syrian Arab News Agency", "سانا"),
    "NNA": ("NNA", "National News Agency", "الوكالة الوطنية للإعلام"),
    "Petra": ("Petra News Agency", "بترا"),
    "WAFA": ("WAFA", "وفا"),
    "MENA": ("MENA", "Middle East News Agency", "أ ش أ", "وكالة أنباء الشرق الأوسط"),
    "SPA": ("SPA", "Saudi Press Agency", "واس", "وكالة الأنباء السعودية"),
    "KUNA": ("KUNA", "كونا"),
    "WAM": ("WAM", "وام"),
    "QNA": ("QNA", "Qatar News Agency", "قنا"),
    "Saba": ("Saba News Agency", "وكالة سبأ"),
    "SUNA": ("SUNA", "Sudan News Agency", "سونا"),
    "APS": ("APS", "Algérie Presse Service", "وكالة الأنباء الجزائرية"),
    "MAP": ("MAP", "Maghreb Arabe Presse"),
    "TAP": ("TAP", "Tunis Afrique Presse", "وات"),
}
"""The name that is shown -> its spellings."""

BROADCASTERS: Mapping[str, tuple[str, ...]] = {
    "BBC": ("BBC", "BBC News", "BBC Arabic", "بي بي سي"),
    "CNN": ("CNN", "سي إن إن"),
    "Al Jazeera": ("Al Jazeera", "Aljazeera", "الجزيرة"),
    "Al Arabiya": ("Al Arabiya", "العربية"),
    "Al Mayadeen": ("Al Mayadeen", "الميادين"),
    "Sky News": ("Sky News", "سكاي نيوز"),
    "RT": ("RT", "Russia Today", "آر تي"),
    "France 24": ("France 24", "فرانس 24"),
    "DW": ("DW", "Deutsche Welle", "دويتشه فيله"),
    "VOA": ("VOA", "Voice of America", "صوت أمريكا"),
    "The New York Times": ("New York Times", "نيويورك تايمز"),
    "The Washington Post": ("Washington Post", "واشنطن بوست"),
    "The Guardian": ("The Guardian", "الغارديان"),
    "Le Monde": ("Le Monde", "لوموند"),
    "The Wall Street Journal": ("Wall Street Journal", "وول ستريت جورنال"),
}
NEEDS_A_NOUN = frozenset(
    {"العربية", "الجزيرة", "الميادين", "واع", "واس", "وام", "وات", "وفا", "كونا", "قنا", "أنسا", "تاس", "سونا", "سانا"}
)
"""Words of the language too, or islands and squares: names only beside a word such as "channel" or "agency", or alone
in a mark."""

KNOWN: Mapping[str, tuple[str, SourceKind]] = {
    spelling: (name, kind)
    for table, kind in ((AGENCIES, SourceKind.AGENCY), (BROADCASTERS, SourceKind.OUTLET))
    for name, spellings in table.items()
    for spelling in spellings
}
"""Spelling -> the name that is shown, and what it is."""
