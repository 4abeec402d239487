"""Named changes: what every code needs, what is not a change, and what holds of all of them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lineage.changed import named, shown

from stemmata.lineage.changes import Version, changes_between
from stemmata.lineage.changes_named import Names
from stemmata.model.change import Code, Status, Where

EVERY_CODE = [
    ("Shells hit 17 homes in Ostra.", "Shells hit 70 homes in Ostra.", ("NUMBER_CHANGED", "17", "70")),
    ("Shells hit homes in Ostra.", "Shells hit 17 homes in Ostra.", ("NUMBER_ADDED", None, "17")),
    ("Shells hit 17 homes in Ostra.", "Shells hit homes in Ostra.", ("NUMBER_DROPPED", "17", None)),
    ("Shells hit 17 homes in Ostra.", "Shells hit dozens of homes in Ostra.", ("NUMBER_VAGUENED", "17", "dozens")),
    (
        "The well was poisoned.",
        "The well was poisoned, a midwife said.",
        ("ATTRIBUTION_ADDED", None, "a midwife said"),
    ),
    (
        "A midwife said that the well was poisoned.",
        "The well was poisoned.",
        ("ATTRIBUTION_DROPPED", "A midwife said", None),
    ),
    (
        "The well was poisoned, a midwife said.",
        "The well was poisoned, a sheriff said.",
        ("ATTRIBUTION_CHANGED", "a midwife said", "a sheriff said"),
    ),
    ("The well was poisoned.", "The well was reportedly poisoned.", ("HEDGE_ADDED", None, "reportedly")),
    ("The well was reportedly poisoned.", "The well was poisoned.", ("HEDGE_DROPPED", "reportedly", None)),
    ("They camped near Ostra in May.", "They camped near Dalmo in May.", ("PLACE_CHANGED", "Ostra", "Dalmo")),
    (
        "The road was mined by the militia in spring.",
        "The road was mined by the army in spring.",
        ("ACTOR_CHANGED", "militia", "army"),
    ),
    ("The road was mined on Monday.", "The road was mined on Friday.", ("DATE_CHANGED", "Monday", "Friday")),
    ("They held two villagers.", "They held two smugglers.", ("STATUS_CHANGED", "villagers", "smugglers")),
    ("The guards did not open the gate.", "The guards opened the gate.", ("NEGATION", "did not open", "opened")),
    ("The troops will cross the river.", "The troops crossed the river.", ("MODALITY", "will cross", "crossed")),
    (
        "Gunmen burned the mill at Ostra.",
        "The mill at Ostra was burned.",
        ("VOICE", "Gunmen burned", "The mill at Ostra was burned"),
    ),
    (
        "The mill burned. A watchman was sleeping in it.",
        "The mill burned.",
        ("OMITTED", "A watchman was sleeping in it.", None),
    ),
    (
        "The mill burned.",
        "The mill burned. A watchman was sleeping in it.",
        ("INSERTED", None, "A watchman was sleeping in it."),
    ),
    ("They carried spades into the mill.", "They carried rifles into the mill.", ("OTHER", "spades", "rifles")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "change"), EVERY_CODE, ids=range(len(EVERY_CODE)))
def test_each_code_is_named_with_both_spans(
    before: str, after: str, change: tuple[str, str | None, str | None]
) -> None:
    assert named(before, after) == [change]


WRITTEN = [
    tuple(part.strip() for part in line.split("|"))
    for language in ("en", "ar")
    for line in (Path(__file__).parent / f"changes_{language}.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("before", "after", "codes"), WRITTEN, ids=range(len(WRITTEN)))
def test_what_changed_in_a_written_pair_is_named_and_nothing_else(before: str, after: str, codes: str) -> None:
    found = sorted(code for code, _, _ in named(before, after))
    assert (" ".join(found) or "nothing") == codes


def test_only_the_headline_says_it() -> None:
    before = Version("Mill burns", "The mill at Ostra burned at noon.")
    after = Version("Rebels blamed as mill burns", "The mill at Ostra burned at noon.")
    assert [shown(change) for change in changes_between(before, after)] == [("HEADLINE_ONLY", None, "Rebels blamed as")]


def test_a_count_of_the_body_in_the_headline_is_an_added_number() -> None:
    before = Version("Mill burns", "Three men died in the mill.")
    after = Version("Mill burns, 3 die", "Three men died in the mill.")
    assert [shown(change) for change in changes_between(before, after)] == [("NUMBER_ADDED", None, "3")]


NO_CHANGE = [
    ("Police held 21 men on Monday.", "On Monday, police held twenty-one men."),
    ("At least 350 people fled.", "No fewer than 350 people fled."),
    ("The mayor said that two wells were shut.", "Two wells were shut, the mayor said."),
    ("None of the guards spoke.", "Not one of the guards spoke."),
    ("Sheikh Mansur called for calm.", "Sheikh Mansour called for calm."),
    ("اعتُقل خمسة وثلاثون شخصاً يوم الأحد.", "يوم الأحد اعتُقل ٣٥ شخصا."),
    ("قال العمدة إن البئر أُغلقت.", "البئر أُغلقت، قال العمدة."),
]


@pytest.mark.parametrize(("before", "after"), NO_CHANGE)
def test_another_order_or_spelling_is_no_change(before: str, after: str) -> None:
    assert named(before, after) == []


def test_another_hedge_in_its_place_is_no_change() -> None:
    assert named("The pilot was reportedly shot.", "The pilot was allegedly shot.") == []


def test_nothing_is_more_than_suggested() -> None:
    found = changes_between(Version(None, "Shells hit 17 homes."), Version(None, "Shells hit 70 homes."))
    assert [change.status for change in found] == [Status.SUGGESTED]


def test_changes_stand_in_the_order_of_the_later_version_then_what_was_only_before() -> None:
    before = Version("Blast kills 2", "On Monday a blast killed 2 men. The street was closed to traffic.")
    after = Version("Blast kills 9", "On Friday a blast killed 9 men, a guard said.")
    assert [shown(change)[0] for change in changes_between(before, after)] == [
        "NUMBER_CHANGED",
        "DATE_CHANGED",
        "NUMBER_CHANGED",
        "ATTRIBUTION_ADDED",
        "OMITTED",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The 16th Division crossed.", "The 61st Division crossed."),
        ("A 155 mm shell lay there.", "A 105 mm shell lay there."),
        ("They met at 10:40.", "They met at 11:40."),
    ],
)
def test_unit_names_calibres_and_clock_times_are_no_counts(before: str, after: str) -> None:
    assert not any(code.startswith("NUMBER") for code, _, _ in named(before, after))


def test_without_a_lexicon_digits_and_omissions_are_still_named() -> None:
    before = "Huszonkilenc helyett 29 ember maradt a malomban. A híd leszakadt az éjjel."
    after = "Huszonkilenc helyett 92 ember maradt a malomban."
    assert [code for code, _, _ in named(before, after, "hu")] == ["NUMBER_CHANGED", "OMITTED"]


def test_a_name_of_the_case_tells_a_place_from_an_actor() -> None:
    before, after = Version(None, "They trust Karo now."), Version(None, "They trust Venn now.")
    places = Names(places=(("Karo",), ("Venn",)))
    actors = Names(actors=(("Karo",), ("Venn",)))
    assert [change.code for change in changes_between(before, after, places)] == [Code.PLACE_CHANGED]
    assert [change.code for change in changes_between(before, after, actors)] == [Code.ACTOR_CHANGED]


def test_two_spellings_of_one_group_are_one_name() -> None:
    names = Names(actors=(("كتيبة الصقيع", "لواء الصقيع"),))
    before, after = Version(None, "أحرقت كتيبة الصقيع المخزن."), Version(None, "أحرق لواء الصقيع المخزن.")
    assert changes_between(before, after, names) == ()


HOSTILE = [
    "",
    " \n\t",
    "...!!!,,,",
    "\u202e\u202a\u2066",
    "\x00\x01\x02",
    "a" * 5000,
    "ألف " * 3000,
    "一二三四五六七八九十" * 200,
    "17 " * 2000,
    "said said said, said. “said” said: said",
    "\u0651\u064b\u0640",
    "ﻻ ﺎﻟﻌﺮﺑﻴﺔ ﷺ",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("other", ["", "Shells hit 17 homes in Ostra, a midwife said.", "قُتل سبعة أشخاص."])
def test_any_text_can_be_compared(body: str, other: str) -> None:
    for before, after in ((body, other), (other, body), (body, body + other)):
        for change in changes_between(Version(body[:80], before), Version(other, after)):
            for stretch, version in ((change.before, before), (change.after, after)):
                if stretch is not None and stretch.part is Where.BODY:
                    assert version[stretch.start : stretch.end] == stretch.text


WORDS = """shells hit homes 17 dozens of reportedly said that a midwife not will Monday in Ostra killed were by the army
. , according to قُتل عشرات بحسب لم أن""".split()  # noqa: SIM905
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_spans_hold_what_they_say_and_nothing_changed_within_one_text(before: str, after: str) -> None:
    assert changes_between(Version(None, before), Version(None, before)) == ()
    for change in changes_between(Version(None, before), Version(None, after)):
        assert change.before is None or before[change.before.start : change.before.end] == change.before.text
        assert change.after is None or after[change.after.start : change.after.end] == change.after.text


PARTIES = [
    "Reed Valley Front",
    "Karosh",
    "Interim Government",
    "Northern Army",
    "League of the Twelve",
    "Mangrove Militia",
]
PLACES = ["Ostra", "Upper Dalmo", "Camp Nine", "Sarn", "Port Venn"]
TOLD = [
    ("{a} shelled {p} on Monday, killing 14 people, {b} said.", "{a} shelled {p} on Friday, killing 40 people."),
    ("{b} blamed {a} for the raid on {p}. Nobody was hurt.", "{a} raided {p}. Dozens were hurt, {b} said."),
    ("{a} will leave {p}, and {b} may enter {q}.", "{a} has left {q}, and {b} entered {p}."),
    ("A spokesman of {a} denied that {b} had burned {p}.", "A spokesman of {a} confirmed that {b} had burned {p}."),
    ("Soldiers of {a} killed at least nine men near {p}.", "At least nine men were killed near {p}, {b} reported."),
]  # fmt: skip


def _codes_and_texts(pair: tuple[str, str], names: Names, **filled: str) -> list[tuple[str, str | None, str | None]]:
    before, after = (Version(None, text.format(**filled)) for text in pair)
    return [shown(change) for change in changes_between(before, after, names)]


def _exchanged(text: str | None, one: str, other: str) -> str | None:
    if text is None:
        return None
    return text.replace(one, "\x00").replace(other, one).replace("\x00", other)


@pytest.mark.parametrize("pair", TOLD, ids=range(len(TOLD)))
@settings(max_examples=10, deadline=None)
@given(st.permutations(PARTIES), st.permutations(PLACES))
def test_exchanging_the_parties_or_the_places_changes_no_change(
    pair: tuple[str, str], parties: list[str], places: list[str]
) -> None:
    (a, b, *_), (p, q, *_) = parties, places
    names = Names(tuple((place,) for place in places), tuple((party,) for party in parties))
    found = _codes_and_texts(pair, names, a=a, b=b, p=p, q=q)
    parties_exchanged = _codes_and_texts(pair, names, a=b, b=a, p=p, q=q)
    places_exchanged = _codes_and_texts(pair, names, a=a, b=b, p=q, q=p)
    assert [(code, _exchanged(x, a, b), _exchanged(y, a, b)) for code, x, y in parties_exchanged] == found
    assert [(code, _exchanged(x, p, q), _exchanged(y, p, q)) for code, x, y in places_exchanged] == found
