"""How files were written, in words: who writes which mark, what of two containers differs, English and Arabic.

A mark is told as what its writer writes, never as where the file was.
"""

# ruff: noqa: E501  a string stands on one line with its translation

from collections.abc import Mapping, Sequence

from stemmata.decode.mark_table import Basis
from stemmata.lineage import signs
from stemmata.lineage.stemma import Sign
from stemmata.publish.figures import isolated, listed
from stemmata.publish.stemma_words import Pair, of

WRITERS: Mapping[str, Pair] = {
    "meta": ("Facebook or Instagram", "فيسبوك أو إنستغرام"),
    "google": ("Google (YouTube)", "غوغل (يوتيوب)"),
    "x": ("X (Twitter)", "إكس (تويتر)"),
    "vimeo": ("Vimeo", "فيميو"),
    "bytedance": ("ByteDance (TikTok, CapCut)", "بايت دانس (تيك توك، كاب كت)"),
    "ffmpeg": ("FFmpeg (part of many programs and platforms)", "FFmpeg (وهو جزء من برامج ومنصات كثيرة)"),
    "handbrake": ("HandBrake", "HandBrake"),
    "gd": ("the GD library (of many web sites)", "مكتبة GD (في مواقع كثيرة)"),
    "photoshop": ("Adobe Photoshop", "أدوبي فوتوشوب"),
    "gimp": ("GIMP", "GIMP"),
    "whatsapp": ("WhatsApp", "واتساب"),
    "facebook": ("Facebook", "فيسبوك"),
    "messenger": ("Messenger", "ماسنجر"),
    "signal": ("Signal", "سيغنال"),
    "telegram": ("Telegram", "تيليغرام"),
    "snapchat": ("Snapchat", "سناب شات"),
    "yt-dlp": ("yt-dlp", "yt-dlp"),
}
"""By the keys of decode.mark_table."""

ASPECTS: Mapping[str, Pair] = {
    "format": ("the type of file", "نوع الملف"),
    "coding": ("the way of coding", "طريقة الترميز"),
    "sampling": ("how finely colour is stored", "دقة تخزين الألوان"),
    "quantisation": ("the steps of coding", "درجات الترميز"),
    "huffman": ("the Huffman tables", "جداول هوفمان"),
    "restart": ("the restart interval", "فاصل إعادة البدء"),
    "scans": ("the number of scans", "عدد المسحات"),
    "order": ("the order of tables", "ترتيب الجداول"),
    "segments": ("the kinds of metadata", "أنواع البيانات الوصفية"),
    "thumbnail": ("the small picture inside", "الصورة المصغّرة في الداخل"),
    "interlaced": ("interlacing", "التشبيك"),
    "parts": ("the order of parts", "ترتيب الأجزاء"),
    "brands": ("the brands of the container", "رموز نوع الحاوية"),
    "handlers": ("the names of handlers of tracks", "أسماء معالجات المسارات"),
    "writer": ("the program named as writer", "البرنامج المذكور كاتبًا"),
}
"""By the names of decode.container_form.ASPECTS."""

CLAUSES: Mapping[str, Pair] = {
    "bytes_both": (
        "{parent} bears a mark that {parent_mark} writes, and {child} one that {child_mark} writes; anyone can write such marks or take them off",
        "يحمل {parent} علامة مما يكتبه {parent_mark}، ويحمل {child} علامة مما يكتبه {child_mark}؛ ويستطيع أي شخص كتابة مثل هذه العلامات أو إزالتها",
    ),
    "bytes_parent": (
        "{parent} bears a mark that {parent_mark} writes, and {child} does not; anyone can write such marks or take them off",
        "يحمل {parent} علامة مما يكتبه {parent_mark}، ولا يحملها {child}؛ ويستطيع أي شخص كتابة مثل هذه العلامات أو إزالتها",
    ),
    "bytes_child": (
        "{child} bears a mark that {child_mark} writes, and {parent} does not; anyone can write such marks or take them off",
        "يحمل {child} علامة مما يكتبه {child_mark}، ولا يحملها {parent}؛ ويستطيع أي شخص كتابة مثل هذه العلامات أو إزالتها",
    ),
    "name_both": (
        "{parent} came under a name such as {parent_mark} gives, and {child} under one such as {child_mark} gives; anyone can rename a file",
        "جاء {parent} باسم على هيئة ما يسمّي به {parent_mark}، وجاء {child} باسم على هيئة ما يسمّي به {child_mark}؛ ويستطيع أي شخص تغيير اسم ملف",
    ),
    "name_parent": (
        "{parent} came under a name such as {parent_mark} gives, and {child} did not; anyone can rename a file",
        "جاء {parent} باسم على هيئة ما يسمّي به {parent_mark}، ولم يجئ {child} كذلك؛ ويستطيع أي شخص تغيير اسم ملف",
    ),
    "name_child": (
        "{child} came under a name such as {child_mark} gives, and {parent} did not; anyone can rename a file",
        "جاء {child} باسم على هيئة ما يسمّي به {child_mark}، ولم يجئ {parent} كذلك؛ ويستطيع أي شخص تغيير اسم ملف",
    ),
    "container": (
        "the containers of {parent} and {child} differ in {differ}, and agree in {agree}; whoever stores a file writes its container anew",
        "تختلف حاويتا {parent} و{child} في {differ}، وتتفقان في {agree}؛ ومن يخزّن ملفًا يكتب حاويته من جديد",
    ),
    "container_types": (
        "{parent} is stored as {parent_type}, and {child} as {child_type}; whoever stores a file chooses its type",
        "خُزّن {parent} بنوع {parent_type}، وخُزّن {child} بنوع {child_type}؛ ومن يخزّن ملفًا يختار نوعه",
    ),
}

BORNE: Mapping[Basis, Pair] = {
    Basis.BYTES: ("The file bears a mark that {mark} writes.", "يحمل الملف علامة مما يكتبه {mark}."),
    Basis.NAME: ("It came under a name such as {mark} gives.", "جاء باسم على هيئة ما يسمّي به {mark}."),
}
"""Of one file, on its page."""


def writer(mark: object, language: str) -> str:
    """Who writes it; a key without words is shown and not left out."""
    pair = WRITERS.get(str(mark))
    return isolated(mark) if pair is None else of(pair, language)


def borne_sentence(mark: str, basis: Basis, language: str) -> str:
    return of(BORNE[basis], language, mark=writer(mark, language))


def written_clause(sign: Sign, language: str) -> tuple[Pair, dict[str, str]] | None:
    """The clause of one of the two kinds, and what fills it; None for other kinds, and where a value is not kept."""
    if sign.kind == signs.PLATFORM_MARK:
        return _mark_clause(sign, language)
    return _container_clause(sign, language) if sign.kind == signs.CONTAINER else None


def _mark_clause(sign: Sign, language: str) -> tuple[Pair, dict[str, str]] | None:
    borne = {side: mark for side in ("parent", "child") if (mark := sign.values.get(side)) is not None}
    key = f"{sign.values.get('basis')}_{'both' if len(borne) == 2 else ''.join(borne)}"
    if key not in CLAUSES:
        return None
    return CLAUSES[key], {f"{side}_mark": writer(mark, language) for side, mark in borne.items()}


def _container_clause(sign: Sign, language: str) -> tuple[Pair, dict[str, str]] | None:
    values = sign.values
    if values.get("differ") == ["format"]:
        types = {f"{side}_type": isolated(values.get(side)) for side in ("parent", "child")}
        return CLAUSES["container_types"], types
    differ, agree = (_aspects(values.get(name), language) for name in ("differ", "agree"))
    return (CLAUSES["container"], {"differ": differ, "agree": agree}) if differ and agree else None


def _aspects(names: object, language: str) -> str:
    if not isinstance(names, Sequence) or isinstance(names, str) or not names:
        return ""
    known = [ASPECTS.get(str(name)) for name in names]
    return listed(
        [isolated(name) if pair is None else of(pair, language) for name, pair in zip(names, known, strict=True)],
        language,
    )
