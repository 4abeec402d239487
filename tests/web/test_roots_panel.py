"""The roots panel as its bytes: what was counted, pair by pair, in both languages, and nothing more than that."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import cases, rooted_case, trees
from tests.publish import seeded_trees
from tests.rooted_case import evidence, holder, origin
from tests.web.conftest import BASE, TOKEN
from tests.web.test_pages import FORBIDDEN, FORBIDDEN_ARABIC

from stemmata.corroborate.evidence import Dependence, Ground
from stemmata.corroborate.joining import Because, ConflictKind
from stemmata.corroborate.origins import Material, Origin, OriginKind
from stemmata.corroborate.pairs import Relation, Would
from stemmata.web.app import create_app
from stemmata.web.filters import filled
from stemmata.web.roots_words import ROOTS_WORDS
from stemmata.web.words import WORDS

TREE = seeded_trees.target_tree()
FAMILY = TREE.stemma.family
OWN = Origin(FAMILY, OriginKind.FOOTAGE, tuple(unit for one in TREE.stemma.witnesses for unit in one.units))


def opened(path: Path, material: Material | None) -> Iterator[TestClient]:
    """A case with the tree of the target page, and these roots beside it."""
    case = trees.planted_case(path / "case", TREE)
    index = cases.opened(case)
    if material is not None:
        titles = {one.id: rooted_case.TITLES.get(one.id, f"Title of {one.id}") for one in material.origins}
        rooted_case.plant_roots(index, material, titles)
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as client:
        client.get(f"/?token={TOKEN}")
        yield client
    index.close()


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> Iterator[TestClient]:
    yield from opened(tmp_path_factory.mktemp("market"), rooted_case.market(OWN))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def page(client: TestClient, address: str, language: str = "en") -> str:
    client.get(f"/language/{language}?back=/")
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.text)


def card(text: str) -> str:
    return text[text.index('aria-labelledby="ro"') :]


def numbers(text: str) -> list[str]:
    return re.findall(r"<b(?: class=\"num\")?>([^<]*)</b>", card(text).partition('<div class="big3">')[2])[:3]


def test_the_case_says_its_three_numbers_with_a_range_and_an_unestablished_count(market: TestClient) -> None:
    assert numbers(page(market, "/")) == ["5–6", "2", "13"]


def test_arabic_writes_a_range_in_words_and_its_own_digits(market: TestClient) -> None:
    assert numbers(page(market, "/", "ar")) == ["٥ إلى ٦", "٢", "١٣"]


def test_a_family_says_the_numbers_of_what_stands_behind_it_and_its_place_in_the_case(market: TestClient) -> None:
    text = page(market, f"/family/{FAMILY}")
    assert numbers(text) == ["1", "none", "0"]
    assert "If this root falls: 5 groups, none shown independent." in plain(text)
    assert "Copying that was not detected would make these numbers too high." in plain(card(text))


def test_the_group_whose_page_it_is_stands_first(market: TestClient) -> None:
    names = re.findall(r'<span class="name"[^>]*>(\d+) <bdi[^>]*>([^<]*)', page(market, "/family/list"))
    assert names[0] == ("1", "Hospital list")
    assert ("2", "Grain market from a roof") in names


def test_every_pair_has_a_cell_with_text_that_leads_to_its_evidence(market: TestClient) -> None:
    for address in ("/", f"/family/{FAMILY}"):
        text = page(market, address)
        cells = re.findall(r'<td class="([slo])"><a href="#([^"]+)" title="([^"]+)">', text)
        assert len(cells) == 15
        assert sorted({kind for kind, _, _ in cells}) == ["l", "o", "s"]
        assert all(f'id="{target}"' in text for _, target, _ in cells)
        assert all(title.endswith(".") for _, _, title in cells)


def test_evidence_is_said_with_its_reason_its_author_and_its_entry(market: TestClient) -> None:
    text = plain(page(market, "/"))
    assert "1 and 3: shown independent." in text
    assert "Two observers, each named or with a pseudonym" in text
    assert "the clerk was at the hospital all morning" in text
    assert "by key 9f9f9f9f9f9f9f9f" in text
    assert "entry separate_obs" in text


def test_other_cameras_are_no_other_observers(market: TestClient) -> None:
    text = plain(page(market, "/"))
    assert "1 and 2: not established; other recordings or authors, but other persons are not shown." in text
    assert "Another camera: sound puts both at one moment" in text


def test_what_is_linked_says_who_stands_behind_both(market: TestClient) -> None:
    text = plain(page(market, "/"))
    assert "linked; one observer is behind both." in text
    assert "Both retell what one person said." in text


def test_a_pair_that_could_not_be_told_apart_leads_to_where_it_is_judged(market: TestClient) -> None:
    text = page(market, "/")
    one, other = sorted((holder("car"), holder("doc")))
    assert f'<a href="/compare/{one}/{other}">Compare and judge a file of each</a>' in text
    assert "Judge this pair: a link between the two was suggested, or could not be decided." in text
    assert market.get(f"/compare/{one}/{other}").status_code == 200


def test_a_text_and_a_picture_cannot_lie_beside_each_other_and_are_no_link(market: TestClient) -> None:
    text = page(market, "/")
    found = re.search(r'<details class="pair" id="pair-2-3">.*?</details>', text, re.DOTALL)
    assert found is not None
    assert "Name who held the camera" in found[0]
    assert "Name the person on whom the text rests" in found[0]
    assert "/compare/" not in found[0]


def test_every_link_of_the_panels_is_there(market: TestClient) -> None:
    for address in ("/", f"/family/{FAMILY}", "/family/wire"):
        for link in set(re.findall(r'href="(/(?:family|compare)/[^"#]*)"', card(page(market, address)))):
            assert market.get(link).status_code == 200, link


def test_what_would_settle_most_comes_first_and_what_is_settled_last(market: TestClient) -> None:
    listed = re.findall(r'id="pair-(\d-\d)"', page(market, "/"))
    assert len(listed) == 15
    assert listed[0] == "2-6"
    assert set(listed[-2:]) == {"1-3", "4-5"}


def test_the_levels_are_named_apart_and_unknown_observers_are_no_zero(market: TestClient) -> None:
    text = plain(page(market, "/"))
    assert "Three levels, never added up" in text
    assert "observers, named or with a pseudonymunknown: nobody is named" in text


def test_titles_from_files_are_escaped_and_isolated(market: TestClient) -> None:
    for address in ("/", f"/family/{FAMILY}"):
        text = page(market, address)
        assert "دفتر <b>" not in text
        assert '<bdi dir="auto">صفحة مصوّرة من دفتر &lt;b&gt;</bdi>' in text


def test_a_name_with_braces_is_not_taken_for_a_place() -> None:
    assert filled("{one}, {other}", one="{other}", other="<b>") == (
        '<bdi dir="auto">{other}</bdi>, <bdi dir="auto">&lt;b&gt;</bdi>'
    )


def test_the_answer_says_how_many_are_shown_where_any_are(market: TestClient) -> None:
    text = plain(page(market, "/"))
    assert "Between 5 to 6 groups no copying was found; 2 of them are shown independent of one another." in text
    assert "none is shown independent" not in text
    assert "nothing reads shown independent" not in text


def panels(tmp_path: Path, material: Material, addresses: Sequence[str]) -> list[str]:
    return next(iter([[page(client, one) for one in addresses] for client in opened(tmp_path, material)]))


def test_of_more_than_eight_groups_a_list_stands_instead_of_the_triangle(tmp_path: Path) -> None:
    others = [origin(f"text-{at:02}", OriginKind.STORY) for at in range(9)]
    whole, family = panels(tmp_path, Material((OWN, *others)), ["/", f"/family/{FAMILY}"])
    assert '<table class="pairs">' not in whole + family
    assert len(re.findall(r'id="pair-\d+-\d+"', whole)) == 45
    assert "Shown independent of it: 0. Linked with it: 0. Not established: 9." in plain(family)


def test_what_is_not_listed_is_counted(tmp_path: Path) -> None:
    others = [origin(f"text-{at:02}", OriginKind.STORY) for at in range(29)]
    text = plain(panels(tmp_path, Material((OWN, *others)), ["/"])[0])
    assert "Groups not listed on this page: 5." in text
    assert "Pairs of which nothing is known: 435." in text


def test_what_rests_on_other_material_says_so_and_evidence_on_it_is_a_conflict(tmp_path: Path) -> None:
    report, listed = origin("report", OriginKind.STORY), origin("list", OriginKind.STORY)
    material = Material(
        (OWN, report, listed),
        (Dependence(report.units[0], OWN.units[0]),),
        evidence=(evidence(Ground.SEPARATE_OBSERVERS, report, listed, "two reporters"),),
    )
    text = plain(panels(tmp_path, material, ["/"])[0])
    assert "Title of report rests on Title of fam-7q3k." in text or "rests on Grain market from a roof." in text
    assert "Evidence of separate observers was given for what rests on other material" in text


def test_other_recordings_are_a_number_of_their_own(tmp_path: Path) -> None:
    car = origin("car", OriginKind.FOOTAGE)
    material = Material((OWN, car), evidence=(evidence(Ground.SEPARATE_DEVICES, OWN, car),))
    text = panels(tmp_path, material, ["/"])[0]
    assert numbers(text) == ["2", "none", "1"]
    assert "Shown to be other recordings or authors: 2." in plain(text)


def test_roots_that_were_not_counted_are_no_zero(tmp_path: Path) -> None:
    for client in opened(tmp_path, None):
        text = card(page(client, f"/family/{FAMILY}"))
        assert "Not counted yet: stemmata run counts the roots." in text
        assert '<div class="big3">' not in text
        assert 'id="roots"' not in page(client, "/")


@pytest.mark.parametrize(
    ("prefix", "members"),
    [
        ("ground_", Ground), ("would_", Would), ("because_", Because), ("root_conflict_", ConflictKind),
        ("relation_", Relation),
    ],
)  # fmt: skip
def test_every_thing_that_counting_can_say_has_words_in_both_languages(
    prefix: str, members: type[Ground | Would | Because | ConflictKind | Relation]
) -> None:
    for one in members:
        assert all(text.strip() for text in WORDS[prefix + one.value]), one


def test_no_word_of_the_panel_is_one_that_is_never_used() -> None:
    for key, (english, arabic) in ROOTS_WORDS.items():
        assert not re.search(FORBIDDEN, english, re.IGNORECASE), key
        assert not any(word in arabic for word in FORBIDDEN_ARABIC), key
        assert not re.search(r"\bsources?\b", english.replace("the source", "")) or key.startswith("task_"), key
        assert "%" not in english, key


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_place_in_a_sentence_stays_unfilled(language: str, market: TestClient) -> None:
    for address in ("/", f"/family/{FAMILY}", "/tasks"):
        assert not re.search(r"{\w+}", page(market, address, language))
