"""What pages say of events on one clock, in English and Arabic."""

# ruff: noqa: E501  a string stands on one line with its translation

EVENT_COUNTED = {
    "recordings": {
        "en": ("{n} recording", "{n} recordings"),
        "ar": ("لا تسجيلات", "تسجيل واحد", "تسجيلان", "{n} تسجيلات", "{n} تسجيلًا", "{n} تسجيل"),
    },
    "other_recordings": {
        "en": ("{n} other recording", "{n} other recordings"),
        "ar": ("لا تسجيلات أخرى", "تسجيل واحد آخر", "تسجيلين آخرين", "{n} تسجيلات أخرى", "{n} تسجيلًا آخر", "{n} تسجيل آخر"),
    },
    "impulses": {
        "en": ("{n} impulsive sound", "{n} impulsive sounds"),
        "ar": ("لا أصوات حادة", "صوت حاد واحد", "صوتان حادان", "{n} أصوات حادة", "{n} صوتًا حادًا", "{n} صوت حاد"),
    },
}  # fmt: skip

EVENT_WORDS: dict[str, tuple[str, str]] = {
    "events": ("Events on one clock", "أحداث على ساعة واحدة"),
    "event": ("event", "حدث"),
    "event_of": ("One event in {recordings} ({files})", "حدث واحد في {recordings} ({files})"),
    "same_event": ("same event, other camera or microphone", "الحدث نفسه بكاميرا أو لاقط آخر"),
    "and_more_files": ("and {n} more", "و{n} غيرها"),
    "events_none": (
        "No two recordings in this case were found to hear the same event. That does not mean that none do.",
        "لم يُعثر في هذه القضية على تسجيلين يسمعان الحدث نفسه. ولا يعني ذلك أنه لا يوجد.",
    ),
    "card_unconfirmed": ("Clips held by one pair alone: {n}.", "مقاطع يثبّتها زوج واحد فقط: {n}."),
    "card_contradict": ("Pairs that contradict the others: {n}.", "أزواج تخالف غيرها: {n}."),
    "not_observer": (
        "Another microphone is another recording, not another observer.",
        "اللاقط الآخر تسجيل آخر، لا شاهد آخر.",
    ),
    "microphones_not_yet": (
        "Other microphones on one event were not looked for yet: stemmata run goes on from here.",
        "لم يُبحث بعد عن لواقط أخرى للحدث نفسه: stemmata run يتابع من هنا.",
    ),
    "microphones_too_many": (
        "Other microphones were not looked for: {n} recordings are more than 1,000; name some with",
        "لم يُبحث عن لواقط أخرى: عدد التسجيلات {n} أكثر من ١٬٠٠٠؛ سمِّ بعضها مع",
    ),
    "microphones_looked": (
        "Other microphones were looked for among {n} recordings: {compared} of {possible} pairs were compared; the others did not come near one another at a first look, or could not be compared.",
        "بُحث عن لواقط أخرى بين {n} من التسجيلات: قورن {compared} من {possible} زوجًا؛ ولم تتقارب البقية في نظرة أولى، أو تعذّرت مقارنتها.",
    ),
    "microphones_looked_all": (
        "Other microphones were looked for among {n} recordings: all {possible} pairs were compared.",
        "بُحث عن لواقط أخرى بين {n} من التسجيلات: قورنت كل الأزواج وعددها {possible}.",
    ),
    "pairs_event": (
        "pairs that heard the same event with other microphones: never joined",
        "أزواج سمعت الحدث نفسه بلواقط أخرى: لا تُضم",
    ),
    "heard_with": ("Heard with {others}", "سُمع مع {others}"),
    "one_clock": ("One clock", "ساعة واحدة"),
    "one_clock_note": ("each row a file, from its beginning to its end", "كل صف ملف من أوله إلى آخره"),
    "reference": ("the others are laid against this one", "تُقاس البقية على هذا"),
    "begins": ("begins at {at} s, between {low} and {high} s", "يبدأ عند {at} ث، بين {low} و{high} ث"),
    "begins_exactly": ("begins at {at} s", "يبدأ عند {at} ث"),
    "copy_of": ("same sound recording as {other}", "تسجيل الصوت نفسه كما في {other}"),
    "unconfirmed": ("unconfirmed: one pair alone holds it", "غير مثبَّت: لا يحمله إلا زوج واحد"),
    "key_interval": ("between these the file begins", "بين هذين يبدأ الملف"),
    "key_impulse": ("impulsive sound", "صوت حاد"),
    "interval_means": (
        "Where a beginning is hatched, it lies somewhere in the hatched stretch, measured against {reference}. Sound takes 0.3 s for a hundred metres, so a clip that hears something earlier may only be nearer to it. No two microphones further apart than {metres} m were assumed.",
        "حيث تُظلَّل البداية فهي تقع في موضع ما من الجزء المظلَّل، قياسًا على {reference}. يقطع الصوت مئة متر في ٠٫٣ ثانية، فالمقطع الذي يسمع شيئًا أبكر قد يكون أقرب إليه فحسب. افتُرض ألا تزيد المسافة بين أي لاقطين على {metres} م.",
    ),
    "impulses_mean": (
        "An impulsive sound is a steep rise and has a time, no cause: a bang, a door and a knock on the microphone look alike. The steepest of each file are drawn.",
        "الصوت الحاد ارتفاع مفاجئ له وقت وليس له سبب: الدويّ والباب والطرق على اللاقط تتشابه. رُسم أحدّها في كل ملف.",
    ),
    "contradictions": ("Pairs that contradict the others", "أزواج تخالف غيرها"),
    "contradicts": (
        "{a} and {b} cannot hold beside the others by {by} s (they lie {residual} s from where the others put them). The pair was left out.",
        "لا يستقيم {a} و{b} مع البقية بفارق {by} ث (وهما على بعد {residual} ث مما تقوله البقية). تُرك هذا الزوج.",
    ),
    "together": ("Play together", "تشغيل معًا"),
    "together_note": (
        "pictures are blurred and sound is off; each file is kept to its own place",
        "الصور مموّهة والصوت مكتوم؛ ويبقى كل ملف في موضعه",
    ),
    "together_first": ("The first {n} files are played together.", "تُشغَّل أول {n} ملفًا معًا."),
    "play": ("Play", "شغّل"),
    "pause": ("Pause", "أوقف"),
    "seek": ("Time on the common clock", "الوقت على الساعة المشتركة"),
    "hear": ("Sound of", "صوت"),
    "hear_none": ("none", "مكتوم"),
    "copies_made_small": (
        "viewing copy, made small; the file itself is unchanged",
        "نسخة للمشاهدة مصغَّرة؛ والملف نفسه لم يتغيّر",
    ),
    "copies_why": (
        "A browser is never given the bytes that were received. Small copies are made of them, apart from everything else: at most 426 pixels, 12.5 pictures a second and the first ten minutes, each picture and sound at the file's own time.",
        "لا يُعطى المتصفح أبدًا البايتات كما وردت. تُصنع منها نسخ مصغَّرة بمعزل عن كل ما عداها: ٤٢٦ بكسل و١٢٫٥ صورة في الثانية على الأكثر، والدقائق العشر الأولى، وكل صورة وصوت في وقته من الملف.",
    ),
    "copies_make": ("Make viewing copies ({n})", "اصنع نسخًا للمشاهدة ({n})"),
    "copies_waiting": ("Viewing copies being made: {n}.", "نسخ للمشاهدة قيد الصنع: {n}."),
    "copies_reload": ("Load this page again to see them.", "حمّل الصفحة ثانية لتراها."),
    "copy_none": ("no viewing copy made yet", "لم تُصنع نسخة للمشاهدة بعد"),
    "copy_waiting": ("viewing copy being made", "نسخة المشاهدة قيد الصنع"),
    "copy_cut": (
        "The viewing copy holds the first {length} only; the file goes on.",
        "في نسخة المشاهدة أول {length} فقط؛ والملف أطول منها.",
    ),
    "copies_not_kept": (
        "Viewing copies could not be kept in derived/ ({why}): the case may be on a disk that is full or cannot be written. Nothing else is touched by that.",
        "تعذّر حفظ نسخ المشاهدة في derived/ ({why}): قد تكون القضية على قرص ممتلئ أو لا يُكتب عليه. لا يمسّ ذلك شيئًا آخر.",
    ),
    "copies_no_worker": (
        "No viewing copies can be made here; no file was opened.",
        "لا يمكن صنع نسخ للمشاهدة هنا؛ ولم يُفتح أي ملف.",
    ),
    "offsets": ("Pair by pair", "زوجًا زوجًا"),
    "offsets_note": ("how much later the second file begins than the first", "بكم يبدأ الملف الثاني بعد الأول"),
    "pair": ("Pair", "الزوج"),
    "relation": ("What sound says", "ما يقوله الصوت"),
    "offset_between": ("Seconds between", "الثواني بين"),
    "from_to": ("{low} to {high}", "{low} إلى {high}"),
    "what_agrees": ("What agrees", "ما يتفق"),
    "agree": ("{windows} of {asked} separate windows, {impulses}", "{windows} من {asked} نوافذ منفصلة، {impulses}"),
    "drift": ("Drift, ppm", "انحراف الساعة، جزء في المليون"),
    "drift_means": (
        "Drift: how much faster the first file's clock counts, with its 95 % interval.",
        "الانحراف: بكم تسرع ساعة الملف الأول، مع مجالها بنسبة ٩٥٪.",
    ),
    "not_told": ("not told", "لم يتبيّن"),
    "compare_link": ("Compare", "قارن"),
    "more_pairs": ("Pairs beyond these: {n}", "أزواج غير هذه: {n}"),
    "one_source": (
        "all that agrees comes from one place or one loudspeaker, and could have been played twice",
        "كل ما يتفق يأتي من موضع واحد أو مكبّر واحد، وقد يكون شُغّل مرتين",
    ),
    "event_one_source": (
        "In no pair was more than one source heard: this may be one event, or a sound that was played aloud more than once.",
        "لم يُسمع في أي زوج أكثر من مصدر واحد: قد يكون هذا حدثًا واحدًا، أو صوتًا شُغّل أكثر من مرة.",
    ),
    "apart_contradicted": (
        "the sources heard lie further apart than {metres} m between microphones allow",
        "المصادر المسموعة أبعد مما تسمح به {metres} م بين اللاقطين",
    ),
    "left_out_pair": ("left out", "متروك"),
    "kin_copy": ("same sound recording", "تسجيل الصوت نفسه"),
    "kin_copy_with_layer": ("same sound recording, more over it in one", "تسجيل الصوت نفسه، وفوقه شيء في أحدهما"),
    "kin_other_microphone": ("same event, other camera or microphone", "الحدث نفسه بكاميرا أو لاقط آخر"),
    "kin_shared_layer": ("shared layer of sound only", "طبقة صوت مشتركة فقط"),
    "kin_undecided": ("undecided: copy, layer or other microphone", "لم يتبيّن: نسخة أو طبقة أو لاقط آخر"),
    "flash": ("Seen, then heard", "رُئي ثم سُمع"),
    "flash_how": (
        "Give the time at which a flash is first seen and the time at which its sound is heard, on this film's own clock.",
        "اكتب الوقت الذي يُرى فيه الوميض أول مرة والوقت الذي يُسمع فيه صوته، على ساعة هذا الفيلم.",
    ),
    "flash_seen": ("flash seen", "رُئي الوميض"),
    "flash_heard": ("sound heard", "سُمع الصوت"),
    "flash_frames": ("pictures a second", "صور في الثانية"),
    "flash_ask": ("How far away", "كم المسافة"),
    "flash_range": ("{low} to {high} m from the camera", "{low} إلى {high} م من الكاميرا"),
    "flash_by_frame": ("of which the time of one picture makes {metres} m", "منها {metres} م من زمن الصورة الواحدة"),
    "flash_by_container": (
        "sound against picture in the file (0.04 s): {metres} m",
        "الصوت بالنسبة إلى الصورة في الملف (٠٫٠٤ ث): {metres} م",
    ),
    "flash_by_air": ("the air, 0 to 40 °C: {metres} m", "الهواء، ٠ إلى ٤٠ درجة مئوية: {metres} م"),
    "flash_limit": (
        "A distance and no direction; nothing is kept. Right only if the sound is that of this flash.",
        "مسافة بلا اتجاه؛ ولا يُحفظ شيء. تصحّ فقط إن كان الصوت صوت هذا الوميض.",
    ),
    "flash_no_time": ("Write both times as 0:12.48 or 12.48.", "اكتب الوقتين هكذا ٠:١٢٫٤٨ أو ١٢٫٤٨."),
    "flash_no_frames": ("Pictures a second lie between 1 and 1,000.", "عدد الصور في الثانية بين ١ و١٬٠٠٠."),
    "flash_before": (
        "The sound comes before the flash: they are not one event, or sound and picture of this file are apart.",
        "يأتي الصوت قبل الوميض: ليسا حدثًا واحدًا، أو أن صوت هذا الملف وصورته متباعدان.",
    ),
}
