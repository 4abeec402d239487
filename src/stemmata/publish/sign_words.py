"""Every kind of evidence in words, English and Arabic: a clause about {child} and {parent}, claiming what the sign shows.

Where the values of a sign are not kept, the clause without them is used.
"""

# ruff: noqa: E501  a string stands on one line with its translation

from collections.abc import Mapping

from stemmata.lineage import signs
from stemmata.publish.stemma_words import Pair
from stemmata.publish.written_words import CLAUSES

SIGNS: Mapping[str, Pair] = {
    signs.REPRODUCED: (
        "{parent}, rounded to the coding steps of {child}, gives the stored values of {child} but for the noise of conversions, and not the other way round",
        "تقريب {parent} إلى درجات ترميز {child} يعطي القيم المخزّنة في {child} إلا من ضجيج التحويل، ولا يصح العكس",
    ),
    signs.EITHER_WAY: (
        "{child} is as if made from {parent}, but the other way round is not ruled out",
        "{child} كأنه صُنع من {parent}، لكن العكس غير مستبعد",
    ),
    signs.LATTICE: (
        "the picture of {child} keeps the coarser steps to which {parent} was rounded",
        "تحتفظ صورة {child} بالدرجات الأخشن التي قُرّبت إليها {parent}",
    ),
    signs.SAME_STREAM: (
        "both hold the same coded pictures; which was first is not shown",
        "في كليهما الصور المرمّزة نفسها؛ ولم يثبت أيهما الأول",
    ),
    signs.SAME_GROUPS: (
        "both hold the same coded groups of pictures, packet by packet; which was first is not shown",
        "في كليهما مجموعات الصور المرمّزة نفسها حزمة بحزمة؛ ولم يثبت أيهما الأول",
    ),
    signs.UNCOVERED: ("{child} shows a margin that {parent} lacks", "يُظهر {child} حافة ليست في {parent}"),
    signs.SECONDS: ("{child} shows seconds that {parent} lacks", "يُظهر {child} ثوانيَ ليست في {parent}"),
    signs.LAID_OVER_CHILD: (
        "something lies over the picture of {child}; {parent} shows what is under it",
        "فوق صورة {child} شيء؛ ويُظهر {parent} ما تحته",
    ),
    signs.LAID_OVER_PARENT: (
        "something lies over the picture of {parent}; {child} shows what is under it",
        "فوق صورة {parent} شيء؛ ويُظهر {child} ما تحته",
    ),
    signs.SHARED_MARK: (
        "both bear the same mark laid over the picture",
        "على كليهما العلامة نفسها فوق الصورة",
    ),
    signs.GAINED_AGAIN: (
        "{child} bears a mark that others of the group bear and {parent} does not: from {parent}, it would have been laid over twice",
        "على {child} علامة على غيرها في المجموعة وليست على {parent}: فلو كانت من {parent} لوُضعت مرتين",
    ),
    signs.TAKEN_OFF: (
        "{parent} bears a mark that others of the group bear too; {child} shows the picture under it",
        "على {parent} علامة على غيرها في المجموعة أيضًا؛ ويُظهر {child} الصورة تحتها",
    ),
    signs.COLOUR_LOST: ("{parent} has colour that {child} lacks", "في {parent} ألوان ليست في {child}"),
    signs.COLOUR_MORE: ("{child} has colour that {parent} lacks", "في {child} ألوان ليست في {parent}"),
    signs.SOUND_LOST: ("{parent} has sound that {child} lacks", "في {parent} صوت ليس في {child}"),
    signs.SOUND_MORE: (
        "{child} has sound that {parent} lacks: it came from elsewhere, or {parent} was muted",
        "في {child} صوت ليس في {parent}: جاء من مكان آخر، أو كُتم صوت {parent}",
    ),
    signs.LEFT_OVER: (
        "what is left over when one is laid over the other and coded alike was measured both ways",
        "قيس في الاتجاهين ما يبقى من فروق حين يوضع أحدهما فوق الآخر ويُرمّز مثله",
    ),
    signs.GROUPS_BEGIN: (
        "what differs falls where groups of pictures of {child} begin, and not where those of {parent} do",
        "تقل الفروق حيث تبدأ مجموعات الصور في {child} لا حيث تبدأ في {parent}",
    ),
    signs.DETAIL: (
        "{child} and {parent} hold unlike amounts of fine structure",
        "في {child} و{parent} مقداران مختلفان من التفاصيل الدقيقة",
    ),
    signs.REPEATED: (
        "one of the two runs slower, and it was counted which of them repeats frames",
        "أحدهما أبطأ، وعُدّت الصور المكررة في كل منهما",
    ),
    signs.ENLARGED: (
        "the same scene has another number of pixels in {child} than in {parent}",
        "عدد نقاط المشهد نفسه في {child} غيره في {parent}",
    ),
    signs.COARSENESS: (
        "{child} and {parent} are coded in steps of another size",
        "رُمّز {child} و{parent} بدرجات مختلفة القياس",
    ),
    signs.METADATA: (
        "{child} and {parent} say different things of themselves; anyone can write these",
        "يقول {child} و{parent} عن نفسيهما أشياء مختلفة؛ ويستطيع أي شخص كتابتها",
    ),
    signs.PLATFORM_MARK: (
        "{child} and {parent} bear unlike marks of platforms or programs; anyone can write such marks or take them off",
        "يحمل {child} و{parent} علامات مختلفة لمنصات أو برامج؛ ويستطيع أي شخص كتابة مثل هذه العلامات أو إزالتها",
    ),
    signs.CONTAINER: (
        "the containers of {child} and {parent} are written in unlike ways",
        "كُتبت حاويتا {child} و{parent} على نحوين مختلفين",
    ),
    signs.TIMES: ("{child} existed when {parent} did not yet", "كان {child} موجودًا قبل أن يوجد {parent}"),
    signs.POSTED: (
        "both were posted at times that the platforms claim; that proves nothing",
        "لكليهما وقت نشر بحسب المنصات؛ وهذا لا يثبت شيئًا",
    ),
    signs.FORWARDED: (
        "a posting of {child} names a channel that posted {parent}",
        "منشور فيه {child} يسمّي قناة نشرت {parent}",
    ),
    signs.DECLARED: ("{child} names {parent} as its source", "يسمّي {child} {parent} مصدرًا له"),
    signs.PUBLISHED: ("both bear a date; that proves nothing", "لكليهما تاريخ؛ وهذا لا يثبت شيئًا"),
    signs.WORDING: (
        "what of the wording of {child} other texts explain and {parent} does not was counted",
        "عُدّ ما تفسّره نصوص أخرى من صياغة {child} ولا يفسّره {parent}",
    ),
    signs.CUT_END: ("{child} breaks off before the end of {parent}", "ينقطع {child} قبل نهاية {parent}"),
    signs.HEADLINE: (
        "the headline of {child} differs from that of {parent}, and nothing else that {parent} leaves open",
        "عنوان {child} غير عنوان {parent}، ولا شيء آخر لا يفسّره {parent}",
    ),
    signs.EXPLAINS: (
        "{child} shares with {parent} what its first parent lacks",
        "يشترك {child} مع {parent} في ما ليس في سلفه الأول",
    ),
    signs.KIN_ABOVE: (
        "each holds what the other lacks: both come from something that is not held",
        "في كل منهما ما ليس في الآخر: كلاهما من شيء غير محفوظ",
    ),
    signs.JUDGED: ("a person said so", "قال ذلك شخص"),
    signs.SIGNED: (
        "the signed manifest of {child}, whose signature is intact, names {parent} as what it was made from; its signer says so, and that proves nothing",
        "بيان المنشأ الموقَّع في {child}، وتوقيعه سليم، يسمّي {parent} على أنه ما صُنع منه؛ هذا قول الموقِّع وهو لا يثبت شيئًا",
    ),
    signs.SIGNED_BACK: (
        "the signed manifest of {parent}, whose signature is intact, names {child} as what it was made from, the other way round; its signer says so, and that proves nothing",
        "بيان المنشأ الموقَّع في {parent}، وتوقيعه سليم، يسمّي {child} على أنه ما صُنع منه، أي في الاتجاه المعاكس؛ هذا قول الموقِّع وهو لا يثبت شيئًا",
    ),
    signs.SIGNED_NOT_HELD: (
        "the signed manifest of {child}, whose signature is intact, names as what it was made from a file that is not held; its signer says so, and that proves nothing",
        "بيان المنشأ الموقَّع في {child}، وتوقيعه سليم، يسمّي ملفًا غير محفوظ على أنه ما صُنع منه؛ هذا قول الموقِّع وهو لا يثبت شيئًا",
    ),
}

VALUED: Mapping[str, Pair] = {
    signs.SHARED_MARK: (
        "both bear the same mark laid over the picture; so many of the group bear it: {members}",
        "على كليهما العلامة نفسها فوق الصورة؛ عدد حامليها في المجموعة: {members}",
    ),
    signs.GAINED_AGAIN: (
        "marks on {child} that others of the group bear and {parent} does not: {marks}; from {parent}, each would have been laid over twice",
        "علامات على {child} هي على غيرها في المجموعة وليست على {parent}: {marks}؛ فلو كانت من {parent} لوُضعت كل منها مرتين",
    ),
    signs.TAKEN_OFF: (
        "marks on {parent} that others of the group bear too, under which {child} shows the picture: {marks}",
        "علامات على {parent} هي على غيرها في المجموعة أيضًا ويُظهر {child} الصورة تحتها: {marks}",
    ),
    signs.LATTICE: (
        "the picture of {child} keeps the coarser steps to which {parent} was rounded: its values lie {share} as far from them as by chance ({values} values, mean square)",
        "تحتفظ صورة {child} بالدرجات الأخشن التي قُرّبت إليها {parent}: بُعد قيمها عنها {share} من بُعدها بالمصادفة ({values} قيمة، متوسط المربع)",
    ),
    signs.SAME_STREAM: (
        "the same coded pictures in so many files: {files}; which was first is not shown",
        "الصور المرمّزة نفسها في هذا العدد من الملفات: {files}؛ ولم يثبت أيها الأول",
    ),
    signs.SAME_GROUPS: (
        "coded groups of pictures that agree packet by packet: {shared} of {parent_count} in {parent} and of {child_count} in {child}; which was first is not shown",
        "مجموعات صور مرمّزة تتفق حزمة بحزمة: {shared} من {parent_count} في {parent} ومن {child_count} في {child}؛ ولم يثبت أيهما الأول",
    ),
    signs.UNCOVERED: (
        "{child} shows a margin, {share} of its picture, that {parent} lacks",
        "يُظهر {child} حافة هي {share} من صورته ليست في {parent}",
    ),
    signs.SECONDS: ("{child} shows {seconds} s that {parent} lacks", "يُظهر {child} {seconds} ث ليست في {parent}"),
    signs.LAID_OVER_CHILD: (
        "something lies over {share} of the picture of {child}; {parent} shows what is under it",
        "فوق {share} من صورة {child} شيء؛ ويُظهر {parent} ما تحته",
    ),
    signs.LAID_OVER_PARENT: (
        "something lies over {share} of the picture of {parent}; {child} shows what is under it",
        "فوق {share} من صورة {parent} شيء؛ ويُظهر {child} ما تحته",
    ),
    signs.LEFT_OVER: (
        "laid over {child} and coded like it, {parent} leaves {there}; the other way round {back} is left (mean square of the levels of brightness)",
        "حين يوضع {parent} فوق {child} ويُرمّز مثله يبقى {there}؛ وفي الاتجاه المعاكس {back} (متوسط مربع درجات السطوع)",
    ),
    signs.GROUPS_BEGIN: (
        "what differs changes by {child_fall} where groups of pictures of {child} begin ({child_keys} looked at), and by {parent_fall} where those of {parent} do ({parent_keys}); logarithms, below 0 it falls",
        "تتغير الفروق بمقدار {child_fall} حيث تبدأ مجموعات الصور في {child} (نُظر في {child_keys})، وبمقدار {parent_fall} حيث تبدأ في {parent} ({parent_keys})؛ لوغاريتمات، وما دون الصفر نقصان",
    ),
    signs.DETAIL: (
        "{child} holds {child_detail} times the fine structure of {parent} where they lie on each other",
        "في {child} {child_detail} مرة ما في {parent} من تفاصيل دقيقة حيث يتطابقان",
    ),
    signs.REPEATED: (
        "{child} runs at {speed} times the speed of {parent}; frames that show the one before again: {child_repeats} of {child}, {parent_repeats} of {parent}",
        "يجري {child} بسرعة {speed} من سرعة {parent}؛ الصور التي تكرر سابقتها: {child_repeats} من {child} و{parent_repeats} من {parent}",
    ),
    signs.ENLARGED: (
        "the same scene is {scale} times as wide in {child} as in {parent}, counted in pixels",
        "عرض المشهد نفسه في {child} {scale} مرة من عرضه في {parent} بعدد النقاط",
    ),
    signs.COARSENESS: (
        "mean step of coding: {parent_step} in {parent}, {child_step} in {child}",
        "متوسط درجة الترميز: {parent_step} في {parent} و{child_step} في {child}",
    ),
    signs.METADATA: (
        "statements that only one of them makes of itself: {parent} {parent_count}, {child} {child_count}; anyone can write these",
        "ما يقوله أحدهما وحده عن نفسه: {parent} {parent_count} و{child} {child_count}؛ ويستطيع أي شخص كتابته",
    ),
    signs.PLATFORM_MARK: CLAUSES["bytes_both"],
    signs.CONTAINER: CLAUSES["container"],
    signs.TIMES: (
        "{child} existed by {existed_by}; {parent} did not exist before {not_before}",
        "كان {child} موجودًا عند {existed_by}؛ ولم يوجد {parent} قبل {not_before}",
    ),
    signs.POSTED: (
        "posted: {parent} {parent_time}, {child} {child_time} ({basis}); that proves nothing",
        "النشر: {parent} {parent_time} و{child} {child_time} ({basis})؛ وهذا لا يثبت شيئًا",
    ),
    signs.FORWARDED: (
        "posting {posting} of {child} names the channel {channel}, which posted {parent}",
        "المنشور {posting} وفيه {child} يسمّي القناة {channel} التي نشرت {parent}",
    ),
    signs.DECLARED: ("{child} names its source: {source}", "يسمّي {child} مصدره: {source}"),
    signs.PUBLISHED: (
        "dated: {parent} {parent_time}, {child} {child_time} ({basis}); that proves nothing",
        "التاريخ: {parent} {parent_time} و{child} {child_time} ({basis})؛ وهذا لا يثبت شيئًا",
    ),
    signs.WORDING: (
        "{parent} has {shared} of the wording of {child}, in runs of three words; readings of {child} that {parent} lacks and other texts have: {later} that no older text has, {older} that one has; passages of that kind: {passages}; readings of {parent} that {child} lacks: {lost}",
        "في {parent} {shared} من صياغة {child}، بمقاطع من ثلاث كلمات؛ قراءات في {child} ليست في {parent} وهي في نصوص أخرى: {later} ليست في نص أقدم و{older} في نص أقدم؛ ومقاطع من هذا النوع: {passages}؛ وقراءات في {parent} ليست في {child}: {lost}",
    ),
    signs.CUT_END: (
        "{child} breaks off {words} words before the end of {parent}",
        "ينقطع {child} قبل نهاية {parent}، والفرق بالكلمات: {words}",
    ),
    signs.EXPLAINS: (
        "{child} shares with {parent} what its first parent lacks: readings {readings}, passages {passages}, words {words}",
        "يشترك {child} مع {parent} في ما ليس في سلفه الأول: قراءات {readings}، مقاطع {passages}، كلمات {words}",
    ),
    signs.KIN_ABOVE: (
        "each holds what the other lacks ({one}; {other}): both come from something that is not held",
        "في كل منهما ما ليس في الآخر ({one}؛ {other}): كلاهما من شيء غير محفوظ",
    ),
    signs.JUDGED: ("a person said so: {said} (entry {entry})", "قال ذلك شخص: {said} (القيد {entry})"),
    signs.SIGNED: (
        "the signed manifest of {child} (claim generator {generator}, signature intact) names {parent} as what it was made from, {binding}; its signer says so, and that proves nothing",
        "بيان المنشأ الموقَّع في {child} (أنشأه {generator}، والتوقيع سليم) يسمّي {parent} على أنه ما صُنع منه، {binding}؛ هذا قول الموقِّع وهو لا يثبت شيئًا",
    ),
    signs.SIGNED_BACK: (
        "the signed manifest of {parent} (claim generator {generator}, signature intact) names {child} as what it was made from, the other way round, {binding}; its signer says so, and that proves nothing",
        "بيان المنشأ الموقَّع في {parent} (أنشأه {generator}، والتوقيع سليم) يسمّي {child} على أنه ما صُنع منه، أي في الاتجاه المعاكس، {binding}؛ هذا قول الموقِّع وهو لا يثبت شيئًا",
    ),
    signs.SIGNED_NOT_HELD: (
        "the signed manifest of {child} (claim generator {generator}, signature intact) names as what it was made from a file that is not held; its signer says so, and that proves nothing",
        "بيان المنشأ الموقَّع في {child} (أنشأه {generator}، والتوقيع سليم) يسمّي ملفًا غير محفوظ على أنه ما صُنع منه؛ هذا قول الموقِّع وهو لا يثبت شيئًا",
    ),
}
"""Clauses with the values of a sign; kinds that have none are not here. How files were written has more than one each
(written_words.CLAUSES)."""

EDGE_WORDS: Mapping[str, Pair] = {
    signs.LAID_OVER_CHILD: ("overlaid", "فوقها شيء"),
    signs.UNCOVERED: ("cropped", "مقصوصة"),
    signs.SECONDS: ("shortened", "مقصّرة"),
    signs.SOUND_LOST: ("sound gone", "بلا صوت"),
    signs.COLOUR_LOST: ("colour gone", "بلا ألوان"),
    signs.FORWARDED: ("forwarded", "أُعيد توجيهها"),
    signs.CUT_END: ("shortened", "مقصّر"),
    signs.HEADLINE: ("headline", "العنوان"),
    signs.DECLARED: ("names it", "يسمّيه"),
    signs.REPRODUCED: ("coded again", "رُمّزت ثانية"),
    signs.LATTICE: ("coded again", "رُمّزت ثانية"),
    signs.JUDGED: ("judged", "بحكم شخص"),
}
"""The one word on a line. UNCOVERED and SECONDS are those that the parent shows and the child lacks."""
SMALLER: Pair = ("smaller", "أصغر")
LARGER: Pair = ("larger", "أكبر")
PASSAGE: Pair = ("passage", "مقطع")
"""Of a parent that explains one passage of a text."""

MARKS: Mapping[str, Pair] = {
    "found": ("speaks for it", "يؤيده"),
    "proves": ("proves", "يثبت"),
    "silent": ("says nothing on direction", "لا يقول شيئًا عن الاتجاه"),
    "against": ("speaks against it", "يعارضه"),
    "assumed": ("assumed", "مفترض"),
}

KIN_HOLDS: Mapping[str, Pair] = {
    "seconds": ("seconds", "ثوانٍ"),
    "margin": ("a margin of the picture", "حافة من الصورة"),
    "colour": ("colour", "ألوان"),
    "sound": ("sound", "صوت"),
    "uncovered": ("a margin of the picture", "حافة من الصورة"),
    "laid_over": ("picture under what lies over the other", "صورة تحت ما يغطي الآخر"),
}

BINDINGS: Mapping[str, Pair] = {
    "exact": ("by its content, byte for byte", "بمحتواه بايتًا بايتًا"),
    "label": ("by the label of its manifest only", "بعلامة بيانه فقط"),
}
"""How a manifest names a file: lineage.signed.Binding."""
