"""Who is said to speak: from the clause beside the quotation, and otherwise nobody."""

import pytest

from stemmata.decode.body import parts_of_post
from stemmata.decode.quotations import quotations

SAID = [
    ("verb and subject", "“We heard one blast,” said Oren Tallis, who keeps the gate.", "Oren Tallis"),
    ("a rank is left out", "“We heard one blast,” said Major Oren Tallis.", "Oren Tallis"),
    ("subject and verb", "“We heard one blast here,” the miller said on Friday.", "miller"),
    ("the clause before", "The Northern Command said: “We fired nothing that day.”", "Northern Command"),
    ("an office before a name", 'Hospital director Ann Roe told Cordwire: "We have no beds left."', "Ann Roe"),
    ("an address and a full stop", '"The river rose," said Mr. Pell, who saw it from the mill.', "Pell"),
    (
        "behind a part with a comma",
        "Asked about it, the sergeant replied: “A tick is a tick, nothing more.”",
        "sergeant",
    ),
    ("a verb that denies", 'Colonel Orlan Trive denied this: "My men drank there before you did."', "Orlan Trive"),
    ("told of others", "Witnesses said the men shouted “come out with your hands up”.", None),
    (
        "French, behind a part with a comma",
        "Dans un mot, le Front affirme que « le bac est requis pour évacuation ».",
        "Front",
    ),
    ("Arabic, to whom", "قال لنا أبو سعيد الحطاب، أحد سكان الحي: «هربنا حفاة في الليل».", "أبو سعيد الحطاب"),
    ("Arabic, with signs of vowels", "وصرّح رئيس المجلس المحلي بأن «الوضع تحت السيطرة الآن».", "رئيس المجلس المحلي"),
    ("according to", "According to Mara Lind, “the shell came from the north side”.", "Mara Lind"),
    ("a name in apposition", "“It was no code at all,” says the shepherd, Mossy Greave.", "Mossy Greave"),
    ("a dash", "“I have stopped telling them how long it is.” – Perrin Oake, driver", "Perrin Oake"),
    ("a pronoun, one name", "Ann Roe came late. She said: “We have no beds left.”", "Ann Roe"),
    ("a pronoun, two names", "Ann Roe met Oren Tallis. He said: “We have no beds left.”", None),
    ("a pronoun, no name", "“Paper is from down there,” he said.", None),
    ("nobody", "The road was “open to all traffic without permit” until Monday. I drove up.", None),
    ("French, inverted", "« Une coche est une coche », répond le sergent qui refuse d'en dire plus.", "sergent"),
    (
        "French, pronoun",
        "Maud Perrigot a changé les pneus. « C’est onze tonnes, pas moins », estime-t-elle.",
        "Maud Perrigot",
    ),
    ("French, selon", "Selon Paul Mirel, « rien ne sera plus comme avant ici ».", "Paul Mirel"),
    ("Arabic, verb first", "وتقول مريم الشوحاني، وهي أم لأربعة: «كنا نعرف أن الصباح جيد».", "مريم الشوحاني"),
    ("Arabic, a rank", "يقول الرائد كمال التيواني الذي قاد المخزن: «لا يُحمل هذا على الظهر».", "كمال التيواني"),
    ("Arabic, who is", "قال أحدهم، وهو المعلم توفيق الحصيني: «عددت البطانيات ولم أعدّ الناس».", "توفيق الحصيني"),
    ("Arabic, a name alone", "جبهة حرس الساحل: «العبّارة وُضعت تحت التصرف لأغراض الإخلاء».", "جبهة حرس الساحل"),
    ("Arabic, according to", "بحسب مدير المشفى سامر النجار، «لا أسرّة لدينا منذ أمس».", "مدير المشفى سامر النجار"),
]


@pytest.mark.parametrize(("what", "paragraph", "speaker"), SAID, ids=[row[0] for row in SAID])
def test_a_speaker_is_who_the_clause_names(what: str, paragraph: str, speaker: str | None) -> None:
    assert [one.speaker for one in quotations(paragraph)] == [speaker]


def test_a_clause_between_two_quotations_is_for_both() -> None:
    found = quotations("“You cannot carry that off,” said Corin Thewes. “And you need to know about the ramp.”")
    assert [one.speaker for one in found] == ["Corin Thewes", "Corin Thewes"]


def test_marks_and_the_comma_before_them_are_left_out() -> None:
    paragraph = "« Je demande une date », a dit Ned Farrow."
    (found,) = quotations(paragraph)
    assert paragraph[found.start : found.end] == "Je demande une date"


def test_titles_and_words_held_at_arms_length_are_no_quotations() -> None:
    assert quotations("I wrote “not weighed” in the book of «الشاقول» five times.") == []


def test_a_post_has_parts_in_its_own_letters() -> None:
    post = "  Ann Roe,  nurse:\n\n“We have no beds left.” said   Ann Roe.\n\nvia Cordwire"
    found = [(part["kind"], part["span"], part["raw"]) for part in parts_of_post(post)]
    assert [kind for kind, _, _ in found] == ["paragraph", "paragraph", "quotation", "republication"]
    places = [post[span[0] : span[1]] for _, span, _ in found if isinstance(span, list)]
    assert places[2:] == ["We have no beds left.", "via Cordwire"]
    assert {raw for _, _, raw in found} == {None}
