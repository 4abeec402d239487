"""What a text says of where it has its matter from."""

import pytest
from tests.match.told import told

from stemmata.match.declared import Link, said_by
from stemmata.match.source_names import Names
from stemmata.model.declaration import Declaration, SourceKind
from stemmata.model.told import PartKind

CASE = Names.of(["Lowmark Live"], ["Tarn Valley Courier", "صحيفة الواحة"])

SAID = [
    # language, what is said, the source, its kind, whether the whole text is said to be its own
    ("en", "KELT (Reuters) - Four people died.", "Reuters", "agency", True),
    ("en", "PORT QELM (XYZ) – Four people died.", "XYZ", "agency", True),
    ("en", "According to the Associated Press, ten died.", "AP", "agency", False),
    ("en", "Ten died, according to a report by the Riverside Herald.", "Riverside Herald", "outlet", False),
    ("en", "The mayor told AFP that ten died.", "AFP", "agency", False),
    ("en", "Ten died, the state news agency SANA said.", "SANA", "agency", False),
    ("en", "Meanwhile Reuters reported that ten died.", "Reuters", "agency", False),
    ("en", "The Veldan Observer reported that ten died.", "Veldan Observer", "outlet", False),
    ("en", "The Delmar Commission has said that ten died.", "Delmar Commission", "organisation", False),
    ("en", "Ten died.\n\nOriginally published at the Brook Gazette.", "Brook Gazette", "outlet", True),
    ("en", "Ten died.\n\nSource: Quarry Street Post", "Quarry Street Post", "outlet", True),
    ("en", "Ten died.\n\nAFP", "AFP", "agency", True),
    ("en", "As Lowmark Live showed. Footage posted by Lowmark Live shows it.", "Lowmark Live", "channel", False),
    ("fr", "Selon l'AFP, dix personnes sont mortes.", "AFP", "agency", False),
    ("fr", "Le quotidien La Voix du Port rapporte dix morts.", "Voix du Port", "outlet", False),
    ("ar", "نقلا عن رويترز قُتل عشرة.", "Reuters", "agency", False),
    ("ar", "نقلاً عن رويترز قُتل عشرة.", "Reuters", "agency", False),
    ("ar", "وذكرت وكالة قرمادة للأنباء أن عشرة قتلوا.", "وكالة قرمادة للأنباء", "agency", False),
    ("ar", "قُتل عشرة بحسب صحيفة الواحة.", "صحيفة الواحة", "outlet", False),
    ("ar", "وقال شاهد لوكالة فرانس برس إن عشرة قتلوا.", "AFP", "agency", False),
    ("ar", "(أ ف ب) - قُتل عشرة.", "AFP", "agency", True),
    ("ar", "وفي تصريح لصحيفة «الميناء القديم» قال ذلك.", "الميناء القديم", "outlet", False),
    ("ar", "كشف مكتب الساحل للحقوق عن ذلك.", "مكتب الساحل للحقوق", "organisation", False),
    ("ar", "وأعلن مجلس المرتفعات مقاتليه نفذوا ذلك.", "مجلس المرتفعات", "organisation", False),
    ("ar", "قُتل عشرة.\n\nنُشر هذا النص أولا في صحيفة المنارة.", "صحيفة المنارة", "outlet", True),
]  # fmt: skip


def sources(found: tuple[Declaration, ...]) -> list[tuple[str, str, bool]]:
    return [(one.source, one.kind.value, one.whole) for one in found if one.kind is not SourceKind.PERSON]


@pytest.mark.parametrize(("language", "body", "source", "kind", "whole"), SAID, ids=[row[1][:40] for row in SAID])
def test_a_source_is_found_with_its_kind_and_whether_the_whole_text_is_its_own(
    language: str, body: str, source: str, kind: str, whole: bool
) -> None:
    assert sources(said_by(told("a", body, language=language), (), CASE).declarations) == [(source, kind, whole)]


SILENT = [
    ("en", "Ten died, police said. According to police chief Omar Hadi, nine had been named."),
    ("en", "The AA batteries were empty, and an ap was open."),
    ("en", "He said: “I saw it.” Residents reported fires."),
    ("en", "Execution Site Found in Old Quarter"),
    ("ar", "وبحسب شهود عيان فإن القصف استمر."),
    ("ar", "وذكرت المصادر أن عصابات تهريب تنشط هنا."),
    ("ar", "وقال في مقابلة مع الشبكة: سنوات والمياه تجري."),
    ("ar", "وأعلنت الهيئة نقل سكان الحي."),
    ("en", "Sources Kerim said ten died."),
    ("ar", "قالت وزارة الصحة إن عشرة قتلوا. وهذه المدينة العربية القديمة."),
]


@pytest.mark.parametrize(("language", "body"), SILENT, ids=[row[1][:40] for row in SILENT])
def test_speakers_offices_and_words_of_the_language_are_no_sources(language: str, body: str) -> None:
    assert sources(said_by(told("a", body, language=language), (), CASE).declarations) == []


def test_a_person_whom_the_text_cites_is_kept_as_a_speaker() -> None:
    (one,) = said_by(told("a", "According to Omar Hadi, nine had been named.")).declarations
    assert (one.source, one.kind) == ("Omar Hadi", SourceKind.PERSON)


def test_the_sentence_and_the_stretch_from_cue_to_name_are_named_by_code_points() -> None:
    body = "It rained. Ten died, according to the Riverside Herald. It rained again."
    (one,) = said_by(told("a", body)).declarations
    assert one.span is not None
    assert body[one.span.start : one.span.end] == "Ten died, according to the Riverside Herald."
    assert (one.start, one.end) == (body.index("according"), body.index("Herald") + len("Herald"))


def test_a_text_that_names_its_own_channel_says_that_it_found_something_out_itself() -> None:
    body = "Residents told the Tarn Valley Courier that ten died. It rained."
    said = said_by(told("a", body, channel="Tarn Valley Courier"), (), CASE)
    assert said.declarations == ()
    assert [body[start:end] for start, end in said.own] == ["Residents told the Tarn Valley Courier that ten died."]


@pytest.mark.parametrize(
    ("language", "body"),
    [("en", "A nurse told this newspaper that she saw it."), ("ar", "وقال لمراسلنا أحد السكان إنه رأى ذلك.")],
)
def test_a_text_says_that_somebody_spoke_to_it(language: str, body: str) -> None:
    assert said_by(told("a", body, language=language)).own == ((0, len(body)),)


def test_a_byline_of_an_agency_makes_the_whole_text_its_own() -> None:
    text = told("a", "By staff and Reuters\n\nTen died.", parts=[(PartKind.BYLINE, "By staff and Reuters")])
    assert sources(said_by(text).declarations) == [("Reuters", "agency", True)]


def test_a_link_that_stands_on_a_name_is_the_address_of_that_declaration() -> None:
    body = "Ten died, according to the Riverside Herald."
    link = Link("https://herald.example/1", body.index("Riverside"), body.index("Herald"))
    first, second = said_by(told("a", body), [link]).declarations
    assert {(first.kind, first.address), (second.kind, second.address)} == {
        (SourceKind.OUTLET, link.address),
        (SourceKind.LINK, link.address),
    }


def test_an_empty_body_says_nothing() -> None:
    assert said_by(told("a", "")).declarations == ()
