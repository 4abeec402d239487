"""Search over all text: what finds what, what is marked in the untouched text, and in which order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from stemmata.case import schema
from stemmata.case.asked_words import asked_words, match_of
from stemmata.case.hits import How, hits_in, marked, snippet_of
from stemmata.case.index import Index
from stemmata.case.search import Found, search
from stemmata.case.search_index import follow, index_texts
from stemmata.fingerprint.folding import folded_words
from stemmata.model.errors import BadRequest
from stemmata.model.interval import Basis, TimeInterval

TEXTS = {
    "a1": "The grain market of قلعة ميريل was hit; 12 people were killed.",
    "a2": "Nothing was said of markets. A grain of sand, a market of words.",
    "b1": "نُقل الجرحى إلى والمستشفى، ثم بالمستشفى ستون سريرًا",
    "b2": "المُسْتَشْفَيَات مغلقة، ومستشفـــى الأطفال مفتوح",
    "b3": "قال إن للمستشفى بابًا آخر",
    "b4": "وقُتل ١٢ شخصًا قرب ولبنان",
}
NOON_US = 1_931_256_000_000_000


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.db")
    with made.write() as connection:
        for name, body in TEXTS.items():
            put(connection, name, body)
        index_texts(connection)
    yield made
    made.close()


def put(connection: object, name: str, body: str, title: str | None = None) -> None:
    row = {"holder": name, "posting": name, "extraction": f"posting/1:{name}", "title": title, "body": body}
    connection.execute(insert(schema.text), [{**row, "item": None, "parts": "[]", "language": None}])  # type: ignore[attr-defined]


def found(index: Index, written: str, **how: object) -> Found:
    with index.read() as connection:
        return search(connection, asked_words(written), **how)  # type: ignore[arg-type]


def holders(index: Index, written: str) -> list[str]:
    return [result.holder for result in found(index, written).results]


# asked                  finds                   why
FINDS = [
    ("market",           {"a1", "a2"},           "a word"),
    ("MÁRKET",           {"a1", "a2"},           "case and marks do not matter"),
    ("grain market",     {"a1", "a2"},           "both words, wherever"),
    ('"grain market"',   {"a1"},                 "a phrase"),
    ("“grain market”",   {"a1"},                 "with the marks of a book"),
    ("mark*",            {"a1", "a2"},           "a beginning"),
    ("mark",             set(),                  "a beginning that is not said to be one"),
    ("sand OR killed",   {"a1", "a2"},           "either"),
    ("sand | قتل",       {"a2", "b4"},           "either, in two scripts"),
    ("grain sand OR 12", {"a1", "a2", "b4"},     "OR parts the whole; digits of three scripts are one"),
    ("مستشفى",           {"b1", "b2", "b3"},     "with what is written together with it"),
    ("المستشفى",         {"b1", "b2", "b3"},     "an article in the question does not matter either"),
    ("مُسْتَشْفَى",         {"b1", "b2", "b3"},     "vowel marks do not matter"),
    ("«إلى والمستشفى»",  {"b1"},                 "a phrase in Arabic"),
    ("«الى المستشفى»",   {"b1"},                 "a phrase whose words the text holds with more"),
    ("لبنان",            {"b4"},                 "a name that begins with such a letter itself"),
    ("شفى",              set(),                  "an end of a word"),
    ("قلعة ميريل killed", {"a1"},                "two scripts in one text"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected", "why"), FINDS, ids=[row[0] for row in FINDS])
def test_a_question_finds(written: str, expected: set[str], why: str, index: Index) -> None:
    assert set(holders(index, written)) == expected, why


@pytest.mark.parametrize(("written", "expected", "why"), FINDS, ids=[row[0] for row in FINDS])
def test_everything_that_is_found_has_its_place_marked(
    written: str, expected: set[str], why: str, index: Index
) -> None:
    for result in found(index, written).results:
        assert result.hits, why
        assert result.snippet is not None


def test_marks_stand_in_the_untouched_text(index: Index) -> None:
    text = TEXTS["b2"]
    (hit,) = hits_in(text, asked_words("مستشفى"))
    assert text[hit.start : hit.end] == "ومستشفـــى"
    assert hit.how is How.PEELED
    assert "".join(piece.text for piece in marked(text, [hit])) == text


def test_what_is_as_asked_is_told_from_what_is_peeled() -> None:
    hows = [hit.how for hit in hits_in("مستشفى والمستشفى", asked_words("مستشفى"))]
    assert hows == [How.WRITTEN, How.PEELED]
    assert [hit.how for hit in hits_in("markets", asked_words("mark*"))] == [How.BEGINNING]


def test_what_is_written_comes_before_what_is_peeled_and_a_title_before_both(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.db")
    with index.write() as connection:
        put(connection, "x", "كلمة والمستشفى كلمة")
        put(connection, "y", "كلمة مستشفى كلمة")
        put(connection, "z", "كلمة كلمة كلمة", title="مستشفى")
        for at in range(9):
            put(connection, f"other{at}", "لا شيء هنا")
        index_texts(connection)
    assert holders(index, "مستشفى") == ["z", "y", "x"]
    index.close()


def test_pages_follow_each_other_without_gap_or_repetition(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.db")
    names = [f"{at:02}" for at in range(25)]
    with index.write() as connection:
        for name in reversed(names):
            put(connection, name, "the same words in each of them")
        index_texts(connection)
    pages, after = [], None
    while True:
        page = found(index, "words", after=after, limit=10)
        pages.append([result.holder for result in page.results])
        after = page.next
        if after is None:
            break
    assert pages == [names[:10], names[10:20], names[20:]]
    assert page.total == 25
    index.close()


def test_a_text_that_changed_is_found_by_its_new_words_only(index: Index) -> None:
    with index.write() as connection:
        connection.execute(delete(schema.text).where(schema.text.c.holder == "a1"))
        put(connection, "a1", "bakery")
        connection.execute(delete(schema.text).where(schema.text.c.holder == "a2"))
        index_texts(connection)
    assert holders(index, "grain") == []
    assert holders(index, "bakery") == ["a1"]


def test_what_did_not_change_is_not_indexed_again(index: Index) -> None:
    def rows() -> list[tuple[int, str]]:
        with index.read() as connection:
            return [(row.id, row.holder) for row in connection.execute(select(schema.searched))]

    before = rows()
    with index.write() as connection:
        put(connection, "c1", "more")
        index_texts(connection)
    assert set(before) < set(rows())


def test_the_order_in_which_texts_came_does_not_show(tmp_path: Path) -> None:
    answers = []
    for at, names in enumerate((list(TEXTS), list(reversed(TEXTS)))):
        index = Index(tmp_path / f"{at}.db")
        with index.write() as connection:
            for name in names:
                put(connection, name, TEXTS[name])
                index_texts(connection)
        answers.append([(result.holder, result.hits) for result in found(index, "مستشفى OR market").results])
        index.close()
    assert answers[0] == answers[1]


def test_names_are_found_by_words_and_by_any_part_of_them(index: Index) -> None:
    with index.write() as connection:
        connection.execute(insert(schema.item).values(sha256="d1", bytes=1, received_us=NOON_US, state="read"))
        connection.execute(insert(schema.name).values(item="d1", entry="e", shown="phone/VID_20310314_قلعة.mp4"))
    follow(index)
    for asked in ("قلعة.mp4", "20310314", "VID_20310314", "310314", "0314_"):
        (result,) = found(index, asked).results
        assert (result.holder, result.name) == ("d1", "phone/VID_20310314_قلعة.mp4"), asked
        assert result.name_hits, asked
    assert result.time == TimeInterval(None, NOON_US, Basis.COLLECTED)
    assert not result.posted


def test_a_file_tells_when_it_was_posted_and_by_whose_clock(index: Index) -> None:
    with index.write() as connection:
        connection.execute(insert(schema.posting).values(
            id="a1", platform="telegram", channel_name="قناة", native_id="7", posted_low_us=NOON_US,
            posted_high_us=NOON_US, posted_basis="platform-claimed", raw_object="0", pointer="", reader="r", links="[]",
        ))  # fmt: skip
    result = found(index, "killed").results[0]
    assert (result.time, result.platform) == (TimeInterval(NOON_US, NOON_US, Basis.PLATFORM), "telegram")
    assert result.name == "قناة 7"


def test_a_snippet_shows_where_most_of_the_question_stands() -> None:
    body = "market " + "word " * 100 + "the grain market was hit " + "word " * 100
    asked = asked_words("grain market")
    snippet = snippet_of(body, hits_in(body, asked), list(folded_words(body)))
    assert "grain" in "".join(piece.text for piece in snippet.pieces)
    assert (snippet.cut_before, snippet.cut_after) == (True, True)
    assert body[snippet.start : snippet.end] == "".join(piece.text for piece in snippet.pieces)


def test_a_snippet_of_a_script_without_word_breaks_is_short() -> None:
    body = "水道" * 4000
    snippet = snippet_of(body, (), list(folded_words(body)))
    assert snippet.end - snippet.start <= 600


@pytest.mark.parametrize("written", ["", "  ", "***", '""', "OR", "«»", "؟!"])
def test_a_question_without_words_is_refused_and_says_what_can_be_asked(written: str) -> None:
    with pytest.raises(BadRequest, match="a search without words was asked for"):
        asked_words(written)


@pytest.mark.parametrize(
    "written",
    [
        '" OR body:x',
        "a NEAR b",
        "NOT a",
        "title : x",
        "a) OR (b",
        "^a",
        "-a",
        "a'; DROP TABLE text",
        "a\x00b",
        "\udc80a",
    ],
)
def test_no_question_is_a_command_to_the_database(written: str, index: Index) -> None:
    asked = asked_words(written)
    assert match_of(asked)
    assert found(index, written).total >= 0
    with index.read() as connection:
        assert connection.execute(select(schema.text)).first() is not None


def test_a_mark_that_is_none_is_refused(index: Index) -> None:
    with pytest.raises(BadRequest, match="mark that is none"):
        found(index, "market", after="somewhere")
