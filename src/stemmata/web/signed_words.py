"""What the item page says of signed provenance, in English and Arabic. Places in braces are filled with isolated values."""

# ruff: noqa: E501  a string stands on one line with its translation

from stemmata.model import signed

Words = tuple[str, str]

WHY: dict[str, Words] = {
    signed.SIGNATURE: (
        "Failed: the signature is not of what the manifest says now.",
        "فشل: التوقيع ليس توقيعًا على ما يقوله البيان الآن.",
    ),
    signed.CONTENT: (
        "Failed: the content of this file is not what was signed.",
        "فشل: محتوى هذا الملف ليس ما وُقّع عليه.",
    ),
    signed.STATEMENT: (
        "Failed: a statement in the manifest is not the one that was signed.",
        "فشل: في البيان قول ليس القول الذي وُقّع عليه.",
    ),
    signed.CERTIFICATE: (
        "Failed: the certificate may not sign this, or was withdrawn.",
        "فشل: الشهادة لا تجيز هذا التوقيع أو أُلغيت.",
    ),
    signed.FORM: (
        "Failed: the manifest breaks a rule of C2PA, or the library cannot follow it.",
        "فشل: يخالف البيان قاعدة من قواعد C2PA أو لا تستطيع المكتبة تتبّعه.",
    ),
    signed.NEEDS_EXTRA: (
        "Signed provenance is present and could not be checked: the optional part that reads it is not installed. Install it with: pip install \"stemmata[signed]\", then run stemmata run.",
        "يوجد بيان منشأ موقَّع وتعذّر التحقق منه: الجزء الاختياري الذي يقرؤه غير مثبَّت. ثبّته بالأمر: pip install \"stemmata[signed]\" ثم شغّل stemmata run.",
    ),
    signed.NOT_LOADED: (
        "Signed provenance is present and could not be checked: the library that reads it cannot be loaded on this machine. Reinstall it with: pip install --force-reinstall \"stemmata[signed]\", then run stemmata run --again.",
        "يوجد بيان منشأ موقَّع وتعذّر التحقق منه: لا يمكن تحميل المكتبة التي تقرؤه على هذا الجهاز. أعد تثبيتها بالأمر: pip install --force-reinstall \"stemmata[signed]\" ثم شغّل stemmata run --again.",
    ),
    signed.NOT_FETCHED: (
        "Could not be checked: this file names an address for its manifest. Nothing was fetched from there.",
        "تعذّر التحقق: يذكر هذا الملف عنوانًا لبيانه، ولم يُجلب منه شيء.",
    ),
    signed.GONE: (
        "Could not be checked: this file names a manifest within itself that is not there. Saving a file again takes it away; that says nothing more.",
        "تعذّر التحقق: يذكر هذا الملف بيانًا في داخله غير موجود. حفظ الملف من جديد يزيله، ولا يدل ذلك على شيء آخر.",
    ),
    signed.UNREADABLE: (
        "Signed provenance is present and could not be checked: the library cannot read it.",
        "يوجد بيان منشأ موقَّع وتعذّر التحقق منه: لا تستطيع المكتبة قراءته.",
    ),
    signed.UNBOUND: (
        "Could not be checked: the library found nothing that binds this manifest to the content of the file.",
        "تعذّر التحقق: لم تجد المكتبة ما يربط هذا البيان بمحتوى الملف.",
    ),
    signed.ENDED: (
        "Could not be checked: reading was ended by a limit or a crash, inside the worker. Whether this file holds signed provenance is not known.",
        "تعذّر التحقق: أُوقفت القراءة بسبب حدّ أو انهيار داخل العملية المعزولة. لا يُعرف إن كان في هذا الملف بيان منشأ موقَّع.",
    ),
}  # fmt: skip
"""Every reason of model.signed.REASONS."""

RELATIONSHIPS = ("parentOf", "componentOf", "inputTo")
"""Those of C2PA; any other is shown as it is written."""

SIGNED_WORDS: dict[str, Words] = {
    "signed_head": ("Signed provenance", "بيان المنشأ الموقَّع"),
    "signed_ok": (
        "OK: the manifest is as it was signed, and so is the content that it is bound to.",
        "سليم: البيان كما وُقّع، وكذلك المحتوى المربوط به.",
    ),
    "signed_trust": (
        "Signed by a certificate that this case has no reason to trust or not. Anyone can make one.",
        "موقَّع بشهادة ليس في هذه القضية سبب للثقة بها ولا لعدمها. ويستطيع أي شخص أن يصنع شهادة.",
    ),
    "signed_says": ("What the manifest says", "ما يقوله البيان"),
    "signed_says_failed": (
        "These values stand in a manifest that fails; anyone may have written them.",
        "هذه القيم من بيان فشل التحقق منه؛ ربما كتبها أي شخص.",
    ),
    "signed_generator": ("Claim generator", "منشئ البيان"),
    "signed_subject": ("Organisation in the certificate", "المؤسسة في الشهادة"),
    "signed_issuer": ("Organisation that issued it", "المؤسسة التي أصدرتها"),
    "signed_time": ("Time of signature", "وقت التوقيع"),
    "signed_time_none": ("unknown: no time stamp that could be checked", "غير معروف: لا ختم زمنيًا أمكن التحقق منه"),
    "signed_time_failed": (
        "unknown: the time stamp is not of this signature",
        "غير معروف: الختم الزمني ليس لهذا التوقيع",
    ),
    "signed_time_by": (
        "as the file says, by a time stamp of {authority} that belongs to this signature; this case has no reason to trust {authority} or not",
        "بحسب الملف، بختم زمني من {authority} يعود إلى هذا التوقيع؛ وليس في هذه القضية سبب للثقة به ولا لعدمها",
    ),
    "signed_authority_unnamed": ("an unnamed authority", "جهة غير مسمّاة"),
    "signed_actions": ("What was done", "ما جرى"),
    "signed_ingredients": ("What was used", "ما استُعمل"),
    "signed_parentOf": ("made from", "صُنع من"),
    "signed_componentOf": ("contains", "يحتوي"),
    "signed_inputTo": ("was given as input", "أُعطي مُدخلًا"),
    "signed_untitled": ("a file without a name", "ملف بلا اسم"),
    "signed_held_exact": ("held: {file}, by its content, byte for byte", "محفوظ: {file}، بمحتواه بايتًا بايتًا"),
    "signed_held_label": (
        "by the label of its manifest {file} may be it; that these bytes were meant was not shown",
        "بحسب علامة بيانه قد يكون {file}؛ ولم يثبت أن هذه البايتات هي المقصودة",
    ),
    "signed_not_held": ("not held", "غير محفوظ"),
    "signed_parent_not_held": ("names a parent that is not held", "يسمّي سلفًا غير محفوظ"),
    "signed_cannot_tell": (
        "it had no manifest of its own: whether it is held cannot be told",
        "لم يكن له بيان خاص به: لا يمكن معرفة إن كان محفوظًا",
    ),
    "signed_copy_failed": (
        "the copy of its manifest in this file fails",
        "نسخة بيانه في هذا الملف فشل التحقق منها",
    ),
    "signed_copy_unchecked": (
        "the copy of its manifest in this file could not be checked",
        "تعذّر التحقق من نسخة بيانه في هذا الملف",
    ),
    "signed_codes": ("Codes", "الرموز"),
    "signed_address": ("Address named, not asked", "العنوان المذكور، ولم يُسأل"),
    "signed_left_out": ("{n} more are left out here.", "تُرك هنا {n} غيرها."),
    **{f"signed_why_{reason}": words for reason, words in WHY.items()},
}  # fmt: skip
