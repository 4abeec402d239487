"""What sites print round an article: lines that stand under every text of a site, and some under those of all."""

from collections.abc import Sequence
from random import Random

EVERYWHERE = {
    "en": (
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Share this article on your favourite network or copy the link below to send it to a friend",
        "We and our partners store and access information on a device, such as cookies, to show what you may like",
        "Leave a Reply",
        "Home | World | Opinion | Sport | Weather",
        "Log in to continue reading or create a free account in less than a minute",
    ),
    "ar": (
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بعلامة *",
        "احفظ اسمي والبريد الإلكتروني والموقع في هذا المتصفح لاستخدامها المرة المقبلة في تعليقي",
        "شارك هذا المقال على شبكتك المفضلة أو انسخ الرابط أدناه وأرسله إلى صديق",
        "نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لتخزين المعلومات وعرض محتوى قد ينال إعجابك",
        "اترك تعليقا",
        "الرئيسية | العالم | آراء | رياضة | الطقس",
        "سجّل الدخول لمتابعة القراءة أو أنشئ حسابا مجانيا في أقل من دقيقة",
    ),
}
OWN = {
    "en": (
        "{site} is written by people and paid for by its readers; support {site} from three a month",
        "Get the morning letter of {site} in your inbox every day before the rest of the town is awake",
        "About {site} | Contact | Terms of use | Privacy | Work with us",
        "Follow {site} on all channels and never miss what happens in the region and the world",
        "Most read on {site} this week: ten recipes for cold evenings, and a walk along the old canal",
        "© {site}. All rights reserved. No part of this page may be published or passed on without consent",
    ),
    "ar": (
        "{site} يكتبه بشر ويدفع تكاليفه قراؤه فادعموا {site} ابتداء من ثلاثة في الشهر",
        "احصل على رسالة {site} الصباحية في بريدك كل يوم قبل أن تستيقظ المدينة",
        "عن {site} | اتصل بنا | شروط الاستخدام | الخصوصية | اعمل معنا",
        "تابعوا {site} على جميع القنوات حتى لا يفوتكم ما يجري في المنطقة والعالم",
        "الأكثر قراءة في {site} هذا الأسبوع: عشر وصفات للأمسيات الباردة ونزهة على القناة القديمة",
        "© {site}. جميع الحقوق محفوظة. لا يجوز نشر أي جزء من هذه الصفحة أو نقله دون موافقة",
    ),
}
NAMES = {
    "en": ("Harrow Courier", "The Lantern", "Nine Rivers Daily", "Post and Beacon", "Wayside Review", "Old Gate Times"),
    "ar": ("بريد الضفاف", "صحيفة الفنار", "يومية الأنهار", "موقع القنطرة", "مجلة الرصيف", "أوقات الباب القديم"),
}


def above(site: str, language: str, random: Random) -> list[str]:
    """Two to four lines over the text."""
    return _some((EVERYWHERE[language][5], *OWN[language][:2], EVERYWHERE[language][6]), site, random, 2)


def below(site: str, language: str, random: Random) -> list[str]:
    """Five to nine lines under it."""
    return _some((*EVERYWHERE[language][:5], *OWN[language][2:]), site, random, 5)


def _some(lines: Sequence[str], site: str, random: Random, least: int) -> list[str]:
    count = random.randint(least, len(lines))
    chosen = sorted(random.sample(range(len(lines)), count))
    return [lines[at].format(site=site) for at in chosen]
