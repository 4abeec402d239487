"""How two files were written: said where they differ, weighs nothing, forbids nothing."""

import pytest

from stemmata.decode.container_form import Form
from stemmata.lineage import signs
from stemmata.lineage.stemma import Sign
from stemmata.lineage.written import Written, container_sign, differing, mark_signs, written_signs

JPEG = {"coding": "baseline", "order": "DQT SOF DHT SOS", "huffman": "standard"}


def jpeg(**changed: str) -> Written:
    return Written(Form("image/jpeg", JPEG | changed), frozenset())


def bears(*marks: str, name: tuple[str, ...] = ()) -> Written:
    return Written(Form("image/jpeg"), frozenset(marks), frozenset(name))


def values(found: tuple[Sign, ...]) -> list[dict[str, object]]:
    assert {(sign.kind, sign.proof, sign.weight) for sign in found} <= {(signs.PLATFORM_MARK, None, None)}
    return [dict(sign.values) for sign in found]


@pytest.mark.parametrize(
    ("parent", "child", "said"),
    [
        (bears(), bears(), []),
        (bears("meta"), bears("meta"), []),
        (bears("meta"), bears(), [{"parent": "meta", "child": None, "basis": "bytes"}]),
        (bears(), bears("meta"), [{"parent": None, "child": "meta", "basis": "bytes"}]),
        (bears("google"), bears("ffmpeg"), [{"parent": "google", "child": "ffmpeg", "basis": "bytes"}]),
        (bears("google", "ffmpeg"), bears("ffmpeg"), [{"parent": "google", "child": None, "basis": "bytes"}]),
        (
            bears("gimp", "photoshop"),
            bears("gd"),
            [
                {"parent": "gimp", "child": "gd", "basis": "bytes"},
                {"parent": "photoshop", "child": None, "basis": "bytes"},
            ],
        ),
        (bears(name=("signal",)), bears(), [{"parent": "signal", "child": None, "basis": "name"}]),
        (
            bears("meta", name=("whatsapp",)),
            bears(name=("telegram",)),
            [
                {"parent": "meta", "child": None, "basis": "bytes"},
                {"parent": "whatsapp", "child": "telegram", "basis": "name"},
            ],
        ),
    ],
)
def test_marks_are_said_where_only_one_side_bears_them(
    parent: Written, child: Written, said: list[dict[str, object]]
) -> None:
    assert values(mark_signs([parent], [child])) == said


def test_bytes_that_nobody_looked_at_are_not_bytes_without_a_mark() -> None:
    assert mark_signs([bears("meta")], [Written()]) == ()
    assert mark_signs([bears("meta")], []) == ()


def test_a_witness_bears_what_any_of_its_files_does() -> None:
    assert mark_signs([bears(), bears("meta")], [bears("meta")]) == ()


def test_both_ways_round_say_the_same() -> None:
    forth = values(mark_signs([bears("google")], [bears("ffmpeg", name=("signal",))]))
    back = values(mark_signs([bears("ffmpeg", name=("signal",))], [bears("google")]))
    assert back == [one | {"parent": one["child"], "child": one["parent"]} for one in forth]


def test_containers_are_said_where_they_differ_with_what_agrees() -> None:
    found = container_sign([jpeg()], [jpeg(coding="progressive", huffman="own")])
    assert found == Sign(
        signs.CONTAINER,
        None,
        None,
        {"parent": "image/jpeg", "child": "image/jpeg", "differ": ["coding", "huffman"], "agree": ["format", "order"]},
    )


def test_containers_that_agree_are_not_said() -> None:
    assert container_sign([jpeg()], [jpeg()]) is None


def test_what_was_read_of_one_side_only_is_not_compared() -> None:
    cut = Written(Form("image/jpeg", {"coding": "baseline"}), frozenset())
    assert container_sign([jpeg()], [cut]) is None
    assert container_sign([jpeg()], [Written()]) is None


def test_containers_of_two_types_differ_in_that_alone() -> None:
    assert differing(Form("image/jpeg", JPEG), Form("image/png", {"parts": "IHDR"})) == (("format",), ())


def test_of_a_pile_of_files_the_two_that_agree_most_are_compared() -> None:
    pile = [jpeg(coding="progressive", order="SOF"), Written(Form("image/png")), jpeg(coding="progressive")]
    found = container_sign([jpeg()], pile)
    assert found is not None
    assert found.values["differ"] == ["coding"]
    assert container_sign([jpeg()], pile[::-1]) == found
    assert container_sign([jpeg()], [*pile, jpeg()]) is None


def test_marks_come_before_the_container() -> None:
    found = written_signs([bears("meta")], [Written(Form("image/png"), frozenset())])
    assert [sign.kind for sign in found] == [signs.PLATFORM_MARK, signs.CONTAINER]
