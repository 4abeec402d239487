"""What pages say of who stands behind material, and of what waits to be reviewed, in English and Arabic.

A place in braces that names a file or a person is filled with an isolated name; {one} and {other} of a choice with the
numbers or letters of a page.
"""

# ruff: noqa: E501  a string stands on one line with its translation

from stemmata.model.sourcing import Sourced

Words = tuple[str, str]

SENTENCES: dict[Sourced, Words] = {
    Sourced.ONE_PERSON: ("One person is behind {one} and {other}.", "وراء {one} و{other} شخص واحد."),
    Sourced.ONE_TEAM: ("One team is behind {one} and {other}.", "وراء {one} و{other} فريق واحد."),
    Sourced.ONE_ACCOUNT: ("One account is the author of {one} and {other}.", "حساب واحد هو مؤلف {one} و{other}."),
    Sourced.ONE_WITNESS: ("{one} and {other} retell what one person said.", "{one} و{other} يرويان ما قاله شخص واحد."),
    Sourced.SEPARATE_DEVICES: ("Two devices recorded {one} and {other}.", "سجّل {one} و{other} جهازان."),
    Sourced.SEPARATE_AUTHORS: ("Two authors wrote {one} and {other}.", "كتب {one} و{other} مؤلفان مختلفان."),
    Sourced.SEPARATE_OBSERVERS: (
        "Separate observers are behind {one} ({first}) and {other} ({second}).",
        "شاهدان مختلفان وراء {one} ({first}) و{other} ({second}).",
    ),
    Sourced.ASSERTED: ("Nobody behind {one} is behind {other}.", "لا أحد ممن وراء {one} وراء {other}."),
    Sourced.AUTHOR: ("The author of {one}: {first}.", "مؤلف {one}: {first}."),
    Sourced.OBSERVER: ("The observer behind {one}: {first}.", "الشاهد وراء {one}: {first}."),
    Sourced.DECLARED: ("{one} says of itself that it rests on {other}.", "يقول {one} عن نفسه إنه يستند إلى {other}."),
    Sourced.CONFIRMED: ("Confirmed: {one} rests on {other}.", "مؤكَّد: {one} يستند إلى {other}."),
    Sourced.REJECTED: ("Rejected: that {one} rests on {other}.", "مرفوض: أن {one} يستند إلى {other}."),
}

CHOICES: dict[str, Words] = {
    "one_person": ("One person is behind both", "وراءهما شخص واحد"),
    "one_team": ("One team is behind both", "وراءهما فريق واحد"),
    "one_account": ("One account is the author of both", "حساب واحد هو مؤلف الاثنين"),
    "one_witness": ("Both retell what one person said", "كلاهما يروي ما قاله شخص واحد"),
    "separate_observers": (
        "Separate observers, one named behind each; nobody is behind both",
        "شاهدان مختلفان، يُسمّى واحد وراء كل منهما؛ ولا أحد وراء الاثنين",
    ),
    "asserted": ("Nobody is behind both; nobody is named", "لا أحد وراء الاثنين؛ دون تسمية أحد"),
    "separate_authors": ("Two authors wrote them", "كتبهما مؤلفان مختلفان"),
    "separate_devices": ("Two devices recorded them", "سجّلهما جهازان"),
    "one_rests": ("{one} rests on {other}", "{one} يستند إلى {other}"),
    "other_rests": ("{other} rests on {one}", "{other} يستند إلى {one}"),
    "one_rests_not": ("{one} does not rest on {other}", "{one} لا يستند إلى {other}"),
    "other_rests_not": ("{other} does not rest on {one}", "{other} لا يستند إلى {one}"),
    "observer": ("Who saw what it shows or tells", "من شهد ما يُظهره أو يرويه"),
    "author": ("Who made it; not who only passed it on", "من صنعه؛ لا من نقله فحسب"),
}

TASKS: dict[str, Words] = {
    "one_and_separate": (
        "One observer is said to be behind two, and separate observers too: the first is followed. Take one of the two back.",
        "قيل إن وراء الاثنين شاهدًا واحدًا وإن وراءهما شاهدين مختلفين: يُتّبع الأول. اسحب أحد القولين.",
    ),
    "confirmed_and_rejected": (
        "It is confirmed and rejected that one rests on the other: neither is followed. Take one of the two back.",
        "أُكِّد ورُفض أن أحدهما يستند إلى الآخر: لا يُتّبع أي من القولين. اسحب أحدهما.",
    ),
    "one_and_separate_groups": (
        "Of two groups, one observer is said to be behind both, and separate observers too: the first is followed. Take one of the two back.",
        "قيل إن وراء مجموعتين شاهدًا واحدًا وإن وراءهما شاهدين مختلفين: يُتّبع الأول. اسحب أحد القولين.",
    ),
    "joined_and_separate": (
        "Said to be separate, and joined: the link is followed. Judge the two, or take back what was said.",
        "قيل إنهما منفصلان وهما مضمومان: تُتّبع الصلة. احكم في الاثنين أو اسحب ما قيل.",
    ),
    "said_of_copy": (
        "Said to be separate, though one of them rests on other material: it does not count. Say it of what it rests on.",
        "قيل إنهما منفصلان مع أن أحدهما يستند إلى مادة أخرى: لا يُعدّ. قله عمّا يستند إليه.",
    ),
    "said_of_several": (
        "Said to be separate, though one of them lies in several groups: it does not count. Name the stretch that is meant with stemmata behind.",
        "قيل إنهما منفصلان مع أن أحدهما في عدة مجموعات: لا يُعدّ. سمِّ المدى المقصود بالأمر stemmata behind.",
    ),
}

OTHERS: dict[str, Words] = {
    "recorded_nothing": ("An earlier record on {one} and {other} is taken back.", "سُحب قيد سابق عن {one} و{other}."),
    "recorded_nothing_of_one": ("An earlier record on {one} is taken back.", "سُحب قيد سابق عن {one}."),
    "name_erased": ("a person whose name was erased", "شخص مُحي اسمه"),
    "signed": ("Signed.", "وُقّع."),
    "record_head": ("Recorded of who stands behind material", "ما سُجّل عمّن وراء المواد"),
    "record_none": (
        "Nothing is recorded yet. It can be, beside each pair and each group.",
        "لم يُسجَّل شيء بعد. يمكن التسجيل بجانب كل زوج وكل مجموعة.",
    ),
    "record_more": ("Records not listed on this page: {n}.", "قيود غير مذكورة في هذه الصفحة: {n}."),
    "record_title": ("Who stands behind {one} and {other}", "من وراء {one} و{other}"),
    "record_title_one": ("Who stands behind {one}", "من وراء {one}"),
    "record_pair": ("Record who stands behind them", "سجّل من وراءهما"),
    "record_one": ("Record who stands behind it", "سجّل من وراءها"),
    "record_of_pair": ("Said of {one} and {other}, not of their groups.", "يُقال عن {one} و{other} لا عن مجموعتيهما."),
    "record_of_one": ("Said of {one}, not of its group.", "يُقال عن {one} لا عن مجموعته."),
    "record_said": ("What you know", "ما تعرفه"),
    "record_choose": ("Choose…", "اختر…"),
    "record_behind": ("Behind {side}: name or pseudonym", "وراء {side}: الاسم أو اسم مستعار"),
    "record_person": ("Name or pseudonym", "الاسم أو اسم مستعار"),
    "record_names_note": (
        "A name is kept where it can be erased and is shown nowhere: a pseudonym stands for it. Both may stay empty where one observer is recorded behind each.",
        "يُحفظ الاسم حيث يمكن محوه ولا يُعرض في أي مكان: يحلّ محله اسم مستعار. ويجوز ترك الاثنين فارغين إذا سُجّل شاهد واحد وراء كل منهما.",
    ),
    "record_name_note": (
        "A name is kept where it can be erased and is shown nowhere: a pseudonym stands for it.",
        "يُحفظ الاسم حيث يمكن محوه ولا يُعرض في أي مكان: يحلّ محله اسم مستعار.",
    ),
    "record_why_hint": (
        "How do you know? One line without names; signed with your key",
        "كيف عرفت؟ سطر واحد بلا أسماء؛ يُوقَّع بمفتاحك",
    ),
    "record_here": ("What is recorded of these two", "ما سُجّل عن هذين"),
    "take_back": ("Take back", "اسحب"),
    "roots_wait": (
        "The roots do not follow all that stands yet: stemmata run counts them again.",
        "لا تتبع الجذور بعد كل ما هو قائم: stemmata run يعيد عدّها.",
    ),
    "redraw_stopped": ("What stopped it:", "ما أوقفه:"),
    "record_closed": (
        "This case is closed: it can be read, and nothing can be recorded.",
        "هذه القضية مقفلة: يمكن أن تُقرأ ولا يمكن أن يُسجَّل فيها شيء.",
    ),
    "refused_record": (
        "Nothing was signed. Choose what you know, and say in a line how. (RECORD-INCOMPLETE)",
        "لم يُوقَّع شيء. اختر ما تعرفه، وقل في سطر كيف عرفته. (RECORD-INCOMPLETE)",
    ),
    "waits": ("Waits for a person", "ينتظر قرار شخص"),
    "waits_tasks": ("Tasks: {n}", "مهام: {n}"),
    "waits_pairs": ("Pairs that could not be told apart: {n}", "أزواج لم يتبيّن أمرها: {n}"),
    "review": ("Review queue", "قائمة المراجعة"),
    "review_note": (
        "Pairs that were compared and could not be told apart; none is joined until a person says so. Those of the groups with most files and posts come first.",
        "أزواج قورنت ولم يتبيّن أمرها؛ لا يُضم أي منها حتى يقول شخص ذلك. وتأتي أولًا أزواج المجموعات ذات أكثر الملفات والمنشورات.",
    ),
    "review_pairs": ("Pairs", "الأزواج"),
    "review_count": ("Waiting: {n}", "في الانتظار: {n}"),
    "review_question": ("Are these the same footage?", "هل هذه اللقطات نفسها؟"),
    "review_blind": (
        "The method’s own opinion and earlier verdicts stay hidden until you have signed.",
        "يبقى رأي الطريقة والأحكام السابقة مخفية إلى أن توقّع.",
    ),
    "review_decides": ("decides whether 2 groups are 1", "يحسم هل المجموعتان واحدة"),
    "review_none": ("No pair waits.", "لا زوج في الانتظار."),
    "review_none_yet": (
        "No pair waits. New ones may come while the work goes on.",
        "لا زوج في الانتظار. وقد تأتي أزواج جديدة أثناء العمل.",
    ),
    "review_look": ("See what was computed of it", "انظر ما حُسب عنه"),
}  # fmt: skip

SOURCING_WORDS: dict[str, Words] = {
    **{f"recorded_{key.value}": words for key, words in SENTENCES.items()},
    **{f"record_{key}": words for key, words in CHOICES.items()},
    **{f"task_{key}": words for key, words in TASKS.items()},
    **OTHERS,
}
