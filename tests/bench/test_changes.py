"""The bench of named changes: what counts as found, and that its half for reports is opened by nothing else."""

import json
from pathlib import Path

import pytest
from bench.changes.baselines import digits_alone, word_difference
from bench.changes.held_out import without_its_words
from bench.changes.pairs import Pair, pairs_in, tally
from bench.changes.score import in_group, interval, score

from stemmata.lineage.changes import changes_between
from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.model.change import Change, Code, Stretch, Where

PAIR = {
    "id": "t-1",
    "before": {"headline": None, "body": "Shells hit 17 homes, a midwife said."},
    "after": {"headline": None, "body": "Shells hit 70 homes."},
    "changes": [
        {
            "code": "NUMBER_CHANGED",
            "from": {"part": "body", "text": "17", "span": [11, 13]},
            "to": {"part": "body", "text": "70", "span": [11, 13]},
        },
        {
            "code": "ATTRIBUTION_DROPPED",
            "from": {"part": "body", "text": "a midwife said", "span": [21, 35]},
            "to": None,
        },
    ],
    "note": "",
}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    path = tmp_path / "en_fit.jsonl"
    path.write_text(json.dumps(PAIR), "utf-8")
    (found,) = pairs_in(path)
    return found


def test_what_is_labelled_and_named_is_found(pair: Pair) -> None:
    one = tally(pair, list(changes_between(pair.before, pair.after)))
    assert (one.right, one.missed, one.false) == ((Code.NUMBER_CHANGED, Code.ATTRIBUTION_DROPPED), (), ())


def test_another_code_or_another_place_is_missed_and_false(pair: Pair) -> None:
    elsewhere = Stretch(Where.BODY, 0, 6, "Shells")
    one = tally(pair, [Change(Code.NUMBER_CHANGED, elsewhere, elsewhere), Change(Code.OTHER, elsewhere, None)])
    assert (len(one.right), len(one.missed), len(one.false)) == (0, 2, 2)


def test_one_change_answers_for_one_label(pair: Pair) -> None:
    twice = Pair(pair.name, pair.before, pair.after, (pair.labels[0], pair.labels[0]))
    one = tally(twice, list(changes_between(pair.before, pair.after)))
    assert (one.right, one.missed) == ((Code.NUMBER_CHANGED,), (Code.NUMBER_CHANGED,))


def test_a_label_whose_span_holds_other_text_is_refused(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(PAIR))
    wrong["changes"][0]["from"]["span"] = [10, 12]
    (tmp_path / "en_fit.jsonl").write_text(json.dumps(wrong), "utf-8")
    with pytest.raises(ValueError, match="does not stand at"):
        list(pairs_in(tmp_path / "en_fit.jsonl"))


def test_baselines_know_no_words(pair: Pair) -> None:
    assert {change.code for change in word_difference(pair)} == {Code.OTHER}
    assert [change.code for change in digits_alone(pair)] == [Code.NUMBER_CHANGED]


def test_scores_count_over_pairs_and_have_an_interval(pair: Pair) -> None:
    tallies = [tally(pair, list(changes_between(pair.before, pair.after))), tally(pair, [])]
    found = score(tallies, in_group("NUMBER_"))
    assert (found.precision, found.recall) == (1.0, 0.5)
    low, high = interval(tallies, in_group("NUMBER_"))
    assert 0 <= low <= high <= 1


def test_words_that_are_held_out_are_not_used(pair: Pair) -> None:
    found = without_its_words(pair, lexicons()["en"], "ATTRIBUTION")
    assert Code.NUMBER_CHANGED in {change.code for change in found}
