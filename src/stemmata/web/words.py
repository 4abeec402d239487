"""Every string of the pages, in English and Arabic. Pages never compose a sentence from fragments.

Patterns take counted nouns, since Arabic agrees in six forms (CLDR: zero, one, two, few, many, other).
"""

# ruff: noqa: E501  a string stands on one line with its translation

LANGUAGES = ("en", "ar")

COUNTED = {
    "files": {
        "en": ("{n} file", "{n} files"),
        "ar": ("لا ملفات", "ملف واحد", "ملفان", "{n} ملفات", "{n} ملفًا", "{n} ملف"),
    },
    "footage": {
        "en": ("{n} group of footage", "{n} groups of footage"),
        "ar": ("لا مجموعات لقطات", "مجموعة لقطات واحدة", "مجموعتا لقطات", "{n} مجموعات لقطات", "{n} مجموعة لقطات", "{n} مجموعة لقطات"),
    },
    "stories": {
        "en": ("{n} story", "{n} stories"),
        "ar": ("لا روايات", "رواية واحدة", "روايتان", "{n} روايات", "{n} رواية", "{n} رواية"),
    },
    "groups": {
        "en": ("{n} group", "{n} groups"),
        "ar": ("لا مجموعات", "مجموعة واحدة", "مجموعتين", "{n} مجموعات", "{n} مجموعة", "{n} مجموعة"),
    },
    "postings": {
        "en": ("{n} posting", "{n} postings"),
        "ar": ("لا منشورات", "منشور واحد", "منشوران", "{n} منشورات", "{n} منشورًا", "{n} منشور"),
    },
}  # fmt: skip


def plural(number: int, language: str) -> int:
    """Index of the form for `number`: CLDR plural rules."""
    if language == "en":
        return 0 if number == 1 else 1
    if number in (0, 1, 2):
        return number
    rest = number % 100
    return 3 if 3 <= rest <= 10 else 4 if 11 <= rest <= 99 else 5


def counted(noun: str, number: int, language: str) -> str:
    digits = f"{number:,}"
    if language == "ar":
        digits = digits.translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    return COUNTED[noun][language][plural(number, language)].replace("{n}", digits)


WORDS: dict[str, tuple[str, str]] = {
    "skip": ("Skip to content", "إلى المحتوى"),
    "answer": ("Answer", "الجواب"),
    "material": ("Material", "المواد"),
    "footage": ("Footage", "اللقطات"),
    "stories": ("Stories", "الروايات"),
    "items": ("Items", "الملفات"),
    "case": ("Case", "القضية"),
    "failures": ("Failures", "ما تعذّر"),
    "history": ("History", "السجل"),
    "search": ("Search the case", "ابحث في القضية"),
    "search_hint": ("Search names and texts", "ابحث في الأسماء والنصوص"),
    "colours": ("Colours", "الألوان"),
    "auto": ("Auto", "تلقائي"),
    "light": ("Light", "فاتح"),
    "dark": ("Dark", "داكن"),
    "pictures_blurred": ("Pictures are blurred and grey until you ask.", "الصور مموّهة ورمادية إلى أن تطلبها."),
    "show": ("Show", "اعرض"),
    "show_page": ("Show pictures on this page", "اعرض صور هذه الصفحة"),
    "no_picture": ("no picture", "لا صورة"),
    "empty": (
        "Nothing has been added. Add a folder; nothing in it will be changed.",
        "لم يُضف شيء بعد. أضف مجلدًا؛ لن يتغيّر شيء فيه.",
    ),
    "working": ("The first answer is being worked out.", "يجري إعداد الجواب الأول."),
    "headline_range": (
        "{files} hold {footage} and {stories}. Between {low} to {groups} no copying was found; none is shown independent of another.",
        "في {files}: {footage} و{stories}. لم يُعثر على نسخ بين {low} إلى {groups}؛ ولم يثبت بينها استقلال.",
    ),
    "headline": (
        "{files} hold {footage} and {stories}. Between {groups} no copying was found; none is shown independent of another.",
        "في {files}: {footage} و{stories}. لم يُعثر على نسخ بين {groups}؛ ولم يثبت بينها استقلال.",
    ),
    "sofar": ("So far.", "حتى الآن."),
    "sofar_text": ("These numbers can still change.", "قد تتغيّر هذه الأعداد."),
    "sofar_paused": ("The work was not finished: stemmata run goes on from here.", "لم يكتمل العمل: stemmata run يتابع من هنا."),
    "files_held": ("files held", "ملفات محفوظة"),
    "files_held_sub": ("{different} with different bytes; {postings} read from exports", "{different} مختلفة البايتات؛ {postings} من الصادرات"),
    "groups_both": ("groups of footage and stories", "مجموعات لقطات وروايات"),
    "groups_both_sub": ("{footage}, {stories}; {alone} have no kin held", "{footage}، {stories}؛ {alone} بلا قريب محفوظ"),
    "groups": ("groups with no copying found", "مجموعات لم يُعثر على نسخ بينها"),
    "groups_sub": ("linked, since they rest on another one held: {linked}", "مرتبطة لأنها تستند إلى أخرى محفوظة: {linked}"),
    "shown": ("shown independent", "ثبت استقلالها"),
    "none": ("none", "لم يثبت"),
    "shown_sub": ("for all of them it is not established either way; sound was not analysed yet", "لم يثبت أمرها جميعًا؛ لم يُحلَّل الصوت بعد"),
    "caveat": ("Copying that was not detected would make these numbers too high.", "النسخ الذي لم يُكتشف يجعل هذه الأعداد أكبر من الواقع."),
    "next": ("Look at first", "ابدأ بهذه"),
    "next_note": ("ordered by how many files and postings rest on each", "بحسب عدد الملفات والمنشورات المستندة إلى كل منها"),
    "next_empty": (
        "No two files in this case show the same footage. Sound was not compared yet.",
        "لا ملفين في هذه القضية يُظهران اللقطات نفسها. لم يُقارَن الصوت بعد.",
    ),
    "open": ("Open", "افتح"),
    "how_sure": ("How sure", "درجة اليقين"),
    "pairs_same": ("pairs that show the same footage, verified frame by frame", "أزواج تُظهر اللقطات نفسها، تُحقّق منها إطارًا إطارًا"),
    "pairs_part": ("pairs that share a part of the picture", "أزواج تشترك في جزء من الصورة"),
    "pairs_stream": ("pairs with the same stream in another file", "أزواج لها الدفق نفسه في ملف آخر"),
    "pairs_story": ("pairs of texts that share passages", "أزواج نصوص تشترك في مقاطع"),
    "pairs_place": ("pairs that show the same place only: never joined", "أزواج تُظهر المكان نفسه فقط: لا تُضم"),
    "pairs_open": ("pairs that could not be told apart: never joined", "أزواج لم يتبيّن أمرها: لا تُضم"),
    "chance_note": (
        "Same footage is said only where fewer than 0.01 such matches are expected by chance among all comparisons of the case. Of 4,146 rendered pairs that only look alike (same place again, another camera) 26 were called the same footage. Texts are not calibrated yet.",
        "لا يُقال إن اللقطات واحدة إلا حيث يُتوقَّع أقل من ٠٫٠١ تطابق بالمصادفة بين كل مقارنات القضية. ومن ٤٬١٤٦ زوجًا مصنوعًا يتشابه فحسب (المكان نفسه مرة أخرى، كاميرا أخرى) قيل عن ٢٦ إنها اللقطات نفسها. لم تُعايَر النصوص بعد.",
    ),
    "not_searched": (
        "{n} values of frames and details, shared by too many files, were not searched: what only such a value connects was not compared.",
        "لم يُبحث في {n} من قيم الإطارات والتفاصيل لأن ملفات كثيرة جدًا تشترك فيها: ما لا تربطه إلا قيمة كهذه لم يُقارن.",
    ),
    "chance": (
        "Fewer than 0.01 such matches expected by chance in {n} comparisons",
        "أقل من ٠٫٠١ تطابق متوقَّع بالمصادفة في {n} مقارنة",
    ),
    "failed": ("What failed", "ما تعذّر"),
    "failed_none": ("Every file was read.", "قُرئت كل الملفات."),
    "failed_some": ("Their bytes are kept; nothing was lost.", "حُفظت بايتاتها ولم يضع شيء."),
    "not_yet": ("Not analysed yet", "لم يُحلَّل بعد"),
    "not_yet_text": (
        "Sound; directions of copying; independence. What is not analysed is not claimed.",
        "الصوت، واتجاه النسخ، والاستقلال. ما لم يُحلَّل لا يُدّعى.",
    ),
    "all": ("all", "الكل"),
    "members": ("Members", "الأعضاء"),
    "why_belongs": ("Why it belongs", "لماذا هو منها"),
    "own_span": ("Own span", "مداه"),
    "node": ("Node", "العقدة"),
    "picture": ("Picture", "الصورة"),
    "beside_first": ("Where they meet", "حيث يلتقيان"),
    "first_note": ("the longest film or largest picture held; that does not make it the first", "أطول فيلم أو أكبر صورة محفوظة؛ وهذا لا يجعله الأول"),
    "why_same_bytes": ("same bytes as {other}", "بايتات {other} نفسها"),
    "why_same_stream": ("same stream as {other}, in another file", "دفق {other} نفسه في ملف آخر"),
    "why_same_footage": ("same footage as {other}, compared frame by frame", "لقطات {other} نفسها، قورنت إطارًا إطارًا"),
    "why_same_picture_part": ("same footage as {other}, as a part of the picture", "لقطات {other} نفسها، في جزء من الصورة"),
    "why_same_story": ("shares passages with {other}", "يشترك مع {other} في مقاطع"),
    "earliest_held": ("Earliest post held", "أقدم منشور محفوظ"),
    "name": ("Name", "الاسم"),
    "roots": ("Roots", "الجذور"),
    "not_established": ("pairs not established", "أزواج لم يثبت أمرها"),
    "shared": ("Shared stretches", "المقاطع المشتركة"),
    "passages": ("Shared passages", "المقاطع النصية المشتركة"),
    "four": ("Four answers", "أربعة أجوبة"),
    "best_surviving": ("Best surviving candidate", "أفضل نسخة باقية"),
    "most_complete": ("Most complete", "الأكمل"),
    "highest_quality": ("Highest quality", "الأعلى جودة"),
    "earliest_dated": ("Earliest dated posting held", "أقدم منشور مؤرَّخ محفوظ"),
    "not_computed": ("not analysed yet", "لم يُحلَّل بعد"),
    "by_size_only": ("by the size of the picture only", "بحسب قياس الصورة فقط"),
    "clock_claimed": ("clock as claimed by {platform}", "بحسب ساعة {platform}"),
    "unknown": ("unknown", "غير معروف"),
    "no_parent": ("direction not analysed yet", "لم يُحلَّل الاتجاه بعد"),
    "lead_footage": (
        "{files} show the same footage. Which was copied from which is not analysed yet.",
        "{files} تُظهر اللقطات نفسها. لم يُحلَّل بعد أيها نُسخ من أيها.",
    ),
    "lead_alone": ("Nothing else held shows this footage.", "لا شيء آخر محفوظ يُظهر هذه اللقطات."),
    "lead_story": (
        "{files} and {postings} share passages. Which was copied from which is not analysed yet.",
        "{files} و{postings} تشترك في مقاطع. لم يُحلَّل بعد أيها نُسخ من أيها.",
    ),
    "bytes_from": ("Where these bytes came from", "من أين جاءت هذه البايتات"),
    "entries_note": ("signed entries, oldest first", "قيود موقّعة، الأقدم أولًا"),
    "received": ("Received", "تُسلّم"),
    "handed_over_by": ("Handed over by", "سلّمه"),
    "filmed": ("Who filmed it: unknown.", "من صوّره: غير معروف."),
    "claims": ("What the file says of itself", "ما يقوله الملف عن نفسه"),
    "claims_note": ("claimed by the file; anyone can write these values", "بحسب الملف؛ يستطيع أي شخص كتابة هذه القيم"),
    "field": ("Field", "الحقل"),
    "value": ("Value, as found", "القيمة كما وُجدت"),
    "read_by": ("Read by", "قرأه"),
    "withheld": ("withheld", "محجوب"),
    "withheld_note": ("could lead to the person who filmed", "قد يدل على من صوّر"),
    "absent": ("Nothing was found. Absent means nothing.", "لم يوجد شيء. والغياب لا يعني شيئًا."),
    "integrity": ("Integrity", "السلامة"),
    "integrity_ok": ("OK: the bytes are those received on {date}, read again just now.", "سليم: هي البايتات التي تُسلّمت في {date}، وقد أُعيدت قراءتها الآن."),
    "integrity_failed": (
        "Failed: the bytes held are not those received on {date}. Nothing was overwritten. Run stemmata verify, and take the file from a copy of the case.",
        "فشل: البايتات المحفوظة ليست التي تُسلّمت في {date}. لم يُكتب فوق شيء. شغّل stemmata verify وخذ الملف من نسخة من القضية.",
    ),
    "integrity_unchecked": (
        "Could not be checked here: the file is large or could not be read. Run stemmata verify, which re-reads every byte.",
        "تعذّر التحقق هنا: الملف كبير أو تعذّرت قراءته. شغّل stemmata verify الذي يعيد قراءة كل بايت.",
    ),
    "integrity_note": (
        "This says nothing on what the picture shows, nor on who took it when.",
        "هذا لا يقول شيئًا عمّا تُظهره الصورة ولا عمّن التقطها ومتى.",
    ),
    "times": ("Times", "الأوقات"),
    "existed_by": ("existed by", "كان موجودًا عند"),
    "not_before": ("not before", "ليس قبل"),
    "collected": ("collected", "عند التسلّم"),
    "kin": ("Kin", "الأقارب"),
    "kin_none": ("No kin held.", "لا قريب محفوظ."),
    "download": ("Save the bytes as received", "احفظ البايتات كما وردت"),
    "act_create": ("Case made", "أُنشئت القضية"),
    "act_receive": ("Received", "تُسلّم"),
    "act_merge": ("Taken in from another case", "ضُمّ من قضية أخرى"),
    "act_close": ("Case closed", "أُقفلت القضية"),
    "act_reopen": ("Case opened again", "أُعيد فتح القضية"),
    "page_next": ("Next page", "الصفحة التالية"),
    "nothing_here": ("Nothing here.", "لا شيء هنا."),
    "found_nothing": ("Nothing held contains this.", "لا شيء محفوظًا فيه هذا."),
    "entry": ("entry", "قيد"),
    "type": ("Type", "النوع"),
    "by_log": ("Log", "السجل"),
    "what_happened": ("What happened", "ما حدث"),
    "what_safe": ("What is safe", "ما هو سليم"),
    "what_todo": ("What to do", "ما العمل"),
    "posts": ("Posts that carry it", "منشورات تحمله"),
    "names": ("Received under these names", "تُسلّم بهذه الأسماء"),
    "other_language": ("العربية", "English"),
    "keys": ("Keys", "المفاتيح"),
    "keys_list": (
        "/ search · g a answer · g f footage · g s stories · g i items · g x failures · g h history · v show or blur · esc blur all",
        "/ بحث · g a الجواب · g f اللقطات · g s الروايات · g i الملفات · g x ما تعذّر · g h السجل · v عرض أو تمويه · esc تمويه الكل",
    ),
    "same_bytes": ("same bytes", "البايتات نفسها"),
    "same_stream": ("same stream, other file", "الدفق نفسه في ملف آخر"),
    "same_footage": ("same footage", "اللقطات نفسها"),
    "same_picture_part": ("part of the same picture", "جزء من الصورة نفسها"),
    "same_place": ("same place, not the same footage", "المكان نفسه لا اللقطات نفسها"),
    "same_story": ("same story", "الرواية نفسها"),
    "draws_on": ("rests on (declared)", "يستند إلى (مصرَّح به)"),
    "mirrored": ("mirrored", "معكوسة"),
    "speed": ("speed", "السرعة"),
    "proofs": ("Proof pictures", "صور الإثبات"),
    "proof_how": (
        "Above, a frame of each, with lines between details that lie on one movement. Below left, one over the other: orange and blue, grey where they agree. Below right, what then differs: dark. At the foot, both timelines. Grey and small, as kept for comparing.",
        "في الأعلى إطار من كل ملف وخطوط بين تفاصيل تتبع حركة واحدة. في الأسفل يسارًا أحدهما فوق الآخر: برتقالي وأزرق، ورمادي حيث يتفقان. وفي الأسفل يمينًا ما يختلف بعد ذلك، داكنًا. وعند القاعدة الخطان الزمنيان. رمادية وصغيرة كما حُفظت للمقارنة.",
    ),
    "proof_alt": (
        "Proof picture of {a} and {b}: a frame of each side by side with lines between shared details, one laid over the other, what differs, and both timelines",
        "صورة إثبات لـ {a} و{b}: إطار من كل منهما جنبًا إلى جنب وخطوط بين التفاصيل المشتركة، ثم أحدهما فوق الآخر، ثم ما يختلف، ثم الخطان الزمنيان",
    ),
    "proof_open": ("Open larger, not blurred: {a} and {b}", "افتحها أكبر وغير مموّهة: {a} و{b}"),
    "left_over": ("Left over", "ما يبقى من فروق"),
    "left_nothing": (
        "Nothing left over was found. Little marks and colours are not seen.",
        "لم يُعثر على فروق باقية. العلامات الصغيرة والألوان لا تُرى.",
    ),
    "left_overlay": ("overlay in {side}", "علامة فوق الصورة في {side}"),
    "left_caption": ("caption in {side}", "نص مكتوب فوق الصورة في {side}"),
    "left_bar": ("plain border in {side}", "حافة سادة في {side}"),
    "left_filling": ("blurred border in {side}", "حافة مموّهة في {side}"),
    "left_shown_part": ("{other} shows a part of {side}", "{other} يُظهر جزءًا من {side}"),
    "left_insert": ("{other} stands in a window of {side}", "{other} داخل نافذة من {side}"),
    "left_mirror": ("mirrored", "معكوسة"),
    "left_negative": ("light and dark exchanged", "تبادل الفاتح والداكن"),
    "left_rotation": ("turned by {degrees}°", "مُدارة بمقدار {degrees}°"),
    "left_scale": ("{percent} % as large in {side}", "حجمها {percent}٪ في {side}"),
    "left_tone": ("tone: contrast × {gain}, brightness {offset}", "الدرجة: التباين × {gain}، السطوع {offset}"),
    "broken": (
        "This page could not be made. Nothing was changed, and the case is as it was. Go back, and tell us the address of this page. (WEB-500)",
        "تعذّر إعداد هذه الصفحة. لم يتغيّر شيء والقضية كما كانت. ارجع، وأخبرنا بعنوان هذه الصفحة. (WEB-500)",
    ),
    "not_found": (
        "There is no such page. Nothing was changed. Go back to the answer. (WEB-404)",
        "لا توجد هذه الصفحة. لم يتغيّر شيء. ارجع إلى الجواب.",
    ),
    "spread": ("Spread", "الانتشار"),
    "spread_held": ("postings held that carry it", "منشورات محفوظة تحمله"),
    "spread_undated": (
        "of these with no usable time: unknown, or later than we received it",
        "منها ما لا وقت له يُعتمد: غير معروف أو لاحق لتسلّمنا إياه",
    ),
    "spread_channels": ("channels and chats", "قنوات ومحادثات"),
    "spread_channel_unknown": ("postings of an unknown channel", "منشورات قناتها غير معروفة"),
    "spread_group_files": ("files in the group that it belongs to", "ملفات المجموعة التي ينتمي إليها"),
    "spread_group_posts": ("postings that carry any of them", "منشورات تحمل أيًّا منها"),
    "no_earlier": (
        "{n} of {of} dated posts held have no earlier relative in this case",
        "{n} من {of} من المنشورات المؤرَّخة المحفوظة ليس لها قريب أسبق في هذه القضية",
    ),
    "spread_platform": (
        "First held on another platform: {to}, {hours} hours or more after {since}.",
        "أول ما حُفظ على منصة أخرى: {to}، بعد {hours} ساعة أو أكثر من {since}.",
    ),
    "spread_platform_open": (
        "Held on {since} and on {to}; their times do not tell which came first.",
        "محفوظ على {since} وعلى {to}؛ ولا يُعرف من أوقاتهما أيهما أسبق.",
    ),
    "spread_language": (
        "First held in another language: {to}, {hours} hours or more after {since}.",
        "أول ما حُفظ بلغة أخرى: {to}، بعد {hours} ساعة أو أكثر من {since}.",
    ),
    "spread_language_open": (
        "Held in {since} and in {to}; their times do not tell which came first.",
        "محفوظ بلغة {since} وبلغة {to}؛ ولا يُعرف من أوقاتهما أيهما أسبق.",
    ),
    "spread_first_seen": ("Channels, by their first post held", "القنوات بحسب أول منشور محفوظ لها"),
    "spread_private": ("a chat that is not public (no. {n})", "محادثة غير عامة (رقم {n})"),
    "spread_days": ("Posts by day (UTC)", "المنشورات بحسب اليوم (UTC)"),
    "spread_day_unknown": ("on a day that is not certain", "في يوم غير مؤكد"),
    "spread_caveat": (
        "By clocks as claimed by the platforms, among what is held. An earlier post may exist elsewhere.",
        "بحسب ساعات المنصات وفي ما هو محفوظ. وقد يوجد منشور أسبق في مكان آخر.",
    ),
    "reason_best_most_come_from_it": ("More of the others come from it than from any other.", "ما يأتي منه من النسخ الأخرى أكثر مما يأتي من غيره."),
    "reason_best_only_one": ("Nothing else held has other pictures of this footage.", "لا شيء آخر محفوظًا فيه صور أخرى لهذه اللقطات."),
    "reason_best_no_tree": ("Which was copied from which was not established.", "لم يثبت أيها نُسخ من أيها."),
    "reason_best_tied": ("As many come from another one.", "يأتي من نسخة أخرى العدد نفسه."),
    "reason_best_in_doubt": (
        "Links that leave a sibling open decide here; so none is named.",
        "يتوقف الأمر هنا على صلات قد تعود إلى أخت غير محفوظة؛ لذلك لا تُسمّى أي نسخة.",
    ),
    "reason_best_or_sibling": (
        "Some come from it or from a sibling of it that is not held.",
        "بعضها مأخوذ منه أو من أخت له غير محفوظة.",
    ),
    "reason_best_all_have_parents": ("Each one held comes from another one held.", "كل نسخة محفوظة مأخوذة من أخرى محفوظة."),
    "reason_best_same_pictures": (
        "Several files hold these same coded pictures; which was first is not shown.",
        "عدة ملفات فيها الصور المرمَّزة نفسها؛ ولم يثبت أيها الأول.",
    ),
    "reason_complete_tied": ("Others hold as much.", "يحوي غيره القدر نفسه."),
    "reason_complete_contradicts": (
        "Aligned stretches contradict each other, or the picture repeats itself: no common clock could be made.",
        "المقاطع المتطابقة يناقض بعضها بعضًا أو تتكرر الصورة: لم يمكن وضع ساعة واحدة لها.",
    ),
    "reason_complete_no_footage": ("How much each holds is measured of footage only.", "لا يُقاس مقدار ما يحويه كل منها إلا في اللقطات."),
    "reason_complete_films_only": ("Stills were left out: each holds one moment.", "تُركت الصور الثابتة: في كل منها لحظة واحدة."),
    "reason_complete_by_margin": (
        "It shows more of the picture at the sides than others that last as long. A border that was not recognised would look the same.",
        "يُظهر من الصورة عند الأطراف أكثر مما تُظهره نسخ بمثل مدته. وقد تبدو حافة لم تُعرف كأنها كذلك.",
    ),
    "reason_complete_open_margin": (
        "Margins of one width on two opposite sides were taken for borders; they may be more of the scene.",
        "عُدّ هامشان متساويان على جانبين متقابلين حافتين؛ وقد يكونان بقية من المشهد.",
    ),
    "reason_complete_left_out": (
        "Aligned stretches that most others contradict were left out.",
        "تُركت مقاطع متطابقة يناقضها معظم غيرها.",
    ),
    "reason_earliest_undated": ("No posting held has a usable time.", "لا منشور محفوظًا له وقت يُعتمد."),
    "reason_earliest_overlaps": ("Another posting may be as early: their times overlap.", "قد يكون منشور آخر بالقِدم نفسه: أوقاتهما متداخلة."),
    "reason_earliest_clock_contradicted": (
        "A posting claims a time after we had received it; that clock is not used.",
        "منشور يذكر وقتًا بعد تسلّمنا إياه؛ لا تُعتمد تلك الساعة.",
    ),
    "reason_earliest_some_undated": ("Postings without a time may be earlier.", "قد تكون منشورات بلا وقت أسبق."),
    "reason_earliest_edited": (
        "That post was edited: what it carried before we received it is not known.",
        "عُدّل هذا المنشور: لا يُعرف ما كان يحمله قبل تسلّمنا إياه.",
    ),
    "reason_quality_by_tree": ("All others held come from it.", "كل ما سواه من المحفوظ مأخوذ منه."),
    "reason_quality_alone": ("Nothing else held has other pictures of this footage to compare.", "لا شيء آخر محفوظًا فيه صور أخرى لهذه اللقطات للمقارنة."),
    "reason_quality_by_detail": ("by the finest detail that the picture holds", "بحسب أدق تفصيل في الصورة"),
    "reason_quality_by_coding": ("by how finely it is coded, at one size and codec", "بحسب دقة الترميز عند قياس واحد ومرمّز واحد"),
    "reason_quality_by_size_only": ("by the size of the picture only", "بحسب قياس الصورة فقط"),
    "reason_quality_tied": ("Several are alike as far as they were measured.", "عدة نسخ متماثلة بقدر ما قيس منها."),
    "reason_quality_not_comparable": (
        "Some have no known relation and no measured detail; size alone does not decide.",
        "بعضها بلا صلة معروفة ولا تفصيل مقيس؛ والقياس وحده لا يحسم.",
    ),
    "reason_quality_not_measured": ("No picture could be measured.", "لم يمكن قياس أي صورة."),
    "reason_quality_films_only": ("Stills were not compared with films.", "لم تُقارَن الصور الثابتة بالأفلام."),
}  # fmt: skip


def word(key: str, language: str, **values: str) -> str:
    text = WORDS[key][LANGUAGES.index(language)]
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
