"""What the roots panel and the page of tasks say, in English and Arabic. A place in braces that names a group or a file
is filled with an isolated name; all others with numbers.
"""

# ruff: noqa: E501  a string stands on one line with its translation

from stemmata.corroborate.evidence import Ground
from stemmata.corroborate.joining import Because, ConflictKind
from stemmata.corroborate.pairs import Relation, Would

Words = tuple[str, str]

GROUNDS: dict[Ground, Words] = {
    Ground.OTHER_CAMERA: (
        "Another camera: sound puts both at one moment, and the pictures at two standpoints.",
        "كاميرا أخرى: الصوت يضعهما في لحظة واحدة، والصورتان من موضعين.",
    ),
    Ground.OTHER_MICROPHONE: (
        "Another microphone heard the same event: another recording, not another observer.",
        "لاقط آخر سمع الحدث نفسه: تسجيل آخر، لا شاهد آخر.",
    ),
    Ground.SEPARATE_DEVICES: ("Two devices recorded them.", "سجّلهما جهازان."),
    Ground.SEPARATE_AUTHORS: ("Two authors wrote them.", "كتبهما مؤلفان مختلفان."),
    Ground.SEPARATE_OBSERVERS: (
        "Two observers, each named or with a pseudonym: nobody behind the one is behind the other.",
        "شاهدان مختلفان معروفان بالاسم أو باسم مستعار: لا أحد ممن وراء أحدهما وراء الآخر.",
    ),
    Ground.ASSERTED: (
        "A person asserts, with a reason, that nobody behind the one is behind the other.",
        "يقول شخص مع التعليل إن لا أحد ممن وراء أحدهما وراء الآخر.",
    ),
    Ground.ONE_PERSON: ("One person is behind both.", "وراءهما شخص واحد."),
    Ground.ONE_TEAM: ("One team is behind both.", "وراءهما فريق واحد."),
    Ground.ONE_ACCOUNT: ("One account is the author of both.", "حساب واحد هو مؤلف الاثنين."),
    Ground.ONE_WITNESS: ("Both retell what one person said.", "كلاهما يروي ما قاله شخص واحد."),
    Ground.ONE_NAME: ("The same name stands behind both.", "الاسم نفسه وراء الاثنين."),
}

WOULD: dict[Would, Words] = {
    Would.SETTLE_CONTRADICTION: (
        "Settle what people say of this pair: their judgements contradict each other, and neither is followed.",
        "احسم ما يقوله الناس عن هذا الزوج: أحكامهم متناقضة ولا يُتّبع أي منها.",
    ),
    Would.JUDGE_PAIR: (
        "Judge this pair: a link between the two was suggested, or could not be decided.",
        "احكم في هذا الزوج: اقتُرحت صلة بينهما أو لم يتبيّن أمرها.",
    ),
    Would.SAME_MOMENT: (
        "Find one moment in both, by sound, from two standpoints. That shows two cameras, not yet two observers.",
        "ابحث عن لحظة واحدة في الاثنين بدلالة الصوت من موضعين. هذا يثبت كاميرتين، ولا يثبت شاهدين بعد.",
    ),
    Would.WHO_RECORDED: (
        "Name who held the camera, by name or pseudonym: neither one person nor one team.",
        "سمِّ من حمل الكاميرا، باسمه أو باسم مستعار: لا شخص واحد ولا فريق واحد.",
    ),
    Would.WHO_TOLD: (
        "Name the person on whom the text rests, by name or pseudonym.",
        "سمِّ الشخص الذي يستند إليه النص، باسمه أو باسم مستعار.",
    ),
}

LINKS: dict[Because, Words] = {
    Because.RESTS_ON: (
        "{one} rests on {other}. (declared or confirmed)",
        "{one} يستند إلى {other}. (مصرَّح به أو مؤكَّد)",
    ),
    Because.JUDGED_SAME: ("{one} and {other} are judged to have one origin.", "حُكم بأن لـ{one} و{other} أصلًا واحدًا."),
    Because.ONE_FILE: ("{one} is the sound of {other}.", "{one} صوت {other}."),
    Because.CARRIES: ("A text says that {one} and {other} are one text.", "يقول نص إن {one} و{other} نص واحد."),
    Because.RESTS_IN_PART: (
        "Some copies of {one} rest on {other} and some do not, or it has something of its own beside.",
        "بعض نسخ {one} يستند إلى {other} وبعضها لا يستند إليه، أو فيه ما هو من عنده.",
    ),
    Because.SUGGESTED: ("It is suggested that {one} rests on {other}.", "اقتُرح أن {one} يستند إلى {other}."),
    Because.UNDECIDED: (
        "{one} and {other} were compared and could not be told apart.",
        "قورن {one} و{other} ولم يتبيّن أمرهما.",
    ),
    Because.UNSURE: (
        "Somebody is unsure whether {one} and {other} are the same.",
        "شخص غير متأكد من أن {one} و{other} واحد.",
    ),
    Because.CONTRADICTED: (
        "People contradict each other on {one} and {other}.",
        "يتناقض ما يقوله الناس عن {one} و{other}.",
    ),
    Because.SOUND_OF_SEVERAL: (
        "The sound {one} lies under {other} and under other pictures: it may be that of either.",
        "الصوت {one} موجود مع {other} ومع صور أخرى: قد يكون صوت أي منها.",
    ),
    Because.UNCLEAR_PART: (
        "Something was said of a file in several groups, and not of which part: {one} might be one with {other}.",
        "قيل شيء عن ملف في عدة مجموعات دون تحديد الجزء: قد يكون {one} و{other} واحدًا.",
    ),
}

CONFLICTS: dict[ConflictKind, Words] = {
    ConflictKind.SAME_AND_DIFFERENT: (
        "Some say that these are the same, some that they differ: {names}. Neither is followed.",
        "يقول بعضهم إنها واحدة وبعضهم إنها مختلفة: {names}. لا يُتّبع أي من القولين.",
    ),
    ConflictKind.CONFIRMED_AND_REJECTED: (
        "It is confirmed and rejected that one of these rests on another: {names}. Neither is followed.",
        "أُكِّد ورُفض أن أحد هذه يستند إلى آخر: {names}. لا يُتّبع أي من القولين.",
    ),
    ConflictKind.DIFFERENT_BUT_JOINED: (
        "Judged different, yet other links join them: {names}.",
        "حُكم بأنها مختلفة، ومع ذلك تضمّها صلات أخرى: {names}.",
    ),
    ConflictKind.JOINED_AND_SEPARATE: (
        "Linked, and evidence shows them to be separate: {names}. The link is followed.",
        "مرتبطة، ومعها دليل على أنها منفصلة: {names}. تُتّبع الصلة.",
    ),
    ConflictKind.ONE_AND_SEPARATE: (
        "One observer and separate observers are said to be behind these: {names}. The first is followed.",
        "يُقال إن وراء هذه شاهدًا واحدًا وإن وراءها شهودًا مختلفين: {names}. يُتّبع الأول.",
    ),
    ConflictKind.UNCLEAR_PART: (
        "Said of a file that lies in several groups, without saying which part: {names}. Not followed.",
        "قيل عن ملف في عدة مجموعات دون تحديد الجزء: {names}. لا يُتّبع.",
    ),
    ConflictKind.SAID_OF_COPY: (
        "Evidence of separate observers was given for what rests on other material: {names}. It does not count.",
        "أُعطي دليل على شهود مختلفين لما يستند إلى مادة أخرى: {names}. لا يُعدّ.",
    ),
}

RELATIONS: dict[Relation, Words] = {
    Relation.LINKED: ("linked", "مرتبطان"),
    Relation.SHOWN: ("shown independent", "ثبت استقلالهما"),
    Relation.NOT_ESTABLISHED: ("not established", "لم يثبت أمرهما"),
}

OTHERS: dict[str, Words] = {
    "roots_of_case": ("of the whole case", "القضية كلها"),
    "roots_of_family": ("behind this group", "وراء هذه المجموعة"),
    "roots_not_kept": (
        "Not counted yet: stemmata run counts the roots.",
        "لم تُعدّ بعد: stemmata run يعدّ الجذور.",
    ),
    "range": ("{low}–{high}", "{low} إلى {high}"),
    "shown_at_least": ("at least {n}", "{n} على الأقل"),
    "roots_pairs_link": ("Pair by pair, and what would establish it", "زوجًا زوجًا، وما الذي يثبته"),
    "separate": (
        "Shown to be other recordings or authors: {n}. That other persons are behind all of them is not shown.",
        "ثبت أنها تسجيلات أو مؤلفون مختلفون: {n}. ولم يثبت أن وراءها جميعًا أشخاصًا مختلفين.",
    ),
    "triangle": ("How the groups stand to each other, two by two", "حال المجموعات بعضها من بعض، اثنتين اثنتين"),
    "pair_shown": ("{one} and {other}: shown independent.", "{one} و{other}: ثبت استقلالهما."),
    "pair_linked": ("{one} and {other}: linked; one observer is behind both.", "{one} و{other}: مرتبطان؛ وراءهما شاهد واحد."),
    "pair_not_established": ("{one} and {other}: not established.", "{one} و{other}: لم يثبت أمرهما."),
    "pair_separate": (
        "{one} and {other}: not established; other recordings or authors, but other persons are not shown.",
        "{one} و{other}: لم يثبت أمرهما؛ تسجيلان أو مؤلفان مختلفان، ولم يثبت أن وراءهما أشخاصًا مختلفين.",
    ),
    "pairs_head": ("Pair by pair", "زوجًا زوجًا"),
    "pairs_order": ("what would settle most comes first", "ما يحسم الأكثر يأتي أولًا"),
    "pairs_more": ("Pairs not listed on this page: {n}.", "أزواج غير مذكورة في هذه الصفحة: {n}."),
    "pairs_unlisted": ("Pairs of which nothing is known: {n}.", "أزواج لا يُعرف عنها شيء: {n}."),
    "raises": (
        "To show this pair independent would raise the number shown.",
        "إثبات استقلال هذا الزوج يرفع عدد ما ثبت استقلاله.",
    ),
    "evidence_none": ("No evidence either way. That no copying was found shows nothing.", "لا دليل في أي اتجاه. وعدم العثور على نسخ لا يثبت شيئًا."),
    "evidence_computed": ("found by comparing", "وُجد بالمقارنة"),
    "evidence_by": ("by key {who}", "بالمفتاح {who}"),
    "would_establish": ("Would establish it:", "ما يثبته:"),
    "would_establish_pair": ("Would establish {one} and {other}:", "ما يثبت {one} و{other}:"),
    "compare_pair": ("Compare and judge a file of each", "قارن ملفًا من كل منهما واحكم"),
    "groups_head": ("The groups, and what falls with each", "المجموعات وما يسقط مع كل منها"),
    "groups_more": ("Groups not listed on this page: {n}.", "مجموعات غير مذكورة في هذه الصفحة: {n}."),
    "group_copies": ("files and posts: {n}", "ملفات ومنشورات: {n}"),
    "group_joined": ("One with it: {names}.", "واحدة معها: {names}."),
    "group_partly": ("Rests on it and on others: {names}.", "يستند إليها وإلى غيرها: {names}."),
    "falls_none": ("If this root falls: {groups}, none shown independent.", "إن سقط هذا الجذر: {groups}، ولم يثبت بينها استقلال."),
    "falls_some": ("If this root falls: {groups}, {shown} shown independent.", "إن سقط هذا الجذر: {groups}، ثبت استقلال {shown} منها."),
    "falls_nothing": ("If this root falls, nothing is left.", "إن سقط هذا الجذر لم يبقَ شيء."),
    "joined_head": ("What was joined, and why", "ما ضُمّ ولماذا"),
    "root_conflicts": ("What cannot all be followed", "ما لا يمكن اتّباعه كله"),
    "levels_head": ("Three levels, never added up", "ثلاثة مستويات لا تُجمع"),
    "level_copies": ("copies: files and posts", "نسخ: ملفات ومنشورات"),
    "level_recordings": ("recordings", "تسجيلات"),
    "level_authored": ("authored texts", "نصوص مؤلَّفة"),
    "level_observers": ("observers, named or with a pseudonym", "شهود معروفون بالاسم أو باسم مستعار"),
    "observers_unknown": ("unknown: nobody is named", "غير معروف: لم يُسمَّ أحد"),
    "beside_head": ("Beside the other groups of this case", "إلى جانب مجموعات القضية الأخرى"),
    "beside_counts": (
        "Shown independent of it: {shown}. Linked with it: {linked}. Not established: {open}.",
        "ثبت استقلالها عنها: {shown}. مرتبطة بها: {linked}. لم يثبت أمرها: {open}.",
    ),
    "beside_all": ("All groups of the case", "كل مجموعات القضية"),
    "tasks_page": ("Tasks", "المهام"),
    "tasks_note": (
        "What no machine may settle, the longest waiting first. Nothing here was guessed.",
        "ما لا يجوز لآلة أن تحسمه، والأقدم انتظارًا أولًا. لم يُخمَّن شيء هنا.",
    ),
    "tasks_none": ("No task waits.", "لا مهمة في الانتظار."),
    "task_since": ("Waits since", "ينتظر منذ"),
    "task_look": ("Look at {one} and {other}", "انظر في {one} و{other}"),
    "task_look_one": ("Look at {one}", "انظر في {one}"),
    "task_through": ("Joined through", "مضمومتان عبر"),
    "task_family": ("Family tree", "شجرة العائلة"),
    "task_against_proof": (
        "What is judged goes against what the content proves. It is followed, and the proof is kept beside it: look at both, or take it back.",
        "ما حُكم به يخالف ما يثبته المحتوى. يُعمل به ويبقى الدليل بجانبه: انظر في كليهما أو اسحب الحكم.",
    ),
    "task_parent_of_itself": (
        "Both hold the very same coded pictures, which cannot show that either is the source of the other. The judgement changes nothing in the tree.",
        "فيهما الصور المرمَّزة نفسها، ولا يمكن أن يُعرف منها أيهما مصدر الآخر. لا يغيّر الحكم شيئًا في الشجرة.",
    ),
    "task_circle_of_pictures": (
        "Judgements make a circle of sources, since files with the same coded pictures count as one: none of them is followed.",
        "أحكام تصنع حلقة من المصادر، لأن الملفات ذات الصور المرمَّزة نفسها تُعدّ واحدًا: لا يُتّبع أي منها.",
    ),
}  # fmt: skip

ROOTS_WORDS: dict[str, Words] = {
    **{f"ground_{key.value}": words for key, words in GROUNDS.items()},
    **{f"would_{key.value}": words for key, words in WOULD.items()},
    **{f"because_{key.value}": words for key, words in LINKS.items()},
    **{f"root_conflict_{key.value}": words for key, words in CONFLICTS.items()},
    **{f"relation_{key.value}": words for key, words in RELATIONS.items()},
    **OTHERS,
}
