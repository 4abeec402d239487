"""A text laid out to be read: nothing is lost, every mark has its place, and no block runs into another."""

from hypothesis import given
from hypothesis import strategies as st

from stemmata.case.versions import TextPart
from stemmata.web.reading import Mark, blocks_of

BODY = "Head\n\nHe said: “go on”, twice.\n\nLast line"
PARTS = (
    TextPart("headline", 0, 4),
    TextPart("paragraph", 6, 30),
    TextPart("quotation", 15, 22, "a baker"),
)


def test_parts_are_blocks_and_what_no_part_holds_is_read_by_lines() -> None:
    blocks = blocks_of(BODY, PARTS, [])
    assert [(block.kind, "".join(stretch.text for stretch in block.stretches)) for block in blocks] == [
        ("headline", "Head"),
        ("paragraph", "He said: “go on”, twice."),
        ("text", "Last line"),
    ]


def test_a_quotation_inside_a_paragraph_is_marked_with_its_speaker() -> None:
    (paragraph,) = (block for block in blocks_of(BODY, PARTS, []) if block.kind == "paragraph")
    quoted = [(stretch.text, stretch.speakers) for stretch in paragraph.stretches if "quoted" in stretch.ground]
    assert quoted == [("“go on”", ("a baker",))]


def test_a_change_inside_a_shared_passage_keeps_both_marks_and_its_number_at_its_end() -> None:
    blocks = blocks_of("one two three", (), [Mark(0, 13, "shared"), Mark(4, 7, "changed", 1)])
    told = [(one.text, one.ground, one.mark, one.numbers) for one in blocks[0].stretches]
    assert told == [
        ("one ", ("shared",), None, ()),
        ("two", ("shared",), "changed", (1,)),
        (" three", ("shared",), None, ()),
    ]


def test_a_mark_that_runs_over_two_blocks_is_numbered_in_both() -> None:
    blocks = blocks_of("first\n\nsecond", (), [Mark(2, 9, "new", 3)])
    assert [[(one.text, one.mark, one.numbers) for one in block.stretches] for block in blocks] == [
        [("fi", None, ()), ("rst", "new", (3,))],
        [("se", "new", (3,)), ("cond", None, ())],
    ]


def test_controls_of_direction_become_visible() -> None:
    (block,) = blocks_of("abc\u202ecba", (), [])
    assert block.stretches[0].text == "abc\\u202ecba"


@given(
    st.text(alphabet="ab \n", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6),
)
def test_every_letter_is_shown_once_whatever_is_marked(body: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, start + length, "changed", at) for at, (start, length) in enumerate(spans)]
    shown = "".join(stretch.text for block in blocks_of(body, (), marks) for stretch in block.stretches)
    assert shown.split() == " ".join(body.split()).split() or "".join(shown.split()) == "".join(body.split())
