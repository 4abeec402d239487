"""The words of a family tree, in English and Arabic: they follow the class of a link, and never say more (WORDS 3)."""

# ruff: noqa: E501  a string stands on one line with its translation

import re
from collections.abc import Mapping

from stemmata.lineage.stemma import Sureness

LANGUAGES = ("en", "ar")
Pair = tuple[str, str]
PLACE = re.compile(r"\{(\w+)\}")

CLASSES: Mapping[Sureness, Pair] = {
    Sureness.PROVEN: ("proven", "مثبَت"),
    Sureness.LIKELY: ("likely", "مرجَّح"),
    Sureness.NEAREST_KIN: ("nearest kin", "أقرب قريب"),
    Sureness.NONE: ("no parent held", "لا سلف محفوظًا له"),
}

SENTENCES: Mapping[str, Pair] = {
    "proven": (
        "{child} descends from {parent}: {reason}. Assumes: {assumes}.",
        "{child} منحدر من {parent}: {reason}. بافتراض: {assumes}.",
    ),
    "proven_outright": ("{child} descends from {parent}: {reason}.", "{child} منحدر من {parent}: {reason}."),
    "proven_unnamed": (
        "{child} descends from {parent}. What proves it is not kept with this tree; stemmata run works it out again.",
        "{child} منحدر من {parent}. لم يُحفظ دليل ذلك مع هذه الشجرة؛ stemmata run يعيد حسابه.",
    ),
    "likely": (
        "{child} probably comes from {parent}. On {population}, such links were right in {x} of {n}.",
        "الأرجح أن {child} مأخوذ من {parent}. في {population} صحّت مثل هذه الصلات في {x} من {n}.",
    ),
    "likely_unmeasured": (
        "{child} probably comes from {parent}. How often such links are right was not measured.",
        "الأرجح أن {child} مأخوذ من {parent}. لم تُقَس نسبة صحة مثل هذه الصلات.",
    ),
    "nearest_kin": (
        "{child} comes from {parent} or from a sibling of {parent} that is not held.",
        "{child} مأخوذ من {parent} أو من أخت لها غير محفوظة.",
    ),
    "none": (
        "Nothing held is its source. That does not make it the first.",
        "لا شيء مما هو محفوظ مصدرٌ له، وهذا لا يجعله الأول.",
    ),
    "judged": (
        "A person said that {child} comes from {parent}. This was not worked out from the content.",
        "قال شخص إن {child} مأخوذ من {parent}. لم يُستنتج هذا من المحتوى.",
    ),
    "omega_seconds": (
        "A common ancestor must have existed: {members} each hold seconds that the other lacks.",
        "لا بدّ من سلف مشترك: في كل من {members} ثوانٍ ليست في الأخرى.",
    ),
    "omega_margin": (
        "A common ancestor must have existed: {members} each hold a margin of the picture that the other lacks.",
        "لا بدّ من سلف مشترك: في كل من {members} حافة من الصورة ليست في الأخرى.",
    ),
    "omega_other": (
        "A common ancestor must have existed: {members} each hold what the other lacks.",
        "لا بدّ من سلف مشترك: في كل من {members} ما ليس في الأخرى.",
    ),
    "omega_alone": (
        "An ancestor that is not held must have existed. What shows it is not kept with this tree; stemmata run works it out again.",
        "لا بدّ من سلف غير محفوظ. لم يُحفظ ما يدل عليه مع هذه الشجرة؛ stemmata run يعيد حسابه.",
    ),
    "from_omega": (
        "{child} goes back to {parent}, an ancestor that is not held.",
        "يعود {child} إلى {parent}، وهو سلف غير محفوظ.",
    ),
    "from_omega_likely": (
        "{child} probably goes back to {parent}, an ancestor that is not held. On {population}, such links were right in {x} of {n}.",
        "الأرجح أن {child} يعود إلى {parent}، وهو سلف غير محفوظ. في {population} صحّت مثل هذه الصلات في {x} من {n}.",
    ),
    "from_omega_unmeasured": (
        "{child} probably goes back to {parent}, an ancestor that is not held. How often such links are right was not measured.",
        "الأرجح أن {child} يعود إلى {parent}، وهو سلف غير محفوظ. لم تُقَس نسبة صحة مثل هذه الصلات.",
    ),
    "from_omega_kin": (
        "{child} goes back to {parent} or to a sibling of {parent}; neither is held.",
        "يعود {child} إلى {parent} أو إلى أخت لها؛ وكلتاهما غير محفوظة.",
    ),
    "undirected": (
        "By their wording {child} and {parent} stand next to each other. Which came first is not shown.",
        "بحسب الصياغة يتجاور {child} و{parent}، ولم يثبت أيهما الأول.",
    ),
    "none_undirected": (
        "Nothing tells which text came first.",
        "لا شيء يدل على أي نص جاء أولًا.",
    ),
    "names": (
        "{child} names {name} as its source. That source is not held.",
        "يسمّي {child} مصدرًا له: {name}. وهذا المصدر غير محفوظ.",
    ),
    "span_of_text": (
        "This is said of one passage of {child} only (characters {span}).",
        "هذا عن مقطع واحد من {child} فقط (الأحرف {span}).",
    ),
    "span": ("This is said of {span} of {child} only.", "هذا عن {span} من {child} فقط."),
    "not_source": ("{one} cannot be the source of {other}: {reason}.", "لا يمكن أن يكون {one} مصدر {other}: {reason}."),
    "assumed": ("assumes: {assumed}", "بافتراض: {assumed}"),
}

ASSUMPTIONS: Mapping[str, Pair] = {
    "same_scene": ("both show one recording, not two that look alike", "كلاهما تسجيل واحد لا تسجيلان متشابهان"),
    "same_stream": (
        "the parent, or a file with the same stream, was the source",
        "السلف أو ملف له الدفق نفسه هو المصدر",
    ),
    "no_lost_twin": (
        "no file that is not held gives the same picture to the last bit",
        "لا ملف غير محفوظ يعطي الصورة نفسها حتى آخر بت",
    ),
    "overlay_added": ("what lies over a picture was laid there later", "ما فوق الصورة وُضع لاحقًا"),
    "clocks": ("the bounds of both times hold", "حدود الوقتين صحيحة"),
}
"""What a proof can rest on, by the keys that Descent.assumes has."""

CONFLICTS: Mapping[str, Pair] = {
    "circle": (
        "Judgements that cannot all hold, since they would make a file its own ancestor: {entries}.",
        "أحكام لا يمكن أن تصح كلها لأنها تجعل ملفًا سلفًا لنفسه: {entries}.",
    ),
    "within": (
        "Judgements on files whose coded pictures are the same, which cannot tell one from the other: {entries}.",
        "أحكام على ملفات صورها المرمَّزة واحدة، فلا يميَّز بينها: {entries}.",
    ),
    "both": ("Judgements that contradict each other: {entries}.", "أحكام يناقض بعضها بعضًا: {entries}."),
    "against_proof": (
        "Judgements that the content contradicts: {entries}. They are followed; what was found is kept beside them.",
        "أحكام يناقضها المحتوى: {entries}. يُعمل بها، ويبقى ما وُجد بجانبها.",
    ),
}
UNNAMED: Pair = ("{key} (no words for this yet)", "{key} (لا كلمات له بعد)")
"""For a key that a newer builder wrote: shown as it is rather than left out."""
UNNAMED_CONFLICT: Pair = (
    "Judgements that could not all be followed ({key}): {entries}.",
    "أحكام لم يمكن العمل بها كلها ({key}): {entries}.",
)

FILES: Mapping[str, tuple[str, ...]] = {
    "en": ("{n} file", "{n} files"),
    "ar": ("لا ملفات", "ملف واحد", "ملفان", "{n} ملفات", "{n} ملفًا", "{n} ملف"),
}
"""By figures.plural."""

DRAWN: Mapping[str, Pair] = {
    "posted": ("posted", "منشور"),
    "received": ("received", "مُتسلَّم"),
    "dated": ("dated", "مؤرَّخ"),
    "one_post": ("one post", "منشور واحد"),
    "time_unknown": ("time unknown", "الوقت غير معروف"),
    "elsewhere": ("other family", "عائلة أخرى"),
    "not_held": ("not held", "غير محفوظ"),
    "below": ("+ {n} below", "+ {n} تحته"),
    "more": ("+ {n} more", "+ {n} أخرى"),
    "steps_0": ("no parent held", "لا سلف محفوظًا له"),
    "steps_1": ("one step", "خطوة واحدة"),
    "steps_2": ("two steps", "خطوتان"),
    "steps_n": ("{n} steps", "الخطوة {n}"),
    "key_proven": ("proven from the content", "مثبَت من المحتوى"),
    "key_likely": ("likely", "مرجَّح"),
    "key_kin": ("nearest kin: this copy or an unseen sibling", "أقرب قريب: هذه النسخة أو أخت لم تُر"),
    "key_from_omega": ("from ω: shared origin, its parent is not held", "من ω: أصل مشترك، وسلفه غير محفوظ"),
    "key_omega": ("ω: must have existed, not held", "ω: لا بدّ من وجوده، غير محفوظ"),
    "key_named": ("ω with a name: named as a source, not held", "ω باسم: سُمّي مصدرًا، وهو غير محفوظ"),
    "key_undirected": (
        "next to each other by wording; which came first is not shown",
        "متجاوران بحسب الصياغة، ولم يثبت أيهما الأول",
    ),
    "named_by_some": ("named as a source, not held", "سُمّي مصدرًا، غير محفوظ"),
    "undirected": (
        "No direction is drawn: the texts bear no dates that tell it, and none names its source.",
        "لم يُرسم اتجاه: ليس للنصوص تواريخ تدل عليه، ولا نص يسمّي مصدره.",
    ),
    "partly_undirected": ("Links whose direction is not shown: {n}.", "صلات لم يثبت اتجاهها: {n}."),
    "key_pile": ("pile: same stream, other file", "كومة: الدفق نفسه في ملف آخر"),
    "clock": (
        "Clocks as claimed by the platforms, dates as pages write them; what has no time stands at the start.",
        "بحسب ساعات المنصات وتواريخ الصفحات كما تكتبها؛ وما لا وقت له في البداية.",
    ),
    "left_out": (
        "{shown} of {all} nodes are drawn: the way to the one looked at, what stands next to it, and those with most copies at or below them. The list has all.",
        "رُسمت {shown} من {all} عقدة: الطريق إلى المنظور إليها وما بجوارها، ثم ما له أكثر النسخ عندها أو تحتها. وفي القائمة كلها.",
    ),
    "links_left_out": (
        "Further parents that are not drawn: {n}.",
        "أسلاف أخرى لم تُرسم: {n}.",
    ),
    "caveat": (
        "Copies that are not held can stand between any two, and above all.",
        "قد تقع نسخ غير محفوظة بين أي اثنين وفوق الجميع.",
    ),
}


def of(pair: Pair, language: str, **values: str) -> str:
    """The text of a pair with its places filled, once: a value that looks like a place stays as it is."""
    return PLACE.sub(lambda found: values.get(found[1], found[0]), pair[LANGUAGES.index(language)])
