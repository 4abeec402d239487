"""Failures in the language of the page: English as model.failure has it, Arabic here, both in three sentences."""

# ruff: noqa: E501  a string stands on one line with its neighbours

from stemmata.model.failure import Code, Failure

_KEPT = "حُفظت بايتاته كما وردت"
_AGAIN = "إن أمكنك الحصول على الملف ثانية فأضفه ليُقارَن الاثنان."
_RETRY = "أمر stemmata run --again يعيد المحاولة؛ وقد ينجح على جهاز أقل انشغالًا."

ARABIC: dict[Code, tuple[str, str, str]] = {
    Code.EMPTY: ("ليس فيه أي بايت", "حُفظ اسمه وأنه فارغ", "إن أمكنك الحصول على الملف ثانية فأضفه."),
    Code.UNREADABLE: ("تعذّر فتحه", "لم يُنسخ منه شيء", "تحقّق من الأذونات أو القرص ثم أضفه ثانية."),
    Code.CHANGED: ("تغيّر أثناء نسخه", "أُهملت النسخة كي لا يُحفظ خليط", "انتظر حتى تكتمل كتابته ثم أضفه ثانية."),
    Code.SPECIAL: ("ليس ملفًا عاديًا (أنبوب أو مقبس أو جهاز)", "لم يُفتح، فقد تعلّق قراءته أو تُحدث فعلًا", "احفظ ما يحمله في ملف وأضفه."),
    Code.LINK: ("رابط إلى ملف آخر", "لم يُتبع، كي لا يدخل شيء من خارج المجلد", "أضف ما يشير إليه بمساره إن كان من القضية."),
    Code.REMOVED: (
        "أُزيل من هذه القضية بقرار وقّعه اثنان",
        "لم يُنسخ من جديد؛ والقيود والقرار محفوظة",
        "إن وجبت إعادته فعلى الأمين أن يعرف لماذا أُزيل: يبيّن stemmata custody القرار.",
    ),
    Code.NOT_READ: ("من نوع لا يُقرأ", _KEPT, "لا يلزم شيء؛ قد يقرؤه إصدار لاحق."),
    Code.TRUNCATED: ("ينتهي قبل ما يذكره فهرسه", f"{_KEPT}؛ واستُعمل ما أمكن قراءته", _AGAIN),
    Code.DAMAGED: ("تعذّر فك ترميزه", _KEPT, _AGAIN),
    Code.NO_FRAMES: ("لا صورة فيه ولا صوت يمكن فك ترميزهما", _KEPT, _AGAIN),
    Code.TOO_LARGE: ("يتجاوز عند فكّه الحد الموضوع", f"{_KEPT}؛ وتوقف فك الترميز عند الحد", "إن لزمت قراءته فاصنع نسخة عمل أصغر وأضفها بجانبه."),
    Code.ENCRYPTED: ("مشفَّر", _KEPT, "أضف بجانبه نسخة مفكوكة التشفير إن وُجدت."),
    Code.REFUSED: ("قائمة تسمّي ملفات أو عناوين أخرى، لا لقطات", f"{_KEPT}؛ ولم يُفتح شيء مما تسمّيه", "أضف الملفات التي تسمّيها نفسها."),
    Code.NEEDS_EXTRA: ("تحتاج قراءته إلى جزء اختياري", _KEPT, "شغّل stemmata doctor لمعرفة الجزء، ثم stemmata run ثانية."),
    Code.ENCODING: ("نص بترميز لا يذكره", _KEPT, "احفظ نسخة بترميز UTF-8 وأضفها بجانبه."),
    Code.GUESSED: ("نص لا يذكر ترميزه، فخُمّن", f"{_KEPT}؛ وقُرئ نصه بالترميز المذكور هنا", "انظر في بضعة أسطر. فإن كانت الحروف خاطئة فاحفظ نسخة بترميز UTF-8 وأضفها بجانبه."),
    Code.MOJIBAKE: ("قُرئ مرة بترميز خاطئ وحُفظ كذلك، فأُصلح ذلك", f"{_KEPT} بحروفها الخاطئة؛ ولم يُصلح إلا النص الذي يُقارَن", "انظر في بضعة أسطر. وإن وُجدت نسخة أقدم من الملف فأضفها بجانبه."),
    Code.BROKEN_LETTERS: ("فيه بايتات ليست حروفًا في ترميزه", f"{_KEPT}؛ وقُرئ الباقي، وحيث تعذّرت قراءة حرف وُضع \ufffd", _AGAIN),
    Code.NO_TEXT_LAYER: ("فيه صور صفحات وليس فيه طبقة نص", f"{_KEPT}؛ ولم يُستخرج نص من صوره", "أضف بجانبه نسخة فيها طبقة نص، أو نصه في ملف."),
    Code.POSTS: ("فيه منشور تعذّرت قراءته", "حُفظ التصدير كما ورد وقُرئت منشوراته الأخرى", "افتح التصدير عند الموضع المذكور وقارن."),
    Code.WORKER_CRASHED: ("أوقف مفكّك الترميز", f"{_KEPT}؛ وبقي التوقف داخل العامل", "اعزله وأخبرنا بإصدار مفكّك الترميز؛ يطبعه stemmata doctor."),
    Code.WORKER_TIMEOUT: ("استغرق أطول من المهلة", f"{_KEPT}؛ وأُوقف فك الترميز", _RETRY),
    Code.WORKER_MEMORY: ("احتاج إلى ذاكرة تفوق الحد", f"{_KEPT}؛ وأُوقف فك الترميز", _RETRY),
    Code.WORKER_OUTPUT: ("جعل العامل يجيب خارج حدوده المعلنة", f"{_KEPT}؛ وأُهملت الإجابة", "عامله كملف مُعادٍ وأخبرنا."),
    Code.WORKER_FORBIDDEN: (
        "جعل العامل يطلب من النظام ما لا يحتاجه أي مفكّك ترميز", f"{_KEPT}؛ ورفض النظام ذلك وأنهى العامل", "عامله كملف مُعادٍ وأخبرنا.",
    ),
}  # fmt: skip


def happened(failure: Failure, language: str) -> str:
    return ARABIC[failure.code][0] if language == "ar" else failure.happened


def safe(failure: Failure, language: str) -> str:
    return ARABIC[failure.code][1] if language == "ar" else failure.safe


def todo(failure: Failure, language: str) -> str:
    return ARABIC[failure.code][2] if language == "ar" else failure.todo
