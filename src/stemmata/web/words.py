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
    "act_judge": ("Judged", "صدر حكم"),
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
    "compare_title": ("{a} and {b}, side by side", "{a} و{b} جنبًا إلى جنب"),
    "compare_open": ("Compare and judge {a} and {b}", "قارن {a} و{b} واحكم"),
    "evidence": ("What was computed", "ما حُسب"),
    "computed_by": ("computed by {method}", "حسبه {method}"),
    "verdict_same_bytes": ("A and B hold the same bytes.", "في A وB البايتات نفسها."),
    "verdict_same_stream": ("A and B hold the same stream, each in a file of its own.", "في A وB الدفق نفسه، كلٌّ في ملف."),
    "verdict_same_footage": ("A and B show the same footage.", "تُظهر A وB اللقطات نفسها."),
    "verdict_same_picture_part": ("One shows a part of the other’s picture.", "تُظهر إحداهما جزءًا من صورة الأخرى."),
    "verdict_same_recording": ("A and B hold the same sound recording.", "في A وB تسجيل الصوت نفسه."),
    "verdict_shared_sound": ("A and B share a layer of sound only.", "تشترك A وB في طبقة صوت فقط."),
    "verdict_same_event": ("A and B show the same event, by another camera or microphone.", "تُظهر A وB الحدث نفسه بكاميرا أو لاقط آخر."),
    "verdict_same_place": ("A and B show the same place, not the same footage.", "تُظهر A وB المكان نفسه لا اللقطات نفسها."),
    "verdict_same_story": ("A and B share passages.", "تشترك A وB في مقاطع."),
    "verdict_draws_on": ("One rests on the other, as declared.", "تستند إحداهما إلى الأخرى كما هو مصرَّح به."),
    "verdict_undecided": ("A and B were compared and could not be told apart; nothing joins them.", "قورنت A وB ولم يتبيّن أمرهما؛ لا شيء يضمهما."),
    "verdict_none": (
        "Nothing was established between A and B. That does not show that they are different.",
        "لم يثبت شيء بين A وB. وهذا لا يثبت أنهما مختلفتان.",
    ),
    "no_proof": ("No proof picture: no picture was laid over the other.", "لا صورة إثبات: لم توضع صورة فوق الأخرى."),
    "judged_before": ("Judged before", "أحكام سابقة"),
    "judged_none": ("Nobody has judged this pair.", "لم يحكم أحد في هذا الزوج."),
    "not_blind": (
        "You see what was computed and judged; that is recorded with your judgement, which is then not blind.",
        "أنت ترى ما حُسب وما حُكم به؛ يُسجَّل ذلك مع حكمك، فلا يكون حكمًا أعمى.",
    ),
    "said_same": ("{one} and {other} are the same footage or story", "{one} و{other} اللقطات نفسها أو الرواية نفسها"),
    "said_different": ("{one} and {other} are different", "{one} و{other} مختلفتان"),
    "said_unsure": ("unsure whether {one} and {other} are the same", "غير متأكد من أن {one} و{other} واحدة"),
    "said_parent": ("{one} is the source of {other}", "{one} مصدر {other}"),
    "said_not_parent": ("{one} is not the source of {other}", "{one} ليس مصدر {other}"),
    "said_nothing": ("an earlier judgement on {one} and {other} is taken back", "سُحب حكم سابق في {one} و{other}"),
    "judged_by": ("by key {signer}, {when} (clock as claimed)", "بالمفتاح {signer}، {when} (بحسب الساعة المعلنة)"),
    "reason_erased": ("The reason was erased.", "مُحي التعليل."),
    "state_standing": ("stands", "قائم"),
    "state_in_conflict": ("in conflict: not followed", "متعارض: لا يُتّبع"),
    "state_undone": ("taken back", "مسحوب"),
    "your_judgement": ("Your judgement", "حكمك"),
    "judge_same": ("Same footage", "اللقطات نفسها"),
    "judge_same_story": ("Same story", "الرواية نفسها"),
    "judge_different": ("Different", "مختلفة"),
    "judge_unsure": ("Unsure", "غير متأكد"),
    "judge_other": ("Other…", "غير ذلك…"),
    "judge_why": ("Why", "التعليل"),
    "judge_why_hint": ("Why? One line; signed with your key", "لماذا؟ سطر واحد؛ يُوقَّع بمفتاحك"),
    "judge_sign": ("Sign", "وقّع"),
    "judge_undo": ("Undo", "تراجع"),
    "judge_undo_reason": ("taken back with Undo, on the page where it was signed", "سُحب بزر التراجع في الصفحة التي وُقّع فيها"),
    "signed_same": ("Signed: {one} and {other} are the same footage or story.", "وُقّع: {one} و{other} اللقطات نفسها أو الرواية نفسها."),
    "signed_different": ("Signed: {one} and {other} are different.", "وُقّع: {one} و{other} مختلفتان."),
    "signed_unsure": ("Signed: whether {one} and {other} are the same stays open.", "وُقّع: يبقى مفتوحًا هل {one} و{other} واحدة."),
    "signed_parent": ("Signed: {one} is the source of {other}.", "وُقّع: {one} مصدر {other}."),
    "signed_not_parent": ("Signed: {one} is not the source of {other}.", "وُقّع: {one} ليس مصدر {other}."),
    "signed_nothing": ("Signed: the judgement on {one} and {other} is taken back.", "وُقّع: سُحب الحكم في {one} و{other}."),
    "groups_follow": ("The groups follow what stands.", "المجموعات تتبع ما هو قائم."),
    "groups_wait": (
        "The groups do not follow all that stands yet: stemmata run forms them again.",
        "لا تتبع المجموعات بعد كل ما هو قائم: stemmata run يعيد تكوينها.",
    ),
    "case_closed": ("This case is closed: it can be read, and nothing can be judged.", "هذه القضية مقفلة: يمكن أن تُقرأ ولا يمكن أن يُحكم فيها."),
    "refused_incomplete": (
        "Nothing was signed. Choose what the two are to each other, and say in a line why. (JUDGE-INCOMPLETE)",
        "لم يُوقَّع شيء. اختر ما يكون أحدهما للآخر، وقل في سطر لماذا. (JUDGE-INCOMPLETE)",
    ),
    "refused_stale": (
        "What this page shows has changed since it was opened. Your judgement is not lost and not signed: look again, then sign it or leave it. (PAGE-STALE)",
        "تغيّر ما تعرضه هذه الصفحة منذ فُتحت. حكمك لم يضع ولم يُوقَّع: انظر ثانية ثم وقّعه أو اتركه. (PAGE-STALE)",
    ),
    "refused_busy": (
        "Another command is writing to this case. Nothing was signed, and nothing is lost. Sign again when it has finished. (CASE-BUSY)",
        "يكتب أمر آخر في هذه القضية. لم يُوقَّع شيء ولم يضع شيء. وقّع ثانية حين ينتهي. (CASE-BUSY)",
    ),
    "refused_closed": (
        "This case is closed. Nothing was signed. Open it again with stemmata close --reopen if it must change. (CASE-CLOSED)",
        "هذه القضية مقفلة. لم يُوقَّع شيء. افتحها ثانية بالأمر stemmata close --reopen إن وجب تغييرها. (CASE-CLOSED)",
    ),
    "refused_other": (
        "Nothing was signed, and nothing that is held is lost. What stopped it: (JUDGE-REFUSED)",
        "لم يُوقَّع شيء ولم يضع شيء مما هو محفوظ. ما أوقفه: (JUDGE-REFUSED)",
    ),
    "tasks": ("Waits for a person", "ينتظر قرار شخص"),
    "task_same_and_different": ("Judged the same and different: neither is followed.", "حُكم بأنهما واحدة وبأنهما مختلفتان: لا يُتّبع أيهما."),
    "task_parent_and_different": (
        "Judged different, and one the source of the other: neither is followed.",
        "حُكم بأنهما مختلفتان وبأن إحداهما مصدر الأخرى: لا يُتّبع أيهما.",
    ),
    "task_parent_and_not_parent": ("Judged the source and not the source: neither is followed.", "حُكم بأنه المصدر وبأنه ليس المصدر: لا يُتّبع أيهما."),
    "task_parents_in_a_circle": (
        "Judgements make a circle in which each file comes from the next: none of them is followed.",
        "أحكام تصنع حلقة يكون فيها كل ملف مأخوذًا من الذي يليه: لا يُتّبع أي منها.",
    ),
    "task_unreadable": ("A judgement cannot be read here.", "حكم لا يمكن قراءته هنا."),
    "task_still_joined": (
        "Judged different, and still joined through others. Nothing was guessed: judge one of the links in between.",
        "حُكم بأنهما مختلفتان وما زالتا مضمومتين عبر غيرهما. لم يُخمَّن شيء: احكم في إحدى الصلات بينهما.",
    ),
    "task_several_parts": (
        "Judged the same as wholes, though one holds several pieces of footage: all were joined. Name the stretch that is meant with stemmata judge.",
        "حُكم بأنهما واحدة كاملتين مع أن في إحداهما عدة لقطات: ضُمّت كلها. سمِّ المدى المقصود بالأمر stemmata judge.",
    ),
    "task_recomputed": (
        "Recomputed, this pair reads otherwise than what a judgement relied on. Both are kept; look again.",
        "بعد إعادة الحساب يُقرأ هذا الزوج على غير ما استند إليه حكم. حُفظ كلاهما؛ انظر ثانية.",
    ),
    "judge_keys": (
        "s same · d different · u unsure · o other, then p source, n not the source · w why · enter sign · z undo",
        "s اللقطات نفسها · d مختلفة · u غير متأكد · o غير ذلك ثم p مصدر، n ليس المصدر · w التعليل · enter وقّع · z تراجع",
    ),
    "broken": (
        "This page could not be made. Nothing was changed, and the case is as it was. Go back, and tell us the address of this page. (WEB-500)",
        "تعذّر إعداد هذه الصفحة. لم يتغيّر شيء والقضية كما كانت. ارجع، وأخبرنا بعنوان هذه الصفحة. (WEB-500)",
    ),
    "not_found": (
        "There is no such page. Nothing was changed. Go back to the answer. (WEB-404)",
        "لا توجد هذه الصفحة. لم يتغيّر شيء. ارجع إلى الجواب.",
    ),
}  # fmt: skip


def word(key: str, language: str, **values: str) -> str:
    text = WORDS[key][LANGUAGES.index(language)]
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
