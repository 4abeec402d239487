"""What the generator of families of texts writes with: interchangeable words, house styles, ways to name a source.

Written for this generator, apart from the lexicons of match and lineage. Outlets and agencies are invented.
"""

from collections.abc import Mapping, Sequence

Words = Sequence[tuple[str, ...]]

ALIKE: Mapping[str, Words] = {
    "en": [
        ("said", "stated", "told reporters", "announced"), ("killed", "left dead"), ("killing", "leaving dead"),
        ("wounding", "injuring"), ("wounded", "injured", "hurt"), ("struck", "hit"), ("attack", "assault", "strike"),
        ("began", "started"), ("officials", "authorities"), ("soldiers", "troops"), ("shells", "rounds"),
        ("people", "residents"), ("town", "community"), ("near", "close to"), ("after", "following"),
        ("before", "ahead of"), ("houses", "homes"), ("destroyed", "wrecked"), ("several", "a number of"),
        ("children", "minors"), ("later", "afterwards"), ("accused", "blamed"), ("denied", "rejected"),
        ("reported", "described"), ("showed", "revealed"), ("more than", "over"), ("at least", "no fewer than"),
        ("about", "around", "some"), ("because", "since"), ("but", "although"), ("also", "in addition"),
        ("doctors", "medics"), ("hospital", "clinic"), ("road", "route"), ("bridge", "crossing"), ("fire", "blaze"),
        ("ceasefire", "truce"), ("fighters", "gunmen"), ("villagers", "inhabitants"), ("evening", "night"),
        ("large", "big"), ("first", "initial"), ("many", "numerous"), ("could not", "was unable to"),
        ("investigation", "inquiry"), ("vehicles", "cars"), ("left", "departed"), ("found", "discovered"),
        ("help", "assistance"), ("food", "supplies"), ("families", "households"), ("end", "close"),
    ],
    "ar": [
        ("قال", "صرح", "ذكر"), ("وقال", "وأضاف", "وذكر"), ("قتل", "مقتل"), ("القتلى", "الضحايا"),
        ("أصيب", "جُرح"), ("الجرحى", "المصابين"), ("بلدة", "مدينة"), ("هجوم", "اعتداء"), ("الهجوم", "الاعتداء"),
        ("قصف", "استهدف"), ("القصف", "الاستهداف"), ("جنود", "عسكريون"), ("القوات", "الوحدات"), ("بعد", "عقب"),
        ("قبل", "قبيل"), ("قرب", "بالقرب من"), ("أكثر من", "ما يزيد على"), ("نحو", "قرابة", "زهاء"),
        ("منازل", "بيوت"), ("المنازل", "البيوت"), ("الطريق", "الدرب"), ("مستشفى", "مشفى"), ("المستشفى", "المشفى"),
        ("بدأ", "شرع"), ("عدة", "عدد من"), ("أطفال", "صغار"), ("الأطفال", "الصغار"), ("نفى", "أنكر"),
        ("اتهم", "حمّل المسؤولية"), ("سكان", "أهالي"), ("السكان", "الأهالي"), ("أعلن", "كشف"), ("أكد", "شدد"),
        ("مساء", "ليل"), ("صباح", "فجر"), ("كبير", "ضخم"), ("لكن", "غير أن"), ("أيضا", "كذلك"), ("أمس", "يوم أمس"),
        ("وقف إطلاق النار", "الهدنة"), ("تحقيق", "تحقيقات"), ("الأطباء", "المسعفون"), ("مركبات", "سيارات"),
        ("عُثر", "تم العثور"), ("المساعدات", "الإغاثة"), ("عائلات", "أسر"), ("العائلات", "الأسر"), ("منطقة", "ناحية"),
    ],
}  # fmt: skip
"""Of which a retelling takes another one."""

STYLES: Mapping[str, Words] = {
    "en": [
        ("per cent", "percent"), ("kilometres", "kilometers", "km"), ("metres", "meters"), ("centre", "center"),
        ("organisation", "organization"), ("defence", "defense"), ("neighbouring", "neighboring"),
        ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"), ("seven", "7"), ("eight", "8"),
        ("ten", "10"), ("twelve", "12"), ("twenty", "20"), ("thirty", "30"), ("forty", "40"), ("sixty", "60"),
        ("Front", "front"), ("a.m.", "am"), ("p.m.", "pm"), ("programme", "program"), ("toward", "towards"),
        ("spokesman", "spokesperson"), ("government", "Government"), ("grey", "gray"), ("while", "whilst"),
    ],
    "ar": [
        ("مئة", "مائة"), ("مسؤول", "مسئول"), ("شؤون", "شئون"), ("اثنان", "2"), ("ثلاثة", "3"), ("أربعة", "4"),
        ("خمسة", "5"), ("ستة", "6"), ("سبعة", "7"), ("ثمانية", "8"), ("تسعة", "9"), ("عشرة", "10"),
        ("كيلومترات", "كم"), ("كيلومترا", "كم"), ("الناطق", "المتحدث"), ("يوم الاثنين", "الاثنين"),
        ("يوم الخميس", "الخميس"), ("يوم الجمعة", "الجمعة"), ("إذ", "حيث"), ("فيما", "بينما"), ("عشرون", "20"),
        ("أربعون", "40"), ("ثلاثون", "30"), ("العقيد", "الضابط"), ("إن", "بأن"),
    ],
}  # fmt: skip
"""Of which each outlet always writes the same one: what it says of a source is little."""

LOOSE: Mapping[str, tuple[str, ...]] = {
    "en": ("meanwhile", "reportedly", "on the spot", "in the meantime", "again", "according to first accounts"),
    "ar": ("في الأثناء", "كما يبدو", "في المكان", "من جديد", "بحسب المعلومات الأولية"),
}
"""Put in at any place."""

OUTLETS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Tarn Valley Courier", "Marnholt Gazette", "The Ostrin Herald", "Lowmark Daily", "Harbour Line News",
        "Quarry Street Post", "The Veldan Observer", "Norhaven Times", "Reedbank Tribune", "Sallow Hill Chronicle",
        "Eastfall Radio", "The Brackwater Review", "Cinder Lane News", "Highmoor Telegraph", "Pellan Monitor",
        "Southgate Bulletin", "The Dunmere Examiner", "Kestrel Channel", "Ironwood Press", "Mirefield Journal",
    ),
    "ar": (
        "صحيفة الواحة", "موقع نهر قرمادة", "قناة الضفاف", "صحيفة أخبار هيلبان", "موقع بوابة شولان", "إذاعة صوت الساحل",
        "صحيفة الميناء القديم", "شبكة مرايا الإخبارية", "قناة الأفق الجنوبي", "صحيفة المنارة اليومية",
        "موقع خبر دلمورة", "صحيفة السنديان", "قناة جسر الشرق", "موقع رصيف الأخبار", "صحيفة الربوة", "إذاعة الوادي",
        "موقع نبض التلال", "صحيفة القناطر", "شبكة الملاذ", "قناة السهل",
    ),
}  # fmt: skip
AGENCIES: Mapping[str, tuple[str, ...]] = {
    "en": ("Ostrin News Agency", "Meridian Wire Agency", "Lowland Press Agency"),
    "ar": ("وكالة أنباء الواحات", "وكالة قرمادة للأنباء", "وكالة الشاطئ الإخبارية"),
}

NAMING: Mapping[str, tuple[str, ...]] = {
    "en": (
        "The report was first carried by {the}.",
        "{The} reported that no further details were available.",
        "This is according to a report by {the}.",
        "Further details were given in a report published by {the}.",
        "The account, citing {the}, could not be checked.",
        "Details of the incident were quoted from {the}.",
    ),
    "ar": (
        "وذلك نقلا عن {the}.",
        "وأفادت {the} بأن التفاصيل لم تتضح بعد.",
        "وجاء ذلك بحسب ما نشرته {the}.",
        "ونقلت {the} هذه التفاصيل.",
        "وفقا لما أوردته {the}.",
    ),
}
"""Of a sentence of its own; {The}, {the}: the source, with its article."""
CREDITS: Mapping[str, tuple[str, ...]] = {
    "en": ("({name})", "Source: {name}", "Originally published by {the}.", "This article first appeared in {the}."),
    "ar": ("({name})", "المصدر: {name}", "نُشر هذا النص أولا في {name}.", "نقلا عن {name}"),
}
"""Of the whole text, at its end."""
HEADS: Mapping[str, tuple[str, ...]] = {
    "en": ("Update: {head}", "{head}, officials say", "What we know: {head}", "{head}"),
    "ar": ("عاجل: {head}", "{head} وفق مسؤولين", "ما نعرفه حتى الآن: {head}", "{head}"),
}
