"""What pages say of sound, in English and Arabic."""

# ruff: noqa: E501  a string stands on one line with its translation

SOUND_WORDS: dict[str, tuple[str, str]] = {
    "sound": ("Sound", "الصوت"),
    "sounds": ("Sound", "الصوت"),
    "shared_sound": ("shared layer of sound only", "طبقة صوت مشتركة فقط"),
    "sound_same": (
        "{a} and {b} hold the same sound recording.",
        "في {a} و{b} تسجيل الصوت نفسه.",
    ),
    "sound_only": (
        "{a} and {b} hold the same sound recording, and no picture in common was found: one sound under different pictures.",
        "في {a} و{b} تسجيل الصوت نفسه، ولم يُعثر على صورة مشتركة: صوت واحد تحت صور مختلفة.",
    ),
    "sound_not_found": (
        "{a} and {b} show the same footage, and no sound in common was found, though both have sound there. The sound of one of them may be from elsewhere, or be drowned out by another.",
        "تُظهر {a} و{b} اللقطات نفسها، ولم يُعثر على صوت مشترك مع أن في كلتيهما صوتًا هناك. قد يكون صوت إحداهما من مكان آخر، أو طغى عليه صوت غيره.",
    ),
    "row_sound_same": ("the same sound recording", "تسجيل الصوت نفسه"),
    "row_sound_only": (
        "the same sound recording, and no picture in common was found: one sound under different pictures",
        "تسجيل الصوت نفسه، ولم يُعثر على صورة مشتركة: صوت واحد تحت صور مختلفة",
    ),
    "row_sound_not_found": (
        "the same footage, and no sound in common was found, though both have sound there: that of one may be from elsewhere, or be drowned out by another",
        "اللقطات نفسها، ولم يُعثر على صوت مشترك مع أن في كلتيهما صوتًا هناك: قد يكون صوت إحداهما من مكان آخر، أو طغى عليه صوت غيره",
    ),
    "sound_ribbons": (
        "Picture above, sound below. A band joins what two files share.",
        "الصورة فوق والصوت تحتها. الشريط يصل ما يشترك فيه ملفان.",
    ),
    "compare_two": ("Compare and judge the two", "قارن الاثنين واحكم"),
    "sound_listen": ("Listen here first", "استمع هنا أولًا"),
    "sound_speed": ("in {letter} {speed} times as fast", "في {letter} أسرع بمقدار {speed} مرة"),
    "sound_pitch": ("in {letter} {pitch} times as high", "في {letter} أعلى نغمة بمقدار {pitch} مرة"),
    "sound_more": ("Members beyond these: {n}", "أعضاء غير هؤلاء: {n}"),
    "sound_limit": (
        "The same recording says nothing of who made it, nor that two films show one event.",
        "كون التسجيل واحدًا لا يقول من سجّله، ولا أن فيلمين يُظهران حدثًا واحدًا.",
    ),
}
