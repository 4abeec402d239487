"""What was written about an event that never was: a wire report, who copied it, and two texts that copied nobody."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from example.truth import Held, Truth

ABOUT = """Example case: every place and person is invented.

This folder was made by a program. Qal'at Mirel, its grain market, Saffra Gate, the harbour, the Blue Column, the
Harbour Guard, every channel, newspaper and name exist nowhere. The films are rendered, nobody was filmed.
"""

WIRE, LANTERN = "articles/tamarune-wire.html", "articles/lantern.html"
FANOOS, HARBOUR_PAGE = "articles/فانوس الصباح.html", "articles/المرفأ.txt"
INTERVIEW, WATER = "interview.md", "council_water.txt"

WIRE_PARAGRAPHS = (
    "QAL’AT MIREL. At least 12 people were killed on Sunday morning when a shell reportedly struck the grain market, "
    "a doctor at the Saffra hospital said by telephone. The Blue Column denied firing on the town.",
    "Two lorries that had come to unload barley were standing on the north side of the square when the shell fell, "
    "according to the doctor, who asked not to be named because she is not allowed to speak to reporters.",
    "It was not possible to confirm the account independently. Telephone lines to the old quarter have been down "
    "since Wednesday, and the road through Saffra Gate was closed again shortly before noon.",
    "A spokesman for the Harbour Guard said that its units were not in the town at the time.",
)
LANTERN_PARAGRAPHS = (
    "Dozens of civilians were killed on Sunday morning when a shell struck the grain market of Qal’at Mirel.",
    "Four lorries that had come to unload barley were standing on the north side of the square when the shell fell, "
    "witnesses told The Lantern.",
    "Telephone lines to the old quarter have been down since Wednesday, and the road through Saffra Gate was closed "
    "again shortly before noon. Footage seen by The Lantern shows a cloud of dust above the stalls.",
)
FANOOS_PARAGRAPHS = (
    "قُتل العشرات من المدنيين صباح الأحد بقذيفة أصابت سوق الحبوب في قلعة ميريل، "
    "بينهم أطفال، ولم يصدر تعليق عن الرتل الأزرق.",
    "وقالت طبيبة في مستشفى صفرا إن شاحنتين كانتا تفرغان الشعير في الجهة الشمالية من الساحة "
    "حين سقطت القذيفة، وطلبت عدم ذكر اسمها.",
    "وأُغلق الطريق عبر بوابة صفرا من جديد قبيل الظهر، فيما لا تزال خطوط الهاتف مقطوعة عن الحي القديم منذ يوم الأربعاء.",
)
HARBOUR_PARAGRAPHS = (
    "أكثر من مئة شهيد في مجزرة السوق",
    "قُتل أكثر من مئة من المدنيين صباح الأحد بقذيفة أصابت سوق الحبوب في قلعة ميريل، "
    "بينهم أطفال، والفاعل هو الرتل الأزرق.",
    "وأُغلق الطريق عبر بوابة صفرا من جديد قبيل الظهر، فيما لا تزال خطوط الهاتف مقطوعة عن الحي القديم منذ يوم الأربعاء.",
    "نطالب بفتح الميناء أمام المساعدات فورًا.",
)
INTERVIEW_TEXT = """# "I counted the sacks, not the people"

*Interview with a porter of the grain market, by Ines Valdour, 15 March 2021. He is called H. here.*

**Where were you?** Behind the scales, on the side of the bakery. I had carried eleven sacks of lentils since dawn and
was sitting down.

**What did you hear?** First nothing special, horns, the usual quarrel about the parking of the vans. Then one blow that
I felt in the chest before I heard it. Later a second, much farther off, towards the hills.

**How many were hurt?** I do not know. Thirty, perhaps forty were lying or sitting, and I could not say which of them
would get up. I counted the sacks afterwards, because somebody has to, and not the people.

**Who fired?** From where I sat one sees awnings. Ask somebody who saw the sky.
"""
WATER_TEXT = """إعلان من مجلس بلدة قلعة ميريل

يعلم المجلس أهالي حي البساتين أن ضخ المياه سيكون يومي الأحد والثلاثاء من الساعة السادسة حتى التاسعة صباحًا.
يُرجى ملء الخزانات المنزلية في هذا الوقت وعدم استعمال المضخات الكهربائية، لأن ضغط الشبكة ضعيف بعد إصلاح الأنبوب الرئيسي.
تُقبل الشكاوى في مكتب المياه بجانب المدرسة الثانية، ويحمل صاحب الطلب فاتورة الشهر الماضي.

رئيس مكتب المياه: س. الدرّاق
"""
"""The head of the office, like everybody here, is invented."""

COPIES: Mapping[str, Sequence[tuple[str, str]]] = {
    LANTERN: (
        (
            WIRE,
            "lorries that had come to unload barley were standing on the north side of the square when the shell fell",
        ),
        (
            WIRE,
            "Telephone lines to the old quarter have been down since Wednesday, and the road through Saffra Gate was "
            "closed again shortly before noon",
        ),
    ),
    HARBOUR_PAGE: (
        (FANOOS, "من المدنيين صباح الأحد بقذيفة أصابت سوق الحبوب في قلعة ميريل، بينهم أطفال"),
        (FANOOS, FANOOS_PARAGRAPHS[2].rstrip(".")),
    ),
}
"""file -> (file it was copied from, the words, eight or more, that both hold)."""

CHANGES: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
    LANTERN: (
        (WIRE, "NUMBER_CHANGED", "At least 12", "Dozens"),
        (WIRE, "NUMBER_CHANGED", "Two lorries", "Four lorries"),
        (WIRE, "STATUS_CHANGED", "people", "civilians"),
        (WIRE, "HEDGE_DROPPED", "reportedly", ""),
        (WIRE, "ATTRIBUTION_CHANGED", "according to the doctor", "witnesses told The Lantern"),
        (WIRE, "DENIAL_DROPPED", "The Blue Column denied firing on the town", ""),
    ),
    HARBOUR_PAGE: (
        (FANOOS, "NUMBER_CHANGED", "العشرات", "أكثر من مئة"),
        (FANOOS, "ACTOR_ADDED", "", "والفاعل هو الرتل الأزرق"),
    ),
    FANOOS: (
        (WIRE, "NUMBER_CHANGED", "At least 12", "العشرات"),
        (WIRE, "DENIAL_CHANGED", "The Blue Column denied", "ولم يصدر تعليق"),
        (WIRE, "INSERTED", "", "بينهم أطفال"),
    ),
}
"""file -> (from which file, what kind of change, words there, words here)."""


def write(folder: Path, known: Truth) -> None:
    """The articles as pages with the furniture of their sites, the plain texts, and their truth."""
    pages = {
        "ABOUT.txt": ABOUT,
        WIRE: _page(
            "en",
            "Tamarune Wire",
            "Doctor: at least 12 dead as shell hits market in Qal’at Mirel",
            "14 March 2021, 13:20",
            WIRE_PARAGRAPHS,
        ),
        LANTERN: _page(
            "en",
            "The Lantern",
            "Massacre at the grain market: dozens dead",
            "14 March 2021, 21:10",
            LANTERN_PARAGRAPHS,
            picture="lantern_files/market.jpg",
        ),
        FANOOS: _page(
            "ar",
            "فانوس الصباح",
            "عشرات القتلى في سوق الحبوب",
            "١٤ آذار ٢٠٣١، ١٧:٤٥",
            FANOOS_PARAGRAPHS,
        ),
        HARBOUR_PAGE: "\n\n".join(HARBOUR_PARAGRAPHS) + "\n",
        INTERVIEW: INTERVIEW_TEXT,
        WATER: WATER_TEXT,
    }
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        role = "note" if name == "ABOUT.txt" else "article"
        known.files[name] = Held(
            role, "text", parents=[FANOOS] if name == HARBOUR_PAGE else [WIRE] if name == LANTERN else []
        )
        known.texts[name] = {
            "language": "ar" if name in {FANOOS, HARBOUR_PAGE, WATER} else "en",
            "copies": [{"from": source, "passage": words} for source, words in COPIES.get(name, ())],
            "changes": [
                {"from": source, "code": code, "there": there, "here": here}
                for source, code, there, here in CHANGES.get(name, ())
            ],
        }
    known.texts[FANOOS] = {**known.texts[FANOOS], "translates": WIRE}
    known.texts[LANTERN] = {**known.texts[LANTERN], "embeds": ["articles/lantern_files/market.jpg"]}


NAVIGATION = {
    "en": ("Home", "World", "Harbour", "Weather", "Prices", "Sport", "About us"),
    "ar": ("الرئيسية", "العالم", "الميناء", "الطقس", "الأسعار", "الرياضة", "من نحن"),
}
RELATED = {
    "en": ("Barley prices climb for the third week", "Ferry timetable for April", "School halls open as shelters"),
    "ar": ("ارتفاع أسعار الشعير للأسبوع الثالث", "مواعيد العبّارة في نيسان", "قاعات المدارس تُفتح ملاجئ"),
}
ASK = {"en": ("Get our morning letter", "Your address", "Subscribe"), "ar": ("رسالة الصباح", "عنوانك", "اشترك")}


def _page(
    language: str, site: str, headline: str, date: str, paragraphs: Sequence[str], picture: str | None = None
) -> str:
    """A page as saved from a browser: the text among menus, other headlines, a form and a footer."""
    menu = "".join(
        f'<li><a href="/{number}">{escape(word)}</a></li>' for number, word in enumerate(NAVIGATION[language])
    )
    related = "".join(
        f'<li><a href="/r/{number}">{escape(word)}</a></li>' for number, word in enumerate(RELATED[language])
    )
    body = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    figure = (
        ""
        if picture is None
        else f'<figure><img src="{picture}" alt=""><figcaption>{escape(site)}</figcaption></figure>\n'
    )
    call, address, send = ASK[language]
    return f"""<!DOCTYPE html>
<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">
<head><meta charset="utf-8"><title>{escape(headline, quote=False)} | {escape(site)}</title>
<script>window.visits = (window.visits || 0) + 1;</script><style>nav li {{ display: inline }}</style></head>
<body>
<header><a href="/">{escape(site)}</a><nav><ul>{menu}</ul></nav></header>
<main><article>
<h1>{escape(headline, quote=False)}</h1>
<p class="date"><time>{escape(date)}</time></p>
{figure}{body}
</article>
<aside><h2>{"Read also" if language == "en" else "اقرأ أيضًا"}</h2><ul>{related}</ul></aside>
<form action="/letter"><label>{call} <input name="mail" placeholder="{address}"></label><button>{send}</button></form>
</main>
<footer><p>© 2021 {escape(site)}</p></footer>
</body></html>
"""
