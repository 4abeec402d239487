"""From a name or an address to what a case holds of it, or to one source for all who name what nobody holds."""

from tests.match.told import holder, told

from stemmata.match.declared import Link, said_by
from stemmata.match.resolving import Holdings, Resolver, edges_of
from stemmata.match.source_names import Names, key_of
from stemmata.model.declaration import Resolved, ResolvedBy, UnheldSource
from stemmata.model.told import Text

MARKET = (
    "Shells struck the covered market of Teshkala near the spice stalls, and boats carried the wounded to Marnholt "
    "before the Lantern holiday."
)
BRIDGE = "A bridge at Kelmora fell into the Ulvren after a convoy of lorries with timber had crossed it."


def resolved(
    texts: list[Text], links: dict[str, list[Link]] | None = None, holdings: Holdings | None = None
) -> tuple[list[Resolved], list[UnheldSource]]:
    names = Names.of((), [text.channel for text in texts if text.channel is not None])
    held = holdings or Holdings({text.holder: text for text in texts})
    said = [one for text in texts for one in said_by(text, (links or {}).get(text.holder, ()), names).declarations]
    return Resolver(held).resolved(said)


COURIER = told("courier", MARKET, channel="Tarn Valley Courier", hour=1)
CITING = told("citing", f"{MARKET} The Tarn Valley Courier first reported it.", channel="Gazette of Marn", hour=5)


def test_a_name_leads_to_the_text_of_that_outlet_that_shares_a_passage() -> None:
    pair = (min(COURIER.holder, CITING.holder), max(COURIER.holder, CITING.holder))
    other = told("other", BRIDGE, channel="Tarn Valley Courier", hour=1)
    held = Holdings({text.holder: text for text in (COURIER, CITING, other)}, {pair: 20})
    (one,), unheld = resolved([COURIER, CITING, other], holdings=held)
    assert (one.holder, one.by, one.certain, unheld) == (COURIER.holder, ResolvedBy.PASSAGE, True, [])


def test_without_a_passage_a_name_leads_to_the_text_on_the_same_subject() -> None:
    other = told("other", BRIDGE, channel="Tarn Valley Courier", hour=1)
    (one,), _ = resolved([COURIER, CITING, other])
    assert (one.holder, one.by, one.certain) == (COURIER.holder, ResolvedBy.SUBJECT, True)


def test_of_two_texts_of_one_outlet_on_one_subject_neither_is_certain() -> None:
    again = told("again", MARKET.replace("Shells", "Rounds"), channel="Tarn Valley Courier", hour=2)
    (one,), _ = resolved([COURIER, CITING, again])
    assert (one.by, one.certain) == (ResolvedBy.SUBJECT, False)


def test_a_text_that_is_younger_than_the_one_that_names_its_outlet_is_not_meant() -> None:
    later = told("courier", MARKET, channel="Tarn Valley Courier", hour=9)
    (one,), (unheld,) = resolved([later, CITING])
    assert (one.holder, one.unheld) == (None, unheld.key)


def test_an_outlet_of_which_only_another_matter_is_held_is_not_held_for_this_one() -> None:
    other = told("other", BRIDGE, channel="Tarn Valley Courier", hour=1)
    (one,), (unheld,) = resolved([other, CITING])
    assert (one.holder, unheld.name) == (None, "Tarn Valley Courier")


def papers(count: int, body: str, word: str) -> list[Text]:
    return [told(f"{word}{at}", f"{body} Reuters reported it.", channel=f"{word} Daily {at}") for at in range(count)]


def test_five_papers_that_cite_one_unseen_report_share_one_source() -> None:
    texts = papers(5, MARKET, "Market")
    _, (unheld,) = resolved(texts)
    assert unheld.named_by == tuple(sorted(text.holder for text in texts))


def test_one_agency_on_two_matters_is_two_reports() -> None:
    _, unheld = resolved([*papers(2, MARKET, "Market"), *papers(2, BRIDGE, "Bridge")])
    assert sorted(len(one.named_by) for one in unheld) == [2, 2]


def test_all_spellings_of_an_agency_are_one() -> None:
    one = told("one", f"{MARKET} According to the Associated Press, ten died.")
    other = told("other", f"{MARKET} AP reported it.")
    _, (unheld,) = resolved([one, other])
    assert (unheld.name, len(unheld.named_by)) == ("AP", 2)
    assert key_of("أسوشيتد برس") == key_of("Associated Press") == key_of("AP")


def test_a_name_that_begins_with_another_one_of_the_case_is_that_one() -> None:
    texts = [
        told("one", "كشف مكتب الساحل للحقوق عن قصف سوق تشكالا قرب مرنهولت.", language="ar"),
        told("other", "أعلن مكتب الساحل للحقوق ارتكاب قصف سوق تشكالا قرب مرنهولت.", language="ar"),
    ]
    _, (unheld,) = resolved(texts)
    assert (unheld.name, len(unheld.named_by)) == ("مكتب الساحل للحقوق", 2)


def test_a_link_leads_to_what_has_that_address() -> None:
    text = told("page", BRIDGE)
    held = Holdings({text.holder: text, COURIER.holder: COURIER}, addresses={"courier.example/1": COURIER.holder})
    (one,), _ = resolved([text], {text.holder: [Link("https://www.courier.example/1?from=page#top")]}, held)
    assert (one.holder, one.by, one.certain) == (COURIER.holder, ResolvedBy.ADDRESS, True)


def test_a_link_to_a_message_leads_to_the_posting_of_that_number() -> None:
    text = told("page", BRIDGE)
    held = Holdings({text.holder: text}, numbers={("telegram", "777", "2"): holder("post")})
    (one,), _ = resolved([text], {text.holder: [Link("https://t.me/c/777/2")]}, held)
    assert (one.holder, one.by) == (holder("post"), ResolvedBy.POSTING)


def test_the_name_of_a_file_leads_to_it_and_is_only_suggested() -> None:
    text = told("page", BRIDGE)
    film = frozenset({holder("film")})
    held = Holdings({text.holder: text}, names={"kelmora_bridge_fall.mp4": film}, pictures=film)
    found, _ = resolved([text], {text.holder: [Link("/media/Kelmora_Bridge_Fall.mp4")]}, held)
    (edge,) = edges_of(found, held)
    assert (edge.b.item, edge.b.track.value, edge.status) == (holder("film"), "picture", "suggested")


def test_a_link_that_leads_to_nothing_held_is_left_out() -> None:
    text = told("page", BRIDGE)
    assert resolved([text], {text.holder: [Link("https://nowhere.example/1")]}) == ([], [])


def test_an_unheld_source_stands_as_a_posting_that_nobody_holds() -> None:
    texts = papers(2, MARKET, "Market")
    found, (unheld,) = resolved(texts)
    edges = edges_of(found, Holdings({text.holder: text for text in texts}))
    assert [(edge.b.posting, edge.status, edge.facts["unheld"]) for edge in edges] == [
        (unheld.key, "declared", True)
    ] * 2


def test_the_order_of_texts_leaves_no_trace() -> None:
    texts = [*papers(3, MARKET, "Market"), COURIER, CITING]
    assert resolved(texts) == resolved(texts[::-1])


ARABIC = (
    "كشف مكتب دلمارين للحقوق أن 43 شخصا من 17 قرية احتجزوا في كورفانيت قرب كلفاثان.",
    "بحسب تقرير أصدره مكتب دلمارين للحقوق وصل 43 شخصا من 17 قرية ومن كورفانيت إلى كلفاثان.",
)
RELEASE = "In all 43 people of 17 villages were held at Corvanit near Kelvathan, the bureau found."


def test_a_name_in_other_letters_leads_to_the_text_of_that_source_on_the_same_matter_and_is_suggested() -> None:
    release = told("release", RELEASE, channel="Delmarin Rights Bureau", hour=1)
    citing = told("citing", ARABIC[0], language="ar", channel="صحيفة الواحة", hour=5)
    (one,), unheld = resolved([release, citing])
    assert (one.holder, one.by, one.certain, unheld) == (release.holder, ResolvedBy.OTHER_SCRIPT, False, [])


def test_a_name_in_other_letters_leads_to_no_text_on_another_matter() -> None:
    other = told("release", BRIDGE, channel="Delmarin Rights Bureau", hour=1)
    citing = told("citing", ARABIC[0], language="ar", channel="صحيفة الواحة", hour=5)
    (one,), (unheld,) = resolved([other, citing])
    assert (one.holder, one.unheld) == (None, unheld.key)


def test_an_unseen_source_that_texts_in_two_scripts_name_is_one_and_those_in_other_letters_are_suggested() -> None:
    body = f"{RELEASE.replace(', the bureau found', '')} That is what a report by the Delmarin Rights Bureau says."
    texts = [told("en", body), *(told(f"ar{at}", one, language="ar") for at, one in enumerate(ARABIC))]
    found, (unheld,) = resolved(texts)
    assert len(unheld.named_by) == 3
    arabic = {text.holder for text in texts[1:]}
    assert {(one.declaration.of.holder in arabic, one.certain) for one in found} == {(True, False), (False, True)}
